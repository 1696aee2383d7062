"""
The keyring (policy 3-3): independent, versioned root keys, each for one use, in memory once per process.

    wrap      wraps every person's own key          suppress   keyed hashes of who must not be contacted,
                                                      and of files taken in: never destroyed
    index     keyed hashes that values are found by  sign       Ed25519, for checkpoints and receipts
    mac       grants, entries on their way, the tree paper      wraps the key of every sealed file
    register  wraps the keys of what the law makes us keep

Another process may turn a key. Whoever writes under the keyring calls `for_writing` in the transaction, whoever looks
values up calls `fresh`; both cost one primary-key read.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from threading import RLock
from typing import Any, Literal, NamedTuple, Protocol, get_args

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from seiyaku.core.errors import Conflict, IntegrityError, Unavailable

from .binding import encode
from .memory import on_forget
from .models import Instance, RootKey
from .operator import WHAT, OperatorKey, at, operator_key

Use = Literal["wrap", "index", "suppress", "sign", "mac", "paper", "register"]
USES: tuple[Use, ...] = get_args(Use)


class Cursor(Protocol):
    """Any database cursor: Django's, or the driver's own."""

    def execute(self, sql: str, /) -> object:
        """Run one statement."""

    def fetchone(self) -> Any:
        """Return the next row, or None."""


@dataclass(frozen=True, slots=True, eq=False)
class Root:
    """One root key, open. Its secret shows in no text."""

    id: int
    use: Use
    number: int
    retired: bool
    secret: bytes = field(repr=False)
    aead: AESGCM = field(repr=False)


class Keyring:
    """All root keys that are not destroyed. `generation` tells whether it is still the newest."""

    def __init__(self, instance: bytes, generation: int, roots: Iterable[Root]) -> None:
        self.instance = instance
        self.generation = generation
        self._by_id = {root.id: root for root in roots}
        ordered = sorted(self._by_id.values(), key=lambda root: -root.number)
        self._live = {use: tuple(root for root in ordered if root.use == use) for use in USES}
        self._current = {use: next((r for r in live if not r.retired), None) for use, live in self._live.items()}

    def current(self, use: Use) -> Root:
        """Return the root key that new things of this use go under."""
        root = self._current[use]
        if root is None:
            raise Unavailable(f"the keyring has no current key for {use}")
        return root

    def live(self, use: Use) -> tuple[Root, ...]:
        """Return every root key of this use that is not destroyed, newest first."""
        return self._live[use]

    def by_id(self, number: int) -> Root:
        """Return the root key with this id; IntegrityError if it is destroyed, or never was."""
        root = self._by_id.get(number)
        if root is None:
            raise IntegrityError(WHAT, f"root key {number} is not in the keyring: destroyed, or of another instance")
        return root

    def knows(self, number: int) -> bool:
        """Tell whether the root key is here."""
        return number in self._by_id


_kept: list[Keyring] = []
_opening = RLock()
_leaning: list[Callable[[], None]] = []


def on_turned(forgetter: Callable[[], None]) -> Callable[[], None]:
    """Have `forgetter` called whenever a key was turned or the process forgets: for caches of what keys made."""
    _leaning.append(forgetter)
    return forgetter


@on_forget
def drop() -> None:
    """Forget the keyring and everything worked out from it."""
    _kept.clear()
    for forgetter in _leaning:
        forgetter()


def context(instance: bytes, use: str, number: int, operator: str) -> bytes:
    """Return what a sealed root key is bound to, so that none can stand in for another."""
    return encode("seiyaku-root-1", instance, use, number, operator)


def keyring() -> Keyring:
    """Return this process's keyring, opening it at the first call."""
    for kept in _kept:
        return kept
    with _opening:
        for kept in _kept:
            return kept
        opened = _load()
        _kept[:] = [opened]
        return opened


