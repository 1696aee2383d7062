"""`seiyaku quarantine`: what may not enter yet, and what the desk decides about it (policy 5-1, 5-2)."""

from __future__ import annotations

from seiyaku.core.asides import said
from seiyaku.core.errors import InputError
from seiyaku.core.language import Text

from .asking import evidence, names, on_record, typed
from .forms import FORM, SCRIPT, SHOWN, origin
from .frame import argument, group, option
from .speech import voice

SAID = Text("隔離した行を見て、判断する（窓口用）", "Look at what is in quarantine, and decide (for the desk)")
RELEASE = Text(
    "行を受け入れる\n直す値は引数にせず、尋ねられたときに打ちます。まだ入れてはならない行は、隔離に残ります。",
    "Let a row in after all\nValues to put right are typed when asked. What still may not enter stays in quarantine.",
)
COLUMNS = (
    Text("番号", "row"), Text("ファイル", "file"), Text("行", "line"), Text("理由", "why"),
    Text("期限", "until"),
)  # fmt: skip
TAKEN = Text("{0}行を受け入れました", "{0} taken in")
STILL = Text("まだ入れられません: {0}行目: {1}", "may not enter yet: row {0}: {1}")
THROWN = Text("{0}行を捨てました", "{0} thrown away")

quarantine = group("quarantine", SAID)


@quarantine.command(
    "list", Text("隔離した行の一覧（値は出しません）", "List the rows, without values"), needs="instance"
)
@option("--file", help=Text("受け入れたファイルの名前", "the name of the file, as collecting it said"))
def everything(file: str | None) -> None:
    """Show what waits, and why."""
    from seiyaku import door

    from .signing import actor

    waiting = door.quarantine(file=file, actor=actor())
    rows = [(r.row, r.file[:8], str(r.number), voice.say(said(r.why, r.fields)), r.until) for r in waiting.rows]
    data = [
        {"row": r.row, "file": r.file, "line": r.number, "why": r.why, "fields": list(r.fields), "until": r.until}
        for r in waiting.rows
    ]
    voice.result({"rows": data, **evidence(waiting)}, voice.table(COLUMNS, rows), on_record(waiting))


@quarantine.command("show", Text("行を開いて見る", "Open rows and look"), needs="instance")
@argument("rows", nargs=-1, required=True)
def show(rows: tuple[str, ...]) -> None:
    """Open them; the look is on record."""
    from seiyaku import door

    from .signing import actor

    looked = door.look(rows, actor=actor())
    tables = [
        voice.table([Text("列", "column"), Text("値", "value")], cells.items()) for cells in looked.cells.values()
    ]
    voice.result(
        {"rows": {row: dict(cells) for row, cells in looked.cells.items()}, **evidence(looked)},
        *tables,
        on_record(looked),
    )


@quarantine.command("release", RELEASE, needs="instance")
@argument("rows", nargs=-1, required=True)
@FORM
@SHOWN
@SCRIPT
@option("--attested", help=Text("責任者の証明の番号", "the paper of the manager's attestation"))
@option(
    "--correct", "correct", callback=names, help=Text("直す項目（一行だけのとき）", "fields to put right (one row)")
)
@option("--without", callback=names, help=Text("入れない列", "columns to leave out"))
def release(
    *, rows: tuple[str, ...], form: str, shown: str | None, script: str | None, attested: str | None,
    correct: tuple[str, ...], without: tuple[str, ...],
) -> None:  # fmt: skip
    """Let them in from the origin the form belongs to."""
    from seiyaku import door

    from .signing import actor

    who = actor()
    if correct and len(rows) != 1:
        raise InputError(where="--correct", found=f"{len(rows)} rows", expected="one row")
    mine: dict[str, str | None] = {**dict.fromkeys(without), **typed(correct)}
    source = origin(form, shown, script, attested=attested)
    came = door.release(rows, origin=source, actor=who, corrected=dict.fromkeys(rows, mine))
    still = [{"line": one.number, "why": one.why, "fields": list(one.fields)} for one in came.quarantined]
    voice.result(
        {"people": list(came.people), "still": still, **evidence(came)},
        TAKEN.filled(came.collected),
        *(STILL.filled(one.number, said(one.why, one.fields)) for one in came.quarantined),
        on_record(came),
    )


@quarantine.command("discard", Text("行を捨てる（鍵ごと）", "Throw rows away, key and all"), needs="instance")
@argument("rows", nargs=-1, required=True)
def discard(rows: tuple[str, ...]) -> None:
    """Throw them away."""
    from seiyaku import door

    from .signing import actor

    done = door.discard(rows, actor=actor())
    voice.result({"rows": done.people, **evidence(done)}, THROWN.filled(done.people), on_record(done))
