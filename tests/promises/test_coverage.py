"""The gate over the promises: each one the house can keep today has a test that breaks when it is not kept."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path

HERE = Path(__file__).parent
SAID = tomllib.loads((HERE / "promises.toml").read_text(encoding="utf-8"))
PROMISES = {each["id"]: each for each in SAID["promise"]}
NOW = {name for name, each in PROMISES.items() if each["now"]}
RANGE = re.compile(r"(.+-)([A-Z])…([A-Z])")


def spelt_out(mark: str) -> set[str]:
    """ "8-3-A…M" is thirteen promises; "4-1-A" is also a part of 4-1."""
    found = RANGE.fullmatch(mark)
    if found is None:
        return {mark}
    stem, first, last = found.groups()
    return {stem + chr(letter) for letter in range(ord(first), ord(last) + 1)}


def marks(path: Path) -> set[str]:
    """Return every promise that a test in the file is marked with."""
    calls = [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
    named = [call for call in calls if isinstance(call.func, ast.Attribute) and call.func.attr == "promise"]
    words = {arg.value for call in named for arg in call.args if isinstance(arg, ast.Constant)}
    return {promise for word in words for promise in spelt_out(str(word))}


def keeps(promise: str, marked: set[str]) -> bool:
    return any(mark == promise or mark.startswith(promise + "-") for mark in marked)


def test_every_promise_the_house_keeps_today_has_a_scenario_or_is_awaited_by_name() -> None:
    marked = {mark for path in HERE.glob("test_*.py") for mark in marks(path)}

    without = {promise for promise in NOW if not keeps(promise, marked)}

    assert without == set(SAID["awaiting"]), "promises.toml: `awaiting` must be exactly what has no scenario yet"


def test_every_promise_the_house_keeps_today_is_proven_by_some_test() -> None:
    marked = {mark for path in HERE.parent.rglob("test_*.py") for mark in marks(path)}

    assert {promise for promise in NOW if not keeps(promise, marked)} == set()


def test_no_test_is_marked_with_a_promise_that_nobody_made() -> None:
    unknown = {
        f"{path.relative_to(HERE.parent)}: {mark}"
        for path in HERE.parent.rglob("test_*.py")
        for mark in marks(path)
        if not any(mark == promise or mark.startswith(promise + "-") for promise in PROMISES)
    }

    assert unknown == set()


def test_each_promise_stands_once_and_is_awaited_only_if_it_can_be_kept() -> None:
    assert len(PROMISES) == len(SAID["promise"])
    assert set(SAID["awaiting"]) <= NOW
    assert len(SAID["awaiting"]) == len(set(SAID["awaiting"]))
