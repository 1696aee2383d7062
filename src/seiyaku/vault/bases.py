"""
Where values are from (policy 5-1), and for which purposes that lets them be used (2-2, 4-1, 4-2).

A basis is written once and never changed; its digest is bound into every value sealed under it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b

from seiyaku.core.errors import IntegrityError
from seiyaku.keys.binding import encode
from seiyaku.keys.memory import on_forget

from .statements import Cursor, marks, padded, run


@dataclass(frozen=True, slots=True, kw_only=True)
class Grounds:
    """What makes one basis. Masks: `purposes` of the policy then, `notified` those that the notice named."""

    family: str
    policy_version: str
    purposes: int
    source: str
    notified: int = 0
    notice: str = ""
    partner: str = ""
    attested: bool = False

    def digest(self) -> bytes:
        """Return the 16 bytes that stand for the basis in every value sealed under it."""
        said = encode(*(int(part) if isinstance(part, bool) else part for part in self.parts()))
        return blake2b(said, digest_size=16).digest()

    def parts(self) -> tuple[str | int | bool, ...]:
        """Return all of it, in the order of the table."""
        who = (self.source, self.notified, self.notice, self.partner, self.attested)
        return (self.family, self.policy_version, self.purposes, *who)


@dataclass(frozen=True, slots=True, kw_only=True)
class Acquired:
    """One acquisition as writers need it: its number and its basis."""

    id: int
    basis: int


_known: dict[int, tuple[Grounds, bytes]] = {}
on_forget(_known.clear)

_COLUMNS = "family, policy_version, purposes, source, notified, notice, partner, attested"


def basis(cursor: Cursor, grounds: Grounds) -> int:
    """Return the number of the basis with these grounds, writing it at its first use."""
    digest = grounds.digest()
    number = int.from_bytes(digest[:8], "big") >> 1
    run(
        cursor,
        f"INSERT INTO vault_basis (id, digest, {_COLUMNS}) VALUES ({marks(10)}) ON CONFLICT DO NOTHING",
        (number, digest, *grounds.parts()),
    )
    return number


def acquisition(
    cursor: Cursor, grounds: Grounds, *, at: int, channel: str, form: str = "", shown: str = "", evidence: str = "",
    provenance: str = "",
) -> Acquired:  # fmt: skip
    """Record one collection `at` (microseconds) and return what its values are sealed under."""
    number = basis(cursor, grounds)
    run(
        cursor,
        "INSERT INTO vault_acquisition (basis_id, form, channel, shown, evidence, provenance, at)"
        f" VALUES ({marks(7)}) RETURNING id",
        (number, form, channel, shown, evidence, provenance, at),
    )
    return Acquired(id=int(cursor.fetchone()[0]), basis=number)


def learn(cursor: Cursor, numbers: Iterable[int]) -> None:
    """Read the bases that this process has not met yet. They never change, so it never asks twice."""
    missing = [number for number in numbers if number not in _known]
    if not missing:
        return
    wanted = padded(missing)
    run(cursor, f"SELECT id, digest, {_COLUMNS} FROM vault_basis WHERE id IN ({marks(len(wanted))})", wanted)
    for number, digest, family, version, purposes, source, notified, notice, partner, attested in cursor.fetchall():
        grounds = Grounds(
            family=family, policy_version=version, purposes=purposes, source=source, notified=notified, notice=notice,
            partner=partner, attested=bool(attested),
        )  # fmt: skip
        if grounds.digest() != bytes(digest):
            raise IntegrityError("basis", f"number {number} was altered")
        _known[number] = grounds, bytes(digest)


def grounds(number: int) -> Grounds:
    """Return the grounds of a basis read before (`learn`)."""
    return _of(number)[0]


def digest(number: int) -> bytes:
    """Return the digest of a basis read before (`learn`)."""
    return _of(number)[1]


def _of(number: int) -> tuple[Grounds, bytes]:
    found = _known.get(number)
    if found is None:
        raise IntegrityError("basis", f"number {number} is not here")
    return found
