"""The Django application of this room."""

from django.apps import AppConfig


class BackupConfig(AppConfig):
    """The backup room."""

    name = "seiyaku.backup"
    label = "backup"
