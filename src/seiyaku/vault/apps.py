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
        """Answer for wrapped keys and digests when root keys are turned; offer what keeps the lights."""
        from seiyaku.keys.rotation import offer_holders
        from seiyaku.policy.offering import offer

        offer_holders(_holders)
        offer(self.name)


def _holders() -> list[Holder]:
    """Import them when they are asked for: nothing at the start needs them."""
    from .holders import Digests, WrappedKeys

    return [WrappedKeys(), Digests()]
