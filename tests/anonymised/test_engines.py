"""The engine keeps to itself: nothing on standard output, nothing from outside."""

from __future__ import annotations

import ast
from contextlib import closing
from pathlib import Path

import seiyaku
from seiyaku.anonymised import engines
from seiyaku.anonymised.watching import Watch


def test_an_engine_draws_nothing_and_fetches_nothing() -> None:
    with closing(engines.connect()) as engine:
        for setting in engines.OFF:
            assert engine.execute("SELECT current_setting(?)", [setting]).fetchall() == [(False,)]


def test_every_engine_is_made_in_one_place() -> None:
    makers = [
        path.name
        for path in Path(seiyaku.__file__).parent.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and ast.unparse(node) == "duckdb.connect"
    ]

    assert makers == ["engines.py"]


def test_what_is_to_stop_everything_passes_an_engine_that_was_closed_but_is_still_held() -> None:
    with closing(engines.connect()) as closed:
        pass
    watch = Watch()
    watch.working_in(closed)

    engines.interrupt()
    watch.halt()

    assert watch.halted
