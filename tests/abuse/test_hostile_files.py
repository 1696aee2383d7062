"""Files made to do harm, through `seiyaku collect`: a clear answer, an exit code, nothing lost, no value told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.contrib.auth.hashers import make_password

from seiyaku.cli import signing
from seiyaku.cli.main import main
from seiyaku.people import sessions
from seiyaku.people.models import Account
from tests import proofs

from .conftest import House, unwhole

pytestmark = pytest.mark.promise("5-1", "5-3")

HEAD = "会員番号,氏名,電話番号,備考\n"
GOOD = "M9000001,見本 善,09000000091,\n"
SECRET = "秘密の値"
BOMB = 10_000_000


@pytest.fixture
def at_the_terminal(house: House) -> House:
    """Bob has signed in at this terminal."""
    Account.objects.filter(login="bob").update(password=make_password("a long and private sentence"))
    signing.keep(sessions.sign_in("bob", "a long and private sentence").token)
    return house


def collect(path: Path) -> int:
    code = main.main(
        ["--json", "collect", str(path), "--form", "sign-up", "--shown", proofs.shown("sign-up")],
        standalone_mode=False,
    )
    assert isinstance(code, int)
    return code


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (f"M9000002,{SECRET}".encode() + b"A" * BOMB + b",09000000092,\n", "too-long"),
        (f'M9000002,"{SECRET}'.encode() + b'""' * (BOMB // 4) + b'",09000000092,\n', "too-long"),
        (f"M9000002,{SECRET}\0,09000000092,\n".encode(), "nul"),
        (f"M9000002,{SECRET},09000000092,{',' * 100_000}\n".encode(), "cells"),
        (f'"M9000002,{SECRET},09000000092,\n'.encode(), "quotes"),
        (f"M9000002,{SECRET},090-\u202e00-XX,\n".encode(), "value"),
    ],
    ids=["ten megabytes", "doubled quotes", "nul", "a hundred thousand cells", "open quote", "turned around"],
)
def test_a_hostile_row_is_put_aside_and_the_rows_around_it_enter(
    at_the_terminal: House, tmp_path: Path, capfd: pytest.CaptureFixture[str], line: bytes, why: str
) -> None:
    path = tmp_path / "hostile.csv"
    path.write_bytes(HEAD.encode() + GOOD.encode() + line + GOOD.replace("9000001", "9000003").encode())

    code = collect(path)

    told = capfd.readouterr()
    assert code == 0
    said = json.loads(told.out)
    assert said["collected"] == 2
    assert why in {row["why"] for row in said["quarantined"]}
    assert SECRET not in told.out + told.err
    assert "Traceback" not in told.err
    assert unwhole() == []


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", b""),
        ("a.csv", b"\xff\xfe\x00\x00" * 50),
        ("a.csv", b'"' * 70_000),
        ("a.csv", (",".join(f"c{n}" for n in range(100_000)) + "\n").encode()),
        ("a.csv", HEAD.encode() * 1 + b"\x81" * 5_000_000),
        ("a.jsonl", b"[" * 1_000_000 + b"\n"),
        ("a.jsonl", b'{"a":' * 100_000 + b"1" + b"}" * 100_000 + b"\n"),
        ("a.parquet", b"PAR1" + b"\0" * 100 + b"PAR1"),
        ("a.exe", b"MZ"),
        ("a", SECRET.encode()),
    ],
    ids=["empty", "no encoding", "quotes", "wide", "half letters", "deep", "deeper", "parquet", "other", "no ending"],
)
def test_a_file_that_cannot_be_read_harms_nothing_and_is_told_apart(
    at_the_terminal: House, tmp_path: Path, capfd: pytest.CaptureFixture[str], name: str, content: bytes
) -> None:
    path = tmp_path / name
    path.write_bytes(content)

    code = collect(path)

    told = capfd.readouterr()
    said = json.loads(told.out)
    assert (code, said.get("collected")) == (0, 0) or (code, bool(said["expected"])) == (2, True)
    assert "予期しない" not in told.err
    assert "Unexpected" not in told.err
    assert SECRET not in told.out + told.err
    assert unwhole() == []
