"""`seiyaku retrieve`: what is filed under a field of a person, or one of the files."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click

from seiyaku.core.errors import InputError
from seiyaku.core.language import Text

from .asking import evidence, on_record
from .frame import argument, command, option
from .newfile import new_file
from .note import FIELD, PURPOSE
from .speech import voice
from .times import when

SAID = Text(
    "預かった記録やファイルを取り出す\n番号がなければ、その項目に残したものの一覧。番号と --out で、一つのファイルを"
    "書き出します。",
    "Take out what was filed\nWithout a reference: what is filed under the field. With one and --out: that file is "
    "written out.",
)
COLUMNS = (
    Text("番号", "reference"), Text("種類", "kind"), Text("いつ", "when"), Text("内容", "content"),
)  # fmt: skip
WROTE = Text("{0:,}バイトを {1} に書き出しました", "{0:,} bytes written to {1}")
LEFT = Text("ほかの目的のために得たもの {0:,}件は開きません", "{0:,} acquired for other purposes are not opened")


@command("retrieve", SAID, needs="instance")
@argument("person")
@argument("ref", required=False)
@FIELD
@PURPOSE
@option("--out", type=click.Path(path_type=Path), help=Text("書き出すファイル", "the file to write"))
def retrieve(*, person: str, ref: str | None, field: str, purpose: str, out: Path | None) -> None:
    """Open it, as far as the purpose needs it."""
    from seiyaku import door

    from .signing import actor

    who = actor()
    if (ref is None) != (out is None):
        raise InputError(where="arguments", found="one of the two", expected="REF and --out, or neither")
    if ref is None or out is None:
        found = door.file_of(person, field=field, purpose=purpose, actor=who)
        filed = [{"ref": one.ref, "kind": one.kind, "at": one.recorded_at, "content": dict(one.content)}
                 for one in found.filed]  # fmt: skip
        rows = [(one.ref, one.kind, when(one.recorded_at), _told(one.content)) for one in found.filed]
        voice.result(
            {"filed": filed, "left": found.left, **evidence(found)},
            voice.table(COLUMNS, rows),
            *([LEFT.filled(found.left)] if found.left else []),
            on_record(found),
        )
        return
    if out.exists():
        raise InputError(where=out.name, found="a file of that name", expected="a new one")
    taken = door.retrieve(person, ref, field=field, purpose=purpose, actor=who)
    with new_file(out) as file:
        size = sum(map(file.write, taken.chunks))
    voice.result({"file": str(out), "size": size, **dict(taken.manifest), **evidence(taken)},
                 WROTE.filled(size, out), on_record(taken))  # fmt: skip


def _told(content: Mapping[str, object]) -> str:
    return "  ".join(f"{name}: {value}" for name, value in content.items())
