"""A browser and a server for the tests of this folder; both loopback only."""

from __future__ import annotations

import os
import shutil
import socketserver
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from django.conf import settings
from django.db import connections
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from tests.waiting import HANGS

CHROMIUM = "/usr/bin/chromium"
AXE = Path(__file__).parent / "node_modules" / "axe-core" / "axe.min.js"
QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


def _missing(what: str) -> None:
    if os.environ.get("SEIYAKU_REQUIRE_ALL") == "1":
        pytest.fail(f"{what} is missing")
    pytest.skip(f"{what} is missing")


@pytest.fixture(scope="session")
def axe() -> str:
    """The accessibility rules, installed by `npm ci` in this folder."""
    if not AXE.is_file():
        _missing("axe-core (npm ci in tests/browser)")
    return AXE.read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, headless."""
    if not shutil.which(CHROMIUM):
        _missing("chromium")
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # playwright's loop runs in this thread; the tests publish in it too
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET, timeout=HANGS * 1000)
        yield _patient(started)
        started.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


def _patient(browser: Browser) -> Browser:
    """Have every page wait for what is to come as long as a busy machine may take."""
    make = browser.new_context

    def new_context(**given: Any) -> BrowserContext:
        context = make(**given)
        context.set_default_timeout(HANGS * 1000)
        return context

    browser.new_context = new_context  # type: ignore[method-assign]  # for the tests of this folder
    browser.new_page = lambda **given: new_context(**given).new_page()  # type: ignore[method-assign]
    return browser


class _Threaded(socketserver.ThreadingMixIn, WSGIServer):
    daemon_threads = True

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Serve one request in a thread of its own; its connection to the database ends with it."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            connections.close_all()


class _Silent(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the name is the base class's
        """Say nothing."""


@pytest.fixture
def site(instance: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """
    The instance of this test, served on loopback; returns its address.

    A code that is typed in a browser holds for ten minutes: on a busy machine half a minute goes by between two keys.
    """
    monkeypatch.setattr(settings, "MFA_TOTP_TOLERANCE", 20)
    from seiyaku.config.wsgi import application

    with make_server("127.0.0.1", 0, application, _Threaded, _Silent) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()
