"""
What stands about many people at once, and which fields they hold on which basis: all a bulk decision needs, and no
value. Only the door imports this.

Some people are looked at first; the database then says by one number a person where they stand and whose sheets theirs
are like. Whoever's sheets are like none of those is selected with every column.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from pyroaring import BitMap

from . import bases, blocks
from .blocks import Held, Sealed
from .cells import parted
from .standings import RESTRICTED, STOPPED_PROVISION
from .statements import AT_ONCE, Cursor, People, conditions, joined, marks, padded, run

BLOCK = 512  # people to a statement
PAGE = 4096  # rows to a fetch
LOOKS = 64  # people who are looked at for what the others may hold
USUAL = 6  # ways to hold one sheet that are told apart by a number

# Where somebody stands for one purpose, as bits of one number: most stand nowhere.
CONSENTED, REFUSED, STOPPED, RESTRICTED_USE, STOPPED_PROVIDING = 1, 2, 4, 8, 16
_STANDS = " + ".join(
    f"CASE WHEN (p.{column} & %s) <> 0 THEN {bit} ELSE 0 END"
    for column, bit in (
        ("consents", CONSENTED), ("refusals", REFUSED), ("stopped", STOPPED),
        ("flags", RESTRICTED_USE), ("flags", STOPPED_PROVIDING),
    )
)  # fmt: skip
_BITS, _SHEET = 5, 3  # of the number: for standings, and for each sheet; a sheet's are 0 for none, 7 for an unlike one
_UNLIKE = (1 << _SHEET) - 1


@dataclass(slots=True)
class Crowd:
    """
    People: their ordinals and, in the same order, their marks; who stands where for the purposes asked about.

    `held`: (fields, basis) to those who hold exactly these fields on it.
    """

    ordinals: list[int] = field(default_factory=list)
    marks: list[bytes] = field(default_factory=list, repr=False)
    standings: dict[int, BitMap] = field(default_factory=dict)
    held: dict[Held, BitMap] = field(default_factory=dict)

    def standing(self, bit: int) -> BitMap:
        """Return everybody who stands there."""
        those = BitMap()
        for at, who in self.standings.items():
            if at & bit:
                those |= who
        return those

    def stand(self, at: int, who: BitMap) -> None:
        """Note where `who` stand, if anywhere."""
        if at:
            self.standings[at] = self.standings[at] | who if at in self.standings else who

    def hold(self, what: Held, who: BitMap) -> None:
        """Note that `who` hold these fields on this basis."""
        self.held[what] = self.held[what] | who if what in self.held else who


def crowd(cursor: Cursor, people: People | None, kinds: Sequence[str], purposes: int) -> Crowd:
    """Return what stands about these people (None: everybody) for a mask of purposes, and what they hold on `kinds`."""
    gathered = Crowd()
    if people is not None and not people:
        return gathered
    for first in range(0, len(kinds) or 1, AT_ONCE):
        gathered.ordinals, gathered.marks = _gather(cursor, gathered, people, kinds[first : first + AT_ONCE], purposes)
    bases.learn(cursor, {basis for _, basis in gathered.held})
    return gathered


def look(
    cursor: Cursor, people: People | None, kinds: Sequence[str], purposes: int, *, together: int
) -> tuple[Crowd, Sealed | None]:
    """Return what `crowd` does; of at most `together` people also their sealed sheets, which come along with it."""
    if not people or len(people) > together or len(kinds) > AT_ONCE:
        return crowd(cursor, people, kinds, purposes), None
    return near(cursor, people, kinds, purposes)


def near(cursor: Cursor, people: People, kinds: Sequence[str], purposes: int) -> tuple[Crowd, Sealed]:
    """Return what `crowd` does of a block of people, and their sealed sheets, in one statement."""
    stands = (purposes, purposes, purposes, RESTRICTED, STOPPED_PROVISION)
    sealed = blocks.select(cursor, people, kinds, (f", {_STANDS}, p.mark", stands))
    lines = [*sealed.alike, *sealed.apart]
    gathered = Crowd([line[0] for line in lines], [line[-1] for line in lines])
    for who, held, group in sealed.groups():
        gathered.stand(group, who)
        for what in held:
            gathered.hold(what, who)
    bases.learn(cursor, {basis for _, basis in gathered.held})
    return gathered, sealed


def _gather(
    cursor: Cursor, gathered: Crowd, people: People | None, kinds: Sequence[str], purposes: int
) -> tuple[list[int], list[bytes]]:
    """Note where people stand and what they hold on these sheets; return their ordinals and marks."""
    usual = _usual(cursor, people, kinds)
    number, values = _number(usual)
    question = f"SELECT p.ord, p.mark, {_STANDS}{number} FROM vault_person p{joined(kinds, 'p.ord')}"
    asked = (purposes, purposes, purposes, RESTRICTED, STOPPED_PROVISION, *values, *kinds)
    ordinals: list[int] = []
    person_marks: list[bytes] = []
    groups: dict[int, list[int]] = {}
    for condition, some in conditions(people, BLOCK):
        run(cursor, f"{question} WHERE p.merged_into IS NULL{condition}", (*asked, *some))
        while page := cursor.fetchmany(PAGE):
            for ordinal, mark, group in page:
                ordinals.append(ordinal)
                person_marks.append(mark)
                if group in groups:
                    groups[group].append(ordinal)
                else:
                    groups[group] = [ordinal]
    for group, those in groups.items():
        _note(cursor, gathered, list(zip(kinds, usual, strict=True)), group, BitMap(those))
    return ordinals, person_marks


def _note(cursor: Cursor, gathered: Crowd, sheets: Sequence[tuple[str, list[Held]]], group: int, who: BitMap) -> None:
    """Note what one number says of those who have it."""
    gathered.stand(group & ((1 << _BITS) - 1), who)
    for place, (kind, usual) in enumerate(sheets):
        like = group >> (_BITS + _SHEET * place) & _UNLIKE
        if like == _UNLIKE:
            _note_apart(cursor, gathered, kind, list(who))
        elif like:
            gathered.hold(usual[like - 1], who)


def _note_apart(cursor: Cursor, gathered: Crowd, kind: str, ordinals: Sequence[int]) -> None:
    """Note what people hold on one sheet, by every row of it."""
    groups: dict[Any, list[int]] = {}
    for start in range(0, len(ordinals), BLOCK):
        some = padded(ordinals[start : start + BLOCK])
        question = (
            f"SELECT fields, basis, meta, person FROM vault_sheet WHERE kind = %s AND person IN ({marks(len(some))})"
        )
        for *held, person in run(cursor, question, (kind, *some)).fetchall():
            groups.setdefault(tuple(held), []).append(person)
    for (fields, basis, meta), people in groups.items():
        for held in parted(fields, basis, meta):
            gathered.hold(held, BitMap(people))


def _usual(cursor: Cursor, people: People | None, kinds: Sequence[str]) -> list[list[Held]]:
    """Return, for each sheet, what some of the people hold on it, the most usual first."""
    if not kinds:
        return []
    columns = ", ".join(f"s{place}.fields, s{place}.basis" for place in range(len(kinds)))
    question = f"SELECT {columns} FROM vault_person p{joined(kinds, 'p.ord')}"
    if people is None:
        lines = run(cursor, f"{question} LIMIT {LOOKS}", kinds).fetchall()
    else:
        condition, some = next(conditions(people[:: -(-len(people) // LOOKS)], BLOCK))
        lines = run(cursor, f"{question} WHERE {condition.removeprefix(' AND ')}", (*kinds, *some)).fetchall()
    met = [Counter((line[2 * place], line[2 * place + 1]) for line in lines) for place in range(len(kinds))]
    return [[held for held, _ in each.most_common(USUAL + 1) if held[0] is not None][:USUAL] for each in met]


def _number(usual: list[list[Held]]) -> tuple[str, list[int]]:
    """Return the summands that say whose sheets somebody's are like, and their values."""
    written, values = "", list[int]()
    for place, held in enumerate(usual):
        sheet, bits = f"s{place}", _BITS + _SHEET * place
        same = f"{sheet}.fields = %s AND {sheet}.basis = %s AND length({sheet}.meta) = 0"
        cases = "".join(f" WHEN {same} THEN {like << bits}" for like in range(1, len(held) + 1))
        written += f" + CASE WHEN {sheet}.person IS NULL THEN 0{cases} ELSE {_UNLIKE << bits} END"
        values += [value for one in held for value in one]
    return written, values
