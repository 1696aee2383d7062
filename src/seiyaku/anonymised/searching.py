"""From an opened table to the best generalisation of it."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from seiyaku.core.errors import InputError

from . import staircases
from .asking import Ask, limits, models
from .cells import Roles, distinct, gathered
from .sources import Source

if TYPE_CHECKING:
    from seiyaku.core.anonymous.hierarchies import Hierarchy, Label
    from seiyaku.core.anonymous.search import Node, Outcome, Sofar, Wanted
    from seiyaku.core.anonymous.tables import Space


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The best node with the space it was found in."""

    ask: Ask
    where: Space
    outcome: Outcome
    best: Node
    wanted: Wanted
    trees: Mapping[str, Hierarchy]

    def as_json(self) -> dict[str, Any]:
        """Return what a person or program wants to know of it."""
        sizes = self.best.sizes
        return {
            "levels": self.levels,
            "value": self.best.value,
            "metric": self.ask.metric,
            "rows": self.where.rows,
            "classes": len(sizes),
            "smallest": int(sizes.min(initial=sizes.max(initial=0))),
            "largest": int(sizes.max(initial=0)),
            "suppressed": self.best.suppressed,
            "allowed": self.wanted.suppressed,
            "nodes": self.outcome.nodes,
            "checked": self.outcome.checked,
            "proven": self.outcome.proven,
            "gap": self.outcome.gap,
            "method": self.outcome.method,
        }

    @property
    def levels(self) -> dict[str, int]:
        """Return the level of each quasi-identifier."""
        pairs = zip(self.where.columns, self.best.levels, strict=True)
        return {column.name: level for column, level in pairs if column.counted}


def staircase(source: Source, ask: Ask, population: Source | None = None) -> dict[str, Hierarchy]:
    """
    Return the hierarchy of each quasi-identifier, and of the sensitive columns that have one (`trees`).

    Raises:
        InputError: a file that is not there or does not make a hierarchy, or a preset nobody knows.
    """
    given = staircases.files([each for each in ask.hierarchies if each], (*ask.quasi, *ask.sensitive))
    made: dict[str, Hierarchy] = {}
    for column in ask.quasi:
        made[column] = _one(source, column, given.get(column), population)
    return made | trees(source, ask)


def trees(source: Source, ask: Ask) -> dict[str, Hierarchy]:
    """Return the hierarchies of the sensitive columns that have one, and the order of those that need one."""
    given = staircases.files([each for each in ask.hierarchies if each], (*ask.quasi, *ask.sensitive))
    made: dict[str, Hierarchy] = {}
    for column in ask.sensitive:
        what = given.get(column)
        named = f"{column}={what}" in ask.hierarchies
        if not named and any(each.column == column and each.kind == "ordered" for each in ask.on_columns):
            made[column] = _in_order(column, distinct(source, column))
        elif what is not None and (named or Path(what).is_file()):
            made[column] = _one(source, column, what)
    return made


def find(
    source: Source,
    ask: Ask,
    hierarchies: Mapping[str, Hierarchy] | None = None,
    *,
    population: Source | None = None,
) -> Found:
    """
    Search for the best generalisation.

    Raises:
        InputError: the ask does not fit the table, or nothing fulfils it.
    """
    where, made, wanted = asked_of(source, ask, hierarchies, population=population)
    outcome = _given(where, wanted, ask) if ask.levels else _continued(where, wanted, ask)
    if outcome.best is None:
        asked = ", ".join([*(each.say() for each in wanted.models), *(each.say() for each in wanted.limits)])
        raise InputError(
            source.path.name,
            f"no generalisation of its {where.rows} rows that fulfils {asked}, {wanted.suppressed} left out at most",
            "a weaker model, more suppression, or hierarchies that end in *",
        )
    trees = {column: made[column] for column in ask.sensitive if column in made}
    return Found(ask=sharing(ask, where), where=where, outcome=outcome, best=outcome.best, wanted=wanted, trees=trees)


