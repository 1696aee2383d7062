"""Pictures and recordings: streamed, sealed in chunks, harmless names."""

from __future__ import annotations

import hashlib
import io
import os
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from seiyaku.core.errors import IntegrityError, NotProven, Unavailable
from seiyaku.vault import attachments, bases, opening, selecting, times
from seiyaku.vault.catalogue import Catalogue
from seiyaku.vault.records import Record
from seiyaku.vault.rows import Row

from .buckets import Bucket, running
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


def attached(
    catalogue: Catalogue, content: io.IOBase, whose: dict[str, str] = ALICE, name: str = "photo.jpg"
) -> tuple[Row, Record]:
    (alice,) = store(catalogue, whose).ordinals
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
    assert manifest["sha256"] == hashlib.sha256(picture).hexdigest()
    (file,) = files(kept)
    assert picture[:64] not in file.read_bytes()
    assert "jpg" not in file.name


def test_a_file_is_opened_only_for_its_field(kept: Path, catalogue: Catalogue) -> None:
    row, record = attached(catalogue, io.BytesIO(b"x"))

    for fields in (1 << NAME, ~(1 << record.field)):
        with pytest.raises(NotProven):
            opening.open_attachment(grant(row.ordinal, fields=fields), row, record)


@pytest.mark.promise("2-1")
@pytest.mark.parametrize("harm", ["cut", "flip", "swap"])
def test_a_harmed_file_is_a_named_error(kept: Path, catalogue: Catalogue, harm: str) -> None:
    row, record = attached(catalogue, io.BytesIO(b"a" * 300_000))
    (file,) = files(kept)
    sealed = file.read_bytes()
    other_row, other = attached(catalogue, io.BytesIO(b"b" * 300_000))
    (another,) = [path for path in files(kept) if path != file]
    flipped = sealed[:-1] + bytes([sealed[-1] ^ 1])
    harmed = {"cut": sealed[: 256 * 1024 + 56], "flip": flipped, "swap": another.read_bytes()}

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


class Weighed(Endless):
    """So many bytes, and the most memory this process held while they were read."""

    most = 0

    def read(self, size: int = -1) -> bytes:
        given = super().read(size)
        if self.left % (16 * 1024 * 1024) == 0:
            self.most = max(self.most, resident())
        return given


def resident() -> int:
    """How much memory this process holds now, in bytes."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")


@pytest.mark.slow
@pytest.mark.promise("1-1")
def test_a_gigabyte_is_taken_in_and_given_out_in_flat_memory(kept: Path, catalogue: Catalogue) -> None:
    size = 1024**3
    attached(catalogue, io.BytesIO(b"first"))  # what every file needs is loaded by now
    source, before = Weighed(size), resident()

    row, record = attached(catalogue, source, BOB)
    given_out, most = 0, source.most
    for number, piece in enumerate(opening.open_attachment(grant(row.ordinal), row, record)):
        given_out += len(piece)
        if number % 64 == 0:
            most = max(most, resident())

    assert given_out == size
    assert most - before < 32 * 1024 * 1024


@pytest.fixture
def bucket(kept: Path, monkeypatch: pytest.MonkeyPatch, settings: Settings) -> Iterator[Bucket]:
    """A bucket of a server that speaks S3, on loopback; the vault keeps its files there."""
    with running(monkeypatch) as found:
        settings.FILES = f"s3://{found.name}/files"
        yield found


@pytest.mark.promise("1-1", "2-1")
def test_files_lie_sealed_in_a_bucket_and_come_back_as_they_were(bucket: Bucket, catalogue: Catalogue) -> None:
    long = bytes(range(256)) * (80 * 1024)  # 20 MiB: several parts
    for name, content in (("one.jpg", b"a short one"), ("two.jpg", long)):
        who = ALICE if name == "one.jpg" else BOB
        row, record = attached(catalogue, io.BytesIO(content), who, name)

        assert b"".join(opening.open_attachment(grant(row.ordinal), row, record)) == content
    assert len(bucket.sizes()) == 2
    assert sum(bucket.sizes()) > len(long)
    with reading() as cursor:
        assert attachments.strays(cursor) == []


@pytest.mark.promise("1-1", "2-1")
def test_a_connection_that_breaks_half_way_leaves_nothing_half_done(bucket: Bucket, catalogue: Catalogue) -> None:
    class Cut(Endless):
        def read(self, size: int = -1) -> bytes:
            if self.left < 12 * 1024 * 1024:
                bucket.cut()
            return super().read(size)

    with pytest.raises(Unavailable, match="does not answer"):
        attached(catalogue, Cut(24 * 1024 * 1024))

    bucket.mend()
    assert bucket.sizes() == []
    with reading() as cursor:
        cursor.execute("SELECT count(*) FROM vault_attachment")
        assert cursor.fetchone()[0] == 0
    row, record = attached(catalogue, io.BytesIO(b"again"), BOB)
    assert b"".join(opening.open_attachment(grant(row.ordinal), row, record)) == b"again"


@pytest.mark.parametrize("where", ["folder", "bucket"])
def test_a_source_that_fails_is_told_as_it_failed_and_leaves_no_file(
    request: pytest.FixtureRequest, kept: Path, catalogue: Catalogue, where: str
) -> None:
    class Torn(Endless):
        def read(self, size: int = -1) -> bytes:
            if self.left < 10 * 1024 * 1024:
                raise ConnectionResetError("the sender is gone")
            return super().read(size)

    found = request.getfixturevalue("bucket") if where == "bucket" else None
    with pytest.raises(ConnectionResetError):
        attached(catalogue, Torn(24 * 1024 * 1024))

    assert list(files(kept)) == []
    assert found is None or found.sizes() == []


def test_a_file_that_is_only_just_there_is_no_stray_in_a_bucket_either(bucket: Bucket, catalogue: Catalogue) -> None:
    row, _ = attached(catalogue, io.BytesIO(b"x"))
    taken = attachments.take_in(grant(row.ordinal), row, io.BytesIO(b"y"), name="a", media_type="text/plain")

    with reading() as cursor:
        assert attachments.strays(cursor) == []
        assert attachments.strays(cursor, now=NOW.timestamp() + 10**9) == [attachments.path(taken.ref)]
