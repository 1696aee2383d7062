"""
`kill -9` two hundred times in the middle of mixed work: every answer has its entry, every entry its change, every file
is in whole or goes on where it stopped. And a server that answers before it commits is caught by the same eyes.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from seiyaku import door
from seiyaku.core.errors import Conflict
from seiyaku.keys import memory, rotation
from seiyaku.ledger import forms
from seiyaku.ledger.sequencing import place_all
from seiyaku.ledger.transactions import raw_cursor
from tests import turning
from tests.door.conftest import SIGN_UP
from tests.waiting import HANGS

from .conftest import House, environment, unwhole
from .mixed import FILES, file, held, length, reference

pytestmark = [pytest.mark.slow, pytest.mark.promise("2-1", "2-2")]


def kill(times: int, kind: str, home: Path, folder: Path) -> tuple[int, list[dict[str, Any]]]:
    """Have so many workers killed; return how many were, and every answer that was noted."""
    command = [sys.executable, "-m", "tests.abuse.nursery", str(times), "2018", str(folder), kind]
    done = subprocess.run(
        command, env=environment(home), capture_output=True, text=True, timeout=6 * HANGS, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    memory.forget()
    errors = [path.read_text(encoding="utf-8") for path in folder.glob("errors-*")]
    assert errors == []
    lines = [line for path in sorted(folder.glob("notes-*")) for line in path.read_bytes().splitlines(keepends=True)]
    return json.loads(done.stdout)["killed"], [json.loads(line) for line in lines if line.endswith(b"\n")]


def without_entry(answers: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The answers whose entry is not in the ledger, or is another one than was answered."""
    from hashlib import sha256

    place_all()
    leaves = {json.loads(body)["id"]: sha256(b"\0" + body).hexdigest() for body in forms.bodies(raw_cursor())}
    return [answer for answer in answers if "entry" in answer and leaves.get(answer["entry"]) != answer["leaf"]]


def go_on(house: House) -> list[str]:
    """Take every file in that was begun or not; return what does not fit with how far each had come."""
    wrong = []
    for number in range(FILES):
        try:
            came = door.collect_rows(file(number), file=reference(number), origin=SIGN_UP, actor=house.clerk)
        except Conflict as conflict:
            if "done" not in conflict.what:
                wrong.append(f"file {number}: {conflict}")
            continue
        rows = len(came.people) + len(came.quarantined)
        if came.resumed_after not in {0, length(number) + 1} and came.resumed_after % 20 != 1:
            wrong.append(f"file {number}: resumed after {came.resumed_after}, in the middle of a block")
        if rows != length(number) - max(0, came.resumed_after - 1):
            wrong.append(f"file {number}: {rows} rows after row {came.resumed_after} of {length(number)}")
    return wrong


def everybody() -> tuple[int, int]:
    """How many people the entries say came and went, and how many are held."""
    said = [json.loads(body) for body in forms.bodies(raw_cursor())]
    came = sum(b["counts"].get("collected", 0) for b in said if b["act"] == "collect" and "digest" in b)
    gone = sum(b["act"] == "erase" and "digest" in b for b in said)
    return came - gone, len(held())


def test_two_hundred_kills_leave_every_answer_with_its_entry_and_every_file_whole(
    house: House, blank: Path, tmp_path: Path
) -> None:
    times = 200 if connection.vendor == "sqlite" else 60

    killed, answers = kill(times, "work", blank, tmp_path)

    assert killed >= times
    assert len({answer["what"] for answer in answers}) >= 6
    assert without_entry(answers) == []
    assert go_on(house) == []
    if rotation.is_turning("wrap"):
        for _ in turning.turn("wrap"):
            pass
    assert unwhole() == []
    entered, here = everybody()
    assert entered == here
    kept_promises(answers, house)


def kept_promises(answers: list[dict[str, Any]], house: House) -> None:
    """Every block told of is in; who was erased is gone; everybody else's key still opens."""
    gone = {answer["person"] for answer in answers if answer["what"] == "erase"}
    assert gone.isdisjoint(held())
    assert [answer["hits"] for answer in answers if answer["what"] == "erase" and answer["hits"]] == []
    bulk = door.use_many(None, ["name"], purpose="deliver-service", actor=house.clerk)
    names = {person: values["name"] for block in bulk.blocks for person, values in block}
    assert names.keys() == set(held())
    for changed in [answer for answer in answers if answer["what"] == "change" and answer["person"] not in gone][-20:]:
        if changed["person"] in names:
            mine = door.person(changed["person"], actor=house.desk)
            assert changed["name"] in {one.value for one in mine.held}


def test_a_server_that_answers_before_it_commits_is_caught(house: House, blank: Path, tmp_path: Path) -> None:
    _, answers = kill(30, "control", blank, tmp_path)

    assert len(answers) > 100
    assert without_entry(answers)
    assert unwhole() == []
