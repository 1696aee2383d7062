"""Where people can be reached, so that a refusal that outlived somebody is heeded there (policy 4-1-F, 4-1-G)."""

from __future__ import annotations

from collections.abc import Mapping

from seiyaku.consent import services as choices
from seiyaku.core.errors import InputError
from seiyaku.core.identity import normalise
from seiyaku.vault.catalogue import Catalogue

from .acting import Acting

REACHED_BY = ("phone", "email", "address")  # types whose keyed hash lets a refusal outlive the person


def contacts(catalogue: Catalogue, values: Mapping[str, str | None]) -> dict[str, str]:
    """Return the values by which somebody is reached, normalised, by field; what no spelling fits is left out."""
    found: dict[str, str] = {}
    for name, value in values.items():
        kind = catalogue.column(name).type
        if value and kind in REACHED_BY:
            try:
                found[name] = normalise(kind, value)
            except InputError:
                continue
    return found


def heed(acting: Acting, person: int, values: Mapping[str, str | None]) -> None:
    """Refuse for the person what was refused at an address that is now theirs too."""
    if choices.exist():
        rules = acting.sitting.rules
        choices.heed(acting.cursor, person, contacts(rules.catalogue, values), rules.bits.purposes)
