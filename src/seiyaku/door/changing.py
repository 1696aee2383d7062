"""
Correct and change (policy 2-3): two different acts. A correction says that what was recorded was wrong from the start;
a change says that something became different on a day. Both need a source, as everything that enters (5-1).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from seiyaku.core.asks import Actor
from seiyaku.core.errors import InputError
from seiyaku.ledger import changes
from seiyaku.vault import bases
from seiyaku.vault import changing as vault
from seiyaku.vault.bases import Acquired
from seiyaku.vault.times import now

from . import receiving
from .acting import Acting, Task, perform
from .origins import Origin
from .reaching import heed
from .results import Done
from .rows import wrong_digits
from .wants import Want


def correct(
    person: str,
    values: Mapping[str, str | None],
    *,
    purpose: str,
    origin: Origin,
    actor: Actor,
    of: dt.date | None = None,
    evidence: Iterable[str] = (),
) -> Done:
    """
    Record that what was held (on the day `of`; now when not said) was wrong from the start, and `values` are right.

    Raises:
        Refused: nothing may be corrected for this purpose, or from this source.
        InputError: nothing was held then, or a value its type refuses.
        Conflict: a unique value is taken, or somebody else changed it first.
    """
    task = to_correct(person, values, purpose=purpose, origin=origin, actor=actor, of=of, evidence=evidence)
    return perform(task)


def to_correct(
    person: str,
    values: Mapping[str, str | None],
    *,
    purpose: str,
    origin: Origin,
    actor: Actor,
    of: dt.date | None = None,
    evidence: Iterable[str] = (),
) -> Task:
    """Return the task of `correct`."""
    want = Want(
        actor=actor, act="correct", purpose=purpose, fields=tuple(values), person=person, evidence=frozenset(evidence)
    )

    def do(acting: Acting) -> dict[str, str]:
        _check(acting, values)
        acquired = acquire(acting, origin)
        day = of.toordinal() if of else None
        stored = vault.correct(
            acting.cursor, acting.grant(), acting.sitting.rules.catalogue, acting.row, values,
            acquired=acquired, recorded_at=now(), of=day,
        )  # fmt: skip
        _came(acting, origin, values)
        return _noted(acting, "correction", acquired, stored.digest)

    return Task.on(want, [person], do, origin=origin)


def change(
    person: str,
    values: Mapping[str, str | None],
    *,
    purpose: str,
    origin: Origin,
    actor: Actor,
    since: dt.date | None = None,
    evidence: Iterable[str] = (),
) -> Done:
    """
    Record that `values` became true on the day `since` (today when not said); None says: no such value any more.

    Raises:
        Refused: nothing may be written for this purpose, or from this source.
        InputError: a value its type refuses.
        Conflict: a unique value is taken, or somebody else changed it first.
    """
    task = to_change(person, values, purpose=purpose, origin=origin, actor=actor, since=since, evidence=evidence)
    return perform(task)


def to_change(
    person: str,
    values: Mapping[str, str | None],
    *,
    purpose: str,
    origin: Origin,
    actor: Actor,
    since: dt.date | None = None,
    evidence: Iterable[str] = (),
) -> Task:
    """Return the task of `change`."""
    want = Want(
        actor=actor, act="write", purpose=purpose, fields=tuple(values), person=person, evidence=frozenset(evidence)
    )

    def do(acting: Acting) -> dict[str, str]:
        _check(acting, values)
        acquired = acquire(acting, origin)
        day = since.toordinal() if since else acting.sitting.rules.today
        stored = vault.change(
            acting.cursor, acting.grant(), acting.sitting.rules.catalogue, acting.row, values,
            acquired=acquired, valid_from=day, recorded_at=now(),
        )  # fmt: skip
        _came(acting, origin, values)
        return _noted(acting, "change", acquired, stored.digest)

    return Task.on(want, [person], do, origin=origin)


def _check(acting: Acting, values: Mapping[str, str | None]) -> None:
    if wrong := wrong_digits(acting.sitting.rules, {name: value for name, value in values.items() if value}):
        raise InputError(where=wrong[0], found="a wrong check digit", expected="the digits as issued")


def _came(acting: Acting, origin: Origin, values: Mapping[str, str | None]) -> None:
    """Keep the record that 30 wants of values a third party gave; heed what was refused at an address that came."""
    heed(acting, values)
    receiving.keep_about(acting, origin, {name: value for name, value in values.items() if value})


def acquire(acting: Acting, origin: Origin) -> Acquired:
    """Write down where what is about to be kept comes from (5-1)."""
    return bases.acquisition(
        acting.cursor,
        origin.grounds(acting.sitting),
        at=now(),
        channel=origin.channel(acting.sitting),
        form=origin.form or "",
        shown=origin.shown or origin.script or "",
        evidence=origin.attested or "",
        provenance=origin.provenance or "",
    )


def _noted(acting: Acting, kind: str, acquired: Acquired, digest: bytes) -> dict[str, str]:
    changes.note(acting.cursor, kind, "value", acting.row.ordinal)
    return {"digest": digest.hex(), "acquisition": str(acquired.id)}
