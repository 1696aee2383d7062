"""The Django application of this room."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """The portal room."""

    name = "seiyaku.portal"
    label = "portal"
