"""A backup is two files that the house itself cannot read, and keys that die on a day that can be named."""

from __future__ import annotations

import datetime as dt
import sqlite3
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from seiyaku import door
from seiyaku.backup import opening, queries, recipients, taking
from seiyaku.backup.models import Backup
from seiyaku.core.errors import InputError, IntegrityError, NotFound, Unavailable
from seiyaku.people.days import today
from tests.door.conftest import ALICE, House, house

__all__ = ["house"]


def contents(path: Path, kind: str) -> dict[str, bytes]:
    with opening.opened(path, kind, recipients.folder()) as found:
        return {name: b"".join(pieces) for name, pieces in found.members}


def wrapped() -> list[bytes]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT wrapped FROM vault_personkey")
        keys = [bytes(row[0]) for row in cursor.fetchall()]
        cursor.execute("SELECT sealed FROM keys_rootkey")
        return keys + [bytes(row[0]) for row in cursor.fetchall()]


@pytest.mark.promise("2-1")
def test_data_and_keys_are_apart_and_neither_reads_without_its_recipient(house: House) -> None:
    taken = taking.take()

    data, keys = contents(taken.data, "data"), contents(taken.keys, "keys")

    everything, apart = b"".join(data.values()), b"".join(keys.values())
    assert len(wrapped()) >= 8
    assert not [key for key in wrapped() if key in everything]
    assert not [key for key in wrapped() if key not in apart]
    for path in (taken.data, taken.keys):
        assert path.stat().st_mode & 0o077 == 0
        assert not [key for key in wrapped() if key in path.read_bytes()]
        assert ALICE["name"].encode() not in path.read_bytes()
    assert not (taking.folder() / taking.SPILL).exists()


@pytest.mark.promise("2-1")
def test_only_the_newest_key_files_are_kept_and_each_goes_with_its_recipient(house: House) -> None:
    taken = [taking.take() for _ in range(3)]

    assert [each.data.exists() for each in taken] == [True, True, True]
    assert [each.keys.exists() for each in taken] == [False, True, True]
    oldest = Backup.objects.get(ref=taken[0].ref)
    assert oldest.keys.destroyed_at is not None
    assert len({Backup.objects.get(ref=each.ref).keys.ref for each in taken}) == 3
    assert not recipients.file_of(recipients.recipient(oldest.keys)).exists()


@pytest.mark.promise("2-1", "2-3")
def test_the_receipt_of_an_erasure_names_the_day_of_the_backups_that_exist(house: House) -> None:
    taking.take()
    Backup.objects.update(keys_until=timezone.now() + dt.timedelta(days=12))

    erased = door.erase(house.alice, actor=house.desk)

    assert erased.keys_gone_on == (today() + dt.timedelta(days=12)).isoformat()
    assert erased.hits == ()
    Backup.objects.update(keys_until=timezone.now() - dt.timedelta(seconds=1))
    taking.destroy_old_keys()
    assert queries.keys_gone_on() == today()
    assert not list(taking.folder().glob("*.keys"))


@pytest.mark.promise("2-1")
def test_a_recipients_key_that_lies_elsewhere_is_asked_after_until_it_is_destroyed(
    house: House, tmp_path: Path
) -> None:
    taking.take()
    row = Backup.objects.get().keys
    recipients.file_of(recipients.recipient(row)).rename(tmp_path / "elsewhere.key")
    Backup.objects.update(keys_until=timezone.now() - dt.timedelta(seconds=1))

    taking.destroy_old_keys()

    assert queries.overdue() == (row.ref,)
    recipients.destroyed(row)
    assert queries.overdue() == ()


@pytest.mark.promise("2-1")
def test_a_backup_is_tested_to_its_end_and_what_is_wrong_is_said(house: House, tmp_path: Path) -> None:
    first, taken = taking.take(), taking.take()
    private = recipients.folder()
    assert opening.test(taken.data, taken.keys, private)["ref"] == taken.ref
    assert queries.posture().tested_at is not None

    with pytest.raises(IntegrityError, match="swapped"):
        opening.test(taken.keys, taken.data, private)
    with pytest.raises(InputError, match=first.ref):
        opening.test(taken.data, first.keys, private)
    with pytest.raises(NotFound, match="data-"):
        opening.test(taken.data, taken.keys, tmp_path)
    other = next(path for path in private.glob("keys-*.key") if path.stem.partition("-")[2] not in str(taken.keys))
    with pytest.raises(IntegrityError, match="the key given is"):
        opening.test(taken.data, taken.keys, other)
    whole = taken.data.read_bytes()
    for cut in (0, 50, len(whole) // 2, len(whole) - 1):
        taken.data.write_bytes(whole[:cut])
        with pytest.raises(IntegrityError):
            opening.test(taken.data, taken.keys, private)
    altered = bytearray(whole)
    altered[len(whole) // 2] ^= 1
    taken.data.write_bytes(altered)
    with pytest.raises(IntegrityError, match="altered"):
        opening.test(taken.data, taken.keys, private)


@pytest.mark.sqlite
@pytest.mark.promise("2-1")
def test_the_copy_holds_no_page_of_the_keys(house: House) -> None:
    taken = taking.take()

    data = contents(taken.data, "data")["database"]

    copied = sqlite3.connect(":memory:")
    copied.deserialize(data)
    assert copied.execute("SELECT count(*) FROM vault_personkey").fetchone() == (0,)
    assert copied.execute("SELECT count(*) FROM vault_person").fetchone() == (1,)
    copied.close()


def test_two_backups_are_not_taken_at_once_and_a_failed_one_leaves_nothing(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    with taking._alone(), pytest.raises(Unavailable, match="already"):
        taking.take()

    def full(*_: object) -> None:
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as patched:
        patched.setattr(taking, "_envelope", full)
        with pytest.raises(OSError, match="output"):
            taking.take()
    assert [path.name for path in taking.folder().iterdir()] == [".lock"]
    assert not Backup.objects.exists()
    assert taking.take().data.exists()
