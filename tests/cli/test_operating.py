"""Signing in, the doctor, and serving: the commands of whoever runs the house."""

from __future__ import annotations

import datetime as dt
import json
import os
import sqlite3
import sys
import time
from pathlib import Path

import click
import pytest
from django.conf import settings
from django.db import connection
from pytest_django import Settings

from seiyaku.backup import recipients, taking
from seiyaku.cli import login, signing, up
from seiyaku.cli.main import main
from seiyaku.config import background
from seiyaku.config.background import Jobs
from seiyaku.core.errors import NotProven
from seiyaku.evidence import copies, posture
from seiyaku.ledger import outside
from seiyaku.ledger.sequencing import place_all
from seiyaku.ledger.transactions import changing, deciding
from seiyaku.ledger.writing import record
from seiyaku.papers import services as papers
from seiyaku.papers.models import Paper
from seiyaku.people.days import today
from seiyaku.people.setup import issue_setup_code
from tests import turning
from tests.portal.sample import publish_first
from tests.serving import fetch, free_port, serving

PASSWORD = "a long and private sentence"


def run(*args: str) -> int:
    code = main.main(list(args), standalone_mode=False)
    assert isinstance(code, int)
    return code


def up_to_others(*before: str) -> int:
    """Open the house to other machines, on a port that is free whatever else runs on this one."""
    return run(*before, "up", "--host", "0.0.0.0", "--port", str(free_port()))  # noqa: S104


def answering(monkeypatch: pytest.MonkeyPatch, *answers: str) -> None:
    waiting = list(answers)
    monkeypatch.setattr(click, "prompt", lambda *_, **__: waiting.pop(0))


