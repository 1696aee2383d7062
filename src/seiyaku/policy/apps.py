"""The Django application of this room."""

from django.apps import AppConfig


class PolicyConfig(AppConfig):
    """The policy room."""

    name = "seiyaku.policy"
    label = "policy"

    def ready(self) -> None:
        """Register what keeps the lights."""
        from . import checks

        checks.add()
