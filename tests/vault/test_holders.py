"""Turning the wrap key and the index key over people that are really kept."""

from __future__ import annotations

import itertools
import threading
from pathlib import Path

import pytest
from django.db import connection

from seiyaku.keys import memory, rotation
from seiyaku.keys.keyring import keyring
from seiyaku.ledger import changes, forms, transactions
from seiyaku.ledger.sequencing import place_all
from seiyaku.ledger.transactions import raw_cursor
from seiyaku.vault import opening, quarantining, selecting
from seiyaku.vault.catalogue import Catalogue
from seiyaku.vault.holders import Digests, WrappedKeys, published
from seiyaku.vault.models import Blind, PersonKey, Unique
from tests import turning
from tests.portal.sample import publish_first
from tests.waiting import HANGS

from .conftest import ALICE, BOB, EVERY, TODAY, grant, reading, store, writing

pytestmark = pytest.mark.promise("3-3")


@pytest.fixture
def people(kept: Path, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch) -> tuple[int, ...]:
    """Alice, Bob and twenty others, and the holders that answer for them."""
    monkeypatch.setattr(rotation, "_holders", {})
    monkeypatch.setattr(rotation, "_offers", [])
    rotation.register_holder(WrappedKeys())
    rotation.register_holder(Digests(lambda: catalogue))
    others = ({"name": f"客 {n}", "phone": f"03-1234-{n:04}", "member-number": f"M{n}"} for n in range(20))
    return store(catalogue, ALICE, BOB, *others).ordinals


def found(catalogue: Catalogue, **values: str) -> list[int]:
    with reading() as cursor:
        return selecting.find(cursor, catalogue, {name.replace("_", "-"): value for name, value in values.items()})


def opened(catalogue: Catalogue, ordinal: int) -> dict[str, str]:
    with reading() as cursor:
        (row,) = selecting.rows(cursor, [ordinal], catalogue.sheets(EVERY))
        return opening.open_row(grant(ordinal), catalogue, row, EVERY)


def test_people_open_as_before_under_the_new_wrap_key(catalogue: Catalogue, people: tuple[int, ...]) -> None:
    old = keyring().current("wrap").id

    list(turning.turn("wrap", batch=5))

    heads = {bytes(wrapped)[:4] for wrapped in PersonKey.objects.values_list("wrapped", flat=True)}
    assert opened(catalogue, people[0]) == ALICE
    assert heads == {keyring().current("wrap").id.to_bytes(4, "big")} != {old.to_bytes(4, "big")}


def test_a_row_in_quarantine_opens_under_the_new_wrap_key(catalogue: Catalogue, people: tuple[int, ...]) -> None:
    with writing() as cursor:
        held = quarantining.Held(row_number=7, reason="no-source", fields=("name",), cells={"name": "誰か"})
        quarantining.hold(cursor, [held], batch="batch", expires_on=TODAY + 30, recorded_at=1)

    list(turning.turn("wrap"))

    with reading() as cursor:
        (row,) = selecting.detained(cursor, "batch")
    assert opening.open_detained(grant(row.ordinal), row) == {"name": "誰か"}


def test_everybody_is_found_before_while_and_after_the_index_key_turns(
    catalogue: Catalogue, people: tuple[int, ...]
) -> None:
    def alice_and_member() -> tuple[list[int], list[int]]:
        return found(catalogue, phone="０３－１２３４－５６７８"), found(catalogue, member_number="m3")

    expected = ([people[0]], [people[5]])
    assert alice_and_member() == expected
    rotation.begin("index")
    assert alice_and_member() == expected
    for _ in rotation.steps("index", batch=5):
        assert alice_and_member() == expected
    turning.finish("index", batch=5)
    assert alice_and_member() == expected

    keys = set(Blind.objects.values_list("key", flat=True)) | set(Unique.objects.values_list("key", flat=True))
    assert keys == {keyring().current("index").id}
    assert len(keyring().live("index")) == 1


def test_whoever_comes_while_the_index_key_turns_is_found_afterwards(
    catalogue: Catalogue, people: tuple[int, ...]
) -> None:
    rotation.begin("index")
    next(rotation.steps("index", batch=5))
    (late,) = store(catalogue, {"name": "遅 来", "phone": "090-1111-2222", "member-number": "LATE"}).ordinals
    memory.forget()

    list(turning.turn("index", batch=5))

    assert found(catalogue, phone="090-1111-2222") == [late]
    assert rotation.behind("index") == 0


def test_opening_values_to_digest_them_anew_is_in_the_ledger(catalogue: Catalogue, people: tuple[int, ...]) -> None:
    list(turning.turn("index"))

    place_all()
    bodies = list(forms.bodies(raw_cursor()))
    assert len(bodies) == 1
    assert b'"note_kind":"key-rotation"' in bodies[0]
    assert b'"n":22' in bodies[0]


def test_reading_goes_on_while_the_wrap_key_turns(catalogue: Catalogue, people: tuple[int, ...]) -> None:
    done = threading.Event()
    wrong: list[str] = []

    def read() -> None:
        for ordinal in itertools.cycle(people[:2]):
            if opened(catalogue, ordinal)["name"] not in {ALICE["name"], BOB["name"]}:
                wrong.append("another's name")
            if done.is_set():
                connection.close()
                return

    reader = threading.Thread(target=read)
    reader.start()
    for _ in range(3):
        list(turning.turn("wrap", batch=4))
    done.set()
    reader.join(HANGS)

    assert not reader.is_alive()
    assert not wrong


def test_standings_change_between_any_two_batches(catalogue: Catalogue, people: tuple[int, ...]) -> None:
    rotation.begin("wrap")

    batches = 0
    for _ in rotation.steps("wrap", batch=5):
        with transactions.changing() as cursor:
            changes.note(cursor, "duty", "somebody")
        batches += 1

    assert batches == 6
    assert rotation.behind("wrap") == 0


def test_the_holders_of_a_real_instance_know_its_published_fields(kept: Path) -> None:
    publish_first()
    real = published()
    (ordinal,) = store(real, {"name": "髙橋 愛", "phone": "03-1234-5678"}).ordinals

    list(turning.turn("wrap"))
    list(turning.turn("index"))

    assert found(real, phone="+81 3 1234 5678") == [ordinal]
    with reading() as cursor:
        (row,) = selecting.rows(cursor, [ordinal], real.sheets(real.mask(["name"])))
        assert opening.open_row(grant(ordinal, fields=-1), real, row, real.mask(["name"])) == {"name": "髙橋 愛"}
