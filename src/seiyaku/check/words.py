"""Japanese words by SudachiPy with its core dictionary, for the rules of `core.lint`."""

from __future__ import annotations

from functools import lru_cache
from threading import Lock
from typing import Any

from seiyaku.core.lint.words import Word

LONGEST = 4_000  # characters of one sentence that are split at once; SudachiPy refuses about 48 KB


class _Sudachi:
    def __init__(self, tokenizer: Any) -> None:
        self._tokenizer = tokenizer
        self._lock = Lock()  # a tokenizer keeps its lattice: one sentence at a time

    def split(self, text: str) -> tuple[Word, ...]:
        """Return the words of one sentence, in order."""
        words: list[Word] = []
        for start in range(0, len(text), LONGEST):
            with self._lock:
                found_here = self._tokenizer.tokenize(text[start : start + LONGEST])
            words.extend(
                Word(
                    each.surface(), each.normalized_form(), each.part_of_speech()[0],
                    start + each.begin(), start + each.end(),
                )
                for each in found_here
            )  # fmt: skip
        return tuple(words)


@lru_cache(maxsize=1)
def splitter() -> _Sudachi:
    """Return the splitter. The dictionary is opened once, on the first call."""
    from sudachipy import Dictionary, SplitMode

    return _Sudachi(Dictionary(dict="core").tokenizer(SplitMode.C))
