"""The Django application of this room."""

from django.apps import AppConfig


class ConsentConfig(AppConfig):
    """The consent room."""

    name = "seiyaku.consent"
    label = "consent"

    def ready(self) -> None:
        """Register what keeps the lights."""
        from . import checks

        checks.add()
