"""
Mixed work through the door, and a note of every answer: collect a file, use, find, change, stop, erase, turn the key.

A worker notes an answer only after it has it. What may rightly go wrong between several workers (refused, not there any
more, somebody else was first) is no answer; anything else is an error and ends the worker.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from seiyaku.cli.tables import Row
from seiyaku.core.asks import Actor
from seiyaku.core.errors import Conflict, NotFound, Refused

FILES = 60
LEAST = 10  # answers of each worker
Note = Callable[[dict[str, Any]], None]


def acting(login: str) -> Actor:
    """Somebody of the house of the tests, in another process."""
    return Actor(id=f"staff:{login}", kind="staff", proven_by="session", session=f"session:{login}")


def reference(number: int) -> str:
    """What a file is called by its caller."""
    return hashlib.sha256(b"file %d" % number).hexdigest()


def file(number: int) -> Iterator[Row]:
    """The rows of file `number`, always the same ones; the fifth has a value in a column nobody declared."""
    for row in range(2, 2 + length(number)):
        cells = {
            "会員番号": f"M{number:03d}{row:04d}",
            "氏名": f"見本 {number}の{row}",
            "電話番号": f"0900{number:03d}{row:04d}",
            "備考": "犬が二匹いる" if row == 6 else "",
        }
        yield Row(number=row, cells=cells)


def length(number: int) -> int:
    """How many rows file `number` has, the one that must not enter included."""
    return 50 + number * 37 % 90


class Notes:
    """A file of answers: each one is on the disk before the next thing is asked."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def __call__(self, answer: dict[str, Any]) -> None:
        """Write it down, durably."""
        os.write(self._file, json.dumps(answer).encode() + b"\n")
        os.fsync(self._file)


class Worker:
    """One worker: `seed` says what it does, `note` hears of every answer, `errors` is what must not happen."""

    def __init__(self, seed: int, note: Note, *, turns: bool = True) -> None:
        self.chance = random.Random(seed)  # noqa: S311  # which work comes next is no secret
        self.note = note
        self.errors: list[str] = []
        self.answers = 0
        self.longest: dict[str, float] = {}
        from seiyaku.door import Origin

        self.sign_up = Origin(source="web-form", form="sign-up", shown="showing:sign-up")
        self.clerk, self.desk = acting("bob"), acting("dora")
        self.works: list[Callable[[str], dict[str, Any]]] = [self.use] * 10 + [self.find] * 3 + [self.change] * 6
        self.works += [self.collect] * 5 + [self.stop] * 3 + [self.erase] * 2 + ([self.turn] * 2 if turns else [])
        self.people: list[str] = []

    def run(self, seconds: float) -> None:
        """Work for so long, and until something was answered, however slow the machine."""
        from tests.waiting import HANGS

        until = time.monotonic() + seconds
        while not self.errors and (now := time.monotonic()) < until + HANGS and (now < until or self.answers < LEAST):
            self.once()

    def once(self) -> None:
        """Do one thing, and note what was answered."""
        if not self.people or self.chance.random() < 0.05:
            self.people = held()
        if self.people:
            work, person = self.chance.choice(self.works), self.chance.choice(self.people)
        else:  # everybody was erased: take somebody in
            work, person = self.collect, ""
        began = time.monotonic()
        try:
            self.note({"what": work.__name__, **work(person)})
            self.answers += 1
            self.longest[work.__name__] = max(self.longest.get(work.__name__, 0), time.monotonic() - began)
        except (Refused, NotFound, Conflict):
            return
        except Exception as error:  # noqa: BLE001  whatever reaches a caller is what this is about
            where = [f"{Path(at.filename).name}:{at.lineno}" for at in traceback.extract_tb(error.__traceback__)[-6:]]
            self.errors.append(f"{work.__name__}: {error!r} at {' '.join(where)}")

    def use(self, person: str) -> dict[str, Any]:
        from seiyaku import door

        used = door.use(person, ["name", "phone"], purpose="deliver-service", actor=self.clerk)
        return {"entry": used.entry, "leaf": used.leaf}

    def find(self, _person: str) -> dict[str, Any]:
        from seiyaku import door

        phone = f"0900{self.chance.randrange(FILES):03d}{self.chance.randrange(2, 60):04d}"
        found = door.find({"phone": phone}, purpose="deliver-service", actor=self.clerk)
        return {"entry": found.entry, "leaf": found.leaf}

    def change(self, person: str) -> dict[str, Any]:
        from seiyaku import door

        name = f"見本 変{self.chance.randrange(1 << 40):x}"
        done = door.change(person, {"name": name}, purpose="deliver-service", origin=self.sign_up, actor=self.clerk)
        return {"entry": done.entry, "leaf": done.leaf, "person": person, "name": name}

    def stop(self, person: str) -> dict[str, Any]:
        from seiyaku import door

        turn = self.chance.choice((door.stop, door.resume))
        done = turn([person], use="send-offers", actor=self.desk)
        return {"entry": done.entry, "leaf": done.leaf}

    def collect(self, _person: str) -> dict[str, Any]:
        from seiyaku import door

        number = self.chance.randrange(FILES)

        def durable(row: int) -> None:
            self.note({"what": "block", "file": number, "row": row})

        came = door.collect_rows(
            file(number), file=reference(number), origin=self.sign_up, actor=self.clerk, on_block=durable
        )
        return {"entry": came.entry, "leaf": came.leaf, "file": number}

    def erase(self, person: str) -> dict[str, Any]:
        from seiyaku import door

        erased = door.erase(person, actor=self.desk)
        return {"entry": erased.entry, "leaf": erased.leaf, "person": person, "hits": list(erased.hits)}

    def turn(self, _person: str) -> dict[str, Any]:
        """Turn the wrap key in the transactions and the order of locks that `people.turning` turns it in."""
        from seiyaku.keys import rotation
        from seiyaku.ledger.transactions import changing, take_head

        with changing() as cursor:
            take_head(cursor)
            if not rotation.is_turning("wrap"):
                rotation.begin("wrap")
        for _ in rotation.steps("wrap", batch=200):
            pass
        rotation.clear("wrap")
        with changing() as cursor:
            take_head(cursor)
            gone = rotation.destroy("wrap")
        rotation.scrub(gone)
        return {}


def held() -> list[str]:
    """The public ids of everybody held."""
    from seiyaku.vault.models import Person

    return [bytes(pid).hex() for (pid,) in Person.objects.values_list("pid")]


def patient() -> None:
    """Have nobody told that the machine is slow: neither a lock's time nor a queue's age is what is tried here."""
    from seiyaku.ledger import pending, transactions
    from tests.waiting import HANGS

    pending.TOO_OLD = HANGS
    for name in ("_DECIDING", "_CHANGING"):
        said = getattr(transactions, name)
        setattr(transactions, name, said.replace(transactions.LOCK_TIMEOUT.encode(), f"{HANGS:.0f}s".encode()))


def small_blocks() -> None:
    """Have files taken in by smaller blocks, so that more moments lie between two of them."""
    from seiyaku.door import collecting

    collecting.BLOCK = 20


def main(seed: str, seconds: str) -> None:
    """Work in a process of its own, and print how it went."""
    import django

    django.setup()
    patient()
    worker = Worker(int(seed), lambda _: None)
    worker.run(float(seconds))
    print(json.dumps({"answers": worker.answers, "errors": worker.errors}))


if __name__ == "__main__":
    main(*sys.argv[1:])
