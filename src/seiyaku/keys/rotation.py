"""
Turning root keys (policy 3-3): online, resumable, and at the end the old key is destroyed.

* `begin`: a new key is current, the old one retired. Writers hold the keyring's row (`keyring.for_writing`), so once
  `begin` has committed nobody writes under the old key any more; whoever reads finds by either.
* `step`: the rooms that keep what the key protects (holders) move a batch, each in a transaction of its own. What is
  moved says so itself: a crash at any moment loses nothing, and going on means looking for what is still behind.
* `clear`, `destroy` and `scrub`: refuse while anything is behind; what only the old key could read goes, then the key,
  then its bytes on disk. `people.turning` takes them in order, with the locks of the ledger first.

Signing keys need no holder: they end at once, and their public half stays. Suppress keys are never destroyed while a
suppression stands, because nobody has the values any more that could be digested anew.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from secrets import randbits
from typing import Protocol

from django.db import connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils import timezone

from seiyaku.core.errors import Conflict, Unavailable

from . import remains
from .keyring import Use, add, context, drop, keyring, reread, wrapping_key
from .models import Instance, RootKey
from .operator import OperatorKey, at
from .remains import Reach

BATCH = 1000
ALONE: frozenset[Use] = frozenset({"sign"})
ROUNDS = 4  # through everything, before what is still held by others is left for another time
PATIENCE = 5.0
TABLE = "keys_rootkey"


class Holder(Protocol):
    """A room that keeps things a root key protects."""

    @property
    def name(self) -> str:
        """What it is called."""

    @property
    def use(self) -> Use:
        """Which root key it keeps things under."""

    def behind(self) -> int:
        """Return how many things are not yet under the current key."""

    def move(self, after: int, limit: int) -> int | None:
        """Move up to `limit` of those numbered above `after`, durably; return the last one's, None at the end."""

    def clear(self, after: int, limit: int) -> int | None:
        """Take away what only older keys could read, in the same steps."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a turn is: which holder, how many batches it has done, and whether the old key is destroyed."""

    use: Use
    holder: str
    batches: int
    destroyed: bool = False


_holders: dict[tuple[Use, str], Holder] = {}
_offers: list[Callable[[], Iterable[Holder]]] = []


def register_holder(holder: Holder) -> None:
    """Have `holder` asked whenever a key of its use is turned."""
    _holders[holder.use, holder.name] = holder


def offer_holders(make: Callable[[], Iterable[Holder]]) -> None:
    """Have the holders that `make` returns registered before the first question; for `AppConfig.ready`."""
    _offers.append(make)


def holders(use: Use) -> list[Holder]:
    """Return the holders of a use."""
    while _offers:
        for holder in _offers[-1]():
            register_holder(holder)
        _offers.pop()
    return [holder for (of, _), holder in sorted(_holders.items()) if of == use]


def is_turning(use: Use) -> bool:
    """Tell whether a retired key of this use is waiting to be destroyed."""
    return RootKey.objects.filter(use=use, destroyed_at=None).exclude(retired_at=None).exists()


def begin(use: Use) -> int:
    """
    Make a new key current and retire the old; return the new one's id. May run inside a caller's transaction.

    Raises:
        Conflict: a turn of this use is under way: go on with it, or finish it.
    """
    with transaction.atomic():
        here = _hold()
        operator = _wrapping_key()
        if use != "suppress" and is_turning(use):
            raise Conflict(f"the {use} key is being turned already")
        last = RootKey.objects.filter(use=use).order_by("-number").values_list("number", flat=True).first() or 0
        RootKey.objects.filter(use=use, retired_at=None).update(retired_at=timezone.now())
        new = add(operator, bytes(here.number), use, last + 1)
        _changed(here)
    return int(new.pk)


def _hold() -> Instance:
    """Lock the instance's row: writers under the keyring are over, and the next wait."""
    here = Instance.objects.select_for_update().filter(pk=1).first()
    if here is None:
        raise Unavailable("there is no keyring yet: run `seiyaku init`")
    return here


def _wrapping_key() -> OperatorKey:
    """Return the key the keyring is wrapped by; with the row held, for a new root key must be wrapped by the same."""
    wrapped_by = set(RootKey.objects.filter(destroyed_at=None).values_list("operator", flat=True))
    found = wrapping_key(wrapped_by)
    if wrapped_by != {found.id}:
        raise Unavailable("the operator's key was changed since this process began: start it anew")
    return found


def _changed(here: Instance) -> None:
    here.generation = here.generation ^ (1 + randbits(30))  # never one that a turn rolled back has used
    here.save(update_fields=["generation"])
    transaction.on_commit(drop)


def behind(use: Use) -> int:
    """Return how many things of all holders are not yet under the current key."""
    return sum(holder.behind() for holder in holders(use))


