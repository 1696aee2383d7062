"""The Django application of this room."""

from __future__ import annotations

from django.apps import AppConfig


class AnonymisedConfig(AppConfig):
    """The anonymised room."""

    name = "seiyaku.anonymised"
    label = "anonymised"

    def ready(self) -> None:
        """Offer what keeps the lights of anonymised information."""
        from seiyaku.policy.offering import offer

        offer(self.name)
