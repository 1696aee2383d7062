"""
How far a run is, and whether it is to stop: told by the thread that runs, read by whoever keeps watch beside it.

What an unfinished search knows is nodes of the lattice, no value. It is gone on from whole where the cells are the same
to the last count; where they are others, its best node is looked at anew and counts for what it costs now.
"""

from __future__ import annotations

import hashlib
import threading
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, Literal

import orjson

from . import engines

if TYPE_CHECKING:
    from collections.abc import Callable

    from duckdb import DuckDBPyConnection

    from seiyaku.core.anonymous.search import Outcome, Sofar
    from seiyaku.core.anonymous.tables import Space

Phase = Literal["waiting", "reading", "searching", "making", "checking"]


class Stopped(Exception):
    """Carries the wish to stop out of a run: nothing of it is left but what its search knew."""


@dataclass(slots=True, kw_only=True)
class Watch:
    """
    One run as it is watched.

    `knew`: what an earlier search left, as `left` says it; `at_each` is called at each step, in the run's own thread.
    """

    knew: bytes = b""
    at_each: Callable[[], None] = field(default=lambda: None)
    phase: Phase = "reading"
    people: int = 0
    nodes: int = 0
    checked: int = 0
    best: float | None = None
    least: float | None = None
    found: bytes = b""
    recording: bool = False
    """Whether what was made is being put on record: from there on it is made whole."""
    _stop: threading.Event = field(default_factory=threading.Event)
    _engine: DuckDBPyConnection | None = None

    def halt(self) -> None:
        """Have the run stop at its next step, and what its engine is asked now at once."""
        self._stop.set()
        if self._engine is not None:
            engines.halt(self._engine)

    @property
    def halted(self) -> bool:
        """Whether it is to stop."""
        return self._stop.is_set()

    def working_in(self, engine: DuckDBPyConnection | None) -> None:
        """Say which engine works for the run; None when it is closed."""
        self._engine = engine

    def reached(self, phase: Phase, people: int | None = None) -> None:
        """
        Say how far the run is.

        Raises:
            Stopped: it is to stop.
        """
        self.phase = phase
        self.people = self.people if people is None else people
        self.at_each()
        if self.halted:
            raise Stopped

    def step(self, checked: int, best: float | None, least: float | None) -> None:
        """Say how far the search is."""
        self.checked, self.best, self.least = checked, best, least
        self.at_each()

    def known(self, where: Space, about: dict[str, Any]) -> Sofar | None:
        """Return what an earlier search knew that still holds for this space."""
        from math import prod

        self.nodes = prod(where.heights)
        self.reached("searching")
        return _read(self.knew, where, about) if self.knew else None

    def left(self, outcome: Outcome, where: Space, about: dict[str, Any]) -> None:
        """
        Keep what the search knows where it was stopped.

        Raises:
            Stopped: it was.
        """
        if self.halted and outcome.sofar is not None:
            same = fingerprint(where)
            self.found = orjson.dumps({"about": about, "same": same, **asdict(outcome.sofar)})
        self.reached("making")

    def as_json(self) -> dict[str, Any]:
        """Return it in plain values. `gap`: by how much another node may be better, as a share, where that is known."""
        gap = None
        if self.best is not None and self.least is not None:
            gap = max(0.0, 1 - self.least / self.best) if self.best else 0.0
        return {"phase": self.phase, "people": self.people, "nodes": self.nodes, "checked": self.checked,
                "best": self.best, "gap": gap}  # fmt: skip


def fingerprint(where: Space) -> str:
    """
    Return the digest of a space's cells, whatever order they came in; empty where rows are persons': their numbers
    are drawn anew at each reading.
    """
    import numpy as np

    if where.person is not None:
        return ""
    cells = where.cells
    columns = [np.asarray(cells.column(at), dtype=np.int64) for at in range(len(where.columns))]
    table = np.vstack([*columns, *np.asarray(cells.fixed), *np.atleast_2d(cells.weights)]).astype(np.int64)
    hashed = hashlib.sha256(np.ascontiguousarray(table[:, np.lexsort(table)]).tobytes())
    for column in where.columns:
        hashed.update(repr((column.name, column.values, column.labels)).encode())
    return hashed.hexdigest()


def _read(knew: bytes, where: Space, about: dict[str, Any]) -> Sofar | None:
    from seiyaku.core.anonymous.search import Sofar

    said = orjson.loads(knew)
    asked = ("columns", "heights", "suppressed", "metric", "asked")
    if any(said["about"][key] != about[key] for key in ("columns", "heights")):
        return None
    best = tuple(said["best"]) if said["best"] else None
    whole = bool(said["same"]) and all(said["about"][key] == about[key] for key in asked)
    if whole and said["same"] == fingerprint(where):
        return Sofar(failed=tuple(map(tuple, said["failed"])), looked=tuple(map(tuple, said["looked"])), best=best)
    return Sofar(failed=(), looked=(), best=best)
