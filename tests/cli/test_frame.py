"""The frame of the command line: languages, exit codes, and errors that say no value."""

from __future__ import annotations

import gc
import importlib
import io
import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import click
import pytest

import seiyaku
from seiyaku.cli import main as edge
from seiyaku.cli.frame import Spoken, SpokenGroup
from seiyaku.cli.index import COMMANDS
from seiyaku.cli.main import main
from seiyaku.cli.paint import painted
from seiyaku.cli.speech import Voice
from seiyaku.core import errors
from seiyaku.core.answers import Denied, Remedy
from seiyaku.core.headings import HEADINGS
from seiyaku.core.language import Text

DENIED = Denied(
    clause="4-3",
    article="18(1)",
    reason="purpose",
    text=Text("この目的では使えません", "not for this purpose"),
    remedy=Remedy(clause="4-3", missing="consent", text=Text("本人の同意を得る", "ask for consent")),
)


def run(*args: str) -> int:
    code = main.main(list(args), standalone_mode=False)
    assert isinstance(code, int)
    return code


def test_the_collector_looks_seldom_while_an_instance_is_founded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "in the way").touch()
    told: list[tuple[int, ...]] = []
    monkeypatch.setattr(gc, "set_threshold", lambda *often: told.append(often))
    monkeypatch.setenv("SEIYAKU_HOME", str(tmp_path))

    assert run("init") == edge.WRONG_USE

    assert told == [(200_000, 20, 20)]


