"""`seiyaku anonymise` on files alone: no instance, no account, no Django."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from seiyaku.anonymised.sources import opened
from seiyaku.cli.main import main
from tests import adult

SMALL = "city;age;illness\n" + "".join(
    f"{city};{age};{illness}\n"
    for city, age, illness in [("A", 20, "x"), ("A", 21, "y"), ("B", 20, "x"), ("B", 35, "z"), ("", 35, "x")]
)
CITIES = "A;north;*\nB;north;*\n;south;*\n"


@pytest.fixture
def small(tmp_path: Path) -> Path:
    (tmp_path / "small.csv").write_text(SMALL, encoding="utf-8")
    (tmp_path / "h_city.csv").write_text(CITIES, encoding="utf-8")
    return tmp_path / "small.csv"


def run(*args: str | Path) -> int:
    return int(main.main(["--lang", "en", *map(str, args)], standalone_mode=False))


def asked(capsys: pytest.CaptureFixture[str], *args: str | Path) -> tuple[int, dict[str, Any]]:
    code = run("--json", "anonymise", *args)
    return code, json.loads(capsys.readouterr().out)


@adult.there
@pytest.mark.promise("9-2-A")
@pytest.mark.parametrize(
    ("ask", "levels", "value", "classes"),
    [
        (("loss", "0"), "041132210", 0.5731509656, (24, 69, 3951, 0)),
        (("loss", "0.02"), "030221120", 0.3137130353, (222, 5, 3218, 506)),
        (("loss", "0.1"), "030021110", 0.2204119285, (602, 5, 848, 2553)),
        (("entropy", "0"), "121132211", 407289.5388925, (48, 5, 2198, 0)),
        (("entropy", "0.02"), "001132211", 285604.7496448, (599, 5, 202, 309)),
        (("entropy", "0.1"), "001132201", 251519.3605737, (1397, 5, 105, 1999)),
        (("aecs", "0"), "121132211", 628.375, (48, 5, 2198, 0)),
        (("aecs", "0.02"), "101232201", 47.3500784929, (636, 5, 166, 419)),
        (("aecs", "0.1"), "101122201", 20.2701612903, (1487, 5, 127, 2805)),
    ],
)
def test_the_known_optima_of_adult_are_found_and_proven(
    ask: tuple[str, str], levels: str, value: float, classes: tuple[int, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    code, found = asked(
        capsys, "search", adult.TABLE, "--sep", ";", "--quasi", ",".join(adult.COLUMNS), "--hierarchy",
        adult.HIERARCHIES, "--k", "5", "--metric", ask[0], "--suppress", ask[1],
    )  # fmt: skip

    assert code == 0
    assert found["proven"]
    assert found["nodes"] == 12960
    assert found["levels"] == dict(zip(adult.COLUMNS, map(int, levels), strict=True))
    assert found["value"] == pytest.approx(value, rel=1e-9, abs=1e-9)
    assert tuple(found[name] for name in ("classes", "smallest", "largest", "suppressed")) == classes


def test_a_search_needs_neither_an_instance_nor_django_nor_what_only_reports_need(small: Path) -> None:
    code = (
        "import sys; from seiyaku.cli.main import main; "
        f"main.main(['anonymise', 'search', {str(small)!r}, '--sep', ';', '--quasi', 'city', '--k', '2'], "
        "standalone_mode=False); "
        "print([name for name in ('django', 'ibis', 'altair', 'pandas', 'pyarrow', 'pydantic') if name in sys.modules])"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=small.parent)

    assert done.stdout.splitlines()[-1] == "[]"


def test_the_missing_cell_and_the_empty_text_are_two_values(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = tmp_path / "t.csv"
    table.write_text('a,b\n,1\n,2\n"",3\n"",4\n', encoding="utf-8")

    _, found = asked(capsys, "search", table, "--quasi", "a", "--k", "2")
    code, three = asked(capsys, "search", table, "--quasi", "a", "--k", "3")

    assert (found["levels"], found["classes"]) == ({"a": 0}, 2)
    assert code == 0
    assert (three["levels"], three["classes"]) == ({"a": 1}, 1)


def test_a_sensitive_column_is_looked_at_in_each_class(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    hierarchy = str(small.parent / "h_{}.csv")

    _, plain = asked(capsys, "search", small, "--sep", ";", "--quasi", "city", "--hierarchy", hierarchy, "--k", "1")
    _, diverse = asked(capsys, "search", small, "--sep", ";", "--quasi", "city", "--hierarchy", hierarchy, "--k", "1",
                       "--l-diversity", "illness:2")  # fmt: skip

    assert plain["levels"] == {"city": 0}
    assert diverse["levels"] == {"city": 2}


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["--quasi", "city,agee"], ["agee", "did you mean 'age'"]),
        (["--quasi", ""], ["no columns"]),
        (["--quasi", "city,city"], ["'city' twice"]),
        (["--quasi", "city", "--hierarchy", "nowhere_{}.csv"], ["nowhere_city.csv"]),
        (["--quasi", "city", "--hierarchy", "nothing"], ["COLUMN=FILE"]),
        (["--quasi", "city", "--hierarchy", "city=:prefecture"], ["did you mean 'prefectures'"]),
        (["--quasi", "city", "--hierarchy", "city=:ages"], ["2 values that are not numbers: 'A', 'B'"]),
        (["--quasi", "age", "--hierarchy", "age=:bands/x"], ["whole numbers"]),
        (["--quasi", "city", "--suppress", "1.5"], ["a share from 0 to 1"]),
        (["--quasi", "city", "--suppress", "nan"], ["a share from 0 to 1"]),
        (["--quasi", "city", "--l-diversity", "illness"], ["COLUMN:VALUE"]),
        (["--quasi", "city", "--l-diversity", "illness:2:odd"], ["distinct, entropy, recursive"]),
        (["--quasi", "city", "--t-closeness", "illness:0.2:tree"], ["hierarchy"]),
        (["--quasi", "city", "--t-closeness", "illness:7"], ["from 0 to 1"]),
        (["--quasi", "city", "--l-diversity", "city:2"], ["two roles"]),
        (["--quasi", "city", "--linked"], ["--person"]),
        (["--quasi", "city", "--sep", ","], ["did you mean", "--sep ';'"]),
        (["--quasi", "city", "--sep", ";;"], ["one character"]),
        (["--quasi", "city", "--encoding", "klingon"], ["an encoding"]),
        (["--quasi", "city", "--memory", "much"], ["4GB"]),
        (["--quasi", "city", "--k", "6"], ["k = 6", "5 rows"]),
    ],
)
def test_wrong_use_says_what_was_found_and_what_was_expected(
    args: list[str], words: list[str], small: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = run("anonymise", "search", small, "--sep", ";", *args)

    said = capsys.readouterr().err
    assert code == 2
    assert all(word in said for word in words), said


def test_a_folder_that_holds_no_table_is_said_to_be_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("anonymise", "search", tmp_path, "--quasi", "city") == 2

    assert f"{tmp_path}: found a folder without a .parquet file" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", ["no column names"]),
        (b"city;city\nA;B\n", ["'city' twice"]),
        (b"city;\nA;B\n", ["without a name"]),
        (b"city;age\n" + b"a;1\n" * 9999 + "東京;1\n".encode("cp932"), ["not UTF-8"]),
        ("市;age\nA;1\n".encode("cp932"), ["small.csv:1", "--encoding", "cp932"]),
        (b"city;age\nA;1\n" + "東京;1\n".encode("cp932"), ["small.csv:3", "--encoding"]),
        ("city;age\nA;1\n".encode("utf-16"), ["utf-16"]),
        (b"city;City\nA;B\n", ["'city' and 'City'", "capital letters"]),
        (";".join(f"c{n}" for n in range(10_000)).encode() + b"\n", ["'city'", "c29"]),
        (b"city;age\nSecret;1;2\n", ["small.csv:2", "3 columns"]),
        (b'city;age\n"Secret;1\n', ["small.csv"]),
        (b"PAR1", []),
    ],
)
def test_a_file_that_is_not_a_table_is_refused_without_a_value_of_it(
    content: bytes, words: list[str], small: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    small.write_bytes(content)

    code = run("anonymise", "search", small, "--sep", ";", "--quasi", "city")

    said = capsys.readouterr()
    assert code == 2
    assert all(word in said.err for word in words), said.err
    assert "Secret" not in said.err + said.out


def parquet(names: Sequence[str]) -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    out = io.BytesIO()
    inner = pa.StructArray.from_arrays([pa.array(["p"] * 9), pa.array(["q"] * 9)], names=["x", "x"])
    pq.write_table(pa.table([inner, *[pa.array(["a"] * 9)] * len(names)], names=["nested", *names]), out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"PAR1 and no more", ["t.parquet", "cut off"]),
        (b"", ["t.parquet", "cut off"]),
        (parquet(["city"])[:200], ["t.parquet", "cut off"]),
        (parquet(["city"])[200:], ["t.parquet", "cut off"]),
        (parquet(["city", "city"]), ["t.parquet", "'city' twice"]),
        (parquet(["city", "City"]), ["t.parquet", "'city' and 'City'"]),
    ],
    ids=["no more", "nothing", "first half", "last half", "a name twice", "a name in other letters"],
)
def test_a_broken_parquet_file_is_refused(
    content: bytes, words: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "t.parquet").write_bytes(content)

    assert run("anonymise", "search", tmp_path / "t.parquet", "--quasi", "city") == 2

    said = capsys.readouterr().err
    assert all(word in said for word in words), said


def test_columns_of_parquet_inside_others_are_none_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "t.parquet").write_bytes(parquet(["city", "x"]))

    assert run("anonymise", "search", tmp_path / "t.parquet", "--quasi", "city,x") == 0


def test_the_engine_says_nothing_beside_the_answer_however_long_it_takes(
    small: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    import duckdb

    impatient = duckdb.connect()
    impatient.execute("SET progress_bar_time = 0")
    monkeypatch.setattr(duckdb, "connect", lambda: impatient)

    with opened(small, separator=";") as source:
        capfd.readouterr()  # of the engine's own that was made before
        source.engine.execute("SELECT count(DISTINCT n) FROM range(3000000) AS numbers(n)").fetchall()

    assert capfd.readouterr().out == ""


def test_values_that_a_hierarchy_lacks_are_listed(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (small.parent / "h_city.csv").write_text("A;*\n", encoding="utf-8")

    code = run("anonymise", "search", small, "--sep", ";", "--quasi", "city", "--hierarchy", small.parent / "h_{}.csv")

    said = capsys.readouterr().err
    assert code == 2
    assert "2 values" in said
    assert "(NULL), 'B'" in said


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ("A;*\nB\n", ["h_city.csv:2", "1 levels"]),
        ("A;*\nA;*\n", ["'A' a second time"]),
        ("", ["no rows"]),
        ("A,x,*\nB,x,*\n", ["commas and no semicolon", "value;coarser"]),
        ("A;x;1\nB;x;2\n", ["one label above"]),
        ("A;B;*\nB;A;*\n", ["h_city.csv", "lead back to themselves: 'A', 'B'"]),
        ("A;x;y;x\nB;y;x;y\n", ["lead back to themselves: 'x', 'y'"]),
    ],
)
def test_rows_that_make_no_hierarchy_are_refused(
    rows: str, words: list[str], small: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (small.parent / "h_city.csv").write_text(rows, encoding="utf-8")

    code = run("anonymise", "search", small, "--sep", ";", "--quasi", "city", "--hierarchy", small.parent / "h_{}.csv")

    said = capsys.readouterr().err
    assert code == 2
    assert all(word in said for word in words), said


@pytest.mark.parametrize(
    ("rows", "classes"), [("", 0), ("A;1;x\n", 1), ("A;1;x\n" * 3, 1)], ids=["none", "one", "all alike"]
)
def test_tables_at_the_edge_have_defined_results(
    rows: str, classes: int, small: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    small.write_text("city;age;illness\n" + rows, encoding="utf-8")

    code, found = asked(capsys, "search", small, "--sep", ";", "--quasi", "city,age", "--k", "1")

    assert code == 0
    assert found["classes"] == classes
    assert found["proven"]


def test_everything_suppressed_is_a_result_when_it_is_allowed(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, found = asked(capsys, "search", small, "--sep", ";", "--quasi", "city", "--k", "9", "--suppress", "1")

    assert code == 0
    assert (found["classes"], found["smallest"], found["suppressed"], found["value"]) == (0, 0, 5, 1.0)


def test_files_in_cp932_are_read_when_told_so(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    small.write_bytes("市;age\n東京;1\n東京;1\n".encode("cp932"))

    code, found = asked(capsys, "search", small, "--sep", ";", "--encoding", "cp932", "--quasi", "市", "--k", "2")

    assert (code, found["levels"]) == (0, {"市": 0})
