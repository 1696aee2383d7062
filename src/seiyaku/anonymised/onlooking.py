"""
Releases as an onlooker counts them: whoever holds two of them lays side by side what both say.

Both are rolled up, item by item, to the coarser level of the two, over the items that both have. What a release left
out is not in it: where another one has it, that shows in the difference, and so it is counted here.

* What of a release is compared is kept beside it (`written`): how many rows of each kind, under nobody's name. It stays
  when the release is withdrawn: who holds the table, still does (ADR 49).
* An item that one of them treated by chance is left out of what is compared; the rest of each row is as it was.
* A label of an earlier release that nobody has any more is placed by its own hierarchy, where that is a built-in one.
* Linked rows of both: people with the same rows are a class. Else rows are counted, one by one.
* Where one of them is made in rounds (local recoding), what has the same labels in both counts as well.
"""

from __future__ import annotations

import codecs
import csv
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import orjson

from seiyaku.core.errors import InputError
from seiyaku.post import bodies

from .models import Release
from .plans import PERSON, Plan
from .staircases import PRESET, preset

if TYPE_CHECKING:
    from seiyaku.core.anonymous.hierarchies import Hierarchy

    from .intersecting import Shape
    from .running import Made

Row = tuple[str, ...]
Way = Mapping[str, str] | None
"""What each label becomes; None: it stays."""
Classes = dict[tuple[Any, ...], Counter[tuple[Any, ...]]]
BY_PLACE = f"{PRESET}order"
"""A hierarchy that depends on which values there are: it is not built again for more of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Laid:
    """
    A release laid out: its quasi-identifiers and other items, its different rows and how many there are of each.

    `chance`: the items whose values are not always those that were there; `share`: that of the rows it was drawn from.
    """

    quasi: Row
    kept: Row
    linked: bool
    rows: Mapping[tuple[str, Row, Row], int]
    chance: frozenset[str] = frozenset()
    share: float = 1.0

    def labels(self, item: str) -> set[str]:
        """Return the labels that an item has."""
        at = self.quasi.index(item)
        return {quasi[at] for _, quasi, _ in self.rows}


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """How two releases lie side by side: the items of both, what each one's labels become, whether people are told."""

    quasi: Row
    kept: Row
    linked: bool
    mine: Mapping[str, Way]
    theirs: Mapping[str, Way]
    mixed: bool

    @property
    def plain(self) -> Side:
        """Return the same with every label as it is."""
        as_it_is: dict[str, Way] = dict.fromkeys(self.quasi)
        return Side(
            quasi=self.quasi, kept=self.kept, linked=self.linked, mine=as_it_is, theirs=as_it_is, mixed=False
        )  # fmt: skip

    def key(self, rows: Iterable[Mapping[str, str]]) -> tuple[Any, ...]:
        """Return the class of the new release's rows (of one person, where people are told) by their labels."""
        said = sorted(tuple(_at(self.mine[item], row[item]) for item in self.quasi) for row in rows)
        return tuple(said) if self.linked else said[0]


def of_made(plan: Plan, made: Made) -> Laid:
    """Lay out the table that was made."""
    item_of = {name: each.item for name, each in plan.columns.items()}
    quasi = sorted(item_of[name] for name in made.found.levels)
    cells = {item_of.get(name, name): each for name, each in zip(made.lines.columns, made.lines.cells, strict=True)}
    kept = sorted(set(cells) - {*quasi, PERSON})
    many = len(made.lines.counts)
    whose = cells.get(PERSON, [""] * many)
    labels, values = (_rows([cells[item] for item in items], many) for items in (quasi, kept))
    rows: Counter[tuple[str, Row, Row]] = Counter()
    for who, label, value, count in zip(whose, labels, values, made.lines.counts.tolist(), strict=True):
        rows[who or "", label, value] += count
    return Laid(
        quasi=tuple(quasi),
        kept=tuple(kept),
        linked=plan.linked,
        rows=rows,
        chance=frozenset(each.item for each in plan.columns.values() if each.by_chance),
        share=plan.sample or 1.0,
    )


