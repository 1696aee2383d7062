"""
What is asked of the search, in plain values: from the command line or from a recipe, checked in one place.

    COLUMN:3              three different values in each class
    COLUMN:3:entropy      the same by entropy; COLUMN:3:recursive:2 with c = 2
    COLUMN:0.3            t-closeness, all values alike far; COLUMN:0.3:ordered, COLUMN:0.3:tree
    COLUMN:2              of sets: every 2 items of the column that somebody has are had by k persons
    0.1:0.8               delta-presence, from 0.1 to 0.8; 0.8 alone: from 0
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from math import floor
from typing import TYPE_CHECKING, Any, Protocol

from seiyaku.core.errors import InputError

if TYPE_CHECKING:
    from seiyaku.core.anonymous.hierarchies import Hierarchy
    from seiyaku.core.anonymous.metrics import Name
    from seiyaku.core.anonymous.models import Model
    from seiyaku.core.anonymous.overall import Limit
    from seiyaku.core.anonymous.search import Outcome, Sofar, Watch
    from seiyaku.core.anonymous.tables import Space

SAMPLED = 0.01  # the share of the population that a table is, where nobody says it and no population is given
METRICS = ("loss", "entropy", "aecs", "discernibility", "precision")
FORM = re.compile(r"(?P<column>.+?):(?P<value>[0-9.eE+-]+)(?::(?P<kind>[a-z-]+)(?::(?P<c>[0-9.]+))?)?\Z", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class OnColumn:
    """One model of a sensitive column, as it was written."""

    model: str
    column: str
    value: float
    kind: str
    c: float = 1.0


KINDS: Mapping[str, tuple[str, ...]] = {
    "l-diversity": ("distinct", "entropy", "recursive"),
    "t-closeness": ("equal", "ordered", "tree"),
    "alpha": ("plain",),
    "beta-likeness": ("basic", "enhanced"),
}


class Keeper(Protocol):
    """Where what an unfinished search knows comes from, and goes to. `about`: which search it is."""

    def known(self, where: Space, about: dict[str, Any]) -> Sofar | None:
        """Return what an earlier search of the same knew, None where there was none."""
        ...

    def left(self, outcome: Outcome, where: Space, about: dict[str, Any]) -> None:
        """Keep what this one did not finish; where it is finished, let go of what there was."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """Everything that decides which table is best."""

    quasi: tuple[str, ...]
    hierarchies: tuple[str, ...] = ()
    k: int = 1
    suppress: float = 0.0
    metric: Name = "loss"
    on_columns: tuple[OnColumn, ...] = ()
    average_risk: float | None = None
    sample_uniqueness: float | None = None
    population_uniqueness: float | None = None
    estimator: str = "dankar"
    sampled: float | None = None
    """The share of the population that the table is; None: that of the population's table, SAMPLED without one."""
    by_table: bool = False
    """Whether that share was counted in the population's table."""
    everybody: int = 0
    """How many people the population is of that is counted in afterwards and has no table to search in; 0: none."""
    k_map: int | None = None
    delta: tuple[float, float] | None = None
    person: str | None = None
    linked: bool = False
    sets: tuple[str, int] | None = None
    earlier: tuple[str, ...] = ()
    releases: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    levels: tuple[tuple[str, int], ...] = ()
    """The level of each quasi-identifier, where it is given and not searched for."""
    seconds: float | None = None
    state: str | None = None
    late: Callable[[], bool] = field(default=lambda: False)
    watch: Watch = field(default=lambda _checked, _best, _least: None)
    keeper: Keeper | None = None

    @property
    def share(self) -> float:
        """Return the share of the population that estimates go by."""
        return SAMPLED if self.sampled is None else self.sampled

    @property
    def sensitive(self) -> tuple[str, ...]:
        """Return the sensitive columns, each once."""
        return tuple(dict.fromkeys([*(each.column for each in self.on_columns), *self.kept]))

    def allowed(self, rows: int) -> int:
        """Return how many of `rows` may be suppressed. Raises InputError when the share is none."""
        if not 0 <= self.suppress <= 1:
            raise InputError("--suppress", str(self.suppress), "a share from 0 to 1")
        return floor(self.suppress * rows + 1e-9)

    def check(self) -> None:
        """Check what can be checked without the table. Raises InputError."""
        if self.metric not in METRICS:
            raise InputError("--metric", repr(self.metric), f"one of {', '.join(METRICS)}")
        if (self.linked or self.sets) and not self.person:
            what = "--linked" if self.linked else "--sets"
            raise InputError(what, "no person", "the column that says whose row it is (--person)")
        if self.linked and self.sets:
            raise InputError("--sets", "--linked beside it", "one of them: sets are released linked anyway")
        if self.sets and self.sets[0] not in self.quasi:
            raise InputError("--sets", repr(self.sets[0]), f"one of the quasi-identifiers: {', '.join(self.quasi)}")
        self.allowed(1)


