"""
Have everything on disk searched for what was erased (policy 2-1, 2-3; arts. 22, 35): for all who wait, in one pass.

Whoever comes alone is searched for at once. Those who come while a search goes on wait for its end, and then share: one
sweep of files, one emptying of the log, one pass over everything with the needles of all, one commit of what closes
them. Each hears of their own bytes alone, and what stands in the way of one stays theirs.

A crash leaves what it leaves of one: what was forgotten is gone, no entry closes it, and the night goes over the disk
(`ending`), because nobody knows any more what to look for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from seiyaku.core.errors import Unavailable
from seiyaku.ledger import transactions, writing
from seiyaku.ledger.writing import Draft, Written
from seiyaku.vault import attachments, searching
from seiyaku.vault.searching import Hit, Needles

from .asking import Sitting
from .desk import Errand, desk_for, outside_transactions

AT_ONCE = 100_000  # needles in one pass: more than a few hundred people's take another, and memory stays flat

Close = Callable[[Sitting, Sequence[Sequence[Hit]]], Sequence[Draft]]


@dataclass(frozen=True, slots=True)
class Sought:
    """People to be searched for, by their needles, and the entries that say what was found of each."""

    needles: Sequence[Needles]
    close: Close | None


@dataclass(frozen=True, slots=True)
class Combed:
    """What was found of each, in order, and the entries that say so."""

    hits: Sequence[Sequence[Hit]]
    written: Sequence[Written] = ()


def comb(needles: Sequence[Needles], close: Close | None = None) -> Combed:
    """
    Sweep the files of those who were forgotten, search everything on disk for them, and write what `close` says of it.

    Raises:
        Unavailable: a reader kept the disk from settling, or the house closed; no entry says that anything was proven.
    """
    outside_transactions()
    combed: Combed = desk_for(serve).run(Sought(tuple(needles), close))
    return combed


def serve(batch: Sequence[Errand]) -> None:
    """Search for everybody of the batch, and close all of them in one durable transaction."""
    _sweep()
    proven = iter(_prove([needles for errand in batch for needles in errand.want.needles]))
    combed: list[tuple[Errand, list[list[Hit]]]] = []
    for errand in batch:
        of_it = list(islice(proven, len(errand.want.needles)))
        errand.error = next((each for each in of_it if isinstance(each, Unavailable)), None)
        if errand.error is None:
            combed.append((errand, [each for each in of_it if not isinstance(each, Unavailable)]))
    _close(combed)


def _sweep() -> None:
    """Take the writers' turn only where files are due: what was forgotten before this is committed and seen."""
    if attachments.due(transactions.raw_cursor()):
        with transactions.deciding() as cursor:
            attachments.sweep(cursor)


def _prove(sought: Sequence[Needles]) -> Iterator[list[Hit] | Unavailable]:
    some: list[Needles] = []
    for needles in sought:
        if some and sum(len(each.known) for each in some) + len(needles.known) > AT_ONCE:
            yield from searching.prove(some)
            some = []
        some.append(needles)
    yield from searching.prove(some)


def _close(combed: Sequence[tuple[Errand, list[list[Hit]]]]) -> None:
    """Write what closes each, all in one transaction; nobody is told before it is durable."""
    done = [Combed(hits) for _, hits in combed]
    if any(errand.want.close is not None for errand, _ in combed):
        with transactions.deciding() as cursor:
            sitting = Sitting.on(cursor)
            done = [
                Combed(hits, writing.append(cursor, errand.want.close(sitting, hits)) if errand.want.close else ())
                for errand, hits in combed
            ]
    for (errand, _), came in zip(combed, done, strict=True):
        errand.result = came
