"""
Checks that everything the house holds is what its entries say (policy 2-1). The door is asked because it alone may read
whom an entry names.

* the ledger itself: see `ledger.verification`; here with the marks, so that the people roots are checked too
* cells: those that are here are exactly those that acts put here, and every act has its entry (an older cell put back,
  a foreign one, a deleted one, an act made up)
* relations: like cells; and each person's clock (22) runs from the day that their relations tell of
* standings: nobody's row is looser than the record of their choices, or than the stops that the entries tell of

Merging and parting people leaves rows stricter than their records; that is no finding.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from seiyaku.consent import queries as choices
from seiyaku.ledger import verification
from seiyaku.ledger.findings import Finding, Outside, Report
from seiyaku.ledger.transactions import Cursor, reading
from seiyaku.policy import queries
from seiyaku.vault import auditing, relations, writing
from seiyaku.vault.auditing import Standing
from seiyaku.vault.standings import STOPPED_PROVISION

SAID = {
    "foreign": "no act put it there: an older cell put back, or a foreign one",
    "missing": "put there by an act, and gone",
    "altered": "the record of an act is not what it was",
}


def verify(outside: Outside | None = None) -> Report:
    """Check everything in one snapshot; `outside`: what receivers hold."""
    heard = _Heard()
    with reading() as cursor:

        def marks(ordinals: Sequence[int]) -> dict[int, bytes]:
            return {who: one.mark for who, one in auditing.known(cursor, ordinals).items()}

        report = verification.check(cursor, marks, outside or Outside(), heard)
        report.findings += _cells(cursor, heard.digests)
        report.findings += _standings(cursor, heard.stops())
    return report


@dataclass(slots=True)
class _Heard:
    """What entries say that the rest of the house must agree with."""

    digests: Counter[bytes] = field(default_factory=Counter)
    turns: dict[bytes, tuple[str, bool]] = field(default_factory=dict)
    whom: dict[bytes, list[int]] = field(default_factory=dict)

    def entry(self, entry: bytes, said: Mapping[str, Any]) -> None:
        if "digest" in said:
            self.digests[bytes.fromhex(said["digest"])] += 1
        what, _, use = said.get("note_kind", "").partition(":")
        if what in {"stop", "resume"} and said.get("answer") == "done":
            self.turns[entry] = use, what == "stop"

    def person(self, entry: bytes, who: int, *, granted: bool) -> None:
        if granted and entry in self.turns:
            self.whom.setdefault(entry, []).append(who)

    def stops(self) -> dict[int, set[str]]:
        """Return what is stopped for whom: the last word counts."""
        stopped: dict[int, set[str]] = {}
        for entry, (use, on) in self.turns.items():
            for who in self.whom.get(entry, ()):
                uses = stopped.setdefault(who, set())
                (uses.add if on else uses.discard)(use)
        return stopped


def _cells(cursor: Cursor, digests: Counter[bytes]) -> Iterator[Finding]:
    found = writing.verify(cursor)
    people = auditing.known(cursor, [each.person for each in found if each.person is not None])
    for each in found:
        who = people.get(each.person) if each.person is not None else None
        where = f"{each.place} of {who.pid.hex()}" if who else each.place
        yield Finding("cell", f"{where}: {SAID[each.what]}" + (f" ({each.count})" if each.count > 1 else ""))
    acts = Counter(writing.written(cursor))
    for digest in acts - digests:
        yield Finding("act", f"cells were changed without an entry: {digest.hex()[:16]}")
    for digest in digests - acts:
        yield Finding("act", f"what an entry changed is not recorded: {digest.hex()[:16]}")


def _standings(cursor: Cursor, stops: Mapping[int, set[str]]) -> Iterator[Finding]:
    bits = queries.bits().purposes
    for block in auditing.standings(cursor):
        records = choices.masks([one.ordinal for one in block], bits)
        clocks = relations.clocks(cursor, [one.ordinal for one in block])
        for one in block:
            consents, refusals = records.get(one.ordinal, (0, 0))
            looser = {
                "consents that nobody gave": one.consents & ~consents,
                "refusals that are not heeded": refusals & ~one.refusals,
                "stops that are not heeded": _stopped(one, stops.get(one.ordinal, ()), bits),
            }
            if one.merged_into is None and one.relation_ended_on != clocks[one.ordinal]:
                yield Finding("standing", f"{one.pid.hex()}: the end of the relation is not the one its rows tell of")
            for what, mask in looser.items():
                if mask and one.merged_into is None:
                    names = [name for name, bit in bits.items() if mask >> bit & 1] or ["provision"]
                    yield Finding("standing", f"{one.pid.hex()}: {what}: {', '.join(names)}")


def _stopped(one: Standing, uses: Iterable[str], bits: Mapping[str, int]) -> int:
    """Return the mask of purposes stopped though the row does not say so; the highest bit stands for provision."""
    mask = 0
    for use in uses:
        if use != "provision":
            mask |= 1 << bits[use] & ~one.stopped
        elif not one.flags & STOPPED_PROVISION:
            mask |= 1 << 63
    return mask