def failing(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    @click.command("completion")
    def fails() -> None:
        raise error

    monkeypatch.setattr(edge.Seiyaku, "get_command", lambda *_: fails)


def test_help_starts_without_rich_django_or_any_command() -> None:
    heavy = {"rich", "django", "pyarrow", "numpy", "cryptography", "pydantic"}
    code = f"import sys; sys.path[:] = {sys.path!r}; from seiyaku.cli.main import main\n"
    code += f"main.main(['--help'], standalone_mode=False); bad = {heavy!r} & set(sys.modules); assert not bad, bad"

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
    assert all(name in done.stdout for name in COMMANDS)


def test_a_table_of_nothing_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    columns = (Text("番号", "ref"), Text("日", "day"))

    for language, said in (("ja", "ありません"), ("en", "there is nothing")):
        speaking = Voice(language="ja" if language == "ja" else "en")
        speaking.result({}, speaking.table(columns, []))
        assert capsys.readouterr().out == f"{said}\n"


def test_a_reader_that_goes_away_ends_the_command_quietly() -> None:
    code = f"import sys; sys.path[:] = {sys.path!r}; from seiyaku.cli.main import main; main()"
    read, write = os.pipe()
    os.close(read)

    done = subprocess.run(
        [sys.executable, "-c", code, "--help"], stdout=write, stderr=subprocess.PIPE, text=True, check=False
    )
    os.close(write)

    assert (done.returncode, done.stderr) == (1, "")


class Screen(io.StringIO):
    """A terminal, or not."""

    def __init__(self, *, terminal: bool) -> None:
        super().__init__()
        self.isatty = lambda: terminal  # type: ignore[method-assign]


@pytest.mark.parametrize(
    ("surroundings", "terminal", "coloured"),
    [
        ({"TERM": "xterm"}, True, True), ({"TERM": "xterm"}, False, False), ({"TERM": "dumb"}, True, False),
        ({"TERM": "xterm", "NO_COLOR": "1"}, True, False), ({"FORCE_COLOR": "1"}, False, True),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, True, False),
    ],
)  # fmt: skip
def test_sentences_are_coloured_on_a_terminal_that_shows_it(
    monkeypatch: pytest.MonkeyPatch, surroundings: dict[str, str], *, terminal: bool, coloured: bool
) -> None:
    for name in ("TERM", "NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    for name, value in surroundings.items():
        monkeypatch.setenv(name, value)

    said = painted("一行\n二行", "bold red", Screen(terminal=terminal))

    assert said == ("\x1b[1;31m一行\x1b[0m\n\x1b[1;31m二行\x1b[0m" if coloured else "一行\n二行")


@pytest.mark.promise("2-1")
def test_what_was_handed_in_paints_nothing_and_moves_no_cursor() -> None:
    said = painted("名前\x1b[31m\r\x07\x9b2J\t終\n", None, Screen(terminal=True))

    assert said == "名前[31m2J\t終\n"


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_a_command_says_in_its_file_what_the_index_says_of_it(name: str) -> None:
    module = importlib.import_module(f"seiyaku.cli.{COMMANDS[name][0]}")

    made = getattr(module, name.replace("-", "_"))

    assert isinstance(made, Spoken)
    assert (made.said.ja.splitlines()[0], made.said.en.splitlines()[0]) == COMMANDS[name][1]


def spoken(command: click.Command) -> list[click.Command]:
    below = list(command.commands.values()) if isinstance(command, SpokenGroup) else []
    return [command, *(each for child in below for each in spoken(child))]


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_speaks_both_languages_and_takes_the_common_options(name: str) -> None:
    module = importlib.import_module(f"seiyaku.cli.{COMMANDS[name][0]}")

    for command in spoken(getattr(module, name.replace("-", "_"))):
        assert isinstance(command, Spoken), command.name
        assert command.said.ja != command.said.en
        assert {"--lang", "--json", "--home"} <= {opt for param in command.params for opt in param.opts}


@pytest.mark.parametrize(
    ("args", "japanese", "english"),
    [
        ([], ("使い方: seiyaku", "コマンド:"), ("Usage: seiyaku", "Commands:")),
        (["up"], ("使い方: seiyaku up", "[既定: 8000; 1<=x<=65535]"), ("[default: 8000; 1<=x<=65535]",)),
        (["use"], ("引数:\n  [PERSON]  人の番号", "[必須]"), ("Arguments:\n  [PERSON]  a person's", "[required]")),
    ],
)
def test_help_speaks_the_language_asked_for(
    args: list[str], japanese: tuple[str, ...], english: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    for lang, words in (("ja", japanese), ("en", english)):
        assert run(*args, "--help", "--lang", lang) == 0

        said = capsys.readouterr().out
        assert [word for word in words if word not in said] == []
        assert not any(word in said for word in ("Usage", "required", "default:") if lang == "ja")


@pytest.mark.parametrize("args", [["nonsense"], ["up", "--port", "eighty"], ["policy"], ["use"]])
def test_wrong_use_is_one_document_with_json(args: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    for lang in ("ja", "en"):
        assert run("--json", "--lang", lang, *args) == 2

        written = capsys.readouterr()
        said = json.loads(written.out)
        assert (said["error"], said["exit"], written.err) == ("usage", 2, "")
        assert said["detail"]


def test_language_follows_the_surroundings(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("SEIYAKU_LANG", "en")

    run("--help")

    assert "Exit codes" in capsys.readouterr().out


def test_an_unknown_command_is_wrong_use(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("nonsense") == 2
    assert "nonsense" in capsys.readouterr().err


@pytest.mark.promise("2-2")
def test_a_refusal_names_clause_article_and_remedy_and_exits_with_3(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    failing(monkeypatch, errors.Refused(DENIED, entry="aa11"))

    code = run("--lang", "ja", "completion")

    said = capsys.readouterr().err
    assert code == 3
    assert all(word in said for word in ("refused", "4-3", "個人情報保護法18条1項", "本人の同意を得る", "aa11"))


def test_a_refusal_is_one_document_with_json(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    failing(monkeypatch, errors.Refused(DENIED))

    code = run("--lang", "en", "--json", "completion")

    said = json.loads(capsys.readouterr().out)
    assert code == said["exit"] == 3
    assert said["clause"] == "4-3"
    assert said["remedy"] == {"clause": "4-3", "missing": "consent", "text": "ask for consent"}


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (errors.SeiyakuError("x"), 1),
        (errors.Conflict("login"), 1),
        (errors.Unavailable("closed"), 1),
        (errors.InputError("a.csv:1", "a tab", "a comma"), 2),
        (errors.NotProven("no session"), 3),
        (errors.IntegrityError("sheet", "swapped"), 4),
        (errors.VerificationFailed("head", "signature"), 4),
        (PermissionError(13, "Permission denied", "a.csv"), 1),
        (KeyboardInterrupt(), 1),
    ],
)
def test_each_kind_of_error_has_its_exit_code(
    error: BaseException, code: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    failing(monkeypatch, error)

    assert run("completion") == code
    assert "Traceback" not in capsys.readouterr().err


@pytest.mark.promise("2-1")
def test_an_unexpected_error_says_where_and_never_with_what(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    failing(monkeypatch, ValueError("髙橋さくら 080-0000-0000"))

    code = run("completion")

    captured = capsys.readouterr()
    assert code == 1
    assert "ValueError" in captured.err
    assert "test_frame.py" in captured.err
    assert "髙橋" not in captured.err + captured.out


def kinds(root: type[errors.SeiyakuError]) -> list[type[errors.SeiyakuError]]:
    return [root, *(kind for child in root.__subclasses__() for kind in kinds(child))]


def test_every_error_has_a_heading_in_both_languages() -> None:
    codes = {kind.code for kind in kinds(errors.SeiyakuError)}

    assert codes == set(HEADINGS)


def test_the_version_is_the_packages() -> None:
    project = Path(seiyaku.__file__).parents[2] / "pyproject.toml"

    assert tomllib.loads(project.read_text(encoding="utf-8"))["project"]["version"] == seiyaku.__version__


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["polcy"], "polcy というコマンドはありません（policy のことですか）"),
        (["up", "--prot", "1"], "--prot というオプションはありません（--port, --host のことですか）"),
        (["up", "--port", "eighty"], "--port の値が使えません。1 から 65535 までの整数を書いてください"),
        (["up", "--port"], "--port には値が要ります"),
        (["up", "now"], "余分なものがあります: now"),
        (["up", "--json=yes"], "--json は値を取りません"),
        (["completion"], "{bash|zsh|fish} がありません。次のどれか: bash, zsh, fish"),
        (["completion", "dos"], "{bash|zsh|fish} の値が使えません。次のどれか: bash, zsh, fish"),
        (
            ["init", "--policy", "no-such.md"],
            "--policy の値が使えません。no-such.md はありません",
        ),
        (["init", "--policy", "/"], "--policy の値が使えません。/ はファイルではなくフォルダーです"),
    ],
)
def test_wrong_use_is_said_in_the_language_of_the_run(
    args: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("--lang", "ja", *args) == 2
    japanese = capsys.readouterr().err
    assert run("--lang", "en", *args) == 2
    english = capsys.readouterr().err

    assert f"使い方の誤り: {said}\n" in japanese
    assert "Error: " in english
    assert "使い方" not in english
