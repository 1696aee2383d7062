"""
A release looks at itself: what was written is read back and counted again, without the search's code: by the engine, of
Parquet by what the files keep (`tallying`, ADR 36).

* k, and for each sensitive column l, the largest share, and the distances t and beta, over the labels as they stand
* persons: those of linked rows and sets from the release itself (`bags`), others from the source at the levels of the
  release; so are what earlier releases leave, also of linked rows and sets, and the population of each class
* average risk and uniqueness of the table as a whole
* every value, and the order of the rows: `inspecting`

One finding blocks: the file does not get its name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from seiyaku.core.errors import VerificationFailed

from . import bags
from .asking import Ask
from .inspecting import MANY, PLACES, SQUARES, one, order, placed, values
from .recounting import ROWS, SLACK, quasi, spread
from .sources import PARQUET, Source, named, quoted

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from seiyaku.core.anonymous.hierarchies import Hierarchy, Label


# Names that no table's columns have.
SIZE, MOST = '"rows of the class"', '"rows that it may have"'


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """What was counted, and what was found wrong (nothing: the release stands)."""

    counted: dict[str, Any]
    findings: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """Return it in plain values."""
        return {"stands": not self.findings, "counted": self.counted, "findings": list(self.findings)}

    def insist(self, what: str) -> None:
        """Raise VerificationFailed unless the release stands."""
        if self.findings:
            raise VerificationFailed(what, "; ".join(self.findings))


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """
    What an audit may know beside the release; the less it knows, the less it counts.

    `source` is the table that was searched, `original` the one before treatments; `labels` says, for each
    quasi-identifier, what each value of the source is released as; `trees` are hierarchies of sensitive columns.
    """

    source: Source | None = None
    original: Source | None = None
    population: Source | None = None
    labels: Mapping[str, Sequence[tuple[Label, Label]]] | None = None
    trees: Mapping[str, Hierarchy] | None = None
    releases: Sequence[Mapping[str, Sequence[tuple[Label, Label]]]] = ()


def relation(path: Path, columns: Sequence[str], *, separator: str, like: str | None = None) -> str:
    """Return the SQL of a release that was written, every value as text; `like` is its final ending."""
    if (like or path.suffix).lower() in PARQUET:
        return f"read_parquet({quoted(str(path))})"
    types = ", ".join(f"{quoted(column)}: 'VARCHAR'" for column in columns)
    return (
        f"read_csv({quoted(str(path))}, delim = {quoted(separator)}, header = true, auto_detect = false, "
        f"columns = {{{types}}}, quote = '\"', escape = '\"', nullstr = '', allow_quoted_nulls = false)"
    )


def audit(
    engine: DuckDBPyConnection,
    release: str,
    columns: Sequence[str],
    ask: Ask,
    known: Known,
    *,
    csv: tuple[Path, str] | None = None,
    parquet: Sequence[Path] = (),
) -> Audit:
    """
    Count a release again, look at all its values, and compare it with what is known of its source.

    Of a release that is a CSV, `csv` may say the path and the separator: its lines are then counted whole. Of one in
    Parquet, `parquet` may name the files: what they keep is then counted, and compared with what the engine reads.
    """
    original = known.original or known.source
    went = placed(release, list(map(named, columns)))
    findings: list[str] = []
    if csv is not None and _by_line(engine, *csv, columns):
        went = _parted(placed(_lines(csv[0]), ["line"]), csv[1], columns, MANY, PLACES, SQUARES)
    elif (wrong := _as_kept(engine, parquet, columns, release, went)) is not None:
        findings.extend(wrong)
    else:
        picked = ", ".join(map(named, columns))
        engine.execute(
            f"CREATE OR REPLACE TEMP TABLE audited AS SELECT {picked}, count(*) AS {ROWS} FROM {release} GROUP BY ALL"
        )
    counted = _classes(engine, ask, findings)
    if ask.person in columns and (ask.linked or ask.sets):
        counted["persons"] = bags.persons(engine, ask, findings)
    for column in ask.sensitive:
        counted[column] = spread(engine, ask, column, known.source, trees=known.trees or {}, findings=findings)
    findings.extend(_from_source(engine, ask, known))
    findings.extend(values(engine, columns, original))
    if original is not None and not original.counted:
        counted["order"], wrong = order(engine, went, columns, original, _standing(ask, known))
        findings.extend(wrong)
    engine.execute("DROP TABLE audited")
    return Audit(counted=counted, findings=tuple(findings))


def _as_kept(
    engine: DuckDBPyConnection, files: Sequence[Path], columns: Sequence[str], release: str, went: str
) -> list[str] | None:
    """Make the table `audited` of what files in Parquet keep, and return what is wrong; None: it is for the engine."""
    if not files:
        return None
    from .tallying import otherwise, tallied

    return list(otherwise(engine, release, went, columns)) if tallied(engine, files, columns) else None


def _by_line(engine: DuckDBPyConnection, path: Path, separator: str, columns: Sequence[str]) -> bool:
    """
    Make the table `audited` of the lines of a CSV, each parted once however often it occurs.

    False, and no table, where that may not be the same as reading it as CSV: a quotation mark, another number of
    columns, a single one (an empty line is a row then).
    """
    import duckdb

    if len(columns) == 1:
        return False
    try:
        engine.execute(
            f"CREATE OR REPLACE TEMP TABLE lines AS SELECT string_split(line, {quoted(separator)}) AS part, "
            f"contains(line, '\"') AS marked, {ROWS} "
            f"FROM (SELECT line, count(*) AS {ROWS} FROM {_lines(path)} GROUP BY line)"
        )
    except duckdb.InvalidInputException:
        return False
    odd = one(engine, f"SELECT count(*) FROM lines WHERE coalesce(marked OR len(part) <> {len(columns)}, true)")[0]
    if not odd:
        engine.execute(f"CREATE OR REPLACE TEMP TABLE audited AS SELECT {_parts(columns)}, {ROWS} FROM lines")
    engine.execute("DROP TABLE lines")
    return not odd


def _lines(path: Path) -> str:
    return (
        f"read_csv({quoted(str(path))}, delim = '\x01', header = true, auto_detect = false, "
        "columns = {'line': 'VARCHAR'}, quote = '', escape = '', nullstr = '\x02')"
    )


def _parted(lines: str, separator: str, columns: Sequence[str], *more: str) -> str:
    """Return the question for lines with their columns apart, and what else is said of each."""
    asked = f"SELECT string_split(line, {quoted(separator)}) AS part, {', '.join(more)} FROM ({lines})"
    return f"SELECT {_parts(columns)}, {', '.join(more)} FROM ({asked})"


def _parts(columns: Sequence[str]) -> str:
    return ", ".join(f"nullif(part[{at}], '') AS {named(column)}" for at, column in enumerate(columns, start=1))


def _standing(ask: Ask, known: Known) -> set[str] | None:
    """Return the columns released as they were, if that is known: labels tell it, but of a table that was treated."""
    if known.labels is None or known.original is not None:
        return None
    as_they_were = {
        column for column, pairs in known.labels.items() if 2 * sum(was == now for was, now in pairs) > len(pairs)
    }
    return {*as_they_were, *ask.sensitive}


def _classes(engine: DuckDBPyConnection, ask: Ask, findings: list[str]) -> dict[str, Any]:
    found = f"SELECT {quasi(ask)}, sum({ROWS}) AS {SIZE} FROM audited GROUP BY {quasi(ask)}"
    engine.execute(f"CREATE OR REPLACE TEMP TABLE classes AS {found}")
    rows, classes, smallest, largest, alone = one(
        engine,
        f"SELECT coalesce(sum({SIZE}), 0), count(*), coalesce(min({SIZE}), 0), coalesce(max({SIZE}), 0), "
        f"count(*) FILTER (WHERE {SIZE} = 1) FROM classes",
    )
    # Rows are at least as many as persons, so this holds of persons too; they are counted apart.
    if classes and smallest < ask.k:
        findings.append(f"a class of {smallest} rows, k = {ask.k}")
    if ask.average_risk is not None and classes > ask.average_risk * float(rows) + SLACK:
        findings.append(f"average risk {classes / float(rows):.4g}, asked {ask.average_risk:g}")
    if ask.sample_uniqueness is not None and alone > ask.sample_uniqueness * float(rows) + SLACK:
        findings.append(f"unique rows {alone / float(rows):.4g}, asked {ask.sample_uniqueness:g}")
    if ask.population_uniqueness is not None:
        _population_uniqueness(engine, ask, ask.population_uniqueness, findings)
    return {"rows": int(rows), "classes": classes, "smallest": int(smallest), "largest": int(largest)}


def _population_uniqueness(engine: DuckDBPyConnection, ask: Ask, most: float, findings: list[str]) -> None:
    """Count the classes again; the estimate itself is the one that the search uses."""
    import numpy as np

    from seiyaku.core.anonymous.risk import population_uniqueness

    found = engine.execute(f"SELECT {SIZE}::BIGINT AS sizes FROM classes").fetchnumpy()["sizes"]
    sizes = np.asarray(found, dtype=np.int64)
    estimator: Any = ask.estimator
    share = population_uniqueness(sizes, ask.share, estimator)
    if share > most + SLACK:
        findings.append(f"uniqueness in the population {share:.4g}, asked {most:g}")


def _from_source(engine: DuckDBPyConnection, ask: Ask, known: Known) -> Iterator[str]:
    """Count from the source, at the levels of the release, what the release itself does not say."""
    in_population = known.population is not None and (ask.k_map is not None or ask.delta is not None)
    if known.labels is None or not (ask.person or ask.earlier or known.releases or in_population):
        return
    for column, pairs in known.labels.items():
        _put(engine, _table(column), pairs)
    if ask.linked or ask.sets is not None:
        if known.source is not None and (ask.earlier or known.releases):
            told, joins = _told(engine, ask, known)
            yield from bags.beside(
                engine, ask, known.source, labelled=_labelled(ask), joins=f"{_joined(ask)}{joins}", told=told
            )
    elif known.source is not None and (ask.person or ask.earlier or known.releases):
        yield from _in_persons(engine, ask, known, known.source)
    if in_population and known.population is not None:
        yield from _in_population(engine, ask, known.population)
    for column in known.labels:
        engine.execute(f"DROP TABLE {_table(column)}")


def _in_persons(engine: DuckDBPyConnection, ask: Ask, known: Known, source: Source) -> Iterator[str]:
    """A class may hold no more rows than those of the source with k persons, among those told apart by what was out."""
    told, joins = _told(engine, ask, known)
    persons = f"count(DISTINCT coalesce('=' || s.{named(ask.person)}, '-'))" if ask.person else source.count
    grouped = (
        f"SELECT {_labelled(ask)}, {source.count} AS {SIZE} FROM {source.sql} s {_joined(ask)}{joins} "
        f"GROUP BY {', '.join([*(f'{_table(column)}.now' for column in ask.quasi), *told])} HAVING {persons} >= {ask.k}"
    )
    on = " AND ".join(f"c.{named(column)} IS NOT DISTINCT FROM g.{named(column)}" for column in ask.quasi)
    many = one(
        engine,
        f"SELECT count(*) FROM classes c LEFT JOIN (SELECT {quasi(ask)}, sum({SIZE}) AS {MOST} FROM ({grouped}) "
        f"GROUP BY {quasi(ask)}) g ON {on} WHERE c.{SIZE} > coalesce(g.{MOST}, 0)",
    )[0]
    if many:
        yield f"{many} classes with rows of fewer than {ask.k} persons"


def _told(engine: DuckDBPyConnection, ask: Ask, known: Known) -> tuple[list[str], str]:
    """Return what earlier releases tell of a row of the source `s`, and the joins that bring it."""
    told = [f"s.{named(column)}" for column in ask.earlier]
    joins = ""
    for number, release in enumerate(known.releases):
        for column, pairs in release.items():
            table = named(f"{column} in release {number}")
            _put(engine, table, pairs)
            joins += f" JOIN {table} ON s.{named(column)} IS NOT DISTINCT FROM {table}.was"
            told.append(f"{table}.now")
    return told, joins


def _in_population(engine: DuckDBPyConnection, ask: Ask, population: Source) -> Iterator[str]:
    grouped = (
        f"SELECT {_labelled(ask)}, {population.count} AS {MOST} FROM {population.sql} s {_joined(ask)} "
        f"GROUP BY {', '.join(f'{_table(column)}.now' for column in ask.quasi)}"
    )
    on = " AND ".join(f"c.{named(column)} IS NOT DISTINCT FROM g.{named(column)}" for column in ask.quasi)
    fewest, low, high = one(
        engine,
        f"SELECT min(coalesce({MOST}, 0)), min({SIZE} / greatest(coalesce({MOST}, 0), 1)), "
        f"max({SIZE} / greatest(coalesce({MOST}, 0), 1)) FROM classes c LEFT JOIN ({grouped}) g ON {on}",
    )
    if fewest is None:
        return
    if ask.k_map is not None and fewest < ask.k_map:
        yield f"{fewest} of the population in a class, {ask.k_map}-map"
    if ask.delta is not None and not (ask.delta[0] - SLACK <= low and high <= ask.delta[1] + SLACK):
        yield f"shares of the population from {low:.4g} to {high:.4g}, delta = {ask.delta}"


def _put(engine: DuckDBPyConnection, table: str, pairs: Sequence[tuple[Label, Label]]) -> None:
    rows = ", ".join(f"({_literal(was)}, {_literal(now)})" for was, now in pairs)
    engine.execute(f"CREATE OR REPLACE TEMP TABLE {table} (was VARCHAR, now VARCHAR)")
    if rows:
        engine.execute(f"INSERT INTO {table} VALUES {rows}")


def _literal(label: Label) -> str:
    return "NULL" if label is None else quoted(label)


def _labelled(ask: Ask) -> str:
    return ", ".join(f"{_table(column)}.now AS {named(column)}" for column in ask.quasi)


def _joined(ask: Ask) -> str:
    return " ".join(
        f"JOIN {_table(column)} ON s.{named(column)} IS NOT DISTINCT FROM {_table(column)}.was" for column in ask.quasi
    )


def _table(column: str) -> str:
    return named(f"labels of {column}")
