"""
A release looks at itself: what was written is read back and counted again, by the engine and without the search's code.

* k, and for each sensitive column l, the largest share, and the distances t and beta, over the labels as they stand
* every value: codes, addresses, names; MD5, SHA-1 and SHA-256 of the source's values
* the order of the rows against the order of the source

One finding blocks: the file does not get its name.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, isnan, sqrt
from pathlib import Path
from typing import TYPE_CHECKING, Any

from seiyaku.core.errors import VerificationFailed

from .asking import Ask, OnColumn
from .sources import PARQUET, Source, named, quoted

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MOST_SCANNED = 2_000_000
LEAST_TO_CORRELATE = 50
MOST_ORDERED = 50_000
TOO_ALIKE = 5.0
SLACK = 1e-9


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
    *,
    source: Source | None = None,
    original: Source | None = None,
) -> Audit:
    """
    Count a release again, and compare it with its source where there is one.

    Digests and order are compared with `original`, where the source was treated before the search.
    """
    original = original or source
    engine.execute(f"CREATE OR REPLACE TEMP TABLE audited AS SELECT row_number() OVER () AS place, * FROM {release}")
    findings: list[str] = []
    counted = _classes(engine, ask, findings)
    for column in ask.sensitive:
        counted[column] = _spread(engine, ask, column, source, findings)
    _scan(engine, columns, original, findings)
    if original is not None:
        counted["order"] = _order(engine, columns, original, findings)
    engine.execute("DROP TABLE audited")
    return Audit(counted=counted, findings=tuple(findings))


def _quasi(ask: Ask) -> str:
    return ", ".join(named(column) for column in ask.quasi)


def _classes(engine: DuckDBPyConnection, ask: Ask, findings: list[str]) -> dict[str, Any]:
    rows, classes, smallest, largest = _one(
        engine,
        "SELECT coalesce(sum(n), 0), count(*), coalesce(min(n), 0), coalesce(max(n), 0) "
        f"FROM (SELECT count(*) AS n FROM audited GROUP BY {_quasi(ask)})",
    )
    # Persons are counted by the search: the release does not say whose row is whose. Rows are at least as many.
    if classes and smallest < ask.k:
        findings.append(f"a class of {smallest} rows, k = {ask.k}")
    if ask.average_risk is not None and classes > ask.average_risk * float(rows) + SLACK:
        findings.append(f"average risk {classes / float(rows):.4g}, asked {ask.average_risk:g}")
    return {"rows": int(rows), "classes": classes, "smallest": smallest, "largest": largest}


def _spread(
    engine: DuckDBPyConnection, ask: Ask, column: str, source: Source | None, findings: list[str]
) -> dict[str, Any]:
    overall = source.sql if source is not None else "audited"
    distinct, entropy, share, equal, gain = _one(
        engine,
        f"""
        WITH held AS (SELECT {_quasi(ask)}, {named(column)} AS v, count(*) AS m FROM audited GROUP BY ALL),
        shares AS (SELECT *, m / sum(m) OVER (PARTITION BY {_quasi(ask)}) AS p FROM held),
        overall AS (SELECT {named(column)} AS v, count(*) / sum(count(*)) OVER () AS q FROM {overall} GROUP BY 1),
        both_ AS (SELECT s.*, q FROM shares s LEFT JOIN overall o ON s.v IS NOT DISTINCT FROM o.v),
        classes AS (
            SELECT count(*) AS values, -sum(p * ln(p)) AS bits, max(p) AS share,
                   (sum(abs(p - q)) + 1 - sum(q)) / 2 AS equal, max((p - q) / q) AS gain
            FROM both_ GROUP BY {_quasi(ask)}
        )
        SELECT min(values), min(bits), max(share), max(equal), max(gain) FROM classes
        """,
    )
    if distinct is None:
        return {}
    found = {"distinct": distinct, "entropy": exp(entropy), "share": share, "t": equal, "beta": gain}
    findings.extend(
        f"{column}: {each.model} {each.kind} {each.value:g} is not kept"
        for each in ask.on_columns
        if each.column == column and not _kept(each.model, each.kind, each.value, found)
    )
    # The tree of a t, and an order that a hierarchy gives, are not in the release: the search alone counts those.
    given = any(each.startswith(f"{column}=") for each in ask.hierarchies)
    mine = [each for each in ask.on_columns if each.column == column]
    wanted = [each for each in mine if each.kind == "recursive" or (each.kind == "ordered" and not given)]
    untold = [each.kind for each in mine if each.kind == "tree" or (each.kind == "ordered" and given)]
    if wanted:
        _by_class(engine, ask, overall, wanted, findings=findings)
    return found | ({"not counted again": ", ".join(untold)} if untold else {})


def _by_class(
    engine: DuckDBPyConnection, ask: Ask, overall: str, wanted: list[OnColumn], *, findings: list[str]
) -> None:
    """Count what takes an order of values or of counts, class by class, in plain Python."""
    column = wanted[0].column
    value = named(column)
    whole = dict(engine.execute(f"SELECT {value}, count(*) FROM {overall} GROUP BY 1").fetchall())
    held = engine.execute(
        f"SELECT list({value}), list(m) FROM (SELECT {_quasi(ask)}, {value}, count(*) AS m FROM audited GROUP BY ALL) "
        f"GROUP BY {_quasi(ask)}"
    ).fetchall()
    rows = sum(whole.values())
    order = _in_order([name for name in whole if name is not None]) + [None] * (None in whole)
    for each in wanted:
        for names, counts in held:
            if each.kind == "recursive":
                ordered = sorted(counts, reverse=True)
                fine = ordered[0] < each.c * sum(ordered[int(each.value) - 1 :])
            else:
                share, moved, work = dict(zip(names, counts, strict=True)), 0.0, 0.0
                for name in order:
                    moved += share.get(name, 0) / sum(counts) - whole[name] / rows
                    work += abs(moved)
                fine = work / max(len(order) - 1, 1) <= each.value + 1e-6
            if not fine:
                findings.append(f"{column}: {each.model} {each.kind} {each.value:g} is not kept")
                break


def _in_order(names: list[str]) -> list[str | None]:
    try:
        return [*sorted(names, key=float)]
    except ValueError:
        return [*sorted(names)]


def _kept(model: str, kind: str, value: float, found: dict[str, float]) -> bool:
    """Tell whether what was counted keeps a model; kinds that take an order of values are counted class by class."""
    if model == "l-diversity":
        enough = found["entropy"] >= value - 1e-6 if kind == "entropy" else True
        return found["distinct"] >= value - SLACK and enough
    if model == "t-closeness":
        return found["t"] <= value + 1e-6 if kind == "equal" else True
    if model == "alpha":
        return found["share"] <= value + 1e-6
    return found["beta"] <= value + 1e-6


def _scan(engine: DuckDBPyConnection, columns: Sequence[str], source: Source | None, findings: list[str]) -> None:
    from seiyaku.core.anonymous.scanning import suspicions

    for column in columns:
        values = engine.execute(
            f"SELECT DISTINCT {named(column)} FROM audited WHERE {named(column)} IS NOT NULL LIMIT {MOST_SCANNED}"
        ).fetchall()
        kinds = {kind for (value,) in values for kind in suspicions(value)}
        findings.extend(f"column {column!r} holds what looks like a {kind}" for kind in sorted(kinds))
        if source is not None:
            _hashes(engine, column, source, findings)


def _hashes(engine: DuckDBPyConnection, column: str, source: Source, findings: list[str]) -> None:
    """Look for digests of the source's values, only where the released column has values that could be digests."""
    found = f"regexp_full_match({named(column)}, '[0-9a-fA-F]{{32}}|[0-9a-fA-F]{{40}}|[0-9a-fA-F]{{64}}')"
    if not _one(engine, f"SELECT count(*) FROM audited WHERE {found}")[0]:
        return
    for other in source.columns:
        for digest in ("md5", "sha1", "sha256"):
            hits = _one(
                engine,
                f"SELECT count(*) FROM (SELECT DISTINCT {digest}({named(other)}) AS d FROM {source.sql}) "
                f"JOIN (SELECT DISTINCT lower({named(column)}) AS v FROM audited WHERE {found}) ON v = d",
            )[0]
            if hits:
                findings.append(f"column {column!r} holds the {digest} of values of {other!r}")


