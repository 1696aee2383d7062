"""
In which language, and in which form, the command line answers.

One `Voice` per run: `tell` prints a sentence, `result` the outcome of a command (a sentence for people, one JSON
document with `--json`), `complain` an error at the edge.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from seiyaku.core.language import Language, Text

from .paint import painted

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

    from seiyaku.core.errors import SeiyakuError


NOTHING = Text("ありません", "there is nothing")


@dataclass
class Voice:
    """The language and form of this run; set by `--lang` and `--json`, wherever they stand."""

    language: Language = "ja"
    json: bool = False

    def say(self, text: Text | str) -> str:
        """Return `text` in the language of this run."""
        return text.say(self.language) if isinstance(text, Text) else text

    def console(self, *, stderr: bool = False) -> Console:
        """Return a console: coloured on a terminal, plain in a pipe and under NO_COLOR."""
        from rich.console import Console

        return Console(stderr=stderr, highlight=False, soft_wrap=True)

    def tell(self, said: Text | str | RenderableType, style: str | None = None) -> None:
        """Print one thing for people; with `--json` nothing, for there `result` is the only output."""
        if self.json:
            return
        if isinstance(said, Text | str):
            sys.stdout.write(painted(self.say(said), style, sys.stdout) + "\n")
            sys.stdout.flush()
        else:
            self.console().print(said, style=style, markup=False)

    def result(self, data: Any, *said: Text | str | RenderableType) -> None:
        """Print the outcome of a command: `data` as JSON with `--json`, else what is said."""
        if self.json:
            sys.stdout.write(self.as_json(data))
            return
        for each in said:
            self.tell(each)

    @staticmethod
    def as_json(data: Any) -> str:
        """Return the outcome of a command as JSON, as it is printed or written into a file."""
        return json.dumps(data, ensure_ascii=False, indent=2, default=str) + "\n"

    def table(self, columns: Sequence[Text | str], rows: Iterable[Sequence[str]]) -> RenderableType:
        """Return a table for `result`; of no rows, the word for that."""
        every = list(rows)
        if not every:
            return self.say(NOTHING)
        from rich import box
        from rich.table import Table
        from rich.text import Text as Plain

        made = Table(box=box.SIMPLE_HEAD, pad_edge=False)
        for column in columns:
            made.add_column(self.say(column), overflow="fold")
        for row in every:
            made.add_row(*(Plain(cell) for cell in row))
        return made

    def complain(self, error: SeiyakuError) -> None:
        """Print an error once, at the edge: what happened, its code, clause, article and remedy."""
        from .complaints import document, lines

        if self.json:
            self.result(document(error, self.language))
            return
        for line, style in lines(error, self.language):
            sys.stderr.write(painted(line, style, sys.stderr) + "\n")


def from_surroundings() -> Language:
    """Return the language of SEIYAKU_LANG, else of the locale; Japanese where neither says anything."""
    for name in ("SEIYAKU_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        spoken = os.environ.get(name, "").lower().split("_")[0].split(".")[0]
        if spoken in {"ja", "en"}:
            return "ja" if spoken == "ja" else "en"
        if spoken not in {"", "c", "posix"}:
            return "en"
    return "ja"


voice = Voice()
