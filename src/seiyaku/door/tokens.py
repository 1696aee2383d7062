"""
Whom a program's token proves, remembered as the standings of actors are (`standings`), and never beyond its own end.

For an ask that the door decides whatever the proof said: its transaction reads the newest change, and there a token
taken back, a program ended or somebody who left is not active, whichever process wrote it. An ask that is answered
without the door proves its token anew (`people.queries`).
"""

from __future__ import annotations

from time import time

from seiyaku.core.asks import Actor
from seiyaku.people.queries import proof_of
from seiyaku.people.tokens import stored

from . import standings

AT_MOST = 4_096  # tokens, each for one member of staff


def proven(token: str, on_behalf_of: str | None) -> Actor:
    """
    Return the actor that a program's token proves.

    Raises:
        NotProven: it proves nobody, as far as this process knows; the door looks again.
    """
    kept, key = standings.proofs(), (stored(token), on_behalf_of)
    known = kept.get(key)
    if known is None or known.ends <= time():
        known = proof_of(token, on_behalf_of)
        if len(kept) >= AT_MOST:
            kept.clear()
        kept[key] = known
    return known.actor
