"""`seiyaku export`: many people's information into a file of the operator's own, by an id that traces it."""

from __future__ import annotations

from pathlib import Path

import click

from seiyaku.core.errors import InputError
from seiyaku.core.language import Text

from .asking import evidence, names, on_record, people_in, tell_left
from .frame import command, option
from .speech import voice

SAID = Text(
    "自社で使うファイルに書き出す（ほかの誰にも渡しません）\n百人を超えるときは二人で行います。"
    "持ち出し番号が付き、その人を消すときに分かります。",
    "Export into a file of the operator's own (nobody else receives it)\nMore than a hundred take two "
    "people. It gets an id, and an erasure tells which "
    "exports somebody was in.",
)
PROPOSED = Text(
    "提案しました: {0}（別の人が seiyaku people approve で承認し、--proposal で書き出します）",
    "proposed: {0} (another person approves it with seiyaku people approve; then give --proposal)",
)
WROTE = Text(
    "{0:,}人分、列は {1}。{2} に書きました（持ち出し番号 {3}）", "{0:,} people, columns {1}, written to {2} ({3})"
)


@command("export", SAID, needs="instance")
@option("--people", type=click.Path(exists=True, dir_okay=False, path_type=Path),
        help=Text("人の番号を一行に一つ書いたファイル", "a file of public ids, one a line"))  # fmt: skip
@option("--all", "everybody", is_flag=True, help=Text("全員について", "everybody"))
@option("--fields", callback=names, required=True, help=Text("書き出す項目（コンマ区切り）", "the fields to export"))
@option("--purpose", required=True, help=Text("利用目的", "the purpose of use"))
@option("--out", type=click.Path(path_type=Path), required=True, help=Text("書き出すファイル", "the file to write"))
@option("--propose", is_flag=True, help=Text("百人を超える書き出しを提案する", "propose to export more than a hundred"))
@option("--proposal", help=Text("承認された提案の番号", "the approved proposal"))
def export(
    *, people: Path | None, everybody: bool, fields: tuple[str, ...], purpose: str, out: Path, propose: bool,
    proposal: str | None,
) -> None:  # fmt: skip
    """Decide, write the entry that names all, then write the file."""
    from seiyaku import door
    from seiyaku.people import services

    from .signing import actor
    from .tables import WRITTEN, write

    if (people is not None) == everybody:
        raise InputError(where="export", found="both, or neither", expected="--people or --all")
    if out.exists() or out.suffix.lower() not in WRITTEN:
        raise InputError(
            where=out.name, found="a file of that name, or another kind", expected="a new .csv, .jsonl or .parquet"
        )
    chosen = people_in(people) if people else None
    if propose:
        made = services.propose("export", purpose, door.whom(chosen), actor=actor())
        voice.result({"proposal": made.ref}, PROPOSED.filled(made.ref))
        return
    taken = door.export(chosen, fields, purpose=purpose, proposal=proposal, actor=actor())
    count = write(out, taken.columns, taken.rows)
    voice.result(
        {"people": count, "columns": list(taken.columns), "file": str(out), "export": taken.export,
         "left": tell_left(taken.left), **evidence(taken)},
        WROTE.filled(count, ", ".join(taken.columns), out, taken.export),
        *tell_left(taken.left),
        on_record(taken),
    )  # fmt: skip
