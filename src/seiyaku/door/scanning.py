"""
Look for a part of a value (policy 2-2, 7-1): a gated, audited scan, for the desk that has only half a name.

It opens one field of everybody, page by page: each page is an entry of the act `scan` that names whose value was opened
and who was left out; the values do not leave this module, only the public ids of those that match. It ends when enough
are found, so whoever was not reached was not opened. A last entry says how many were looked at and found.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from seiyaku.core.answers import Allowed
from seiyaku.core.asks import Actor
from seiyaku.core.errors import InputError, Refused
from seiyaku.core.variants import fold
from seiyaku.core.width import katakana, plain
from seiyaku.ledger import transactions, writing
from seiyaku.ledger.writing import Draft, Seen
from seiyaku.vault import opening, selecting
from seiyaku.vault.rows import Row

from .asking import ANYBODY, Sitting
from .crowds import as_many
from .desk import outside_transactions
from .results import Found, evidence
from .wants import Want

PAGE = 1000  # people to an entry; memory stays flat whatever is held
SHORTEST, LONGEST = 2, 100  # characters: one finds everybody
FOUND_AT_MOST = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Scanned(Found):
    """Who was found. `looked_at`: whose value was opened; `left`: who was left out; `ended`: everybody was reached."""

    looked_at: int
    left: int
    ended: bool


@dataclass(slots=True)
class _Scan:
    """A scan under way."""

    want: Want
    part: str
    most: int
    after: int = 0
    found: list[str] = field(default_factory=list)
    looked_at: int = 0
    left: int = 0

    @property
    def enough(self) -> bool:
        """Whether as many were found as may be."""
        return len(self.found) >= self.most


def scan(part: str, field: str, *, purpose: str, most: int = FOUND_AT_MOST, actor: Actor) -> Scanned:
    """
    Find people whose `field` contains `part`, in any usual spelling; at most `most` of them.

    Raises:
        Refused: the actor may not scan, or not this field for this purpose. The refusal is in the ledger.
        InputError: a part that is too short or too long, or too many wanted.
    """
    outside_transactions()
    wanted = spelt(part)
    if not SHORTEST <= len(wanted) <= LONGEST:
        raise InputError(where="part", found=f"{len(wanted)} characters", expected=f"{SHORTEST} to {LONGEST}")
    if not 1 <= most <= FOUND_AT_MOST:
        raise InputError(where="most", found=str(most), expected=f"1 to {FOUND_AT_MOST}")
    under_way = _Scan(Want(actor=actor, act="scan", purpose=purpose, fields=(field,)), wanted, most)
    ended = not any(under_way.enough for _ in _pages(under_way))
    return _close(under_way, ended=ended)


def spelt(text: str) -> str:
    """Return the text without what spellings differ by: width, kana, case, old forms of letters, spaces, hyphens."""
    return "".join(fold(katakana(plain(text))).casefold().replace("-", "").split())


def _pages(scan: _Scan) -> Iterator[None]:
    """Look at the next people until there are none, or enough."""
    while not scan.enough and _page(scan):
        yield


def _page(scan: _Scan) -> bool:
    """Decide on a page of people, write its entry, and open after it is durable; say whether there may be more."""
    want = scan.want
    with transactions.deciding() as cursor:
        sitting = Sitting.on(cursor)
        ask = sitting.ask(want)
        catalogue = sitting.rules.catalogue
        people = selecting.next_people(cursor, scan.after, PAGE)
        rows = selecting.rows(cursor, people, catalogue.sheets(ask.fields))
        facts = as_many(sitting.facts(want, None), len(people))
        whole = sitting.rules.gate.decide(ask, replace(facts, person=ANYBODY))
        granted, refused = _parted(sitting, want, rows) if isinstance(whole, Allowed) else ([], [])
        if not isinstance(whole, Allowed) or granted or refused:
            seen = [Seen(row.ordinal, row.mark) for row in granted]
            seen += [Seen(row.ordinal, row.mark, granted=False) for row in refused]
            body = sitting.body(want, ask, whole, refused_n=len(refused) or None)
            entry = writing.append(cursor, [Draft(body, seen)])[0]
            sitting.count(want, len(granted))
    if not isinstance(whole, Allowed):
        raise Refused(whole, entry.id)
    if granted:
        grant = writing.grant(entry, [row.ordinal for row in granted], whole.fields)
        for row in granted:
            values = opening.open_row(grant, catalogue, row, whole.fields)
            if any(scan.part in spelt(value) for value in values.values()):
                scan.found.append(row.pid.hex())
    scan.looked_at, scan.left = scan.looked_at + len(granted), scan.left + len(refused)
    scan.after = people[-1] if people else scan.after
    return len(people) == PAGE


def _parted(sitting: Sitting, want: Want, rows: list[Row]) -> tuple[list[Row], list[Row]]:
    """Part who may be looked at from who may not; who holds no such value is neither."""
    fields = sitting.ask(want).fields
    granted: list[Row] = []
    refused: list[Row] = []
    for row in rows:
        if row.fields & fields:
            (granted if isinstance(sitting.decide(want, row)[1], Allowed) else refused).append(row)
    return granted, refused


def _close(scan: _Scan, *, ended: bool) -> Scanned:
    found = scan.found[: scan.most]
    with transactions.deciding() as cursor:
        sitting = Sitting.on(cursor)
        ask = sitting.ask(scan.want)
        answer = sitting.rules.gate.decide(ask, replace(sitting.facts(scan.want, None), person=ANYBODY))
        counts = {"looked": scan.looked_at, "left": scan.left, "found": len(found)}
        body = sitting.body(scan.want, ask, answer, counts=counts) | {"answer": "done"}
        written = writing.append(cursor, [Draft(body)])[0]
    allowed = answer if isinstance(answer, Allowed) else None
    return Scanned(
        people=tuple(found), looked_at=scan.looked_at, left=scan.left, ended=ended, **evidence(written, allowed)
    )
