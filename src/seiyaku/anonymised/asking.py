"""
What is asked of the search, in plain values: from the command line or from a recipe, checked in one place.

    COLUMN:3              three different values in each class
    COLUMN:3:entropy      the same by entropy; COLUMN:3:recursive:2 with c = 2
    COLUMN:0.3            t-closeness, all values alike far; COLUMN:0.3:ordered, COLUMN:0.3:tree
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from math import floor
from typing import TYPE_CHECKING, Any

from seiyaku.core.errors import InputError

if TYPE_CHECKING:
    from seiyaku.core.anonymous.hierarchies import Hierarchy
    from seiyaku.core.anonymous.metrics import Name
    from seiyaku.core.anonymous.models import Model
    from seiyaku.core.anonymous.overall import Limit

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
    sampled: float = 0.01
    person: str | None = None
    linked: bool = False
    earlier: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    seconds: float | None = None
    late: Callable[[], bool] = field(default=lambda: False)

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
        if self.linked and not self.person:
            raise InputError("--linked", "no person", "the column that says whose row it is (--person)")
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


def models(ask: Ask, trees: Mapping[str, Hierarchy]) -> tuple[Model, ...]:
    """Return the models of an ask; `trees` holds hierarchies of sensitive columns."""
    from seiyaku.core.anonymous.models import KAnonymity

    return (KAnonymity(ask.k), *(_of_column(each, ask.sensitive, trees) for each in ask.on_columns))


def limits(ask: Ask) -> tuple[Limit, ...]:
    """Return the limits on the table as a whole."""
    from seiyaku.core.anonymous.overall import AverageRisk, PopulationUniqueness, SampleUniqueness

    made: list[Limit] = []
    if ask.average_risk is not None:
        made.append(AverageRisk(ask.average_risk))
    if ask.sample_uniqueness is not None:
        made.append(SampleUniqueness(ask.sample_uniqueness))
    if ask.population_uniqueness is not None:
        made.append(PopulationUniqueness(ask.population_uniqueness, ask.sampled, ask.estimator))  # type: ignore[arg-type]
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
