"""`seiyaku call`: a call, a visit or a piece of work: the purpose once, the caller known by items that agree (7-2)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from seiyaku.core.errors import NotFound
from seiyaku.core.language import Text

from .asking import evidence, names, on_record, typed
from .frame import argument, group, option
from .speech import voice
from .use import told

SAID = Text(
    "電話・来店・作業の場を開き、相手を確かめる（ポリシー7-2）",
    "Open a call, a visit or a piece of work, and make sure who speaks (policy 7-2)",
)
BEGIN = Text(
    "電話などを始める\n目的は一度だけ決めます。この番号を use --occasion などに添えます。",
    "Begin one\nThe purpose is set once. Name its reference in `use --occasion` and the like.",
)
IDENTIFY = Text(
    "相手の話す内容を、預かっている情報と照合する\n照合する値は尋ねられたときに打ちます。値は何も表示しません。",
    "Compare what a caller says with what is held\nWhat they say is typed when asked; no value is shown.",
)
AUTHORISE = Text("ご家族・代理人の権限を示す書面を預かる", "Keep the paper by which a family or an agent may speak")
TAKE = Text(
    "開いている情報を、写す・印刷する・ファイルに取る（それぞれ記録に残ります）",
    "Copy, print or take in a file what is open: each an act of its own, on record",
)
DECLINE = Text("その場で尋ねた同意に「いいえ」と答えたことを記録する", "Record a no to a consent asked for on the spot")
STATE = Text("いまの状態を表示する", "Show how it stands")
END = Text("終える", "End it")

BEGUN = Text("始めました: {0}（{1}項目の照合が必要）", "begun: {0} ({1} items must agree)")
KNOWN = Text("ご本人と確かめました: {0}", "known: {0}")
UNKNOWN = Text("一致する方は {0} 人です。あと {1} 回試せます", "{0} hold all of it; {1} tries left")
DONE = Text("記録しました", "recorded")
OVER = Text("終えました", "ended")
COLUMNS = (Text("項目", "item"), Text("いま", "now"))

call = group("call", SAID)
OCCASION = argument("occasion")


@call.command("begin", BEGIN, needs="instance")
@option("--purpose", required=True, help=Text("利用目的", "the purpose of use"))
@option("--kind", type=click.Choice(["call", "visit", "work"]), default="call", show_default=True,
        help=Text("電話・来店・作業", "call, visit or work"))  # fmt: skip
@option("--caller", type=click.Choice(["person", "family", "agent"]), default="person", show_default=True,
        help=Text("話している人", "who speaks"))  # fmt: skip
def begin(purpose: str, kind: str, caller: Any) -> None:
    """Begin it."""
    from seiyaku import door

    from .signing import actor

    begun = door.begin(kind, purpose=purpose, caller=caller, actor=actor())
    voice.result(
        {**begun.occasion.as_json(), "needed": begun.needed, **evidence(begun)},
        BEGUN.filled(begun.ref, begun.needed),
        on_record(begun),
    )  # fmt: skip


@call.command("identify", IDENTIFY, needs="instance")
@OCCASION
@option("--by", callback=names, required=True, help=Text("照合する項目（コンマ区切り）", "the fields to compare"))
def identify(occasion: str, by: tuple[str, ...]) -> None:
    """Compare them."""
    from seiyaku import door

    from .signing import actor

    came = door.identify(occasion, typed(by), actor=actor())
    line = KNOWN.filled(came.person) if came.person else UNKNOWN.filled(came.people, came.left)
    said = {"people": came.people, "person": came.person, "tries_left": came.left, **evidence(came)}
    voice.result(said, line, on_record(came))


@call.command("authorise", AUTHORISE, needs="instance")
@OCCASION
@argument(
    "file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help=Text("権限を示す書面", "the paper that shows the authority"),
)
def authorise(occasion: str, file: Path) -> None:
    """Keep it."""
    from seiyaku import door

    from .signing import actor

    kept = door.authorise(occasion, file.read_bytes(), actor=actor())
    voice.result({"occasion": occasion, **evidence(kept)}, DONE, on_record(kept))


@call.command("take", TAKE, needs="instance")
@OCCASION
@argument("person")
@option("--fields", callback=names, required=True, help=Text("取り出す項目（コンマ区切り）", "the fields"))
@option("--how", type=click.Choice(["copy", "print", "file"]), required=True, help=Text("方法", "how"))
def take(occasion: str, person: str, fields: tuple[str, ...], how: str) -> None:
    """Take them; what was taken is told."""
    from seiyaku import door

    from .signing import actor

    who = actor()
    going = door.going_on(occasion, actor=who)
    if going is None:
        raise NotFound("occasion")
    told(door.take(person, fields, how=how, purpose=going.purpose, occasion=occasion, actor=who))


@call.command("decline", DECLINE, needs="instance")
@OCCASION
@argument("person")
@option("--use", required=True, help=Text("尋ねた目的", "the purpose that was asked about"))
@option("--statement", required=True, help=Text("読み上げた文の版", "the version of the statement that was read out"))
def decline(occasion: str, person: str, use: str, statement: str) -> None:
    """Record it."""
    from seiyaku import door

    from .signing import actor

    did = door.decline(person, use=use, statement=statement, occasion=occasion, actor=actor())
    voice.result({"people": did.people, **evidence(did)}, DONE, on_record(did))


@call.command("state", STATE, needs="instance")
@OCCASION
def state(occasion: str) -> None:
    """Show it; one that is over, or somebody else's, is not there."""
    from seiyaku import door

    from .signing import actor

    found = door.going_on(occasion, actor=actor())
    if found is None:
        raise NotFound("occasion")
    said = found.as_json()
    voice.result(said, voice.table(COLUMNS, [(name, str(value)) for name, value in said.items()]))


@call.command("end", END, needs="instance")
@OCCASION
def end(occasion: str) -> None:
    """End it."""
    from seiyaku import door

    from .signing import actor

    ended = door.end(occasion, actor=actor())
    if ended is None:
        raise NotFound("occasion")
    voice.result({"occasion": occasion, **evidence(ended)}, OVER, on_record(ended))
