"""What the rules need of a splitter of Japanese: words with their dictionary form. Passed in, never imported."""

from __future__ import annotations

from typing import NamedTuple, Protocol


class Word(NamedTuple):
    """
    One word: as it stands, in its normalised dictionary form, its part of speech, and where in the text.

    `kind` is the first part of speech in Japanese ("名詞", "動詞", "助動詞" …); `begin` and `end` count from 0.
    """

    surface: str
    lemma: str
    kind: str
    begin: int
    end: int


class Words(Protocol):
    """Splits a sentence into its words."""

    def split(self, text: str) -> tuple[Word, ...]:
        """Return the words of one sentence, in order."""
        ...
