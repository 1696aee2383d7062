"""What is said in both languages, with its places filled."""

from __future__ import annotations

from seiyaku.core.citations import cited
from seiyaku.core.language import Text


def test_a_part_that_is_said_in_both_languages_stands_in_each_as_it_is_said_there() -> None:
    said = Text("{1}（{0:,}件、{2}）", "{1} ({0:,}, {2})").filled(1200, Text("記録", "records"), cited("43(3); R.36"))

    assert said == Text(
        "記録（1,200件、個人情報保護法43条3項、施行規則36条）", f"records (1,200, {cited('43(3); R.36').en})"
    )
    assert "43(3)" in said.en
