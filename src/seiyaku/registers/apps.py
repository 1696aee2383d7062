"""The Django application of this room."""

from django.apps import AppConfig


class RegistersConfig(AppConfig):
    """The registers room."""

    name = "seiyaku.registers"
    label = "registers"
