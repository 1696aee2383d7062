"""
Parquet read as it is kept: a column's labels once, and for each row the number of its label.

No text is made of a row, so that many rows are read at the pace of their few bytes. What is kept otherwise than as
columns of text, or in pieces too large to be taken at once, is for the engine to read.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from concurrent.futures import Future

    import pyarrow as pa
    from numpy.typing import NDArray

    from seiyaku.core.anonymous.hierarchies import Label

T = TypeVar("T")

AT_ONCE = 1 << 18
# More rows in one group than these would lie in memory together; more groups ahead than these likewise.
LARGEST, AHEAD = 1 << 24, 2
MOST_LABELS = 1 << 14
Kept = tuple[Path, int]


def groups(files: Sequence[Path], columns: Sequence[str]) -> list[Kept]:
    """
    Return where the rows of the files are kept: file by file, the number of each group.

    Raises:
        ValueError: they are for the engine: no files, a column that is no text or not there, a group too large.
        OSError, pyarrow.ArrowException: a file that is not there, or no Parquet.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    found: list[Kept] = []
    for path in files:
        with pq.ParquetFile(path) as file:
            schema, kept = file.schema_arrow, file.metadata
            for column in columns:
                kinds = [schema.field(at).type for at in schema.get_all_field_indices(column)]
                if len(kinds) != 1 or kinds[0] not in {pa.string(), pa.large_string()}:
                    raise ValueError(column)
            if any(kept.row_group(at).num_rows > LARGEST for at in range(kept.num_row_groups)):
                raise ValueError(path)
            found += [(path, at) for at in range(kept.num_row_groups)]
    if not found:
        raise ValueError(files)
    return found


def each(kept: Sequence[Kept], columns: Sequence[str], of: Callable[[list[Any]], T], *, threads: int) -> Iterator[T]:
    """
    Yield what `of` makes of the columns of some rows after the other, all rows of the groups in order.

    Some groups are read at once, by as many threads; `of` is asked in those.
    """
    from concurrent.futures import ThreadPoolExecutor

    import pyarrow.parquet as pq

    def read(group: Kept) -> list[T]:
        path, at = group
        with pq.ParquetFile(path, read_dictionary=list(columns)) as file:
            some = file.iter_batches(AT_ONCE, row_groups=[at], columns=list(columns), use_threads=len(kept) < threads)
            return [of([batch.column(column) for column in columns]) for batch in some]

    with ThreadPoolExecutor(max_workers=threads) as together:
        left = iter(kept)
        begun: deque[Future[list[T]]] = deque()
        while True:
            begun.extend(together.submit(read, group) for group in islice(left, threads + AHEAD - len(begun)))
            if not begun:
                return
            yield from begun.popleft().result()


def numbered(
    column: pa.DictionaryArray[Any, Any], number: Callable[[list[Label]], Sequence[int]], kind: Any = None
) -> NDArray[Any]:
    """
    Return a number of `kind` (the narrowest, if none) for each row: what `number` says of its label, or of None.

    Raises:
        ValueError: more labels than are worth a look one by one, or one that is not UTF-8.
    """
    import numpy as np
    import pyarrow as pa

    if len(column.dictionary) > MOST_LABELS:
        raise ValueError(len(column.dictionary))
    numbers = number([*column.dictionary.to_pylist(), None])
    said = np.array(numbers, dtype=kind or np.min_scalar_type(max(numbers)))
    found: Any = pa.array(said).take(column.indices)
    if found.null_count:
        found = found.fill_null(said[-1])
    return np.asarray(found)
