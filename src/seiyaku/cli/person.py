"""`seiyaku person`: what one person may see of themselves, for the desk that answers them (art. 33)."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from seiyaku.core.errors import InputError, NotFound, Refused
from seiyaku.core.headings import HEADINGS
from seiyaku.core.language import Text

from .asking import evidence, on_record, people_in
from .frame import argument, command, option
from .lists import SHOWN, one_of
from .newfile import new_file
from .speech import voice
from .times import when

if TYPE_CHECKING:
    from seiyaku.door import Mine, Recorded
    from seiyaku.door.recorded import RecordOfMine

SAID = Text(
    "本人に開示する内容を表示する（窓口用）\n"
    "何を持ち、どこから得て、誰が（役割で）何のために使ったか。法律により伏せるものは、跡形なく除きます。"
    "--people では、多くの人のものを --out に。",
    "Show what a person may see of themselves, for the desk\n"
    "What is held, from where, who used it (by duty) and for what. What the law withholds leaves no trace. "
    "With --people: of many, into --out.",
)
HELD = (
    Text("項目", "field"), Text("値", "value"), Text("いま", "now"), Text("出どころ", "source"),
    Text("いつから", "since"),
)  # fmt: skip
USES = (
    Text("いつ", "when"), Text("行い", "act"), Text("役割", "duty"), Text("目的", "purpose"), Text("根拠", "clause"),
)  # fmt: skip

HAS = (Text("契約・サービス", "contract or service"), Text("始まり", "began"), Text("終わり", "ended"))


RECORDS = (
    Text("種類", "kind"), Text("日", "day"), Text("相手", "third party"), Text("項目", "items"), Text("根拠", "basis"),
    Text("取得の経緯", "how they came by it"), Text("記録した氏名", "name as recorded"),
)  # fmt: skip


WROTE = Text("{0:,}人のうち{1:,}人分を {2} に書き出しました", "of {0:,} people, {1:,} written to {2}")
MORE = Text("ほか{0:,}人", "and {0:,} more")
NOT = Text("{0}: {1} {2}", "{0}: {1} {2}")
REFUSED, FAILED = 3, 1


@command("person", SAID, needs="instance")
@argument("person", required=False)
@option("--purpose", default="law:disclose", show_default=True, help=Text("利用目的", "the purpose of use"))
@option("--records", is_flag=True, help=Text("第三者提供記録（33条5項）", "the records of provision (33(5))"))
@option("--people", type=click.Path(exists=True, dir_okay=False, path_type=Path),
        help=Text("人の番号を一行に一つ書いたファイル", "a file of public ids, one a line"))  # fmt: skip
@option("--out", type=click.Path(path_type=Path), help=Text("書き出すファイル（一人一行の JSON）",
        "the file to write to (JSON Lines, a person a line)"))  # fmt: skip
def person(person: str | None, purpose: str, records: bool, people: Path | None, out: Path | None) -> None:
    """Show it."""
    from seiyaku import door

    from .signing import actor

    one_of(person, people)
    if (people is None) != (out is None) or (records and people is not None):
        raise InputError("arguments", "what does not go together", "PERSON [--records], or --people with --out")
    if person is None:
        _many(people_in(people or Path()), purpose, out or Path())
    elif records:
        _records(door.records(person, actor=actor()))
    else:
        _one(door.person(person, actor=actor(), purpose=purpose))


def _one(mine: Mine) -> None:
    held = [(one.name, one.value, "✓" if one.present else "", one.source, one.valid_from) for one in mine.held]
    uses = [(when(one.at), one.act, one.duty, one.purpose, one.clause) for one in mine.uses]
    has = [(one["service"] or "-", one["began_on"] or "", one["ended_on"] or "") for one in mine.relations]
    voice.result(
        _document(mine),
        voice.table(HELD, held),
        voice.table(USES, uses),
        *([voice.table(HAS, has)] if has else []),
        on_record(mine),
    )


def _document(mine: Mine) -> dict[str, Any]:
    return {
        "person": mine.person, "held": [asdict(one) for one in mine.held],
        "uses": [asdict(one) for one in mine.uses], "consents": [dict(one) for one in mine.consents],
        "relations": [dict(one) for one in mine.relations],
        **evidence(mine),
    }  # fmt: skip


def _many(people: list[str], purpose: str, out: Path) -> None:
    """Write each person's line for the owner of the file alone; say who could not be told, and why."""
    from seiyaku import door

    from .signing import actor

    told = door.person_many(people, actor=actor(), purpose=purpose)
    left: list[dict[str, str]] = []
    with new_file(out) as file:
        for who, came in told:
            if isinstance(came, door.Mine):
                file.write(json.dumps(_document(came), ensure_ascii=False).encode() + b"\n")
            else:
                left.append(_left(who, came))
    refused = [one for one in left if one["code"] == "refused"]
    asked = len(dict.fromkeys(people))
    voice.result(
        {"people": asked - len(left), "file": str(out), "left": left, "entry": refused[0]["entry"] if refused else ""},
        WROTE.filled(asked, asked - len(left), out),
        *(NOT.filled(one["person"], one["why"], one["remedy"]) for one in left[:SHOWN]),
        *([MORE.filled(len(left) - SHOWN)] if len(left) > SHOWN else []),
    )
    if left:
        click.get_current_context().exit(REFUSED if refused else FAILED)


def _left(who: str, error: Refused | NotFound) -> dict[str, str]:
    if isinstance(error, Refused):
        said = error.answer
        return {"person": who, "code": error.code, "entry": error.entry or "", "clause": said.clause,
                "why": voice.say(said.text), "remedy": voice.say(said.remedy.text)}  # fmt: skip
    return {"person": who, "code": error.code, "why": voice.say(HEADINGS[error.code]), "remedy": ""}


def _when(one: RecordOfMine) -> str:
    return f"{one.on} – {one.until} ({one.times})" if one.until else one.on


def _records(told: Recorded) -> None:
    rows = [
        (one.kind, _when(one), f"{one.third_party}\n{one.address}\n{one.representative}", ", ".join(one.items),
         one.basis, one.course, one.whose)
        for one in told.records
    ]  # fmt: skip
    voice.result(
        {"person": told.person, "records": [asdict(one) for one in told.records], **evidence(told)},
        voice.table(RECORDS, rows),
        on_record(told),
    )
