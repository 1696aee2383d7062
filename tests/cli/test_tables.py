"""Tables come in as offices send them, and go out so that nothing in them runs."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seiyaku.cli import tables
from seiyaku.cli.story import sample
from seiyaku.core.errors import InputError
from seiyaku.door.handoff import neutral


def broken(path: Path) -> list[tuple[int, str]]:
    return [(row.number, row.why) for row in tables.read(path) if isinstance(row, tables.Broken)]


def test_the_sample_file_reads_back_as_typed_with_only_its_broken_rows_broken(tmp_path: Path) -> None:
    path = tmp_path / "signups.csv"
    spoilt = sample.write_signups(path, 8_000)

    rows = list(tables.read(path))

    assert tables.encoding_of(path) == "cp932"
    assert len(rows) == 8_005
    shape = [(s.row, s.why) for s in spoilt if s.why in {"cells", "quotes"}]
    assert broken(path) == shape
    whole = [row for row in rows if isinstance(row, tables.Row)]
    assert any("\n" in row.cells["住所"] for row in whole)
    assert any("髙" in row.cells["氏名"] for row in whole)
    assert any("①" in row.cells["住所"] for row in whole)


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (b"a,\x00\r\n", "nul"),
        (b"a,\xff\xff\r\n", "encoding"),
        (b'a,"b\r\n', "quotes"),
        (b"a,b,c\r\n", "cells"),
        (b"a," + b"x" * 1_500_000 + b"\r\n", "too-long"),
    ],
)
def test_a_broken_row_is_named_and_the_rows_after_it_are_read(tmp_path: Path, line: bytes, why: str) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes("氏名,住所\r\n".encode("cp932") + line + "田中,東京\r\n".encode("cp932"))

    assert broken(path) == [(2, why)]
    assert [r.cells for r in tables.read(path) if isinstance(r, tables.Row)] == [{"氏名": "田中", "住所": "東京"}]


@pytest.mark.parametrize("content", [b"", b"\r\n", b"a,a\r\n1,2\r\n", b",".join(b"c%d" % n for n in range(600))])
def test_a_file_without_a_usable_header_is_refused_whole(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(content)

    with pytest.raises(InputError, match=r"t\.csv:1"):
        list(tables.read(path))


def test_deep_json_is_a_broken_row_not_a_crash(tmp_path: Path) -> None:
    path = tmp_path / "t.jsonl"
    path.write_bytes(b"[" * 100_000 + b"\n" + b'{"a": {"b": 1}}\n{"a": "1", "b": null}\n')

    assert broken(path) == [(1, "depth"), (2, "depth")]
    assert [r.cells for r in tables.read(path) if isinstance(r, tables.Row)] == [{"a": "1", "b": ""}]


def test_half_a_parquet_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "t.parquet"
    tables.write(path, ["a"], [["1"], ["2"]])
    path.write_bytes(path.read_bytes()[:-10])

    with pytest.raises(InputError, match="whole Parquet"):
        list(tables.read(path))


@pytest.mark.parametrize("ending", ["csv", "jsonl", "parquet"])
@given(cells=st.lists(st.tuples(st.text(max_size=8), st.text(max_size=8)), min_size=1, max_size=5))
def test_what_is_written_reads_back_except_that_no_formula_survives_in_csv(
    ending: str, cells: list[tuple[str, str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("t") / f"t.{ending}"
    plain = [tuple("".join(c for c in cell if c.isprintable()) for cell in row) for row in cells]

    tables.write(path, ["a", "b"], plain)

    back = [tuple(r.cells.values()) for r in tables.read(path) if isinstance(r, tables.Row)]
    expected = [tuple(neutral(c) for c in row) for row in plain] if ending == "csv" else plain
    assert back == expected
    assert path.stat().st_mode & 0o777 == 0o600
    if ending == "csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            assert not [c for row in csv.reader(file) for c in row if c.startswith(("=", "+", "-", "@"))]
