"""Turning a root key to the end without the two people it takes in earnest, in the order of locks that writers keep."""

from __future__ import annotations

from collections.abc import Iterator

from seiyaku.keys import rotation
from seiyaku.keys.keyring import Use
from seiyaku.keys.rotation import BATCH, Progress
from seiyaku.ledger.transactions import changing, take_head


def turn(use: Use, batch: int = BATCH) -> Iterator[Progress]:
    """Begin a turn, or go on with the one under way, up to the end, telling how far it is."""
    if not rotation.is_turning(use):
        with changing() as cursor:
            take_head(cursor)
            rotation.begin(use)
    yield from rotation.steps(use, batch)
    finish(use, batch)
    yield Progress(use, "", 0, destroyed=True)


def finish(use: Use, batch: int = BATCH) -> None:
    """Clear, destroy and scrub: the retired keys of this use are gone."""
    rotation.clear(use, batch)
    with changing() as cursor:
        take_head(cursor)
        gone = rotation.destroy(use)
    rotation.scrub(gone)
