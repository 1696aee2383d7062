"""
Parting whole bodies, as they come from the queue, into what many share and what is an entry's own.

A body of a form that was met lately is not read but matched: a pattern holds what the form says, and a group for each
value of its own. Reading JSON takes several times as long, and most bodies that wait together are of few forms. A test
compares both with `forms.split`.
"""

from __future__ import annotations

import re
from binascii import unhexlify
from collections.abc import Callable, Mapping, Sequence
from operator import itemgetter
from typing import Any, NamedTuple

import orjson

from . import forms
from .bodies import canonical

_MOST = 10_000
_LATELY = 4  # patterns that are tried, of each act
_SLOT = "\0"
_TEXT, _WHOLE_NUMBER, _SEVERAL, _HEX = rb'"[^"\\]*"', rb"[0-9]+", rb"[2-9]|[1-9][0-9]+", rb"[0-9a-f]+"
_dumps = orjson.dumps

Parts = tuple[bytes, bytes, bytes | None]


class _Pattern(NamedTuple):
    """What bodies of a form match; `own`, `people`: the groups of the values of their own, and of the people root."""

    form: bytes
    rest: bytes
    match: Callable[[bytes], re.Match[bytes] | None]
    own: tuple[int, ...]
    people: int | None

    def part(self, body: bytes) -> Parts | None:
        """Return the parts of a body of this form; None of another."""
        found = self.match(body)
        if found is None:
            return None
        rest = self.rest % found.group(*self.own) if self.own else self.rest
        return self.form, rest, unhexlify(found[self.people]) if self.people else None


class _Kept:
    """The keys of a whole body: which are its own, and the forms met under them, each with its pattern if any."""

    __slots__ = ("forms", "own", "shared")

    def __init__(self, keys: Sequence[str], *, several: bool) -> None:
        self.own = [name for name in keys if name in forms.OWN or (name == "n" and several)]
        self.shared = itemgetter(*(name for name in keys if name not in {*self.own, *forms.BESIDE}))
        self.forms: dict[bytes, tuple[bytes, _Pattern | None]] = {}


_kept: dict[tuple[tuple[str, ...], bool], _Kept] = {}
_lately: dict[bytes, list[_Pattern]] = {}


def part(body: bytes) -> Parts:
    """Return the form, the rest and the people root of a whole body, as `forms.split` would."""
    for pattern in _lately.get(_act(body), ()):
        if found := pattern.part(body):
            return found
    return _read(body)


def _read(body: bytes) -> Parts:
    said = orjson.loads(body)
    keys = tuple(said)
    kept = _kept.get((keys, said["n"] > 1))
    if kept is None:
        if len(_kept) >= _MOST:
            _kept.clear()
        kept = _kept[keys, said["n"] > 1] = _Kept(keys, several=said["n"] > 1)
    shared = _dumps(kept.shared(said))
    if shared not in kept.forms:
        if len(kept.forms) >= _MOST:
            kept.forms.clear()
        kept.forms[shared] = (forms.split(said)[0], _pattern(said, kept.own))
    form, pattern = kept.forms[shared]
    if pattern is not None:
        _try_first(_act(body), pattern)
    rest = canonical({name: said[name] for name in kept.own})
    return form, rest, bytes.fromhex(said["people"]) if "people" in said else None


def _act(body: bytes) -> bytes:
    at = body.find(b'"act":')
    return body[at : body.find(b",", at)]


def _try_first(act: bytes, pattern: _Pattern) -> None:
    if len(_lately) >= _MOST:
        _lately.clear()
    _lately[act] = [pattern, *_lately.get(act, [])][:_LATELY]


def _pattern(said: Mapping[str, Any], own: Sequence[str]) -> _Pattern | None:
    """Return the pattern of a body; None where a value of its own is neither text nor number."""
    values = {name: _TEXT if isinstance(said[name], str) else _WHOLE_NUMBER for name in own}
    if any(not isinstance(said[name], str | int) for name in own):
        return None
    values |= {"at": _WHOLE_NUMBER, "id": b'"%b"' % _HEX}
    if "n" in values:
        values["n"] = _SEVERAL  # of nobody, or of one person: another form, which says so
    groups = sorted([*own, "people"] if "people" in said else own)
    open_body = canonical({**said, **dict.fromkeys([*values, *groups], _SLOT)})
    pattern = b""
    for name, literal in zip([*sorted({*values, *groups}), ""], open_body.split(_dumps(_SLOT)), strict=True):
        pattern += re.escape(literal)
        if name == "people":
            pattern += b'"(%b)"' % _HEX
        elif name:
            pattern += b"(%b)" % values[name] if name in own else values[name]
    return _Pattern(
        forms.split(said)[0],
        canonical(dict.fromkeys(own, _SLOT)).replace(b"%", b"%%").replace(_dumps(_SLOT), b"%b"),
        re.compile(pattern).fullmatch,
        tuple(1 + groups.index(name) for name in sorted(own)),
        1 + groups.index("people") if "people" in groups else None,
    )
