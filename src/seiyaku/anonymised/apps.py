"""The Django application of this room."""

from __future__ import annotations

from django.apps import AppConfig


class AnonymisedConfig(AppConfig):
    """The anonymised room."""

    name = "seiyaku.anonymised"
    label = "anonymised"

    def ready(self) -> None:
        """Register what keeps the lights of anonymised information."""
        from . import checks

        checks.add()
