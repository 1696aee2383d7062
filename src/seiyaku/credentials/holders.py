"""What this room answers for when the `mac` root key is turned (policy 3-3): by what linked sign-ins are found."""

from __future__ import annotations

import json
from typing import Literal

from seiyaku.keys import keyring as rings
from seiyaku.keys.keyring import keyring
from seiyaku.keys.macs import mac
from seiyaku.ledger.transactions import deciding
from seiyaku.papers import services as papers

from .models import Login
from .services import LOGIN

SYSTEM = {"act": "open-paper", "answer": "done", "actor": "system:rotation", "proven": "job", "note_kind": "login"}


class LoginDigests:
    """The digests of linked sign-ins; each is worked out anew from its sealed paper, under an entry."""

    name = "customer-logins"
    use: Literal["mac"] = "mac"

    def behind(self) -> int:
        """Return how many are not under the current key."""
        return Login.objects.exclude(key=keyring().current("mac").id).count()

    def move(self, after: int, limit: int) -> int | None:
        """Work the next ones out anew."""
        with deciding() as cursor:
            current = rings.for_writing(cursor).current("mac").id
            rows = list(Login.objects.filter(pk__gt=after).exclude(key=current).order_by("pk")[:limit])
            for row in rows:
                issuer, subject = json.loads(papers.open_in(row.paper, SYSTEM))
                Login.objects.filter(pk=row.pk).update(digest=mac(LOGIN, issuer, subject), key=current)
        return int(rows[-1].pk) if rows else None

    def clear(self, after: int, limit: int) -> int | None:  # noqa: ARG002  the protocol's
        """There is nothing left over: each was worked out anew in its place."""
        return None
