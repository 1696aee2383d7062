"""The guide to writing a policy shows one that loads, the same in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from seiyaku.policy.loading import load_files

GUIDES = [Path(__file__).parents[2] / "docs" / "how-to" / f"write-a-policy{ending}" for ending in (".md", ".en.md")]
ENGLISH = b"# Promise\n\n## 1 What\n\nName and telephone.\n\n## 2 What for\n\nTo hand over.\n\n## 3 Who\n\nWe.\n"


def shown(guide: Path) -> str:
    (found,) = re.findall(r"````markdown\n(.*?)````", guide.read_text(encoding="utf-8"), re.DOTALL)
    return str(found)


@pytest.mark.parametrize("guide", GUIDES, ids=["ja", "en"])
def test_the_smallest_policy_of_the_guide_loads(guide: Path) -> None:
    policy = load_files({"2026-04-01.md": shown(guide).encode(), "2026-04-01.en.md": ENGLISH})

    assert (policy.operator.id, list(policy.rules.purposes)) == ("mini", ["hand-over"])


def test_both_guides_show_the_same() -> None:
    assert shown(GUIDES[0]) == shown(GUIDES[1])
