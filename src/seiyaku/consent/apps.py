"""The Django application of this room."""

from django.apps import AppConfig


class ConsentConfig(AppConfig):
    """The consent room."""

    name = "seiyaku.consent"
    label = "consent"
