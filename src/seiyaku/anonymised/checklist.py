"""
The way of a release from its making to its recipients, as a list to tick (9-2-A to 9-4-B).

* 9-2-A  It passed every gate; somebody else approved it.
* 9-2-B  What is known of the processing is kept until its day, and then gone.
* 9-2-C  What must be published is complete, and was published (43(3), 43(6)).
* 9-3    People had time to know.
* 9-2-D, 9-4-B  There is somebody who accepted the ban, with a destination by a published way (third parties only).
* 43(6)  No complaint is open.

It decides nothing: the acts themselves refuse (`releasing`, `delivering`).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from seiyaku.core.language import Text
from seiyaku.core.model import Policy
from seiyaku.partners import queries as partners
from seiyaku.post import queries as post

from . import publication
from .delivering import WAY_OF
from .gates import clause_of
from .models import Acceptance, Complaint, Delivery, Release
from .presets import PRESETS

State = Literal["done", "next", "waits", "wrong"]
LACKING = {
    "items": Text("項目", "items"), "measures": Text("安全管理措置", "measures"),
    "complaints": Text("苦情の窓口", "where to complain"), "ways": Text("提供の方法", "ways of giving"),
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One line of the list: what it is, whether it is done, and what is seen; `clause` and `article` bind it."""

    name: Text
    state: State
    said: Text
    clause: str
    article: str


def of_release(release: Release, policy: Policy, day: dt.date) -> list[Step]:
    """Return the steps of a release, in order."""
    return [
        _checked(release, policy),
        _approved(release, policy),
        _complete(release, policy, day),
        _published(release, policy),
        _waited(release, policy, day),
        *(_given(release, policy, day) if release.use == "third-party" else []),
        _facts(release, policy, day),
        _complaints(release, policy),
    ]


def _step(name: Text, state: State, said: Text, clause: str, article: str) -> Step:
    return Step(name=name, state=state, said=said, clause=clause, article=article)


def _checked(release: Release, policy: Policy) -> Step:
    number = len(release.verdict["checks"])
    said = Text(f"{number} の基準をすべて満たしました。", f"It passed all {number} gates.")
    return _step(
        Text("加工の基準", "Standards of processing"), "done", said, clause_of(policy, "standard"), "43(1); R.34"
    )


def _approved(release: Release, policy: Policy) -> Step:
    done = release.approved_at is not None
    said = Text("作った人とは別の人が承認しました。", "Somebody other than its maker approved it.") if done else Text(
        "作った人とは別の承認者が、この表そのものを承認します。", "An approver other than its maker approves it."
    )  # fmt: skip
    state: State = "done" if done else "waits" if release.state == "withdrawn" else "next"
    return _step(Text("別の人の承認", "Approval by another"), state, said, clause_of(policy, "standard"), "43(1)")


def _complete(release: Release, policy: Policy, day: dt.date) -> Step:
    name = Text("公表する内容", "What is published")
    where = clause_of(policy, "publish_items"), "43(3), 43(6); R.36"
    if release.page:
        said = Text("公表した頁が残っています。", "The page that was published is kept.")
        return _step(name, "done", said, *where)
    missing = publication.lacks(publication.page_of(release, policy, published=day, first=day))
    if not missing:
        said = Text("項目、安全管理措置、苦情の窓口がそろっています。", "Items, measures and the desk are there.")
        return _step(name, "done", said, *where)
    lacking = [LACKING[each] for each in missing]
    said = Text(
        "足りないもの: " + "、".join(each.ja for each in lacking), "Lacking: " + ", ".join(each.en for each in lacking)
    )
    return _step(name, "wrong", said, *where)


def _published(release: Release, policy: Policy) -> Step:
    name, where = Text("公表", "Publication"), (clause_of(policy, "publish_items"), "43(3); R.36")
    if release.published_at is not None:
        return _step(name, "done", Text("公表しました。", "It was published."), *where)
    state: State = "next" if release.state == "approved" else "waits"
    return _step(name, state, Text("承認のあとに公表します。", "It is published once it is approved."), *where)


