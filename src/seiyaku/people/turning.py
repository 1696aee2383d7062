"""
Turning a root key, and changing the operator's key that wraps them all, are acts of two people (policy 3-1, 3-3): under
an approval, in the ledger at both ends.

Whoever holds the keys begins it, or goes on with one that was broken off; moving needs nobody's leave any more.
"""

from __future__ import annotations

from collections.abc import Iterator

from seiyaku.core.asks import Actor
from seiyaku.keys import rotation
from seiyaku.keys.keyring import Use, keyring
from seiyaku.keys.rotation import Progress
from seiyaku.ledger.transactions import take_head

from . import approvals
from .acting import acting

ACT = "rotate-keys"
OPERATOR = "change-operator-key"
HOLDING = frozenset({"key-holder"})


def turn(use: Use, approval: str | None, *, actor: Actor) -> Iterator[Progress]:
    """
    Turn the root key of `use` to the end, telling how far it is.

    One that was cut short goes on; one that was cut short after the old key's end, with the same approval, has its
    bytes taken off the disk.

    Raises:
        Refused: the actor does not hold the keys, or nobody else approved it.
        Conflict: something stands under the old key that nobody answers for: the old key stays.
    """
    with acting(ACT, actor) as doing:
        doing.must_hold(HOLDING)
        over = not rotation.is_turning(use) and approvals.is_used(approval, ACT, use)
        if not over and not rotation.is_turning(use):
            approvals.use(doing, approval, ACT, use)
            take_head(doing.cursor)  # before the keyring's row, in the order in which writers take both
            doing.done("key", f"root-key:{rotation.begin(use)}", note_kind="begun")
    gone: list[bytes] = []
    if not over:
        yield from rotation.steps(use)
        rotation.clear(use)
        with acting(ACT, actor) as doing:
            doing.must_hold(HOLDING)
            take_head(doing.cursor)
            gone = rotation.destroy(use)
            doing.done("key", f"root-key:{keyring().current(use).id}", note_kind="old-destroyed")
    rotation.scrub(gone)
    yield Progress(use, "", 0, destroyed=True)


def has_changed(place: str) -> bool:
    """Tell whether the keyring is wrapped by the key at `place`, and see a change that was cut short through."""
    if not rotation.is_wrapped_by(place):
        return False
    rotation.scrub()
    return True


def change_operator(place: str, approval: str | None, *, actor: Actor) -> None:
    """
    Wrap the keyring by the operator's key at `place` (as the setting OPERATOR_KEY writes it) instead of the one in use.

    Processes that run go on; they need the new setting when they next start. The caller sees to that.

    Raises:
        Refused: the actor does not hold the keys, or nobody else approved exactly this place.
        Unavailable: there is no operator's key at `place`, or others may read it.
    """
    with acting(OPERATOR, actor) as doing:
        doing.must_hold(HOLDING)
        approvals.use(doing, approval, OPERATOR, place)
        take_head(doing.cursor)
        new, gone = rotation.change_operator(place)
        doing.done("key", f"operator-key:{new.id}", note_kind="changed")
    rotation.scrub(gone)
