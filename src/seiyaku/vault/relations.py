"""
What people have with the operator (policy 2-3, 8-1; art. 22): a contract, an optional service; since when, until when.

A relation is what stands about a person, as a consent is: no value. `service` is empty for the contract itself, else
the reference of the partner whose optional service it is. When a person's last relation has ended, the clock of
everything kept `until: relation-ends` begins to run.

Each row counts as a cell of the act that put it there (`writing`): one altered, removed or made up in the database is
found, and so is a clock that does not follow from the rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from seiyaku.core.errors import InputError

from .cells import RELATION, RelationRow, relation
from .statements import Cursor, marks, padded, run, run_many
from .writing import Changes

CHUNK = 512
_SELECT = f"SELECT id, {', '.join(RELATION)} FROM vault_relation"


class Relation(NamedTuple):
    """One relation of one person: days as ordinals, 0 for a beginning nobody recorded, or an end that is not there."""

    person: int
    service: str
    began_on: int
    ended_on: int


def begin(
    cursor: Cursor, people: Sequence[int], service: str, on: int, *, acquisition: int | None, changes: Changes
) -> int:
    """Record that people have it from a day on; return for how many that was new."""
    having = holders(cursor, people, service)
    new = [RelationRow.new(who, service, on, begun_by=acquisition) for who in people if who not in having]
    _insert(cursor, new, changes)
    _settle(cursor, people)
    return len(new)


def end(
    cursor: Cursor, people: Sequence[int], service: str, on: int, *, acquisition: int | None, changes: Changes
) -> int:
    """
    Record that people have it no more from a day on; return how many.

    The contract of somebody whose beginning nobody recorded ends all the same.

    Raises:
        InputError: some of them have no such service, or had it only from a later day.
    """
    live = {row.person: (number, row) for number, row in _rows(cursor, people) if _is(row, service)}
    if service and len(live) < len(people):
        raise InputError("service", f"{len(people) - len(live)} without it", "people who have this service")
    if any(row.began_on > on for _, row in live.values()):
        raise InputError("ended on", "a day before it began", "the day it ended")
    over = [(number, row._replace(ended_on=on, ended_by=acquisition)) for number, row in live.values()]
    _rewrite(cursor, over, [row for _, row in live.values()], changes)
    rest = [RelationRow.new(who, service, 0, on, ended_by=acquisition) for who in people if who not in live]
    _insert(cursor, rest, changes)
    _settle(cursor, people)
    return len(people)


def _insert(cursor: Cursor, rows: Sequence[RelationRow], changes: Changes) -> None:
    for row in rows:
        changes.add(relation(row))
    run_many(cursor, f"INSERT INTO vault_relation ({', '.join(RELATION)}) VALUES ({marks(len(RELATION))})", rows)


def _rewrite(
    cursor: Cursor, new: Sequence[tuple[int, RelationRow]], old: Iterable[RelationRow], changes: Changes
) -> None:
    for row in old:
        changes.remove(relation(row))
    for _, row in new:
        changes.add(relation(row))
    run_many(
        cursor,
        "UPDATE vault_relation SET person = %s, ended_on = %s, ended_by = %s WHERE id = %s",
        [(row.person, row.ended_on, row.ended_by, number) for number, row in new],
    )


def _rows(cursor: Cursor, people: Sequence[int]) -> list[tuple[int, RelationRow]]:
    """Return every row of these people with its number, oldest first."""
    found: list[tuple[int, RelationRow]] = []
    for start in range(0, len(people), CHUNK):
        some = padded(people[start : start + CHUNK])
        run(cursor, f"{_SELECT} WHERE person IN ({marks(len(some))}) ORDER BY id", some)
        found += [(int(number), RelationRow.read(line)) for number, *line in cursor.fetchall()]
    return found


def forget(cursor: Cursor, person: int, changes: Changes) -> None:
    """Take away every relation of a person."""
    for _, row in _rows(cursor, [person]):
        changes.remove(relation(row))
    run(cursor, "DELETE FROM vault_relation WHERE person = %s", (person,))


def salts(cursor: Cursor, person: int) -> list[bytes]:
    """Return the random parts of a person's relations, which an erasure looks for afterwards."""
    return [row.salt for _, row in _rows(cursor, [person]) if row.salt]


def _is(row: RelationRow, service: str) -> bool:
    return row.service == service and not row.ended_on


