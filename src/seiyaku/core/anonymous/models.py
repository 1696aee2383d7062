"""
Privacy models (評価指標): what a class must be, or what all classes together must be.

* k           at least k persons in each class (rows, where no person is named)
* l, distinct, entropy and recursive (Machanavajjhala et al. 2007): enough different sensitive values in each class
* t           the values of a class are spread as in the whole table, to within t (Li et al. 2007): equal, ordered, tree
* alpha       no value makes up more than alpha of a class (Wong et al. 2006)
* beta        no value's share grows by more than beta of itself (Cao and Karras 2012)
* delta       the share of the population's people in a class that are in the release (Nergiz et al. 2007)
* k-map       at least k of the population in each class (Sweeney 2001)
* risk        average risk, sample uniqueness, population uniqueness: of the table as a whole

`firm` says that a class that fulfils the model still does after merging with any other: only then do fewer rows fail
the coarser a table is. `mixing` says it of merging with classes that fulfil it too: enough where nothing may be
suppressed. The search prunes by the first, by the second only at a limit of zero, and otherwise looks at every node.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from seiyaku.core.errors import InputError

from .classes import Classes, Floats, whole
from .tables import Space

Flags = NDArray[np.bool_]
SLACK = 1e-9


class Model(Protocol):
    """A condition on classes. `failing` tells which classes do not fulfil it; `least` is the rows it needs at least."""

    @property
    def firm(self) -> bool:
        """Tell whether merging with any class keeps it fulfilled."""

    @property
    def mixing(self) -> bool:
        """Tell whether merging with a class that fulfils it keeps it fulfilled."""

    @property
    def least(self) -> int:
        """Return how many rows a class that fulfils it has at least."""

    def failing(self, found: Classes) -> Flags:
        """Tell which classes do not fulfil it."""

    def say(self) -> str:
        """Return the model and its parameter in the field's notation."""


@dataclass(frozen=True, slots=True)
class Whole:
    """What models of single classes have in common."""

    firm: ClassVar[bool] = False
    mixing: ClassVar[bool] = True

    @property
    def least(self) -> int:
        """Return 1: any class has a row."""
        return 1


def _within(name: str, value: float, low: float, high: float, expected: str) -> None:
    if not low <= value <= high:  # also refuses NaN
        raise InputError(name, str(value), expected)


@dataclass(frozen=True, slots=True)
class KAnonymity(Whole):
    """At least k distinct persons (rows, where no person is named) in each class."""

    firm: ClassVar[bool] = True
    k: int

    def __post_init__(self) -> None:
        _within("k", self.k, 1, 2**53, "1 or more")

    @property
    def least(self) -> int:
        """Return k: a person has at least one row."""
        return self.k

    def failing(self, found: Classes) -> Flags:
        """Tell which classes have fewer than k persons."""
        return found.persons < self.k

    def say(self) -> str:
        """Return the notation."""
        return f"k = {self.k}"


@dataclass(frozen=True, slots=True)
class KMap(Whole):
    """At least k of the population in each class of the release."""

    firm: ClassVar[bool] = True
    k: int

    def __post_init__(self) -> None:
        _within("k-map", self.k, 1, 2**53, "1 or more")

    def failing(self, found: Classes) -> Flags:
        """Tell which classes have fewer than k in the population."""
        return found.population < self.k

    def say(self) -> str:
        """Return the notation."""
        return f"{self.k}-map"


