"""
The plan's first half: one GROUP BY that reduces a table of any length to its distinct cells with their counts.

Values become codes inside the engine (an ENUM per column), so that no list of rows is ever in Python.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from math import prod
from typing import TYPE_CHECKING, Any

from seiyaku.core.anonymous.hierarchies import Hierarchy, Label, complete, flat, with_missing_cell
from seiyaku.core.anonymous.tables import Fixed, Space, space
from seiyaku.core.errors import InputError

from . import dictionaries
from .sources import Source, enum, named

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Codes = NDArray[np.signedinteger[Any]]

MOST_VALUES = 1_000_000
# More values than these are not written into the question itself.
MOST_INLINE = 5_000
WIDEST, WIDEST_INTEGER = 1 << 62, 1 << 31
# A file of so many bytes is long; numbers of so many bytes are sorted at once.
LONG, PIECE = 1 << 24, 1 << 27
AT_ONCE, MOST_LOOKED_UP = 1 << 20, 1 << 14
PERSON = '"person of the row"'


@dataclass(frozen=True, slots=True, kw_only=True)
class Roles:
    """What each column is to the search: generalised, sensitive, the person, or a class of an earlier release."""

    quasi: tuple[str, ...]
    sensitive: tuple[str, ...] = ()
    person: str | None = None
    earlier: tuple[str, ...] = ()
    linked: bool = False
    releases: tuple[tuple[str, Mapping[str, int]], ...] = ()
    """Earlier releases of the same rows by name: the level of each column there."""

    def check(self, source: Source) -> None:
        """Check the columns. Raises InputError: none, one that is not there, or one in two roles."""
        if not self.quasi:
            raise InputError("--quasi", "no columns", "at least one quasi-identifier")
        source.require(self.quasi, where="--quasi")
        source.require(self.sensitive, where="sensitive columns")
        source.require([*([self.person] if self.person else []), *self.earlier], where="--person")
        all_of = [*self.quasi, *self.sensitive, *([self.person] if self.person else []), *self.earlier]
        for name in all_of:
            if all_of.count(name) > 1:
                raise InputError(
                    f"column {name}", "a column in two roles", "quasi-identifier, sensitive or person: one of them"
                )


def distinct(source: Source, column: str, population: Source | None = None) -> list[Label]:
    """Return the distinct values of a column, in order, NULL last; raises InputError when there are too many."""
    from_both = " UNION ALL ".join(
        f"SELECT DISTINCT {named(column)} AS v FROM {each.sql}" for each in (source, population) if each is not None
    )
    rows = source.engine.execute(
        f"SELECT DISTINCT v FROM ({from_both}) ORDER BY v NULLS LAST LIMIT {MOST_VALUES + 1}"
    ).fetchall()
    if len(rows) > MOST_VALUES:
        raise InputError(f"column {column}", f"more than {MOST_VALUES} values", "a column with fewer")
    return [row[0] for row in rows]


def gathered(
    source: Source, roles: Roles, hierarchies: Mapping[str, Hierarchy], population: Source | None = None
) -> Space:
    """
    Reduce the table to cells.

    Args:
        source: the table
        roles: what each column is
        hierarchies: of the quasi-identifiers
        population: everybody whom the table may be about, with the same quasi-identifiers

    Raises:
        InputError: a value that its hierarchy lacks, listed.
    """
    roles.check(source)
    made = {column: hierarchies[column] for column in roles.quasi}
    for column in (*roles.earlier, *roles.sensitive):
        made[column] = hierarchies[column] if column in hierarchies else flat(column, distinct(source, column))
    codes, person, counts = _grouped(source, made, roles.person)
    at = {column: place for place, column in enumerate(made)}
    made = {column: _completed(source, each, codes[at[column]]) for column, each in made.items()}
    weights = counts.reshape(1, -1)
    if population is not None:
        codes, person, weights = _with(population, roles, made, (codes, person, counts))
    moving = [*roles.quasi, *roles.earlier]
    columns = [replace(made[column], counted=column in roles.quasi) for column in moving]
    held = [codes[at[column]] for column in moving]
    for name, levels in roles.releases:
        earlier, classes = _released(name, levels, made, dict(zip(moving, held, strict=True)))
        columns.append(earlier)
        held.append(classes)
    return space(
        tuple(columns),
        held,
        weights,
        person=(Fixed(name=roles.person, size=int(person.max(initial=0)) + 1), person) if roles.person else None,
        sensitive=tuple(
            (Fixed(name=column, size=len(made[column].values), values=made[column].values), codes[at[column]])
            for column in roles.sensitive
        ),
        linked=roles.linked,
    )


def _with(
    population: Source,
    roles: Roles,
    made: dict[str, Hierarchy],
    cells: tuple[list[Codes], NDArray[np.int64], NDArray[np.int64]],
) -> tuple[list[Codes], NDArray[np.int64], NDArray[np.int64]]:
    """
    Put the population's cells beside the table's: they weigh nothing as rows, and are nobody's.

    Raises:
        InputError: a column that the population lacks, linked rows or an earlier release beside it, or a count that
            is no number.
    """
    import numpy as np

    if roles.linked or roles.earlier or roles.releases:
        raise InputError("--population", "linked rows or an earlier release beside it", "one of them")
    population.require(roles.quasi, where="--population")
    codes, person, counts = cells
    quasi = {column: made[column] for column in roles.quasi}
    theirs, _, many = _grouped(population, quasi, None)
    for place, (column, each) in enumerate(quasi.items()):
        made[column] = _completed(population, each, theirs[place])
    theirs += [np.zeros(len(many), dtype=np.int8)] * (len(made) - len(quasi))
    nobody = np.full(len(many) if roles.person else 0, int(person.max(initial=-1)) + 1)
    weights = np.zeros((2, len(counts) + len(many)), dtype=np.int64)
    weights[0, : len(counts)], weights[1, len(counts) :] = counts, many
    return [np.concatenate(both) for both in zip(codes, theirs, strict=True)], np.concatenate((person, nobody)), weights


def _released(
    name: str, levels: Mapping[str, int], made: Mapping[str, Hierarchy], codes: Mapping[str, Codes]
) -> tuple[Hierarchy, NDArray[np.int64]]:
    """Return the class of each cell in an earlier release, as a column that stays as it is."""
    import numpy as np

    from seiyaku.core.anonymous.tables import keyed

    parts = []
    for column, level in levels.items():
        if column not in codes or not 0 <= level < made[column].height:
            found = f"{column!r} at level {level}"
            raise InputError(name, found, "the columns and hierarchies of this search")
        parts.append((made[column].up[level][codes[column]], made[column].size(level)))
    key, _ = keyed(parts, len(next(iter(codes.values()))))
    names, classes = np.unique(key, return_inverse=True)
    return flat(name, [str(number) for number in range(len(names))], counted=False), classes


def _grouped(
    source: Source, made: Mapping[str, Hierarchy], person: str | None
) -> tuple[list[Codes], NDArray[np.int64], NDArray[np.int64]]:
    """Return the codes of each column (-1 for what has none), the person of each cell, and counts."""
    import duckdb
    import numpy as np

    if source.counted:
        _whole_numbers(source, source.counted)
    typed = sum(len(each.values) for each in made.values()) <= MOST_INLINE
    found = None
    if person is None and not source.counted and len(_keys(made)) == 1 and source.bytes >= LONG:
        found = _sorted(source, made, typed=typed)
    try:
        found = found or _counted(source, made, person, typed=typed)
    except duckdb.ConversionException:
        # A value that its hierarchy lacks, or a row that is none: the second reading tells which.
        found = _counted(source, made, person, typed=False)
    codes: list[Codes] = []
    for at, keyed in enumerate(_keys(made)):
        codes += _taken_apart(np.asarray(found[f"k{at}"], dtype=np.int64), keyed)
    who = np.asarray(found["person"] if person else [], dtype=np.int64)
    return codes, who, np.asarray(found["n"], dtype=np.int64)


def _counted(source: Source, made: Mapping[str, Hierarchy], person: str | None, *, typed: bool) -> dict[str, Any]:
    """Count the cells in the engine."""
    table, keys = _numbers(source, made, typed=typed)
    picked = [f"{key} AS k{at}" for at, key in enumerate(keys)]
    if person:
        source.engine.execute(
            f"CREATE OR REPLACE TEMP TABLE persons AS SELECT p, row_number() OVER () AS code "
            f"FROM (SELECT DISTINCT {named(person)} AS p FROM {source.sql})"
        )
        whose = f"s.{named(person)} IS NOT DISTINCT FROM persons.p"
        table = f"(SELECT s.*, persons.code AS {PERSON} FROM {table} s JOIN persons ON {whose})"
        picked.append(f"{PERSON} AS person")
    asked = f"SELECT {', '.join(picked)}, {source.count}::BIGINT AS n FROM {table} GROUP BY ALL"
    return source.engine.execute(asked).fetchnumpy()


def _sorted(source: Source, made: Mapping[str, Hierarchy], *, typed: bool) -> dict[str, Any] | None:
    """
    Count a long table's cells here: a number for each row is made as it is read, piece by piece, and is sorted.

    To sort numbers takes half as long as to hash them. Memory holds one piece, and the cells so far. None: something
    was wrong with the table, and the other way tells what.
    """
    import duckdb
    import numpy as np
    import pyarrow as pa

    from seiyaku.core.anonymous.tables import added, beginnings

    width = prod(len(each.values) + 1 for each in made.values())
    kind = np.dtype(np.int32 if width < WIDEST_INTEGER else np.int64)
    for way in (_as_kept, partial(_from_engine, typed=typed)):
        cells, counts = np.zeros(0, dtype=np.int64), np.zeros((1, 0), dtype=np.int64)
        with suppress(duckdb.Error, pa.ArrowException, OSError, ValueError):
            for key in _pieces(way(source, made, kind), kind):
                key.sort()
                at = beginnings(key)
                many = np.diff(at, append=len(key)).reshape(1, -1)
                known, of = np.concatenate((cells, key[at])), np.concatenate((counts, many), axis=1)
                cells, counts = added(known, width, of) if len(cells) else (known, of)
            return {"k0": cells, "n": counts[0]}
    return None


def _pieces(parts: Iterable[NDArray[Any]], kind: np.dtype[Any]) -> Iterator[NDArray[Any]]:
    """Put numbers together until they fill a piece; each piece is over when the next is asked for."""
    import numpy as np

    piece, filled = np.empty(PIECE // kind.itemsize, dtype=kind), 0
    for part in parts:
        for begin in range(0, len(part), len(piece)):
            some = part[begin : begin + len(piece)]
            if filled + len(some) > len(piece):
                yield piece[:filled]
                filled = 0
            piece[filled : filled + len(some)] = some
            filled += len(some)
    if filled:
        yield piece[:filled]


def _as_kept(source: Source, made: Mapping[str, Hierarchy], kind: np.dtype[Any]) -> Iterator[NDArray[Any]]:
    """Return the numbers of a table's rows by the labels that its files keep. Raises ValueError: for the engine."""
    columns = list(made)
    kept = dictionaries.groups(source.files(), columns)
    (keys,) = _keys(made)
    numbers = [_number_of([value for value in each.values if value is not None], stride) for each, stride in keys]

    def together(held: list[Any]) -> NDArray[Any]:
        whole = dictionaries.numbered(held[0], numbers[0], kind).copy()
        for column, number in zip(held[1:], numbers[1:], strict=True):
            whole += dictionaries.numbered(column, number, kind)
        return whole

    return dictionaries.each(kept, columns, together, threads=source.threads)