def holders(cursor: Cursor, people: Sequence[int], service: str) -> set[int]:
    """Return who of these people has the service today."""
    found: set[int] = set()
    for start in range(0, len(people), CHUNK):
        some = padded(people[start : start + CHUNK])
        run(
            cursor,
            f"SELECT person FROM vault_relation WHERE service = %s AND ended_on = 0 AND person IN ({marks(len(some))})",
            (service, *some),
        )
        found.update(int(who) for (who,) in cursor.fetchall())
    return found


def of_people(cursor: Cursor, people: Sequence[int]) -> list[Relation]:
    """Return every relation of these people, those that are over too, oldest first."""
    return [Relation(row.person, row.service, row.began_on, row.ended_on) for _, row in _rows(cursor, people)]


def clocks(cursor: Cursor, people: Sequence[int]) -> dict[int, int]:
    """Return by person the day from which what is kept until the relation ends is kept no longer; 0 while one lives."""
    ended: dict[int, int] = dict.fromkeys(people, -1)
    for row in of_people(cursor, people):
        last = ended[row.person]
        ended[row.person] = 0 if not (row.ended_on and last) else max(last, row.ended_on)
    return {who: max(day, 0) for who, day in ended.items()}


def _settle(cursor: Cursor, people: Sequence[int]) -> None:
    """Have each person's own row say from which day on their clock runs."""
    run_many(
        cursor,
        "UPDATE vault_person SET relation_ended_on = %s WHERE ord = %s",
        [(day, who) for who, day in clocks(cursor, people).items()],
    )


def hand_over(cursor: Cursor, gone: int, into: int, changes: Changes) -> None:
    """Give one person's relations and last uses to the other they turned out to be."""
    having = {row.service for _, row in _rows(cursor, [into]) if not row.ended_on}
    twice: list[tuple[int, RelationRow]] = []
    moved: list[tuple[int, RelationRow]] = []
    for number, row in _rows(cursor, [gone]):
        (twice if row.service in having and not row.ended_on else moved).append((number, row))
    for number, row in twice:
        changes.remove(relation(row))
        run(cursor, "DELETE FROM vault_relation WHERE id = %s", (number,))
    anew = [(number, row._replace(person=into)) for number, row in moved]
    _rewrite(cursor, anew, [row for _, row in moved], changes)
    _settle(cursor, [into])
    run(cursor, "SELECT purpose, day FROM vault_lastuse WHERE person = %s", (gone,))
    for purpose, day in cursor.fetchall():
        used(cursor, [into], int(purpose), int(day))
    run(cursor, "DELETE FROM vault_lastuse WHERE person = %s", (gone,))


def part(cursor: Cursor, whole: int, new: int, changes: Changes) -> None:
    """Let what is over be over for both parts of a split, so that its clocks run for both; what lives stays."""
    over = [row for _, row in _rows(cursor, [whole]) if row.ended_on]
    _insert(cursor, [RelationRow.new(new, row.service, row.began_on, row.ended_on) for row in over], changes)
    _settle(cursor, [new])


def used(cursor: Cursor, people: Sequence[int], purpose: int, day: int) -> None:
    """Note that people's information was used for a purpose (its bit) on a day; earlier days change nothing."""
    for start in range(0, len(people), CHUNK):
        some = padded(people[start : start + CHUNK])
        run(
            cursor,
            "INSERT INTO vault_lastuse (person, purpose, day) SELECT COALESCE(merged_into, ord), %s, %s"
            f" FROM vault_person WHERE ord IN ({marks(len(some))}) GROUP BY 1"
            " ON CONFLICT (person, purpose) DO UPDATE SET day = excluded.day WHERE vault_lastuse.day < excluded.day",
            (purpose, day, *some),
        )


def last_uses(cursor: Cursor, people: Sequence[int]) -> Mapping[tuple[int, int], int]:
    """Return the last day of use by (person, purpose bit), of the purposes whose ends hang on it."""
    found: dict[tuple[int, int], int] = {}
    for start in range(0, len(people), CHUNK):
        some = padded(people[start : start + CHUNK])
        run(cursor, f"SELECT person, purpose, day FROM vault_lastuse WHERE person IN ({marks(len(some))})", some)
        found.update({(int(who), int(purpose)): int(day) for who, purpose, day in cursor.fetchall()})
    return found
