"""
Giving a release to somebody, and using it in the house (policy 9-1, 9-3, 9-4-B; arts. 43(4), 43(5), 45).

A delivery is refused unless, in this order:
* 9-3      it is approved, published with its items and ways, and the waiting time is over;
* 9-1      it was made and published for third parties;
* 9-4-B    the way is one of the policy's, was published, and the destination goes that way;
* 9-2-D    the recipient has accepted, in its own signed paper, that it looks for nobody.
Each carries a signed declaration that it is anonymised information.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from django.utils import timezone

from seiyaku.core.asks import Actor
from seiyaku.core.errors import NotFound
from seiyaku.core.language import Text
from seiyaku.core.model import Policy
from seiyaku.papers import services as papers
from seiyaku.papers.naming import new_ref
from seiyaku.partners import queries as partners
from seiyaku.people.acting import RELEASES, No, acting, no
from seiyaku.people.days import today
from seiyaku.policy import queries as policies
from seiyaku.post import bodies, destinations, packing
from seiyaku.post import services as post
from seiyaku.post.channels import Letter
from seiyaku.post.models import Destination

from . import declarations
from .gates import clause_of, rule_with
from .making import makers
from .models import Acceptance, Delivery, Release
from .releasing import ANSWERING, must_be_out, one
from .writing import whole

WAY_OF = {"medium": "medium", "email": "email", "sftp": "upload", "s3": "upload", "https": "upload"}
KEPT = dt.timedelta(days=365)
PASSWORD_FOR = dt.timedelta(days=30)


def accept(partner: str, paper: bytes, *, until: dt.date, actor: Actor) -> Acceptance:
    """Keep a partner's own signed paper that it accepts the ban on re-identification (45), good until a day."""
    partners.one(partner)
    policy = policies.in_force().policy
    with acting("accept-ban", actor, program=RELEASES) as doing:
        doing.must_hold(ANSWERING | makers(policy))
        kept = Acceptance.objects.create(
            ref=new_ref("acceptance"),
            partner=partner,
            paper=papers.seal(paper, "acceptance", until=until + KEPT),
            accepted_on=today(),
            until=until,
        )
        doing.done("acceptance", kept.ref, recipient=partner, papers=[kept.paper.ref])
    return kept


def deliver(ref: str, to: str, *, actor: Actor) -> Delivery:
    """
    Put a release into the outbox for a destination, with its declaration.

    Raises:
        Refused: one of the gates says no.
        NotFound: there is no such release or destination.
    """
    release, destination, policy = one(ref), destinations.one(to), policies.in_force().policy
    with acting("deliver-release", actor, program=RELEASES) as doing:
        doing.must_hold(ANSWERING | makers(policy))
        acceptance = _may_go(release, destination, policy)
    declared = declarations.declared(release, destination, policy, on=today())
    packed = packing.pack(
        [(f"anonymised-information-{release.number}.csv", bodies.read(release.body)),
         ("DECLARATION.txt", [declared.encode()])],
        age=destinations.opened(destination, actor=actor, parcel=release.ref).age,
    )  # fmt: skip
    with acting("deliver-release", actor, program=RELEASES) as doing:
        doing.must_hold(ANSWERING | makers(policy))
        _may_go(one(ref), destination, policy)  # what moved while it was packed
        parcel = post.send(
            destination, packed, "anonymised-information", _letter(release, policy, declared), about=release.ref,
            keep_password=today() + PASSWORD_FOR,
        )  # fmt: skip
        made = Delivery.objects.create(
            ref=new_ref("delivery"), release=release, partner=destination.partner, way=WAY_OF[destination.channel],
            acceptance=acceptance, parcel=parcel.ref, declaration=declared, by=doing.member().ref, at=timezone.now(),
        )  # fmt: skip
        doing.done("delivery", made.ref, recipient=made.partner, export=parcel.receipt, note_kind=made.way)
    return made


