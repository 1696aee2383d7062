"""
The table that is to be anonymised: a CSV or Parquet file, opened by DuckDB with bounds on memory.

Every value is text. A cell that is not there (NULL; in CSV: nothing between the separators) and an empty text (in CSV:
two quotation marks) are two different values.
"""

from __future__ import annotations

import codecs
import csv
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from difflib import get_close_matches
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from seiyaku.core.errors import InputError, Unavailable

from . import engines, scratch

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

PARQUET = {".parquet", ".pq"}
NATIVE = {"utf-8", "utf-8-sig"}
CHUNK = 1 << 20
LONGEST_HEADER = 1 << 20
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
SEPARATORS = ";,|"
RIGHT = "the right --encoding, such as utf-8, cp932 or utf-16"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """An opened table: the engine that reads it, its columns, and the SQL that stands for it."""

    engine: DuckDBPyConnection
    path: Path
    columns: tuple[str, ...]
    sql: str
    folder: Path
    separator: str = ","
    encoding: str = "utf-8"
    counted: str | None = None
    """The column that says how many each row stands for; one each without it."""
    read: Path | None = None
    """The CSV that the engine reads, where it is one."""

    @property
    def weight(self) -> str:
        """Return the SQL of how many one row stands for."""
        return f"CAST({named(self.counted)} AS BIGINT)" if self.counted else "1"

    @property
    def count(self) -> str:
        """Return the SQL of how many the rows of a group stand for."""
        return f"coalesce(sum({self.weight}), 0)" if self.counted else "count(*)"

    @property
    def bytes(self) -> int:
        """Return how long the file is, or all files of the folder; 0 for a table that comes from none."""
        files = self.path.glob("*.parquet") if self.path.is_dir() else [self.path]
        return sum(each.stat().st_size for each in files if each.is_file())

    @property
    def threads(self) -> int:
        """Return how many threads the engine works with."""
        return int(self.engine.execute("SELECT current_setting('threads')").fetchall()[0][0])

    def typed(self, words: Mapping[str, Sequence[str]]) -> str | None:
        """
        Return the SQL of the table with these columns read as ENUM; the engine stops at a value that is not listed.

        None where the table is not a CSV just as it is read: another format, or treated.
        """
        plain = dict.fromkeys(self.columns, "VARCHAR")
        if self.read is None or self.sql != _csv(self.read, self.separator, plain):
            return None
        return _csv(self.read, self.separator, plain | {column: enum(known) for column, known in words.items()})

    def files(self) -> list[Path]:
        """Return the files of a table in Parquet; none where it is another format, or treated."""
        if self.read is not None or self.sql != _parquet(self.path, self.columns):
            return []
        found = self.engine.execute(f"SELECT file FROM glob({quoted(_all(self.path))}) ORDER BY file").fetchall()
        return [Path(file) for (file,) in found]

    def require(self, names: Sequence[str], *, where: str) -> None:
        """
        Check that the table has these columns, each named once.

        Raises:
            InputError: one is not there; says which was probably meant.
        """
        for name in names:
            if name not in self.columns:
                near = self._other_separator() or get_close_matches(name, self.columns, n=1, cutoff=0.5)
                listed = ", ".join(self.columns[:30])
                raise InputError(
                    where, repr(name), f"a column of {self.path.name}: {listed}", near[0] if near else None
                )
            if list(names).count(name) > 1:
                raise InputError(where, f"{name!r} twice", "each column once")

    def _other_separator(self) -> list[str]:
        """Return the option that would part the one column there is."""
        if self.read is None or len(self.columns) > 1:
            return []
        return [f"--sep {each!r}" for each in SEPARATORS if each in self.columns[0]]


