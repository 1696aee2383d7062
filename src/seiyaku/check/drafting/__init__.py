"""
Drafting a policy file from a policy's prose: the clauses as they stand, and under each the rules its sentences state.

A draft decides nothing. What a sentence leaves open is marked `unclear`, and what leans on it is refused until a person
has decided; what no sentence says holds the strictest value there is. Each line names the sentence it came from.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from seiyaku.core.errors import InputError
from seiyaku.core.language import Language, Text
from seiyaku.core.lint.findings import Document
from seiyaku.core.model import Policy
from seiyaku.policy.loading import load_files

from . import asking, closing, collecting, holding, providing, purposing, writing
from .front import front
from .reading import Reading
from .sections import outline
from .topics import topics

LEFT_OUT = Text(
    "附則は版の差から作られるため、入れませんでした（{0}行）", "the addendum is computed and was left out (line {0})"
)
FOOT = Text(
    "最後の条項の後の行は入れませんでした（{0}行から）", "what follows the last clause was left out (from line {0})"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Drafted:
    """A draft: its files by name, what they load as, how many rules there are and are unclear, what was left out."""

    files: Mapping[str, str]
    policy: Policy
    rules: int
    unclear: int
    left_out: tuple[Text, ...]


def draft(document: Document, *, language: Language, today: dt.date) -> Drafted:
    """
    Draft the files of a policy from a document.

    Raises:
        InputError: there are no clauses to draft from.
    """
    if not document.clauses:
        raise InputError(document.name, "no clauses", "a policy's text with numbered or titled clauses")
    cut = outline(document)
    reading = Reading(outline=cut, topics=topics(cut.sections), front=front(cut, document.declared))
    providing.draft(reading)
    holding.draft_fields(reading)
    purposing.draft(reading)
    purposing.fit(reading)
    holding.draft(reading)
    collecting.draft(reading)
    asking.draft(reading)
    closing.draft(reading)
    files = writing.files(reading, language, today)
    policy = load_files({name: text.encode() for name, text in files.items()})
    rules = list(reading.drafts)
    return Drafted(
        files=files,
        policy=policy,
        rules=len(rules),
        unclear=sum(bool(each.unclear) for each in rules),
        left_out=tuple(_left_out(reading)),
    )


def _left_out(reading: Reading) -> list[Text]:
    said = [(LEFT_OUT, section.line) for section in reading.outline.dropped]
    said += [(FOOT, each.line) for each in reading.outline.foot[:1]]
    return [text.filled(line) for text, line in said]
