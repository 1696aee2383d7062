"""The Django application of this room."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """The people room."""

    name = "seiyaku.people"
    label = "people"

    def ready(self) -> None:
        """Answer for the secrets of second factors when the paper root key is turned."""
        from seiyaku.keys.rotation import register_holder

        from .factors import FactorSecrets

        register_holder(FactorSecrets())

        from . import checks

        checks.add()
