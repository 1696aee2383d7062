"""
The plan on Apache Spark: a fleet of machines reduces the table to cells, and writes the release.

The cells come to this process, and everything between is what it is on one machine: search, audit, refusals. The order
of the release is drawn where the rows are written, by the machines' own secure generators, and kept before it is used,
so that work that is done again does not draw again. Ctrl-C ends Spark with the run. A run that is killed leaves a
folder that the next one for the same name removes. A recipe is followed on the cells, where it treats values; what
treats single rows is for one machine (`treatments`). Wants the extra `spark` and Java 17.
"""

from __future__ import annotations

import logging
import os
import secrets
import shutil
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from seiyaku.core.errors import InputError, Unavailable, VerificationFailed

from . import plan, scratch
from .asking import Ask
from .auditing import audit, relation
from .running import Made, known, make
from .sources import PARQUET, Source, named, opened
from .treatments import insist_on_cells, prepared
from .writing import clear, part_of

if TYPE_CHECKING:
    from .recipes import Recipe
    from .writing import Lines

LOOPBACK = "127.0.0.1"
# A cluster on this machine talks to itself only, and cuts its work into few pieces.
LOCAL = {"spark.driver.host": LOOPBACK, "spark.sql.shuffle.partitions": "4"}
CORRUPT = "row that is no row of the table"
TABLE, LINES, DRAWN = "source_of_cells", "lines_of_release", "number that was drawn"
# A version 4 identifier comes from java.security.SecureRandom.
DRAW = "java_method('java.util.UUID', 'randomUUID')"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reduced:
    """What a fleet made of a table: its cells as a table of this process; the table as it stands; the fleet."""

    cells: Source
    original: Source
    session: Any


@contextmanager
def reduced(path: Path, ask: Ask, *, master: str, recipe: Recipe | None = None, **how: Any) -> Iterator[Reduced]:
    """
    Reduce a table to its cells on the fleet that `master` names, and treat them; `how` is as for `sources.opened`.

    Raises:
        InputError: the table is not there, or not what it should be; or the recipe treats single rows.
        Unavailable: there is no fleet, or no Java.
    """
    if recipe is not None:
        insist_on_cells(recipe)
    with opened(path, **how) as original, _session(master) as session, _errors(path):
        person = [ask.person] if ask.person else []
        more = [*recipe.columns, *(each.column for each in recipe.remove_rows)] if recipe else []
        picked = tuple(dict.fromkeys([*ask.quasi, *ask.sensitive, *person, *ask.earlier, *more]))
        original.require(picked, where="columns" if recipe else "--quasi and others")
        found = cells_of(session, original, picked)
        original.engine.register("cells of the fleet", found)
        # A table of this process may count more than once, and needs the fleet no more.
        original.engine.execute(f"CREATE TEMP TABLE cells AS SELECT * FROM {named('cells of the fleet')}")
        original.engine.unregister("cells of the fleet")
        cells = replace(original, columns=(*picked, plan.COUNT), sql="cells", counted=plan.COUNT)
        yield Reduced(cells=prepared(cells, recipe) if recipe else cells, original=original, session=session)


def cells_of(session: Any, source: Source, picked: tuple[str, ...]) -> Any:
    """Return the distinct cells of a table, as the fleet counts them. Raises InputError: rows that are none of it."""
    import pyarrow as pa
    import pyarrow.compute as pc

    mark = secrets.token_hex(16)
    _read(session, source, mark).createOrReplaceTempView(TABLE)
    found = session.sql(plan.for_spark(plan.cells(TABLE, picked))).toArrow()
    of_mark = found.filter(pc.is_in(found[picked[0]], value_set=pa.array([mark])))
    corrupt = sum(of_mark[plan.COUNT].to_pylist())
    if corrupt:
        expected = f"{len(source.columns)} columns, as in the first line"
        raise InputError(str(source.path), f"{corrupt} rows with more or fewer columns", expected)
    return found


def run(found: Reduced, ask: Ask, out: Path, *, local: int = 0, population: Source | None = None) -> Made:
    """
    Search, and let the fleet write the release into the folder `out`, CSV or, by its ending, Parquet.

    Raises:
        InputError: the ask does not fit the table, nothing fulfils it, or there is something at `out`.
        VerificationFailed: the release does not stand up to its audit. It has no name then.
        Unavailable: it could not be written. Nothing is under its name then.
    """
    if out.exists() or not out.parent.is_dir():
        raise InputError("--out", str(out), "a folder that is not there yet, in one that is")
    made = make(found.cells, ask, local=local, population=population)
    separator = found.original.separator
    part = part_of(out)
    clear(out)
    with scratch.writing_in(part):
        rows = part / "rows"
        with _errors(out):
            _write(found.session, made.lines, rows, separator=separator, parquet=out.suffix.lower() in PARQUET)
        ending = ".parquet" if out.suffix.lower() in PARQUET else ".csv"
        release = relation(rows / f"*{ending}", made.lines.columns, separator=separator, like=ending)
        said = known(made, found.cells, found.original, population)
        files = sorted(rows.glob("*.parquet"))
        checked = audit(found.cells.engine, release, made.lines.columns, made.found.ask, said, parquet=files)
        checked.insist(out.name)
        if checked.counted["rows"] != made.lines.rows:
            raise VerificationFailed(out.name, f"{checked.counted['rows']} rows, of {made.lines.rows} that were found")
        rows.rename(out)
    return replace(made, audit=checked)


