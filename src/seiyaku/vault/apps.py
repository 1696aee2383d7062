"""The Django application of this room."""

from django.apps import AppConfig


class VaultConfig(AppConfig):
    """The vault room."""

    name = "seiyaku.vault"
    label = "vault"

    def ready(self) -> None:
        """Answer for wrapped keys and digests when root keys are turned."""
        from seiyaku.keys.rotation import register_holder

        from .holders import Digests, WrappedKeys

        register_holder(WrappedKeys())
        register_holder(Digests())

        from . import checks

        checks.add()