def _order(engine: DuckDBPyConnection, columns: Sequence[str], source: Source, findings: list[str]) -> float:
    """
    Return how far the release's order follows the source's, in standard errors of no relation at all.

    The first rows of both are compared, by the columns whose values stand in the release as they stood in the source:
    an order that was kept is kept there too.
    """
    shared = [column for column in columns if column in source.columns]
    if not shared:
        return 0.0
    engine.execute("SET preserve_insertion_order = true")
    engine.execute(
        "CREATE OR REPLACE TEMP TABLE came AS SELECT row_number() OVER () AS place, * "
        f"FROM (SELECT {', '.join(map(named, shared))} FROM {source.sql} LIMIT {MOST_ORDERED})"
    )
    engine.execute("SET preserve_insertion_order = false")
    same = [column for column in shared if _stands(engine, column)]
    rows, related = 0, None
    if same:
        key = ", ".join(map(named, same))
        on = " AND ".join(f"a.{named(column)} IS NOT DISTINCT FROM b.{named(column)}" for column in same)
        rows, related = _one(
            engine,
            f"SELECT count(*), corr(a.place, b.mean) FROM (SELECT * FROM audited WHERE place <= {MOST_ORDERED}) a "
            f"JOIN (SELECT avg(place) AS mean, {key} FROM came GROUP BY {key}) b ON {on}",
        )
    engine.execute("DROP TABLE came")
    if related is None or rows < LEAST_TO_CORRELATE or isnan(related):
        return 0.0
    errors = abs(float(related)) * sqrt(rows)
    if errors > TOO_ALIKE:
        findings.append(f"the order of the rows follows the source (correlation {related:.3f})")
    return errors


def _stands(engine: DuckDBPyConnection, column: str) -> bool:
    """Tell whether most of a column's values in the release are values of the source."""
    name = named(column)
    there, of = _one(
        engine,
        f"SELECT count(*) FILTER (WHERE {name} IN (SELECT {name} FROM came)), count(*) "
        f"FROM (SELECT {name} FROM audited WHERE place <= {MOST_ORDERED})",
    )
    return bool(of) and there * 2 > of


def _one(engine: DuckDBPyConnection, sql: str) -> Any:
    return engine.execute(sql).fetchall()[0]
