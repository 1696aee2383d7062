"""The Django application of this room."""

from django.apps import AppConfig


class ConsentConfig(AppConfig):
    """The consent room."""

    name = "seiyaku.consent"
    label = "consent"

    def ready(self) -> None:
        """Register what keeps the lights; have hashes of refusals carried outside with what was taken back (4-1-G)."""
        from seiyaku.ledger.takeaway import carry

        from . import checks
        from .suppression import CHAIN, since

        checks.add()
        carry(CHAIN, since)
