"""
Statistics (policy 4-2-D): a bulk use that returns aggregates and nothing about one person.

Everybody is named in one entry, as in any use. Groups smaller than the floor are not told.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping

from seiyaku.core.asks import Actor
from seiyaku.core.errors import InputError
from seiyaku.core.identity import PREFECTURES, normalise

from .crowds import gather
from .results import Statistics, evidence
from .wants import Want

FLOOR = 5  # people: a smaller group could single somebody out
UNKNOWN = "-"


def _prefecture(value: str) -> str:
    return next((name for name in PREFECTURES if value.startswith(name)), UNKNOWN)


def _decade(value: str) -> str:
    try:
        return f"{normalise('date', value)[:3]}0"
    except InputError:
        return UNKNOWN


def _seen(values: Mapping[str, str], name: str, view: str) -> str:
    return VIEWS[view](values[name]) if name in values else UNKNOWN


VIEWS: Mapping[str, Callable[[str], str]] = {"value": str.strip, "prefecture": _prefecture, "decade": _decade}


def statistics(
    people: Iterable[str] | None = None, *, by: Mapping[str, str], purpose: str, actor: Actor, floor: int = FLOOR
) -> Statistics:
    """
    Count `people` (None: everybody) by fields, each seen as "value", "prefecture" or "decade" of birth.

    Group names join the views with a middle dot; "-" stands for what is not held or not read.

    Raises:
        Refused: for nobody. The refusal is in the ledger.
        InputError: there is no such view.
    """
    for view in by.values():
        if view not in VIEWS:
            raise InputError(where="by", found="another view", expected=", ".join(VIEWS))
    gathering = gather(Want(actor=actor, act="read", purpose=purpose, fields=tuple(by)), people)
    counted: Counter[str] = Counter()
    for block in gathering.blocks():
        for _, _, values in block:
            counted["·".join(_seen(values, name, view) for name, view in by.items())] += 1
    told = {group: count for group, count in sorted(counted.items()) if count >= max(floor, FLOOR)}
    return Statistics(
        people=gathering.opened,
        groups=told,
        suppressed=sum(counted.values()) - sum(told.values()),
        left=gathering.left,
        **evidence(gathering.written, gathering.answer),
    )
