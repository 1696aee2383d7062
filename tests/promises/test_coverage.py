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
SURFACES = {"cli", "http", "browser"}
TURNED_AWAY = {"refused", "rejected"}
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


def calls(function: ast.FunctionDef) -> list[ast.Call]:
    return [node for node in ast.walk(function) if isinstance(node, ast.Call)]


def marked_with(function: ast.FunctionDef, mark: str) -> set[str]:
    """Return what a test is marked with: the arguments of `@pytest.mark.<mark>(…)`."""
    found = [each for each in function.decorator_list if isinstance(each, ast.Call)]
    named = [each for each in found if isinstance(each.func, ast.Attribute) and each.func.attr == mark]
    return {str(arg.value) for each in named for arg in each.args if isinstance(arg, ast.Constant)}


def goes_through_a_surface(function: ast.FunctionDef) -> bool:
    """Whether a test says which surface it uses, is let through and turned away there, and asks the door nothing."""
    methods = {call.func.attr for call in calls(function) if isinstance(call.func, ast.Attribute)}
    names = {node.id for node in ast.walk(function) if isinstance(node, ast.Name)}
    kinds = marked_with(function, "surface")
    return (
        bool(kinds) and kinds <= SURFACES and "does" in methods and bool(methods & TURNED_AWAY) and "door" not in names
    )


def keeps(promise: str, marked: set[str]) -> bool:
    return any(mark == promise or mark.startswith(promise + "-") for mark in marked)


def test_every_promise_the_house_keeps_today_has_a_scenario_or_is_awaited_by_name() -> None:
    marked = {mark for path in HERE.glob("test_*.py") for mark in marks(path)}

    without = {promise for promise in NOW if not keeps(promise, marked)}

    assert without == set(SAID["awaiting"]), "promises.toml: `awaiting` must be exactly what has no scenario yet"


def test_every_promise_the_house_keeps_today_is_kept_and_denied_through_a_public_surface() -> None:
    """`surface` marks a scenario; `.does` is the permission in it, `.refused` or `.rejected` the refusal."""
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in HERE.glob("test_*.py")]
    tests = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    through = [test for test in tests if test.name.startswith("test_") and goes_through_a_surface(test)]
    marked = {promise for test in through for mark in marked_with(test, "promise") for promise in spelt_out(mark)}

    assert {promise for promise in NOW if not keeps(promise, marked)} == set()
    assert {test.name for test in tests if marked_with(test, "surface")} == {test.name for test in through}


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
