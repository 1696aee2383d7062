"""
Limits on the table as a whole: average risk, sample uniqueness, population uniqueness.

Where such a limit is exceeded, the smallest classes are left out, size by size, until it is kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from seiyaku.core.errors import InputError

from . import risk
from .models import SLACK, Flags
from .packing import Ints


class Limit(Protocol):
    """A condition on the sizes of all classes of a release."""

    @property
    def mixing(self) -> bool:
        """Tell whether a coarser table keeps it when nothing is suppressed."""

    def holds(self, sizes: Ints) -> bool:
        """Tell whether classes of these sizes keep it."""

    def say(self) -> str:
        """Return it in words."""


@dataclass(frozen=True, slots=True)
class _Share:
    limit: float

    def __post_init__(self) -> None:
        if not 0 <= self.limit <= 1:
            raise InputError(type(self).__name__, str(self.limit), "from 0 to 1")


@dataclass(frozen=True, slots=True)
class AverageRisk(_Share):
    """One over the mean class size: how likely somebody chosen at random is found (marketer risk)."""

    @property
    def mixing(self) -> bool:
        """Tell that fewer classes are larger on average."""
        return True

    def holds(self, sizes: Ints) -> bool:
        """Tell whether classes per row are within the limit."""
        return len(sizes) <= self.limit * int(sizes.sum()) + SLACK

    def say(self) -> str:
        """Return it in words."""
        return f"average risk ≤ {self.limit:g}"


@dataclass(frozen=True, slots=True)
class SampleUniqueness(_Share):
    """Share of the rows that are alone in their class."""

    @property
    def mixing(self) -> bool:
        """Tell that merging makes nobody unique."""
        return True

    def holds(self, sizes: Ints) -> bool:
        """Tell whether the unique rows are within the limit."""
        return int((sizes == 1).sum()) <= self.limit * int(sizes.sum()) + SLACK

    def say(self) -> str:
        """Return it in words."""
        return f"sample uniqueness ≤ {self.limit:g}"


@dataclass(frozen=True, slots=True)
class PopulationUniqueness(_Share):
    """Estimated share of the rows that are alone in the population, of which the table is a sample of this share."""

    sampled: float = 0.01
    estimator: risk.Estimator = "dankar"

    @property
    def mixing(self) -> bool:
        """Tell that an estimate may rise on a coarser table."""
        return False

    def holds(self, sizes: Ints) -> bool:
        """Tell whether the estimate is within the limit."""
        return risk.population_uniqueness(sizes, self.sampled, self.estimator) <= self.limit + SLACK

    def say(self) -> str:
        """Return it in words."""
        return f"population uniqueness ≤ {self.limit:g} ({self.estimator}, sample {self.sampled:g})"


def enforced(limits: tuple[Limit, ...], sizes: Ints, kept: Flags, most: int) -> Flags:
    """Return `kept` without the smallest classes, as far as the limits want it or until `most` rows are left out."""
    for least in np.unique(sizes[kept]):
        trial = kept & (sizes >= least)
        if int(sizes[~trial].sum()) > most or all(limit.holds(sizes[trial]) for limit in limits):
            return np.asarray(trial)
    return np.zeros_like(kept)
