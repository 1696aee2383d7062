"""The Django application of this room."""

from django.apps import AppConfig


class PartnersConfig(AppConfig):
    """The partners room."""

    name = "seiyaku.partners"
    label = "partners"

    def ready(self) -> None:
        """Register what keeps the lights."""
        from . import checks

        checks.add()
