"""The Django application of this room."""

from django.apps import AppConfig


class DoorConfig(AppConfig):
    """The door room."""

    name = "seiyaku.door"
    label = "door"

    def ready(self) -> None:
        """Offer what keeps the lights."""
        from seiyaku.policy.offering import offer

        offer(self.name)
