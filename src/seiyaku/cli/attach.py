"""`seiyaku attach`: keep a picture, a recording or a paper of a person, or of many."""

from __future__ import annotations

import mimetypes
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

import click

from seiyaku.core.errors import InputError
from seiyaku.core.language import Text

from . import lists
from .asking import evidence, on_record
from .forms import FORM, SCRIPT, SHOWN, origin
from .frame import argument, command, option
from .note import FIELD, PURPOSE
from .speech import voice

SAID = Text(
    "本人の写真・録音・書面を預かる\n大きなファイルも、メモリに載せずに封をします。"
    "--file では、列 person と path（表のあるフォルダーから）、あれば type。",
    "Keep a picture, a recording or a paper of a person\nLarge files are sealed without being held in memory. With "
    "--file: columns person and path (from the table's folder), and type if you like.",
)
DONE = Text("預かりました", "Kept")
UNKNOWN = "application/octet-stream"


@command("attach", SAID, needs="instance")
@argument("person", required=False)
@argument("path", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@FIELD
@PURPOSE
@FORM
@SHOWN
@SCRIPT
@option("--type", "media_type", help=Text("種類（なければ名前から）", "its media type (by its name, unless said)"))
@lists.FILE
@lists.REPORT
def attach(
    *, person: str | None, path: Path | None, field: str, purpose: str, form: str, shown: str | None,
    script: str | None, media_type: str | None, file: Path | None, report: Path | None,
) -> None:  # fmt: skip
    """Seal it under the person's key, and file it with its source."""
    from seiyaku import door

    from .signing import actor

    lists.one_of(person, file)
    if (person is None) != (path is None):
        raise InputError(where="arguments", found="one of the two", expected="PERSON PATH, or --file")
    who, source = actor(), origin(form, shown, script)
    common: dict[str, Any] = {"field": field, "purpose": purpose, "origin": source}
    if person is not None and path is not None:
        with path.open("rb") as opened:
            done = door.attach(
                person, opened, name=path.name, media_type=media_type or _type(path), actor=who, **common
            )
        voice.result({"person": person, **evidence(done)}, DONE, on_record(done))
    elif file is not None:

        def build(cells: Mapping[str, str]) -> dict[str, Any]:
            lists.only(cells, *lists.PERSON, "path", "type")
            there = file.parent / lists.part(cells, "path")
            if not there.is_file():
                raise InputError(where="path", found="no file", expected="a file, from the table's folder")
            given = cells.get("type", "").strip() or media_type or _type(there)
            return {"person": lists.part(cells, *lists.PERSON), "source": partial(there.open, "rb"),
                    "name": there.name, "media_type": given, **common}  # fmt: skip

        name = lists.digest(file, "attach", field, purpose, form)
        lists.run("attach", lists.asks(file, build), name=name, actor=who, telling=lists.Telling(report))


def _type(path: Path) -> str:
    return mimetypes.guess_type(path.name)[0] or UNKNOWN
