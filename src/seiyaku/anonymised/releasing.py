"""
From a made release to one that may be used: approval by somebody else, publication, waiting, withdrawal (9-2-C, 9-3).

* 9-2-A  Who made it does not approve it; what is approved is exactly this file under exactly this plan.
* 9-2-C  Nothing is used or given out before its items are published, nor before people had time to know (43(3)).
* 43(6)  What keeps it safe, and where to complain, is published with it, or it is not published.
"""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from seiyaku.core.asks import Actor
from seiyaku.core.errors import Conflict, NotFound
from seiyaku.core.language import Text
from seiyaku.core.model import Policy
from seiyaku.papers import services as papers
from seiyaku.papers.naming import told
from seiyaku.people import approvals
from seiyaku.people.acting import RELEASES, No, acting, no
from seiyaku.people.days import today
from seiyaku.people.models import Proposal
from seiyaku.policy import queries as policies
from seiyaku.post import bodies

from . import publication
from .gates import clause_of
from .making import ACT, makers, subject_of
from .models import Release
from .presets import PRESETS

ANSWERING = frozenset({"manager", "approver"})


def one(ref: str) -> Release:
    """Return a release by its reference or its number; NotFound otherwise."""
    found = Release.objects.select_related("report", "facts", "shape").filter(ref=ref).first()
    if found is None and ref.isdecimal() and len(ref) < 10:
        found = Release.objects.select_related("report", "facts", "shape").filter(number=int(ref)).first()
    if found is None:
        raise NotFound("release")
    return found


def approve(ref: str, *, actor: Actor) -> Release:
    """
    Approve a release as the second person.

    Raises:
        Refused: the actor made it, or does not approve things.
        Conflict: it is approved already, or was withdrawn.
    """
    release = one(ref)
    proposal = Proposal.objects.select_related("approved_by").get(ref=release.proposal)
    mine = proposal.approved_by is not None and proposal.approved_by.ref == actor.id
    if actor.id != release.made_by and not mine:
        approvals.approve(release.proposal, actor=actor)
    with acting("approve-release", actor) as doing:
        approvals.use(doing, release.proposal, ACT, *subject_of(release))
        proposal = Proposal.objects.select_related("approved_by").get(ref=release.proposal)
        by = proposal.approved_by.ref if proposal.approved_by else ""  # nobody, where the operator declared a delay
        _move(release, ("made",), state="approved", approved_by=by, approved_at=timezone.now())
        doing.done("release", release.ref, note_kind="approved", text=release.digest)
    return one(release.ref)


def publish(ref: str, *, actor: Actor) -> Release:
    """
    Publish a release's items, and begin the waiting time.

    Raises:
        Refused: nobody approved it, or there is nothing to say on how it is kept safe and where to complain.
    """
    release, policy = one(ref), policies.in_force().policy
    with acting("publish-release", actor, program=RELEASES) as doing:
        doing.must_hold(ANSWERING | makers(policy))
        if release.state == "made":
            raise not_approved(policy)
        now, preset = timezone.now(), PRESETS[release.preset]
        first = today() + dt.timedelta(days=preset.waits)
        page = publication.page_of(release, policy, published=today(), first=first)
        missing = publication.lacks(page)
        if missing:
            raise _unsaid(policy, missing)
        fresh = {"published_at": now, "usable_from": first, "page": publication.written(page)}
        _move(release, ("approved",), state="published", **fresh)
        doing.done("release", release.ref, note_kind="published", text=publication.digest(fresh["page"]))
    return one(release.ref)


def withdraw(ref: str, *, actor: Actor) -> Release:
    """
    Withdraw a release: it is used and given out no more, its file and facts are destroyed; its page says so.

    Of one that was published stays what it tells beside others (how many rows of each kind), and what knows it again:
    who holds it, still does.
    """
    release, policy = one(ref), policies.in_force().policy
    with acting("withdraw-release", actor, program=RELEASES) as doing:
        doing.must_hold(ANSWERING | makers(policy))
        gone, out = [release.facts.ref], [release.body]
        to: dict[str, object] = {"state": "withdrawn", "withdrawn_at": timezone.now()}
        if release.published_at is None and release.shape is not None:
            gone, to = [*gone, release.shape.ref], to | {"shape": None}
        if release.published_at is None:
            out, to = [*out, release.marks, release.laid], to | {"marks": "", "laid": ""}
        _move(release, ("made", "approved", "published"), **to)
        bodies.destroy(out)
        papers.destroy_in(gone, {"act": "destroy-paper", "answer": "done", **told(actor)})
        doing.done("release", release.ref, note_kind="withdrawn")
    return one(release.ref)


def must_be_out(release: Release, policy: Policy, clause: str, article: str) -> None:
    """Refuse what is to be used or given out before it is published, or before people had time to know."""
    if release.state == "withdrawn":
        raise Conflict("the release was withdrawn")
    if release.state == "made":
        raise not_approved(policy)
    if release.state != "published" or release.usable_from is None:
        text = Text(
            "項目（と提供の方法）を公表していません。公表する前に使うことも渡すこともできません。",
            "Its items (and ways of giving) are not published: it is neither used nor given out before.",
        )
        raise no(clause, article, "not-published", text, missing="publication",
                 helps=Text("publish で公表する", "Publish it"))  # fmt: skip
    if today() < release.usable_from:
        day = release.usable_from.isoformat()
        text = Text(f"公表したばかりです。{day} までは使えません。", f"It was published just now: not before {day}.")
        raise no(clause, article, "waiting", text, missing="time", helps=Text(f"{day} まで待つ", f"Wait until {day}"))


def not_approved(policy: Policy) -> No:
    """Return the refusal of what nobody but its maker has looked at."""
    text = Text("作成した人のほかに、承認した人がいません。", "Nobody but its maker has approved it.")
    helps = Text("承認者が approve で承認する", "An approver approves it")
    return no(clause_of(policy, "standard"), "43(1)", "not-approved", text, missing="approver", helps=helps)


def _unsaid(policy: Policy, missing: tuple[str, ...]) -> No:
    what = {"items": "項目", "measures": "安全管理措置", "complaints": "苦情の窓口", "ways": "提供の方法"}
    ja, en = "、".join(what[each] for each in missing), ", ".join(missing)
    text = Text(f"公表する内容に足りないもの: {ja}", f"What would be published lacks: {en}")
    helps = Text("ポリシーの9と事業者の欄に書く", "Say it in clause 9 and the operator's part of the policy")
    return no(clause_of(policy, "publish_items"), "43(3), 43(6); R.36", "unsaid", text, missing=missing[0], helps=helps)


def _move(release: Release, states: tuple[str, ...], **to: object) -> None:
    if Release.objects.filter(pk=release.pk, state__in=states).update(**to) != 1:
        raise Conflict(f"the release is {release.state}, not {' or '.join(states)}")
