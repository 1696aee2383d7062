"""L1: appending to the ledger with group commit, tiles and people index included, against one commit an entry."""

from __future__ import annotations

import statistics

from tests.bench.harness import Bar, Result, figure, interleaved
from tests.bench.ledgers import durability, set_up, write

GROUP = 64


def run(*, quick: bool) -> Result:
    """Append in groups of 64 and one by one, in turn, on a fresh ledger on disk."""
    set_up()
    grouped, single = (2_048, 256) if quick else (16_384, 1_024)
    written = 0

    def append(count: int, each: int) -> None:
        nonlocal written
        write(written, count, each)
        written += count

    taken = interleaved(
        {"grouped": lambda: append(grouped, GROUP), "single": lambda: append(single, 1)}, rounds=3 if quick else 5
    )
    _check(written)

    together = [grouped / seconds for seconds in taken["grouped"].wall]
    alone = [single / seconds for seconds in taken["single"].wall]
    rate = statistics.median(together)
    ratio = statistics.median(a / b for a, b in zip(together, alone, strict=True))
    return Result(
        id="L1",
        work="append single-person entries: people root, index, tiles, MAC",
        checked="the independent verifier's root over all entries, and the ledger's own verification",
        durability=durability(),
        figures=[
            figure("64 per commit, wall", taken["grouped"].wall, unit="us an entry", each=grouped, scale=1e6),
            figure("64 per commit, CPU", taken["grouped"].cpu, unit="us an entry", each=grouped, scale=1e6),
            figure("one per commit, wall", taken["single"].wall, unit="us an entry", each=single, scale=1e6),
            figure("one per commit, CPU", taken["single"].cpu, unit="us an entry", each=single, scale=1e6),
        ],
        bars=[
            Bar(asked="at least 50,000 entries/s at 64 per commit", found=f"{rate:,.0f}/s", met=rate >= 50_000),
            Bar(asked="at least 10 x one per commit", found=f"{ratio:.1f} x", met=ratio >= 10),
        ],
    )


def _check(written: int) -> None:
    import seiyaku_verify
    from seiyaku.ledger import forms, tree
    from seiyaku.ledger.transactions import raw_cursor
    from seiyaku.ledger.verification import verify

    cursor = raw_cursor()
    leaves = [seiyaku_verify.leaf_hash(body) for body in forms.bodies(cursor)]
    assert len(leaves) == written
    assert seiyaku_verify.roots(leaves, [written])[written] == tree.tiles(cursor).root()
    assert verify().findings == []
