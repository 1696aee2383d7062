"""
The vault as a source: people's values come through the door, block by block, into an engine that lives in memory.

Of each value only what the plan takes reaches the table (`takes`); who a row is of does not. What the engine spills is
encrypted, in a folder under the instance that is gone afterwards, or, where the run was killed, by the next.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from seiyaku import door
from seiyaku.core.asks import Actor

from . import scratch
from .plans import Plan
from .recipes import Recipe
from .sources import Source, named, quoted, said
from .takes import AGES, STAIRS, TAKES, age_groups

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
def taken(plan: Plan, day: dt.date, *, actor: Actor) -> Iterator[Taken]:
    """
    Read what the plan is made of, for the duty of art. 43(1), or for the purpose whose consent the plan names.

    Raises:
        Refused: the actor may not, or nobody's values may be used. The refusal is in the ledger.
    """
    import duckdb

    fields = tuple(dict.fromkeys(each.source for each in plan.columns.values()))
    bulk = door.use_many(None, fields, purpose=plan.consent or PURPOSE, actor=actor)
    with scratch.working(working_root()) as folder:
        engine = duckdb.connect()
        try:
            _prepare(engine, folder, plan)
            people = 0
            for block in bulk.blocks:
                people += len(block)
                _add(engine, plan, [values for _, values in block], day)
            yield Taken(
                source=Source(engine=engine, path=VAULT, columns=tuple(plan.columns), sql="vault_rows", folder=folder),
                recipe=_with_stairs(plan, folder),
                entry=bulk.entry,
                people=people,
                left=sum(group.people for group in bulk.left),
            )
        except duckdb.Error as error:
            raise said(error, VAULT) from None
        finally:
            engine.close()


def _prepare(engine: DuckDBPyConnection, folder: Path, plan: Plan) -> None:
    engine.execute("SET temp_file_encryption = true")
    engine.execute(f"SET temp_directory = {quoted(str(folder / 'spill'))}")
    engine.execute("SET preserve_insertion_order = false")
    engine.execute(f"CREATE TEMP TABLE vault_rows ({', '.join(f'{named(name)} VARCHAR' for name in plan.columns)})")


def _add(engine: DuckDBPyConnection, plan: Plan, rows: list[Mapping[str, str]], day: dt.date) -> None:
    import pyarrow as pa

    columns = {}
    for name, each in plan.columns.items():
        take = TAKES[each.take]
        columns[name] = pa.array(
            [take(row[each.source], day) if each.source in row else None for row in rows], pa.string()
        )
    engine.register("vault_block", pa.table(columns))
    engine.execute("INSERT INTO vault_rows SELECT * FROM vault_block")
    engine.unregister("vault_block")


def _with_stairs(plan: Plan, folder: Path) -> Recipe:
    """Return the recipe in which each quasi-identifier has a hierarchy that fits what is taken."""
    recipe = plan.recipe()
    columns = {}
    for name, column in recipe.columns.items():
        stairs = column.hierarchy or (STAIRS.get(plan.columns[name].take) if column.role == "quasi" else None)
        if stairs == AGES:
            path = folder / f"{AGES}.csv"
            path.write_text(age_groups(), encoding="utf-8")
            stairs = str(path)
        columns[name] = column.model_copy(update={"hierarchy": stairs})
    return recipe.model_copy(update={"columns": columns})
