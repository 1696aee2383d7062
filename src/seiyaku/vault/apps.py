"""The Django application of this room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import AppConfig

if TYPE_CHECKING:
    from seiyaku.keys.rotation import Holder


class VaultConfig(AppConfig):
    """The vault room."""

    name = "seiyaku.vault"
    label = "vault"

    def ready(self) -> None:
        """Answer for wrapped keys and digests when root keys are turned."""
        from seiyaku.keys.rotation import offer_holders

        offer_holders(_holders)

        from . import checks

        checks.add()


def _holders() -> list[Holder]:
    """Import them when they are asked for: nothing at the start needs them."""
    from .holders import Digests, WrappedKeys

    return [WrappedKeys(), Digests()]
