"""`seiyaku contact`: what is needed to reach a person, or many."""

from __future__ import annotations

from pathlib import Path

import click

from seiyaku.core.errors import InputError
from seiyaku.core.language import Text

from .asking import names
from .frame import argument, command, option
from .use import told, written

SAID = Text(
    "連絡に必要な情報を開く\n断った人・止めた人のものは開きません。多くの人のものは --out のファイルに書き出します。",
    "Open what is needed to reach people\nWhoever refused, or had it stopped, is not among them. Those of many are "
    "written to the file of --out.",
)


@command("contact", SAID, needs="instance")
@argument("person", required=False)
@option("--fields", callback=names, required=True, help=Text("開く項目（コンマ区切り）", "the fields to open"))
@option("--purpose", required=True, help=Text("利用目的", "the purpose of use"))
@option("--people", type=click.Path(exists=True, dir_okay=False, path_type=Path),
        help=Text("人の番号を一行に一つ書いたファイル", "a file of public ids, one a line"))  # fmt: skip
@option("--all", "everybody", is_flag=True, help=Text("全員について", "everybody"))
@option("--out", type=click.Path(path_type=Path), help=Text("書き出すファイル（.csv .jsonl .parquet）",
        "the file to write to (.csv .jsonl .parquet)"))  # fmt: skip
def contact(
    *, person: str | None, fields: tuple[str, ...], purpose: str, people: Path | None, everybody: bool,
    out: Path | None,
) -> None:  # fmt: skip
    """Open one person's, or write those of many to a file."""
    from seiyaku import door

    from .asking import people_in
    from .signing import actor

    if sum((person is not None, people is not None, everybody)) != 1:
        raise InputError(where="contact", found="not one of them", expected="PERSON, --people or --all")
    who = actor()
    if person is not None:
        told(door.contact(person, fields, purpose=purpose, actor=who))
        return
    if out is None or out.exists():
        raise InputError(where="--out", found="none, or one that is there", expected="a new file for many people's")
    those = None if everybody else people_in(people or Path())
    written(door.contact_many(those, fields, purpose=purpose, actor=who), fields, out)
