"""How the promise about partners stands (3-2): contracts in force, supervision done, what ended given back."""

from __future__ import annotations

import datetime as dt

from seiyaku.core.language import Text
from seiyaku.policy.lights import Check, Place, Seen, register

from . import queries


def due(place: Place) -> list[tuple[str, str, dt.date]]:
    """Return what partners were to mend by now, and have not."""
    return queries.due(place.day, 0)


def _partners(place: Place) -> Seen:
    live = queries.running(place.day)
    known = queries.known(place.day, place.policy, live)
    today = place.day.toordinal()
    open_ = [facts for _, facts in known if facts.contract_until]
    late = [facts for facts in open_ if facts.supervised_until < today]
    unreturned = queries.unreturned(place.day, live)
    ending = queries.ending(place.day, 30, live)
    late_items = place.once(due)
    subs = queries.subs_over(place.day)
    if late or unreturned or ending or late_items or subs:
        days = [dt.date.fromordinal(facts.supervised_until) for facts in late if facts.supervised_until]
        return Seen(
            state="attention",
            figure=Text(
                f"監督の遅れ {len(late)}、改善の期限切れ {len(late_items)}、返却・消去の未確認 {len(unreturned)}、"
                f"期限を過ぎた再委託 {len(subs)}、30 日以内に終了 {len(ending)}",
                f"supervision overdue {len(late)}, unmended {len(late_items)}, return unproven {len(unreturned)}, "
                f"sub-entrusted past its day {len(subs)}, ending in 30 days {len(ending)}",
            ),
            since=min(days, default=None),
        )
    return Seen(
        state="kept",
        figure=Text(
            f"取引先 {len(known)}、有効な契約 {len(open_)}", f"{len(known)} partners, {len(open_)} under contract"
        ),
    )


def add() -> None:
    """Register it."""
    register(Check(name="partners", section="partners", owner="manager", evidence="partners", look=_partners))
