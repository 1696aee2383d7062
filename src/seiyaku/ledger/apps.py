"""The Django application of this room."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """The ledger room."""

    name = "seiyaku.ledger"
    label = "ledger"