@dataclass(frozen=True, slots=True)
class LDiversity:
    """At least l different sensitive values in each class, counted in one of three ways."""

    column: int
    l: float  # noqa: E741  # the field's name for it
    kind: Literal["distinct", "entropy", "recursive"] = "distinct"
    c: float = 1.0

    def __post_init__(self) -> None:
        _within("l-diversity", self.l, 1, 2**53, "1 or more")
        if self.kind != "entropy" and self.l != int(self.l):
            raise InputError("l-diversity", str(self.l), "a whole number")
        _within("l-diversity c", self.c, 1e-9, 1e9, "more than 0")

    @property
    def firm(self) -> bool:
        """Tell whether merging with any class keeps it: a value that is there stays."""
        return self.kind == "distinct"

    @property
    def mixing(self) -> bool:
        """Tell that merging two classes that fulfil it keeps it."""
        return True

    @property
    def least(self) -> int:
        """Return l: each value takes a row."""
        return int(np.ceil(self.l - SLACK))

    def failing(self, found: Classes) -> Flags:
        """Tell which classes are less diverse."""
        failing = np.zeros(found.count, dtype=bool)
        for run, counts in found.histograms(self.column):
            failing[run] = self._failing(counts)
        return failing

    def _failing(self, counts: Floats) -> Flags:
        if self.kind == "distinct":
            return np.asarray(np.count_nonzero(counts, axis=1) < self.l)
        if self.kind == "entropy":
            shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
            logs = np.log(shares, out=np.zeros_like(shares), where=shares > 0)
            return np.asarray(-(shares * logs).sum(axis=1) < np.log(self.l) - SLACK)
        ordered = -np.sort(-counts, axis=1)
        rest = ordered[:, int(self.l) - 1 :].sum(axis=1)
        return np.asarray(ordered[:, 0] >= self.c * rest)

    def say(self) -> str:
        """Return the notation."""
        c = f", c = {self.c:g}" if self.kind == "recursive" else ""
        return f"{self.kind} l = {self.l:g}{c}"


@dataclass(frozen=True, slots=True)
class AlphaK(Whole):
    """No value of the sensitive column makes up more than alpha of a class; the k of (alpha, k) stands beside it."""

    column: int
    alpha: float

    def __post_init__(self) -> None:
        _within("alpha", self.alpha, 0, 1, "from 0 to 1")

    def failing(self, found: Classes) -> Flags:
        """Tell which classes have a value that is too frequent."""
        failing = np.zeros(found.count, dtype=bool)
        for run, counts in found.histograms(self.column):
            failing[run] = counts.max(axis=1, initial=0) > self.alpha * counts.sum(axis=1) + SLACK
        return failing

    def say(self) -> str:
        """Return the notation."""
        return f"alpha = {self.alpha:g}"


@dataclass(frozen=True, slots=True)
class BetaLikeness(Whole):
    """No value's share in a class exceeds that in the table by more than beta of it; enhanced: min(beta, -ln q)."""

    column: int
    beta: float
    enhanced: bool = False

    def __post_init__(self) -> None:
        _within("beta", self.beta, 0, 1e9, "0 or more")

    def failing(self, found: Classes) -> Flags:
        """Tell which classes give away too much."""
        overall = whole(found.where, self.column)
        logs = -np.log(overall, out=np.zeros_like(overall), where=overall > 0)
        allowed = overall * (1 + (np.minimum(self.beta, logs) if self.enhanced else self.beta))
        failing = np.zeros(found.count, dtype=bool)
        for run, counts in found.histograms(self.column):
            shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
            failing[run] = (shares > allowed + SLACK).any(axis=1)
        return failing

    def say(self) -> str:
        """Return the notation."""
        return f"{'enhanced ' if self.enhanced else ''}beta = {self.beta:g}"


@dataclass(frozen=True, slots=True)
class DeltaPresence:
    """Of the population's people in a class, between `low` and `high` (shares) are in the release."""

    low: float
    high: float
    firm: ClassVar[bool] = False
    least: ClassVar[int] = 1

    def __post_init__(self) -> None:
        _within("delta-presence", self.low, 0, self.high, "from 0 to the upper share")
        _within("delta-presence", self.high, self.low, 1, "at most 1")

    @property
    def mixing(self) -> bool:
        """Tell that merging keeps it, unless there is a lower share, which people outside the release may undo."""
        return self.low == 0

    def failing(self, found: Classes) -> Flags:
        """Tell which classes say too surely who is, or is not, in the release."""
        share = found.sizes / np.maximum(found.population, 1)
        return (share < self.low - SLACK) | (share > self.high + SLACK)

    def say(self) -> str:
        """Return the notation."""
        return f"delta = ({self.low:g}, {self.high:g})"


def refuse_unfit(models: tuple[Model, ...], where: Space) -> None:
    """
    Check that the space holds what the models look at.

    Raises:
        InputError: a population, or a sensitive column, that is not there.
    """
    for model in models:
        column = getattr(model, "column", None)
        if column is not None and column >= len(where.sensitive):
            raise InputError(model.say(), "no such sensitive column", "a column that is read as sensitive")
        if isinstance(model, KMap | DeltaPresence) and len(where.cells.weights) < 2:
            raise InputError(model.say(), "no population", "a population to compare with")
