"""`kill -9` between any two steps of a hand-over loses nothing and doubles nothing (9-4-B)."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connections
from django.utils import timezone
from pytest_django import Settings

from seiyaku.post import running
from seiyaku.post.models import Parcel, Piece, Try
from tests.abuse.conftest import environment
from tests.people.sample import entries

from . import outside
from .killed import POINTS
from .sample import DATA, JOB, destination, manager, opened, sent

pytestmark = pytest.mark.promise("9-4-B")


def killed(point: str, home: Path, **more: str) -> None:
    """Run the outbox in a process of its own that dies at the point."""
    connections.close_all()
    command = [sys.executable, "-m", "tests.post.killed", point]
    done = subprocess.run(command, env=environment(home) | more, capture_output=True, text=True, check=False)
    assert done.returncode == -9, done.stderr[-2000:]


@pytest.mark.parametrize("point", POINTS)
def test_a_folder_has_the_parcel_once_wherever_the_process_died(instance: Path, tmp_path: Path, point: str) -> None:
    there = tmp_path / "out"
    there.mkdir()
    parcel = sent(destination(f"file://{there}", actor=manager()))

    killed(point, instance)
    running.run(timezone.now() + running.CLAIM + dt.timedelta(minutes=1), actor=JOB)
    running.run(timezone.now() + running.CLAIM + dt.timedelta(hours=1), actor=JOB)

    assert Parcel.objects.get().state == "handed"
    assert sorted(path.name for path in there.iterdir()) == [parcel.filename, f"{parcel.filename}.txt"]
    assert opened((there / parcel.filename).read_bytes())["data.csv"] == DATA
    assert not Piece.objects.exists()
    assert [e["note_kind"] for e in entries() if e["act"] == "hand-over"].count("handed") == 1
    assert not Try.objects.filter(ended_at=None).exists()


@pytest.mark.parametrize("point", ["after-claim", "before-hand-over", "before-settling"])
def test_a_mail_that_may_have_gone_is_not_sent_again_by_itself(instance: Path, settings: Settings, point: str) -> None:
    with outside.postbox() as postbox:
        settings.SMTP_SERVER = f"127.0.0.1:{postbox.port}"
        sent(destination("mailto:you@elsewhere.example", actor=manager()), b"x")

        killed(point, instance, SEIYAKU_SMTP_SERVER=settings.SMTP_SERVER)
        for hours in (1, 2, 48):
            running.run(timezone.now() + dt.timedelta(hours=hours), actor=JOB)

        assert len(postbox.mails) == (1 if point == "before-settling" else 0)
    assert Parcel.objects.get().state == "unsure"
    assert Piece.objects.exists()


def test_a_process_that_comes_back_late_changes_nothing_that_was_decided(instance: Path, tmp_path: Path) -> None:
    parcel = sent(destination(f"file://{tmp_path}", actor=manager()))
    now = timezone.now()
    late = running._claimed(now, set())  # a process that hangs with its claim
    assert late is not None
    running.run(now + running.CLAIM + dt.timedelta(hours=1), actor=JOB)
    running.run(now + running.CLAIM + dt.timedelta(hours=9), actor=JOB)
    assert Parcel.objects.get().state == "handed"

    outcome = running.Outcome(parcel.ref, "dead", why="late")

    assert not running._settled(late, outcome, now, JOB)
    assert Parcel.objects.get().state == "handed"
