"""How the policy's own promises stand: who promises (0), versions and their addendum (12), the law named (11-1)."""

from __future__ import annotations

from seiyaku.core.language import Text
from seiyaku.core.law import LAW_REVISION

from . import queries
from .lights import OPERATOR, Check, Place, Seen, register


def _operator(place: Place) -> Seen:
    day = place.policy.effective
    return Seen(state="kept", figure=Text(f"{day} 施行", f"in force since {day}"))


def _known(place: Place) -> tuple[str, int]:
    """Return which version is in force, and how many there are."""
    return queries.in_force(place.day).version, queries.count()


def _versions(place: Place) -> Seen:
    version, count = place.once(_known)
    if version != place.policy.version:
        return Seen(state="attention", figure=Text("これは現在の版ではありません", "this is not the version in force"))
    return Seen(state="kept", figure=Text(f"公表した版 {count}、附則は自動", f"{count} published, addendum made"))


def _law(place: Place) -> Seen:
    law = next(iter(place.policy.rules.governing.values())).law
    said = LAW_REVISION.partition("/")[0].removeprefix("appi-")
    if law is None:
        return Seen(state="attention", figure=Text("準拠法が定められていません", "no governing law is named"))
    return Seen(state="kept", figure=Text(f"日本法・法令表 {said}", f"law of Japan, table of {said}"))


def add() -> None:
    """Register them."""
    register(Check(name="operator", section=OPERATOR, owner="manager", evidence="public", look=_operator))
    register(Check(name="versions", section="changes", owner="manager", evidence="versions", look=_versions))
    register(Check(name="law", section="governing", owner="manager", evidence="public", look=_law))
