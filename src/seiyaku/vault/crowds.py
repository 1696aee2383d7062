"""
What stands about many people at once, and which fields they hold on which basis: all a bulk decision needs, and no
value. Only the door imports this.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from . import bases
from .cells import exceptions
from .statements import Cursor, marks, padded, run

BLOCK = 512  # ordinals to a statement


@dataclass(slots=True)
class Crowd:
    """
    People by ordinal. `standings`: (ordinal, consents, refusals, stopped, flags); `held`: (fields, basis) to those who
    hold exactly these fields on it.
    """

    tags: dict[int, bytes] = field(default_factory=dict)
    standings: list[tuple[int, int, int, int, int]] = field(default_factory=list)
    held: dict[tuple[int, int], list[int]] = field(default_factory=dict)


def crowd(cursor: Cursor, ordinals: Sequence[int] | None, kinds: Sequence[str]) -> Crowd:
    """Return what stands about these people (None: everybody), with what they hold on the sheets `kinds`."""
    gathered = Crowd()
    for condition, people in _blocks(ordinals):
        run(
            cursor,
            f"SELECT ord, mark, consents, refusals, stopped, flags FROM vault_person WHERE merged_into IS NULL"
            f" {condition.format('ord')}",
            people,
        )
        for ordinal, mark, *standing in cursor.fetchall():
            gathered.tags[ordinal] = bytes(mark)
            gathered.standings.append((ordinal, *standing))
        _held(cursor, gathered, kinds, condition, people)
    bases.learn(cursor, {basis for _, basis in gathered.held})
    return gathered


def _blocks(ordinals: Sequence[int] | None) -> Iterator[tuple[str, tuple[int, ...]]]:
    if ordinals is None:
        yield "", ()
        return
    for start in range(0, len(ordinals), BLOCK):
        people = padded(ordinals[start : start + BLOCK])
        yield f"AND {{}} IN ({marks(len(people))})", people


def _held(cursor: Cursor, gathered: Crowd, kinds: Sequence[str], condition: str, people: tuple[int, ...]) -> None:
    if not kinds:
        return
    sheets = padded(kinds)
    run(
        cursor,
        f"SELECT person, fields, basis, meta FROM vault_sheet WHERE kind IN ({marks(len(sheets))})"
        f" {condition.format('person')}",
        (*sheets, *people),
    )
    held = gathered.held
    for person, fields, basis, meta in cursor.fetchall():
        rest = fields
        for mask, origin in exceptions(bytes(meta)) if meta else ():
            held.setdefault((mask, origin.basis), []).append(person)
            rest &= ~mask
        held.setdefault((rest, basis), []).append(person)
