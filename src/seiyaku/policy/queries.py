"""What others may read: the policy in force, its versions, the bits of names."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection

from seiyaku.core.asks import Bits
from seiyaku.core.errors import IntegrityError, NotFound, PolicyError
from seiyaku.core.model import Policy
from seiyaku.keys.memory import on_forget
from seiyaku.ledger.transactions import raw_cursor, reported

from . import loading
from .models import Bit, PolicyFile, PolicyVersion, ProposedFile

# Asked for with every page and every ask; versions are never altered, so what one says is read once.
_NEWEST = "SELECT number, version FROM policy_policyversion WHERE effective <= %s ORDER BY number DESC LIMIT 1"

_policies: dict[str, Policy] = {}
_shown: dict[tuple[int, str], Published] = {}
_bits: list[Bits] = []


@dataclass(frozen=True, slots=True)
class Published:
    """A version as it was published, and what it says."""

    number: int
    version: str
    effective: dt.date
    published_at: dt.datetime
    policy: Policy


@on_forget
def forget() -> None:
    """Forget what this process has read; the next question reads the tables again."""
    _policies.clear()
    _shown.clear()
    _bits.clear()


def today() -> dt.date:
    """Return today's date where the operator is."""
    return dt.datetime.now(ZoneInfo(settings.OPERATOR_TIME_ZONE)).date()


@reported()
def in_force(on: dt.date | None = None) -> Published:
    """Return the version in force on a day, by default today. Raises NotFound when there is none, Unavailable."""
    cursor = raw_cursor()
    cursor.execute(_NEWEST, (connection.ops.adapt_datefield_value(on or today()),))
    found = cursor.fetchone()
    if found is None:
        raise NotFound("no policy is in force: publish one with `seiyaku policy publish`")
    if tuple(found) not in _shown:
        _shown[tuple(found)] = _published(PolicyVersion.objects.get(number=found[0], version=found[1]))
    return _shown[tuple(found)]


def versions() -> list[Published]:
    """Return every published version, the newest first."""
    return [_published(row) for row in PolicyVersion.objects.order_by("-number")]


def newest() -> Published:
    """Return the version that was published last, in force or coming. Raises NotFound when there is none."""
    row = PolicyVersion.objects.order_by("-number").first()
    if row is None:
        raise NotFound("no policy is published")
    return _published(row)


def proposed(digest: str) -> Policy | None:
    """Return what a version that is proposed says; None where that is not kept, or is not what was proposed."""
    kept = {row.name: bytes(row.body) for row in ProposedFile.objects.filter(version=digest)}
    if not kept or loading.digest(kept) != digest:
        return None
    try:
        return loading.load_files(kept, published=True)
    except PolicyError:  # proposed under another release of the house, which read it otherwise
        return None


def count() -> int:
    """Return how many versions were published."""
    return PolicyVersion.objects.count()


def version(digest: str) -> Published:
    """Return one version by its digest, or by the first eight or more digits of it. Raises NotFound."""
    rows = list(PolicyVersion.objects.filter(version__startswith=digest)[:2]) if len(digest) >= 8 else []
    if len(rows) != 1:
        raise NotFound(f"no policy version {digest[:64]!r}")
    return _published(rows[0])


def files(digest: str) -> dict[str, bytes]:
    """Return the files of a version, byte for byte as they were published."""
    return {row.name: bytes(row.body) for row in PolicyFile.objects.filter(version__version=digest)}


def bits() -> Bits:
    """Return the bit of every name any version ever used."""
    if not _bits:
        kinds: dict[str, dict[str, int]] = {"field": {}, "purpose": {}, "duty": {}}
        for kind, name, bit in Bit.objects.order_by("bit").values_list("kind", "name", "bit"):
            kinds[kind][name] = bit
        _bits.append(Bits(fields=kinds["field"], purposes=kinds["purpose"], duties=kinds["duty"]))
    return _bits[0]


def _published(row: PolicyVersion) -> Published:
    if row.version not in _policies:
        _bits.clear()  # a version this process has not seen may have brought names
        kept = files(row.version)
        if loading.digest(kept) != row.version:
            raise IntegrityError(f"policy version {row.version[:16]}", "its files are not what was published")
        _policies[row.version] = loading.load_files(kept, published=True)
    return Published(row.number, row.version, row.effective, row.published_at, _policies[row.version])
