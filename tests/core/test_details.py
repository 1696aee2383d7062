"""
What errors say in Japanese: every sentence of every room has its own.

A new sentence fails here until its line stands in `core/details/`, in the file of its room (`shared`
when several rooms say it): under PLACES if it says where something is, else under SAID.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from seiyaku.core import errors
from seiyaku.core.details import FILES, PLACES, SAID, auditing, detail, findings, in_japanese, place

SRC = Path(errors.__file__).parents[1]
ROOMS = sorted(path.name for path in SRC.iterdir() if (path / "__init__.py").is_file())
SAYING = {
    "InputError": ("where", "found", "expected"), "IntegrityError": ("what", "why"),
    "VerificationFailed": ("what", "why"), "Conflict": ("what",), "NotFound": ("what",), "NotProven": ("why",),
    "Unavailable": ("why",), "Fault": ("expected",), "WrongLines": ("where", "found", "expected"),
    "PolicyError": ("where", "found", "expected"), "fault": ("at", "found", "expected"),
}  # fmt: skip
WHERE = {
    ("InputError", "where"), ("WrongLines", "where"), ("IntegrityError", "what"), ("VerificationFailed", "what"),
}  # fmt: skip
NAMES = re.compile(
    r"`[^`]*`|--[a-z-]+(?: pdf)?|\{\d\}|SEIYAKU_[A-Z_]+|[a-z]+://[A-Z@/]+"
    r"|settings\.env|(?:refusable|reserved|record): true|family: partner|^(?:no|false|Markdown|base64)$"
)  # said as they are in any language
FACT = re.compile(r"\{\d\}")


@dataclass(frozen=True)
class Sentence:
    """What an error says, facts as {0}, {1}; whether it says where something is; and where it stands in the code."""

    said: str
    is_place: bool
    at: str

    @property
    def has_words(self) -> bool:
        return re.search("[a-z]", NAMES.sub("", self.said)) is not None

    @property
    def is_japanese_too(self) -> bool:
        return self.said in SAID or (self.is_place and self.said in PLACES)


def sentences(room: str) -> Iterator[Sentence]:
    """Every sentence of a room's errors."""
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
            for part, value in given.items():
                for said in written(value, own):
                    yield Sentence(said, (name, part) in WHERE, f"{room}/{path.name}:{call.lineno}")


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

    missing = [f"{one.at}: {one.said}" for one in found if one.has_words and not one.is_japanese_too]

    assert missing == [], "say these in Japanese in src/seiyaku/core/details/: see the top of this file"


def test_all_that_an_audit_of_a_release_may_find_is_said_in_japanese() -> None:
    said = [
        text
        for path in ("auditing", "inspecting", "recounting", "bags", "tallying")
        for node in ast.walk(ast.parse((SRC / "anonymised" / f"{path}.py").read_text(encoding="utf-8")))
        for found in found_in(node)
        for text in written(found, {})
    ]

    assert len(said) > 10
    assert [one for one in said if one not in SAID] == []
    assert findings("a class of 1 rows, k = 5; column 'x' holds what looks like a phone") == (
        "1 行だけの同値類がある（k = 5）；'x' 列に、電話番号らしい値がある"
    )


def found_in(node: ast.AST) -> list[ast.expr]:
    """What is put among the findings, or yielded as one."""
    if isinstance(node, ast.Yield) and node.value is not None:
        return [node.value]
    if isinstance(node, ast.Call) and ast.unparse(node.func) == "findings.append":
        return list(node.args)
    return []


def test_a_sentence_that_nobody_said_in_japanese_would_be_found() -> None:
    node = ast.parse("f'the moon is {phase} over {place}'", mode="eval").body

    (said,) = written(node, {"place": "Tokyo"})

    assert said == "the moon is {0} over Tokyo"
    assert said not in SAID


@pytest.mark.parametrize(
    ("key", "japanese", "say"),
    [(key, said, say) for table, say in ((SAID, in_japanese), (PLACES, place)) for key, said in table.items()],
)
def test_facts_are_put_into_their_places_and_none_is_lost(key: str, japanese: str, say: Callable[[str], str]) -> None:
    facts = [f"事実{number}" for number in range(len(FACT.findall(key)))]

    said = say(key.format(*facts) if facts else key)

    assert said == (japanese.format(*facts) if facts else japanese)
    assert all(fact in said for fact in facts)


def test_no_japanese_sentence_is_left_over() -> None:
    found = [one for room in ROOMS for one in sentences(room)]
    assert len(found) > 500
    # What a variable carries.
    elsewhere = {"line {0}", "course", "pledge", "{0} columns, as in the first line", "attestation"}
    reasons = ("No such file or directory", "Is a directory", "Permission denied")  # what the system says of a file
    elsewhere |= {f"nothing to read ({reason})" for reason in reasons}
    forms = {"numbers", "months or days such as 2026-11 or 2026-11-28", "the 47 prefectures, or 不明"}
    elsewhere |= set(auditing.SAID) | forms | {f"{{0}} values that are not {form}: {{1}}" for form in forms}

    assert set(SAID) - {one.said for one in found} - elsewhere == set()
    assert set(PLACES) - {one.said for one in found if one.is_place} - elsewhere == set()


def test_no_sentence_is_said_twice() -> None:
    every = [key for file in FILES for key in file.SAID], [key for file in FILES for key in file.PLACES]

    for keys in every:
        assert len(keys) == len(set(keys))
    for file in FILES:
        assert len(Path(str(file.__file__)).read_text(encoding="utf-8").splitlines()) <= 400


def test_a_name_of_a_field_is_said_as_it_is() -> None:
    """What was found may be a field of the policy called like a place."""
    wrong = errors.InputError(where="address", found="address", expected="a field of the policy")

    assert detail(wrong, "ja") == "宛先のアドレス: address。必要なもの: ポリシーにある項目"


def test_each_kind_of_error_is_said_in_the_language_of_the_run() -> None:
    wrong = errors.InputError(where="--propose", found="--proposal besides", expected="one of them", nearest="--ask")
    policy = errors.PolicyError(where="a.md:1:1", found="x", expected="y", clause="4-1")
    altered = errors.IntegrityError("backup", "ends in the middle")

    assert detail(wrong, "en") == str(wrong)
    assert detail(wrong, "ja") == "--propose: --proposal も一緒にある。必要なもの: どちらか一方（--ask のことですか）"
    assert detail(policy, "ja") == "a.md:1:1: x。必要なもの: y［条項 4-1］"
    for form, said in (("numbers", "数ではない"), ("the 47 prefectures, or 不明", "47都道府県でも「不明」でもない")):
        unfit = errors.InputError("column age", f"2 values that are not {form}: 'x' … (+1)", form)
        assert detail(unfit, "ja").startswith(f"age 列: {said}値が 2 個: 'x' … (+1)。必要なもの: {in_japanese(form)}")
    assert detail(altered, "ja") == "バックアップ: 途中で終わっています"
    assert detail(errors.Unavailable("/srv/x is open to other users: chmod 700 it"), "ja").startswith("/srv/x を")
    assert detail(errors.Unavailable("something nobody foresaw"), "ja") == "something nobody foresaw"
