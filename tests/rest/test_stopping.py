"""A search that takes for ever in a running server is stopped by another call, over HTTP and on the console's page."""

from __future__ import annotations

import json
import os
import sys
import urllib.request
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connections

from seiyaku.anonymised import vaulting
from seiyaku.anonymised.models import Job, Release
from seiyaku.post.models import Body
from tests.anonymised.house import house
from tests.browser.staffed import arm
from tests.console.conftest import whole
from tests.console.test_plans import TYPED
from tests.serving import serving
from tests.waiting import HANGS, until

from .conftest import token_for
from .test_releases import BOTH, TEXT

SERVE = """
import os, sys
sys.path[:] = {path!r}
os.environ["SEIYAKU_SERVING"] = "yes"
from seiyaku.cli.up import serve_application
serve_application("tests.rest.endless:application", "127.0.0.1", int(sys.argv[-1]))
"""
SAME = "s" * 32  # the secret of a browser's form, in its cookie and in the form


def asked(method: str, url: str, body: bytes | None, **headers: str) -> bytes:
    """Ask the server, and return its answer; whatever it redirects to is followed."""
    call = urllib.request.Request(url, body, {k.replace("_", "-"): v for k, v in headers.items()}, method=method)  # noqa: S310  # loopback
    with urllib.request.urlopen(call, timeout=HANGS) as answer:  # noqa: S310  # loopback
        found: bytes = answer.read()
        return found


@pytest.mark.skipif("sqlite3" not in settings.DATABASES["default"]["ENGINE"], reason="the server opens it by its file")
@pytest.mark.promise("9-1", "9-2-B")
def test_a_search_in_a_running_server_is_stopped_over_http_and_on_the_console(instance: Path) -> None:
    cache.clear()
    people = house()
    arm(people.maker)
    session = whole("mia").cookies[settings.SESSION_COOKIE_NAME].value
    program = {"Authorization": f"Bearer {token_for(people.maker, *BOTH)}", "On_Behalf_Of": people.maker.id}
    browser = {"Cookie": f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={SAME}"}
    connections.close_all()

    with serving(
        [sys.executable, "-c", SERVE.format(path=sys.path)],
        env={**os.environ, "SEIYAKU_DATABASE_URL": "sqlite:///seiyaku.sqlite3"},
    ) as address:

        def job(ref: str, method: str = "GET") -> Any:
            return json.loads(asked(method, f"{address}/api/v1/anonymised/jobs/{ref}", None, **program))

        def page(path: str, typed: dict[str, Any]) -> str:
            form = urlencode(typed | {"csrfmiddlewaretoken": SAME}).encode()
            return asked("POST", f"{address}/console/plans/{path}", form, **browser).decode()

        body = json.dumps({"plan": TEXT, "kind": "make"}).encode()
        made = json.loads(
            asked("POST", f"{address}/api/v1/anonymised/jobs", body, Content_Type="application/json", **program)
        )["job"]
        until(lambda: job(made)["progress"].get("checked"))
        assert job(made, "DELETE")["state"] in {"stopping", "stopped"}
        until(lambda: job(made)["state"] == "stopped")

        assert "調べ" in page("preview", TYPED)
        looked = Job.objects.latest("pk").ref
        until(lambda: job(looked)["progress"].get("checked"))
        page(f"jobs/{looked}/stop", {})
        until(lambda: job(looked)["state"] == "stopped")

        assert job(looked)["goes_on"]
        assert [each.state for each in Job.objects.all()] == ["stopped", "stopped"]
        assert (Release.objects.count(), Body.objects.count()) == (0, 0)
        assert list(vaulting.working_root().iterdir()) == []
