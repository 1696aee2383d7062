"""
A8: the plan on DuckDB and on a Spark cluster of two workers gives equal cells and equal releases.

The cluster is started by a process of its own, as its users start it, so that no part of it is left in this one.
"""

from __future__ import annotations

import csv
import json
import os
import random
import shutil
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from seiyaku.anonymised import plan, recipes, running
from seiyaku.anonymised.asking import Ask, on_column
from seiyaku.anonymised.sources import opened
from seiyaku.anonymised.treatments import prepared
from seiyaku.cli.main import main

CLUSTER = "local-cluster[2,1,1024]"
ASK: dict[str, Any] = {
    "quasi": ("city", "age"), "hierarchies": ("age=:ages",), "k": 8, "suppress": 0.05, "person": "member",
    "on_columns": (on_column("l-diversity", "illness:2"),),
}  # fmt: skip
COLUMNS = ("city", "age", "illness", "member")
RECIPE = """
columns:
  city: {as: quasi, remove_values: ["大阪府"], merge_below: 40}
  age: {as: quasi, hierarchy: ":ages", bottom: 20, top: 55}
  illness: {as: sensitive, merge_below: 1000}
  member: {as: person}
k: 8
suppress: 0.05
require: ["l-diversity illness:2"]
remove_rows:
  - {column: member, values: ["1", "2"]}
"""
ON_CLUSTER = """
import json, os, signal, sys
from dataclasses import replace
from pathlib import Path
from seiyaku.anonymised import fleet, plan, recipes
from seiyaku.core.errors import InputError
from tests.anonymised.test_fleet import ASK, CLUSTER, COLUMNS
from seiyaku.anonymised.asking import Ask
folder = Path(sys.argv[1])
said = {}
signal.signal(signal.SIGINT, lambda *given: said.update(pressed=True) or signal.default_int_handler(*given))
recipe = recipes.load(folder / "r.yaml")
with fleet.reduced(folder / "t.csv", Ask(**ASK), master=CLUSTER, separator=";", recipe=recipe) as cooked:
    said["recipe"] = fleet.run(cooked, recipe.ask(), folder / "recipe").as_json()
    raw = replace(cooked.original, columns=(*COLUMNS, plan.COUNT), sql="cells", counted=plan.COUNT)
    found = replace(cooked, cells=raw)
    said["cells"] = found.cells.engine.execute("SELECT * FROM cells").fetchall()
    for name, ask, out in (("rows", Ask(**ASK), "rows"), ("linked", Ask(**ASK, linked=True), "linked.parquet")):
        said[name] = fleet.run(found, ask, folder / out).as_json()
    broken = replace(found.original, path=folder / "broken.csv")
    try:
        fleet.cells_of(found.session, broken, ("city", "age"))
    except InputError as error:
        said["broken"] = str(error)
    java, write = found.session.sparkContext._gateway.proc, fleet._write
    fleet._write = lambda *given, **how: (write(*given, **how), os.kill(os.getpid(), signal.SIGINT))
    try:
        fleet.run(found, Ask(**ASK), folder / "stopped")
    except KeyboardInterrupt:
        said["ended"] = java.wait()
(folder / "said.json").write_text(json.dumps(said))
"""


def table(path: Path, rows: int = 3000) -> Path:
    dice = random.Random(7)  # noqa: S311  # a test's dice
    cities = ["東京都", "大阪府", "", '""', '"a;""b""\nc"']
    lines = ["name;city;age;illness;member"]
    for n in range(rows):
        age = dice.choice(["", "17", *map(str, range(20, 60))])
        lines.append(f"Person {n};{dice.choices(cities, (40, 30, 20, 10, 1))[0]};{age};{dice.choice('xyz')};{n // 2}")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def read(paths: list[Path]) -> Counter[tuple[str, ...]]:
    found: Counter[tuple[str, ...]] = Counter()
    for path in paths:
        # What is nothing and the empty text are told apart by the text itself.
        text = path.read_text(encoding="utf-8").replace('""', "(empty)") if path.suffix == ".csv" else ""
        found.update(tuple(row) for row in list(csv.reader(text.splitlines(keepends=True), delimiter=";"))[1:])
    return found


def bags(rows: list[tuple[Any, ...]]) -> Counter[tuple[Any, ...]]:
    held: dict[str, list[tuple[Any, ...]]] = {}
    for who, *row in rows:
        held.setdefault(who, []).append(tuple(row))
    return Counter(tuple(sorted(bag, key=str)) for bag in held.values())


