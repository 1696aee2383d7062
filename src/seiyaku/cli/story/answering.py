"""The story's end: statistics, one person's own view, and their erasure (steps 8 to 10)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from seiyaku import door
from seiyaku.core.language import Text
from seiyaku.door.results import Erased, UseOfMine

from .telling import Story


def count_everybody(story: Story) -> None:
    """Step 8: statistics over everybody in one bulk use; one entry names all of them."""
    seen = {"address": "prefecture", "birth-date": "decade"}
    told = door.statistics(None, by=seen, purpose="improve-service", actor=story.cast.analyst)
    left = sum(group.people for group in told.left)
    story.teller.tell(
        story.allowed(
            "8",
            Text(
                f"{told.people:,}人を一度に統計にした。台帳の記録は一件で、全員を指す",
                f"statistics over {told.people:,} people in one use: one entry in the ledger names all of them",
            ),
            told,
            clause="4-1-E",
            right=told.people == len(story.customers) and left == len(story.legacy),
            detail=Text(
                f"{len(told.groups)}区分。少人数の区分は出さない（{told.suppressed}人）。"
                f"当時この目的を公表していない{left:,}人は含めない",
                f"{len(told.groups)} groups; small ones not told ({told.suppressed} people); "
                f"{left:,} people left out, for this purpose was not published to them",
            ),
        )
    )


def answer_one_person(story: Story) -> None:
    """Step 9: what is held, from where, who used it and for what; one entry withheld by law leaves no trace."""
    hidden = door.use(story.person, ("name",), purpose="law:complaint", actor=story.cast.desk)
    reason = story.paper("捜査の支障を避けるため（見本）", "withholding-reason")
    before = door.person(story.person, actor=story.cast.desk)
    withheld = door.withhold(story.person, [hidden.entry], reason=reason, actor=story.cast.manager)
    mine = door.person(story.person, actor=story.cast.desk)
    shown = {use.entry for use in mine.uses}
    untouched = {use.entry for use in before.uses} - {hidden.entry}
    traces = shown & {hidden.entry, withheld.entry}
    logins = ("bob.sample", "dora.sample", "hoshiko.mihon")
    story.teller.tell(
        story.allowed(
            "9",
            Text(
                f"本人に答えた: 持つ値{len(mine.held)}件とその出どころ、利用{len(mine.uses)}件（役割と目的まで）",
                f"the person was answered: {len(mine.held)} values and their sources, {len(mine.uses)} uses "
                "(by duty and purpose, staff never named)",
            ),
            mine,
            clause=mine.clause,
            right=bool(mine.held)
            and all(held.source for held in mine.held)
            and not any(n in repr(mine) for n in logins),
            detail=Text(_duties(mine.uses), _duties(mine.uses)),
        )
    )
    story.teller.done(
        "9",
        Text("法令により伏せた一件は、跡形もなく除かれている", "one entry withheld by law leaves no trace in it"),
        right=not traces and untouched <= shown,
        clause="2-2",
    )


def _duties(uses: tuple[UseOfMine, ...]) -> str:
    told = Counter(f"{use.duty or '-'} / {use.purpose or '-'}" for use in uses)
    return ", ".join(f"{what} x{count}" for what, count in sorted(told.items()))


def forget_one_person(story: Story) -> None:
    """Step 10: erased; a byte search finds nothing; the ledger still verifies; the receipt names the last key's day."""
    erased = door.erase(story.person, actor=story.cast.desk)
    report = door.verify()
    story.teller.tell(
        story.allowed(
            "10",
            Text(
                f"その人を消去した。{_where(erased).ja}から{erased.searched_for}個のバイト列を探し、"
                f"見つかったのは{len(erased.hits)}件",
                f"the person was erased: {erased.searched_for} byte strings looked for in {_where(erased).en}, "
                f"{len(erased.hits)} found",
            ),
            erased,
            clause=erased.clause,
            right=erased.searched_for > 0 and not erased.hits,
            detail=Text(
                f"最後のバックアップの鍵は{erased.keys_gone_on}に消える。渡した先の控え: {', '.join(erased.exports)}",
                f"the last backup key dies on {erased.keys_gone_on}; exports with them: {', '.join(erased.exports)}"
                + "".join(f"; found {hit}" for hit in erased.hits),
            ),
        )
    )
    story.teller.done(
        "10",
        Text(f"台帳{report.size:,}件は、消去のあとも検証に通る", f"the ledger's {report.size:,} entries still verify"),
        right=not report.findings,
    )


def _where(erased: Erased) -> Text:
    """Say where was looked: PostgreSQL shows its rows, not its pages and its log."""
    if erased.reach == "disk":
        return Text("ディスクの上のすべて", "everything on disk")
    return Text(
        "インスタンスのすべてのファイルと PostgreSQL のすべての行（VACUUM 前のページとログは見えない）",
        "every file of the instance and every row of PostgreSQL (its pages before VACUUM and its log show to nobody)",
    )


def steps() -> Iterator[tuple[str, Callable[[Story], None]]]:
    """Yield the steps in order."""
    yield from (("8", count_everybody), ("9", answer_one_person), ("10", forget_one_person))
