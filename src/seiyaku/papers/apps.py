"""The Django application of this room."""

from django.apps import AppConfig


class PapersConfig(AppConfig):
    """The papers room."""

    name = "seiyaku.papers"
    label = "papers"
