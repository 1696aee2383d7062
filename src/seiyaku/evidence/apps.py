"""The Django application of this room."""

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    """The evidence room."""

    name = "seiyaku.evidence"
    label = "evidence"

    def ready(self) -> None:
        """Offer what keeps the light of the safeguards."""
        from seiyaku.policy.offering import offer

        offer(self.name)