def on_column(model: str, text: str) -> OnColumn:
    """Read `COLUMN:VALUE[:KIND[:C]]`. Raises InputError."""
    found = FORM.match(text)
    kinds = KINDS[model]
    where = f"--{model}"
    if found is None:
        raise InputError(where, repr(text), f"COLUMN:VALUE, or COLUMN:VALUE:{'|'.join(kinds)}")
    kind = found["kind"] or kinds[0]
    if kind not in kinds:
        raise InputError(where, repr(kind), f"one of {', '.join(kinds)}")
    try:
        value, c = float(found["value"]), float(found["c"] or 1)
    except ValueError:
        raise InputError(where, repr(text), "COLUMN:VALUE with a number") from None
    return OnColumn(model=model, column=found["column"], value=value, kind=kind, c=c)


def sets_of(text: str | None) -> tuple[str, int] | None:
    """Read `COLUMN:M`. Raises InputError."""
    if text is None:
        return None
    column, colon, m = text.rpartition(":")
    if not (colon and column and m.isdecimal() and int(m)):
        raise InputError("--sets", repr(text), "COLUMN:M, the column of items and how many of them somebody may know")
    return column, int(m)


def delta_of(text: str | None) -> tuple[float, float] | None:
    """Read `HIGH` or `LOW:HIGH`. Raises InputError."""
    if text is None:
        return None
    low, colon, high = text.rpartition(":")
    try:
        return float(low) if colon else 0.0, float(high)
    except ValueError:
        raise InputError("--delta-presence", repr(text), "HIGH or LOW:HIGH, shares from 0 to 1") from None


def models(ask: Ask, trees: Mapping[str, Hierarchy]) -> tuple[Model, ...]:
    """Return the models of an ask; `trees` holds hierarchies of sensitive columns."""
    from seiyaku.core.anonymous.models import DeltaPresence, KAnonymity, KMap

    made: list[Model] = [KAnonymity(ask.k), *(_of_column(each, ask.sensitive, trees) for each in ask.on_columns)]
    if ask.k_map is not None:
        made.append(KMap(ask.k_map))
    if ask.delta is not None:
        made.append(DeltaPresence(*ask.delta))
    if ask.sets is not None:
        from seiyaku.core.anonymous.sets import SetAnonymity

        made.append(SetAnonymity(ask.quasi.index(ask.sets[0]), ask.sets[1], ask.k))
    return tuple(made)


def limits(ask: Ask) -> tuple[Limit, ...]:
    """Return the limits on the table as a whole."""
    from seiyaku.core.anonymous.overall import AverageRisk, PopulationUniqueness, SampleUniqueness

    made: list[Limit] = []
    if ask.average_risk is not None:
        made.append(AverageRisk(ask.average_risk))
    if ask.sample_uniqueness is not None:
        made.append(SampleUniqueness(ask.sample_uniqueness))
    if ask.population_uniqueness is not None:
        made.append(PopulationUniqueness(ask.population_uniqueness, ask.share, ask.estimator))  # type: ignore[arg-type]
    return tuple(made)


def _of_column(each: OnColumn, sensitive: Sequence[str], trees: Mapping[str, Hierarchy]) -> Model:
    from seiyaku.core.anonymous.closeness import TCloseness
    from seiyaku.core.anonymous.models import AlphaK, BetaLikeness, LDiversity

    at = sensitive.index(each.column)
    kind: Any = each.kind
    if each.model == "l-diversity":
        return LDiversity(at, each.value, kind, each.c)
    if each.model == "alpha":
        return AlphaK(at, each.value)
    if each.model == "beta-likeness":
        return BetaLikeness(at, each.value, enhanced=each.kind == "enhanced")
    if each.kind == "tree" and each.column not in trees:
        raise InputError("--t-closeness", f"{each.column!r} without a hierarchy", "--hierarchy COLUMN=FILE for it")
    return TCloseness(at, each.value, kind, trees[each.column] if each.kind == "tree" else None)
