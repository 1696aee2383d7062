"""Why a row went to quarantine is said in words, whatever the reason is."""

from __future__ import annotations

import ast
from pathlib import Path

import seiyaku
from seiyaku.core import asides
from seiyaku.core.language import Text
from seiyaku.core.reasons import REASONS

SRC = Path(seiyaku.__file__).parent


def test_a_column_that_nobody_declared_is_said_with_its_place() -> None:
    said = asides.said("undeclared-column", ("column 6", "column 8"))

    assert said == Text(
        "様式にない列（6 列目、8 列目）", "a column that the form does not declare (column 6, column 8)"
    )


def test_what_the_gate_objects_to_is_said_as_the_gate_says_it() -> None:
    assert asides.said("special-care", ()) == REASONS["special-care"].text
    assert asides.said("nobody foresaw it", ()) == Text("nobody foresaw it", "nobody foresaw it")


def test_every_reason_why_a_row_cannot_be_read_has_its_words() -> None:
    returned = {
        node.value.elts[1].value
        for node in ast.walk(ast.parse((SRC / "cli" / "tables.py").read_text(encoding="utf-8")))
        if isinstance(node, ast.Return) and isinstance(node.value, ast.Tuple) and len(node.value.elts) == 2
        and isinstance(node.value.elts[1], ast.Constant) and isinstance(node.value.elts[1].value, str)
    }  # fmt: skip

    assert returned >= {"encoding", "nul", "too-long", "quotes", "depth", "json"}
    assert returned <= asides.WHY.keys()


def test_every_reason_is_said_in_both_languages() -> None:
    assert all(said.ja and said.en and said.ja != said.en for said in asides.WHY.values())
