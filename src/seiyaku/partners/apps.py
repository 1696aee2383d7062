"""The Django application of this room."""

from django.apps import AppConfig


class PartnersConfig(AppConfig):
    """The partners room."""

    name = "seiyaku.partners"
    label = "partners"

    def ready(self) -> None:
        """Offer what keeps the lights."""
        from seiyaku.policy.offering import offer

        offer(self.name)
