"""
The details of errors in Japanese: what is wrong in this case, beside `headings`, which say what kind of error it is.

An error carries its facts in an English sentence; the sentence, with `{0}` for each fact, is the key of its Japanese
one. `detail` finds it at the edge. What is only a name (an option, a setting, a path, a field of the policy) is said as
it is: so words for where something is stand apart (PLACES), and what was found is never taken for one. The tables are
files by the rooms that say them; a test reads the rooms' code, and fails for a sentence that is not here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from ..errors import InputError, IntegrityError, PolicyError, SeiyakuError
from ..language import Language
from . import (
    anonymising,
    asking,
    auditing,
    checking,
    command_line,
    console,
    deciding,
    holding,
    keeping,
    modelling,
    publishing,
    recording,
    sending,
    settings,
    shared,
    staffing,
)

FILES = (
    shared, command_line, keeping, staffing, holding, recording, sending, anonymising, console, deciding, modelling,
    checking, asking, publishing, settings, auditing,
)  # fmt: skip
PLACES = {key: said for file in FILES for key, said in file.PLACES.items()}
SAID = {key: said for file in FILES for key, said in file.SAID.items()}
SEVERAL = "; "
_FACT = re.compile(r"\{\d\}")


def in_japanese(sentence: str) -> str:
    """Return the sentence in Japanese, its facts in their places; as it is where there is no such sentence."""
    return _found(sentence, "said") or sentence


def findings(sentence: str) -> str:
    """Return in Japanese what was found wrong, each of several by itself."""
    return "；".join(map(in_japanese, sentence.split(SEVERAL)))


def place(sentence: str) -> str:
    """Return in Japanese where something is; as it is where that is only a name."""
    return _found(sentence, "places") or in_japanese(sentence)


def _found(sentence: str, table: str) -> str | None:
    known = _table(table)
    if sentence in known:
        return known[sentence]
    for pattern, said in _patterns(table):
        found = pattern.fullmatch(sentence)
        if found is not None:
            return said.format(*found.groups())
    return None


def _table(name: str) -> Mapping[str, str]:
    return PLACES if name == "places" else SAID


@cache
def _patterns(table: str) -> list[tuple[re.Pattern[str], str]]:
    """Return the sentences that hold facts, those with the most words of their own first."""
    known = _table(table)
    holding_facts = sorted((key for key in known if _FACT.search(key)), key=lambda key: -len(_FACT.sub("", key)))
    return [(re.compile("(.+)".join(map(re.escape, _FACT.split(key))), re.DOTALL), known[key]) for key in holding_facts]


def detail(error: SeiyakuError, language: Language) -> str:
    """Return what an error says of this case; refusals say it themselves (`answers`)."""
    if language == "en":
        return str(error)
    if isinstance(error, InputError):
        hint = f"（{error.nearest} のことですか）" if error.nearest else ""
        clause = f"［条項 {error.clause}］" if isinstance(error, PolicyError) and error.clause else ""
        found, expected = map(in_japanese, (error.found, error.expected))
        return f"{place(error.where)}: {found}。必要なもの: {expected}{hint}{clause}"
    if isinstance(error, IntegrityError):
        return f"{place(error.what)}: {findings(error.why)}"
    return in_japanese(str(error))
