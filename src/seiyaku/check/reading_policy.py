"""What a policy file of ours declares beside its prose: its operator, its purposes, its forms."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from seiyaku.core.errors import PolicyError
from seiyaku.policy.marks import read_yaml
from seiyaku.policy.pages import Page

_RULE = "```yaml rule"


def is_policy(lines: Sequence[str]) -> bool:
    """Say whether the lines are a policy file: front matter, then rule blocks."""
    return bool(lines) and lines[0].strip() == "---" and any(line.startswith(_RULE) for line in lines)


def declarations(lines: Sequence[str]) -> dict[str, str]:
    """
    Return what the file declares, key to value.

    `name`, `address`, `representative`, `desk`, `email` of the operator; `effective`; `purpose:ID` to its name;
    `form:ID` to the names of its purposes, one a line. A block that does not load declares nothing: the strict loader
    says what is wrong with it.
    """
    front, rules = _parsed(lines)
    declared = {
        key: said
        for key, value in _mapping(front.get("operator")).items()
        if (said := _japanese(value)) and key in {"name", "address", "representative", "manager", "desk", "email"}
    }
    if front.get("effective"):
        declared["effective"] = str(front["effective"])
    purposes = {key: _japanese(_mapping(held).get("label")) or key for key, held in _section(rules, "purposes")}
    declared |= {f"purpose:{key}": label for key, label in purposes.items()}
    for key, held in _section(rules, "forms"):
        named = _mapping(held).get("purposes") or []
        declared[f"form:{key}"] = "\n".join(purposes.get(str(each), str(each)) for each in named)
    return declared


def _parsed(lines: Sequence[str]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    end = next((n for n, line in enumerate(lines[1:], 1) if line.rstrip() == "---"), 0)
    front = _yaml(lines[1:end])
    blocks, start = [], None
    for number, line in enumerate(lines):
        if start is None and line.startswith(_RULE):
            start = number + 1
        elif start is not None and line.startswith("```"):
            blocks.append(_yaml(lines[start:number]))
            start = None
    return front, blocks


def _yaml(lines: Sequence[str]) -> dict[str, Any]:
    text = "\n".join(lines)
    try:
        return _mapping(read_yaml(Page("policy", text), text, 1, None).data)
    except PolicyError:
        return {}


def _mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _section(rules: list[dict[str, Any]], name: str) -> Iterator[tuple[str, Any]]:
    for block in rules:
        yield from _mapping(block.get(name)).items()


def _japanese(value: Any) -> str:
    return str(value.get("ja", "")) if isinstance(value, dict) else str(value) if isinstance(value, str) else ""