def planned(source: Source, ask: Ask, *, population: Source | None = None) -> dict[str, Any]:
    """Return what would be searched. Raises InputError: the ask does not fit the table."""
    from math import prod

    from seiyaku.core.anonymous.models import refuse_unfit
    from seiyaku.core.anonymous.search import MOST_NODES

    where, _, wanted = asked_of(source, ask, population=population)
    refuse_unfit(wanted.models, where)
    nodes = prod(where.heights)
    return {
        "rows": where.rows,
        "cells": where.cells.entries,
        "columns": [
            {"name": each.name, "values": len(each.values), "levels": each.height, "counted": each.counted}
            for each in where.columns
        ],
        "nodes": nodes,
        "method": "optimal" if nodes <= MOST_NODES else "heuristic",
        "allowed": wanted.suppressed,
        "asked": [*(model.say() for model in wanted.models), *(limit.say() for limit in wanted.limits)],
    }


def asked_of(
    source: Source, ask: Ask, hierarchies: Mapping[str, Hierarchy] | None = None, *, population: Source | None = None
) -> tuple[Space, dict[str, Hierarchy], Wanted]:
    """Return the space that is searched, the hierarchies, and what is wanted. Raises InputError."""
    from seiyaku.core.anonymous.search import Wanted

    ask.check()
    if (ask.k_map is not None or ask.delta is not None) and population is None:
        raise InputError(
            "--k-map, --delta-presence",
            "a population that has no such columns" if ask.everybody else "no population",
            "the table of everybody (--population FILE)",
        )
    roles = Roles(
        quasi=ask.quasi, sensitive=ask.sensitive, person=ask.person, earlier=ask.earlier, linked=ask.linked,
        releases=tuple((each, levels_of(Path(each))) for each in ask.releases),
    )  # fmt: skip
    roles.check(source)
    if population is not None:
        population.require(ask.quasi, where="--population")
    made = dict(hierarchies) if hierarchies is not None else staircase(source, ask, population)
    wanted = Wanted(models=models(ask, made), limits=limits(ask), metric=ask.metric, late=_clock(ask), watch=ask.watch)
    where = gathered(source, roles, made, population)
    return where, made, replace(wanted, suppressed=ask.allowed(where.rows), limits=limits(sharing(ask, where)))


def sharing(ask: Ask, where: Space) -> Ask:
    """Return the ask with the share of the population that the table is, where its table is there and nobody said."""
    import numpy as np

    cells = where.cells
    everybody = int(cells.weights[1].sum()) if len(cells.weights) > 1 else ask.everybody
    if ask.sampled is not None or not everybody:
        return ask
    here = cells.weights[0] > 0
    ours = len(np.unique(cells.fixed[0][here])) if where.person is not None else where.rows
    return replace(ask, sampled=min(1.0, max(ours, 1) / everybody), by_table=True)


def _given(where: Space, wanted: Wanted, ask: Ask) -> Outcome:
    """Look at the one node whose levels are given. Raises InputError: there is no such node."""
    from math import prod

    from seiyaku.core.anonymous.metrics import Margins
    from seiyaku.core.anonymous.search import Looker, Outcome

    levels, counted = dict(ask.levels), [column for column in where.columns if column.counted]
    fit = all(0 <= levels.get(column.name, -1) < column.height for column in counted)
    if not fit or len(levels) != len(counted):
        highest = ", ".join(f"{column.name}: 0–{column.height - 1}" for column in counted)
        found = ", ".join(f"{name}: {level}" for name, level in levels.items())
        raise InputError("levels", found, f"a level of each quasi-identifier ({highest})")
    node = Looker(where, wanted, Margins(where)).look(tuple(levels.get(column.name, 0) for column in where.columns))
    best = node if node.stands else None
    return Outcome(best=best, nodes=prod(where.heights), checked=1, proven=False, gap=1.0, method="given")


