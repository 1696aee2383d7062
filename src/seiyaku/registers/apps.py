"""The Django application of this room."""

from django.apps import AppConfig


class RegistersConfig(AppConfig):
    """The registers room."""

    name = "seiyaku.registers"
    label = "registers"

    def ready(self) -> None:
        """Answer for the registers' keys when the register root key is turned."""
        from seiyaku.keys.rotation import register_holder

        from .holders import RegisterKeys

        register_holder(RegisterKeys())
