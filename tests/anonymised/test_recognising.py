"""A released table is known again whatever was done to its file, and no other table is taken for it."""

from __future__ import annotations

import csv
import io
import json
import random
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from seiyaku.anonymised import recognising
from seiyaku.anonymised.recognising import Marker, Marks, rows_in

HEAD = ["性別", "年代", "地域"]
ROWS = [[sex, age, place] for sex in ("女", "男") for age in ("20代", "30代", "*") for place in ("東京都", "大阪府")]
TABLE = [row for at, row in enumerate(ROWS * 20) if at % 5]


def marks(rows: list[list[str]], *, kept: int = recognising.KEPT, single: bool = False, own: bool = False) -> Marks:
    marker = Marker(kept, own=own)
    for row in rows:
        marker.add(row)
    return replace(recognising.read(marker.written(), "43(5)", single=single), ref=f"of {len(rows)}")


def known(rows: Iterable[Iterable[str | None]], among: list[Marks]) -> Marks | None:
    return recognising.known(rows, among).table


def text(rows: list[list[str]], *, delimiter: str = ",", ends: str = "\n") -> str:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator=ends).writerows(rows)
    return out.getvalue()


def parquet(path: Path) -> None:
    pq.write_table(pa.table({name: [row[at] for row in TABLE] for at, name in enumerate(HEAD)}), path)


def turned(rows: list[list[str]]) -> list[list[str]]:
    return [row[::-1] for row in rows]


WRITTEN: dict[str, tuple[str, Callable[[Path], object]]] = {
    "sorted": ("t.csv", lambda path: path.write_text(text([HEAD, *sorted(TABLE)]))),
    "other line ends": ("t.csv", lambda path: path.write_bytes(text([HEAD, *TABLE], ends="\r\n").encode())),
    "a mark at its start": ("t.csv", lambda path: path.write_text(text([HEAD, *TABLE]), "utf-8-sig")),
    "in cp932": ("t.csv", lambda path: path.write_text(text([HEAD, *TABLE]), "cp932")),
    "in UTF-16": ("t.csv", lambda path: path.write_text(text([HEAD, *TABLE]), "utf-16")),
    "semicolons": ("t.csv", lambda path: path.write_text(text([HEAD, *TABLE], delimiter=";"))),
    "tabs": ("t.txt", lambda path: path.write_text(text([HEAD, *TABLE], delimiter="\t"))),
    "other columns": ("t.csv", lambda path: path.write_text(text([["p", "a", "s"], *turned(TABLE)]))),
    "full width": ("t.csv", lambda path: path.write_text(text([HEAD, *TABLE]).replace("20", "２０"))),
    "Parquet": ("t.parquet", parquet),
    "JSON Lines": ("t.jsonl", lambda path: path.write_text(
        "".join(json.dumps(dict(zip(HEAD, row, strict=True))) + "\n" for row in TABLE))),
    "some of its rows": ("t.csv", lambda path: path.write_text(text([HEAD, *TABLE[7:10]]))),
    "among many others": ("t.csv", lambda path: path.write_text(
        text([HEAD, *([f"n{at}", "x", "y"] for at in range(3000)), *TABLE[:60]]))),
}  # fmt: skip


@pytest.mark.promise("9-2-D")
@pytest.mark.parametrize("how", WRITTEN)
def test_a_table_is_known_again_however_its_file_was_made_over(how: str, tmp_path: Path) -> None:
    name, write = WRITTEN[how]
    write(tmp_path / name)

    assert known(rows_in(tmp_path / name), [marks([["a", "b"]]), marks(TABLE)]) is not None


OTHERS: dict[str, list[list[str]]] = {
    "customers": [[f"M{at}", f"見本 {at}", "女", "東京都豊島区"] for at in range(500)],
    "some of its rows with a column more": [[*row, "1985-04-11"] for row in TABLE[:-1]],
    "its rows and another, with a column more": [[*row, "x"] for row in [*TABLE, TABLE[1]]],
    "a value altered in one row, with a column more": [[*row, "x"] for row in [*TABLE[:-1], ["女", "20代", "京都府"]]],
    "two columns more": [[*row, "x", "y"] for row in TABLE],
    "a column less that tells too few kinds apart": [row[1:2] + row[:1] for row in TABLE if row[0] == "女"],
    "rows of several widths": [[*row, "x"] if at else row for at, row in enumerate(TABLE)],
    "one of its rows": TABLE[:1],
    "nothing": [],
}


@pytest.mark.parametrize("what", OTHERS)
def test_another_table_is_not_taken_for_it(what: str) -> None:
    assert known(OTHERS[what], [marks(TABLE)]) is None


