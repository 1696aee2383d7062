"""
The census table of the anonymisation literature, where it lies beside the project (`../shared/data/adult`).

It is never part of the project; tests that need it are skipped where it is not.
"""

from __future__ import annotations

from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parents[1]
FOLDER = next(
    (each / "shared/data/adult" for each in HERE.parents if (each / "shared/data/adult").is_dir()), HERE / "adult"
)
COLUMNS = [
    "sex",
    "age",
    "race",
    "marital-status",
    "education",
    "native-country",
    "workclass",
    "occupation",
    "salary-class",
]
HIERARCHIES = str(FOLDER / "adult_hierarchy_{}.csv")
TABLE = FOLDER / "adult.csv"

there = pytest.mark.skipif(not TABLE.is_file(), reason="the Adult table is not beside the project")
