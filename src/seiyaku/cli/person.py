"""`seiyaku person`: what one person may see of themselves, for the desk that answers them (art. 33)."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from seiyaku.core.language import Text

from .asking import evidence, on_record
from .frame import argument, command, option
from .speech import voice

if TYPE_CHECKING:
    from seiyaku.door import Recorded

SAID = Text(
    "本人に開示する内容を表示する（窓口用）\n"
    "何を持ち、どこから得て、誰が（役割で）何のために使ったか。法律により伏せるものは、跡形なく除きます。",
    "Show what a person may see of themselves, for the desk\n"
    "What is held, from where, who used it (by duty) and for what. What the law withholds leaves no trace.",
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
    Text("取得の経緯", "how they came by it"),
)  # fmt: skip


@command("person", SAID, needs="instance")
@argument("person")
@option("--purpose", default="law:disclose", show_default=True, help=Text("利用目的", "the purpose of use"))
@option("--records", is_flag=True, help=Text("第三者提供記録（33条5項）", "the records of provision (33(5))"))
def person(person: str, purpose: str, records: bool) -> None:
    """Show it."""
    from seiyaku import door

    from .signing import actor

    if records:
        _records(door.records(person, actor=actor()))
        return

    mine = door.person(person, actor=actor(), purpose=purpose)
    held = [(one.name, one.value, "✓" if one.present else "", one.source, one.valid_from) for one in mine.held]
    uses = [(one.at, one.act, one.duty, one.purpose, one.clause) for one in mine.uses]
    has = [(one["service"] or "-", one["began_on"] or "", one["ended_on"] or "") for one in mine.relations]
    voice.result(
        {
            "person": mine.person, "held": [asdict(one) for one in mine.held],
            "uses": [asdict(one) for one in mine.uses], "consents": [dict(one) for one in mine.consents],
            "relations": [dict(one) for one in mine.relations],
            **evidence(mine),
        },
        voice.table(HELD, held),
        voice.table(USES, uses),
        *([voice.table(HAS, has)] if has else []),
        on_record(mine),
    )  # fmt: skip


def _records(told: Recorded) -> None:
    rows = [(one.kind, one.on, one.third_party, ", ".join(one.items), one.basis, one.course) for one in told.records]
    voice.result(
        {"person": told.person, "records": [asdict(one) for one in told.records], **evidence(told)},
        voice.table(RECORDS, rows),
        on_record(told),
    )
