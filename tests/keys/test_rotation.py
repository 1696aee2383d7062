"""Turning root keys: online, resumable, and the old one is gone."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.db import connection, transaction
from pytest_django import Settings

import seiyaku.keys.keyring as rings
from seiyaku.core.errors import Conflict, IntegrityError
from seiyaku.keys import blind, disk, macs, memory, person, remains, rotation, signing
from seiyaku.keys.issuing import issue
from seiyaku.keys.keyring import Use, for_writing, keyring
from seiyaku.keys.models import RootKey
from seiyaku.keys.operator import create_file, operator_key
from seiyaku.keys.wrapping import key_id
from tests import turning
from tests.waiting import HANGS, until_somebody_waits

pytestmark = pytest.mark.promise("3-3")


@dataclass
class Shelf:
    """A holder in memory: persons' wrapped keys by ordinal."""

    use: Use = "wrap"
    name: str = "shelf"
    wrapped: dict[int, bytes] = field(default_factory=dict)

    def put(self, count: int) -> None:
        for ordinal in range(len(self.wrapped) + 1, len(self.wrapped) + count + 1):
            self.wrapped[ordinal] = person.wrap(ordinal.to_bytes(32, "big"), ordinal, bytes(16))

    def behind(self) -> int:
        return sum(key_id(wrapped) != keyring().current("wrap").id for wrapped in self.wrapped.values())

    def move(self, after: int, limit: int) -> int | None:
        batch = sorted(ordinal for ordinal in self.wrapped if ordinal > after)[:limit]
        for ordinal in batch:
            self.wrapped[ordinal] = person.rewrap(ordinal, bytes(16), self.wrapped[ordinal]) or self.wrapped[ordinal]
        return batch[-1] if batch else None

    def clear(self, after: int, limit: int) -> int | None:
        return None if after + limit else after


@pytest.fixture
def shelf(instance: Path, monkeypatch: pytest.MonkeyPatch) -> Shelf:
    monkeypatch.setattr(rotation, "_holders", {})
    monkeypatch.setattr(rotation, "_offers", [])
    shelf = Shelf()
    rotation.register_holder(shelf)
    shelf.put(25)
    return shelf


def test_every_key_is_wrapped_anew_and_the_old_root_destroyed(shelf: Shelf) -> None:
    old = keyring().current("wrap")

    told = list(turning.turn("wrap", batch=10))

    grant = issue("entry", frozenset({25}), -1)
    assert person.unwrap(grant, 25, bytes(16), shelf.wrapped[25]) == (25).to_bytes(32, "big")
    assert {key_id(wrapped) for wrapped in shelf.wrapped.values()} == {keyring().current("wrap").id}
    assert [progress.destroyed for progress in told] == [False] * 4 + [True]
    assert RootKey.objects.get(pk=old.id).sealed is None
    with pytest.raises(IntegrityError):
        keyring().by_id(old.id)


def test_what_only_the_destroyed_key_could_open_is_a_named_loss(shelf: Shelf) -> None:
    stale = shelf.wrapped[1]
    list(turning.turn("wrap"))

    with pytest.raises(IntegrityError, match="destroyed"):
        person.unwrap(issue("entry", frozenset({1}), -1), 1, bytes(16), stale)


def test_the_old_root_key_leaves_the_disk(shelf: Shelf, instance: Path) -> None:
    sealed = RootKey.objects.get(use="wrap").sealed
    assert sealed is not None
    needle = bytes(sealed)

    list(turning.turn("wrap"))

    assert not [path.name for path in instance.rglob("*") if path.is_file() and needle in path.read_bytes()]


