"""
The past of one person, weighed value by value (policy 2-2, 2-3): by what each was acquired under, not the present one.

A former value from another source or an older notice serves only the purposes of that source and that notice, whatever
the value that replaced it may be used for; and the other way round.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from seiyaku.core.answers import Allowed, Answer, Denied, Unclear
from seiyaku.core.asks import ALL, Ask, Facts, PersonFacts
from seiyaku.keys.grants import Grant
from seiyaku.vault import opening, selecting
from seiyaku.vault.cells import FactCell
from seiyaku.vault.rows import Row
from seiyaku.vault.selecting import Then
from seiyaku.vault.times import at, moment

from .asking import Sitting
from .results import PastValue
from .wants import Want

Why = Denied | Unclear


@dataclass(slots=True)
class Weighed:
    """
    What an ask may see of a person's past and present.

    `answer` is the gate's for all of it together. `present`: the present values that may be opened; `cells`: the past
    ones. `left`, `past_left`: fields of which a present or a former value is not opened, by name, with why.
    """

    answer: Answer
    present: int = 0
    cells: list[FactCell] = field(default_factory=list)
    left: dict[str, Why] = field(default_factory=dict)
    past_left: dict[str, Why] = field(default_factory=dict)


def weigh(sitting: Sitting, want: Want, ask: Ask, row: Row, facts: Facts) -> Weighed:
    """Decide on the present values and on each basis that past ones were acquired under, one after the other."""
    line, purposes, person = _line(sitting, want, ask, row), sitting.rules.purposes_of, facts.person or PersonFacts()

    def word(bases: Iterable[tuple[int, int]]) -> Answer:
        return sitting.rules.gate.decide(ask, replace(facts, person=replace(person, bases=tuple(bases))))

    own = [(mask & line.present, purposes(basis)) for mask, basis in row.bases]
    past: dict[int, list[FactCell]] = {}
    for cell in line.past:
        past.setdefault(cell.origin.basis, []).append(cell)
    former = {basis: [(_mask(cells), purposes(basis))] for basis, cells in past.items()}
    weighed = Weighed(word(own + [pair for pairs in former.values() for pair in pairs]))
    if not isinstance(weighed.answer, Allowed):
        return weighed
    held = row.fields & line.present & ask.fields
    weighed.present, why = _granted(word(own))
    weighed.left = dict.fromkeys(sitting.rules.names(held & ~weighed.present), why) if why else {}
    for basis, cells in past.items():
        granted, why = _granted(word(former[basis]))
        weighed.cells += [cell for cell in cells if granted >> cell.field & 1]
        if why:
            weighed.past_left |= dict.fromkeys(sitting.rules.names(_mask(cells) & ~granted), why)
    weighed.present &= line.present
    return weighed


def ended(sitting: Sitting, want: Want, weighed: Weighed) -> tuple[str, ...]:
    """Return the fields of which what was true then has been taken away since (22)."""
    gone = [cell for cell in weighed.cells if cell.origin.ended]
    return () if _of_all(want) else tuple(sitting.rules.names(_mask(gone)))


def _granted(answer: Answer) -> tuple[int, Why | None]:
    return (answer.fields, answer.why_left) if isinstance(answer, Allowed) else (0, answer)


def _mask(cells: Iterable[FactCell]) -> int:
    mask = 0
    for cell in cells:
        mask |= 1 << cell.field
    return mask


def _line(sitting: Sitting, want: Want, ask: Ask, row: Row) -> Then:
    """Return which values the ask is about: all of the past and the present, or what was true then."""
    cursor = sitting.cursor
    if _of_all(want):
        return Then(ALL, tuple(selecting.history(cursor, row.ordinal, ask.fields)))
    day, known = want.on.toordinal() if want.on else None, moment(want.known) if want.known else None
    return selecting.then(cursor, row, ask.fields, on=day, known=known)


def _of_all(want: Want) -> bool:
    return want.on is None and want.known is None


Former = dict[str, tuple[PastValue, ...]]


def opened(sitting: Sitting, want: Want, row: Row, grant: Grant, weighed: Weighed) -> tuple[dict[str, str], Former]:
    """
    Open what was granted: values that hold (or held then), and with the whole past every former value, in order.

    What has ended is not held any more, and says so itself (`ended`).
    """
    catalogue = sitting.rules.catalogue
    if not _of_all(want):
        return opening.open_then(grant, catalogue, row, Then(weighed.present, tuple(weighed.cells))), {}
    former: Former = {}
    weighed.cells.sort(key=lambda cell: (cell.field, cell.origin.valid_from, cell.origin.recorded_at))
    for version in opening.open_history(grant, catalogue, row, weighed.cells):
        day, known = dt.date.fromordinal(version.origin.valid_from), at(version.origin.recorded_at)
        one = PastValue(
            value=version.value, valid_from=day.isoformat(), recorded_at=known.isoformat(), ended=version.origin.ended
        )
        former[version.field] = (*former.get(version.field, ()), one)
    return opening.open_row(grant, catalogue, row, weighed.present), former
