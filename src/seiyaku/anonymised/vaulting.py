"""
The vault as a source: people's values come through the door, block by block, into an engine that lives in memory.

Of each value only what the plan takes reaches the table (`takes`); who a row is of does not, but for a number that
counts persons where one has several rows, and what earlier releases tell of them. What the engine spills is encrypted,
in a folder under the instance that is gone afterwards, or, where the run was killed, by the next.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from seiyaku import door
from seiyaku.core.asks import Actor

from . import engines, scratch
from .intersecting import Shape, parts
from .plans import PERSON, Plan, Planned
from .recipes import Column, Recipe
from .sources import Source, named, quoted, said
from .takes import AGES, STAIRS, TAKES, age_groups
from .watching import Watch

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

PURPOSE = "law:anonymise"
VAULT = Path("vault")


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What came through the door: the table, the recipe with its hierarchies, the entry, how many people it is of."""

    source: Source
    recipe: Recipe
    entry: str
    people: int
    left: int
    beside: tuple[Shape, ...] = ()

    def alone(self) -> Recipe:
        """Return the recipe as if there were no earlier release."""
        return _without(self.recipe, self.beside)


def working_root() -> Path:
    """Return where releases are worked on: under the instance, of its user alone."""
    root = Path(settings.HOME) / str(settings.SCRATCH)
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    root.chmod(0o700)
    return root


def clear_left() -> int:
    """Remove the working folders that killed runs left; return how many."""
    return scratch.clear(working_root())


@contextmanager
def taken(
    plan: Plan,
    day: dt.date,
    *,
    actor: Actor,
    beside: Sequence[Shape] = (),
    within: str | None = None,
    watch: Watch | None = None,
) -> Iterator[Taken]:
    """
    Read what the plan is made of, for the duty of art. 43(1), or for the purpose whose consent the plan names.

    `beside`: earlier releases; what each of them tells of a person stands in a column of its own. `within`: the entry
    of the use whose people alone are taken.

    Raises:
        Refused: the actor may not, or nobody's values may be used. The refusal is in the ledger.
        Stopped: whoever keeps watch wishes so.
    """
    import duckdb

    watch = watch or Watch()
    fields = tuple(
        dict.fromkeys([*(each.source for each in plan.columns.values()), *(f for one in beside for f in one.fields)])
    )
    bulk = door.use_many(None, fields, purpose=plan.consent or PURPOSE, earlier=within, actor=actor)
    with scratch.working(working_root()) as folder:
        engine = engines.connect()
        watch.working_in(engine)
        try:
            recipe = _beside(_with_stairs(plan, folder), beside)
            _prepare(engine, folder, tuple(recipe.columns))
            people = 0
            for block in bulk.blocks:
                _add(engine, _rows(plan, beside, [values for _, values in block], people, day))
                people += len(block)
                watch.reached("reading", people)
            yield Taken(
                source=Source(
                    engine=engine, path=VAULT, columns=tuple(recipe.columns), sql="vault_rows", folder=folder
                ),
                recipe=recipe,
                beside=tuple(beside),
                entry=bulk.entry,
                people=people,
                left=sum(group.people for group in bulk.left),
            )
        except duckdb.Error as error:
            raise said(error, VAULT) from None
        finally:
            watch.working_in(None)
            engine.close()


def _prepare(engine: DuckDBPyConnection, folder: Path, columns: Sequence[str]) -> None:
    engine.execute("SET temp_file_encryption = true")
    engine.execute(f"SET temp_directory = {quoted(str(folder / 'spill'))}")
    engine.execute("SET preserve_insertion_order = false")
    engine.execute(f"CREATE TEMP TABLE vault_rows ({', '.join(f'{named(name)} VARCHAR' for name in columns)})")


def _rows(
    plan: Plan, beside: Sequence[Shape], people: list[Mapping[str, str]], first: int, day: dt.date
) -> dict[str, list[str | None]]:
    """Return a block by column: a row for each person, or for each item of theirs."""
    own = plan.split_column()
    columns: dict[str, list[str | None]] = {name: [] for name in plan.columns}
    more: dict[str, list[str | None]] = {PERSON: []} if own is not None else {}
    more |= {each.name: [] for each in beside}
    for number, values in enumerate(people, first):
        for item in _items(plan, own, values):
            for name, each in plan.columns.items():
                value = item if each.split else values.get(each.source)
                columns[name].append(None if value is None else TAKES[each.take](value, day))
            if own is not None:
                more[PERSON].append(str(number))
            for shape in beside:
                shown = None if own is None or item is None else TAKES[own.take](item, day)
                more[shape.name].append(shape.told_of(values, shown, plan, day))
    return columns | more


def _items(plan: Plan, own: Planned | None, values: Mapping[str, str]) -> Sequence[str | None]:
    """Return what a person has of the column that is split, at most so many of them, drawn; nothing is a row too."""
    if own is None or own.source not in values:
        return [None]
    found = parts(values[own.source], own.split or "")
    if plan.history:
        found = list(dict.fromkeys(found))
    if len(found) > plan.at_most:
        found = secrets.SystemRandom().sample(found, plan.at_most)
    return found or [None]


def _add(engine: DuckDBPyConnection, rows: dict[str, list[str | None]]) -> None:
    import pyarrow as pa

    engine.register("vault_block", pa.table({name: pa.array(cells, pa.string()) for name, cells in rows.items()}))
    engine.execute("INSERT INTO vault_rows BY NAME SELECT * FROM vault_block")
    engine.unregister("vault_block")


def _beside(recipe: Recipe, beside: Sequence[Shape]) -> Recipe:
    told = Column.model_validate({"as": "earlier"})
    return recipe.model_copy(update={"columns": recipe.columns | {each.name: told for each in beside}})


def _without(recipe: Recipe, beside: Sequence[Shape]) -> Recipe:
    gone = {each.name for each in beside}
    return recipe.model_copy(
        update={"columns": {name: each for name, each in recipe.columns.items() if name not in gone}}
    )


def _with_stairs(plan: Plan, folder: Path) -> Recipe:
    """Return the recipe in which each quasi-identifier has a hierarchy that fits what is taken."""
    recipe = plan.recipe()
    columns = {}
    for name, column in recipe.columns.items():
        own = STAIRS.get(plan.columns[name].take) if column.role == "quasi" else None
        stairs = column.hierarchy or own
        if stairs == AGES:
            path = folder / f"{AGES}.csv"
            path.write_text(age_groups(), encoding="utf-8")
            stairs = str(path)
        columns[name] = column.model_copy(update={"hierarchy": stairs})
    return recipe.model_copy(update={"columns": columns})
