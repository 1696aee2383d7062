"""A file that leaves runs nothing on the machine that opens it."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seiyaku.door.handoff import FORMULA, as_csv, neutral


@pytest.mark.promise("8-2")
@pytest.mark.parametrize("cell", ["=1+1", "+81", "-2", "@SUM(A1)", "\t=1", "＝1", "  =1", "\u3000=1"])
def test_a_cell_that_would_run_is_shown_as_text(cell: str) -> None:
    assert neutral(cell) == "'" + cell


@pytest.mark.promise("8-2")
@given(st.lists(st.lists(st.text(), min_size=3, max_size=3), max_size=5))
def test_no_cell_of_a_handoff_begins_with_a_formula(rows: list[list[str]]) -> None:
    text = as_csv(("a", "b", "c"), rows).decode("utf-8-sig", errors="replace")

    read = list(csv.reader(io.StringIO(text, newline="")))

    assert all(len(row) == 3 for row in read)
    assert not any(cell.startswith(FORMULA) for row in read[1:] for cell in row)