def _continued(where: Space, wanted: Wanted, ask: Ask) -> Outcome:
    """Search, from what is kept of an unfinished search, and leave there what this one did not finish."""
    from seiyaku.core.anonymous.search import search

    keeper = ask.keeper or (InFile(Path(ask.state)) if ask.state is not None else None)
    if keeper is None:
        return search(where, wanted)
    about = {
        "columns": [column.name for column in where.columns], "heights": list(where.heights), "rows": where.rows,
        "cells": where.cells.entries, "suppressed": wanted.suppressed, "metric": wanted.metric,
        "asked": [*(model.say() for model in wanted.models), *(limit.say() for limit in wanted.limits)],
    }  # fmt: skip
    outcome = search(where, wanted, sofar=keeper.known(where, about))
    keeper.left(outcome, where, about)
    return outcome


@dataclass(frozen=True, slots=True)
class InFile:
    """Keeps what an unfinished search knows in a file of the one who asked."""

    path: Path

    def known(self, where: Space, about: dict[str, Any]) -> Sofar | None:
        """Return what is there. Raises InputError: it is of another search."""
        del where
        return _left(self.path, about) if self.path.exists() else None

    def left(self, outcome: Outcome, where: Space, about: dict[str, Any]) -> None:
        """Write it there, or remove what is there."""
        from .writing import whole

        del where
        if outcome.sofar is not None:
            with whole(self.path) as part:
                part.write_text(json.dumps({"about": about, **asdict(outcome.sofar)}), encoding="utf-8")
        else:
            self.path.unlink(missing_ok=True)


def _left(path: Path, about: dict[str, Any]) -> Sofar:
    """Read what an unfinished search left. Raises InputError: no such file, or one about another search."""
    from seiyaku.core.anonymous.search import Sofar

    high = [height - 1 for height in about["heights"]]

    def node(levels: Any) -> tuple[int, ...]:
        if len(levels) != len(high) or not all(0 <= level <= top for level, top in zip(levels, high, strict=True)):
            raise ValueError(levels)
        return tuple(int(level) for level in levels)

    try:
        said = json.loads(path.read_text(encoding="utf-8"))
        if said["about"] != about:
            raise InputError(str(path), "what is left of another search", "the same table and the same ask")
        best = said["best"] and node(said["best"])
        return Sofar(failed=tuple(map(node, said["failed"])), looked=tuple(map(node, said["looked"])), best=best)
    except OSError as error:
        raise InputError(str(path), error.strerror or "nothing", "what an unfinished search left") from None
    except (ValueError, KeyError, TypeError):
        raise InputError(str(path), "nothing of a search", "what an unfinished search left") from None


def levels_of(path: Path) -> dict[str, int]:
    """Read the levels of an earlier release from what `run` or `search` said as JSON. Raises InputError."""
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
        levels = said.get("found", said)["levels"]
        if said.get("rounds", [None])[1:]:
            raise InputError(str(path), "a release of several rounds (--local)", "columns of classes: --earlier")
        return {str(column): int(level) for column, level in levels.items()}
    except OSError as error:
        raise InputError(str(path), error.strerror or "nothing", "the JSON of an earlier release") from None
    except (ValueError, KeyError, TypeError, AttributeError):
        raise InputError(
            str(path), "no levels of columns", "the JSON of an earlier release, as run --json prints"
        ) from None


def _one(source: Source, column: str, what: str | None, population: Source | None = None) -> Hierarchy:
    from seiyaku.core.anonymous.hierarchies import all_or_nothing

    if what is None:
        return all_or_nothing(column, distinct(source, column, population))
    if what.startswith(staircases.PRESET):
        return staircases.preset(what, column, distinct(source, column, population))
    return staircases.read(Path(what), column)


def _in_order(column: str, values: list[Label]) -> Hierarchy:
    """Return the values as steps of one order: by number where all are numbers, else as text; NULL last."""
    from seiyaku.core.anonymous.hierarchies import flat

    present = [value for value in values if value is not None]
    try:
        present.sort(key=float)
    except ValueError:
        present.sort()
    return flat(column, [*present, *([None] if None in values else [])])


def _clock(ask: Ask) -> Any:
    if ask.seconds is None:
        return ask.late
    end = time.monotonic() + ask.seconds
    return lambda: ask.late() or time.monotonic() > end