def _number_of(words: Sequence[str], stride: int) -> Callable[[list[Label]], list[int]]:
    """Return what tells the number that a label adds to its row's."""
    number = {word: code * stride for code, word in enumerate(words)}
    other = len(words) * stride
    return lambda labels: [other if label is None else number.get(label, other) for label in labels]


def _from_engine(
    source: Source, made: Mapping[str, Hierarchy], kind: np.dtype[Any], *, typed: bool
) -> Iterator[NDArray[Any]]:
    """Yield the numbers of a table's rows as the engine reads them."""
    table, keys = _numbers(source, made, typed=typed)
    number = "INTEGER" if kind.itemsize == 4 else "BIGINT"
    read = source.engine.sql(f"SELECT ({keys[0]})::{number} AS k FROM {table}").to_arrow_reader(AT_ONCE)
    return (batch.column(0).to_numpy() for batch in read)


def _numbers(source: Source, made: Mapping[str, Hierarchy], *, typed: bool) -> tuple[str, list[str]]:
    """
    Return the SQL of the table, and of the few numbers that a row's codes are put together to.

    `typed` lets the reader of CSV turn values into codes as it reads; a value that has none is an error then.
    """
    words = {column: [value for value in each.values if value is not None] for column, each in made.items()}
    as_read = source.typed(words) if typed else None
    code = {}
    for column, known in words.items():
        value = named(column) if as_read else f"TRY_CAST({named(column)} AS {_declared(source, column, known)})"
        code[column] = f"coalesce(enum_code({value}), {len(known)})::BIGINT"
    keys = [" + ".join(f"{code[each.name]} * {stride}" for each, stride in key) for key in _keys(made)]
    return as_read or source.sql, keys


