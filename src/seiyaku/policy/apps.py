"""The Django application of this room."""

from django.apps import AppConfig


class PolicyConfig(AppConfig):
    """The policy room."""

    name = "seiyaku.policy"
    label = "policy"

    def ready(self) -> None:
        """Offer what keeps the lights."""
        from seiyaku.policy.offering import offer

        offer(self.name)
