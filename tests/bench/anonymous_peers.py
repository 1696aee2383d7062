"""
What anjana and pycanon say, run by the Python of their own environment (they pin other libraries than ours).

    anjana TABLE.csv OUT.csv COLUMNS HIERARCHY K PERCENT     seconds of CPU, and what was written
    pycanon TABLE.csv COLUMNS SENSITIVE                      k, l and t of a table

Answers are JSON on standard output. Only the standard library and theirs is imported here.
"""

from __future__ import annotations

import csv
import json
import sys
import time
from pathlib import Path
from typing import Any


def table(path: str) -> Any:
    """Return a CSV with `;` as a data frame of texts."""
    import pandas as pd  # type: ignore[import-not-found,import-untyped,unused-ignore]

    return pd.read_csv(path, sep=";", dtype=str, keep_default_na=False)


def hierarchy(path: str) -> dict[int, Any]:
    """Return a hierarchy as anjana wants it: the labels of each level, in the order of the values."""
    import numpy as np

    with Path(path).open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, delimiter=";"))
    return {level: np.array([row[level] for row in rows]) for level in range(len(rows[0]))}


def anjana(source: str, out: str, columns: str, *how: str) -> dict[str, Any]:
    """Anonymise a table."""
    from anjana.anonymity import k_anonymity  # type: ignore[import-not-found,unused-ignore]

    quasi, (pattern, k, percent) = columns.split(","), how
    trees = {column: hierarchy(pattern.replace("{}", column)) for column in quasi}
    frame = table(source)[quasi]
    wall, cpu = time.perf_counter(), time.process_time()
    found = k_anonymity(frame, [], quasi, int(k), float(percent), trees)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    found[quasi].to_csv(out, sep=";", index=False)
    return {"wall": wall, "cpu": cpu, "rows": len(found)}


def pycanon(source: str, columns: str, sensitive: str) -> dict[str, Any]:
    """Count a table's k, l and t."""
    from pycanon import anonymity  # type: ignore[import-not-found,unused-ignore]

    frame, quasi = table(source), columns.split(",")
    return {
        "k": int(anonymity.k_anonymity(frame, quasi)),
        "l": int(anonymity.l_diversity(frame, quasi, [sensitive])),
        "t": float(anonymity.t_closeness(frame, quasi, [sensitive])),
    }


if __name__ == "__main__":
    asked = anjana if sys.argv[1] == "anjana" else pycanon
    sys.stdout.write(json.dumps(asked(*sys.argv[2:])) + "\n")
