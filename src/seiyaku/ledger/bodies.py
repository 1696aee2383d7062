"""
What an entry may say: identifiers, names of fields, counts. Nothing else fits, so that no value can slip in (2-1).

A body is canonical JSON (RFC 8785 for what occurs here: sorted keys, no white space, UTF-8, integers only). The ledger
itself adds `v`, `id`, `at` (milliseconds since 1970, UTC), `n` (how many people) and `people` (the people root).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

import orjson

from seiyaku.core.errors import InputError

VERSION = 1
ANSWERS = frozenset({"allowed", "denied", "unclear", "done"})
# No "@", no quotes, no letters beyond ASCII: a name, an address or an e-mail address is not an identifier.
WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9 .:;,()/_+=#-]{0,119}\Z")
HEX = re.compile(r"(?:[0-9a-f]{2}){4,64}\Z")
_REMEMBERED = 20_000

_words: dict[str, bytes] = {}  # those met lately, each with its JSON


def _word(value: object) -> bytes | None:
    """Return an identifier as JSON, or None of what is none."""
    if value.__class__ is not str:
        return None
    return _words.get(value) or _new_word(value)


def _new_word(value: str) -> bytes | None:
    if not WORD.match(value):
        return None
    if len(_words) >= _REMEMBERED:
        _words.clear()
    written = _words[value] = orjson.dumps(value)
    return written


def _is_word(value: object) -> bool:
    return _word(value) is not None


def _is_words(value: object) -> bool:
    return isinstance(value, list | tuple) and all(map(_is_word, value))


def _is_hex(value: object) -> bool:
    return isinstance(value, str) and HEX.match(value) is not None


def _is_count(value: object) -> bool:
    return value.__class__ is int and 0 <= value < 1 << 53


def _is_counts(value: object) -> bool:
    return isinstance(value, dict) and all(_is_word(k) and _is_count(v) for k, v in value.items())


def _is_flag(value: object) -> bool:
    return value is True or value is False


def _is_answer(value: object) -> bool:
    return value in ANSWERS


_word_keys = (
    "act actor behalf proven duty purpose clause article reason recipient ground law gate acquisition export ref "
    "source note_kind session case caller origin"
)
KEYS: dict[str, Callable[[object], bool]] = {
    **dict.fromkeys(_word_keys.split(), _is_word),
    **dict.fromkeys(("fields", "left", "papers", "evidence"), _is_words),
    **dict.fromkeys(("policy", "digest", "text", "head"), _is_hex),
    **dict.fromkeys(("standing", "refused_n"), _is_count),
    "answer": _is_answer,
    "counts": _is_counts,
    "withheld": _is_flag,
}


def writer(key: str) -> Callable[[object], bytes | None]:
    """Return what writes a value of this key as JSON, or None of what does not fit."""
    fits = KEYS[key]
    if fits is _is_word:
        return _word
    return lambda value: orjson.dumps(value, None, orjson.OPT_SORT_KEYS) if fits(value) else None


EXPECTED = "an identifier, a list of them, a digest or a count, as the key asks"


def check(body: Mapping[str, Any], *, whole: bool = True) -> None:
    """Refuse a body (or a part of one) with an undeclared key, or with something that is not what the key is for."""
    if whole and ("act" not in body or "answer" not in body):
        raise InputError("ledger entry", "a body without act or answer", "both")
    for key, value in body.items():
        fits = KEYS.get(key)
        if fits is None:
            raise InputError("ledger entry", f"the key {key!r}", "one of " + ", ".join(sorted(KEYS)))
        if not fits(value):
            raise InputError(f"ledger entry, {key}", f"a {type(value).__name__} that does not fit", EXPECTED)


def canonical(body: Mapping[str, Any]) -> bytes:
    """Return the body as the bytes that are hashed and kept."""
    return orjson.dumps(body, option=orjson.OPT_SORT_KEYS)
