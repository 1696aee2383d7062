"""The Django application of this room."""

from django.apps import AppConfig


class ConsentConfig(AppConfig):
    """The consent room."""

    name = "seiyaku.consent"
    label = "consent"

    def ready(self) -> None:
        """Offer what keeps the lights; have hashes of refusals carried outside with what was taken back (4-1-G)."""
        from seiyaku.ledger.takeaway import carry
        from seiyaku.policy.offering import offer

        from .suppression import CHAIN, since

        offer(self.name)
        carry(CHAIN, since)
