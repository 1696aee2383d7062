"""Pictures and recordings: streamed, sealed in chunks, harmless names."""

from __future__ import annotations

import io
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seiyaku.core.errors import IntegrityError, NotProven
from seiyaku.vault import attachments, bases, opening, selecting, times
from seiyaku.vault.catalogue import Catalogue
from seiyaku.vault.records import Record
from seiyaku.vault.rows import Row

from .conftest import ALICE, BOB, EVERY, GROUNDS, NAME, NOTE, NOW, grant, reading, store
from .conftest import writing as transaction

MOMENT = times.moment(NOW)


class Endless(io.RawIOBase):
    """So many bytes, none of them kept."""

    def __init__(self, size: int) -> None:
        self.left = size

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        given = min(size, self.left)
        self.left -= given
        return bytes(given)


def attached(catalogue: Catalogue, content: io.IOBase, name: str = "photo.jpg") -> tuple[Row, Record]:
    (alice,) = store(catalogue, ALICE).ordinals
    with reading() as cursor:
        (row,) = selecting.rows(cursor, [alice], ())
    taken = attachments.take_in(grant(alice), row, content, name=name, media_type="image/jpeg")
    with transaction() as cursor:
        acquired = bases.acquisition(cursor, GROUNDS, at=MOMENT, channel="counter")
        attachments.attach(cursor, grant(alice), row, taken, field=NOTE, acquired=acquired, recorded_at=MOMENT)
    with reading() as cursor:
        (record,) = selecting.records(cursor, alice, "attachment", EVERY)
    return row, record


def files(home: Path) -> Iterator[Path]:
    return (path for path in (home / "files").rglob("*") if path.is_file())


@pytest.mark.promise("1-1")
def test_a_file_comes_back_as_it_was_and_lies_sealed(kept: Path, catalogue: Catalogue) -> None:
    picture = bytes(range(256)) * 4000
    row, record = attached(catalogue, io.BytesIO(picture), name="C:\\fakepath\\..\\髙橋.jpg")

    manifest = opening.open_record(grant(row.ordinal), row, record)

    assert b"".join(opening.open_attachment(grant(row.ordinal), row, record)) == picture
    assert (manifest["name"], manifest["size"]) == ("髙橋.jpg", len(picture))
    (file,) = files(kept)
    assert picture[:64] not in file.read_bytes()
    assert "jpg" not in file.name


def test_a_file_is_opened_only_for_its_field(kept: Path, catalogue: Catalogue) -> None:
    row, record = attached(catalogue, io.BytesIO(b"x"))

    with pytest.raises(NotProven):
        opening.open_attachment(grant(row.ordinal, fields=1 << NAME), row, record)


@pytest.mark.promise("2-1")
@pytest.mark.parametrize("harm", ["cut", "flip", "swap"])
def test_a_harmed_file_is_a_named_error(kept: Path, catalogue: Catalogue, harm: str) -> None:
    row, record = attached(catalogue, io.BytesIO(b"a" * 300_000))
    (file,) = files(kept)
    sealed = file.read_bytes()
    other_row, other = attached(catalogue, io.BytesIO(b"b" * 300_000))
    (another,) = [path for path in files(kept) if path != file]
    harmed = {"cut": sealed[: 256 * 1024 + 56], "flip": sealed[:-1] + b"!", "swap": another.read_bytes()}

    file.write_bytes(harmed[harm])

    with pytest.raises(IntegrityError):
        b"".join(opening.open_attachment(grant(row.ordinal), row, record))
    assert b"".join(opening.open_attachment(grant(other_row.ordinal), other_row, other)) == b"b" * 300_000


def test_a_long_file_is_taken_in_and_given_out_in_flat_memory(kept: Path, catalogue: Catalogue) -> None:
    size = 64 * 1024 * 1024
    tracemalloc.start()

    row, record = attached(catalogue, Endless(size))
    given_out = sum(len(piece) for piece in opening.open_attachment(grant(row.ordinal), row, record))

    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert given_out == size
    assert peak < 8 * 1024 * 1024


def test_a_file_that_became_nobodys_is_a_stray_after_a_day(kept: Path, catalogue: Catalogue) -> None:
    row, _ = attached(catalogue, io.BytesIO(b"x"))
    taken = attachments.take_in(grant(row.ordinal), row, io.BytesIO(b"y"), name="a", media_type="text/plain")

    with reading() as cursor:
        assert attachments.strays(cursor) == []
        assert attachments.strays(cursor, now=NOW.timestamp() + 10**9) == [attachments.path(taken.ref)]


@pytest.mark.parametrize(
    ("name", "kept_as"),
    [
        ("../../etc/passwd", "passwd"), ("..", "file"), ("", "file"), ("a\0b\n.txt", "ab.txt"), (".hidden", "hidden"),
        ("CON.txt", "_CON.txt"), ("\u202egpj.exe", "gpj.exe"), ("a<b>|c?.pdf", "a_b__c_.pdf"),
        ("写真" * 100 + ".jpeg", ("写真" * 100)[:108] + ".jpeg"),
    ],
)  # fmt: skip
def test_a_hostile_name_is_made_harmless(name: str, kept_as: str) -> None:
    assert attachments.neutral(name) == kept_as


@given(st.text())
def test_no_name_has_a_way_out(name: str) -> None:
    kept_as = attachments.neutral(name)

    assert 0 < len(kept_as) <= attachments.LONGEST
    assert not {"/", "\\", "\0", ":"} & set(kept_as)
    assert kept_as not in {".", ".."}


def test_a_swap_of_two_peoples_files_is_found(kept: Path, catalogue: Catalogue) -> None:
    row, record = attached(catalogue, io.BytesIO(b"hers"))
    (bob,) = store(catalogue, BOB).ordinals
    with reading() as cursor:
        (his,) = selecting.rows(cursor, [bob], ())

    with pytest.raises(IntegrityError):
        opening.open_record(grant(bob), his, record)
    assert b"".join(opening.open_attachment(grant(row.ordinal), row, record)) == b"hers"
