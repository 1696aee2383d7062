"""The Django application of this room: no models, only the style of its reports."""

from django.apps import AppConfig


class CheckConfig(AppConfig):
    """The check room."""

    name = "seiyaku.check"
    label = "check"
