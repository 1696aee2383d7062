"""Policies in other styles than those the rules were made with get the findings they deserve."""

from __future__ import annotations

from pathlib import Path

import pytest

from seiyaku.check.reading import read
from seiyaku.check.words import splitter
from seiyaku.core.lint.rules import check

from .held import MAY, MUST
from .measuring import TODAY

TEXTS = Path(__file__).parent / "texts" / "held"


@pytest.mark.parametrize("name", sorted(MUST))
def test_a_policy_gets_what_a_lawyer_would_write_beside_it(name: str) -> None:
    path = next(TEXTS.glob(f"{name}.*"))
    report = check(read(path, path.read_bytes(), path.name), words=splitter(), as_of=TODAY)

    found = {finding.rule for finding in report.findings}
    placed = found | {f"{finding.rule}@{finding.clause}" for finding in report.findings}
    assert MUST[name] <= placed
    assert found <= {each.split("@")[0] for each in MUST[name] | MAY.get(name, set())}