def steps(use: Use, batch: int = BATCH) -> Iterator[Progress]:
    """
    Move everything, batch by batch; stop whenever, and call again to go on.

    What somebody else held at that moment is passed over and looked at once more, a few times.
    """
    reread()
    for _ in range(ROUNDS):
        for holder in holders(use):
            after: int | None = 0
            batches = 0
            while after is not None:
                after = holder.move(after, batch)
                batches += 1
                yield Progress(use, holder.name, batches)
        if not behind(use):
            return


def clear(use: Use, batch: int = BATCH) -> None:
    """Take away what only the retired keys could read, batch by batch; Conflict while anything is behind."""
    reread()
    _all_moved(use)
    for holder in holders(use):
        after: int | None = 0
        while after is not None:
            after = holder.clear(after, batch)


def destroy(use: Use) -> list[bytes]:
    """
    Destroy the retired keys, in the caller's transaction or one of its own; return what they were sealed in, for
    `scrub` to look for. Conflict while anything is behind.

    Looked at with the row held and the keyring read anew: somebody else may have ended this turn and begun the next,
    and what this process took for the current key is the one that is retired now.
    """
    with transaction.atomic():
        here = _hold()
        reread()
        _all_moved(use)
        retired = RootKey.objects.filter(use=use, destroyed_at=None).exclude(retired_at=None)
        gone = [bytes(sealed) for sealed in retired.values_list("sealed", flat=True) if sealed]
        retired.update(sealed=None, destroyed_at=timezone.now())
        _changed(here)
    return gone


def _all_moved(use: Use) -> None:
    if not is_turning(use):
        raise Conflict(f"the {use} key is not being turned")
    if use not in ALONE and not holders(use):
        raise Conflict(f"no room answers for what the {use} key protects: the old key stays")
    if left := behind(use):
        raise Conflict(f"{left} things still stand under the retired {use} key")


Turn = Callable[[BaseDatabaseWrapper], AbstractContextManager[None]]
_turns: list[Turn] = []


def wait_with(turn: Turn) -> None:
    """Have `scrub` hold the writers' `turn` of the database: for the room above that has them queue."""
    _turns[:] = [turn]


def reach() -> Reach:
    """
    Return how far `scrub` goes here: "disk", or "rows" on PostgreSQL for a role that may not write the table anew.

    Then what destroyed keys were sealed in is gone for whoever asks the server, and stays in its pages until the owner
    runs `VACUUM FULL keys_rootkey`.
    """
    return "rows" if connection.vendor == "postgresql" and not remains.may_rewrite(TABLE) else "disk"


def scrub(gone: Collection[bytes] = ()) -> None:
    """
    Take the bytes of destroyed keys off the disk, as far as `reach` says.

    `gone`: what they were sealed in. SQLite's database is written anew, while writers wait, only if some of it still
    stands there; or if nobody knows any more what to look for.

    Raises:
        Unavailable: a reader keeps the log from being emptied; the key is destroyed all the same: call again.
    """
    if connection.in_atomic_block:
        raise RuntimeError("outside any transaction only")
    if connection.vendor == "postgresql":
        if reach() == "disk":
            with connection.cursor() as cursor:
                cursor.execute(f"VACUUM FULL {TABLE}")
        return
    if gone:
        _settle(rewrite=False)
    if not gone or remains.still_lie(gone):
        _settle(rewrite=True)


def _settle(*, rewrite: bool) -> None:
    with ExitStack() as quiet:
        for turn in _turns:
            quiet.enter_context(turn(connection))
        if rewrite:
            remains.rewrite()
        if not remains.empty_log(within=PATIENCE):
            raise Unavailable("the key is destroyed, but a reader keeps the database's log from being emptied")


def is_wrapped_by(place: str) -> bool:
    """Tell whether the operator's key at `place` is the one the keyring is wrapped by."""
    new = at(place).id
    return set(RootKey.objects.filter(destroyed_at=None).values_list("operator", flat=True)) == {new}


def change_operator(place: str) -> tuple[OperatorKey, list[bytes]]:
    """
    Wrap the keyring by the operator's key at `place` instead, in the caller's transaction or one of its own.

    Root keys stay what they are, so processes that are running go on; they need the new setting when they next start.
    The caller changes the setting, and calls `scrub` after the commit with what the old key had sealed, which is
    returned beside the new key.
    """
    new, gone = at(place), list[bytes]()
    ring = keyring()
    with transaction.atomic():
        here = _hold()
        for row in RootKey.objects.filter(destroyed_at=None):
            gone.append(bytes(row.sealed or b""))
            secret = ring.by_id(row.pk).secret
            row.sealed = new.wrap(secret, context(bytes(here.number), row.use, row.number, new.id))
            row.operator = new.id
            row.save(update_fields=["sealed", "operator"])
    return new, [sealed for sealed in gone if sealed]
