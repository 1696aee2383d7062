"""The Django application of this shell."""

from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    """The console."""

    name = "seiyaku.console"
    label = "console"

    def ready(self) -> None:
        """Hear of sign-ins, so that each begins a session of seiyaku.people."""
        from .listening import listen

        listen()
