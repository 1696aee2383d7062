"""The Django application of this room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import AppConfig

if TYPE_CHECKING:
    from seiyaku.keys.rotation import Holder


class LedgerConfig(AppConfig):
    """The ledger room."""

    name = "seiyaku.ledger"
    label = "ledger"

    def ready(self) -> None:
        """Have the keys room queue with the writers when it empties the database's log, and turn the `mac` key."""
        from seiyaku.keys.rotation import offer_holders, wait_with

        from .queueing import turn

        wait_with(turn)
        offer_holders(_holders)


def _holders() -> list[Holder]:
    """Import them when they are asked for: nothing at the start needs them."""
    from .holders import TreeAndQueue

    return [TreeAndQueue()]
