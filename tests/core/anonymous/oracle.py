"""
The optimum by brute force: every node, every row, plain Python, nothing shared with what it checks but the hierarchies.

A model is (kind, column, numbers…); classes are dictionaries of rows. Written from the papers' definitions.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import product
from math import log, log2

Row = tuple[str, ...]
Node = tuple[int, ...]
Model = tuple[str, int, float]


def generalised(row: Row, node: Node, trees: Sequence[dict[str, Sequence[str]]]) -> Row:
    return tuple(trees[at][row[at]][level] for at, level in enumerate(node))


def holds(model: Model, rows: list[Row], everything: list[Row], persons: int | None) -> bool:
    """Tell whether one class, given by its rows (quasi-identifiers, then sensitive values), fulfils a model."""
    kind, column, number = model
    if kind == "k":
        return (persons if persons is not None else len(rows)) >= number
    counts = Counter(row[column] for row in rows)
    shares = {value: count / len(rows) for value, count in counts.items()}
    overall = {value: count / len(everything) for value, count in Counter(r[column] for r in everything).items()}
    if kind == "distinct":
        return len(counts) >= number
    if kind == "entropy":
        return -sum(share * log(share) for share in shares.values()) >= log(number) - 1e-9
    if kind == "recursive":
        ordered = sorted(counts.values(), reverse=True)
        return ordered[0] < 2.0 * sum(ordered[int(number) - 1 :])
    if kind == "equal":
        return sum(abs(shares.get(v, 0) - q) for v, q in overall.items()) / 2 <= number + 1e-9
    if kind == "ordered":
        values, moved, work = sorted(overall), 0.0, 0.0
        for value in values:
            moved += shares.get(value, 0) - overall[value]
            work += abs(moved)
        return work / max(len(values) - 1, 1) <= number + 1e-9
    if kind == "alpha":
        return max(shares.values()) <= number + 1e-12
    if kind == "beta":
        return all(shares[v] <= overall[v] * (1 + number) + 1e-9 for v in shares)
    raise ValueError(kind)


def small_first(rows_by_class: dict[object, list[Row]], kept: set[object], limits: Sequence[Model]) -> set[object]:
    """Leave the smallest classes out, size by size, until the table as a whole keeps its limits."""
    for least in sorted({len(rows_by_class[c]) for c in kept}):
        left = {c for c in kept if len(rows_by_class[c]) >= least}
        sizes = [len(rows_by_class[c]) for c in left]
        if all(fine(limit, sizes) for limit in limits):
            return left
    return set()


def fine(limit: Model, sizes: list[int]) -> bool:
    if limit[0] == "average":
        return Fraction(len(sizes)) <= Fraction(limit[2]).limit_denominator(10**6) * sum(sizes)
    return sizes.count(1) <= limit[2] * sum(sizes) + 1e-9


def cost(metric: str, node: Node, rows: list[Row], gone: list[int], *, trees: Sequence[dict[str, Sequence[str]]],
         sizes: list[int]) -> float:  # fmt: skip
    """Return a node's cost by the definitions; `gone` are the places of the suppressed rows."""
    n, m, left_out = len(rows), len(node), set(gone)
    if metric == "aecs":
        return n / max(len(sizes) + bool(gone), 1)
    if metric == "discernibility":
        return float(sum(size * size for size in sizes) + len(gone) * n)
    if metric == "precision":
        heights = [len(next(iter(tree.values()))) - 1 for tree in trees]
        kept = n - len(gone)
        return sum(kept * level / max(height, 1) + len(gone) for level, height in zip(node, heights, strict=True)) / (
            n * m
        )
    total, geometric = 0.0, 1.0
    for at, level in enumerate(node):
        tree = trees[at]
        under = Counter(labels[level] for labels in tree.values())
        if metric == "loss":
            stood = sum(under[tree[row[at]][level]] for i, row in enumerate(rows) if i not in left_out)
            least = n / len(tree)
            x = stood / len(tree) + len(gone)
            v = 0.0 if n == least else round(max((x - least) / (n - least), 0.0), 10)
            geometric *= 1 + v
        else:
            values, labels = Counter(row[at] for row in rows), Counter(tree[row[at]][level] for row in rows)
            bits = -sum(log2(values[row[at]] / labels[tree[row[at]][level]]) for row in rows)
            taken = Counter(tree[rows[i][at]][level] for i in gone)
            bits -= sum(b * log2(b / len(gone)) for b in taken.values())
            total += round(bits, 10)
    return geometric ** (1 / m) - 1 if metric == "loss" else total


def best(
    rows: list[Row],
    trees: Sequence[dict[str, Sequence[str]]],
    models: Sequence[Model],
    *,
    limits: Sequence[Model],
    most: int,
    metric: str,
    person: list[int] | None = None,
) -> tuple[Node, float, int, int] | None:
    """Return (levels, value, classes, suppressed rows) of the best node, or None where no node will do."""
    candidates = []
    for node in product(*(range(len(next(iter(tree.values())))) for tree in trees)):
        members: dict[object, list[int]] = {}
        for i, row in enumerate(rows):
            members.setdefault(generalised(row, node, trees), []).append(i)
        by_class = {c: [rows[i] for i in places] for c, places in members.items()}

        def good(c: object, places: list[int], by_class: dict[object, list[Row]] = by_class) -> bool:
            count = len({person[i] for i in places}) if person else None
            return all(holds(model, by_class[c], rows, count) for model in models)

        kept = {c for c, places in members.items() if good(c, places)}
        if limits:
            kept = small_first(by_class, kept, limits)
        gone = [i for c, places in members.items() if c not in kept for i in places]
        if len(gone) <= most:
            sizes = [len(by_class[c]) for c in kept]
            candidates.append((cost(metric, node, rows, gone, trees=trees, sizes=sizes), node, len(kept), len(gone)))
    if not candidates:
        return None
    least = min(candidate[0] for candidate in candidates)
    same: Callable[[float], bool] = lambda value: abs(value - least) <= 1e-10 * max(1.0, abs(least))  # noqa: E731
    value, node, classes, suppressed = min((c for c in candidates if same(c[0])), key=lambda c: (sum(c[1]), c[1]))
    return node, value, classes, suppressed
