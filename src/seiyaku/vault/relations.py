"""
What people have with the operator (policy 2-3, 8-1; art. 22): a contract, an optional service; since when, until when.

A relation is what stands about a person, as a consent is: no value. `service` is empty for the contract itself, else
the reference of the partner whose optional service it is. When a person's last relation has ended, the clock of
everything kept `until: relation-ends` begins to run.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from seiyaku.core.errors import InputError

from .statements import Cursor, marks, padded, run, run_many

CHUNK = 512


class Relation(NamedTuple):
    """One relation of one person: days as ordinals, 0 for a beginning nobody recorded, or an end that is not there."""

    person: int
    service: str
    began_on: int
    ended_on: int


def begin(cursor: Cursor, people: Sequence[int], service: str, on: int, acquisition: int | None) -> int:
    """Record that people have it from a day on; return for how many that was new."""
    having = holders(cursor, people, service)
    new = [(who, service, on, 0, acquisition) for who in people if who not in having]
    run_many(
        cursor,
        "INSERT INTO vault_relation (person, service, began_on, ended_on, begun_by) VALUES (%s, %s, %s, %s, %s)",
        new,
    )
    _settle(cursor, people)
    return len(new)


def end(cursor: Cursor, people: Sequence[int], service: str, on: int, acquisition: int | None) -> int:
    """
    Record that people have it no more from a day on; return how many.

    The contract of somebody whose beginning nobody recorded ends all the same.

    Raises:
        InputError: some of them have no such service, or had it only from a later day.
    """
    live = {relation.person: relation for relation in of_people(cursor, people) if _is(relation, service)}
    if service and len(live) < len(people):
        raise InputError("service", f"{len(people) - len(live)} without it", "people who have this service")
    if any(relation.began_on > on for relation in live.values()):
        raise InputError("ended on", "a day before it began", "the day it ended")
    run_many(
        cursor,
        "UPDATE vault_relation SET ended_on = %s, ended_by = %s WHERE person = %s AND service = %s AND ended_on = 0",
        [(on, acquisition, who, service) for who in live],
    )
    run_many(
        cursor,
        "INSERT INTO vault_relation (person, service, began_on, ended_on, ended_by) VALUES (%s, %s, 0, %s, %s)",
        [(who, service, on, acquisition) for who in people if who not in live],
    )
    _settle(cursor, people)
    return len(people)


def _is(relation: Relation, service: str) -> bool:
    return relation.service == service and not relation.ended_on


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
    found: list[Relation] = []
    for start in range(0, len(people), CHUNK):
        some = padded(people[start : start + CHUNK])
        run(
            cursor,
            "SELECT person, service, began_on, ended_on FROM vault_relation"
            f" WHERE person IN ({marks(len(some))}) ORDER BY id",
            some,
        )
        found += [Relation(*line) for line in cursor.fetchall()]
    return found


def _settle(cursor: Cursor, people: Sequence[int]) -> None:
    """Set the day from which everything kept until the relation ends is kept no longer; 0 while one lives."""
    ended: dict[int, int] = dict.fromkeys(people, -1)
    for relation in of_people(cursor, people):
        last = ended[relation.person]
        ended[relation.person] = 0 if not (relation.ended_on and last) else max(last, relation.ended_on)
    run_many(
        cursor,
        "UPDATE vault_person SET relation_ended_on = %s WHERE ord = %s",
        [(max(day, 0), who) for who, day in ended.items()],
    )


def hand_over(cursor: Cursor, gone: int, into: int) -> None:
    """Give one person's relations and last uses to the other they turned out to be."""
    having = [relation.service for relation in of_people(cursor, [into]) if not relation.ended_on]
    run_many(
        cursor,
        "DELETE FROM vault_relation WHERE person = %s AND service = %s AND ended_on = 0",
        [(gone, service) for service in having],
    )
    run(cursor, "UPDATE vault_relation SET person = %s WHERE person = %s", (into, gone))
    _settle(cursor, [into])
    run(cursor, "SELECT purpose, day FROM vault_lastuse WHERE person = %s", (gone,))
    for purpose, day in cursor.fetchall():
        used(cursor, [into], int(purpose), int(day))
    run(cursor, "DELETE FROM vault_lastuse WHERE person = %s", (gone,))


def part(cursor: Cursor, whole: int, new: int) -> None:
    """Let what is over be over for both parts of a split, so that its clocks run for both; what lives stays."""
    over = [relation for relation in of_people(cursor, [whole]) if relation.ended_on]
    run_many(
        cursor,
        "INSERT INTO vault_relation (person, service, began_on, ended_on) VALUES (%s, %s, %s, %s)",
        [(new, relation.service, relation.began_on, relation.ended_on) for relation in over],
    )
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
