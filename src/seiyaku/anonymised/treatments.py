"""
What is done to a table before the search (GA table 2): deletion of items, records and cells, top and bottom coding,
merging of rare values, micro-aggregation, noise, swapping, sampling, synthetic values, prefectures of addresses.

Each is one pass of the engine from table to table. What is drawn comes from the operating system's generator, is used
once and kept nowhere.

A table that is reduced to cells with counts (`fleet`) is treated cell by cell where that is the same: what changes a
value by itself, and the merging of values by how many rows have them. What is drawn for each row, or depends on which
row stands beside it, is none of that.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from seiyaku.core.errors import InputError

from .recipes import Column, Recipe
from .shuffling import drawn
from .sources import Source, named, quoted

if TYPE_CHECKING:
    from numpy.typing import NDArray

OTHERS = "その他"
ROW = '"row of the table"'
DRAWN = '"number that was drawn"'
OF_ROWS = ("average_of", "noise", "swap", "synthetic")


def of_rows(recipe: Recipe) -> tuple[str, ...]:
    """Return the treatments of a recipe that take single rows, and so no table that is reduced to cells."""
    found = ["sample"] if recipe.sample is not None else []
    for each in recipe.columns.values():
        found += [name for name in OF_ROWS if getattr(each, name)]
    return tuple(dict.fromkeys(found))


def insist_on_cells(recipe: Recipe) -> None:
    """Check that a recipe can be followed on cells. Raises InputError: it treats single rows."""
    found = of_rows(recipe)
    if found:
        raise InputError(
            "--spark",
            f"{', '.join(found)} in the recipe",
            "what treats values, not single rows: of those a fleet gives cells only; run it on one machine without "
            "--spark, or leave them out",
        )


def prepared(source: Source, recipe: Recipe) -> Source:
    """
    Return the table as the recipe treats it.

    Raises:
        InputError: a column that is not there, values that a treatment of numbers cannot take, or rows that are drawn
            or averaged where only cells are there.
    """
    if source.counted:
        insist_on_cells(recipe)
    source.require(tuple(recipe.columns), where="columns")
    source.require([each.column for each in recipe.remove_rows], where="remove_rows")
    columns = (*recipe.columns, *([source.counted] if source.counted else []))
    _step(source, f"SELECT row_number() OVER () - 1 AS {ROW}, {_list(columns)} FROM {source.sql} {_left(recipe)}")
    if recipe.sample is not None:
        _join_drawn(source, _uniform(_rows(source)))
        _step(source, f"SELECT * EXCLUDE ({DRAWN}) FROM with_drawn WHERE {DRAWN} < {recipe.sample!r}")
        # Rows are numbered anew: what is drawn next is drawn for those that are left.
        _step(source, f"SELECT * REPLACE (row_number() OVER () - 1 AS {ROW}) FROM treated")
    for name, column in recipe.columns.items():
        for sql in _treated(source, name, column):
            _step(source, f"SELECT {_others(columns, name)}, {sql} AS {named(name)} FROM {_from(source)}")
    return replace(source, columns=columns, sql=f"(SELECT {_list(columns)} FROM treated)")


def _treated(source: Source, name: str, column: Column) -> Iterator[str]:
    """Yield the SQL that stands for the column after each treatment; tables it needs are made just before."""
    value = f"treated.{named(name)}"
    number = f"TRY_CAST({value} AS DOUBLE)"
    if column.prefecture:
        _prefectures(source, name)
        yield f"(SELECT p.now FROM prefectures p WHERE p.was IS NOT DISTINCT FROM {value})"
    if column.remove_values:
        yield f"CASE WHEN {value} IN ({', '.join(map(quoted, column.remove_values))}) THEN NULL ELSE {value} END"
    if any(each is not None for each in (column.bottom, column.top, column.average_of, column.noise)):
        _numbers_only(source, name)
    for end, beyond in ((column.bottom, "<="), (column.top, ">=")):
        if end is not None:
            yield f"CASE WHEN {number} {beyond} {end!r} THEN '{end:g}' ELSE {value} END"
    yield from _moved(source, name, column)


def _moved(source: Source, name: str, column: Column) -> Iterator[str]:
    """Yield what changes values by those of other rows, or by chance."""
    value = f"treated.{named(name)}"
    number = f"TRY_CAST({value} AS DOUBLE)"
    if column.merge_below:
        rows = f"{'count(*)' if source.counted is None else f'sum({source.weight})'} OVER (PARTITION BY {value})"
        yield f"CASE WHEN {rows} < {column.merge_below} THEN '{OTHERS}' ELSE {value} END"
    if column.average_of:
        yield _averaged(number, column.average_of)
    if column.noise:
        _join_drawn(source, _normal(_rows(source)))
        yield f"CAST(round({number} + {column.noise!r} * {DRAWN}) AS BIGINT)::VARCHAR"
    if column.swap:
        _swapped(source, name, column.swap)
        yield f"CASE WHEN swapped.there THEN swapped.v ELSE {value} END"
    if column.synthetic:
        _drawn_values(source, name)
        yield "synthetic.v"


def _averaged(number: str, size: int) -> str:
    """Put the mean of each run of `size` neighbours in order in their place; a short last run joins the one before."""
    runs = f"greatest(count({number}) OVER () // {size} - 1, 0)"
    rank = f"(row_number() OVER (ORDER BY {number} NULLS LAST, {ROW}) - 1) // {size}"
    # A window over a window needs a table of its own: the run is worked out beside the row.
    return (
        f"(SELECT m.mean FROM (SELECT r, round(avg(x) OVER (PARTITION BY least(run, runs)), 4)::VARCHAR AS mean FROM "
        f"(SELECT {ROW} AS r, {number} AS x, {rank} AS run, {runs} AS runs FROM treated) WHERE x IS NOT NULL) m "
        f"WHERE m.r = treated.{ROW})"
    )


def _numbers_only(source: Source, name: str) -> None:
    value = named(name)
    found = source.engine.execute(
        f"SELECT {source.count} FROM treated WHERE {value} <> '' AND TRY_CAST({value} AS DOUBLE) IS NULL"
    ).fetchall()[0][0]
    if found:
        raise InputError(
            f"column {name}", f"{found} values that are not numbers", "a column of numbers for this treatment"
        )


def _prefectures(source: Source, name: str) -> None:
    from seiyaku.core.anonymous.addresses import prefecture

    rows = source.engine.execute(f"SELECT DISTINCT {named(name)} FROM treated").fetchall()
    source.engine.execute("CREATE OR REPLACE TEMP TABLE prefectures (was VARCHAR, now VARCHAR)")
    if rows:
        source.engine.executemany(
            "INSERT INTO prefectures VALUES (?, ?)", [(row[0], prefecture(row[0])) for row in rows]
        )


def _swapped(source: Source, name: str, share: float) -> None:
    """Let a share of the rows, drawn, change values among themselves in an order that is drawn too."""
    import numpy as np

    rows = _rows(source)
    chosen = np.flatnonzero(_uniform(rows) < share)
    order = chosen[np.argsort(drawn(len(chosen)), kind="stable")]
    source.engine.register("pairs", {"here": chosen.astype(np.int64), "there": order.astype(np.int64)})
    source.engine.execute(
        f"CREATE OR REPLACE TEMP TABLE swapped AS SELECT here, true AS there, t.{named(name)} AS v "
        f"FROM pairs JOIN treated t ON pairs.there = t.{ROW}"
    )
    source.engine.unregister("pairs")


def _drawn_values(source: Source, name: str) -> None:
    """Draw each row's value from the column as it is spread, by itself: what belonged together no longer does."""
    import numpy as np

    rows = _rows(source)
    from_row = np.minimum((_uniform(rows) * rows).astype(np.int64), max(rows - 1, 0))
    source.engine.register("pairs", {"here": np.arange(rows), "there": from_row})
    source.engine.execute(
        f"CREATE OR REPLACE TEMP TABLE synthetic AS SELECT here, t.{named(name)} AS v "
        f"FROM pairs JOIN treated t ON pairs.there = t.{ROW}"
    )
    source.engine.unregister("pairs")


