"""The Django application of this room."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """The people room."""

    name = "seiyaku.people"
    label = "people"
