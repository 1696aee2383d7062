"""
Made-up tables: one of Adult's shape (columns, values, levels, skew), one of the policy's six items. Seed 7, always.

Nothing here is taken from a real table: only the sizes of its columns and hierarchies are alike.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np

from seiyaku.anonymised import engines

SEED = 7
AT_ONCE = 1_000_000


@dataclass(frozen=True)
class Shape:
    """A column: how many labels at each level, and how steeply frequent its values are (0: all alike)."""

    name: str
    sizes: tuple[int, ...]
    steep: float


ADULT = (
    Shape("sex", (2, 1), 0.7), Shape("age", (74, 20, 10, 5, 1), 0.03), Shape("race", (5, 1), 1.6),
    Shape("marital", (7, 2, 1), 0.6), Shape("education", (16, 7, 3, 1), 0.3), Shape("country", (41, 5, 1), 1.2),
    Shape("workclass", (7, 3, 1), 1.1), Shape("occupation", (14, 4, 1), 0.12), Shape("salary", (2, 1), 1.1),
)  # fmt: skip
MORE = (
    Shape("housing", (8, 4, 2, 1), 0.4), Shape("transport", (9, 5, 2, 1), 0.5), Shape("language", (6, 3, 1), 1.3),
    Shape("union", (5, 2, 1), 0.9),
)  # fmt: skip
POLICY = (
    Shape("sex", (3, 1), 0.5), Shape("age", (9, 4, 1), 0.15), Shape("industry", (20, 6, 1), 0.2),
    Shape("prefecture", (47, 8, 2, 1), 0.08), Shape("month", (24, 8, 2, 1), 0.02), Shape("service", (60, 12, 1), 0.07),
)  # fmt: skip


def nested(shape: Shape) -> list[tuple[str, ...]]:
    """Return the hierarchy with each level made of the one below, so that labels nest."""
    groups, rows = list(range(shape.sizes[0])), [[f"{shape.name}-{n:03}"] for n in range(shape.sizes[0])]
    for level, size in enumerate(shape.sizes[1:], start=1):
        below = shape.sizes[level - 1]
        groups = [group * size // below for group in groups]
        for row, group in zip(rows, groups, strict=True):
            row.append("*" if size == 1 else f"{shape.name}/{level}/{group}")
    return [tuple(row) for row in rows]


def codes(shapes: Sequence[Shape], rows: int, part: int = 0) -> Any:
    """Return codes (columns x rows): each column skewed, each but the first leaning on the one before."""
    rng = np.random.default_rng([SEED, part] if part else SEED)
    found = np.empty((len(shapes), rows), dtype=np.int64)
    lean = np.zeros(rows, dtype=np.int64)
    for at, shape in enumerate(shapes):
        weights = np.exp(-shape.steep * np.arange(shape.sizes[0]))
        drawn = rng.choice(shape.sizes[0], size=rows, p=weights / weights.sum())
        found[at] = np.where(rng.random(rows) < 0.15, lean % shape.sizes[0], drawn)
        lean = found[at]
    return found


def write(folder: Path, shapes: Sequence[Shape], rows: int) -> Path:
    """Write the table as CSV with `;`, and its hierarchies `h_<column>.csv`; return the table's path."""
    return as_csv(write_parts(folder, shapes, rows))


def as_csv(parts: Path) -> Path:
    """Write a folder of Parquet files as one CSV beside it; the folder goes."""
    target = parts.with_suffix(".csv")
    with engines.connect() as engine:
        engine.execute(f"COPY (SELECT * FROM '{parts}/*.parquet') TO '{target}' (HEADER, DELIMITER ';')")
    shutil.rmtree(parts)
    return target


def write_parts(folder: Path, shapes: Sequence[Shape], rows: int) -> Path:
    """Write the table as a folder of Parquet files of a million rows, and its hierarchies; return the folder."""
    for shape in shapes:
        text = "".join(";".join(row) + "\n" for row in nested(shape))
        (folder / f"h_{shape.name}.csv").write_text(text, encoding="utf-8")
    target = folder / f"table_{len(shapes)}_{rows}"
    target.mkdir()
    parts = [(target, tuple(shapes), part, min(AT_ONCE, rows - part * AT_ONCE)) for part in range(-(-rows // AT_ONCE))]
    if len(parts) == 1:
        write_part(*parts[0])
        return target
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as together:
        list(together.map(write_part, *zip(*parts, strict=True)))
    return target


def write_part(target: Path, shapes: Sequence[Shape], part: int, rows: int) -> None:
    """Write one of the files; what is in it depends on its number alone."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    names = [pa.array([row[0] for row in nested(shape)], pa.string()) for shape in shapes]
    found = codes(shapes, rows, part).astype(np.int32)
    columns = [pa.DictionaryArray.from_arrays(pa.array(each), held) for each, held in zip(found, names, strict=True)]
    made = pa.table(columns, names=[shape.name for shape in shapes])
    pq.write_table(made, target / f"{part:04}.parquet", store_schema=False)
