"""What the steps of the story share: where it plays, who plays, and what earlier steps left for later ones."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from seiyaku.core.language import Text
from seiyaku.door.results import Result

from .teller import NOTHING, Line, Teller

if TYPE_CHECKING:
    from .cast import Cast


@dataclass(slots=True)
class Story:
    """
    One telling: its folder, its instance, the number of customers, and what is known so far.

    `database`: the owner's address of an empty PostgreSQL database; without one the instance keeps its own file.
    """

    teller: Teller
    out: Path
    policy: Path
    count: int
    database: str | None = None
    _cast: Cast | None = None
    setup_code: str = field(default="", repr=False)
    person: str = ""
    customers: tuple[str, ...] = ()
    legacy: tuple[str, ...] = ()
    began: float = field(default_factory=time.perf_counter)

    @property
    def home(self) -> Path:
        """The folder of the story's instance."""
        return self.out / "instance"

    @property
    def cast(self) -> Cast:
        """Who plays; the first step gathers them."""
        if self._cast is None:
            raise LookupError("the first step has not been told")
        return self._cast

    @cast.setter
    def cast(self, cast: Cast) -> None:
        self._cast = cast

    def paper(self, text: str, kind: str) -> str:
        """Seal a paper that stands as evidence; return its reference."""
        import datetime as dt

        from seiyaku.ledger.transactions import changing
        from seiyaku.papers import services as papers
        from seiyaku.policy.queries import today

        with changing():
            return papers.seal(text.encode(), kind, until=today() + dt.timedelta(days=3650)).ref

    def allowed(
        self,
        step: str,
        what: Text,
        result: Result,
        *,
        clause: str,
        right: bool = True,
        detail: Text | None = None,
    ) -> Line:
        """Return the line of something that was allowed, which must have been under `clause`."""
        return Line(
            step=step,
            what=what,
            decision="allowed",
            clause=result.clause,
            article=result.article,
            entry=result.entry,
            detail=detail or NOTHING,
            right=right and result.clause == clause,
        )
