"""Sixteen write at once for a minute, in threads and in processes: nobody meets a lock, and the ledger is whole."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.db import connections

from seiyaku.ledger import transactions
from tests.waiting import HANGS

from .conftest import House, environment, unwhole
from .mixed import LEAST, Worker, patient

SECONDS = float(os.environ.get("SEIYAKU_TEST_WRITERS_SECONDS", "60"))


@pytest.mark.slow
@pytest.mark.promise("2-1", "2-2")
def test_sixteen_writers_meet_no_lock_and_leave_the_ledger_whole(
    house: House, blank: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("_DECIDING", "_CHANGING"):
        monkeypatch.setattr(transactions, name, getattr(transactions, name))  # as they were, when the test is over
    patient()
    command = [sys.executable, "-m", "tests.abuse.mixed"]
    others = [
        subprocess.Popen([*command, str(seed), str(SECONDS)], env=environment(blank), stdout=subprocess.PIPE, text=True)
        for seed in (100, 101)
    ]

    def write(seed: int) -> tuple[int, list[str]]:
        try:
            worker = Worker(seed, lambda _: None)
            worker.run(SECONDS)
            return worker.answers, worker.errors
        finally:
            connections.close_all()

    with ThreadPoolExecutor(14) as pool:
        came = list(pool.map(write, range(14)))
    for other in others:
        with other:
            said = json.loads(other.communicate(timeout=SECONDS + 2 * HANGS)[0])
        came.append((said["answers"], said["errors"]))

    assert [error for _, errors in came for error in errors] == []
    assert min(answers for answers, _ in came) >= LEAST
    assert unwhole() == []
