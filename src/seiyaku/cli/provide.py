"""`seiyaku provide`: hand information to a partner, on a ground of policy 8."""

from __future__ import annotations

from pathlib import Path

import click

from seiyaku.core.errors import InputError
from seiyaku.core.language import Text

from .asking import evidence, names, on_record, partner_ref, people_in, tell_left
from .frame import command, option
from .speech import voice

SAID = Text(
    "取引先に情報を渡す（ポリシー8）\n許された列だけのファイルができます。",
    "Hand information to a partner (policy 8)\nMakes a file of exactly the columns that are allowed.",
)
WROTE = Text(
    "{0:,}人分、列は {1}。{2} に書きました（持ち出し番号 {3}）", "{0:,} people, columns {1}, written to {2} ({3})"
)


@command("provide", SAID, needs="instance")
@option("--people", type=click.Path(exists=True, dir_okay=False, path_type=Path), required=True,
        help=Text("人の番号を一行に一つ書いたファイル", "a file of public ids, one a line"))  # fmt: skip
@option("--fields", callback=names, required=True, help=Text("渡す項目（コンマ区切り）", "the fields to hand over"))
@option("--to", "recipient", required=True, help=Text("取引先の名前か参照", "the partner, by name or reference"))
@option("--ground", help=Text("提供の根拠（ポリシーの名前）", "the ground, by its name in the policy"))
@option("--purpose", help=Text("利用目的", "the purpose of use"))
@option("--evidence", "shown", callback=names, help=Text("そろっている証拠（コンマ区切り）", "evidence that is there"))
@option("--papers", callback=names, help=Text("証拠の書類の番号（コンマ区切り）", "the papers that show it"))
@option("--out", type=click.Path(path_type=Path), required=True, help=Text("書き出すファイル", "the file to write"))
def provide(
    *,
    people: Path, fields: tuple[str, ...], recipient: str, ground: str | None, purpose: str | None,
    shown: tuple[str, ...], papers: tuple[str, ...], out: Path,
) -> None:  # fmt: skip
    """Decide, write the entry, then write the file."""
    from seiyaku import door

    from .signing import actor
    from .tables import write

    if out.exists():
        raise InputError(where=out.name, found="a file of that name", expected="a new one")
    handoff = door.provide(
        people_in(people), fields, recipient=partner_ref(recipient), ground=ground, purpose=purpose, evidence_of=shown,
        papers=papers, actor=actor(),
    )  # fmt: skip
    count = write(out, handoff.columns, handoff.rows)
    voice.result(
        {"people": count, "columns": list(handoff.columns), "file": str(out), "export": handoff.export,
         "left": tell_left(handoff.left), **evidence(handoff)},
        WROTE.filled(count, ", ".join(handoff.columns), out, handoff.export),
        *tell_left(handoff.left),
        on_record(handoff),
    )  # fmt: skip
