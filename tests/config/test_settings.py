"""Settings that say nonsense stop the start, and say in both languages which, where, and what would do."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.utils.functional import empty

import seiyaku.config
from seiyaku.cli.main import main
from seiyaku.config import explained, reading

MODULE = "seiyaku.config.settings"
# name: (what is said, what the Japanese sentence holds besides the name)
NONSENSE: dict[str, tuple[tuple[str, str], ...]] = {
    "LOOPBACK_ONLY": (("maybe", "yes か no"), ("", "yes か no")),
    "HOSTS": (("https://shop.example", "https:// もポートも付けず"), ("a,,b", "ホスト"), ("shop.example:80", "ホスト")),
    "DATABASE_URL": (
        ("mysql://a/b", "sqlite:///ファイル"), ("seiyaku.sqlite3", "sqlite:///ファイル"), ("", "sqlite:///ファイル"),
        ("sqlite://seiyaku.sqlite3", "sqlite:///ファイル"), ("sqlite:///", "sqlite:///ファイル"),
        ("postgresql://u:hush@h:port/n", "postgresql://"), ("postgresql://u:hush@h", "postgresql://"),
    ),
    "SEQUENCER_DATABASE_URL": (("postgres", "postgresql://"),),
    "RECEIVERS": (
        ("mailto:nobody", "mailto:名前@ホスト"), ("/mnt/a s3:bucket", "mailto:名前@ホスト"), ("https://", "https://ホスト"),
    ),
    "SMTP_SERVER": (("smtp://mail.example", "ホスト:ポート"), ("m.example:99999", "ホスト:ポート"), ("a b", "ホスト")),
    "SMTP_FROM": (("seiyaku", "名前@ホスト"), ("", "名前@ホスト"), ("a@b, c@d", "名前@ホスト")),
    "ADDRESS": (("shop.example", "https://ホスト"), ("ftp://shop.example", "https://ホスト"), ("", "https://ホスト")),
    "OIDC_ISSUER": (("idp.example", "https://ホスト"), ("https://idp.example", "両方ある、またはどちらもない")),
    "OIDC_CLIENT_ID": (("seiyaku", "両方ある、またはどちらもない"),),
    "OIDC_PROOF": (("card", "login, jpki"), ("jpki", "SEIYAKU_OIDC_ACR")),
    "SIGN_INS": (("missing.toml", "読めないファイル"),),
    "TIME_ZONE": (("Tokyo", "Asia/Tokyo"), ("Asia", "Asia/Tokyo"), ("../etc/passwd", "Asia/Tokyo"), ("", "Asia/Tokyo")),
    "OPERATOR_KEY": (("operator.key", "file:パス"), ("file:", "file:パス"), ("vault:key", "file:パス")),
    "OPERATOR_KEY_NEXT": (("next.key", "file:パス"),),
    "OPERATOR_PIN_FILE": (("missing-pin", "読めないファイル"),),
    "SMTP_PASSWORD_FILE": (("missing-password", "読めないファイル"),),
    "OIDC_CLIENT_SECRET_FILE": (("missing-secret", "読めないファイル"),),
    "SECRET_KEY_FILE": (("missing-key", "読めないファイル"),),
    "API_PER_MINUTE": (("many", "0 から"), ("-1", "0 から"), ("1.5", "0 から")),
    "API_BODY_BYTES": (("0", "1 から"), ("1MB", "1 から")),
    "API_FILE_BYTES": (("2GB", "1 から"),),
    "SINGLE_APPROVER_DELAY_HOURS": (("two", "0 から"), ("99999", "0 から")),
    "BACKUP_KEYS_DAYS": (("0", "1 から 30"), ("31", "1 から 30"), ("many", "1 から 30")),
}  # fmt: skip
FREE = {  # any text will do
    "HOME", "LANG", "SECRET_KEY", "SMTP_USER", "SMTP_PASSWORD", "MAIL_FOLDER", "OIDC_CLIENT_SECRET", "OIDC_ACR",
    "FILES", "SCRATCH", "POPULATION", "OPERATOR_PIN", "BACKUPS", "BACKUP_RECIPIENTS",
}  # fmt: skip


Say = Callable[..., tuple[int, str, str]]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Have settings read anew, as a start reads them, in a new folder and without anybody else's."""
    for name in [name for name in os.environ if name.startswith(reading.PREFIX)]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("SEIYAKU_HOME", str(tmp_path))
    monkeypatch.setattr(seiyaku.config, "settings", sys.modules[MODULE])  # put back afterwards
    monkeypatch.delitem(sys.modules, MODULE)
    monkeypatch.setattr(settings, "_wrapped", empty)
    return tmp_path


