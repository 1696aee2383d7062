"""Who stands for an organisation (policy P): contact persons, agents, representatives; each a person of the vault."""

from __future__ import annotations

from seiyaku.core.asks import Actor
from seiyaku.core.errors import NotFound
from seiyaku.ledger import changes
from seiyaku.vault import organisations, selecting
from seiyaku.vault.organisations import Role

from .acting import Acting, Task, perform
from .origins import Origin
from .results import Done
from .wants import Want, public_id

FIELD = "contact-role"


def appoint(
    organisation: str, person: str, role: Role, *, purpose: str, origin: Origin, actor: Actor, field: str = FIELD
) -> Done:  # fmt: skip
    """
    Record that `person` stands for `organisation` as `role`; `field` is where the policy files such roles.

    Raises:
        Refused: the purpose may not write that field, or not from this source.
        InputError: one of them is not what it would have to be.
    """
    task = to_appoint(organisation, person, role, purpose=purpose, origin=origin, actor=actor, field=field)
    return perform(task)


def to_appoint(
    organisation: str, person: str, role: Role, *, purpose: str, origin: Origin, actor: Actor, field: str = FIELD
) -> Task:  # fmt: skip
    """Return the task of `appoint`."""

    def do(acting: Acting) -> dict[str, str]:
        other = _ordinal(acting, person)
        organisations.appoint(acting.cursor, acting.row.ordinal, other, role)
        changes.note(acting.cursor, "representative", role, acting.row.ordinal)
        return {"note_kind": f"appoint:{role}"}

    want = Want(actor=actor, act="write", purpose=purpose, fields=(field,), person=organisation)
    return Task.on(want, [organisation], do, origin=origin)


def dismiss(
    organisation: str, person: str, role: Role, *, purpose: str, origin: Origin, actor: Actor, field: str = FIELD
) -> Done:  # fmt: skip
    """
    Record that `person` does not stand for `organisation` as `role` any more.

    Raises:
        Refused: the purpose may not write that field, or not from this source.
    """
    task = to_dismiss(organisation, person, role, purpose=purpose, origin=origin, actor=actor, field=field)
    return perform(task)


def to_dismiss(
    organisation: str, person: str, role: Role, *, purpose: str, origin: Origin, actor: Actor, field: str = FIELD
) -> Task:  # fmt: skip
    """Return the task of `dismiss`."""

    def do(acting: Acting) -> dict[str, str]:
        organisations.dismiss(acting.cursor, acting.row.ordinal, _ordinal(acting, person), role)
        changes.note(acting.cursor, "representative", role, acting.row.ordinal)
        return {"note_kind": f"dismiss:{role}"}

    want = Want(actor=actor, act="write", purpose=purpose, fields=(field,), person=organisation)
    return Task.on(want, [organisation], do, origin=origin)


def _ordinal(acting: Acting, person: str) -> int:
    pid = public_id(person)
    found = selecting.ordinals(acting.cursor, [pid])
    if pid not in found:
        raise NotFound("nobody is held under this id")
    return found[pid]
