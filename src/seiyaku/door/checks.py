"""How the promises about use stand: within purposes only (2-2, 4), kept fresh and ended (2-3), given out (8)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from seiyaku.core.language import Text
from seiyaku.core.terms import Item
from seiyaku.ledger import tallies
from seiyaku.policy.lights import Check, Place, Seen, register

WINDOW = dt.timedelta(days=30)
BEHIND = 5.0  # seconds, after which the door closes
NIGHT = dt.timedelta(days=2)


def _month(place: Place) -> list[tallies.Tally]:
    return tallies.since(place.day - WINDOW)


def _use(place: Place) -> Seen:
    from seiyaku.ledger.sequencing import pending_age  # PostgreSQL's driver is not for the start (S1)

    if pending_age() > BEHIND:
        return Seen(state="broken", figure=Text("証跡の記録が滞っています", "the ledger is behind"))
    found = [one for one in place.once(_month) if "purpose" in one.said]
    counts = {answer: sum(t.times for t in found if t.said.get("answer") == answer) for answer in _ANSWERS}
    done, denied, unclear = counts["allowed"] + counts["done"], counts["denied"], counts["unclear"]
    return Seen(
        state="attention" if unclear else "kept",
        figure=Text(
            f"30 日間: 利用 {done:,}、拒否 {denied:,}、未定 {unclear:,}",
            f"30 days: {done:,} uses, {denied:,} refused, {unclear:,} undecided",
        ),
    )


_ANSWERS = ("allowed", "done", "denied", "unclear")


def _purposes(place: Place) -> Seen:
    if _unclear(place, "purposes"):
        return _undecided()
    found = [one for one in place.once(_month) if one.said.get("purpose") in place.names]
    used = sum(one.times for one in found if one.said.get("answer") in ("allowed", "done"))
    return Seen(state="kept", figure=Text(f"30 日間の利用 {used:,} 件", f"{used:,} uses in 30 days"))


def _provisions(place: Place) -> Seen:
    if _unclear(place, "provisions"):
        return _undecided()

    def given(said: dict[str, Any]) -> bool:
        return said.get("ground") in place.names and said.get("act") in ("provide", "export")

    found = [one for one in place.once(_month) if given(one.said)]
    out = sum(one.times for one in found if one.said.get("answer") in ("allowed", "done"))
    return Seen(state="kept", figure=Text(f"30 日間の提供 {out:,} 件", f"{out:,} provided in 30 days"))


def _history(place: Place) -> Seen:
    runs = [one.day for one in tallies.since(dt.date.min, lambda said: said.get("act") == "expire")]
    last = max(runs, default=None)
    if last is None:
        return Seen(
            state="attention", figure=Text("期限切れの点検がまだ行われていません", "the nightly ending never ran")
        )
    if place.day - last > NIGHT:
        return Seen(
            state="attention",
            figure=Text(f"期限切れの点検は {last} が最後", f"the nightly ending last ran on {last}"),
            since=last,
        )
    return Seen(state="kept", figure=Text(f"期限切れの点検 {last}", f"ended what was due on {last}"))


def _forms(place: Place) -> Seen:
    count = sum(one.times for one in place.once(_month) if one.said.get("reason") == "not-collected-for")
    return Seen(
        state="kept",
        figure=Text(
            f"様式 {len(place.names)}、余分な項目の拒否 {count}",
            f"{len(place.names)} forms, {count} with too much refused",
        ),
    )


def _unclear(place: Place, section: str) -> bool:
    items: dict[str, Item] = getattr(place.policy.rules, section)
    return any(items[name].unclear for name in place.names)


def _undecided() -> Seen:
    return Seen(
        state="attention", figure=Text("定めが足りないため扱いません", "not settled: nothing is done on its ground")
    )


def add() -> None:
    """Register them."""
    register(Check(name="use", section="use", owner="manager", evidence="purposes", look=_use))
    register(Check(name="purposes", section="purposes", owner="manager", evidence="purposes", look=_purposes))
    register(Check(name="provisions", section="provisions", owner="manager", evidence="purposes", look=_provisions))
    register(Check(name="history", section="history", owner="manager", evidence="freshness", look=_history))
    register(Check(name="forms", section="forms", owner="manager", evidence="minimum", look=_forms))