def _declared(source: Source, column: str, words: Sequence[str]) -> str:
    """Make the column's ENUM in the engine and return its name."""
    name = named(f"values of {column}")
    source.engine.execute(f"DROP TYPE IF EXISTS {name}; CREATE TYPE {name} AS {enum(words)}")
    return name


def _keys(made: Mapping[str, Hierarchy]) -> list[list[tuple[Hierarchy, int]]]:
    """Return which columns' codes go into one number, each with what it is multiplied by there."""
    keys: list[list[tuple[Hierarchy, int]]] = []
    width = WIDEST
    for each in made.values():
        if width * (len(each.values) + 1) >= WIDEST:
            keys.append([])
            width = 1
        width *= len(each.values) + 1
        # The first of them tells most, so that cells in the order of their numbers are in the order of their codes.
        keys[-1] = [(before, stride * (len(each.values) + 1)) for before, stride in keys[-1]] + [(each, 1)]
    return keys


def _taken_apart(key: NDArray[np.int64], columns: list[tuple[Hierarchy, int]]) -> list[Codes]:
    """Return the codes in each column's hierarchy that a number was put together of."""
    import numpy as np

    codes: list[Codes] = []
    rest = key
    for run in _runs(columns):
        under, size = run[-1][1], prod(len(made.values) + 1 for made, _ in run)
        here = rest // under if under > 1 else rest
        rest = rest - here * under
        for made, stride in run:
            places = [place for place, value in enumerate(made.values) if value is not None]
            code_of = np.full(len(made.values) + 1, -1, dtype=np.min_scalar_type(-len(made.values) - 2))
            code_of[: len(places)] = places
            look_up = code_of[np.arange(size) // (stride // under) % len(code_of)]
            codes.append(np.take(look_up, here))
    return codes


def _runs(columns: list[tuple[Hierarchy, int]]) -> list[list[tuple[Hierarchy, int]]]:
    """Return neighbouring columns together as long as what there may be of them is looked up in a short table."""
    runs: list[list[tuple[Hierarchy, int]]] = []
    width = MOST_LOOKED_UP
    for made, stride in columns:
        if width * (len(made.values) + 1) > MOST_LOOKED_UP:
            runs.append([])
            width = 1
        width *= len(made.values) + 1
        runs[-1].append((made, stride))
    return runs


def _whole_numbers(source: Source, column: str) -> None:
    value = named(column)
    wrong = source.engine.execute(
        f"SELECT count(*) FROM {source.sql} WHERE coalesce(TRY_CAST({value} AS BIGINT), -1) < 0"
    ).fetchall()[0][0]
    if wrong:
        raise InputError(
            f"{source.path.name}, column {column!r}", f"{wrong} values that are no counts", "whole numbers"
        )


def _completed(source: Source, made: Hierarchy, codes: Codes) -> Hierarchy:
    """See that every value has its code: NULL gets its row's; a value that the hierarchy lacks is an error."""
    unknown = codes == -1
    if not unknown.any():
        return made
    made = with_missing_cell(made)
    column, words = named(made.name), [value for value in made.values if value is not None]
    rows = source.engine.execute(
        f"SELECT DISTINCT {column} FROM {source.sql} "
        f"WHERE TRY_CAST({column} AS {_declared(source, made.name, words)}) IS NULL"
    ).fetchall()
    complete(made, [row[0] for row in rows], where=f"{source.path.name}, column {made.name!r}")
    codes[unknown] = made.values.index(None)
    return made
