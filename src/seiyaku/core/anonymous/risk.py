"""
Re-identification risk (再識別リスク): who could be found in a table, and how surely.

* prosecutor   somebody known to be in the table is found with one over the size of their class
* journalist   the same, over the size of the class in the population
* marketer     the share of everybody in the table found on average
* population uniqueness: the share alone in the population, estimated from the sample:
  Pitman (Hoshino 2001), Zayatz (1991), shifted negative binomial (Chen and Keller-McNulty 1998), Dankar's rule (2012)

`sizes` are the rows of each class; a table without rows has no risk.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, lgamma, log
from typing import Literal

import numpy as np

from seiyaku.core.errors import InputError

from .packing import Ints

Estimator = Literal["pitman", "zayatz", "snb", "dankar"]
STEPS = 200
SMALL_SAMPLE = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Risk:
    """Risks as shares from 0 to 1; `at_risk` is the share of rows above the threshold that was asked about."""

    highest: float
    average: float
    unique: float
    at_risk: float
    threshold: float


def prosecutor(sizes: Ints, threshold: float = 0.2) -> Risk:
    """Return the risk of those known to be in the table."""
    return _risk(sizes, sizes, threshold)


def journalist(sizes: Ints, population: Ints, threshold: float = 0.2) -> Risk:
    """Return the risk of those of whom only the population is known; a class has at least as many there as here."""
    return _risk(sizes, np.maximum(sizes, population), threshold)


def marketer(sizes: Ints, population: Ints | None = None) -> float:
    """Return the share of the table's rows that are found on average."""
    rows = int(sizes.sum())
    if not rows:
        return 0.0
    among = sizes if population is None else np.maximum(sizes, population)
    return float((sizes / np.maximum(among, 1)).sum() / rows)


def _risk(sizes: Ints, among: Ints, threshold: float) -> Risk:
    here = sizes > 0
    rows = int(sizes.sum())
    if not rows:
        return Risk(highest=0.0, average=0.0, unique=0.0, at_risk=0.0, threshold=threshold)
    each, many = 1 / among[here], sizes[here]
    return Risk(
        highest=float(each.max()),
        average=float((each * many).sum() / rows),
        unique=float(many[among[here] == 1].sum() / rows),
        at_risk=float(many[each > threshold].sum() / rows),
        threshold=threshold,
    )


def population_uniqueness(sizes: Ints, sampled: float, estimator: Estimator = "dankar") -> float:
    """Return the estimated share of rows that are alone in a population of which `sampled` (a share) was drawn."""
    if not 0 < sampled <= 1:
        raise InputError("sampling fraction", str(sampled), "more than 0, at most 1")
    sizes = sizes[sizes > 0]
    alone = int((sizes == 1).sum())
    if not len(sizes) or not alone:
        return 0.0
    if sampled == 1:
        return alone / int(sizes.sum())
    if estimator == "dankar":
        return _dankar(sizes, sampled)
    return {"pitman": _pitman, "zayatz": _zayatz, "snb": _snb}[estimator](sizes, sampled)


def _dankar(sizes: Ints, sampled: float) -> float:
    """Small samples by Pitman (Zayatz where it has no solution), others by the lower of Zayatz and SNB."""
    if sampled <= SMALL_SAMPLE:
        found = _pitman(sizes, sampled)
        return found if found > 0 else _zayatz(sizes, sampled)
    other = _snb(sizes, sampled)
    return min(_zayatz(sizes, sampled), other) if other > 0 else _zayatz(sizes, sampled)


def _zayatz(sizes: Ints, sampled: float) -> float:
    rows = int(sizes.sum())
    people = round(rows / sampled)
    many, how_often = np.unique(sizes, return_counts=True)
    one_drawn = np.array([_one_of(int(size), rows, people) for size in many])
    given = float((how_often / len(sizes) * one_drawn).sum())
    alone = int(how_often[many == 1].sum())
    return min(alone / len(sizes) * sampled / given * alone / rows, 1.0) if given else 0.0


def _one_of(size: int, rows: int, people: int) -> float:
    """Return how likely a sample of `rows` of `people` holds exactly one of `size` (hypergeometric)."""
    if rows - 1 > people - size:
        return 0.0
    return exp(
        log(size) + _choose(people - size, rows - 1) - _choose(people, rows)
    )  # fmt: skip


def _choose(n: int, k: int) -> float:
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)


def _pitman(sizes: Ints, sampled: float) -> float:
    """Fit Pitman's sampling formula by maximum likelihood; 0 where the moments give no start or the fit leaves it."""
    rows, count = int(sizes.sum()), len(sizes)
    one, two = int((sizes == 1).sum()), int((sizes == 2).sum())
    if not two or rows < 3 or count < 2:
        return 0.0
    c = one * (one - 1) / two
    below = 2 * one * count + one * c - rows * c
    if not below:
        return 0.0
    theta = (rows * count * c - one * (rows - 1) * (2 * count + c)) / below
    alpha = (theta * (one - rows) + (rows - 1) * one) / (rows * count)
    fitted = _fit(sizes, theta, alpha)
    if fitted is None:
        return 0.0
    theta, alpha = fitted
    people = rows / sampled
    unique = exp(lgamma(theta + 1) - lgamma(theta + alpha) + alpha * log(people))
    return float(min(unique / people, 1.0))