@pytest.mark.sqlite
def test_the_database_is_written_anew_only_for_what_still_stands_in_it(
    shelf: Shelf, instance: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[bool] = []
    rewrite = remains.rewrite
    monkeypatch.setattr(remains, "rewrite", lambda: written.append(True) or rewrite())  # type: ignore[func-returns-value]

    list(turning.turn("wrap"))
    assert written == []

    needle = left_in_a_gap("wrap")
    list(turning.turn("wrap"))
    assert written == [True]
    assert not [path.name for path in instance.rglob("*") if path.is_file() and needle in path.read_bytes()]

    rotation.scrub()  # what a process does that does not know what was destroyed
    assert written == [True, True]


def left_in_a_gap(use: Use) -> bytes:
    """Have bytes of the root key stand where a row was, as SQLite leaves them when it moves cells."""
    row = RootKey.objects.get(use=use, retired_at=None)
    needle = bytes(row.sealed or b"")[5:45]
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE moved (body BLOB)")
        cursor.execute("INSERT INTO moved VALUES (%s)", [bytes(100) + needle])
        cursor.execute("PRAGMA secure_delete = OFF")
        cursor.execute("DELETE FROM moved")
        cursor.execute("PRAGMA secure_delete = ON")
    return needle


@pytest.mark.sqlite
def test_a_part_over_the_border_of_two_blocks_is_found(instance: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sealed = bytes(RootKey.objects.get(use="wrap", retired_at=None).sealed or b"")
    monkeypatch.setattr(disk.blocks, "__defaults__", (64,))

    assert remains.still_lie([sealed])
    assert remains.still_lie([bytes(range(1, 32)) + sealed[:48]])
    assert not remains.still_lie([bytes(range(100, 160))])


@pytest.mark.postgresql
def test_a_role_that_does_not_own_the_table_says_what_stays_in_its_pages(shelf: Shelf) -> None:
    def stands() -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_relation_filenode('keys_rootkey')")
            return int(cursor.fetchone()[0])

    before, settings = stands(), connection.settings_dict
    list(turning.turn("wrap"))
    assert (rotation.reach(), stands()) == ("rows", before)

    application, settings["USER"] = settings["USER"], "postgres"
    connection.close()
    try:
        rotation.scrub()
        assert rotation.reach() == "disk"
        assert stands() != before
    finally:
        settings["USER"] = application
        connection.close()


def test_a_turn_that_was_broken_off_goes_on(shelf: Shelf) -> None:
    rotation.begin("wrap")
    next(rotation.steps("wrap", batch=10))
    shelf.put(5)
    memory.forget()
    assert rotation.behind("wrap") == 15

    list(turning.turn("wrap", batch=10))

    assert rotation.behind("wrap") == 0
    assert len(keyring().live("wrap")) == 1


def test_the_old_key_stays_while_anything_stands_under_it(shelf: Shelf) -> None:
    rotation.begin("wrap")

    with pytest.raises(Conflict, match="25 things"):
        turning.finish("wrap")
    assert len(keyring().live("wrap")) == 2


def test_two_turns_of_one_key_do_not_overlap(shelf: Shelf) -> None:
    rotation.begin("wrap")

    with pytest.raises(Conflict):
        rotation.begin("wrap")


def test_whoever_is_slow_to_end_a_turn_does_not_destroy_the_key_of_the_next(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf.put(3)
    slow = keyring()
    rotation.begin("wrap")
    monkeypatch.setattr(rings, "_kept", [slow])

    with pytest.raises(Conflict, match="still stand"):
        rotation.destroy("wrap")


def test_a_key_nobody_answers_for_is_not_destroyed(shelf: Shelf) -> None:
    rotation.begin("register")

    with pytest.raises(Conflict, match="no room answers"):
        turning.finish("register")


def test_a_turn_whose_transaction_fails_never_was(shelf: Shelf) -> None:
    before = keyring().current("wrap").id

    with transaction.atomic(), connection.cursor() as cursor:
        rotation.begin("wrap")
        assert for_writing(cursor).current("wrap").id == before  # a key that is not committed is nobody's yet
        transaction.set_rollback(True)

    with transaction.atomic(), connection.cursor() as cursor:
        assert for_writing(cursor).current("wrap").id == before
    assert not rotation.is_turning("wrap")


def test_while_the_index_key_turns_values_are_found_by_either_digest(instance: Path) -> None:
    ((old, digest),) = blind.digests("mobile", "+819012345678")
    new = rotation.begin("index")

    both = dict(blind.digests("mobile", "+819012345678"))

    assert list(both) == [new, old]
    assert both[old] == digest
    assert both[new] != digest


def test_an_old_signature_verifies_after_its_key_is_gone(instance: Path) -> None:
    signature, public = signing.sign(b"head"), signing.public_key()

    list(turning.turn("sign"))

    assert signing.public_key() != public
    assert signing.public_keys() == (signing.public_key(), public)
    Ed25519PublicKey.from_public_bytes(public).verify(signature, b"head")


def test_suppressions_are_found_under_every_key_there_ever_was(instance: Path) -> None:
    before = blind.suppressions("email", "a@b.example")
    rotation.begin("suppress")
    rotation.begin("suppress")

    assert len(blind.suppressions("email", "a@b.example")) == 3
    assert blind.suppressions("email", "a@b.example")[-1] == before[0]


def test_another_operators_key_takes_the_keyring_over(instance: Path, settings: Settings) -> None:
    secret = keyring().current("wrap").secret
    create_file(instance / "next.key")

    rotation.change_operator("file:next.key")

    (instance / "operator.key").unlink()
    settings.OPERATOR_KEY = "file:next.key"
    memory.forget()
    assert keyring().current("wrap").secret == secret
    assert set(RootKey.objects.values_list("operator", flat=True)) == {operator_key().id}


@pytest.mark.postgresql
def test_a_turn_waits_for_whoever_is_writing_under_the_old_key(shelf: Shelf) -> None:
    begun = threading.Event()

    def begin() -> None:
        rotation.begin("wrap")
        begun.set()
        connection.close()

    with transaction.atomic(), connection.cursor() as cursor:
        old = for_writing(cursor).current("wrap").id
        thread = threading.Thread(target=begin)
        thread.start()
        until_somebody_waits(cursor)
        assert not begun.is_set()
        shelf.put(1)
    thread.join(HANGS)

    assert begun.is_set()
    assert key_id(shelf.wrapped[26]) == old
    list(turning.turn("wrap"))
    assert key_id(shelf.wrapped[26]) == keyring().current("wrap").id != old


def test_a_writer_that_still_has_the_old_keyring_learns_of_the_turn(shelf: Shelf) -> None:
    stale = keyring()
    rotation.begin("wrap")
    from seiyaku.keys import keyring as room

    room._kept[:] = [stale]  # as another process would still have it

    with transaction.atomic(), connection.cursor() as cursor:
        for_writing(cursor)
        shelf.put(1)

    assert key_id(shelf.wrapped[26]) != stale.current("wrap").id


def test_a_proof_under_a_key_turned_a_moment_ago_is_known_to_a_process_that_has_not_heard(instance: Path) -> None:
    stale = keyring()
    rotation.begin("mac")
    proof = macs.mac("pending", b"row")
    from seiyaku.keys import keyring as room

    room._kept[:] = [stale]

    assert macs.proves(proof, "pending", b"row")
    assert keyring().generation != stale.generation
