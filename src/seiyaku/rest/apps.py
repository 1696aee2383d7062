"""The Django application of this room."""

from django.apps import AppConfig


class RestConfig(AppConfig):
    """The rest room."""

    name = "seiyaku.rest"
    label = "rest"
