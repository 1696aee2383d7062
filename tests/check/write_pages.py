"""Measure the rules and write their pages anew: `python -m tests.check.write_pages`."""

from __future__ import annotations

import json

from seiyaku.check.reference import page

from .measuring import measured
from .test_rules import DOCS

if __name__ == "__main__":
    kept = {rule: [round(m.precision, 3), round(m.recall, 3)] for rule, m in measured().items()}
    (DOCS / "check-rules.json").write_text(json.dumps(kept, indent=0) + "\n", encoding="utf-8")
    (DOCS / "check-rules.md").write_text(page("ja", kept), encoding="utf-8")  # type: ignore[arg-type]
    (DOCS / "check-rules.en.md").write_text(page("en", kept), encoding="utf-8")  # type: ignore[arg-type]
