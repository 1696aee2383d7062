"""What the post answers for when the `paper` root key is turned (policy 3-3): each body's own wrapped key."""

from __future__ import annotations

from typing import Literal

from django.db import connection

from seiyaku.keys import keyring, wrapping
from seiyaku.ledger.transactions import deciding, raw_cursor

from .models import BodyKey


class BodyKeys:
    """The keys of bodies: the first four bytes of each name the root key it is under."""

    name = "body-keys"
    use: Literal["paper"] = "paper"

    def behind(self) -> int:
        """Return how many keys are not under the current paper key."""
        current = keyring.keyring().current("paper").id.to_bytes(wrapping.HEAD, "big")
        cursor = raw_cursor()
        cursor.execute("SELECT count(*) FROM post_bodykey WHERE substr(wrapped, 1, 4) <> %s", (current,))
        return int(cursor.fetchone()[0])

    def move(self, after: int, limit: int) -> int | None:
        """Wrap the next keys anew, each only if it is still the one that was read: what was destroyed stays so."""
        with deciding(), connection.cursor() as cursor:
            keyring.for_writing(cursor)
            rows = BodyKey.objects.filter(pk__gt=after).order_by("pk")[:limit]
            lines = list(rows.values_list("pk", "body__ref", "wrapped"))
            for number, ref, old in lines:
                new = wrapping.rewrap("paper", bytes(old), "body", ref)
                if new is not None:
                    BodyKey.objects.filter(pk=number, wrapped=bytes(old)).update(wrapped=new)
        return int(lines[-1][0]) if lines else None

    def clear(self, after: int, limit: int) -> int | None:  # noqa: ARG002  the protocol's
        """There is nothing left over: each key was wrapped anew in its place."""
        return None
