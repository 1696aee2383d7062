"""`seiyaku related`: person-related information goes to somebody who ties it to persons."""

from __future__ import annotations

from seiyaku.core.language import Text

from .asking import evidence, names, on_record, partner_ref
from .frame import command, option
from .speech import voice

SAID = Text(
    "個人関連情報を、本人に結び付ける相手に渡すことを記録する（31条）\n"
    "相手が本人の同意を得ていることを、先に確かめます。確かめた書面がなければ断ります。",
    "Record that person-related information goes to somebody who ties it to persons (art. 31)\n"
    "That they have the persons' consent is confirmed first; without the paper that shows it, it is refused.",
)
DONE = Text("記録しました", "Recorded")


@command("related", SAID, needs="instance")
@option("--fields", callback=names, required=True, help=Text("渡す項目（コンマ区切り）", "the fields, commas between"))
@option("--to", "recipient", required=True, help=Text("取引先の名前か参照", "the partner, by name or reference"))
@option("--confirmed", help=Text("同意を確かめた書面の番号", "the paper that shows their consent"))
@option("--how", required=True, help=Text("どのように確かめたか", "how that was confirmed"))
@option("--told-abroad", is_flag=True, help=Text("外国の制度などを本人に伝えてある（31条1項2号）",
        "the persons were told of the country and its safeguards (31(1)(ii))"))  # fmt: skip
def related(
    *, fields: tuple[str, ...], recipient: str, confirmed: str | None, how: str, told_abroad: bool
) -> None:  # fmt: skip
    """Decide, and keep the record."""
    from seiyaku import door

    from .signing import actor

    done = door.provide_related(
        fields, recipient=partner_ref(recipient), confirmed=confirmed, how=how, told_abroad=told_abroad, actor=actor()
    )
    voice.result(evidence(done), DONE, on_record(done))
