"""`seiyaku explain`: which clause would let me? And what would this new policy have refused last month?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from seiyaku.core.answers import Allowed
from seiyaku.core.citations import cited
from seiyaku.core.errors import InputError
from seiyaku.core.language import Text

from .asking import evidence, names, on_record, partner_ref
from .frame import argument, command, option
from .speech import voice

if TYPE_CHECKING:
    from seiyaku.core.answers import Answer
    from seiyaku.core.asks import Actor

SAID = Text(
    "どの条項なら許されるかを説明する\n何も開きません。尋ねたことは記録に残ります。"
    "--replay では、このひと月の求めのうち、別の版なら断っていたものを数えます。",
    "Say which clause would allow it\nNothing is opened; that it was asked is on record. With --replay: what another "
    "version of the policy would have refused of the last month's asks.",
)
YES = Text("許されます（{0}、{1}）", "it would be allowed ({0}, {1})")
NO = Text("許されません（{0}、{1}）: {2}", "it would be refused ({0}, {1}): {2}")
WAY = Text("{0} によれば: {1}", "by {0}: {1}")
ASKED = Text("{0}日間の{1:,}件の求めのうち:", "of {1:,} asks in {0} days:")
REFUSED = Text("断る: {0}「{1}」{2:,}件、{3:,}人 ({4}) {5}", "refused: {0} {1!r} {2:,} asks, {3:,} people ({4}) {5}")
NARROWED = Text("開かなくなる項目: {0}（{1:,}件）", "no longer opened: {0} ({1:,} asks)")
NEWLY = Text("新たに許すもの: {0:,}件", "newly allowed: {0:,}")
UNTOLD = Text(
    "記録と違う答えになったもの {0:,}件、消した人・統合した人 {1:,}人、やり直せない求め {2:,}件",
    "answered otherwise than on record: {0:,}; people erased or merged since: {1:,}; cannot be replayed: {2:,}",
)
NONE = Text("許す条項はありません", "no clause would allow it")


@command("explain", SAID, needs="instance")
@argument("fields", callback=names, required=False)
@option("--purpose", help=Text("利用目的", "the purpose of use"))
@option("--person", help=Text("人の番号", "a person's public id"))
@option("--act", default="read", show_default=True, help=Text("行い（read、contact、provide など）", "the act"))
@option("--recipient", help=Text("取引先の名前か参照", "the partner, by name or reference"))
@option("--ground", help=Text("提供の根拠", "the ground of the provision"))
@option("--replay", type=click.Path(exists=True, dir_okay=False, path_type=Path),
        help=Text("別の版のポリシー（日本語のファイル）", "another version (its Japanese file)"))  # fmt: skip
@option("--again", is_flag=True, help=Text("求めをそれぞれの版で決め直し、答えの違いを数える",
        "decide the asks again under their own versions, and count answers that differ"))  # fmt: skip
@option("--days", default=30, show_default=True, help=Text("何日さかのぼるか", "how many days back"))
def explain(
    *, fields: tuple[str, ...], purpose: str | None, person: str | None, act: str, recipient: str | None,
    ground: str | None, replay: Path | None, again: bool, days: int,
) -> None:  # fmt: skip
    """Ask the gate, and open nothing."""
    from seiyaku import door

    from .signing import actor

    if sum((replay is not None, again, bool(fields))) != 1:
        raise InputError(where="explain", found="not one of them", expected="FIELDS, --replay or --again")
    if replay is not None or again:
        _replay(replay, days, actor())
        return

    said = door.explain(
        fields,
        act=act,
        purpose=purpose,
        person=person,
        recipient=partner_ref(recipient) if recipient else None,
        ground=ground,
        actor=actor(),
    )
    ways = [{"clause": way.clause, "missing": way.missing, "how": voice.say(way.text)} for way in said.ways]
    voice.result(
        {"allowed": isinstance(said.answer, Allowed), "why": voice.say(_line(said.answer)), "ways": ways,
         **evidence(said)},
        _line(said.answer),
        *([NONE] if not said.ways and not isinstance(said.answer, Allowed) else []),
        *(WAY.filled(way.clause or "-", way.text) for way in said.ways),
        on_record(said),
    )  # fmt: skip


def _line(answer: Answer) -> Text:
    if isinstance(answer, Allowed):
        return YES.filled(answer.clause, cited(answer.article))
    return NO.filled(answer.clause, cited(answer.article), answer.text)


def _replay(file: Path | None, days: int, who: Actor) -> None:
    from seiyaku import door
    from seiyaku.policy.loading import load

    said = door.replay(load(file) if file else None, days=days, actor=who)
    refused = [
        {"act": one.act, "purpose": one.purpose, "clause": one.why.clause, "why": voice.say(one.why.text),
         "asks": one.asks, "people": one.people}
        for one in said.refused
    ]  # fmt: skip
    lines = [
        REFUSED.filled(one["act"], one["purpose"], one["asks"], one["people"], one["clause"], one["why"])
        for one in refused
    ]
    voice.result(
        {"version": said.version, "days": said.days, "asks": said.asks, "refused": refused,
         "narrowed": dict(said.narrowed), "newly": said.newly, "otherwise": said.otherwise, "erased": said.erased,
         "skipped": said.skipped, **evidence(said)},
        ASKED.filled(said.days, said.asks),
        *lines,
        *(NARROWED.filled(name, asks) for name, asks in said.narrowed.items()),
        NEWLY.filled(said.newly),
        UNTOLD.filled(said.otherwise, said.erased, said.skipped),
        on_record(said),
    )  # fmt: skip