@pytest.mark.slow
@pytest.mark.promise("9-2-A")
@pytest.mark.skipif(
    shutil.which("java") is None and os.environ.get("SEIYAKU_REQUIRE_ALL") != "1", reason="no Java on this machine"
)
def test_a_cluster_gives_the_cells_and_the_releases_of_one_machine(tmp_path: Path) -> None:
    source = table(tmp_path / "t.csv")
    (tmp_path / "r.yaml").write_text(RECIPE, encoding="utf-8")
    (tmp_path / "broken.csv").write_text(source.read_text("utf-8") + "Secret;a;1\n", encoding="utf-8")

    done = subprocess.run(
        [sys.executable, "-c", ON_CLUSTER, str(tmp_path)], check=False, capture_output=True, text=True,
        cwd=Path(__file__).parents[2],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    said = json.loads((tmp_path / "said.json").read_text("utf-8"))
    with opened(source, separator=";") as here:
        here.engine.execute(f'CREATE VIEW "t" AS SELECT * FROM {here.sql}')
        cells = here.engine.execute(plan.cells("t", COLUMNS)).fetchall()
        one = running.run(here, Ask(**ASK), tmp_path / "one.csv", separator=";")
        running.run(here, Ask(**ASK, linked=True), tmp_path / "one.parquet", separator=";")
        read_recipe = recipes.load(tmp_path / "r.yaml")
        cooked = running.run(
            prepared(here, read_recipe), read_recipe.ask(), tmp_path / "cooked.csv", separator=";", original=here
        ).as_json()
        linked = [
            here.engine.execute(f"SELECT member, city, age, illness FROM '{name}'").fetchall()
            for name in (tmp_path / "one.parquet", tmp_path / "linked.parquet/*.parquet")
        ]
    assert Counter(map(tuple, said["cells"])) == Counter(cells)
    mine = one.as_json()
    assert {key: said["rows"][key] for key in mine if key != "audit"} == {k: v for k, v in mine.items() if k != "audit"}
    assert mine["levels"]["age"] > 0
    assert 0 < mine["released"] < 3000
    assert said["rows"]["audit"]["stands"]
    assert said["linked"]["audit"]["stands"]
    assert read(sorted((tmp_path / "rows").glob("*.csv"))) == read([tmp_path / "one.csv"])
    assert bags(linked[0]) == bags(linked[1])
    assert read(sorted((tmp_path / "recipe").glob("*.csv"))) == read([tmp_path / "cooked.csv"])
    assert {**said["recipe"], "audit": ""} == {**cooked, "audit": ""}
    assert said["recipe"]["audit"]["stands"]
    assert "1 rows with more or fewer columns" in said["broken"]
    assert "Secret" not in said["broken"] + done.stderr
    assert said["pressed"]  # Ctrl-C still does what it did, and Java, which would have waited, is gone
    assert said["ended"]
    assert not (tmp_path / "stopped").exists()
    assert not list(tmp_path.glob(".*part"))
    assert "Traceback" not in done.stderr


def test_both_halves_of_the_plan_are_said_in_sparks_words() -> None:
    cells, rows = (plan.for_spark(each) for each in (plan.cells("t", ["a`b", "市"]), plan.rows("l", ["a", "市"])))

    assert cells == "SELECT `a``b`, `市`, COUNT(*) AS `rows of the cell` FROM `t` GROUP BY `a``b`, `市`"
    assert "EXPLODE" in rows
    assert "`rows of the line`" in rows


def test_the_rows_that_lines_stand_for_are_those_of_the_plan() -> None:
    import duckdb

    engine = duckdb.connect()
    engine.execute(f"CREATE TABLE l AS SELECT * FROM (VALUES ('x', 2), (NULL, 0), ('', 1)) AS t(a, \"{plan.LINE}\")")

    found = engine.execute(plan.rows("l", ["a"])).fetchall()

    assert Counter(found) == {("x",): 2, ("",): 1}


@pytest.mark.parametrize("rows", ["average_of: 3", "noise: 1", "swap: 0.5", "synthetic: true", "sample: 0.5"])
def test_a_fleet_takes_no_recipe_that_treats_single_rows(
    rows: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, recipe, name = table(tmp_path / "t.csv", 3), tmp_path / "r.yaml", rows.split(":", maxsplit=1)[0]
    of_column = f", {rows}" if name != "sample" else ""
    recipe.write_text(f"columns:\n  age: {{as: quasi{of_column}}}\n" + ("" if of_column else rows), encoding="utf-8")

    code = main.main(
        ["--lang", "en", "anonymise", "run", str(source), "--spark", CLUSTER, "--recipe", str(recipe), "--out", "o"],
        standalone_mode=False,
    )

    said = capsys.readouterr().err
    assert code == 2
    assert f"{name} in the recipe" in said
    assert "on one machine" in said


def test_a_recipe_on_cells_with_counts_gives_what_it_gives_on_rows(tmp_path: Path) -> None:
    source, recipe = table(tmp_path / "t.csv"), tmp_path / "r.yaml"
    recipe.write_text(RECIPE, encoding="utf-8")
    read = recipes.load(recipe)

    with opened(source, separator=";") as rows:
        rows.engine.execute(f"CREATE TEMP TABLE counted AS {plan.cells('t', rows.columns)}".replace('"t"', rows.sql))
        cells = replace(rows, columns=(*rows.columns, plan.COUNT), sql="counted", counted=plan.COUNT)
        made = [running.make(prepared(each, read), read.ask()) for each in (rows, cells)]

    assert made[0].as_json() == made[1].as_json()
    assert made[0].as_json()["rows"] == 2996
    assert "その他" in {cell for cells in made[0].lines.cells for cell in cells}
    assert lines(made[0]) == lines(made[1])


def lines(made: running.Made) -> Counter[tuple[str | None, ...]]:
    found: Counter[tuple[str | None, ...]] = Counter()
    for row, count in zip(zip(*made.lines.cells, strict=True), made.lines.counts.tolist(), strict=True):
        found[row] += count
    return found