@pytest.mark.promise("3-3")
def test_the_first_person_signs_in_with_the_code_and_nobody_else_can_read_the_session(
    instance: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    publish_first()
    code = issue_setup_code()
    answering(monkeypatch, code, "hoshiko", PASSWORD)

    assert run("--json", "login", "--first") == 0

    session = instance / "session"
    assert session.stat().st_mode & 0o777 == 0o600
    assert signing.actor().id == json.loads(capsys.readouterr().out)["account"]
    session.chmod(0o644)
    with pytest.raises(NotProven):
        signing.actor()


@pytest.mark.promise("3-3")
def test_a_password_is_no_argument_and_a_wrong_one_exits_with_3(
    instance: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    publish_first()
    answering(monkeypatch, "hoshiko", "not the right sentence")

    assert run("login") == 3

    assert not (instance / "session").exists()
    assert "not the right" not in capsys.readouterr().err
    assert not [opt for param in login.login.params for opt in param.opts if "pass" in opt or "code" in opt]


@pytest.mark.promise("3-3")
def test_signing_out_ends_the_session_itself_not_only_its_file(instance: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    publish_first()
    answering(monkeypatch, issue_setup_code(), "hoshiko", PASSWORD)
    run("login", "--first")
    token = (instance / "session").read_text(encoding="ascii").strip()

    assert run("logout") == 0

    signing.keep(token)
    with pytest.raises(NotProven):
        signing.actor()


@pytest.mark.promise("2-1")
def test_the_doctor_finds_nothing_red_in_a_new_instance(instance: Path, capsys: pytest.CaptureFixture[str]) -> None:
    publish_first()
    for path in instance.glob("*"):
        path.chmod(0o600)

    code = run("--lang", "en", "--json", "doctor")

    said = json.loads(capsys.readouterr().out)
    assert [check for check in said["checks"] if check["state"] == "red"] == []
    assert code == 0
    assert {check["check"] for check in said["checks"]} == set(posture.CHECKS)


@pytest.mark.promise("2-1")
def test_the_doctor_exits_with_4_when_others_can_open_the_house(instance: Path) -> None:
    (instance / "operator.key").chmod(0o644)

    findings = {finding.check: finding for finding in posture.examine()}

    assert findings["files"].state == findings["keys"].state == "red"
    assert run("doctor") == 4


@pytest.mark.promise("3-3")
@pytest.mark.skipif("sqlite3" not in settings.DATABASES["default"]["ENGINE"], reason="SQLite's own bug")
@pytest.mark.parametrize(("version", "state"), [((3, 51, 2), "attention"), ((3, 51, 3), "green")])
def test_the_doctor_names_the_wal_reset_bug(
    instance: Path, version: tuple[int, int, int], state: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", version)

    found = [finding for finding in posture.examine() if finding.check == "database"]

    assert [finding.state for finding in found] == [state]
    assert ("WAL-reset" in found[0].text.en) == (state == "attention")


@pytest.mark.promise("2-1")
def test_whatever_is_not_well_says_what_mends_it_in_both_languages(instance: Path, settings: Settings) -> None:
    settings.RECEIVERS = []
    (instance / "operator.key").chmod(0o644)

    found = [finding for finding in posture.examine() if finding.state != "green"]

    assert {"files", "keys", "backup", "outside", "policy"} <= {finding.check for finding in found}
    for finding in found:
        assert finding.mend is not None
        assert all((*finding.text, *finding.mend))


@pytest.mark.promise("2-1")
def test_a_backup_from_before_a_key_was_turned_and_a_head_that_lags_want_attention(
    instance: Path, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.RECEIVERS = [f"file://{tmp_path}/outside"]
    recipients.create()
    taking.take()
    place_all()
    outside.push()

    def said(check: str) -> str:
        return " ".join(f"{one.state} {one.text.en}" for one in posture.examine() if one.check == check)

    assert "a key was turned" not in said("backup")
    assert said("outside").startswith("green")
    list(turning.turn("sign"))
    earlier = int((time.time() - 2 * copies.PUSHED_WITHIN) * 1e9)
    with monkeypatch.context() as past:
        past.setattr(time, "time_ns", lambda: earlier)
        with deciding():
            record({"act": "read", "answer": "allowed"})
    place_all()

    assert "attention a key was turned after the last backup" in said("backup")
    assert said("outside").startswith("attention")
    assert "has waited 2.0 hours" in said("outside")


def test_what_cannot_be_checked_is_red(instance: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise RuntimeError("髙橋さくら")

    monkeypatch.setitem(posture.CHECKS, "clock", broken)

    found = {finding.check: finding for finding in posture.examine()}["clock"]

    assert found.state == "red"
    assert "髙橋" not in found.text.ja + found.text.en


@pytest.mark.parametrize(
    ("host", "loopback"),
    [("127.0.0.1", True), ("::1", True), ("localhost", True), ("0.0.0.0", False), ("::", False), ("a.example", False)],  # noqa: S104
)
def test_only_this_machine_is_loopback(host: str, *, loopback: bool) -> None:
    assert up.is_loopback(host) is loopback


@pytest.mark.promise("3-3")
@pytest.mark.parametrize("loopback_only", [True, False])
def test_a_house_that_is_not_well_is_not_opened_to_other_machines(
    instance: Path, monkeypatch: pytest.MonkeyPatch, *, loopback_only: bool
) -> None:
    monkeypatch.setattr(settings, "LOOPBACK_ONLY", loopback_only)
    (instance / "operator.key").chmod(0o644)
    monkeypatch.setattr(up, "serve", lambda *_: pytest.fail("it was opened"))

    assert up_to_others() == 1


def test_a_job_that_fails_does_not_keep_the_others_from_theirs(blank: Path) -> None:
    done: list[str] = []

    def fails() -> None:
        raise ValueError

    jobs = Jobs({fails: 10.0, lambda: done.append("second"): 10.0})
    now = time.monotonic()
    jobs.turn(now)
    jobs.turn(now)

    assert done == ["second"]


@pytest.mark.skipif("sqlite3" not in settings.DATABASES["default"]["ENGINE"], reason="needs no server besides")
def test_up_serves_the_policy_from_a_process_of_its_own(instance: Path) -> None:
    publish_first()
    connection.close()
    code = f"import sys; sys.path[:] = {sys.path!r}; from seiyaku.cli.main import main; main()"
    surroundings = {**os.environ, "SEIYAKU_DATABASE_URL": "sqlite:///seiyaku.sqlite3"}

    with serving([sys.executable, "-c", code, "up"], env=surroundings) as address:
        page = fetch(f"{address}/")

    assert "現在有効な版" in page


def test_a_worker_that_does_not_hear_of_the_end_is_not_waited_for_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: dict[str, object] = {}

    class Server:
        """Stands in for the server, which would wait for its worker without an end where none is named."""

        def __init__(self, _application: str, **options: object) -> None:
            asked.update(options)

        def serve(self) -> None:
            """Serve nobody."""

    monkeypatch.setattr("granian.Granian", Server)

    up.serve_application("seiyaku.config.checkroom:application", "127.0.0.1", 8000)

    assert asked["workers_kill_timeout"] == up.PATIENCE > 0


@pytest.mark.promise("2-1", "2-3")
def test_every_night_papers_expire_and_what_was_altered_is_told_to_the_log(
    instance: Path, caplog: pytest.LogCaptureFixture
) -> None:
    publish_first()
    with changing():
        over = papers.seal(b"sample", "contract", until=today() - dt.timedelta(days=1)).ref
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO ledger_seen (person, entry, granted) VALUES (1, %s, 1)", [b"nobody wrote"])

    Jobs({job: 0.0 for job in background.JOBS if job is not background.push_outside}).turn(time.monotonic())

    assert Paper.objects.get(ref=over).body is None
    assert "the index names an entry that is not there" in caplog.text