@contextmanager
def opened(
    path: Path,
    *,
    separator: str = ",",
    encoding: str = "utf-8",
    memory: str | None = None,
    threads: int | None = None,
    spill: Path | None = None,
    engine: DuckDBPyConnection | None = None,
) -> Iterator[Source]:
    """
    Open a table; what spills goes to a folder that only this user may read and that is gone afterwards.

    Raises:
        InputError: the file is not there, or is not what it should be. The message holds no value of it.
        Unavailable: memory or disk are used up.
    """
    if path.is_dir() and not any(path.glob("*.parquet")):
        raise InputError(
            str(path), "a folder without a .parquet file", "a CSV or Parquet file, or a folder of Parquet files"
        )
    if not path.is_file() and not path.is_dir():
        raise InputError(str(path), "no such file", "a CSV or Parquet file, or a folder of Parquet files")
    import duckdb

    with scratch.working(spill) as folder:
        own = engine is None
        engine = engine or engines.connect()
        try:
            if own:
                engine.execute("SET temp_file_encryption = true")
                engine.execute(f"SET temp_directory = {quoted(str(folder / 'spill'))}")
                engine.execute("SET preserve_insertion_order = false")
                _bounded(engine, memory, threads)
            yield _source(engine, path, separator, encoding, folder)
        except duckdb.Error as error:
            raise said(error, path) from None
        finally:
            if own:
                engine.close()


def quoted(text: str) -> str:
    """Return a text as a literal of SQL."""
    return "'" + text.replace("'", "''") + "'"


def named(column: str) -> str:
    """Return a column's name as an identifier of SQL."""
    return '"' + column.replace('"', '""') + '"'


def enum(words: Sequence[str]) -> str:
    """Return the type of SQL that knows these values."""
    return f"ENUM ({', '.join(map(quoted, words)) or quoted('')})"


def said(error: Exception, path: Path) -> InputError | Unavailable:
    """Return what the engine's error means, without the values that its own message may hold."""
    kind, text = type(error).__name__, str(error)
    if kind == "OutOfMemoryException":
        return Unavailable("the memory allowed is not enough; allow more, or a spill folder with more room")
    if kind in {"IOException", "FatalException"} or "No space left" in text:
        full = "the disk is full" if "No space left" in text else "the disk does not answer"
        return Unavailable(f"{path.name}: {full}; nothing was written under the final name")
    line = re.search(r"on Line: (\d+)", text)
    where = f"{path}:{line.group(1)}" if line else str(path)
    if "not utf-8" in text or "invalid unicode" in text.lower():
        return InputError(where, "bytes that are not UTF-8", RIGHT)
    columns = re.search(r"Expected Number of Columns: (\d+) Found: (\d+)", text)
    if columns:
        return InputError(where, f"{columns.group(2)} columns", f"{columns.group(1)}, as in the first line")
    return _unreadable(where, kind, text, path)


def _unreadable(where: str, kind: str, text: str, path: Path) -> InputError:
    if "unterminated quote" in text:
        return InputError(where, "a quotation mark that is not closed, or stands inside a value", "CSV (RFC 4180)")
    if path.is_dir() or path.suffix.lower() in PARQUET:
        return InputError(where, f"no whole Parquet: cut off, or something else ({kind})", "a table as Parquet")
    return InputError(where, f"what the engine cannot read ({kind})", "a table as CSV or Parquet")


def _bounded(engine: DuckDBPyConnection, memory: str | None, threads: int | None) -> None:
    import duckdb

    try:
        if memory:
            engine.execute(f"SET memory_limit = {quoted(memory)}")
        if threads:
            engine.execute(f"SET threads = {int(threads)}")
    except duckdb.Error:
        raise InputError("--memory", repr(memory), "an amount such as 4GB") from None


def _source(engine: DuckDBPyConnection, path: Path, separator: str, encoding: str, folder: Path) -> Source:
    read: Path | None = None
    if path.is_dir() or path.suffix.lower() in PARQUET:
        columns = _described(engine, path)
        sql = _parquet(path, columns)
    else:
        columns = _header(path, separator, encoding)
        read = path if encoding.lower() in NATIVE else _recoded(path, encoding, folder)
        sql = _csv(read, separator, dict.fromkeys(columns, "VARCHAR"))
    return Source(
        engine=engine, path=path, columns=tuple(columns), sql=sql, folder=folder, separator=separator,
        encoding=encoding, read=read,
    )  # fmt: skip


