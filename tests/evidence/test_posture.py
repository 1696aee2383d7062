"""Whatever is red is named with what mends it, and keeps the house closed to other machines (3-3)."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from seiyaku.backup.models import Restoration
from seiyaku.cli import up
from seiyaku.evidence import posture
from seiyaku.ledger import heads
from seiyaku.ledger.sequencing import place_all
from seiyaku.ledger.transactions import deciding
from seiyaku.ledger.writing import record
from tests.cli.test_operating import up_to_others
from tests.portal.sample import publish_first

pytestmark = pytest.mark.promise("3-3")
Patch = pytest.MonkeyPatch


def loosened(name: str, value: Any) -> Callable[[Path, Patch], None]:
    return lambda _, patch: patch.setattr(settings, name, value)


def open_to_others(name: str) -> Callable[[Path, Patch], None]:
    return lambda home, _: (home / name).chmod(0o644)


def unsynced(_: Path, patch: Patch) -> None:
    del patch
    off = "PRAGMA synchronous = OFF" if connection.vendor == "sqlite" else "SET synchronous_commit = off"
    with connection.cursor() as cursor:
        cursor.execute(off)


def set_back(_: Path, patch: Patch) -> None:
    """The clock was an hour ahead when a head of the ledger was signed, and was set back."""
    later = time.time_ns() + 3_600_000_000_000
    with deciding():
        record({"act": "read", "answer": "allowed"})
    place_all()
    with patch.context() as ahead:
        ahead.setattr(time, "time_ns", lambda: later)
        heads.checkpoint()


def half_migrated(_: Path, patch: Patch) -> None:
    patch.setattr("django.db.migrations.executor.MigrationExecutor.migration_plan", lambda *_, **__: [("a", False)])


def restored(_: Path, patch: Patch) -> None:
    del patch
    Restoration.objects.create(backup="b", restored_at=timezone.now(), origin="o", outside=True)


INLINE = {"DIRECTIVES": {"default-src": ["'none'"], "script-src": ["'self'", "'unsafe-inline'"]}}
RED: dict[str, tuple[str, Callable[[Path, Patch], None]]] = {
    "TLS is not enforced": ("transport", loosened("SECURE_HSTS_SECONDS", 0)),
    "cookies that scripts can read": ("cookies", loosened("SESSION_COOKIE_HTTPONLY", value=False)),
    "cookies without TLS": ("cookies", loosened("SESSION_COOKIE_SECURE", value=False)),
    "cookies sent from elsewhere": ("cookies", loosened("SESSION_COOKIE_SAMESITE", "None")),
    "sessions in clear": ("cookies", loosened("SESSION_ENGINE", "django.contrib.sessions.backends.db")),
    "inline scripts": ("content", loosened("CONTENT_SECURITY_POLICY", INLINE)),
    "no secret": ("secret", loosened("SECRET_KEY", "not-a-secret-yet")),
    "a file that others can open": ("files", open_to_others("operator.key")),
    "a key that others can open": ("keys", open_to_others("operator.key")),
    "a database that does not sync": ("sync", unsynced),
    "tables of another version": ("tables", half_migrated),
    "a clock that was set back": ("clock", set_back),
    "entries that wait": ("ledger", lambda _, patch: patch.setattr(posture, "BEHIND", -1.0)),
    "a sign-in for customers without TLS": (
        "sign-ins",
        loosened(
            "SIGN_INS",
            (
                {
                    "name": "a",
                    "issuer": "http://sign-in.example",
                    "client": "c",
                    "secret": str,
                    "proof": "login",
                    "acr": [],
                    "label": {"ja": "見本", "en": "sample"},
                },
            ),
        ),
    ),
    "a restoration that nobody opened": ("backup", restored),
}


@pytest.fixture
def well(instance: Path, monkeypatch: Patch) -> Path:
    """A house that other machines may be served from."""
    publish_first()
    for path in instance.glob("*"):
        if path.is_file():
            path.chmod(0o600)
    whole = {
        "LOOPBACK_ONLY": False, "SECURE_HSTS_SECONDS": 1,
        "SECURE_PROXY_SSL_HEADER": ("HTTP_X_FORWARDED_PROTO", "https"),
        "SESSION_COOKIE_SECURE": True, "CSRF_COOKIE_SECURE": True,
    }  # fmt: skip
    for name, value in whole.items():
        monkeypatch.setattr(settings, name, value)
    return instance


def opened(monkeypatch: Patch) -> list[str]:
    """Where the house was served from here on."""
    served: list[str] = []
    monkeypatch.setattr(up, "serve", lambda host, _: served.append(host))
    return served


def test_a_house_that_is_well_is_opened(well: Path, monkeypatch: Patch) -> None:
    served = opened(monkeypatch)

    red = [one for one in posture.examine() if one.state == "red"]

    assert red == []
    assert up_to_others() == 0
    assert served == ["0.0.0.0"]  # noqa: S104


@pytest.mark.parametrize("cause", sorted(RED))
def test_what_is_red_is_named_says_what_mends_it_and_keeps_the_house_closed(
    well: Path, monkeypatch: Patch, capsys: pytest.CaptureFixture[str], cause: str
) -> None:
    check, comes_about = RED[cause]
    served = opened(monkeypatch)
    comes_about(well, monkeypatch)

    found = [one for one in posture.examine() if one.check == check and one.state == "red"]
    code = up_to_others("--lang", "en")
    connection.close()  # what was set for this connection goes with it

    assert found
    assert all(one.mend is not None and all((*one.text, *one.mend)) for one in found)
    assert (code, served) == (1, [])
    if check != "secret":  # without one there is no instance at all, and that is said
        assert check in capsys.readouterr().err


@pytest.mark.parametrize("check", sorted(posture.CHECKS))
def test_whatever_cannot_be_looked_at_keeps_the_house_closed_too(well: Path, monkeypatch: Patch, check: str) -> None:
    served = opened(monkeypatch)

    def unseen() -> None:
        raise OSError

    monkeypatch.setitem(posture.CHECKS, check, unseen)

    assert up_to_others() == 1
    assert served == []


def test_every_kind_of_red_has_its_row() -> None:
    """Read from the source: which checks say red by themselves, and which only when they cannot look."""
    sources = [Path(posture.__file__), Path(posture.__file__).with_name("copies.py"),
               Path(posture.__file__).with_name("versions.py")]  # fmt: skip
    text = "".join(path.read_text(encoding="utf-8") for path in sources)
    said = {name for name in posture.CHECKS for at in ('yield red("', 'red(\n            "') if f'{at}{name}"' in text}

    assert said | {"keys"} == {check for check, _ in RED.values()}