def use(ref: str, out: Path, *, purpose: str, actor: Actor) -> int:
    """
    Take a release out for use in the house, for a purpose that the policy names for it; return how many bytes.

    Raises:
        Refused: it is not published yet, the waiting time is not over, or the policy names no such use (9-1).
    """
    return _written(opened(ref, purpose=purpose, actor=actor), out)


def opened(ref: str, *, purpose: str, actor: Actor) -> Release:
    """Return a release that may be read now, for that purpose; that it is taken out is on record."""
    release, policy = one(ref), policies.in_force().policy
    clause = clause_of(policy, "used_for")
    with acting("use-release", actor, program=RELEASES) as doing:
        must_be_out(release, policy, clause, "43(3); R.36")
        rule = rule_with(policy, "used_for")
        if rule is None or purpose not in rule.used_for:
            text = Text(f"ポリシーは匿名加工情報を「{purpose}」に使うと定めていません。",
                        f"The policy does not use anonymised information for {purpose}.")  # fmt: skip
            helps = Text("9-1に定めた目的で使う", "Use it for a purpose that clause 9-1 names")
            raise no(clause, "43(1)", "no-such-use", text, missing="purpose", helps=helps)
        doing.done("release", release.ref, purpose=purpose, note_kind="used")
    return release


def _written(release: Release, out: Path) -> int:
    size = 0
    with whole(out) as part, part.open("wb") as file:
        for piece in bodies.read(release.body):
            size += file.write(piece)
    return size


def _may_go(release: Release, to: Destination, policy: Policy) -> Acceptance:
    clause = clause_of(policy, "declare_to_recipient")
    must_be_out(release, policy, clause, "43(4); R.37")
    if release.use != "third-party":
        text = Text("社内分析のために作り、公表したものです。第三者には渡せません。",
                    "It was made and published for the house alone, and is given to nobody else.")  # fmt: skip
        helps = Text("第三者提供の設定で作り直す", "Make it anew for third parties")
        raise no(clause, "43(4)", "internal-only", text, missing="publication", helps=helps)
    _by_a_way(release, to, policy)
    if not to.partner:
        helps = Text("宛先に取引先を登録する", "Register whose destination it is")
        text = Text("誰に渡すのか分かりません。", "It is not said who receives it.")
        raise no(clause, "43(4)", "no-recipient", text, missing="recipient", helps=helps)
    if partners.one(to.partner).ended_at is not None:
        raise NotFound("partner")
    day = today()
    found = Acceptance.objects.filter(partner=to.partner, accepted_on__lte=day, until__gte=day).order_by("-pk").first()
    if found is None:
        raise _not_accepted(policy)
    return found


def _by_a_way(release: Release, to: Destination, policy: Policy) -> None:
    rule = rule_with(policy, "delivery")
    way = WAY_OF.get(to.channel, to.channel)
    known = rule.delivery if rule else {}
    if way in known and way in release.ways:
        return
    said = "、".join(known[each]["ja"] for each in release.ways if each in known)
    text = Text(f"この渡し方（{way}）は公表した方法（{said}）ではありません。",
                f"This way ({way}) is none of those published: {', '.join(release.ways)}.")  # fmt: skip
    helps = Text("公表した方法の宛先を選ぶ", "Choose a destination that goes by a published way")
    raise no(clause_of(policy, "delivery"), "43(4); R.37", "no-such-way", text, missing="way", helps=helps)


def _not_accepted(policy: Policy) -> No:
    text = Text(
        "受け手が、識別行為をしないことを承諾していません。",
        "The recipient has not accepted the ban on re-identification.",
    )
    helps = Text("署名した承諾書を accept で預ける", "Keep its signed acceptance (accept)")
    return no(clause_of(policy, "no_reidentification"), "45", "not-accepted", text, missing="acceptance", helps=helps)


def _letter(release: Release, policy: Policy, declared: str) -> Letter:
    number, name = release.number, policy.operator.name
    return Letter(
        subject=f"匿名加工情報 第{number}号（{name['ja']}） / Anonymised information no. {number} ({name['en']})",
        text=declared + "\nパスワードで暗号化している場合、パスワードは別の方法でお知らせします。\n"
        "A password, where there is one, is told by another route.\n",
    )
