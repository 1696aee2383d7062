"""The two languages everything is said in. Japanese is the original; English stands beside it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple

Language = Literal["ja", "en"]
LANGUAGES: tuple[Language, ...] = ("ja", "en")


class Text(NamedTuple):
    """One thing said in both languages, so that neither can be forgotten."""

    ja: str
    en: str

    def say(self, language: Language) -> str:
        """Return the sentence in `language`."""
        return self.ja if language == "ja" else self.en

    def begin(self, language: Language) -> str:
        """Return it as what begins a cell or a line: with a capital, where the language has them."""
        return capital(self.say(language))

    def filled(self, *parts: object) -> Text:
        """Return it with its places filled; a part that is itself said in both stands in each as it is said there."""
        ja, en = ([each.say(language) if isinstance(each, Text) else each for each in parts] for language in LANGUAGES)
        return Text(self.ja.format(*ja), self.en.format(*en))


COMMA = Text("、", ", ")


def joined(words: Iterable[str], language: Language) -> str:
    """Return several words as one list, parted as the language parts them."""
    return COMMA.say(language).join(words)


def capital(said: str) -> str:
    """Return the words beginning with a capital; a letter that stands for a number ("k-anonymity") stays as it is."""
    return said if said[1:2] in {"-", "^"} else said[:1].upper() + said[1:]
