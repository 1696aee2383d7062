"""Notes, recordings and papers of a person: each is opened by what it came under, and a file is nobody's until then."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from seiyaku import door
from seiyaku.core import errors
from seiyaku.door.acting import perform
from seiyaku.door.filing import TEXT_AT_MOST, to_attach
from seiyaku.keys.streams import Source
from seiyaku.ledger import changes, reading
from seiyaku.ledger.sequencing import place_all
from seiyaku.ledger.transactions import raw_cursor

from .conftest import ALICE, SIGN_UP, House, staff
from .test_past import LEGACY, LETTER

PURPOSE = "answer-questions"
FILED = {"field": "inquiry", "purpose": PURPOSE}


def note(house: House, text: str, origin: door.Origin = LETTER) -> door.Done:
    return door.note(house.alice, {"text": text}, origin=origin, actor=house.clerk, **FILED)


def attach(house: House, content: bytes, origin: door.Origin = LETTER, person: str | None = None) -> door.Done:
    return door.attach(
        person or house.alice, io.BytesIO(content), name="letter.txt", media_type="text/plain", origin=origin,
        actor=house.clerk, **FILED,
    )  # fmt: skip


def file_of(house: House, purpose: str = PURPOSE) -> door.File:
    actor = house.clerk if purpose == PURPOSE else house.desk
    return door.file_of(house.alice, field="inquiry", purpose=purpose, actor=actor)


def said(of: door.File) -> list[object]:
    return [one.content.get("text") or one.content["name"] for one in of.filed]


def files() -> list[Path]:
    return [path for path in (Path(settings.HOME) / "files").rglob("*") if path.is_file()]


@pytest.mark.promise("2-2", "P")
def test_each_thing_filed_is_opened_by_what_it_came_under_oldest_first(house: House) -> None:
    note(house, "of old", LEGACY)
    with pytest.raises(errors.Refused) as refused:
        file_of(house)
    attach(house, b"letter")
    note(house, "by letter")
    before = changes.head(raw_cursor())

    mine, every = file_of(house), file_of(house, "law:complaint")

    assert refused.value.answer.reason == "not-acquired-for"
    assert refused.value.entry is not None
    assert (said(mine), mine.left) == (["letter.txt", "by letter"], 1)
    assert (said(every), every.left) == (["of old", "letter.txt", "by letter"], 0)
    assert [one.kind for one in mine.filed] == ["attachment", "note"]
    noted = [(one.kind, one.ref) for one in changes.since(raw_cursor(), 0) if one.ref in ("note", "attachment")]
    assert noted == [("value", "note"), ("value", "attachment"), ("value", "note")]  # whoever looks, looks again
    assert changes.head(raw_cursor()) == before


@pytest.mark.promise("2-2", "P")
def test_a_file_is_handed_out_to_who_may_open_it_and_as_nothing_else(house: House) -> None:
    boris = door.collect({**ALICE, "member-number": "M0000009"}, origin=SIGN_UP, actor=house.clerk).people[0]
    attach(house, b"of old", LEGACY)
    for person in (house.alice, boris):
        attach(house, b"letter", person=person)
    note(house, "by letter")
    old, letter, written = (one.ref for one in file_of(house, "law:complaint").filed)
    asked: dict[str, Any] = {"purpose": PURPOSE, "actor": house.clerk}

    got = door.retrieve(house.alice, letter, field="inquiry", **asked)

    assert (b"".join(got.chunks), got.manifest["name"]) == (b"letter", "letter.txt")
    for person, ref in (
        (house.alice, old), (house.alice, written), (boris, letter), (house.alice, "00" * 16),
    ):  # fmt: skip
        with pytest.raises(errors.NotFound):
            door.retrieve(person, ref, field="inquiry", **asked)
    with pytest.raises(errors.Refused):
        door.retrieve(house.alice, letter, field="call-recording", **asked)


@pytest.mark.promise("2-2", "P")
def test_of_nobody_nothing_is_filed_and_the_look_is_on_record(house: House) -> None:
    asked: dict[str, Any] = {"actor": house.clerk, **FILED}

    for attempt in (lambda: door.file_of("00" * 16, **asked), lambda: attach(house, b"x", person="00" * 16)):
        with pytest.raises(errors.NotFound):
            attempt()
        place_all()
        newest = next(reading.lately(raw_cursor(), 0)).body
        assert (newest["answer"], newest["reason"], newest["n"]) == ("denied", "not-here", 0)
    with pytest.raises(errors.Refused):
        door.file_of("00" * 16, field="inquiry", purpose=PURPOSE, actor=staff("sue", "marketing"))
    assert files() == []


@pytest.mark.promise("P")
def test_a_note_says_something_and_no_more_than_a_note_holds(house: House) -> None:
    note(house, "x" * TEXT_AT_MOST)

    for content in (
        {},
        {"kind": "", "text": "x" * (TEXT_AT_MOST + 1)},
        {"kind": "call", "text": "x" * (TEXT_AT_MOST - 3)},
    ):
        with pytest.raises(errors.InputError):
            door.note(house.alice, content, origin=LETTER, actor=house.clerk, **FILED)
    assert len(file_of(house).filed) == 1


class Untouched(io.BytesIO):
    """A file that nobody may read."""

    def read(self, size: int | None = -1, /) -> bytes:
        """Fail: it was read."""
        raise AssertionError(size)


@pytest.mark.promise("2-2", "P")
def test_a_file_is_taken_in_between_an_entry_that_allows_it_and_one_that_makes_it_the_persons(house: House) -> None:
    with pytest.raises(errors.Refused):
        door.attach(
            house.alice, Untouched(), name="a", media_type="text/plain", origin=LETTER,
            actor=staff("sue", "marketing"), **FILED,
        )  # fmt: skip
    seen: list[list[str]] = []

    @contextmanager
    def opened() -> Iterator[Source]:
        place_all()
        lately = [one.body for one in reading.lately(raw_cursor(), 0)]
        seen.append([said["note_kind"] for said in lately if said["act"] == "write" and "note_kind" in said])
        yield io.BytesIO(b"letter")
        if len(seen) > 1:
            door.stop([house.alice], use=PURPOSE, actor=house.desk)

    asked: dict[str, Any] = {"name": "a", "media_type": "text/plain", "origin": LETTER, "actor": house.clerk, **FILED}
    perform(to_attach(house.alice, opened, **asked))
    place_all()
    with pytest.raises(errors.Refused) as stopped:
        perform(to_attach(house.alice, opened, **asked))

    assert seen == [["receiving"], ["receiving", "attachment", "receiving"]]
    assert stopped.value.answer.reason == "stopped"
    assert door.expire().counts["strays"] == 0  # it may still be on its way
    assert len(files()) == 2
    for file in files():
        os.utime(file, (1, 1))
    assert door.expire().counts["strays"] == 1
    assert len(files()) == len(file_of(house, "law:complaint").filed) == 1
