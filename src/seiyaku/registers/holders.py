"""What this room answers for when the `register` root key is turned (policy 3-3): the key of each class and month."""

from __future__ import annotations

from typing import Literal

from django.db import connection

from seiyaku.keys import keyring, wrapping
from seiyaku.ledger.transactions import deciding, raw_cursor

from .models import RegisterKey
from .services import of


class RegisterKeys:
    """The keys of the registers: the first four bytes of each name the root key it is under."""

    name = "register-keys"
    use: Literal["register"] = "register"

    def behind(self) -> int:
        """Return how many keys are not under the current register key; destroyed ones are under none."""
        current = keyring.keyring().current("register").id.to_bytes(wrapping.HEAD, "big")
        cursor = raw_cursor()
        cursor.execute(
            "SELECT count(*) FROM registers_registerkey WHERE wrapped IS NOT NULL AND substr(wrapped, 1, 4) <> %s",
            (current,),
        )
        return int(cursor.fetchone()[0])

    def move(self, after: int, limit: int) -> int | None:
        """Wrap the next keys anew, each only if it is still the one that was read: what was destroyed stays so."""
        with deciding(), connection.cursor() as cursor:
            keyring.for_writing(cursor)
            rows = list(RegisterKey.objects.filter(pk__gt=after, destroyed_at=None).order_by("pk")[:limit])
            for row in rows:
                old = bytes(row.wrapped or b"")
                new = wrapping.rewrap("register", old, *of(row.record_class, row.month))
                if new is not None:
                    RegisterKey.objects.filter(pk=row.pk, wrapped=old).update(wrapped=new)
        return int(rows[-1].pk) if rows else None

    def clear(self, after: int, limit: int) -> int | None:  # noqa: ARG002  the protocol's
        """There is nothing left over: each key was wrapped anew in its place."""
        return None
