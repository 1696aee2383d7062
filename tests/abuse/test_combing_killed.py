"""`kill -9` where several erasures share a search: what was forgotten is gone, nothing says it was proven."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from seiyaku import door
from seiyaku.core.errors import NotFound
from seiyaku.keys import memory
from seiyaku.ledger import forms, sequencing
from seiyaku.ledger.transactions import raw_cursor
from seiyaku.vault import searching
from seiyaku.vault.attachments import storage
from tests.door.conftest import SIGN_UP

from .conftest import House, environment, unwhole

COUNT = 4
KILLED = -9


def phone(number: int) -> str:
    return f"090-6000-{number:04}"


def customers(house: House) -> list[str]:
    """Four customers, a file with each."""
    people: list[str] = []
    for number in range(COUNT):
        row = {"member-number": f"M6{number:06}", "name": f"見本 客{number}", "phone": phone(number)}
        people += door.collect(row, origin=SIGN_UP, actor=house.clerk).people
        door.attach(
            people[-1], io.BytesIO(b"letter"), name="letter.txt", media_type="text/plain", field="inquiry",
            purpose="answer-questions", origin=SIGN_UP, actor=house.clerk,
        )  # fmt: skip
    return people


def files() -> list[str]:
    system, folder = storage()
    return list(system.find(folder))


@pytest.mark.promise("2-1", "2-3")
@pytest.mark.parametrize(("step", "unswept"), [("sweep", COUNT - 1), ("search", 0), ("entry", 0)])
def test_erasures_that_were_killed_in_their_shared_search_are_done_and_not_proven_until_the_night_goes_over_the_disk(
    house: House, instance: Path, step: str, unswept: int
) -> None:
    people = customers(house)
    connection.close()

    job = {"people": people, "actor": house.desk.id, "step": step}
    done = subprocess.run(
        [sys.executable, "-m", "tests.abuse.combed"],
        input=json.dumps(job), env=environment(instance), capture_output=True, text=True, check=False,
    )  # fmt: skip
    memory.forget()

    assert done.returncode == KILLED, done.stderr[-2000:]
    for person in people:
        with pytest.raises(NotFound):
            door.use(person, ["name"], purpose="deliver-service", actor=house.clerk)
    sequencing.place_all()
    said = [json.loads(body) for body in forms.bodies(raw_cursor())]
    erased = [body["id"] for body in said if body["act"] == "erase" and "digest" in body]
    closed = [body["ref"] for body in said if body.get("note_kind", "").startswith("searched")]
    assert len(erased) == COUNT
    assert closed == erased[:1]  # who was alone, before them
    assert len(files()) == unswept
    assert unwhole() == []

    door.expire()

    sought = searching.Needles()
    for number in range(COUNT):
        sought.text("value", phone(number))
    assert (files(), searching.search(sought)) == ([], [])
    assert unwhole() == []
