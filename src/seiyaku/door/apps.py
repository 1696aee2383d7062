"""The Django application of this room."""

from django.apps import AppConfig


class DoorConfig(AppConfig):
    """The door room."""

    name = "seiyaku.door"
    label = "door"

    def ready(self) -> None:
        """Register what keeps the lights."""
        from . import checks

        checks.add()