@contextmanager
def _session(master: str) -> Iterator[Any]:
    try:
        import pyspark
        from pyspark.sql import SparkSession
    except ImportError:
        raise Unavailable("pyspark is not installed: the extra `spark` brings it") from None
    os.environ.setdefault("SPARK_HOME", str(Path(pyspark.__file__).parent))
    if master.startswith("local"):
        os.environ.setdefault("SPARK_LOCAL_IP", LOOPBACK)
    made = SparkSession.builder.master(master).appName("seiyaku anonymise")
    for key, value in {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.log.level": "ERROR",
        "spark.sql.csv.parser.columnPruning.enabled": "false",
        **(LOCAL if master.startswith("local") else {}),
    }.items():
        made = made.config(key, value)
    before = signal.getsignal(signal.SIGINT)
    try:
        session = made.getOrCreate()
    except Exception as error:  # noqa: BLE001  # whatever Java says, there is no fleet
        raise Unavailable(f"no Spark at {master} ({type(error).__name__}): it wants Java 17 and a master") from None
    logs = Path(os.environ["SPARK_HOME"]) / "work" / session.sparkContext.applicationId
    try:
        gateway: Any = session.sparkContext._gateway  # noqa: SLF001  # who started Java is known nowhere else
        with _ending_with(before, gateway.proc):
            yield session
    finally:
        with suppress(Exception):  # it may have ended by then
            session.stop()
        # The workers of a local cluster leave theirs beside Spark itself.
        shutil.rmtree(logs, ignore_errors=True)


@contextmanager
def _ending_with(before: Any, java: Any) -> Iterator[None]:
    """
    Have Ctrl-C end Spark, and then do what it did before there was one.

    Spark's own handler takes its place, cancels what runs, and may then wait for it without end.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def end(*given: Any) -> None:
        logging.getLogger("py4j").addHandler(logging.NullHandler())  # what it says of a Java that is gone
        java.terminate()
        if callable(before):
            before(*given)

    signal.signal(signal.SIGINT, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def _errors(path: Path) -> Iterator[None]:
    """Say what Spark's errors mean, without the values that its own messages hold."""
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    try:
        yield
    except (PySparkException, Py4JError) as error:
        text = str(error)
        if "No space left" in text:
            raise Unavailable(f"{path.name}: the disk is full; nothing was written under the final name") from None
        raise InputError(
            str(path), f"what Spark cannot do ({type(error).__name__})", "a table as CSV or Parquet"
        ) from None


def _read(session: Any, source: Source, mark: str) -> Any:
    """
    Return the table as the fleet reads it: every value text, the cell that is not there and the empty text apart.

    A row that is none has `mark` in its columns, so that it is counted in the same pass, and in no message of Spark's.
    """
    if source.path.is_dir() or source.path.suffix.lower() in PARQUET:
        table = session.read.parquet(str(source.path.resolve()))
        return table.select([table[_quoted(column)].cast("string").alias(column) for column in source.columns])
    table = session.read.csv(
        str(source.path.resolve()),
        schema=", ".join(f"{_quoted(column)} STRING" for column in (*source.columns, CORRUPT)),
        sep=source.separator,
        encoding=source.encoding,
        header=True,
        quote='"',
        escape='"',
        multiLine=True,
        mode="PERMISSIVE",
        columnNameOfCorruptRecord=CORRUPT,
        enforceSchema=True,
        # No text is this one: what is nothing is not taken for the empty text.
        nullValue=secrets.token_hex(16),
        emptyValue="",
    )
    marked = [
        f"CASE WHEN {_quoted(CORRUPT)} IS NULL THEN {_quoted(column)} ELSE '{mark}' END AS {_quoted(column)}"
        for column in source.columns
    ]
    return table.selectExpr(*marked)


def _write(session: Any, lines: Lines, part: Path, *, separator: str, parquet: bool) -> None:
    import pyarrow as pa

    table: dict[str, pa.Array[Any]] = {
        column: pa.array(cells, pa.string()) for column, cells in zip(lines.columns, lines.cells, strict=True)
    }
    table[plan.LINE] = pa.array(lines.counts, pa.int64())
    session.createDataFrame(pa.table(table)).createOrReplaceTempView(LINES)
    drawn = session.sql(
        f"SELECT *, {DRAW} AS {_quoted(DRAWN)} FROM ({plan.for_spark(plan.rows(LINES, lines.columns))})"
    )
    release = drawn.localCheckpoint().orderBy(_quoted(DRAWN)).drop(DRAWN)
    target = str(part.resolve())
    if parquet:
        release.write.parquet(target, compression="zstd")
        return
    release.write.csv(
        target,
        sep=separator,
        header=True,
        quote='"',
        escape='"',
        ignoreLeadingWhiteSpace=False,
        ignoreTrailingWhiteSpace=False,
    )


def _quoted(column: str) -> str:
    return "`" + column.replace("`", "``") + "`"