def _uniform(count: int) -> NDArray[Any]:
    """Return numbers from 0 up to 1."""
    import numpy as np

    return np.asarray((drawn(count) >> np.uint64(11)).astype(np.float64) / float(1 << 53))


def _normal(count: int) -> NDArray[Any]:
    """Return numbers of the normal distribution (Box and Muller 1958)."""
    import numpy as np

    return np.asarray(np.sqrt(-2 * np.log(1 - _uniform(count))) * np.cos(2 * np.pi * _uniform(count)))


def _rows(source: Source) -> int:
    return int(source.engine.execute("SELECT count(*) FROM treated").fetchall()[0][0])


def _join_drawn(source: Source, values: NDArray[Any]) -> None:
    import numpy as np

    source.engine.register("dice", {"n": np.arange(len(values)), "drawn": values})
    source.engine.execute(
        f"CREATE OR REPLACE TEMP TABLE with_drawn AS SELECT treated.*, dice.drawn AS {DRAWN} "
        f"FROM treated JOIN dice ON {ROW} = n"
    )
    source.engine.unregister("dice")


def _from(source: Source) -> str:
    """Return the table to select from, joined with what the treatment made beside it."""
    there = {row[0] for row in source.engine.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
    if "with_drawn" in there:
        return "with_drawn AS treated"
    for made in ("swapped", "synthetic"):
        if made in there:
            return f"treated LEFT JOIN {made} ON {made}.here = treated.{ROW}"
    return "treated"


def _step(source: Source, sql: str) -> None:
    source.engine.execute(f"CREATE OR REPLACE TEMP TABLE next_table AS {sql}")
    source.engine.execute("DROP TABLE IF EXISTS treated")
    source.engine.execute("ALTER TABLE next_table RENAME TO treated")
    for made in ("with_drawn", "swapped", "synthetic", "prefectures"):
        source.engine.execute(f"DROP TABLE IF EXISTS {made}")


def _left(recipe: Recipe) -> str:
    conditions = [
        f"coalesce({named(each.column)} NOT IN ({', '.join(map(quoted, each.values))}), true)"
        for each in recipe.remove_rows
        if each.values
    ]
    return f"WHERE {' AND '.join(conditions)}" if conditions else ""


def _others(columns: tuple[str, ...], name: str) -> str:
    """Return the columns that a treatment leaves alone, from the table that is treated."""
    return ", ".join(f"treated.{each}" for each in [ROW, *(named(column) for column in columns if column != name)])


def _list(columns: tuple[str, ...]) -> str:
    return ", ".join(named(column) for column in columns)