def written(laid: Laid) -> Iterator[bytes]:
    """Yield a laid out release as it is kept: whose rows are whose is told by numbers that say nothing else."""
    number = {who: str(at) for at, who in enumerate(sorted({who for who, _, _ in laid.rows} - {""}))} | {"": ""}
    head = {"quasi": laid.quasi, "kept": laid.kept, "linked": laid.linked, "chance": sorted(laid.chance),
            "share": laid.share}  # fmt: skip
    yield orjson.dumps(head) + b"\n"
    for (who, labels, values), count in laid.rows.items():
        yield orjson.dumps([number[who], labels, values, count]) + b"\n"


def of_kept(ref: str) -> Laid:
    """Lay out an earlier release by what was kept of it in the body `ref`."""
    return of_lines(_lines(codecs.iterdecode(bodies.read(ref), "utf-8")))


def of_lines(lines: Iterable[str]) -> Laid:
    """Lay out an earlier release by the lines that were kept of it."""
    first, *lines = lines
    head = orjson.loads(first)
    rows = {(who, tuple(labels), tuple(values)): int(count) for who, labels, values, count in map(orjson.loads, lines)}
    return Laid(
        quasi=tuple(head["quasi"]),
        kept=tuple(head["kept"]),
        linked=head["linked"],
        rows=rows,
        chance=frozenset(head["chance"]),
        share=head["share"],
    )


def of_release(release: Release, shape: Shape) -> Laid:
    """Lay out the table of an earlier release of which nothing is kept for this."""
    items = {str(each["item"]): str(each["column"]) for each in release.schema if each["column"] != PERSON}
    quasi = sorted(item for item, name in items.items() if name in shape.columns)
    kept = sorted(set(items) - set(quasi))
    rows: Counter[tuple[str, Row, Row]] = Counter()
    for cells in _read(release):
        labels, values = (tuple(cells[items[item]] for item in some) for some in (quasi, kept))
        rows[cells.get(PERSON, ""), labels, values] += 1
    return Laid(quasi=tuple(quasi), kept=tuple(kept), linked=shape.linked, rows=rows)


def compared(mine: Laid, theirs: Laid) -> tuple[Row, Row] | None:
    """
    Return which items of two releases are compared, by what they are: of those that none treated by chance, all common.

    None: one is a quasi-identifier in one of them alone.
    """
    chance = mine.chance | theirs.chance
    if (set(mine.quasi) & set(theirs.kept) | set(mine.kept) & set(theirs.quasi)) - chance:
        return None
    quasi, kept = (
        tuple(item for item in ours if item in others and item not in chance)
        for ours, others in ((mine.quasi, theirs.quasi), (mine.kept, theirs.kept))
    )
    return quasi, kept


def beside(plan: Plan, made: Made, mine: Laid, theirs: Laid, presets: Mapping[str, str | None]) -> Side | None:
    """
    Return how the new release lies beside an earlier one. None: their labels have no level in common.

    `presets`: which hierarchy each quasi-identifier of the new one has, by item.
    """
    both = compared(mine, theirs)
    if both is None:
        return None
    quasi, kept = both
    columns = {each.name: each for each in made.found.where.columns if each.counted}
    places = {each.name: at for at, each in enumerate(made.found.where.columns)}
    name_of = {plan.columns[name].item: name for name in columns}
    ups: list[tuple[Way, Way]] = []
    mixed = len(made.rounds) > 1
    for item in quasi:
        levels = {node.levels[places[name_of[item]]] for node in made.rounds}
        met = _met(columns[name_of[item]], levels or {0}, theirs.labels(item), presets.get(item))
        if met is None:
            return None
        ups.append(met[:2])
        mixed |= met[2]
    return Side(
        quasi=quasi,
        kept=kept,
        linked=mine.linked and theirs.linked,
        mine={item: mine_up for item, (mine_up, _) in zip(quasi, ups, strict=True)},
        theirs={item: their_up for item, (_, their_up) in zip(quasi, ups, strict=True)},
        mixed=mixed,
    )