def _described(engine: DuckDBPyConnection, path: Path) -> list[str]:
    """Return the columns of a table in Parquet. Raises InputError: names that the engine would change to tell apart."""
    sql = f"SELECT * FROM read_parquet({quoted(_all(path))})"
    columns = [row[0] for row in engine.execute(f"DESCRIBE {sql}").fetchall()]
    first = min(path.glob("*.parquet")) if path.is_dir() else path
    found = engine.execute(f"SELECT name, num_children FROM parquet_schema({quoted(str(first))})").fetchall()
    _apart([str(name) for name in _top(found)], str(first))
    return columns


def _top(schema: Sequence[tuple[str, int | None]]) -> Iterator[str]:
    """Yield the names of the columns among all nodes of a schema, which stand in it from the root down."""
    (_, left), *nodes = schema
    skip = 0
    for name, children in nodes:
        if not skip and left:
            left -= 1
            yield name
        skip = max(skip - 1, 0) + (children or 0)


def _apart(columns: Sequence[str], where: str) -> None:
    """Check that each column has a name that is its own in any letters: the engine tells no a from an A."""
    if "" in columns:
        raise InputError(where, "a column without a name", "names, each once")
    seen: dict[str, str] = {}
    for column in columns:
        before = seen.setdefault(column.lower(), column)
        if before == column and columns.count(column) > 1:
            raise InputError(where, f"{column!r} twice", "names, each once")
        if before != column:
            raise InputError(where, f"{before!r} and {column!r}", "names that differ in more than capital letters")


def _parquet(path: Path, columns: Sequence[str]) -> str:
    picked = ", ".join(f"CAST({named(column)} AS VARCHAR) AS {named(column)}" for column in columns)
    return f"(SELECT {picked} FROM read_parquet({quoted(_all(path))}))"


def _all(path: Path) -> str:
    return str(path / "*.parquet" if path.is_dir() else path)


def _csv(path: Path, separator: str, kinds: Mapping[str, str]) -> str:
    types = ", ".join(f"{quoted(column)}: {quoted(kind)}" for column, kind in kinds.items())
    return (
        f"read_csv({quoted(str(path))}, delim = {quoted(separator)}, header = true, auto_detect = false, "
        f"columns = {{{types}}}, quote = '\"', escape = '\"', nullstr = '', allow_quoted_nulls = false)"
    )


def _header(path: Path, separator: str, encoding: str) -> list[str]:
    if len(separator) != 1 or separator in '"\r\n':
        raise InputError("--sep", repr(separator), "one character, such as , or ;")
    try:
        with path.open(encoding="utf-8-sig" if encoding.lower() in NATIVE else encoding, newline="") as file:
            columns = next(csv.reader(iter(lambda: file.readline(LONGEST_HEADER), ""), delimiter=separator), [])
    except LookupError:
        raise InputError("--encoding", repr(encoding), "an encoding such as utf-8 or cp932") from None
    except UnicodeDecodeError:
        raise InputError(_line_not_in(path, encoding), f"bytes that are not {encoding}", RIGHT) from None
    except csv.Error:
        raise InputError(f"{path}:1", "a first line that is none of CSV", "the columns' names") from None
    if not columns or not any(columns):
        raise InputError(f"{path}:1", "no column names", "the columns' names in the first line")
    _apart(columns, f"{path}:1")
    return columns


def _recoded(path: Path, encoding: str, folder: Path) -> Path:
    """Write the file anew as UTF-8 into the folder that is gone afterwards: the engine reads nothing else."""
    made = folder / "recoded.csv"
    with (
        path.open(encoding=encoding, newline="") as source,
        open(made, "w", encoding="utf-8", newline="", opener=_private) as target,  # mode 0600
    ):
        try:
            while piece := source.read(CHUNK):
                target.write(piece)
        except UnicodeDecodeError:
            raise InputError(_line_not_in(path, encoding), f"bytes that are not {encoding}", RIGHT) from None
    return made


def _line_not_in(path: Path, encoding: str) -> str:
    """Return the file and its first line that is not in an encoding; the file alone, where lines do not tell."""
    with path.open("rb") as file:
        for number, line in enumerate(iter(partial(file.readline, LONGEST_HEADER), b""), start=1):
            try:
                line.decode(encoding)
            except UnicodeDecodeError:
                return str(path) if line.startswith(UTF_16) else f"{path}:{number}"
    return str(path)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
