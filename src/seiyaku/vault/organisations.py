"""Organisations and who stands for them (policy P): contact persons, agents, requesters who are not customers."""

from __future__ import annotations

from typing import Literal, get_args

from seiyaku.core.errors import InputError

from .statements import Cursor, run

Role = Literal["contact", "agent", "representative", "requester"]


def appoint(cursor: Cursor, organisation: int, person: int, role: Role) -> None:
    """Record that a person stands for an organisation; both are held in the vault."""
    if role not in get_args(Role):
        raise InputError(where="role", found=role, expected=", ".join(get_args(Role)))
    kinds = dict(
        run(cursor, "SELECT ord, kind FROM vault_person WHERE ord IN (%s, %s)", (organisation, person)).fetchall()
    )
    if kinds.get(organisation) != "organisation" or kinds.get(person) != "person":
        raise InputError(where="organisation", found="somebody else", expected="an organisation and a person")
    run(
        cursor,
        "INSERT INTO vault_representative (organisation, person, role) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING",
        (organisation, person, role),
    )


def dismiss(cursor: Cursor, organisation: int, person: int, role: Role) -> None:
    """Record that a person does not stand for an organisation any more."""
    run(
        cursor,
        "DELETE FROM vault_representative WHERE organisation = %s AND person = %s AND role = %s",
        (organisation, person, role),
    )


def standing_for(cursor: Cursor, organisation: int) -> list[tuple[int, str]]:
    """Return who stands for an organisation, by ordinal and role."""
    run(
        cursor,
        "SELECT person, role FROM vault_representative WHERE organisation = %s ORDER BY person, role",
        (organisation,),
    )
    return [(int(line[0]), str(line[1])) for line in cursor.fetchall()]


def hand_over(cursor: Cursor, gone: int, into: int) -> None:
    """Let the one person or organisation stand where the other stood."""
    for mine, other in (("person", "organisation"), ("organisation", "person")):
        run(
            cursor,
            f"INSERT INTO vault_representative ({mine}, {other}, role) SELECT %s, {other}, role"
            f" FROM vault_representative WHERE {mine} = %s ON CONFLICT DO NOTHING",
            (into, gone),
        )
        run(cursor, f"DELETE FROM vault_representative WHERE {mine} = %s", (gone,))
