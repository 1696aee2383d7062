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

HEAVY = {"altair", "duckdb", "ibis", "pandas", "pikepdf", "pyarrow", "rich", "sudachipy"}


@pytest.mark.skipif("sqlite3" not in settings.DATABASES["default"]["ENGINE"], reason="the imports are the same")
def test_serving_the_first_page_imports_no_heavy_library(instance: Path) -> None:
    publish_first()
    connection.close()
    code = f"""
import sys; sys.path[:] = {sys.path!r}
import seiyaku.config.wsgi
from django.test import Client
assert Client().get("/", HTTP_HOST="localhost").status_code == 200
assert not {HEAVY!r} & set(sys.modules), {HEAVY!r} & set(sys.modules)
"""
    surroundings = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "seiyaku.config.settings",
        "SEIYAKU_DATABASE_URL": "sqlite:///seiyaku.sqlite3",
    }

    done = subprocess.run([sys.executable, "-c", code], env=surroundings, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
