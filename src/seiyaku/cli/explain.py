"""`seiyaku explain`: which clause would let me? And what would this new policy have refused last month?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seiyaku.core.answers import Allowed
from seiyaku.core.language import Text

from .asking import evidence, names, on_record, say
from .frame import argument, command, option
from .speech import voice

if TYPE_CHECKING:
    from seiyaku.core.answers import Answer

SAID = Text(
    "どの条項なら許されるかを説明する\n何も開きません。尋ねたことは記録に残ります。",
    "Say which clause would allow it\nNothing is opened; that it was asked is on record.",
)
YES = Text("許されます（{0}、{1}）", "it would be allowed ({0}, {1})")
NO = Text("許されません（{0}、{1}）: {2}", "it would be refused ({0}, {1}): {2}")
WAY = Text("{0} によれば: {1}", "by {0}: {1}")
NONE = Text("許す条項はありません", "no clause would allow it")


@command("explain", SAID, needs="instance")
@argument("fields", callback=names)
@option("--purpose", help=Text("利用目的", "the purpose of use"))
@option("--person", help=Text("人の番号", "a person's public id"))
@option("--act", default="read", show_default=True, help=Text("行い（read、contact、provide など）", "the act"))
@option("--recipient", help=Text("渡す相手の番号", "the partner's reference"))
@option("--ground", help=Text("提供の根拠", "the ground of the provision"))
def explain(
    *, fields: tuple[str, ...], purpose: str | None, person: str | None, act: str, recipient: str | None,
    ground: str | None,
) -> None:  # fmt: skip
    """Ask the gate, and open nothing."""
    from seiyaku import door

    from .signing import actor

    said = door.explain(
        fields, act=act, purpose=purpose, person=person, recipient=recipient, ground=ground, actor=actor()
    )
    ways = [{"clause": way.clause, "missing": way.missing, "how": voice.say(way.text)} for way in said.ways]
    voice.result(
        {"allowed": isinstance(said.answer, Allowed), "why": voice.say(_line(said.answer)), "ways": ways,
         **evidence(said)},
        _line(said.answer),
        *([NONE] if not said.ways and not isinstance(said.answer, Allowed) else []),
        *(say(WAY, way.clause or "-", voice.say(way.text)) for way in said.ways),
        on_record(said),
    )  # fmt: skip


def _line(answer: Answer) -> Text:
    if isinstance(answer, Allowed):
        return say(YES, answer.clause, answer.article)
    return Text(
        NO.ja.format(answer.clause, answer.article, answer.text.ja),
        NO.en.format(answer.clause, answer.article, answer.text.en),
    )