def classes(laid: Laid, side: Side, ways: Mapping[str, Way]) -> Classes:
    """Count what else is said by class; of linked rows, people by the bag that each has."""
    quasi, kept = ([having.index(item) for item in items] for having, items in (
        (laid.quasi, side.quasi), (laid.kept, side.kept)))  # fmt: skip
    up = [ways[item] for item in side.quasi]
    found: Classes = defaultdict(Counter)
    bags: dict[str, list[tuple[Row, Row]]] = defaultdict(list)
    for (who, labels, values), count in laid.rows.items():
        said = tuple(_at(way, labels[at]) for way, at in zip(up, quasi, strict=True))
        more = tuple(values[at] for at in kept)
        if side.linked:
            bags[who] += [(said, more)] * count
        else:
            found[said][more] += count
    for bag in bags.values():
        held = sorted(bag)
        found[tuple(said for said, _ in held)][tuple(held)] += 1
    return found


def few(mine: Laid, theirs: Laid, side: Side, k: int) -> dict[tuple[Any, ...], int]:
    """Return the classes of both that gained or lost somebody, and fewer than k: by how many at least."""
    now, then = classes(mine, side, side.mine), classes(theirs, side, side.theirs)
    changed = {
        key: [many for many in moved(then[key], held) if 0 < many < k] for key, held in now.items() if key in then
    }
    return {key: min(many) for key, many in changed.items() if many}


def moved(before: Counter[Any], after: Counter[Any]) -> tuple[int, int]:
    """Return how many came and how many went: what a class, value by value, has more of, and less."""
    return (after - before).total(), (before - after).total()


def _at(way: Way, label: str) -> str:
    return label if way is None else way[label]


def _met(stairs: Hierarchy, levels: set[int], seen: set[str], what: str | None) -> tuple[Way, Way, bool] | None:
    """Return what the labels of both become where they meet, and whether they lie on several levels. None: nowhere."""
    there = _places(stairs, seen)
    if seen and not there:
        return None
    if len({*levels, *there.values()}) == 1:
        return None, None, False
    if len(there) < len(seen):
        wider = _with_more(stairs, sorted(seen - set(there)), what)
        if wider is None:
            return None
        stairs, there = wider, _places(wider, seen)
        if len(there) < len(seen):
            return None
    top = max(*levels, *there.values(), 0)
    mine = _upwards(stairs, dict.fromkeys(levels), top)
    theirs = _upwards(stairs, {level: {label for label in there if there[label] == level} for level in there.values()},
                      top)  # fmt: skip
    several = len(levels) > 1 or len(set(there.values())) > 1
    return None if mine is None or theirs is None else (mine, theirs, several)


def _places(stairs: Hierarchy, seen: set[str]) -> dict[str, int]:
    """Return the level of each label that has one: one level for all where that can be, else the lowest of each."""
    known = [{label or "" for label in labels} for labels in stairs.labels]
    placed = {label for label in seen if any(label in labels for labels in known)}
    whole = next((level for level, labels in enumerate(known) if placed <= labels), None)
    if whole is not None:
        return dict.fromkeys(placed, whole)
    return {label: next(level for level, labels in enumerate(known) if label in labels) for label in placed}


def _with_more(stairs: Hierarchy, more: list[str], what: str | None) -> Hierarchy | None:
    """Build a built-in hierarchy for more values; None where it is none, or what was there changes by it."""
    if what is None or not what.startswith(PRESET) or what.startswith(BY_PLACE):
        return None
    try:
        wider = preset(what, stairs.name, [*stairs.values, *more])
    except InputError:
        return None
    same = wider.height == stairs.height and wider.rows()[: len(stairs.values)] == stairs.rows()
    return wider if same else None


def _upwards(stairs: Hierarchy, levels: Mapping[int, set[str] | None], top: int) -> dict[str, str] | None:
    """Return what labels of these levels (all, or some of each) become at the top; None where one becomes two."""
    found: dict[str, str] = {}
    for level, only in levels.items():
        for below, above in zip(stairs.up[level], stairs.up[top], strict=True):
            label, there = stairs.labels[level][int(below)] or "", stairs.labels[top][int(above)] or ""
            if (only is None or label in only) and found.setdefault(label, there) != there:
                return None
    return found


def _rows(columns: Sequence[Sequence[str | None]], many: int) -> Iterable[Row]:
    if not columns:
        return [()] * many
    return zip(*([cell or "" for cell in cells] for cells in columns), strict=True)


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
