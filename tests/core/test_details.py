"""What errors say in Japanese: every sentence of the rooms that staff and administrators meet has its own."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from seiyaku.core import errors
from seiyaku.core.details import JAPANESE, detail, in_japanese

SRC = Path(errors.__file__).parents[1]
ROOMS = ("backup", "cli", "keys", "partners", "people")
SAYING = {
    "InputError": ("where", "found", "expected"), "IntegrityError": ("what", "why"),
    "VerificationFailed": ("what", "why"), "Conflict": ("what",), "NotFound": ("what",), "NotProven": ("why",),
    "Unavailable": ("why",), "Fault": ("expected",), "WrongLines": ("where", "found", "expected"),
}  # fmt: skip
NAMES = re.compile(
    r"`[^`]*`|--[a-z-]+(?: pdf)?|\{\d\}|SEIYAKU_[A-Z_]+|[a-z]+://[A-Z@/]+"
)  # said as they are in any language
FACT = re.compile(r"\{\d\}")


def sentences(room: str) -> Iterator[tuple[str, str]]:
    """Every sentence of a room's errors, facts as {0}, {1}, and where it stands."""
    for path in sorted((SRC / room).rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        own = {
            target.id: node.value.value
            for node in tree.body
            if isinstance(node, ast.Assign)
            and isinstance(node.value, ast.Constant)
            and isinstance(node.value.value, str)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
            name = getattr(call.func, "id", getattr(call.func, "attr", ""))
            given = dict(zip(SAYING.get(name, ()), call.args, strict=False))
            given |= {each.arg: each.value for each in call.keywords if each.arg in SAYING.get(name, ())}
            for value in given.values():
                for said in written(value, own):
                    yield said, f"{room}/{path.name}:{call.lineno}"


def written(node: ast.expr, own: dict[str, str]) -> list[str]:
    """What is written there, if anything is: constants of the file in their places, all else as a fact."""
    if isinstance(node, ast.IfExp):
        return written(node.body, own) + written(node.orelse, own)
    if isinstance(node, ast.BoolOp):
        return [said for value in node.values for said in written(value, own)]
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, ast.Name):
        return [own[node.id]] if node.id in own else []
    if not isinstance(node, ast.JoinedStr):
        return []
    parts, facts = [], 0
    for part in node.values:
        inner = part.value if isinstance(part, ast.FormattedValue) else part
        (text,) = written(inner, own) or [f"{{{facts}}}"]
        facts += text.startswith("{")
        parts.append(text)
    return ["".join(parts)]


@pytest.mark.parametrize("room", ROOMS)
def test_every_sentence_of_an_error_has_its_japanese_one(room: str) -> None:
    found = list(sentences(room))

    missing = [
        f"{where}: {said}" for said, where in found if said not in JAPANESE and re.search("[a-z]", NAMES.sub("", said))
    ]

    assert len(found) > 5
    assert missing == []


def test_a_sentence_that_nobody_said_in_japanese_would_be_found() -> None:
    node = ast.parse("f'the moon is {phase} over {place}'", mode="eval").body

    (said,) = written(node, {"place": "Tokyo"})

    assert said == "the moon is {0} over Tokyo"
    assert said not in JAPANESE


@pytest.mark.parametrize("key", [key for key in JAPANESE if FACT.search(key)])
def test_facts_are_put_into_their_places_and_none_is_lost(key: str) -> None:
    facts = [f"事実{number}" for number in range(len(FACT.findall(key)))]

    said = in_japanese(key.format(*facts))

    assert said == JAPANESE[key].format(*facts)
    assert all(fact in said for fact in facts)


def test_no_japanese_sentence_is_left_over() -> None:
    said = {sentence for room in ROOMS for sentence, _ in sentences(room)}
    told_elsewhere = {"line {0}", "course", "pledge"}  # names that a variable carries

    assert set(JAPANESE) - said - told_elsewhere == set()


def test_each_kind_of_error_is_said_in_the_language_of_the_run() -> None:
    wrong = errors.InputError(where="--propose", found="--proposal besides", expected="one of them", nearest="--ask")
    policy = errors.PolicyError(where="a.md:1:1", found="x", expected="y", clause="4-1")
    altered = errors.IntegrityError("backup", "ends in the middle")

    assert detail(wrong, "en") == str(wrong)
    assert detail(wrong, "ja") == "--propose: --proposal も一緒にある。必要なもの: どちらか一方（--ask のことですか）"
    assert detail(policy, "ja") == "a.md:1:1: x。必要なもの: y［条項 4-1］"
    assert detail(altered, "ja") == "バックアップ: 途中で終わっています"
    assert detail(errors.Unavailable("/srv/x is open to other users: chmod 700 it"), "ja").startswith("/srv/x を")
    assert detail(errors.Unavailable("something nobody foresaw"), "ja") == "something nobody foresaw"