@pytest.fixture
def start(home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Say:
    """Start the server under settings that stop it: the exit code, and what is said in Japanese and in English."""

    def started(**named: str) -> tuple[int, str, str]:
        for name, value in named.items():
            monkeypatch.setenv(f"SEIYAKU_{name}", value)
        codes, told = set(), []
        for language in ("ja", "en"):
            codes.add(main.main(["up", "--lang", language], standalone_mode=False))
            told.append(capsys.readouterr().err)
        (code,) = codes
        return code, told[0], told[1]

    return started


@pytest.mark.parametrize(
    ("name", "value", "japanese"),
    [(name, value, japanese) for name, rows in NONSENSE.items() for value, japanese in rows],
)
def test_nonsense_is_said_in_two_lines_with_what_where_and_what_would_do(
    start: Say, name: str, value: str, japanese: str
) -> None:
    code, ours, theirs = start(**{name: value})

    assert code == 2
    for told in (ours, theirs):
        assert len(told.splitlines()) == 2, told
        assert f"SEIYAKU_{name}" in told
        assert "hush" not in told
        assert "Traceback" not in told
    assert japanese in ours
    assert not re.search("[ぁ-ん]", theirs)


def test_every_setting_is_in_the_table_or_takes_any_text() -> None:
    assert {name.removesuffix("_FILE") for name in NONSENSE} | FREE == set(explained.SETTINGS)


@pytest.mark.parametrize(
    ("lines", "where", "japanese"),
    [
        ("SEIYAKU_TIME_ZONE=Tokyo", "settings.env:1: SEIYAKU_TIME_ZONE", "Asia/Tokyo"),
        ("# ours\n\nSEIYAKU_DATABSE_URL=x", "settings.env:3", "SEIYAKU_DATABASE_URL のことですか"),
        ("SEIYAKU_HOME=/srv/other", "settings.env:1", "このファイルに書ける設定"),
        ("TIME_ZONE=Asia/Tokyo", "settings.env:1", "SEIYAKU_名前=値"),
        ("SEIYAKU_FILES", "settings.env:1", "SEIYAKU_名前=値"),
        ("SEIYAKU_FILES=a\nSEIYAKU_FILES=b", "settings.env:2", "どの設定も一度"),
        ("SEIYAKU_OPERATOR_PIN_FILE=pin", "settings.env:1: SEIYAKU_OPERATOR_PIN_FILE", "読めないファイル"),
    ],
)
def test_a_line_of_the_file_is_named(home: Path, start: Say, lines: str, where: str, japanese: str) -> None:
    (home / "settings.env").write_text(lines + "\n", encoding="utf-8")

    code, ours, theirs = start()

    assert code == 2
    assert where in ours
    assert where in theirs
    assert japanese in ours


@pytest.mark.parametrize("kept", ["SEIYAKU_FILES=添付".encode("cp932"), b"\xff\xfeS\x00"])
def test_a_file_of_another_encoding_is_said_to_be(home: Path, start: Say, kept: bytes) -> None:
    (home / "settings.env").write_bytes(kept)

    code, ours, theirs = start()

    assert (code, "UTF-8 でない" in ours, "not UTF-8" in theirs) == (2, True, True)


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("SEIYAKU_DATABASE", "SEIYAKU_DATABASE_URL"), ("SEIYAKU_HOM", "SEIYAKU_HOME"),
        ("SEIYAKU_HOST", "SEIYAKU_HOSTS"),
        ("SEIYAKU_SMPT_SERVER", "SEIYAKU_SMTP_SERVER"), ("SEIYAKU_TIMEZONE", "SEIYAKU_TIME_ZONE"),
    ],
)  # fmt: skip
def test_a_variable_that_is_a_setting_mistyped_is_not_passed_over(start: Say, name: str, near: str) -> None:
    code, ours, theirs = start(**{name.removeprefix("SEIYAKU_"): "x"})

    assert code == 2
    assert f"{name}。" in ours
    assert f"{near} のことですか" in ours
    assert f"did you mean {near!r}?" in theirs


@pytest.mark.usefixtures("home")
def test_what_others_call_alike_is_theirs(monkeypatch: pytest.MonkeyPatch) -> None:
    theirs = ("SERVING", "COMPLETE", "SERVICE_HOST", "PORT", "PORT_8000_TCP_ADDR", "SERVICE_PORT", "SCREENS", "VERSION",
              "IMAGE", "BENCH_DESK", "REQUIRE_ALL", "TEST_STARTED", "DOMAIN", "UID")  # fmt: skip
    for name in theirs:
        monkeypatch.setenv(f"SEIYAKU_{name}", "x")

    assert settings.TIME_ZONE == "UTC"


