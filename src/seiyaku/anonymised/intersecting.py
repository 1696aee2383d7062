"""
What earlier releases tell beside a new one (R.34(v); GA 3-2-2-5): whoever holds both still finds k persons.

Of every release its shape is kept, sealed: of which field each quasi-identifier came, how it was treated, and which
label its common values got. A rare value is not in it, nor is anybody. When a new release is made, the class that each
person would have in the earlier ones is worked out from what is held now; the search and the audit count persons in
each class of the new release among those of each earlier class.

* For third parties: beside every release that third parties may hold. In the house: beside all of them.
* A value that was treated by chance, averaged, or too rare for the shape counts as known exactly: rather too strict.
* Not here: who joined or left between two releases, and what they differ by in their sensitive columns (`between`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import orjson

from seiyaku.core.asks import Actor
from seiyaku.papers import services as papers

from .models import Release
from .plans import Plan
from .recipes import Closed, Column
from .takes import TAKES
from .treatments import OTHERS

if TYPE_CHECKING:
    from .running import Made

KIND = "release-shape"


class Told(Closed):
    """What one column of a release tells: the field, what was taken of it, its treatment, and the label of a value."""

    source: str
    take: str
    column: Column
    labels: dict[str, str | None]
    nothing: str | None = None
    rest: str | None = None
    split: str | None = None

    def label(self, value: str | None) -> str | None:
        """Return the label that a taken value had; itself, where that is not known."""
        treated = _treated(value, self.column)
        if treated is None:
            return self.nothing
        if treated in self.labels:
            return self.labels[treated]
        if self.column.merge_below is not None and OTHERS in self.labels:
            return self.labels[OTHERS]
        return self.rest if self.rest is not None else f"={treated}"


class Shape(Closed):
    """What a release tells of each person in it."""

    number: int
    k: int
    linked: bool
    sets: str | None
    columns: dict[str, Told]
    drawn: bool = False

    @property
    def by_chance(self) -> bool:
        """Whether chance has a part in it, as far as is known."""
        treated = any(each.column.by_chance for each in self.columns.values())
        return self.drawn or treated or self.sets is not None

    @property
    def name(self) -> str:
        """Return what its column is called in the table of a new release; no plan has such a name."""
        return f"\x1f{self.number}"

    @property
    def fields(self) -> tuple[str, ...]:
        """Return the fields it was made of."""
        return tuple(dict.fromkeys(each.source for each in self.columns.values()))

    def told_of(self, values: Mapping[str, str], item: str | None, plan: Plan, day: dt.date) -> str:
        """Return the class of a person there; `item` is the one that the row at hand is of, of what the plan splits."""
        said: list[Any] = []
        own = plan.split_column()
        for each in self.columns.values():
            taken = _taken(values, each, day)
            if each.split is None:
                said.append(each.label(taken[0] if taken else None))
            elif own is not None and not self.linked and (own.source, own.take) == (each.source, each.take):
                # Which item somebody knows is counted by the new release's own k^m; else the row's own label counts.
                said.append(None if plan.history else each.label(item))
            else:
                said.append(sorted(str(each.label(part)) for part in taken))
        return orjson.dumps(said).decode()


def shape_of(plan: Plan, made: Made, number: int) -> Shape:
    """Return the shape of a release; where several rounds gave different levels, the finest."""
    import numpy as np

    where = made.found.where
    columns = {}
    for at in where.counted:
        column = where.columns[at]
        level = min((node.levels[at] for node in made.rounds), default=0)
        rows = np.bincount(where.cells.column(at), where.cells.weights[0], minlength=len(column.values)).tolist()
        each = plan.columns[column.name]
        columns[column.name] = _told(plan, column.name, [
            (value, column.labels[level][int(column.up[level][code])], int(rows[code]))
            for code, value in enumerate(column.values)
        ], split=each.split)  # fmt: skip
    sets = plan.recipe().sets
    return Shape(number=number, k=plan.k, linked=where.linked, sets=sets, columns=columns, drawn=plan.drawn)


def held(use: str) -> list[Release]:
    """Return the releases whose recipients may hold a new one too, in order."""
    rows = Release.objects.select_related("shape").order_by("number")
    if use == "third-party":
        rows = rows.filter(use="third-party")
    return [row for row in rows if row.state != "withdrawn" or row.shape is not None]


def shapes(releases: Iterable[Release], *, actor: Actor) -> list[Shape]:
    """Open the shapes of earlier releases; each look is an entry."""
    return [
        Shape.model_validate(
            orjson.loads(papers.open_(each.shape.ref, actor=actor, act="open-shape", about={"ref": each.ref}))
        )
        for each in releases
        if each.shape is not None
    ]


def written(shape: Shape) -> bytes:
    """Return a shape as it is sealed."""
    return orjson.dumps(shape.model_dump(mode="json", by_alias=True))


def parts(value: str, separator: str) -> list[str]:
    """Return the items of a value that holds several."""
    return [part.strip() for part in value.split(separator) if part.strip()]


def _told(plan: Plan, name: str, rows: Sequence[tuple[str | None, str | None, int]], *, split: str | None) -> Told:
    each = plan.columns[name]
    least = plan.strict().rare
    rare = {label for value, label, count in rows if value is not None and 0 < count < least}
    return Told(
        source=each.source,
        take=each.take,
        column=plan.recipe().columns[name].model_copy(update={"hierarchy": None}),
        labels={value: label for value, label, count in rows if value is not None and not 0 < count < least},
        nothing=next((label for value, label, _ in rows if value is None), None),
        rest=next(iter(rare)) if len(rare) == 1 else None,
        split=split,
    )


def _taken(values: Mapping[str, str], each: Told, day: dt.date) -> list[str | None]:
    value = values.get(each.source)
    if value is None:
        return []
    take = TAKES[each.take]
    return [take(part, day) for part in (parts(value, each.split) if each.split else [value])]


def _treated(value: str | None, column: Column) -> str | None:
    """Return a value as the treatments left it that chance and neighbours have no part in."""
    from seiyaku.core.anonymous.addresses import prefecture

    if column.prefecture and value is not None:
        value = prefecture(value)
    if value is None or value in column.remove_values:
        return None
    try:
        number = float(value)
    except ValueError:
        return value
    if column.bottom is not None and number <= column.bottom:
        return f"{column.bottom:g}"
    if column.top is not None and number >= column.top:
        return f"{column.top:g}"
    return value
