"""The Django application of this room."""

from django.apps import AppConfig


class KeysConfig(AppConfig):
    """The keys room."""

    name = "seiyaku.keys"
    label = "keys"
