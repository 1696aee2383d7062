"""Every verb of the door is within reach: of people at the command line, and of programs over HTTP."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import seiyaku
from seiyaku import door
from seiyaku.door import lists
from seiyaku.rest.api import api

SOURCE = Path(seiyaku.__file__).parent
ON_A_PAGE = dict.fromkeys(
    ("address", "chosen", "proof"),
    "of the customer's own page: it asks who is there, and nobody else does (portal)",
)
IN_A_BOOK = {"inspect": "opened", "extract": "taken"}  # the verb, and what a shell asks for it: one table for all
NO_COMMAND = ON_A_PAGE | {
    "proven": "of a program's token: at the terminal a member of staff has signed in",
    "collect": "one person is a file of one row: `collect FILE`",
}
NO_ROUTE = ON_A_PAGE | {
    "whom": "the digest a proposal to export names: over HTTP the proposal is asked for with the people themselves",
    "verify": "whoever checks the whole ledger does it there and believes no answer: receipts, `entries/ID`",
}


def verbs() -> set[str]:
    return {name for name in door.__all__ if name[0].islower()}


def named(package: str) -> dict[str, ast.Module]:
    return {
        path.stem: ast.parse(path.read_text(encoding="utf-8"))
        for path in (SOURCE / package).rglob("*.py")
        if "story" not in path.parts
    }


def called(package: str) -> set[str]:
    """The verbs that a shell asks the door for, by itself or for a book of the registers."""
    books = _asked(package, "registered")
    return _asked(package, "door") | {verb for verb, ask in IN_A_BOOK.items() if ask in books}


def _asked(package: str, of: str) -> set[str]:
    return {
        node.attr
        for tree in named(package).values()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == of
    }


def words(package: str) -> set[str]:
    """Every word that a shell's code says."""
    return {
        node.value
        for tree in named(package).values()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def described() -> set[str]:
    """The addresses of the API."""
    return {path.removeprefix("/") for path in api.get_openapi_schema(path_prefix="/")["paths"]}


@pytest.mark.promise("2-2")
def test_every_verb_has_a_command_or_a_reason_why_not() -> None:
    missing = verbs() - called("cli")

    assert missing == set(NO_COMMAND)


@pytest.mark.promise("2-2")
def test_every_verb_has_a_route_or_a_reason_why_not() -> None:
    missing = verbs() - called("rest") - described()

    assert missing == set(NO_ROUTE)


@pytest.mark.promise("2-2")
def test_every_act_that_goes_in_lists_does_so_at_the_command_line_and_over_http() -> None:
    routes = {act for act in lists.ACTS if f"{act}-many" in described()} | ({"attach"} & described())

    assert routes == set(lists.ACTS)
    assert set(lists.ACTS) <= words("cli")
    assert {"use-many", "contact-many", "person-many", "collect-many"} <= described()
