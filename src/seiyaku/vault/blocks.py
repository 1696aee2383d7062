"""
Many people at a time: their sealed sheets in one statement, opened under one grant. Only the door imports this.

People who came in together hold sheets of one version, origin and set of fields. A few of a block are looked at first;
the database then says by a number whose sheet is like theirs, so that of most people only the sealed body is fetched.
Whoever is unlike is selected with everything, and opened one by one: whatever goes wrong is the same error as there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any

import orjson
from cryptography.exceptions import InvalidTag
from pyroaring import BitMap

from seiyaku.keys import person, sealing
from seiyaku.keys.grants import Grant

from . import bases
from .catalogue import Catalogue
from .cells import Origin, SheetCell, exceptions, head, open_sheet, parted, tail
from .statements import AT_ONCE, Cursor, People, conditions, joined, run

BLOCK = 512  # people to a statement
DENSE = 2  # a range is scanned where one in so many of it is meant
LOOKS = 5  # people of a block who are looked at for what the others may be like
_WHERE = ("version", "fields", "basis", "acquisition", "valid_from", "recorded_at")
_EVERY = (*_WHERE, "meta", "body")
_WHO = 3  # ordinal, public id, wrapped key; the sheets come after them

Line = tuple[Any, ...]
Where = tuple[int, ...]
Beside = tuple[str, Sequence[object]]  # further columns of a statement, with their values
NOTHING: Beside = ("", ())
Held = tuple[int, int]  # fields, and the basis they are held on
Opened = tuple[int, bytes, dict[str, str]]


@dataclass(slots=True)
class Sealed:
    """
    A block of people as selected. `alike`: lines with, for each of `kinds`, its place in `usual` (None: no such sheet)
    and the body. `apart`: lines with every column of each sheet.
    """

    kinds: tuple[str, ...]
    usual: list[list[Where]] = field(default_factory=list)
    alike: list[Line] = field(default_factory=list, repr=False)
    apart: list[Line] = field(default_factory=list, repr=False)

    @property
    def people(self) -> list[int]:
        """The ordinals of everybody in it."""
        return [line[0] for line in self.alike] + [line[0] for line in self.apart]

    def of(self, people: BitMap) -> Sealed:
        """Return those of these people alone."""
        some = ([line for line in lines if line[0] in people] for lines in (self.alike, self.apart))
        return Sealed(self.kinds, self.usual, *some)

    def groups(self) -> Iterator[tuple[BitMap, Sequence[Held], Any]]:
        """Yield who is alike in all, what they hold, and what their lines have beside, but the last."""
        alike: dict[Line, list[int]] = {}
        for line in self.alike:
            alike.setdefault(line[_WHO:-1:2], []).append(line[0])
        for (*places, beside), people in alike.items():
            usual = [usual[place] for place, usual in zip(places, self.usual, strict=True) if place is not None]
            yield BitMap(people), [(fields, basis) for _, fields, basis, *_ in usual], beside
        apart: dict[Line, list[int]] = {}
        at_each = _places(len(self.kinds), len(_EVERY))
        for line in self.apart:
            sheets = [(line[at + 1], line[at + 2], line[at + 6]) for at in at_each if line[at] is not None]
            apart.setdefault((*sheets, line[-2]), []).append(line[0])
        for (*sheets, beside), people in apart.items():
            yield BitMap(people), [held for sheet in sheets for held in parted(*sheet)], beside


def select(cursor: Cursor, people: People, kinds: Sequence[str], more: Beside = NOTHING) -> Sealed:
    """
    Return everybody of `people` (at least one; ordinals ascending) who is still here, with their sheets of `kinds`.

    `more`: what every line is to end with besides.
    """
    sealed = Sealed(tuple(kinds))
    some = people[:: -(-len(people) // LOOKS)]
    looked = _with_all(cursor, some, sealed.kinds, more)
    sealed.usual = [_usual(looked, at) for at in _places(len(kinds), len(_EVERY))]
    various = len(kinds) > AT_ONCE or any(len(usual) == LOOKS for usual in sealed.usual)
    if various or len(some) == len(people):
        sealed.apart = looked if len(some) == len(people) else _with_all(cursor, people, sealed.kinds, more)
        return sealed
    lines = _with_bodies(cursor, people, sealed, more)
    places = _places(len(kinds), 2)
    unlike = BitMap([line[0] for line in lines for at in places if line[at] is None and line[at + 1] is not None])
    sealed.alike = [line for line in lines if line[0] not in unlike] if unlike else lines
    sealed.apart = _with_all(cursor, list(unlike), sealed.kinds, more) if unlike else []
    return sealed


def _places(kinds: int, each: int) -> range:
    """Return where in a line the columns of each sheet begin."""
    return range(_WHO, _WHO + kinds * each, each)


def _usual(lines: Iterable[Line], at: int) -> list[Where]:
    """Return what the plain sheets at this place of these lines are like, each once."""
    here = len(_WHERE)
    return list(dict.fromkeys(line[at : at + here] for line in lines if line[at] is not None and not line[at + here]))


def _with_bodies(cursor: Cursor, people: People, sealed: Sealed, more: Beside) -> list[Line]:
    """Return the lines of people with, for each sheet, what it is like and its body."""
    columns, values = "", list[object]()
    for place, usual in enumerate(sealed.usual):
        same = " AND ".join(f"s{place}.{column} = %s" for column in _WHERE) + f" AND length(s{place}.meta) = 0"
        cases = "".join(f" WHEN {same} THEN {number}" for number in range(len(usual)))
        columns += f", {f'CASE{cases} END' if cases else 'NULL'}, s{place}.body"
        values += [value for where in usual for value in where]
    return _select(cursor, people, sealed.kinds, columns + more[0], [*values, *more[1]])


def _with_all(cursor: Cursor, people: People, kinds: Sequence[str], more: Beside) -> list[Line]:
    """Return the lines of people with every column of each sheet, a few sheets to a statement."""
    lines: list[Line] = []
    for first in range(0, len(kinds) or 1, AT_ONCE):
        some = kinds[first : first + AT_ONCE]
        columns = "".join(f", s{place}.{column}" for place in range(len(some)) for column in _EVERY)
        beside = more if first + AT_ONCE >= len(kinds) else NOTHING
        found = _select(cursor, people, some, columns + beside[0], beside[1])
        rest = {line[0]: line[_WHO:] for line in found} if first else {}
        lines = [(*line, *rest[line[0]]) for line in lines if line[0] in rest] if first else found
    met: set[int] = set()
    for at in _places(len(kinds), len(_EVERY)):
        for line in lines:
            if line[at] is not None:
                met.add(line[at + 2])
                met.update(origin.basis for _, origin in exceptions(line[at + 6]))
    bases.learn(cursor, met)
    return lines


def _select(cursor: Cursor, people: People, kinds: Sequence[str], columns: str, values: Sequence[object]) -> list[Line]:
    question = (
        f"SELECT p.ord, p.pid, k.wrapped{columns} FROM vault_person p JOIN vault_personkey k ON k.person = p.ord"
        f"{joined(kinds, 'p.ord')} WHERE p.merged_into IS NULL"
    )
    first, last = people[0], people[-1]
    if isinstance(first, int) and isinstance(last, int) and last - first < DENSE * len(people):
        run(cursor, question + " AND p.ord BETWEEN %s AND %s", (*values, *kinds, first, last))
        lines = cursor.fetchall()
        if len(lines) == last - first + 1 == len(people):
            return lines
        asked = set(people)
        return [line for line in lines if line[0] in asked]
    found: list[Line] = []
    for condition, some in conditions(people, BLOCK):
        found += run(cursor, f"{question}{condition}", (*values, *kinds, *some)).fetchall()
    found.sort(key=itemgetter(0))
    return found


def opened(grant: Grant, catalogue: Catalogue, sealed: Sealed, fields: int) -> list[Opened]:
    """
    Return (ordinal, public id, values in the mask `fields`) of everybody in the block, as far as the grant goes.

    Raises:
        NotProven: the grant does not stand, or does not name one of these people.
        IntegrityError: what is kept is not what was put there.
    """
    wanted = fields & grant.fields
    everybody = _opened_alike(grant, catalogue, sealed, wanted)
    if not sealed.apart:
        return everybody
    named = _Names(catalogue, wanted)
    keys = person.unwrap_many(grant, sealed.apart)
    for line, key in zip(sealed.apart, keys, strict=True):
        aead, pid, values = sealing.ready(key), line[1], dict[str, str]()
        for at, kind in zip(_places(len(sealed.kinds), len(_EVERY)), sealed.kinds, strict=True):
            if line[at] is None or not line[at + 1] & wanted:
                continue
            version, mask, *origin, meta, body = line[at : at + len(_EVERY)]
            held = open_sheet(aead, pid, SheetCell(kind, version, mask, Origin(*origin), meta, body))
            values.update({name: held[name] for name in named.of(mask) if name in held})
        everybody.append((line[0], pid, values))
    everybody.sort()
    return everybody


def _opened_alike(grant: Grant, catalogue: Catalogue, sealed: Sealed, wanted: int) -> list[Opened]:
    """Open those whose sheets are like others': what their bodies are bound to is worked out once."""
    if not sealed.alike:
        return []
    named, loads, ready = _Names(catalogue, wanted), orjson.loads, sealing.ready
    sheets = [
        (at, kind, [(head(kind), tail(*where), named.of(where[1]), where) for where in usual])
        for at, kind, usual in zip(_places(len(sealed.kinds), 2), sealed.kinds, sealed.usual, strict=True)
    ]
    everybody: list[Opened] = []
    keys = person.unwrap_many(grant, sealed.alike)
    for line, key in zip(sealed.alike, keys, strict=True):
        decrypt, pid, values = ready(key).decrypt, line[1], dict[str, str]()
        for at, kind, usual in sheets:
            place = line[at]
            if place is None:
                continue
            first, last, names, where = usual[place]
            if not names:
                continue
            body = line[at + 1]
            try:
                held = loads(decrypt(body[:12], body[12:], first + pid + last))
            except (InvalidTag, ValueError):  # named by the way that opens one alone
                held = open_sheet(key, pid, SheetCell(kind, where[0], where[1], Origin(*where[2:]), b"", body))
            for name in names:
                values[name] = held[name]
        everybody.append((line[0], pid, values))
    return everybody


class _Names:
    """Which values of a sheet may leave, by the mask of the fields it holds; worked out once."""

    def __init__(self, catalogue: Catalogue, wanted: int) -> None:
        self._catalogue, self._wanted = catalogue, wanted
        self._known: dict[int, list[str]] = {}

    def of(self, held: int) -> list[str]:
        """Return the names, none when nothing of the sheet is wanted."""
        names = self._known.get(held)
        if names is None:
            may = held & self._wanted
            names = self._known[held] = [name for bit, name in self._catalogue.names.items() if may >> bit & 1]
        return names
