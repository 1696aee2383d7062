"""What the drafting of one document has to go by: its sections with their topics, and the drafts made so far."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

from seiyaku.core.language import Text

from .drafts import Drafts
from .front import Front
from .sections import Outline, Said, Section
from .topics import Topic

_KANJI = {sign: value for value, sign in enumerate("〇一二三四五六七八九")}
_PERIOD = re.compile(r"([0-9]+|[一二三四五六七八九十百]+)(年|か月|ヶ月|カ月|ヵ月|箇月|週間|日)")
_UNITS = {"年": "y", "日": "d"}
NEGATED = re.compile(r"(?:ません|ない|しない|ぬ|せず)(?:こと)?(?:とします|ものとします|です|でした)?[。）」]*$")
# A sentence that says what is not done, but with an exception to it, says what is done in the exception.
EXCEPTED = re.compile("場合を除|除き|以外|ただし")


@dataclass(slots=True, kw_only=True)
class Reading:
    """One document being drafted from."""

    outline: Outline
    topics: dict[str, Topic]
    front: Front
    drafts: Drafts = field(default_factory=Drafts)

    def sections(self, *topics: Topic) -> Iterator[Section]:
        """Yield the sections about these topics; all of them without any."""
        return (each for each in self.outline.walk() if not topics or self.topics[each.id] in topics)

    def said(self, *topics: Topic) -> Iterator[Said]:
        """Yield the sentences about these topics."""
        return (said for section in self.sections(*topics) for said in section.said)

    def first(self, pattern: str, *topics: Topic) -> Said | None:
        """Return the first sentence about these topics that has the words."""
        wanted = re.compile(pattern)
        return next((said for said in self.said(*topics) if wanted.search(said.words)), None)

    def titled(self, pattern: str, *topics: Topic) -> Said | None:
        """Return the first sentence of the first section with such a heading."""
        wanted = re.compile(pattern)
        for section in self.sections(*topics):
            if wanted.search(section.title) and section.said:
                return section.said[0]
        return None

    def above(self, section: Section) -> Iterator[Section]:
        """Yield the sections above one, the nearest first."""
        for each in self.outline.walk():
            if section in each.below:
                yield each
                yield from self.above(each)

    def any_clause(self) -> str:
        """Return a clause for what belongs to no sentence: the one on safety or staff, else the first."""
        named = [*self.sections("staff"), *self.sections("safety"), *self.sections("handling"), *self.sections()]
        return named[0].id if named else ""


def negated(words: str) -> bool:
    """Say whether a sentence says that something is not done."""
    return NEGATED.search(words.strip()) is not None


def period(words: str) -> str | None:
    """Return the first period that the words name as a duration of the policy file: "1y", "6m", "90d"."""
    found = _PERIOD.search(unicodedata.normalize("NFKC", words))
    if found is None:
        return None
    count = int(found[1]) if found[1].isdecimal() else kanji(found[1])
    if found[2] == "週間":
        return f"{count * 7}d"
    return f"{count}{_UNITS.get(found[2], 'm')}" if count else None


def kanji(words: str) -> int:
    """Return the number that kanji numerals write."""
    total, last = 0, 0
    for sign in words:
        if sign in "十百":
            total, last = total + (last or 1) * (10 if sign == "十" else 100), 0
        else:
            last = last * 10 + _KANJI[sign]
    return total + last


def label(words: Text) -> dict[str, str]:
    """Return a label as a policy file has it."""
    return {"ja": words.ja, "en": words.en}


def same(words: str) -> dict[str, str]:
    """Return a label whose English is still to be written."""
    return {"ja": words, "en": words}
