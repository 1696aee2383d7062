"""
`seiyaku people`: who works here, with which duties, trained until when (policy 2-1, 2-4, 3-1).

A reserved duty takes two: `grant --propose` by one, `approve` by another, `grant --proposal` to do it.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import click

from seiyaku.core.errors import InputError
from seiyaku.core.language import Text

from . import employing, training
from .approving import YES, approve_as_second
from .frame import argument, group, option
from .speech import voice
from .staff import DAY, day_of, done, invited, who_is
from .times import when

if TYPE_CHECKING:
    from seiyaku.people.directory import Member

SAID = Text("職員と役割・研修を管理する", "Staff, their duties and their training")
GRANT = Text(
    "役割を与える\n全体管理にかかわる役割は二人で: --propose で提案し、approve で承認し、--proposal で与えます。",
    "Charge somebody with a duty\nA reserved duty takes two: --propose, then approve, then --proposal.",
)
MAIL = Text("メールで招待し、アドレスをこの日まで預かる（アドレスは尋ねる）",
            "mail the invitation; the address is asked for, and kept until this day")  # fmt: skip
TOKEN = Text("トークン（一度だけ表示します）", "Token (shown once)")

people = group("people", SAID)
for _each in (
    training.train, training.rolls, training.grace, training.sample, training.review, training.attention,
    employing.invite, employing.sign_out, employing.kind, employing.contact, employing.supervisor, employing.pledge,
    employing.deputies, employing.withdraw, employing.end_program,
):  # fmt: skip
    people.add_command(_each)


@people.command("list", Text("職員の一覧を表示する", "List the staff"), needs="instance")
def everybody() -> None:
    """Show who works here; no contact data."""
    from seiyaku.people.days import today
    from seiyaku.people.directory import members

    from .signing import actor

    actor()
    found = members(today())
    who = Text("サインイン名、区分、所属", "login, kind, department")
    columns = (who, Text("役割", "duties"), Text("研修", "training"))
    voice.result([_said(one) for one in found], voice.table(columns, [_row(one) for one in found]))


def _said(one: Member) -> dict[str, Any]:
    duties = [
        {"ref": held.ref, "duty": held.duty, "from": held.starts_on, "until": held.until, "deputy": held.deputy}
        for held in one.duties
    ]
    return {
        "ref": one.ref,
        "login": one.login,
        "kind": one.kind,
        "inside": one.inside,
        "department": one.department,
        "duties": duties,
        "trained": one.trained,
        "trained_until": one.trained_until,
    }


def _row(one: Member) -> tuple[str, ...]:
    none = voice.say(Text("不要", "none asked") if one.trained else Text("未受講", "never"))
    duties = [(held.duty + (f" → {held.until}" if held.until else ""), held.ref) for held in one.duties]
    who = ", ".join(filter(None, (one.login, one.kind, one.department)))
    return f"{who}\n{one.ref}", "\n".join(line for held in duties for line in held), str(one.trained_until or none)


@people.command("hire", Text("職員のアカウントを作る", "Give a member of staff an account"), needs="instance")
@argument("login")
@option("--kind", required=True, help=Text("区分（ポリシー 2-1）", "the staff kind, as the policy names it (2-1)"))
@option("--department", default="", help=Text("所属", "the department"))
@option("--supervisor", default=None, help=Text("上長のサインイン名", "the supervisor's login"))
@option("--mail-until", type=DAY, help=MAIL)
def hire(*, login: str, kind: str, department: str, supervisor: str | None, mail_until: dt.datetime | None) -> None:
    """Make an account without a password; its owner sets one with the invitation."""
    from seiyaku.people import services

    from .signing import actor

    acting, above = actor(), who_is(supervisor) if supervisor else None
    contact = {"email": click.prompt(voice.say(employing.EMAIL), err=True)} if mail_until else None
    hired = services.hire(
        login, kind, department=department, supervisor=above, contact=contact, contact_until=day_of(mail_until),
        actor=acting,
    )  # fmt: skip
    invited(hired)


@people.command("grant", GRANT, needs="instance")
@argument("who")
@argument("duty")
@option("--from", "starts_on", type=DAY, help=Text("最初の日", "the first day"))
@option("--until", type=DAY, help=Text("最後の日", "the last day"))
@option("--propose", is_flag=True, help=Text("提案する", "propose it"))
@option("--proposal", metavar="REF", help=Text("承認された提案", "the proposal that was approved"))
def grant(
    *,
    who: str,
    duty: str,
    starts_on: dt.datetime | None,
    until: dt.datetime | None,
    propose: bool,
    proposal: str | None,
) -> None:
    """Charge somebody with a duty, or propose to."""
    from seiyaku.people import services

    from .signing import actor

    ref = who_is(who)
    if propose:
        made = services.propose("grant-duty", ref, duty, beneficiary=ref, actor=actor())
        voice.result({"proposal": made.ref, "ends_at": made.ends_at}, made.ref)
        return
    held = services.grant_duty(
        ref, duty, starts_on=day_of(starts_on), until=day_of(until), proposal=proposal, actor=actor()
    )
    done({"ref": held.ref, "duty": duty}, f"役割 {duty} を与えました", f"Charged with {duty}")


@people.command("deputise", Text("代理を立てる", "Have somebody stand in for a while"), needs="instance")
@argument("held")
@argument("who")
@option("--from", "starts_on", type=DAY, required=True, help=Text("最初の日", "the first day"))
@option("--until", type=DAY, required=True, help=Text("最後の日", "the last day"))
@option("--propose", is_flag=True, help=Text("提案する", "propose it"))
@option("--proposal", metavar="REF", help=Text("承認された提案", "the proposal that was approved"))
def deputise(
    *, held: str, who: str, starts_on: dt.datetime, until: dt.datetime, propose: bool, proposal: str | None
) -> None:
    """Name a deputy for a duty held (its reference is in `people list --json`)."""
    from seiyaku.people import services
    from seiyaku.people.directory import charge

    from .signing import actor

    if propose:
        ref = who_is(who)
        asked = services.propose("grant-duty", ref, charge(held).duty, beneficiary=ref, actor=actor())
        voice.result({"proposal": asked.ref, "ends_at": asked.ends_at}, asked.ref)
        return
    made = services.deputise(
        held, who_is(who), starts_on=starts_on.date(), until=until.date(), proposal=proposal, actor=actor()
    )
    done({"ref": made.ref, "duty": made.duty}, "代理を立てました", "A deputy stands in")


@people.command("revoke", Text("役割を解く（すぐに効きます）", "Take a duty back, at once"), needs="instance")
@argument("who")
@argument("duty")
def revoke(who: str, duty: str) -> None:
    """Take back every charge of that duty from the account."""
    from seiyaku.people import services
    from seiyaku.people.directory import charges

    from .signing import actor

    acting = actor()
    refs = charges(who_is(who), duty)
    if not refs:
        raise InputError("duty", repr(duty), "a duty that is held")
    for ref in refs:
        services.revoke_duty(ref, actor=acting)
    done({"revoked": refs}, f"役割 {duty} を解きました", f"{duty} is taken back")


@people.command("leave", Text("職員のアカウントを閉じる", "Close an account for good"), needs="instance")
@argument("who")
def leave(who: str) -> None:
    """End duties, sessions and tokens at once."""
    from seiyaku.people import services

    from .signing import actor

    ref = who_is(who)
    services.leave(ref, actor=actor())
    done({"ref": ref}, "アカウントを閉じました", "The account is closed")


@people.command(
    "approve", Text("提案を二人目として承認する", "Approve a proposal, as the second person"), needs="instance"
)
@argument("proposal")
@YES
def approve(proposal: str, yes: bool) -> None:
    """Approve what somebody else proposed, once it was shown."""
    approve_as_second(proposal, yes=yes)


@people.command("proposals", Text("承認を待つ提案を表示する", "List what waits for approval"), needs="instance")
def proposals() -> None:
    """Show open proposals."""
    from django.utils import timezone

    from seiyaku.evidence import proposed
    from seiyaku.people.directory import open_proposals
    from seiyaku.policy.queries import in_force

    from .signing import actor

    actor()
    found = open_proposals(timezone.now())
    of = {ref: one.text for ref, one in proposed.told(found, in_force().policy).items()}
    told = {ref: voice.say(text) if text else "—" for ref, text in of.items()}
    said = [
        {"proposal": p.ref, "act": p.act, "of": told[p.ref], "by": p.proposed_by.login, "approved": p.approved_at,
         "ends_at": p.ends_at}
        for p in found
    ]  # fmt: skip
    columns = (
        Text("提案", "proposal"), Text("行為", "act"), Text("内容", "what exactly"), Text("提案者", "by"),
        Text("承認", "approved"),
    )  # fmt: skip
    rows = [(p.ref, p.act, told[p.ref], p.proposed_by.login, when(p.approved_at, "—")) for p in found]
    voice.result(said, voice.table(columns, rows))


@people.command("token", Text("プログラムのトークンを作る", "Make a token for a program of yours"), needs="instance")
@argument("program")
@argument("purposes", nargs=-1, required=True)
@option("--days", default=90, show_default=True, help=Text("有効な日数", "for how many days"))
@option("--unattended", is_flag=True, help=Text("だれの代わりでもなく動く", "acts for nobody"))
def token(program: str, purposes: tuple[str, ...], days: int, unattended: bool) -> None:
    """Register a program (by a new name) or take one by its reference, and make a token for it; shown once."""
    from seiyaku.people import services

    from .signing import actor

    acting = actor()
    ref = program if program.startswith("program:") else services.register_program(program, actor=acting).ref
    made = services.issue_token(ref, purposes, lasts=dt.timedelta(days=days), unattended=unattended, actor=acting)
    data = {"program": made.program, "ref": made.ref, "token": made.token, "ends_at": made.ends_at}
    voice.result(data, f"{voice.say(TOKEN)}: {made.token}")


@people.command("revoke-token", Text("トークンを止める（すぐに効きます）", "Revoke a token, at once"), needs="instance")
@argument("ref")
def revoke_token(ref: str) -> None:
    """Revoke a service token."""
    from seiyaku.people import services

    from .signing import actor

    services.revoke_token(ref, actor=actor())
    done({"ref": ref}, "トークンを止めました", "The token is revoked")
