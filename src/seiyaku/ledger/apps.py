"""The Django application of this room."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """The ledger room."""

    name = "seiyaku.ledger"
    label = "ledger"

    def ready(self) -> None:
        """Have the keys room queue with the writers when it empties the database's log."""
        from seiyaku.keys.rotation import wait_with

        from .queueing import turn

        wait_with(turn)
