"""`seiyaku anonymise complain|complaints|hear|settle`: complaints about releases (art. 43(6))."""

from __future__ import annotations

from pathlib import Path

from seiyaku.core.language import Text

from .frame import argument, command
from .releases import DONE, FILE, RELEASE
from .speech import voice
from .times import when


@command("complain", Text("匿名加工情報への苦情を受け付ける", "Take a complaint about a release"), needs="instance")
@RELEASE
@argument("file", type=FILE, help=Text("苦情を書いたファイル", "the file of the complaint"))
def complain(release: str, file: Path) -> None:
    """Seal it beside the release."""
    from seiyaku.anonymised import sealed

    from .signing import actor

    kept = sealed.complain(release, file.read_bytes(), actor=actor())
    voice.result({"ref": kept.ref}, DONE.filled(kept.ref))


@command("settle", Text("苦情をどう処理したかを記録する", "Record how a complaint was settled"), needs="instance")
@argument("complaint")
@argument("file", type=FILE, help=Text("どう処理したかを書いたファイル", "the file of how it was settled"))
def settle(complaint: str, file: Path) -> None:
    """Settle it."""
    from seiyaku.anonymised import sealed

    from .signing import actor

    kept = sealed.settle(complaint, file.read_bytes(), actor=actor())
    voice.result({"ref": kept.ref, "settled_at": kept.settled_at}, DONE.filled(kept.ref))


@command("complaints", Text("苦情の一覧を表示する（言葉は出さない）", "List the complaints, without their words"),
         needs="instance")  # fmt: skip
def complaints() -> None:
    """Show them, the open ones first."""
    from seiyaku.anonymised import complaints as heard
    from seiyaku.anonymised import queries

    from .signing import actor

    queries.may_list(actor=actor())
    found = heard.listed()
    columns = (Text("苦情", "complaint"), Text("号", "no."), Text("受付", "received"),
               Text("処理", "settled"))  # fmt: skip
    rows = [
        (one["ref"], str(one["number"]), when(one["received_at"]),
         when(one["settled_at"]))
        for one in found
    ]  # fmt: skip
    voice.result(found, voice.table(columns, rows))


@command("hear", Text("苦情の言葉と、どう処理したかを見る（見たことは記録に残る）",
                      "Read a complaint and how it was settled; the look is on record"), needs="instance")  # fmt: skip
@argument("complaint")
def hear(complaint: str) -> None:
    """Open one."""
    from seiyaku.anonymised import complaints as heard

    from .signing import actor

    one = heard.hear(complaint, actor=actor())
    voice.result({name: getattr(one, name) for name in one.__slots__}, one.said, one.how)


COMMANDS = (complain, settle, complaints, hear)
