"""
Composing entries: the body that is hashed, the form that many share, and the rest that is an entry's own.

What a caller says is checked against `bodies`; what many entries say alike is checked once. For each form there is a
template, so that a further entry under it is its own few values put between bytes that are there already. A test
compares what comes out with plain canonical JSON, byte for byte.
"""

from __future__ import annotations

from binascii import hexlify
from collections.abc import Callable, Mapping
from operator import itemgetter
from typing import Any, NamedTuple, cast

import orjson

from . import forms
from .bodies import VERSION, canonical, check, writer

_MOST = 10_000
_SEVERAL = 2  # of nobody, of one person, of several: a form says the first two
_dumps = orjson.dumps
# What stands for a value in a template until it is made (no identifier holds it), and how the value then goes in.
_SLOT, _NUMBER, _HEX = "\0", "\0n", "\0h"
_SLOTS = {_SLOT: b"%b", _NUMBER: b"%d", _HEX: b'"%b"'}


class Form(NamedTuple):
    """A form: the bytes that are kept once, and what the bodies and the rests of its entries are made of."""

    body: bytes
    rest: bytes
    whole: bytes
    arrange: Callable[[tuple[bytes | int, ...]], Any]  # own values, then at, id, people: as they stand in the whole


class _Shape:
    """The keys of a body: which of them are an entry's own, and the forms met under them."""

    __slots__ = ("before_n", "forms", "names", "own", "shared")

    def __init__(self, body: Mapping[str, Any]) -> None:
        check(body)
        self.names = [name for name in sorted(body) if name in forms.OWN]
        self.own = [(name, writer(name)) for name in self.names]
        self.before_n = sum(name < "n" for name in self.names)
        self.shared: Callable[[Mapping[str, Any]], Any] = itemgetter(*(n for n in body if n not in forms.OWN))
        self.forms: tuple[dict[bytes, Form], ...] = ({}, {}, {})


_shapes: dict[tuple[str, ...], _Shape] = {}


def compose(body: Mapping[str, Any], people: int) -> tuple[Form, tuple[bytes, ...]]:
    """
    Return the form of a body about so many people, and what is its entry's own, as JSON: `form.rest % own`.

    Raises:
        InputError: the body says something that does not fit.
    """
    keys = tuple(body)
    shape = _shapes.get(keys) or _shape(keys, body)
    values = [write(body[name]) for name, write in shape.own]
    if None in values:
        check(body)
    if people >= _SEVERAL:
        values.insert(shape.before_n, b"%d" % people)
    try:
        shared = _dumps(shape.shared(body))
    except TypeError:  # not JSON at all: the check says what is wrong with it
        check(body)
        raise
    met = shape.forms[people if people < _SEVERAL else _SEVERAL]
    return met.get(shared) or _form(shape, body, people, met, shared), cast("tuple[bytes, ...]", tuple(values))


def whole(form: Form, own: tuple[bytes, ...], entry: bytes, at: int, root: bytes | None) -> bytes:
    """Return the whole body of an entry of this form."""
    said: bytes = form.whole % form.arrange((*own, at, hexlify(entry), hexlify(root) if root is not None else b""))
    return said


def _shape(keys: tuple[str, ...], body: Mapping[str, Any]) -> _Shape:
    if len(_shapes) >= _MOST:
        _shapes.clear()
    shape = _shapes[keys] = _Shape(body)
    return shape


def _form(shape: _Shape, body: Mapping[str, Any], people: int, met: dict[bytes, Form], shared: bytes) -> Form:
    check(body)
    own = list(shape.names)
    if people >= _SEVERAL:
        own.insert(shape.before_n, "n")
    slots = {**dict.fromkeys(own, _SLOT), "at": _NUMBER, "id": _HEX, **({"people": _HEX} if people else {})}
    kept, _ = forms.split({**body, "v": VERSION, "n": people})
    said = {**body, "v": VERSION, "n": people, **slots}
    order = [place for _, place in sorted((name, place) for place, name in enumerate(slots))]
    if len(met) >= _MOST:
        met.clear()
    form = met[shared] = Form(kept, _template(dict.fromkeys(own, _SLOT)), _template(said), itemgetter(*order))
    return form


def _template(said: Mapping[str, Any]) -> bytes:
    template = canonical(said).replace(b"%", b"%%")
    for slot, stands in _SLOTS.items():
        template = template.replace(_dumps(slot), stands)
    return template
