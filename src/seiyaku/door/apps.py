"""The Django application of this room."""

from django.apps import AppConfig


class DoorConfig(AppConfig):
    """The door room."""

    name = "seiyaku.door"
    label = "door"
