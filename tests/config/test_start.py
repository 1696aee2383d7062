"""What the served process brings along at its start: little, so that it starts soon and stays small."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from tests.portal.sample import publish_first

HEAVY = {
    "altair", "docx", "duckdb", "ibis", "lxml", "pandas", "pikepdf", "pyarrow", "pypdfium2", "rich", "sudachipy",
    "typst", "vl_convert",
}  # fmt: skip
# The API, the console and the rooms behind other pages at their first ask; PostgreSQL's driver on PostgreSQL; what
# computes releases where there is one to make; rich where there is a table to show.
WHEN_ASKED = {
    "fido2", "ninja", "numpy", "psycopg", "seiyaku.anonymised.making", "seiyaku.check.running", "seiyaku.console.urls",
    "seiyaku.core.lint", "seiyaku.evidence.posture", "seiyaku.people.services", "seiyaku.portal.customers",
    "seiyaku.rest.api", "seiyaku.visits",
}  # fmt: skip
MOST = 1_100  # modules, Python's own among them; 1,439 before what is asked for later was imported later


@pytest.mark.skipif("sqlite3" not in settings.DATABASES["default"]["ENGINE"], reason="the imports are the same")
def test_serving_the_first_page_imports_no_heavy_library(instance: Path) -> None:
    publish_first()
    connection.close()

    loaded = modules(
        "import seiyaku.config.wsgi\n"
        "from django.test import Client\n"
        "assert Client().get('/', HTTP_HOST='localhost').status_code == 200\n"
        "from seiyaku.anonymised import attending\n"
        "assert not attending.any_open()\n"
    )

    assert "seiyaku.portal.views" in loaded
    assert sorted((HEAVY | WHEN_ASKED) & loaded) == []
    assert len(loaded) < MOST


def test_founding_imports_neither_pages_nor_tables_of_the_terminal(tmp_path: Path) -> None:
    loaded = modules(
        "import os\n"
        f"os.environ['SEIYAKU_HOME'] = {str(tmp_path / 'new')!r}\n"
        "from seiyaku.cli.main import main\n"
        "assert main.main(['init', '--json'], standalone_mode=False) == 0\n"
    )

    asked_for = HEAVY | WHEN_ASKED | {"granian", "httpx", "seiyaku.portal.views", "seiyaku.vault.records"}
    assert sorted(asked_for & loaded) == []
    assert len(loaded) < MOST - 100


def test_the_api_is_imported_at_its_first_ask_and_answers_it() -> None:
    loaded = modules(
        "import seiyaku.config.wsgi\n"
        "from django.test import Client\n"
        "answer = Client().get('/api/v1/nothing-here', HTTP_HOST='localhost')\n"
        "assert (answer.status_code, answer.json()['type'].rpartition('/')[2]) == (404, 'not-found'), answer.content\n"
    )

    assert loaded >= {"ninja", "seiyaku.rest.api"}


def test_names_of_the_console_are_known_before_and_after_it_is_imported() -> None:
    loaded = modules(
        "import django\n"
        "django.setup()\n"
        "from django.urls import NoReverseMatch, reverse\n"
        "assert reverse('portal-ja:home') == '/'\n"
        "try:\n"
        "    reverse('account_login')\n"
        "except NoReverseMatch:\n"
        "    assert reverse('console:invited') == '/console/invitation'\n"
        "assert reverse('account_login') == '/console/account/sign-in'\n"
        "assert reverse('portal-en:home') == '/en/'\n"
    )

    assert loaded >= {"seiyaku.console.urls", "seiyaku.console.account_urls"}


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