def _waited(release: Release, policy: Policy, day: dt.date) -> Step:
    name, where = Text("待つ期間", "Waiting time"), (clause_of(policy, "declare_to_recipient"), "43(4); R.37")
    first, waits = release.usable_from, PRESETS[release.preset].waits
    if first is None:
        said = Text(f"公表から{waits}日待ちます。", f"{waits} days from publication.")
        return _step(name, "waits", said, *where)
    if day < first:
        return _step(name, "next", Text(f"{first} から使えます。", f"It may be used from {first}."), *where)
    return _step(name, "done", Text(f"{first} に終わりました。", f"It was over on {first}."), *where)


def _given(release: Release, policy: Policy, day: dt.date) -> list[Step]:
    accepted = set(
        Acceptance.objects.filter(accepted_on__lte=day, until__gte=day).values_list("partner", flat=True)
    )  # fmt: skip
    named = [each for each in post.destinations() if each["partner"] and WAY_OF.get(each["channel"]) in release.ways]
    ready = sorted({str(each["partner"]) for each in named} & accepted)
    names = partners.names(ready)
    listed = sorted(names[ref] for ref in ready if ref in names)
    clause = clause_of(policy, "no_reidentification")
    who = Text("渡せる相手", "Who it may go to")
    first: State = "done" if listed else "waits" if release.state == "withdrawn" else "next"
    said = Text("、".join(listed), ", ".join(listed)) if listed else Text(
        "承諾書を預け、公表した方法の宛先を登録した取引先が、まだありません。",
        "No partner has handed in its acceptance and has a destination by a published way.",
    )  # fmt: skip
    return [_step(who, first, said, clause, "45; R.37"), _went(release, policy)]


def _went(release: Release, policy: Policy) -> Step:
    name, where = Text("提供", "Deliveries"), (clause_of(policy, "delivery"), "43(4); R.37")
    states = list(post.receipts(Delivery.objects.filter(release=release).values_list("parcel", flat=True)).values())
    stuck = sum(state in {"dead", "unsure"} for state in states)
    if stuck:
        said = Text(f"{len(states)} 件のうち {stuck} 件が止まっています。", f"{stuck} of {len(states)} got stuck.")
        return _step(name, "wrong", said, *where)
    handed = states.count("handed")
    if states:
        said = Text(f"{len(states)} 件（うち届いたもの {handed} 件）", f"{len(states)}, of which {handed} arrived")
        return _step(name, "done" if handed else "waits", said, *where)
    return _step(name, "waits", Text("まだ渡していません。", "It was given to nobody yet."), *where)


def _facts(release: Release, policy: Policy, day: dt.date) -> Step:
    name = Text("加工方法等情報", "Facts of the processing")
    where = clause_of(policy, "safeguards"), "43(2); R.35"
    until = release.facts_until
    if release.facts.destroyed_at is not None:
        return _step(name, "done", Text("破棄しました。", "They are destroyed."), *where)
    if until < day:
        said = Text(f"{until} を過ぎています。破棄されていません。", f"{until} is over, and they are not destroyed.")
        return _step(name, "wrong", said, *where)
    said = Text(f"封をして {until} まで保ち、そのあと破棄します。", f"Sealed until {until}, then destroyed.")
    return _step(name, "done", said, *where)


def _complaints(release: Release, policy: Policy) -> Step:
    name, where = Text("苦情", "Complaints"), (clause_of(policy, "publish_items"), "43(6)")
    pending = Complaint.objects.filter(release=release, settled_at=None).count()
    if pending:
        return _step(name, "next", Text(f"対応中のものが {pending} 件あります。", f"{pending} are open."), *where)
    return _step(name, "done", Text("対応中のものはありません。", "None is open."), *where)
