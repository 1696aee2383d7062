"""What keeps a command from its work outside the house (files, folders, ports, keys): said with what would help."""

from __future__ import annotations

import errno
import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from seiyaku.cli.asking import people_in
from seiyaku.cli.main import main
from seiyaku.cli.troubles import OF_A_NAME, of_the_system
from seiyaku.core.details import SAID, detail, in_japanese
from seiyaku.core.errors import InputError


def run(*args: str) -> int:
    code = main.main(list(args), standalone_mode=False)
    assert isinstance(code, int)
    return code


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that looks like an instance up to the moment it would be served."""
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    (home / "operator.key").touch(mode=0o600)
    monkeypatch.setattr(settings, "HOME", home)
    monkeypatch.setattr(settings, "SECRET_KEY", "of a test")
    monkeypatch.setattr(settings, "OPERATOR_KEY", "file:operator.key")
    monkeypatch.setattr(settings, "OPERATOR_KEY_NEXT", "")
    return home


@pytest.fixture
def taken() -> Iterator[int]:
    """A port that somebody listens on, who lets others of the same user listen beside them."""
    with socket.socket() as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        yield int(listening.getsockname()[1])


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.usefixtures("house")
def test_a_port_in_use_is_said_and_not_shared(taken: int, language: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("up", "--port", str(taken), "--lang", language) == 1

    said = capsys.readouterr()
    assert said.out == ""  # nothing is said to be up
    assert f"ポート {taken} は使われています" in said.err or f"port {taken} is taken" in said.err
    assert "--port" in said.err


@pytest.mark.parametrize("command", [("check", "--serve"), ("demo",)])
def test_every_command_that_serves_looks_at_its_port_first(
    taken: int,
    command: tuple[str, ...],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)

    assert run(*command, "--port", str(taken), "--lang", "en") == 1

    assert f"port {taken} is taken" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("house")
def test_a_host_that_is_not_this_machine_is_wrong_use(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("up", "--host", "192.0.2.1", "--lang", "ja") == 2

    assert "--host: 192.0.2.1。必要なもの: この機械のアドレス" in capsys.readouterr().err


@pytest.mark.parametrize("port", ["0", "65536", "-1"])
def test_a_port_is_a_number_of_a_port(port: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("up", "--port", port, "--lang", "ja") == 2

    assert "1 から 65535 までの整数" in capsys.readouterr().err


@pytest.mark.promise("3-3")
@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("file:gone.key", "gone.key がありません。控えを戻すか"),
        ("env:SEIYAKU_NO_SUCH_KEY", "環境変数 SEIYAKU_NO_SUCH_KEY"),
    ],
)
def test_a_missing_operators_key_is_told_before_anything_is_served(
    house: Path, place: str, said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(settings, "OPERATOR_KEY", place)

    assert run("up", "--lang", "ja") == 1

    found = capsys.readouterr()
    assert said in found.err
    assert found.out == ""


@pytest.mark.promise("3-3")
def test_the_folder_of_another_user_is_left_alone(
    house: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: house.stat().st_uid + 1)

    assert run("up", "--lang", "ja") == 1

    said = capsys.readouterr().err
    assert f"{house} は別の利用者のものです" in said
    assert "--home" in said


def test_a_folder_below_a_file_cannot_be_founded_in(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").touch()

    assert run("init", "--home", str(tmp_path / "file" / "house"), "--lang", "ja") == 1

    assert "途中にフォルダーではなくファイルがあります" in capsys.readouterr().err


@pytest.mark.parametrize("number", [*OF_A_NAME, errno.ENOSPC, errno.EDQUOT])
def test_what_the_system_refuses_is_said_in_japanese_with_its_place(number: int) -> None:
    said = of_the_system(OSError(number, os.strerror(number), "/srv/a"))

    assert said is not None
    assert os.strerror(number) not in detail(said, "en")
    japanese = detail(said, "ja")
    assert japanese != detail(said, "en")
    assert "/srv/a" in japanese or number in {errno.ENOSPC, errno.EDQUOT}


def test_a_list_of_people_that_is_no_text_is_said_so_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "gone.txt").write_bytes("髙橋".encode("cp932"))

    with pytest.raises(InputError) as raised:
        people_in(tmp_path / "gone.txt")

    assert detail(raised.value, "ja") == "gone.txt: UTF-8 でないバイト。必要なもの: 公開 ID を一行に一つ"


def test_what_the_system_says_otherwise_is_said_as_it_is() -> None:
    named = of_the_system(OSError(errno.ELOOP, "Too many levels of symbolic links", "/srv/a"))

    assert str(named) == "/srv/a: Too many levels of symbolic links"
    assert of_the_system(OSError("a sentence of somebody's")) is None
    assert in_japanese("no room is left on the disk: make room, and do it again") in SAID.values()
