"""
`seiyaku keys`: turn the root keys, with two people (policy 3-1, 3-3).

One who holds the duty of key-holder proposes, another approves, and then the key is turned while the house stays open:
what the old key protected moves to the new one batch by batch, and the old one is destroyed. A turn that was cut
short goes on where it was.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, cast, get_args

import click

from seiyaku.core.errors import InputError
from seiyaku.core.language import Text

from .approving import YES, approve_as_second
from .frame import argument, group, option
from .operator import ROWS, operator
from .speech import voice

if TYPE_CHECKING:
    from seiyaku.core.asks import Actor

Turned = Literal["wrap", "index", "sign", "mac", "paper", "register"]
TURNED: tuple[Turned, ...] = get_args(Turned)

SAID = Text("鍵を交換する、事業者の鍵を替える", "Turn the keys, or change the operator's key")
ROTATE = Text(
    "根の鍵を交換し、古い鍵を捨てる\n"
    "一人が --propose で提案し、別の人が `keys approve` で承認し、--proposal で交換します。\n"
    "wrap 人の鍵 / index 探すための要約 / sign 記録の頭の署名 / mac 記録の木と列 / paper 書面 / register 法定の記録",
    "Turn a root key and destroy the old one\n"
    "One proposes with --propose, another approves with `keys approve`, then --proposal turns it. wrap: people's keys; "
    "index: digests to find by; sign: heads of the ledger; mac: its tree and queue; paper: sealed papers; "
    "register: what the law makes us keep.",
)
APPROVE = Text("鍵についての提案を、二人目として承認する", "Approve a proposal about keys, as the second person")
STATUS = Text("交換の途中の鍵と、残りの数を表示する", "Show which keys are being turned, and how much is left")
DONE = Text("鍵 {0} を交換し、古い鍵を捨てました", "The {0} key is turned and the old one destroyed")
IDLE = Text("交換中の鍵はありません", "No key is being turned")

NEXT = Text(
    "バックアップを取り直してください。前のバックアップでは、この後に封をしたものを読めません:  seiyaku backup",
    "Take a backup now: one from before cannot read what is sealed from here on:  seiyaku backup",
)

keys = group("keys", SAID)
keys.add_command(operator)


@keys.command("rotate", ROTATE, needs="instance")
@argument("use", type=click.Choice(TURNED))
@option("--propose", is_flag=True, help=Text("交換を提案する", "propose to turn it"))
@option("--proposal", metavar="REF", help=Text("承認された提案", "the proposal that was approved"))
def rotate(use: str, propose: bool, proposal: str | None) -> None:
    """Propose, or turn what a second person approved, or go on with a turn under way."""
    from .signing import actor

    which = cast("Turned", use)
    if propose and proposal:
        raise InputError(where="--propose", found="--proposal besides", expected="one of them")
    if propose:
        from seiyaku.people import approvals, turning

        made = approvals.propose(turning.ACT, which, actor=actor())
        voice.result({"proposal": made.ref, "ends_at": made.ends_at}, made.ref)
        return
    _turn(which, proposal, actor())
    from seiyaku.keys import rotation

    reach = rotation.reach()
    left = [ROWS] if reach == "rows" else []
    told = {"use": which, "destroyed": True, "reach": reach}
    voice.result(told, Text(*(said.format(which) for said in DONE)), *left, NEXT)


@keys.command("approve", APPROVE, needs="instance")
@argument("proposal")
@YES
def approve(proposal: str, yes: bool) -> None:
    """Approve a proposal to turn a key."""
    approve_as_second(proposal, yes=yes)


@keys.command("status", STATUS, needs="instance")
def status() -> None:
    """Show what is under way; nobody needs to be signed in to see it."""
    from seiyaku.keys import rotation

    left = {use: rotation.behind(use) for use in TURNED if rotation.is_turning(use)}
    rows = [(use, str(count)) for use, count in left.items()]
    columns = (Text("鍵", "key"), Text("残り", "left"))
    voice.result({"turning": left}, voice.table(columns, rows) if rows else IDLE)


def _turn(use: Turned, proposal: str | None, who: Actor) -> None:
    from seiyaku.people import turning

    if voice.json:
        for _ in turning.turn(use, proposal, actor=who):
            continue
        return
    from rich.progress import Progress, SpinnerColumn, TextColumn

    with Progress(SpinnerColumn(), TextColumn("{task.description}"), console=voice.console(stderr=True)) as shown:
        task = shown.add_task(use, total=None)
        for step in turning.turn(use, proposal, actor=who):
            shown.update(task, description=f"{step.use} {step.holder} {step.batches}")
