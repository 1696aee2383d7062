"""The Django application of this room."""

from django.apps import AppConfig


class PapersConfig(AppConfig):
    """The papers room."""

    name = "seiyaku.papers"
    label = "papers"

    def ready(self) -> None:
        """Answer for papers' keys when the paper root key is turned."""
        from seiyaku.keys.rotation import register_holder

        from .holders import PaperKeys

        register_holder(PaperKeys())
