"""
Tells the story: one line a step, with the decision, the clause and the article, and whether it came out as it must.

A step that must be refused and is allowed is as wrong as the other way round; both make the command fail.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Literal, TypeVar

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from seiyaku.core.answers import Allowed, Denied, Unclear
from seiyaku.core.citations import say_all
from seiyaku.core.errors import Refused
from seiyaku.core.language import Language, Text

T = TypeVar("T")
Decision = Literal["allowed", "denied", "unclear", "done", "found", "error"]

NOTHING = Text("", "")
SIGNS: dict[str, tuple[str, Text]] = {
    "allowed": ("green", Text("許可", "allowed")),
    "denied": ("red", Text("拒否", "refused")),
    "unclear": ("yellow", Text("不明", "unclear")),
    "done": ("cyan", Text("完了", "done")),
    "found": ("magenta", Text("発見", "found")),
    "error": ("bold red", Text("失敗", "failed")),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One thing that happened: what, what was decided and under which clause and article, and whether rightly."""

    step: str
    what: Text
    decision: Decision
    right: bool
    clause: str = ""
    article: str = ""
    reason: str = ""
    detail: Text = NOTHING
    entry: str = ""


@dataclass(slots=True)
class Teller:
    """Prints each line as it happens and remembers all of them."""

    console: Console
    language: Language
    lines: list[Line] = field(default_factory=list)

    @property
    def right(self) -> bool:
        """Whether every line so far came out as it must."""
        return bool(self.lines) and all(line.right for line in self.lines)

    def tell(self, line: Line) -> None:
        """Print `line` and keep it."""
        self.lines.append(line)
        style, sign = SIGNS[line.decision]
        mark = "[green]✓[/]" if line.right else "[bold red]✗[/]"
        where = " ".join(
            part for part in (line.clause, f"({say_all(line.article, self.language)})" if line.article else "") if part
        )
        self.console.print(
            f"{mark} [bold]{line.step:>3}[/] [{style}]{sign.say(self.language)}[/] [bold]{escape(where)}[/] "
            f"{escape(line.what.say(self.language))}",
            highlight=False,
        )
        if detail := line.detail.say(self.language):
            self.console.print(f"        [dim]{escape(detail)}[/]", highlight=False)

    def done(self, step: str, what: Text, *, detail: Text = NOTHING, right: bool = True, clause: str = "") -> None:
        """Tell of something done that nobody had to decide."""
        self.tell(Line(step=step, what=what, decision="done", right=right, detail=detail, clause=clause))

    def found(self, step: str, what: Text, *, right: bool, detail: Text = NOTHING) -> None:
        """Tell of something that was looked for and found."""
        self.tell(Line(step=step, what=what, decision="found", right=right, detail=detail))

    def allowed(
        self,
        step: str,
        what: Text,
        answer: Allowed,
        *,
        clause: str,
        entry: str = "",
        detail: Text = NOTHING,
        right: bool = True,
    ) -> None:
        """Tell of a permission that must have come from `clause`."""
        self.tell(
            Line(
                step=step, what=what, decision="allowed", clause=answer.clause, article=answer.article, entry=entry,
                detail=detail, right=right and answer.clause == clause,
            )
        )  # fmt: skip

    def refused(
        self, step: str, what: Text, attempt: Callable[[], object], *, clause: str, reason: str | None = None
    ) -> None:
        """Attempt what must be refused under `clause`, and tell how it went; being let through is the error."""
        try:
            attempt()
        except Refused as refusal:
            self.tell(self._refusal(step, what, refusal, clause, reason))
        else:
            self.tell(Line(step=step, what=what, decision="allowed", right=False))

    def _refusal(self, step: str, what: Text, refusal: Refused, clause: str, reason: str | None) -> Line:
        answer: Denied | Unclear = refusal.answer
        help_ = answer.remedy.text
        return Line(
            step=step,
            what=what,
            decision="denied" if isinstance(answer, Denied) else "unclear",
            clause=answer.clause,
            article=answer.article,
            reason=answer.reason,
            entry=refusal.entry or "",
            detail=Text(f"{answer.text.ja} → {help_.ja}", f"{answer.text.en} → {help_.en}"),
            right=answer.clause == clause and reason in (None, answer.reason) and bool(refusal.entry),
        )

    @contextmanager
    def progress(self, what: Text, total: int) -> Iterator[Callable[[int], None]]:
        """Show a bar while something long goes on; hands out a function that says how many more are done."""
        columns = (TextColumn("        {task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        with Progress(*columns, console=self.console, transient=True, disable=not self.console.is_terminal) as bar:
            task = bar.add_task(what.say(self.language), total=total)
            yield lambda more: bar.advance(task, more)

    def counted(self, what: Text, total: int, items: Iterable[T]) -> Iterator[T]:
        """Yield `items`, showing how far along they are."""
        with self.progress(what, total) as advance:
            for item in items:
                yield item
                advance(1)
