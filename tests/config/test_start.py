"""What the served process brings along at its start: little, so that it starts soon and stays small."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from seiyaku.config import reading
from tests.portal.sample import publish_first

HEAVY = {
    "altair", "docx", "duckdb", "ibis", "lxml", "pandas", "pikepdf", "pyarrow", "pypdfium2", "rich", "sudachipy",
    "typst", "vl_convert",
}  # fmt: skip
WHEN_ASKED = {"ninja", "psycopg", "seiyaku.rest.api"}  # the API at its first ask, PostgreSQL's driver on PostgreSQL


@pytest.mark.skipif("sqlite3" not in settings.DATABASES["default"]["ENGINE"], reason="the imports are the same")
def test_serving_the_first_page_imports_no_heavy_library(instance: Path) -> None:
    publish_first()
    connection.close()

    loaded = modules(
        "import seiyaku.config.wsgi\n"
        "from django.test import Client\n"
        "assert Client().get('/', HTTP_HOST='localhost').status_code == 200\n"
    )

    assert "seiyaku.portal.views" in loaded
    assert not (HEAVY | WHEN_ASKED) & loaded


def test_the_api_is_imported_at_its_first_ask_and_answers_it() -> None:
    loaded = modules(
        "import seiyaku.config.wsgi\n"
        "from django.test import Client\n"
        "answer = Client().get('/api/v1/nothing-here', HTTP_HOST='localhost')\n"
        "assert (answer.status_code, answer.json()['type'].rpartition('/')[2]) == (404, 'not-found'), answer.content\n"
    )

    assert loaded >= {"ninja", "seiyaku.rest.api"}


@pytest.mark.usefixtures("instance")
def test_the_process_that_starts_the_server_needs_neither_django_nor_the_database() -> None:
    loaded = modules(
        "from seiyaku.cli import up\n"
        "from seiyaku.cli.readiness import demand_instance\n"
        "demand_instance()\n"
        "from granian import Granian\n"
    )

    assert {"django.conf", "granian"} <= loaded
    assert not {"django.db", "django.apps", "cryptography", "numpy", *HEAVY} & loaded


def modules(code: str) -> set[str]:
    """Run the code in an interpreter of its own; return what it has imported by then."""
    whole = f"import sys; sys.path[:] = {sys.path!r}\n{code}\nprint(*sys.modules)"
    surroundings = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "seiyaku.config.settings",
        "SEIYAKU_DATABASE_URL": "sqlite:///seiyaku.sqlite3",
    }

    done = subprocess.run([sys.executable, "-c", whole], env=surroundings, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())


@pytest.mark.promise("7-2")
@pytest.mark.parametrize(
    ("said", "starts"),
    [
        ({}, True), ({"PROOF": "login"}, True), ({"PROOF": "jpki", "ACR": "urn:sample"}, True),
        ({"PROOF": "jpki"}, False), ({"PROOF": "jpki", "ACR": " "}, False), ({"PROOF": "card", "ACR": "x"}, False),
    ],
    ids=str,
)  # fmt: skip
def test_jpki_is_never_taken_on_a_word_that_nobody_demands(
    tmp_path: Path, said: dict[str, str], *, starts: bool
) -> None:
    env = {**os.environ, "SEIYAKU_HOME": str(tmp_path), **{f"SEIYAKU_OIDC_{name}": it for name, it in said.items()}}

    read = subprocess.run(
        [sys.executable, "-c", "import seiyaku.config.settings"], env=env, capture_output=True, text=True, check=False
    )

    assert (read.returncode == 0) is starts
    assert starts or "SEIYAKU_OIDC_PROOF" in read.stderr


SIGN_IN = {
    "issuer": '"https://idp.example"', "client_id": '"c"', "proof": '"jpki"', "acr": '["a"]',
    "label": '{ja = "見本", en = "sample"}',
}  # fmt: skip


@pytest.mark.promise("7-2", "3-3")
@pytest.mark.parametrize(
    ("name", "said", "expected"),
    [
        ("a", {}, ""), ("a", {"client_secret_file": '"s"'}, ""), ("back", {}, "other than back"),
        ("A b", {}, "small letters"), ("a", {"acr": "[]"}, "contexts to demand"), ("a", {"acr": '"a"'}, "acr ="),
        ("a", {"proof": '"word"'}, "login or jpki"), ("a", {"label": '"見本"'}, "label ="),
        ("a", {"issuer": '""'}, "issuer"), ("a", {"client": '"c"'}, "a table of"),
        ("a", {"issuer": '"https://own.example"'}, "each issuer once"), ("a", {"issuer": "]"}, "cannot be read"),
    ],
)  # fmt: skip
def test_a_file_of_sign_ins_that_says_nonsense_stops_the_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, said: dict[str, str], expected: str
) -> None:
    monkeypatch.setenv("SEIYAKU_HOME", str(tmp_path))
    lines = [f'["{name}"]', *(f"{word} = {value}" for word, value in (SIGN_IN | said).items())]
    (tmp_path / "ins.toml").write_text("\n".join(lines), encoding="utf-8")
    (tmp_path / "s").write_text("secret\n", encoding="utf-8")

    if expected:
        with pytest.raises(ImproperlyConfigured, match=re.escape(expected)):
            reading.sign_ins("ins.toml", beside="https://own.example")
        return
    (made,) = reading.sign_ins("ins.toml", beside="https://own.example")
    assert (made["name"], made["secret"]()) == ("a", "secret" if said else "")
