"""`seiyaku report`: the officer's books as a table, a document of JSON, CSV or a workbook (policy 1-1 to 8)."""

from __future__ import annotations

from pathlib import Path

import click

from seiyaku.core.errors import InputError
from seiyaku.core.language import Text

from .frame import argument, command, option
from .newfile import new_file
from .speech import voice

SAID = Text(
    "帳票を見る、CSV や Excel のファイルにする\n"
    "名前を付けなければ一覧を表示します。管理・承認・監査の役割の方だけが使え、個人は載りません。",
    "Read the books for an audit, or take them as CSV or a workbook\n"
    "Without a name: which there are. For those who manage, approve or audit; they contain no individuals.",
)
COLUMNS = (Text("名前", "name"), Text("帳票", "report"), Text("条項", "clause"), Text("内容", "what it says"))
EMPTY = Text("載せるものはまだありません", "there is nothing in it yet")
AS_OF = Text(
    "時点 {0}、ポリシーの版 {1}、証跡 {2:,} 件、表の指紋 {3}",
    "as of {0}, version of the policy {1}, {2:,} entries on record, fingerprint of the table {3}",
)
WRITTEN = Text("書き出しました: {0}", "written: {0}")


@command("report", SAID, needs="instance")
@argument("name", required=False)
@option("--out", type=click.Path(path_type=Path, dir_okay=False),
        help=Text("書き出すファイル（.csv または .xlsx）", "the file to write (.csv or .xlsx)"))  # fmt: skip
def report(name: str | None, out: Path | None) -> None:
    """Show one, write one, or list them."""
    from seiyaku.evidence import reports, tables

    from .signing import actor

    if name is None:
        if out is not None:
            raise InputError(where="NAME", found="nothing", expected=f"one of {', '.join(reports.REPORTS)}")
        found = reports.listed(voice.language, actor=actor())
        rows = [(one["name"], one["title"], one["clause"], one["said"]) for one in found]
        voice.result({"reports": found}, voice.table(COLUMNS, rows))
        return
    form = form_of(out, tables.FILES)
    table, of = reports.asked(name, voice.language, actor=actor())
    document = tables.as_document(table, of)
    if out is not None:
        with new_file(out) as file:
            file.write(tables.as_file(form, table, of))
        voice.result({"file": str(out), "digest": document["digest"]}, WRITTEN.filled(out))
        return
    shown = [[f"{cell:,}" if isinstance(cell, int) else cell for cell in row] for row in table.rows]
    voice.result(
        document, f"{table.title}: {table.said}", voice.table(table.columns, shown) if shown else EMPTY,
        AS_OF.filled(document["as_of"], of.policy[:16], of.entries, document["digest"][:16]),
    )  # fmt: skip


def form_of(out: Path | None, known: dict[str, str]) -> str:
    """Return the kind of file that a name ends in; InputError for one that cannot be written."""
    form = out.suffix.lower().removeprefix(".") if out is not None else ""
    if out is not None and form not in known:
        raise InputError(
            where=out.name, found=form or "no ending", expected=f"one of {', '.join(f'.{one}' for one in known)}"
        )
    if out is not None and out.exists():
        raise InputError(where=out.name, found="something of that name", expected="a new one")
    return form
