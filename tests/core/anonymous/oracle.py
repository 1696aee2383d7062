"""
The optimum by brute force: every node, every row, plain Python, nothing shared with what it checks but the hierarchies.

A model is (kind, column, numbers…); classes are dictionaries of rows. Written from the papers' definitions.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import combinations, product
from math import comb, log, log2

Row = tuple[str, ...]
Node = tuple[int, ...]
Model = tuple[str, int, float]


def generalised(row: Row, node: Node, trees: Sequence[dict[str, Sequence[str]]]) -> Row:
    return tuple(trees[at][row[at]][level] for at, level in enumerate(node))


def holds(
    model: Model, rows: list[Row], everything: list[Row], persons: int | None, *, population: int = 0,
    tree: dict[str, Sequence[str]] | None = None,
) -> bool:  # fmt: skip
    """Tell whether one class, given by its rows (quasi-identifiers, then sensitive values), fulfils a model."""
    kind, column, number = model
    if kind == "k":
        return (persons if persons is not None else len(rows)) >= number
    if kind == "k-map":
        return population >= number
    if kind == "delta":
        return 0.1 <= len(rows) / max(population, 1) <= number
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
    if kind == "tree":
        assert tree is not None
        return along_the_tree(shares, overall, tree) <= number + 1e-9
    if kind == "enhanced":
        return all(shares[v] <= overall[v] * (1 + min(number, -log(overall[v]))) + 1e-9 for v in shares)
    if kind == "alpha":
        return max(shares.values()) <= number + 1e-12
    if kind == "beta":
        return all(shares[v] <= overall[v] * (1 + number) + 1e-9 for v in shares)
    raise ValueError(kind)


def along_the_tree(shares: dict[str, float], overall: dict[str, float], tree: dict[str, Sequence[str]]) -> float:
    """Return the work of moving one spread to the other when what goes up one level and down again costs 1 / height."""
    height = len(next(iter(tree.values()))) - 1
    work = 0.0
    for level in range(height):
        surplus: dict[str, float] = {}
        for value, labels in tree.items():
            surplus[labels[level]] = surplus.get(labels[level], 0) + shares.get(value, 0) - overall.get(value, 0)
        work += sum(abs(each) for each in surplus.values()) / (2 * height)
    return work


def zayatz(sizes: list[int], sampled: float) -> float:
    """Return the share of rows that are alone in the population, estimated as Zayatz (1991) does, in exact numbers."""
    rows, alone = sum(sizes), sizes.count(1)
    people = round(rows / sampled)
    if not alone:
        return 0.0
    drawn = {i: Fraction(i * comb(people - i, rows - 1), comb(people, rows)) for i in set(sizes)}
    given = sum((Fraction(sizes.count(i), len(sizes)) * drawn[i] for i in set(sizes)), Fraction(0))
    return min(alone / len(sizes) * sampled / float(given) * alone / rows, 1.0) if given else 0.0


def rare_items(members: dict[object, list[int]], place: int, person: list[int], order: list[str], *, m: int, k: int
) -> set[object]:  # fmt: skip
    """Return the classes (an item in a group of people alike otherwise) that go so that every m items have k people."""
    gone: set[object] = set()
    people = {c: {person[i] for i in places} for c, places in members.items()}
    for size in range(1, m + 1):
        had: dict[tuple[object, ...], set[int]] = {}
        groups: dict[object, list[object]] = {}
        for c in members:
            if c not in gone:
                groups.setdefault((*c[:place], *c[place + 1 :]), []).append(c)  # type: ignore[index]
        for group in groups.values():
            group.sort(key=lambda c: order.index(c[place]))  # type: ignore[index]
            for some in combinations(group, size):
                everyone = set.intersection(*(people[c] for c in some))
                if everyone:
                    had[some] = everyone
        for some, everyone in had.items():
            if len(everyone) < k:
                fewest = min(len(people[c]) for c in some)
                gone.add([c for c in some if len(people[c]) == fewest][-1])
    return gone


def small_first(rows_by_class: dict[object, list[Row]], kept: set[object], limits: Sequence[Model]) -> set[object]:
    """Leave the smallest classes out, size by size, until the table as a whole keeps its limits."""
    for least in sorted({len(rows_by_class[c]) for c in kept}):
        left = {c for c in kept if len(rows_by_class[c]) >= least}
        sizes = [len(rows_by_class[c]) for c in left]
        if all(fine(limit, sizes) for limit in limits):
            return left
    return set()


def fine(limit: Model, sizes: list[int]) -> bool:
    if limit[0] == "population":
        return zayatz(sizes, 0.2) <= limit[2] + 1e-9
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
    population: list[Row] | None = None,
    earlier: list[int] | None = None,
    sets: tuple[int, int, int] | None = None,
    tree: dict[str, Sequence[str]] | None = None,
) -> tuple[Node, float, int, int] | None:
    """
    Return (levels, value, classes, suppressed rows) of the best node, or None where no node will do.

    `earlier` is the class of each row in an earlier release; `sets` names the column of items, m and k; `tree` is the
    hierarchy of the first sensitive column.
    """
    candidates = []
    for node in product(*(range(len(next(iter(tree.values())))) for tree in trees)):
        members: dict[object, list[int]] = {}
        for i, row in enumerate(rows):
            members.setdefault((*generalised(row, node, trees), *([earlier[i]] if earlier else [])), []).append(i)
        people: Counter[object] = Counter(generalised(row, node, trees) for row in population or [])
        by_class = {c: [rows[i] for i in places] for c, places in members.items()}

        kept = set()
        for c, places in members.items():
            count = len({person[i] for i in places}) if person else None
            if all(holds(model, by_class[c], rows, count, population=people[c], tree=tree) for model in models):
                kept.add(c)
        if sets and person:
            place, m, k = sets
            order = list(dict.fromkeys(labels[node[place]] for labels in trees[place].values()))
            kept -= rare_items(members, place, person, order, m=m, k=k)
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
