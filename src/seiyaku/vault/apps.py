"""The Django application of this room."""

from django.apps import AppConfig


class VaultConfig(AppConfig):
    """The vault room."""

    name = "seiyaku.vault"
    label = "vault"
