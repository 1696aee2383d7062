"""The check of a policy's own text, as a newcomer runs it: what the law bears passes, what it does not is named."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from seiyaku.cli.main import main

GOOD = (Path(__file__).parents[1] / "check" / "texts" / "good" / "telecom.txt").read_text(encoding="utf-8")


@pytest.fixture
def check(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    """Run `seiyaku check` on the good policy with words changed; return the exit code and the rules that speak."""

    def run(*changed: tuple[str, str], more: str = "") -> tuple[int, set[str]]:
        text = GOOD
        for was, now in changed:
            assert was in text
            text = text.replace(was, now)
        (tmp_path / "policy.txt").write_text(text + more, encoding="utf-8")
        capsys.readouterr()
        code = main.main(["check", str(tmp_path / "policy.txt"), "--format", "json"], standalone_mode=False)
        return code, {found["rule"] for found in json.loads(capsys.readouterr().out)["files"][0]["findings"]}

    return run


@pytest.mark.promise("9-2-D")
def test_a_policy_that_promises_to_identify_people_is_told_so_and_one_that_bans_it_is_not(check: Any) -> None:
    banned = check()
    promised = check(("本人を識別するために他の情報と照合しません。", "本人を識別するために他の情報と照合します。"))

    assert banned == (0, set())
    assert promised[0] == 1
    assert "L13" in promised[1]


@pytest.mark.promise("11-1")
def test_a_court_that_alone_decides_is_worth_knowing_and_no_error(check: Any) -> None:
    court = "本文書は日本法に準拠し、東京地方裁判所を専属的合意管轄裁判所とします。"

    code, rules = check(more=f"\n■ 16 準拠法と裁判管轄\n{court}\n")

    assert code == 0
    assert rules == {"L35"}


@pytest.mark.promise("12-1", "12-3")
def test_a_change_without_notice_and_a_consent_by_use_are_found(check: Any) -> None:
    announced = check(more="\n■ 16 改定\n本文書を改めるときは、施行日の前に本ページでお知らせします。\n")
    deemed = "弊社は本文書を予告なく変更できるものとし、変更後の利用をもって同意したものとみなします。"
    silent = check(more=f"\n■ 16 改定\n{deemed}\n")

    assert announced == (0, set())
    assert silent[0] == 1
    assert silent[1] == {"L19", "L23"}
