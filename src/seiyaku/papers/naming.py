"""What a record is called outside its own table, and how an entry names who acted."""

from __future__ import annotations

import secrets

from seiyaku.core.asks import Actor


def new_ref(what: str) -> str:
    """Return a fresh opaque reference such as "paper:3f9c…"; it says nothing about what it names."""
    return f"{what}:{secrets.token_hex(12)}"


def told(actor: Actor) -> dict[str, str]:
    """Return how an entry names the actor: reference and proof, and whom it acts for."""
    named = {"actor": actor.id, "proven": actor.proven_by}
    if actor.session is not None:
        named["session"] = actor.session
    if actor.on_behalf_of is not None:
        named["behalf"] = actor.on_behalf_of.id
    return named
