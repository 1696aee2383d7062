"""The Django application of this room."""

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    """The evidence room."""

    name = "seiyaku.evidence"
    label = "evidence"

    def ready(self) -> None:
        """Register what keeps the light of the safeguards."""
        from . import checks

        checks.add()
