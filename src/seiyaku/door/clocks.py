"""
When people's information was last used for a purpose (policy 2-3; art. 22): taken from the ledger, by the nightly job.

A read writes nothing for it. Before anything ends, the entries since the last run are gone through, for the purposes
that keep their fields `until: last-use`; a day is as fine as it gets. If the policy names another such purpose, the
whole ledger is gone through once more.
"""

from __future__ import annotations

from collections.abc import Mapping

from seiyaku.core.model import Policy
from seiyaku.ledger import reading, transactions
from seiyaku.ledger.transactions import Cursor
from seiyaku.vault import relations
from seiyaku.vault.times import local_day

from .asking import Sitting

PAGE = 2000  # entries gone through in one transaction
PEOPLE = 4096  # people noted in one statement's turn


def bring_up() -> int:
    """Go through what the ledger tells since the last run; return how many uses moved a clock."""
    moved, page = 0, PAGE
    while page == PAGE:
        with transactions.deciding() as cursor:
            page, uses = _page(cursor)
        moved += uses
    return moved


def _page(cursor: Cursor) -> tuple[int, int]:
    sitting = Sitting.on(cursor)
    ticking = _ticking(sitting.rules.policy, sitting.rules.bits.purposes)
    named = " ".join(sorted(ticking))
    cursor.execute("SELECT number FROM door_clock WHERE id = 1 AND purposes = %s", (named,))
    row = cursor.fetchone()
    start = int(row[0]) if row else 0
    entries = reading.following(cursor, start, PAGE)
    moved = 0
    for entry in entries:
        bit = ticking.get(entry.body.get("purpose", ""))
        if bit is None or entry.body["answer"] != "allowed":
            continue
        moved += 1
        for people in reading.granted_in(cursor, entry.id, PEOPLE):
            relations.used(cursor, people, bit, local_day(entry.body["at"] * 1000))
    reached = entries[-1].number + 1 if entries else start
    cursor.execute(
        "INSERT INTO door_clock (id, number, purposes) VALUES (1, %s, %s)"
        " ON CONFLICT (id) DO UPDATE SET number = excluded.number, purposes = excluded.purposes",
        (reached, named),
    )
    return len(entries), moved


def _ticking(policy: Policy, places: Mapping[str, int]) -> dict[str, int]:
    """Return the purposes whose ends hang on the last use, with their bits."""
    return {
        name: places[name]
        for name, purpose in policy.rules.purposes.items()
        if any(keep and keep.until == "last-use" for keep in (purpose.keep, *purpose.keep_fields.values()))
    }