def _fit(sizes: Ints, theta: float, alpha: float) -> tuple[float, float] | None:
    """Return theta and alpha by Newton's steps on the log likelihood, halved until they stay where it is defined."""
    rows, count = int(sizes.sum()), len(sizes)
    among = np.arange(1, count, dtype=np.float64)
    drawn = np.arange(1, rows, dtype=np.float64)
    many, how_often = np.unique(sizes[sizes > 1], return_counts=True)
    places = np.arange(1, int(many.max(initial=1)), dtype=np.float64)
    # How many classes have more than i rows: each adds a term at i.
    beyond = np.array([how_often[many > place].sum() for place in places], dtype=np.float64)
    if not (0 < alpha < 1 and theta > -alpha):
        theta, alpha = max(theta, 1.0), 0.5
    for _ in range(STEPS):
        x, y, z = theta + among * alpha, theta + drawn, places - alpha
        slope = np.array([(1 / x).sum() - (1 / y).sum(), (among / x).sum() - (beyond / z).sum()])
        bend = np.array(
            [
                [(1 / y**2).sum() - (1 / x**2).sum(), -(among / x**2).sum()],
                [-(among / x**2).sum(), -(among**2 / x**2).sum() - (beyond / z**2).sum()],
            ]
        )
        try:
            step = np.linalg.solve(bend, slope)
        except np.linalg.LinAlgError:
            return None
        while not (0 < alpha - step[1] < 1 and theta - step[0] > -(alpha - step[1])):
            step = step / 2
            if np.abs(step).max() < 1e-12:
                return None
        theta, alpha = float(theta - step[0]), float(alpha - step[1])
        if abs(step[0]) < 1e-9 * max(1.0, abs(theta)) and abs(step[1]) < 1e-12:
            return theta, alpha
    return None


def _snb(sizes: Ints, sampled: float) -> float:
    """
    Fit a shifted negative binomial to the population's class sizes; 0 where no parameters give the sample.

    A class has 1 + NB(a, p) people, each drawn with the sampling fraction. Classes seen, classes seen once and people
    in all give the three unknowns: number of classes, a and p.
    """
    rows, seen, alone = int(sizes.sum()), len(sizes), int((sizes == 1).sum())
    if rows == seen:
        return 0.0
    low, high = 1e-9, 1 - 1e-9
    signs = [_snb_excess(p, rows, seen, alone, sampled) for p in np.linspace(low, high, 400)]
    grid = np.linspace(low, high, 400)
    for left, right, a, b in zip(grid, grid[1:], signs, signs[1:], strict=False):
        if a is not None and b is not None and (a[0] <= 0) != (b[0] <= 0):
            return _snb_between((float(left), float(right)), rows, seen, alone, sampled)
    return 0.0


def _snb_between(between: tuple[float, float], rows: int, seen: int, alone: int, sampled: float) -> float:
    left, right = between
    at_left = _snb_excess(left, rows, seen, alone, sampled)
    for _ in range(STEPS):
        middle = (left + right) / 2
        found = _snb_excess(middle, rows, seen, alone, sampled)
        if found is None or at_left is None:
            return 0.0
        if (found[0] <= 0) == (at_left[0] <= 0):
            left = middle
        else:
            right = middle
    found = _snb_excess((left + right) / 2, rows, seen, alone, sampled)
    return 0.0 if found is None else float(min(found[1] / (rows / sampled), 1.0))


def _snb_excess(p: float, rows: int, seen: int, alone: int, sampled: float) -> tuple[float, float] | None:
    """Return, for one p, how far the people in all are off, and how many are alone; None where no a fits."""
    q, stay = 1 - p, 1 - sampled
    wanted = alone / seen

    def once(a: float) -> float:
        none = (p / (1 - q * stay)) ** a
        missed = stay * none
        return float(sampled * none * (1 + stay * a * q / (1 - q * stay)) / (1 - missed))

    low, high = 1e-9, 1e6
    if (once(low) - wanted) * (once(high) - wanted) > 0:
        return None
    for _ in range(STEPS):
        middle = (low * high) ** 0.5
        low, high = (middle, high) if (once(middle) > wanted) == (once(low) > wanted) else (low, middle)
    a = (low * high) ** 0.5
    classes = seen / (1 - stay * (p / (1 - q * stay)) ** a)
    return classes * (1 + a * q / p) - rows / sampled, classes * p**a
