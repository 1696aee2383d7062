"""`seiyaku note`: file a contact or a call with a person, or with many."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from seiyaku.core.errors import InputError
from seiyaku.core.language import Text

from . import lists
from .asking import evidence, names, on_record, typed
from .forms import FORM, SCRIPT, SHOWN, origin
from .frame import argument, command, option
from .speech import voice

SAID = Text(
    "電話や問い合わせの記録を残す\n話した内容は引数にせず、尋ねられたときに打ちます。--file では、列 person のほかの"
    "列（kind、text など）がそのまま内容になります。",
    "File a contact or a call\nWhat was said is typed when asked. With --file, every column besides person (kind, text "
    "and so on) is what was said.",
)
DONE = Text("記録しました", "Recorded")
FIELD = option("--field", required=True, help=Text("ポリシーの項目", "the field of the policy it belongs to"))
PURPOSE = option("--purpose", required=True, help=Text("利用目的", "the purpose of use"))


@command("note", SAID, needs="instance")
@argument("person", required=False)
@FIELD
@PURPOSE
@FORM
@SHOWN
@SCRIPT
@option("--parts", callback=names, default="kind,text", show_default=True,
        help=Text("記録する事柄（コンマ区切り）", "what is told of it, commas between"))  # fmt: skip
@lists.FILE
@lists.REPORT
def note(
    *, person: str | None, field: str, purpose: str, form: str, shown: str | None, script: str | None,
    parts: tuple[str, ...], file: Path | None, report: Path | None,
) -> None:  # fmt: skip
    """File it with its source."""
    from seiyaku import door

    from .signing import actor

    lists.one_of(person, file)
    who, source = actor(), origin(form, shown, script)
    common: dict[str, Any] = {"field": field, "purpose": purpose, "origin": source}
    if person is not None:
        done = door.note(person, typed(parts), actor=who, **common)
        voice.result({"person": person, **evidence(done)}, DONE, on_record(done))
    elif file is not None:

        def build(cells: Mapping[str, str]) -> dict[str, Any]:
            said = {name: cell for name, cell in cells.items() if name not in lists.PERSON and cell.strip()}
            if any(len(name) > LONGEST for name in said):
                raise InputError(where="row", found="a long column name", expected="a header of short names")
            return {"person": lists.part(cells, *lists.PERSON), "said": said, **common}

        name = lists.digest(file, "note", field, purpose, form)
        lists.run("note", lists.asks(file, build), name=name, actor=who, telling=lists.Telling(report))


LONGEST = 64
