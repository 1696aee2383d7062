"""The Django application of this room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import AppConfig

if TYPE_CHECKING:
    from seiyaku.keys.rotation import Holder


class CredentialsConfig(AppConfig):
    """The room of customers' credentials."""

    name = "seiyaku.credentials"
    label = "credentials"

    def ready(self) -> None:
        """Answer for the digests of linked sign-ins when the mac root key is turned."""
        from seiyaku.keys.rotation import offer_holders

        offer_holders(_holders)


def _holders() -> list[Holder]:
    """Import them when they are asked for: nothing at the start needs them."""
    from .holders import LoginDigests

    return [LoginDigests()]
