"""`seiyaku person`: what one person may see of themselves, for the desk that answers them (art. 33)."""

from __future__ import annotations

from dataclasses import asdict

from seiyaku.core.language import Text

from .asking import evidence, on_record
from .frame import argument, command, option
from .speech import voice

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


@command("person", SAID, needs="instance")
@argument("person")
@option("--purpose", default="law:disclose", show_default=True, help=Text("利用目的", "the purpose of use"))
def person(person: str, purpose: str) -> None:
    """Show it."""
    from seiyaku import door

    from .signing import actor

    mine = door.person(person, actor=actor(), purpose=purpose)
    held = [(one.name, one.value, "✓" if one.present else "", one.source, one.valid_from) for one in mine.held]
    uses = [(one.at, one.act, one.duty, one.purpose, one.clause) for one in mine.uses]
    voice.result(
        {
            "person": mine.person, "held": [asdict(one) for one in mine.held],
            "uses": [asdict(one) for one in mine.uses], "consents": [dict(one) for one in mine.consents],
            **evidence(mine),
        },
        voice.table(HELD, held),
        voice.table(USES, uses),
        on_record(mine),
    )  # fmt: skip