GOOD: dict[str, tuple[str, str, Any]] = {
    "HOSTS": ("shop.example, .shop.example,[::1]", "ALLOWED_HOSTS", ["shop.example", ".shop.example", "[::1]"]),
    "LOOPBACK_ONLY": ("No", "LOOPBACK_ONLY", False),
    "RECEIVERS": ("/mnt/a s3://b/c mailto:a@b.example", "RECEIVERS", ["/mnt/a", "s3://b/c", "mailto:a@b.example"]),
    "SMTP_SERVER": ("[::1]:2525", "SMTP_SERVER", "[::1]:2525"),
    "ADDRESS": ("https://shop.example/", "ADDRESS", "https://shop.example"),
    "OPERATOR_KEY": ("pkcs11:/usr/lib/x.so?token=a&label=b", "OPERATOR_KEY", "pkcs11:/usr/lib/x.so?token=a&label=b"),
    "API_PER_MINUTE": ("0", "API_PER_MINUTE", 0),
    "BACKUP_KEYS_DAYS": ("7", "BACKUP_KEYS_DAYS", 7),
}


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize("name", GOOD)
def test_what_is_meant_is_taken(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    value, of, read = GOOD[name]
    monkeypatch.setenv(f"SEIYAKU_{name}", value)

    assert getattr(settings, of) == read


def test_a_secret_of_notepad_is_read_without_its_mark(home: Path) -> None:
    (home / "settings.env").write_text("SEIYAKU_SMTP_PASSWORD_FILE=hush\n", encoding="utf-8-sig")
    (home / "hush").write_text("秘密\r\n", encoding="utf-8-sig")

    assert settings.SMTP_PASSWORD() == "秘密"


SIGN_IN = {
    "issuer": '"https://idp.example"', "client_id": '"c"', "proof": '"jpki"', "acr": '["a"]',
    "label": '{ja = "見本", en = "sample"}',
}  # fmt: skip


@pytest.mark.promise("7-2", "3-3")
@pytest.mark.parametrize(
    ("name", "more", "japanese"),
    [
        ("back", {}, "小文字と数字とハイフンの名前"), ("A b", {}, "小文字と数字とハイフンの名前"),
        ("a", {"acr": "[]"}, "求める認証の水準"), ("a", {"acr": '"a"'}, "acr = 認証の水準の並び"),
        ("a", {"proof": '"word"'}, "login か jpki"), ("a", {"proof": "[1]"}, "login か jpki"),
        ("a", {"label": '"見本"'}, "label = {ja = …, en = …}"), ("a", {"label": '{ja = "", en = ""}'}, "label = {ja"),
        ("a", {"issuer": '""'}, "issuer = 文字"), ("a", {"client": '"c"'}, "次の言葉の表"),
        ("a", {"issuer": '"https://own.example"'}, "どの発行者も一度"), ("a", {"issuer": "]"}, "TOML"),
        ("a", {"client_secret_file": '"gone"'}, "読めない"), ("a", {"client_secret_file": "1"}, "ファイルの名前"),
    ],
)  # fmt: skip
def test_a_file_of_sign_ins_that_says_nonsense_stops_the_start(
    home: Path, start: Say, name: str, more: dict[str, str], japanese: str
) -> None:
    lines = [f'["{name}"]', *(f"{word} = {value}" for word, value in (SIGN_IN | more).items())]
    (home / "ins.toml").write_text("\n".join(lines), encoding="utf-8")

    code, ours, theirs = start(SIGN_INS="ins.toml", OIDC_ISSUER="https://own.example", OIDC_CLIENT_ID="c")

    assert code == 2
    assert "ins.toml" in ours
    assert "ins.toml" in theirs
    assert japanese in ours


@pytest.mark.promise("7-2")
def test_a_file_of_sign_ins_is_read_and_its_secrets_late(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEIYAKU_SIGN_INS", "ins.toml")
    lines = ['["a"]', *(f"{word} = {value}" for word, value in SIGN_IN.items()), 'client_secret_file = "s"']
    (home / "ins.toml").write_text("\n".join(lines), encoding="utf-8")
    (home / "s").write_text("first\n", encoding="utf-8")

    (made,) = settings.SIGN_INS
    (home / "s").write_text("second\n", encoding="utf-8")

    assert (made["name"], made["secret"](), made["acr"]) == ("a", "second", ["a"])


@pytest.mark.promise("7-2")
@pytest.mark.usefixtures("home")
@pytest.mark.parametrize("more", [{}, {"PROOF": "login"}, {"PROOF": "jpki", "ACR": "urn:sample"}], ids=str)
def test_jpki_with_its_contexts_is_taken(monkeypatch: pytest.MonkeyPatch, more: dict[str, str]) -> None:
    for name, value in more.items():
        monkeypatch.setenv(f"SEIYAKU_OIDC_{name}", value)

    assert more.get("PROOF", "login") == settings.OIDC_PROOF