CHANGED: dict[str, list[list[str]]] = {
    "a number added": [[f"{at}", *row] for at, row in enumerate(TABLE)],
    "under a head": [["n", *HEAD], *([f"{at}", *row] for at, row in enumerate(reversed(TABLE)))],
    "between the others": [[row[0], f"M{at:07}", row[2], row[1]] for at, row in enumerate(TABLE)],
    "a column left out": [row[:2] for row in TABLE],
    "left out, under a head": [HEAD[1:], *(row[1:][::-1] for row in TABLE), HEAD[1:]][:-1],
    "another in its place": [[f"{at}", row[1], row[2]] for at, row in enumerate(TABLE)],
}


@pytest.mark.promise("9-2-D")
@pytest.mark.parametrize("how", CHANGED)
def test_a_whole_table_is_known_again_with_one_column_more_or_less(how: str) -> None:
    table = marks(TABLE)

    assert known(CHANGED[how], [marks([["a", "b"]]), table]) is table


def test_a_table_with_a_column_of_very_many_values_is_known_without_it_and_with_another() -> None:
    table = [[f"name{at}", *row] for at, row in enumerate(TABLE * 8)]
    kept = marks(table)

    assert kept.open == 1
    for rows in ([row[1:] for row in table], [[*row, "x"] for row in table], [["x", *row[1:]] for row in table]):
        assert known(rows, [kept]) is kept


def test_of_a_table_with_its_sources_own_values_the_source_is_not_taken_for_it() -> None:
    source = [[f"M{at:07}", *row] for at, row in enumerate(TABLE)]

    assert known(source, [marks(TABLE, own=True)]) is None
    assert known(source, [replace(marks(TABLE), sums=())]) is None  # one that was made before there were sums


def test_marks_that_were_kept_before_there_were_sums_are_read_as_they_were() -> None:
    before = recognising.HEAD.pack(recognising.MAGIC, 2, recognising.ALL - 1, 2) + (7).to_bytes(8, "little")

    read = recognising.read(before, "43(5)", single=False)

    assert (read.rows, read.sums, read.marks.tolist()) == (2, (), [7])


def test_rows_that_say_next_to_nothing_are_like_any_other_and_a_file_that_is_none_is_no_table(tmp_path: Path) -> None:
    plain = [["*", "*", "東京都"]] * 300

    assert known(plain, [marks(plain)]) is None
    for name, content in (("t.parquet", b"PAR1 and no more"), ("t.csv", b"\x00\x81\xff"), ("e.csv", b"")):
        (tmp_path / name).write_bytes(content)
        assert known(rows_in(tmp_path / name), [marks(TABLE)]) is None


def test_of_a_long_table_a_share_of_the_marks_finds_as_much() -> None:
    dice = random.Random(7)  # noqa: S311  # a test's dice
    long = [[f"{dice.randrange(1 << 40)}", "x"] for _ in range(40_000)]
    some = marks(long, kept=2_000)

    assert len(some.marks) <= 4_000
    assert known(long[:3_000], [some]) is not None
    assert known([[row[0], "y"] for row in long[1:]], [some]) is None


def test_what_comes_in_pieces_is_told_of_each_table_and_adds_up_to_the_rows_that_make_it() -> None:
    long, pseudonyms = marks([["x", f"{at}"] for at in range(9000)]), marks([["name1", "30代"]], single=True)
    among, seen = [marks(TABLE), long, pseudonyms], recognising.known

    def rows(*given: list[str]) -> list[int]:
        return [seen(given, among).rows[each.ref] for each in among]

    assert [rows(row) for row in (TABLE[0], ["x", "9"], ["30代", "name1"], ["x", "no"], [])] == [
        [1, 0, 0], [0, 1, 0], [0, 0, 1], [0, 0, 0], [0, 0, 0],
    ]  # fmt: skip
    assert seen([TABLE[0]], among).table is None
    assert seen([TABLE[0]], among, {among[0].ref: 1}).table is among[0]
    assert seen([["x", "9"]], among, {among[0].ref: 1, long.ref: 48}).table is None
    assert seen([["x", "9"]], among, {long.ref: 49}).table is long
    assert seen([["x", "no"]], among, {long.ref: 49}).table is None  # another row is nobody's
    assert [each.needed for each in among] == [2, 50, 1]
    assert marks(TABLE, kept=4).needed == 2  # of a share of the marks


@pytest.mark.promise("2-2")
def test_one_row_under_a_name_drawn_for_a_pseudonymised_table_is_enough() -> None:
    table = [[f"name{at:020}", "30代"] for at in range(900)]

    assert known([["x", "y"], table[500]], [marks(table, single=True)]) is not None
    assert known(table[500:501], [marks(table)]) is None
