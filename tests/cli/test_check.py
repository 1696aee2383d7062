"""`seiyaku check` and `seiyaku policy new`."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from seiyaku.check.showing.sayings import NO_ADVICE
from seiyaku.cli.main import main
from seiyaku.policy.loading import load

# A definition without the living, and a title under the wrong number.
POOR = """\
見本株式会社のプライバシーポリシー

1 個人情報の定義
個人情報とは、氏名、生年月日その他の記述により特定の個人を識別できる情報をいいます。
2 利用目的
「4. 個人情報の定義」のとおりの情報を、サービスの提供のために利用します。
3 変更
変更はこのページでお知らせします。
"""


def run(*args: str) -> int:
    code = main.main(list(args), standalone_mode=False)
    assert isinstance(code, int)
    return code


@pytest.fixture
def poor(tmp_path: Path) -> str:
    path = tmp_path / "policy.txt"
    path.write_text(POOR, encoding="utf-8")
    return str(path)


def test_help_is_there_at_once_and_needs_no_library() -> None:
    heavy = {"rich", "django", "sudachipy", "lxml", "docx", "typst", "pydantic", "pypdfium2"}
    code = f"import sys; sys.path[:] = {sys.path!r}; from seiyaku.cli.main import main\n"
    code += f"main.main(['check', '--help'], standalone_mode=False); bad = {heavy!r} & set(sys.modules)\n"
    code += "assert not bad, bad"

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
    assert "--baseline" in done.stdout


@pytest.mark.promise("11-1")
def test_a_text_with_errors_exits_with_1_and_says_which(poor: str, capsys: pytest.CaptureFixture[str]) -> None:
    code = run("check", poor, "--lang", "ja")

    said = capsys.readouterr().out
    assert code == 1
    assert "L01" in said
    assert NO_ADVICE.ja in said


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_a_check_speaks_the_language_asked_for(lang: str, poor: str, capsys: pytest.CaptureFixture[str]) -> None:
    run("check", poor, "--lang", lang)

    assert (NO_ADVICE.ja if lang == "ja" else NO_ADVICE.en) in capsys.readouterr().out


@pytest.mark.parametrize("form", ["json", "sarif"])
def test_a_form_for_machines_is_one_document(form: str, poor: str, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert run("check", poor, "--format", form) == 1

    said = json.loads(capfdbinary.readouterr().out)
    found = said["files"][0]["findings"] if form == "json" else said["runs"][0]["results"]
    assert "L01" in {each.get("rule", each.get("ruleId")) for each in found}


def test_json_is_asked_for_as_everywhere(poor: str, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    run("check", poor, "--json")

    assert json.loads(capfdbinary.readouterr().out)["files"][0]["worst"] == "error"


@pytest.mark.parametrize(
    ("form", "begins"), [("html", b"<!doctype html>"), ("markdown", b"# "), ("github", b"::"), ("pdf", b"%PDF-")]
)
def test_a_form_is_written_where_it_is_asked_for_and_that_is_said(
    form: str, begins: bytes, poor: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "report"

    assert run("check", poor, "--format", form, "--out", str(out), "--lang", "ja") == 1
    assert out.read_bytes().startswith(begins)
    assert f"書き出しました: {out}" in capsys.readouterr().err


def test_an_accepted_error_does_not_count_and_an_idle_acceptance_is_said(
    poor: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run("check", poor, "--format", "json", "--out", str(tmp_path / "all.json"))
    found = json.loads((tmp_path / "all.json").read_text(encoding="utf-8"))["files"][0]["findings"]
    errors = sorted({each["rule"] for each in found if each["severity"] == "error"})
    lines = "".join(f"  - {{rule: {rule}, reason: 見本, until: 2099-01-01}}\n" for rule in [*errors, "L99"])
    (tmp_path / "baseline.yaml").write_text(f"accepted:\n{lines}", encoding="utf-8")
    capsys.readouterr()

    assert errors
    assert run("check", poor, "--baseline", str(tmp_path / "baseline.yaml"), "--lang", "en") == 0
    assert "acceptance that no finding matches: L99" in capsys.readouterr().out


def test_what_counts_now_is_written_as_accepted_and_counts_no_more(
    poor: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = str(tmp_path / "accepted.yaml")
    given = ["--write-baseline", path, "--reason", "見本", "--until", "2099-01-01"]

    assert run("check", poor, *given, "--only", "L01", "--json") == 0
    assert json.loads(capsys.readouterr().out)["accepted"] == 1
    assert run("check", poor, "--baseline", path) == 1
    assert run("check", poor, *given) == 0
    assert run("check", poor, "--baseline", path) == 0


def test_the_mended_reference_is_a_difference_and_no_wording_changes(
    poor: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("check", "--fix", poor) == 0

    changed = [line for line in capsys.readouterr().out.splitlines() if line.startswith(("-「", "+「"))]
    assert [line[:13] for line in changed] == ["-「4. 個人情報の定義」", "+「1. 個人情報の定義」"]


def test_the_standard_input_is_checked_too(
    monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(POOR.encode("cp932"))))

    assert run("check", "-", "--format", "json") == 1
    assert json.loads(capfdbinary.readouterr().out)["files"][0]["encoding"] in {"cp932", "shift_jis"}


@pytest.mark.parametrize(
    "args",
    [
        [],
        ["none.txt"],
        ["-", "-"],
        ["--as-of", "tomorrow", "policy.txt"],
        ["--format", "doc", "policy.txt"],
        ["--baseline", "none.yaml", "policy.txt"],
        ["--write-baseline", "new.yaml", "--until", "2099-01-01", "policy.txt"],
        ["--write-baseline", "new.yaml", "--reason", " ", "--until", "2099-01-01", "policy.txt"],
        ["--write-baseline", "new.yaml", "--reason", "x", "policy.txt"],
        ["--write-baseline", "new.yaml", "--reason", "x", "--until", "2000-01-01", "policy.txt"],
        ["--write-baseline", "new.yaml", "--reason", "x", "--until", "2099-01-01", "--only", "all", "policy.txt"],
        ["--write-baseline", "policy.txt", "--reason", "x", "--until", "2099-01-01", "policy.txt"],
        ["--write-baseline", "no/new.yaml", "--reason", "x", "--until", "2099-01-01", "policy.txt"],
        ["--reason", "x", "policy.txt"],
        ["."],
    ],
)
def test_wrong_use_exits_with_2(args: list[str], poor: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(Path(poor).parent)

    assert run("check", *args) == 2


@pytest.mark.parametrize("body", [b"", b"\x00" * 100, b"\x89PNG\r\n", b"PK\x03\x04garbage", b"%PDF-1.7 garbage"])
def test_garbage_is_wrong_use_and_says_what_was_found(
    body: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "garbage"
    path.write_bytes(body)

    assert run("check", str(path)) == 2
    assert "garbage" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("春の夜\n\nしずかに雨が降る\n", "nothing of personal information"),
        (
            "利用規約\n第1条（適用）\n条件を定めます。\n第2条（個人情報）\n別の「プライバシーポリシー」に従います。\n",
            "leaves personal information to another",
        ),
    ],
)
def test_what_is_no_privacy_policy_is_wrong_use_and_nothing_is_found_in_it(
    text: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "text.txt"
    path.write_text(text, encoding="utf-8")

    for args in (["check", str(path)], ["policy", "new", "--from", str(path), "--out", str(tmp_path / "drafted")]):
        assert run(*args, "--lang", "en") == 2
        shown = capsys.readouterr()
        assert said in shown.err
        assert "L02" not in shown.out
    assert not (tmp_path / "drafted").exists()


def test_the_rules_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("check", "--rules", "--json") == 0

    listed = json.loads(capsys.readouterr().out)
    assert "L01" in {each["rule"] for each in listed}
    assert all(each["title"]["ja"] and each["title"]["en"] and each["severity"] for each in listed)


def test_a_policy_is_drafted_into_a_folder_and_loads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], poor: str
) -> None:
    monkeypatch.chdir(tmp_path)

    assert run("policy", "new", "--from", poor, "--json") == 0

    said = json.loads(capsys.readouterr().out)
    assert load(Path(said["files"][0])).operator.name["ja"] == "見本株式会社"
    assert 0 < said["unclear"] <= said["rules"]


def test_a_draft_is_never_written_over_a_file_that_is_there(tmp_path: Path, poor: str) -> None:
    assert run("policy", "new", "--from", poor, "--out", str(tmp_path / "drafted")) == 0
    kept = {path: path.read_bytes() for path in (tmp_path / "drafted").iterdir()}

    assert run("policy", "new", "--from", poor, "--out", str(tmp_path / "drafted")) == 2
    assert {path: path.read_bytes() for path in (tmp_path / "drafted").iterdir()} == kept
