"""`seiyaku mend`: records put right, entries withheld, what has ended let go."""

from __future__ import annotations

from typing import Any

from seiyaku.core.language import Text

from .asking import evidence, names, on_record, say
from .frame import argument, group, option
from .speech import voice

SAID = Text(
    "人の記録を統合・分割し、記録の開示を控え、期限の来たものを消す",
    "Merge and split records, withhold entries, let go of what has ended",
)
DONE = Text("記録しました", "Recorded")
NEW = Text("新しい番号: {0}", "the new public id: {0}")
ENDED = Text("減らした人 {0:,}、消した人 {1:,}", "reduced {0:,} people, erased {1:,}")

HOLD = Text("本人への開示を控える（政令5条・11条）", "Withhold entries from their person")

mend = group("mend", SAID)


def _done(result: Any) -> None:
    voice.result({"person": result.person, **evidence(result)}, DONE, on_record(result))


@mend.command("merge", Text("一人の二つの記録を一つにする", "Put two records of one person together"), needs="instance")
@argument("gone")
@argument("into")
def merge(gone: str, into: str) -> None:
    """Put the first into the second."""
    from seiyaku import door

    from .signing import actor

    _done(door.merge(gone, into, actor=actor()))


@mend.command("split", Text("別の人の値を分ける", "Part values that are somebody else's"), needs="instance")
@argument("person")
@option("--fields", callback=names, required=True, help=Text("分ける項目（コンマ区切り）", "the fields to part"))
def split(person: str, fields: tuple[str, ...]) -> None:
    """Make a new person of them."""
    from seiyaku import door

    from .signing import actor

    made = door.split(person, fields, actor=actor())
    voice.result({"person": made.person, **evidence(made)}, say(NEW, made.person), on_record(made))


@mend.command(
    "withhold", Text("本人への開示を控える（政令5条・11条）", "Withhold entries from their person"), needs="instance"
)
@argument("person")
@argument("entries", nargs=-1, required=True)
@option("--reason", required=True, help=Text("理由の書面の番号", "the paper that says why"))
def withhold(person: str, entries: tuple[str, ...], reason: str) -> None:
    """Withhold them; nothing shows that they are."""
    from seiyaku import door

    from .signing import actor

    _done(door.withhold(person, entries, reason=reason, actor=actor()))


@mend.command("reveal", Text("控えていた開示を戻す", "Lift the withholding of entries"), needs="instance")
@argument("person")
@argument("entries", nargs=-1, required=True)
def reveal(person: str, entries: tuple[str, ...]) -> None:
    """Show them again."""
    from seiyaku import door

    from .signing import actor

    _done(door.reveal(person, entries, actor=actor()))


@mend.command("expire", Text("期限の来たものを消す", "Let go of what has ended"), needs="instance")
@option("--report", is_flag=True, help=Text("数えるだけ", "only count what would go"))
def expire(report: bool) -> None:
    """Run the nightly job now."""
    from seiyaku import door

    from .signing import actor

    run = door.expire(actor=actor(), report=report)
    voice.result(
        {"reduced": run.reduced, "erased": run.erased, "fields": dict(run.fields), **evidence(run)},
        say(ENDED, run.reduced, run.erased),
        on_record(run),
    )
