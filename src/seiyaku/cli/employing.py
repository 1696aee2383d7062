"""`seiyaku people invite | sign-out | kind | contact | supervisor | pledge | deputies | withdraw | end-program`."""

from __future__ import annotations

import datetime as dt

import click

from seiyaku.core.language import Text

from .frame import argument, command, option
from .speech import voice
from .staff import DAY, day_of, done, invited, who_is

ASKED = Text("（打ち込まなければ残さない）", "(left out when empty)")
EMAIL, NAME, PHONE = Text("メールアドレス", "E-mail"), Text("氏名", "Name"), Text("電話番号", "Telephone")


@command("invite", Text("もう一度招待する（いまのパスワードは使えなくなる）", "Invite somebody anew"), needs="instance")
@argument("who")
@option("--propose", is_flag=True, help=Text("承認する立場の人には、まず提案する", "for who may approve: propose it"))
@option("--proposal", metavar="REF", help=Text("承認された提案", "the proposal that was approved"))
def invite(who: str, propose: bool, proposal: str | None) -> None:
    """Void the old password, end the sessions, and send another invitation."""
    from seiyaku.people import services

    from .signing import actor

    ref = who_is(who)
    if propose:
        made = services.propose("invite-again", ref, beneficiary=ref, actor=actor())
        voice.result({"proposal": made.ref, "ends_at": made.ends_at}, made.ref)
        return
    invited(services.invite_again(ref, proposal=proposal, actor=actor()))


@command("sign-out", Text("すべてのサインインを終わらせる", "End every session of somebody"), needs="instance")
@argument("who")
def sign_out(who: str) -> None:
    """Sign somebody out everywhere, as when a device is lost."""
    from seiyaku.people import services

    from .signing import actor

    ref = who_is(who)
    services.sign_out_everywhere(ref, actor=actor())
    done({"ref": ref}, "すべて終わらせました", "Signed out everywhere")


@command("kind", Text("職員の区分を変える", "Give somebody another kind"), needs="instance")
@argument("who")
@argument("kind")
def kind(who: str, kind: str) -> None:
    """Change the staff kind; refused to an outside one while a reserved duty is held (3-1)."""
    from seiyaku.people import services

    from .signing import actor

    services.change_kind(who_is(who), kind, actor=actor())
    done({"kind": kind}, "記録しました", "On record")


@command("contact", Text("職員の連絡先を預かる（封をする）", "Keep somebody's contact, sealed"), needs="instance")
@argument("who")
@option("--until", type=DAY, required=True, help=Text("要らなくなる日", "the last day anybody needs it"))
def contact(who: str, until: dt.datetime) -> None:
    """Ask for name, e-mail and telephone, which are never arguments, and seal them until a day."""
    from seiyaku.people import services

    from .signing import actor

    ref, acting = who_is(who), actor()
    said = {"name": _ask(NAME), "email": _ask(EMAIL), "phone": _ask(PHONE)}
    services.change_contact(ref, {key: value for key, value in said.items() if value}, until=until.date(), actor=acting)
    done({"ref": ref, "until": until.date()}, "封をして預かりました", "Sealed")


def _ask(what: Text) -> str:
    said: str = click.prompt(f"{voice.say(what)}{voice.say(ASKED)}", default="", show_default=False, err=True)
    return said.strip()


@command("supervisor", Text("上長を定める", "Say who supervises somebody"), needs="instance")
@argument("who")
@argument("supervisor", required=False)
def supervisor(who: str, supervisor: str | None) -> None:
    """Name the supervisor; none: whoever manages."""
    from seiyaku.people import services

    from .signing import actor

    above = who_is(supervisor) if supervisor else None
    services.assign_supervisor(who_is(who), above, actor=actor())
    done({"supervisor": above}, "記録しました", "On record")


@command("pledge", Text("秘密保持の誓約の日を記録する", "Record a pledge of confidentiality"), needs="instance")
@argument("who")
@option("--on", type=DAY, help=Text("誓約した日（なければ今日）", "the day (else today)"))
def pledge(who: str, on: dt.datetime | None) -> None:
    """Record the day on which somebody pledged."""
    from seiyaku.people import services
    from seiyaku.people.days import today

    from .signing import actor

    day = day_of(on) or today()
    services.pledge(who_is(who), day, actor=actor())
    done({"pledged_on": day}, "記録しました", "On record")


@command("deputies", Text("代理の一覧を表示する", "List who stands in for whom"), needs="instance")
def deputies() -> None:
    """Show deputies of today and of days to come."""
    from seiyaku.people.days import today
    from seiyaku.people.directory import deputies as standing_in

    from .signing import actor

    actor()
    found = standing_in(today())
    said = [
        {"ref": one.ref, "duty": one.duty, "holder": one.holder, "deputy": one.deputy, "from": one.starts_on,
         "until": one.until, "begun": one.begun}
        for one in found
    ]  # fmt: skip
    columns = (Text("役割", "duty"), Text("本人", "for"), Text("代理", "deputy"), Text("いつから", "from"),
               Text("いつまで", "until"))  # fmt: skip
    rows = [(one.duty, one.holder, one.deputy, str(one.starts_on), str(one.until)) for one in found]
    voice.result(said, voice.table(columns, rows))


@command("withdraw", Text("提案を取り下げる", "Take a proposal back"), needs="instance")
@argument("proposal")
def withdraw(proposal: str) -> None:
    """Withdraw what was proposed."""
    from seiyaku.people import services

    from .signing import actor

    services.withdraw_proposal(proposal, actor=actor())
    done({"proposal": proposal}, "取り下げました", "Withdrawn")


@command(
    "end-program", Text("プログラムとそのトークンをすべて止める", "End a program and its tokens"), needs="instance"
)
@argument("program")
def end_program(program: str) -> None:
    """End a program, at once."""
    from seiyaku.people import services

    from .signing import actor

    services.end_program(program, actor=actor())
    done({"program": program}, "止めました", "The program has ended")
