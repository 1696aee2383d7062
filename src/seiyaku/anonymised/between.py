"""
Who joined or left between two releases of the same items (R.34(v); GA 3-2-2-5): nobody is singled out by what differs.

Whoever holds both counts each class in both. Where a class gained or lost fewer than k people, the difference is a
group of fewer than k: an onlooker who knows that somebody came in between learns of them what the group says.

* Compared: releases of the same items in the same parts, at the same levels; at different ones, where nothing was left
  out of either, at the coarser of the two. Of a class that keeps its number, whether its sensitive values moved counts.
* Linked rows: people with the same rows are the class. Several rows a person, not linked: rows are counted.
* Not comparable, and said so: a release whose file is destroyed, of other levels, or with anything drawn by chance.
* For third parties a finding refuses; in the house, whose people may hold what it was made of, it is said.
"""

from __future__ import annotations

import codecs
import csv
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from seiyaku.core.language import Text
from seiyaku.core.model import Policy
from seiyaku.post import bodies

from .gates import Tick, clause_of
from .models import Release
from .plans import PERSON, Plan

if TYPE_CHECKING:
    from seiyaku.core.anonymous.hierarchies import Hierarchy

    from .intersecting import Shape
    from .running import Made

GATE = "joined-or-left"
WHY = {
    "destroyed": Text("取り下げて中身がない", "withdrawn, its table destroyed"),
    "drawn": Text("無作為に処理した値がある", "values were drawn by chance"),
    "grain": Text("粗さや分け方が違う", "of another grain"),
}
Row = tuple[str, ...]
Classes = dict[tuple[Any, ...], Counter[tuple[Any, ...]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Between:
    """What differs from one earlier release: in how many classes by too few, and by how many at least; or why not."""

    number: int
    classes: int = 0
    fewest: int = 0
    why: str | None = None

    def as_json(self) -> dict[str, Any]:
        """Return it in plain values."""
        return {"number": self.number, "classes": self.classes, "fewest": self.fewest, "why": self.why}


def compared(plan: Plan, made: Made, earlier: Sequence[Release], shapes: Sequence[Shape]) -> list[Between]:
    """Compare the table that was made with each earlier release of the same items."""
    shape_of = {each.number: each for each in shapes}
    return [
        _compared(plan, made, release, shape_of[release.number])
        for release in earlier
        if release.number in shape_of and _items(release) == sorted(each.item for each in plan.columns.values())
    ]


def tick(plan: Plan, policy: Policy, found: Sequence[Between]) -> Tick:
    """Return what the gate says: a finding refuses what goes to third parties, and is said in the house."""
    wrong = [each for each in found if each.classes]
    unknown = [each for each in found if each.why]
    refused = bool(wrong) and plan.preset == "third-party"
    said = [_wrong(plan, wrong)] if wrong else [_fine(plan, found, unknown)]
    said += [_untold(each) for each in unknown]
    said += [_why_said(plan)] if wrong and not refused else []
    return Tick(
        gate=GATE,
        clause=clause_of(policy, "standard"),
        article="43(1); R.34(v)",
        passed=not refused,
        said=Text("".join(each.ja for each in said), " ".join(each.en for each in said)),
        helps=Text(
            "入れ替わりが増えるまで待つ、粗くする、列を減らす",
            "Wait until more have come or gone, or release less detail",
        ),
    )


def _wrong(plan: Plan, wrong: Sequence[Between]) -> Text:
    numbers = "、".join(str(each.number) for each in wrong), ", ".join(str(each.number) for each in wrong)
    many, least = sum(each.classes for each in wrong), min(each.fewest for each in wrong)
    return Text(
        f"以前のもの（第{numbers[0]}号）と比べると、{plan.k}人に足りない増減のある集まりが{many:,}あり（最小{least:,}人）、"
        "間に加わった人や抜けた人の特徴が分かります。",
        f"Beside an earlier release (no. {numbers[1]}), {many:,} groups gained or lost fewer than {plan.k} people "
        f"(the fewest: {least:,}): what is true of who joined or left in between would show.",
    )


def _fine(plan: Plan, found: Sequence[Between], unknown: Sequence[Between]) -> Text:
    numbers = [str(each.number) for each in found if each not in unknown]
    if numbers:
        return Text(
            f"第{'、'.join(numbers)}号との増減は、どの集まりでも{plan.k}人以上か、ありません。",
            f"Beside no. {', '.join(numbers)}, every group gained or lost nobody, or at least {plan.k} people.",
        )
    if unknown:
        return Text("増減を比べられた以前のものはありません。", "No earlier release could be compared.")
    return Text("同じ項目のものは、まだありません。", "No other release of the same items is there yet.")


def _untold(each: Between) -> Text:
    why = WHY[each.why or "grain"]
    return Text(f"第{each.number}号との増減は確かめていません（{why.ja}）。",
                f"No. {each.number} was not compared ({why.en}).")  # fmt: skip


def _why_said(plan: Plan) -> Text:
    label = plan.strict().label
    return Text(
        f"「{label.ja}」では断りません: 使う者の手元には元の情報もあり得て、第三者には渡さないためです。",
        f"“{label.en}” is not refused for it: its users may hold what it was made of, and it is given to nobody.",
    )


def _items(release: Release) -> list[str]:
    return sorted(str(each["item"]) for each in release.schema if each["column"] != PERSON)


def _compared(plan: Plan, made: Made, release: Release, shape: Shape) -> Between:
    if release.state == "withdrawn":
        return Between(number=release.number, why="destroyed")
    if plan.drawn or shape.by_chance:
        return Between(number=release.number, why="drawn")
    now, then = _columns(plan, made), _columns_of(release, shape)
    ways = _ways(made, now, then, release) if shape.linked == plan.linked else None
    if ways is None:
        return Between(number=release.number, why="grain")
    mine = _classes(_rows(made, now), ways[0])
    theirs = _classes(_rows_of(release, then), ways[1])
    if mine is None or theirs is None:
        return Between(number=release.number, why="grain")
    moved = [_moved(theirs.get(each), mine.get(each)) for each in {*mine, *theirs}]
    wrong = [min(few) for each in moved if (few := [people for people in each if 0 < people < plan.k])]
    return Between(number=release.number, classes=len(wrong), fewest=min(wrong, default=0))


def _moved(before: Counter[Any] | None, after: Counter[Any] | None) -> tuple[int, int]:
    """Return how many came and how many went: what a class, value by value, has more of, and less."""
    was, now = before or Counter(), after or Counter()
    return (now - was).total(), (was - now).total()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Columns:
    """The columns of a release by item: quasi-identifiers first, sensitive ones, whether rows are linked."""

    quasi: dict[str, str]
    kept: dict[str, str]
    linked: bool


def _columns(plan: Plan, made: Made) -> _Columns:
    quasi = {plan.columns[name].item: name for name in made.found.levels}
    kept = {each.item: name for name, each in plan.columns.items() if each.item not in quasi}
    return _Columns(quasi=quasi, kept=kept, linked=plan.linked)


def _columns_of(release: Release, shape: Shape) -> _Columns:
    items = {str(each["item"]): str(each["column"]) for each in release.schema if each["column"] != PERSON}
    quasi = {item: name for item, name in items.items() if name in shape.columns}
    return _Columns(
        quasi=quasi, kept={item: name for item, name in items.items() if item not in quasi}, linked=shape.linked
    )


Way = list[Mapping[str, str] | None]


def _ways(made: Made, now: _Columns, then: _Columns, release: Release) -> tuple[Way, Way] | None:
    """Return, by quasi-identifier, what each release's labels become at the coarser level of both; None: not told."""
    if set(now.quasi) != set(then.quasi) or len(made.rounds) > 1:
        return None
    columns = {each.name: each for each in made.found.where.columns if each.counted}
    seen = _labels_of(release, then)
    mine: Way = []
    theirs: Way = []
    for item, name in sorted(now.quasi.items()):
        stairs, here = columns[name], made.found.levels[name]
        there = _level(stairs, seen[item])
        if there is None:
            return None
        top = max(here, there)
        mine.append(None if here == top else _upwards(stairs, here, top))
        theirs.append(None if there == top else _upwards(stairs, there, top))
    whole = not made.found.best.suppressed and not release.verdict["suppressed"]
    return (mine, theirs) if whole or not any([*mine, *theirs]) else None


def _labels_of(release: Release, then: _Columns) -> dict[str, set[str]]:
    seen: dict[str, set[str]] = {item: set() for item in then.quasi}
    for cells in _read(release):
        for item, name in then.quasi.items():
            seen[item].add(cells[name])
    return seen


def _level(stairs: Hierarchy, seen: set[str]) -> int | None:
    """Return the lowest level that labels are of; a value that nobody has any more counts for no level."""
    known = [{label or "" for label in labels} for labels in stairs.labels]
    common = [len(seen & labels) for labels in known]
    best = max(common)
    level = common.index(best)
    elsewhere = set().union(*known) & (seen - known[level])
    return level if best and not elsewhere else None


def _upwards(stairs: Hierarchy, low: int, high: int) -> dict[str, str]:
    return {
        stairs.labels[low][int(below)] or "": stairs.labels[high][int(above)] or ""
        for below, above in zip(stairs.up[low], stairs.up[high], strict=True)
    }


def _rows(made: Made, now: _Columns) -> Iterator[tuple[str, Row, Row, int]]:
    """Yield whose each line is, its quasi-identifiers and sensitive values, and how often it stands there."""
    at = {name: index for index, name in enumerate(made.lines.columns)}
    quasi, kept = ([at[name] for _, name in sorted(each.items())] for each in (now.quasi, now.kept))
    who = at.get(PERSON)
    for cells, count in zip(zip(*made.lines.cells, strict=True), made.lines.counts.tolist(), strict=True):
        said = [cell or "" for cell in cells]
        yield (said[who] if who is not None else "", tuple(said[a] for a in quasi), tuple(said[a] for a in kept), count)


def _rows_of(release: Release, then: _Columns) -> Iterator[tuple[str, Row, Row, int]]:
    quasi, kept = ([name for _, name in sorted(each.items())] for each in (then.quasi, then.kept))
    for cells in _read(release):
        yield cells.get(PERSON, ""), tuple(cells[name] for name in quasi), tuple(cells[name] for name in kept), 1


def _read(release: Release) -> Iterator[dict[str, str]]:
    decoded = codecs.iterdecode(bodies.read(release.body), "utf-8")
    yield from csv.DictReader(_lines(decoded))


def _lines(pieces: Iterable[str]) -> Iterator[str]:
    left = ""
    for piece in pieces:
        *whole, left = (left + piece).split("\n")
        yield from (f"{line}\n" for line in whole)
    if left:
        yield left


def _classes(rows: Iterable[tuple[str, Row, Row, int]], ways: Way) -> Classes | None:
    """Count sensitive values by class; linked rows, their people by the bag they have. None: a label with no place."""
    found: Classes = defaultdict(Counter)
    bags: dict[str, list[tuple[Row, Row]]] = defaultdict(list)
    for who, quasi, kept, count in rows:
        try:
            labels = tuple(label if way is None else way[label] for label, way in zip(quasi, ways, strict=True))
        except KeyError:
            return None
        if who:
            bags[who] += [(labels, kept)] * count
        else:
            found[labels][kept] += count
    for bag in bags.values():
        held = sorted(bag)
        found[tuple(labels for labels, _ in held)][tuple(held)] += 1
    return found