def _load() -> Keyring:
    """
    Open the keyring as it is committed, whatever transaction this thread is in.

    What is installed for all threads must never be older than what one of them has checked under the keyring's row, or
    it would wrap a key under a root key that is about to be destroyed: so loads take turns, and each looks from a
    connection of its own. The generation is read first: root keys that are newer than it are read again by the next.
    """
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT number, generation FROM keys_instance WHERE id = 1")
            here = cursor.fetchone()
            cursor.execute(
                "SELECT id, use, number, operator, sealed, retired_at IS NOT NULL FROM keys_rootkey"
                " WHERE destroyed_at IS NULL"
            )
            rows = [_Sealed(*row) for row in cursor.fetchall()]
    finally:
        other.close()
    if here is None:
        raise Unavailable("there is no keyring yet: run `seiyaku init`")
    operator, instance = wrapping_key(row.operator for row in rows), bytes(here[0])
    return Keyring(instance, here[1], [_open(operator, instance, row) for row in rows])


def wrapping_key(wrapped_by: Iterable[str]) -> OperatorKey:
    """
    Return the operator's key that the keyring is wrapped by, where it names these.

    The one that the settings name; while it is being changed, the next, whichever of the two it was when the change was
    cut short.
    """
    mine = operator_key()
    if not settings.OPERATOR_KEY_NEXT or {mine.id}.issuperset(wrapped_by):
        return mine
    return at(settings.OPERATOR_KEY_NEXT)


class _Sealed(NamedTuple):
    id: int
    use: str
    number: int
    operator: str
    sealed: bytes | None
    retired: bool


def _open(operator: OperatorKey, instance: bytes, row: _Sealed) -> Root:
    if row.operator != operator.id:
        raise IntegrityError(
            WHAT,
            f"root key {row.id} is wrapped by {row.operator}; this operator's key is {operator.id}: have "
            "SEIYAKU_OPERATOR_KEY name the other's place",
        )
    use = next((use for use in USES if use == row.use), None)
    if use is None or row.sealed is None:
        raise IntegrityError(WHAT, f"root key {row.id} is not one that this version made")
    secret = operator.unwrap(bytes(row.sealed), context(instance, row.use, row.number, operator.id))
    return Root(row.id, use, row.number, bool(row.retired), secret, AESGCM(secret))


def reread() -> Keyring:
    """Open the keyring anew, because another process changed it."""
    with _opening:
        opened = _load()
        drop()
        _kept[:] = [opened]
        return opened


def renewed() -> Keyring | None:
    """Return the keyring opened anew if another process turned a key since, else None. For when something failed."""
    generation = Instance.objects.filter(pk=1).values_list("generation", flat=True).first()
    return None if generation == keyring().generation else reread()


def notice(generation: int | None) -> None:
    """Read the keyring anew if it is not of this generation: another process turned a key. None: there is none yet."""
    if generation is not None and any(kept.generation != generation for kept in _kept):
        reread()


def fresh(cursor: Cursor) -> Keyring:
    """Return the keyring as of this transaction: what another process turned is noticed. For look-ups."""
    return _at(cursor, "SELECT generation FROM keys_instance WHERE id = 1")


def for_writing(cursor: Cursor) -> Keyring:
    """Return the keyring as of this transaction, and hold it: no rotation begins or ends before the commit."""
    held = " FOR SHARE" if connection.vendor == "postgresql" else ""
    return _at(cursor, "SELECT generation FROM keys_instance WHERE id = 1" + held)


def _at(cursor: Cursor, question: str) -> Keyring:
    cursor.execute(question)
    row = cursor.fetchone()
    mine = keyring()
    return mine if row is not None and row[0] == mine.generation else reread()


def create_keyring() -> Keyring:
    """Make an instance number and one root key for each use; once in the life of an instance."""
    operator = operator_key()
    with transaction.atomic():
        if Instance.objects.filter(pk=1).exists():
            raise Conflict("this instance has a keyring already")
        here = Instance.objects.create(pk=1, number=os.urandom(16))
        for use in USES:
            add(operator, bytes(here.number), use, 1)
    return reread()


def add(operator: OperatorKey, instance: bytes, use: Use, number: int) -> RootKey:
    """Write a new root key, sealed by the operator's key. For `create_keyring` and rotation."""
    secret = os.urandom(32)
    return RootKey.objects.create(
        use=use,
        number=number,
        operator=operator.id,
        sealed=operator.wrap(secret, context(instance, use, number, operator.id)),
        public=_public(secret) if use == "sign" else None,
        created_at=timezone.now(),
    )


def _public(secret: bytes) -> bytes:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.from_private_bytes(secret).public_key().public_bytes_raw()
