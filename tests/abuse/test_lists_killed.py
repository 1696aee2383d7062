"""`kill -9` in the middle of a list: a block is there with its entries or not at all, and the same list goes on."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from seiyaku import door
from seiyaku.core.errors import NotFound
from seiyaku.door import erasing, lists
from seiyaku.keys import memory
from seiyaku.vault import attachments, searching
from tests.door.conftest import SIGN_UP

from .conftest import House, environment, unwhole
from .listed import BLOCK

COUNT = 7
KILLED = -9


def customers(house: House) -> list[str]:
    rows = [{"member-number": f"M1{n:06}", "name": f"見本 客{n}", "phone": f"090-1000-{n:04}"} for n in range(COUNT)]
    return [door.collect(row, origin=SIGN_UP, actor=house.clerk).people[0] for row in rows]


def killed(home: Path, **job: Any) -> None:
    connection.close()
    command = [sys.executable, "-m", "tests.abuse.listed"]
    done = subprocess.run(
        command, input=json.dumps(job), env=environment(home), capture_output=True, text=True, check=False
    )
    assert done.returncode == KILLED, done.stderr[-2000:]
    memory.forget()


def noting(done: list[str], name: str, what: Callable[..., Any]) -> Callable[..., Any]:
    """Return what does the same, and notes its name."""

    def noted(*given: Any, **named: Any) -> Any:
        done.append(name)
        return what(*given, **named)

    return noted


def corrections(people: list[str]) -> list[door.Asked]:
    said = {"purpose": "deliver-service", "origin": SIGN_UP, "values": {"name": "見本 訂正"}}
    return [door.Asked(number=n, said={"person": person, **said}) for n, person in enumerate(people, 1)]


def corrected(house: House, people: list[str]) -> int:
    used = door.use_many(people, ["name"], purpose="deliver-service", actor=house.clerk)
    return sum(values["name"] == "見本 訂正" for block in used.blocks for _, values in block)


@pytest.mark.promise("2-1", "2-3")
@pytest.mark.parametrize(
    ("step", "at", "durable"),
    [("do", 1, 0), ("do", BLOCK + 2, BLOCK), ("entry", 2, 0), ("commit", 2, BLOCK), ("told", 2, 2 * BLOCK)],
)
def test_a_list_of_corrections_that_was_killed_is_there_by_whole_blocks_and_goes_on(
    house: House, instance: Path, step: str, at: int, durable: int
) -> None:
    people = customers(house)

    killed(instance, act="correct", people=people, actor=house.clerk.id, step=step, at=at)

    assert corrected(house, people) == durable
    assert unwhole() == []
    came = door.many("correct", corrections(people), actor=house.clerk, name="list")
    assert (came.done, came.resumed_after) == (COUNT, durable)
    assert corrected(house, people) == COUNT
    told = [use for use in door.person(people[0], actor=house.desk).uses if use.act == "correct"]
    assert len(told) == 2  # allowed, and done: once, whatever happened
    assert unwhole() == []


@pytest.mark.promise("2-1", "2-3")
@pytest.mark.parametrize("where", [("do", 2, 0), ("search", 1, BLOCK), ("commit", 2, BLOCK)])
def test_a_list_of_erasures_that_was_killed_says_who_was_not_searched_for(
    house: House, instance: Path, monkeypatch: pytest.MonkeyPatch, where: tuple[str, int, int]
) -> None:
    (step, at, gone), people = where, customers(house)
    asks = [door.Asked(number=n, said={"person": person}) for n, person in enumerate(people, 1)]
    tidied: list[list[str]] = []
    tidy = erasing.tidy

    def watched() -> None:
        done: list[str] = []
        with monkeypatch.context() as patch:
            for module, name in ((attachments, "sweep"), (searching, "rewrite")):
                patch.setattr(module, name, noting(done, name, getattr(module, name)))
            tidy()
        tidied.append(done)

    monkeypatch.setattr(lists, "tidy", watched)

    killed(instance, act="erase", people=people, actor=house.desk.id, step=step, at=at)
    came = door.many("erase", asks, actor=house.desk, name="list")

    assert (came.done, came.resumed_after) == (COUNT, gone)
    proven = [outcome.number for outcome in came.outcomes if outcome.more]
    assert proven == list(range(gone + 1, COUNT + 1))
    assert tidied == ([["sweep", "rewrite"]] if gone else [])
    assert all(outcome.more["hits"] == [] for outcome in came.outcomes if outcome.more)
    for person in people:
        with pytest.raises(NotFound):
            door.use(person, ["name"], purpose="deliver-service", actor=house.clerk)
    assert unwhole() == []
