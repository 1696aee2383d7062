"""The JSON Schema that editors use says what the loader says."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from seiyaku.policy.loading import load
from seiyaku.policy.markdown import outline
from seiyaku.policy.marks import read_yaml
from seiyaku.policy.pages import decode, read
from seiyaku.policy.schema import json_schema

POLICIES = sorted(path for path in (Path(__file__).parents[2] / "policies").glob("*/*.md") if ".en" not in path.name)


def blocks(path: Path) -> list[Any]:
    page = decode(str(path), read(path))
    sections = outline(page).sections
    return [read_yaml(page, b.text, b.line, s.id).data for s in sections for b in s.blocks]


@pytest.mark.parametrize("path", POLICIES, ids=lambda path: path.parent.name)
def test_every_rule_block_of_every_policy_fits_the_schema_with_its_names(path: Path) -> None:
    plain, named = (jsonschema_rs.validator_for(json_schema(p)) for p in (None, load(path)))

    for block in blocks(path):
        plain.validate(block)
        named.validate(block)


@pytest.mark.parametrize(
    ("key", "value"),
    [("needs", ["nmae"]), ("neds", ["name"]), ("family", "customers"), ("keep", {"until": "later", "for": "1y"})],
)
def test_what_the_loader_refuses_the_schema_refuses(key: str, value: object) -> None:
    path = POLICIES[0]
    named = jsonschema_rs.validator_for(json_schema(load(path)))
    block = copy.deepcopy(next(b for b in blocks(path) if "purposes" in b))
    next(iter(block["purposes"].values()))[key] = value

    assert not named.is_valid(block)


def test_nobody_writes_the_clause_of_a_rule_into_it() -> None:
    assert all("clause" not in held.get("properties", {}) for held in json_schema()["$defs"].values())
