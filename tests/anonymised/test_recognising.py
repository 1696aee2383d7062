"""A released table is known again whatever was done to its file, and no other table is taken for it."""

from __future__ import annotations

import csv
import io
import json
import random
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from seiyaku.anonymised import recognising
from seiyaku.anonymised.recognising import Marker, Marks, known, rows_in

HEAD = ["性別", "年代", "地域"]
ROWS = [[sex, age, place] for sex in ("女", "男") for age in ("20代", "30代", "*") for place in ("東京都", "大阪府")]
TABLE = [row for at, row in enumerate(ROWS * 20) if at % 5]


def marks(rows: list[list[str]], *, kept: int = recognising.KEPT, single: bool = False) -> Marks:
    marker = Marker(kept)
    for row in rows:
        marker.add(row)
    return recognising.read(marker.written(), "43(5)", single=single)


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
    "a column more": [[*row, "1985-04-11"] for row in TABLE],
    "a column less": [row[:2] for row in TABLE],
    "one of its rows": TABLE[:1],
    "nothing": [],
}


@pytest.mark.parametrize("what", OTHERS)
def test_another_table_is_not_taken_for_it(what: str) -> None:
    assert known(OTHERS[what], [marks(TABLE)]) is None


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
    assert known([[row[0], "y"] for row in long], [some]) is None


def test_a_row_that_comes_alone_is_told_by_each_table_that_has_it_and_how_many_make_the_table() -> None:
    long, pseudonyms = marks([["x", f"{at}"] for at in range(9000)]), marks([["name1", "30代"]], single=True)
    among = [marks(TABLE), long, pseudonyms]

    assert [recognising.holding(row, among) for row in (TABLE[0], ["x", "9"], ["30代", "name1"], ["x", "no"], [])] == [
        [among[0]], [long], [pseudonyms], [], [],
    ]  # fmt: skip
    assert [each.needed for each in among] == [2, 50, 1]
    assert marks(TABLE, kept=4).needed == 2  # of a share of the marks


@pytest.mark.promise("2-2")
def test_one_row_under_a_name_drawn_for_a_pseudonymised_table_is_enough() -> None:
    table = [[f"name{at:020}", "30代"] for at in range(900)]

    assert known([["x", "y"], table[500]], [marks(table, single=True)]) is not None
    assert known(table[500:501], [marks(table)]) is None
