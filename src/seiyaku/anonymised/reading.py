"""
Reading a plan that somebody is still writing: every fault with its place, and nothing of this machine reached by it.

A plan that comes over the network names built-in hierarchies only: a path would be one of this machine's files.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from seiyaku.core.errors import InputError, PolicyError
from seiyaku.core.model import Policy
from seiyaku.policy.marks import Marked, Path, read_yaml
from seiyaku.policy.pages import Page, decode
from seiyaku.policy.shapes import faults

from .gates import rule_with
from .plans import LARGEST, Plan, too_long
from .staircases import PRESET

NAME = "plan.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A plan as it was read: the plan, or what is wrong with it and where; `data` is what its YAML says."""

    text: str
    plan: Plan | None
    data: Any
    faults: tuple[tuple[Path, InputError], ...]


def read_plan(given: str, policy: Policy) -> Read:
    """Read a plan's text."""
    text = given.replace("\r\n", "\n")
    if len(text) > LARGEST:
        return Read(text=text, plan=None, data=None, faults=(((), too_long(NAME)),))
    page, data = Page(NAME, text), None
    try:
        page = decode(NAME, text.encode())
        marked: Marked = read_yaml(page, text, 1, None)
        data = marked.data
        plan, found = faults(Plan, marked, page, None)
    except PolicyError as error:
        return Read(text=text, plan=None, data=data, faults=(((), error),))
    told: list[tuple[Path, InputError]] = list(found)
    if plan is not None:
        told = _amiss(plan, marked, page, policy)
    return Read(text=text, plan=None if told else plan, data=data, faults=tuple(told))


def _amiss(plan: Plan, marked: Marked, page: Page, policy: Policy) -> list[tuple[Path, InputError]]:
    """Return what the shape cannot tell: files of this machine, names that nobody knows, models that do not fit."""
    told: list[tuple[Path, InputError]] = [
        (path, page.fault(marked.place(path), found, expected))
        for path, found, expected in (*_of_columns(plan), *_of_names(plan, policy))
    ]
    try:
        asked = plan.recipe().ask()
        asked.check()
    except InputError as error:
        return [*told, (("require",), error)]
    for at, each in enumerate(asked.on_columns[: len(plan.require)]):
        if each.column not in plan.named("sensitive"):
            found, path = repr(each.column), ("require", at)
            told.append((path, page.fault(marked.place(path), found, "a sensitive column of the plan")))
    return told


def _of_columns(plan: Plan) -> Iterator[tuple[Path, str, str]]:
    if not plan.named("quasi"):
        yield ("columns",), "no quasi-identifier", "at least one column as quasi"
    for name, column in plan.columns.items():
        if column.hierarchy is not None and not column.hierarchy.startswith(PRESET):
            path = ("columns", name, "hierarchy")
            yield path, repr(column.hierarchy)[:60], "a built-in hierarchy, such as :ages"


def _of_names(plan: Plan, policy: Policy) -> Iterator[tuple[Path, str, str]]:
    rule = rule_with(policy, "delivery")
    ways = tuple(rule.delivery) if rule else ()
    for at, way in enumerate(plan.ways):
        if way not in ways:
            yield ("ways", at), repr(way)[:60], f"one of {', '.join(ways)}" if ways else "no way"
    if plan.consent is not None and plan.consent not in policy.rules.purposes:
        yield ("consent",), repr(plan.consent)[:60], "a purpose of the policy"
