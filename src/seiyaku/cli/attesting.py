"""`seiyaku policy lights | attest | end-attestation`: how each clause stands, and what a person attests of one."""

from __future__ import annotations

import datetime as dt

import click

from seiyaku.core.language import Text

from .frame import argument, command, option
from .speech import voice
from .staff import DAY

LIGHTS = Text(
    "各条項の表示（順守・要確認・不適合）を一覧する\n人が確かめたものには、誰がいつまでかが付きます。",
    "List the lights beside the clauses\nWhere a person attests one: who, and until when.",
)
ATTEST = Text(
    "条項が守られていることを、責任者として確かめたと記録する\n"
    "何をどう確かめたかは尋ねられたときに打ち、封をして残します。一年までです。点検の不適合は消えません。",
    "Attest, as the manager, that a clause is kept\nWhat was looked at, and how, is typed when asked, and kept sealed. "
    "For a year at most; what a check finds broken stays broken.",
)
END = Text("確かめたという記録を取り消す", "Take an attestation back")
SAID = Text("何を、どう確かめましたか", "What was looked at, and how")
COLUMNS = (
    Text("条項", "clause"), Text("表示", "light"), Text("点検", "check"), Text("内容", "said"), Text("番号", "ref"),
)  # fmt: skip
DONE = Text("記録しました: {0}（{1} まで）", "on record: {0} (until {1})")
ENDED = Text("取り消しました", "taken back")
STATES = {
    "kept": Text("順守", "kept"), "attention": Text("要確認", "attention"), "broken": Text("不適合", "broken"),
    "unbuilt": Text("未実装", "not yet built"),
}  # fmt: skip


@command("lights", LIGHTS, needs="instance")
@option("--attention", is_flag=True, help=Text("順守でないものだけ", "only what is not kept"))
def lights(*, attention: bool) -> None:
    """List them."""
    from seiyaku.evidence import attesting

    from .signing import actor

    found = [
        (one, said)
        for one, said in attesting.listed(actor=actor())
        if not attention or one.state in ("attention", "broken")
    ]
    rows = [
        (one.clause, voice.say(STATES[one.state]), one.check, voice.say(one.figure), said.ref if said else "")
        for one, said in found
    ]
    listed = [attesting.told(one, said, voice.language) for one, said in found]
    voice.result({"lights": listed}, voice.table(COLUMNS, rows))


@command("attest", ATTEST, needs="instance")
@argument("clause")
@option("--until", type=DAY, required=True, help=Text("最後の日", "the last day"))
def attest(clause: str, until: dt.datetime) -> None:
    """Attest it."""
    from seiyaku.evidence import attesting

    from .signing import actor

    who = actor()
    said = click.prompt(voice.say(SAID), err=True)
    made = attesting.attest(clause, said, until=until.date(), actor=who)
    voice.result(
        {"attestation": made.ref, "clause": made.clause, "until": made.until}, DONE.filled(made.ref, made.until)
    )  # fmt: skip


@command("end-attestation", END, needs="instance")
@argument("attestation")
def end_attestation(attestation: str) -> None:
    """Take it back."""
    from seiyaku.evidence import attesting

    from .signing import actor

    attesting.end(attestation, actor=actor())
    voice.result({"attestation": attestation}, ENDED)
