"""The Django application of this room."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """The ledger room."""

    name = "seiyaku.ledger"
    label = "ledger"

    def ready(self) -> None:
        """Have the keys room queue with the writers when it empties the database's log, and turn the `mac` key."""
        from seiyaku.keys.rotation import register_holder, wait_with

        from .holders import TreeAndQueue
        from .queueing import turn

        wait_with(turn)
        register_holder(TreeAndQueue())
