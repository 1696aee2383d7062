"""How the promises about staff stand: second factors (2-1), training, pledges and reviews (2-4), who manages (3-1)."""

from __future__ import annotations

import datetime as dt

from seiyaku.core.language import Text
from seiyaku.policy.lights import Check, Place, Seen, register

from . import approvals, directory, factors, reviews, rules


def members(place: Place) -> list[directory.Member]:
    """Return everybody who works here."""
    return directory.members(place.day, place.policy, place.once(_called))


def lapsing(place: Place) -> list[tuple[str, str, dt.date | None]]:
    """Return whose training has lapsed, or does soon."""
    return directory.lapsing(place.day, place.policy, place.once(_called))


def overdue(place: Place) -> list[tuple[str, dt.date]]:
    """Return whose review of use is overdue."""
    return reviews.overdue(place.day, place.policy)


def _called(place: Place) -> directory.Roll:
    return directory.called(place.day)


def _staff(place: Place) -> Seen:
    everybody = place.once(members)
    bare = factors.without([one.ref for one in everybody])
    return _of_all(
        len(everybody), len(bare),
        Text("{0} 人中 {1} 人が二要素未設定", "{1} of {0} without a second factor"),
        Text("{0} 人、全員二要素", "{0}, all with two factors"),
    )  # fmt: skip


def _of_all(everybody: int, without: int, lacking: Text, fine: Text) -> Seen:
    """Return what is seen of something that everybody is to have."""
    said = lacking if without else fine
    figure = said.filled(everybody, without)
    return Seen(state="attention" if without else "kept", figure=figure)


def _training(place: Place) -> Seen:
    found = place.once(lapsing)
    lapsed = [one for one in found if one[2] is None or one[2] < place.day]
    if found:
        days = [last for _, _, last in lapsed if last is not None]
        return Seen(
            state="attention",
            figure=Text(
                f"失効・未受講 {len(lapsed)}、まもなく失効 {len(found) - len(lapsed)}",
                f"{len(lapsed)} lapsed or never taken, {len(found) - len(lapsed)} about to lapse",
            ),
            since=min(days, default=None),
        )
    return Seen(state="kept", figure=Text("全員が有効", "everybody is current"))


def _reviews(place: Place) -> Seen:
    late, found = place.once(overdue), reviews.unmended()
    if late:
        return Seen(
            state="attention",
            figure=Text(f"利用の点検が遅れている職員 {len(late)} 人", f"review of use overdue for {len(late)}"),
            since=late[0][1],
        )
    if found:
        return Seen(
            state="attention",
            figure=Text(f"点検で指摘のあった職員 {len(found)} 人", f"the last review found something for {len(found)}"),
        )
    return Seen(state="kept", figure=Text("利用の点検に遅れなし", "no review of use is overdue"))


def _pledges(place: Place) -> Seen:
    everybody = place.once(_called).everybody
    return _of_all(
        len(everybody), sum(one.pledged_on is None for one in everybody),
        Text("{0} 人中 {1} 人の秘密保持の誓約が未記録", "no pledge of confidentiality on record for {1} of {0}"),
        Text("{0} 人、全員が秘密保持を誓約", "{0}, all have pledged"),
    )  # fmt: skip


def _managing(place: Place) -> Seen:
    held = [one.kind for one in place.once(members) if any(charge.duty == "manager" for charge in one.duties)]
    outside = [kind for kind in held if not rules.is_inside(place.policy, kind)]
    if outside or not held:
        return Seen(
            state="broken",
            figure=Text(f"管理責任者 {len(held)} 人、うち社外 {len(outside)} 人",
                        f"{len(held)} manage, {len(outside)} of them from outside"),
        )  # fmt: skip
    alone = approvals.single_approver_delay()
    if alone is not None:
        hours = int(alone.total_seconds()) // 3600
        return Seen(
            state="attention",
            figure=Text(f"承認者一人の運用（{hours} 時間待機）", f"declared single approver, waits {hours} h"),
        )
    return Seen(
        state="kept", figure=Text(f"管理責任者 {len(held)} 人、社外 0", f"{len(held)} manage, none from outside")
    )


def add() -> None:
    """Register them."""
    register(Check(name="staff", section="staff", owner="manager", evidence="people", look=_staff))
    register(Check(name="training", section="training", owner="manager", evidence="people", look=_training))
    register(Check(name="pledges", section="training", owner="manager", evidence="people", look=_pledges))
    register(Check(name="reviews", section="training", owner="supervisor", evidence="people", look=_reviews))
    register(Check(name="managing", section="reserved", owner="manager", evidence="people", look=_managing))
