"""Sealed streams: what opens, and every way of tampering that does not."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seiyaku.core.errors import IntegrityError
from seiyaku.keys.streams import CHUNK, HEAD, MOST, TAG, open_stream, seal_stream

KEY = bytes(32)
AAD = b"attachment"
CHUNKS = 16


def sealed(plaintext: bytes, chunk: int = CHUNKS) -> bytes:
    return b"".join(seal_stream(KEY, [plaintext], AAD, chunk))


def opened(stream: bytes, key: bytes = KEY, aad: bytes = AAD) -> bytes:
    return b"".join(open_stream(key, io.BytesIO(stream), aad, "attachment"))


def chunks(stream: bytes) -> list[bytes]:
    body = stream[HEAD.size :]
    return [body[at : at + CHUNKS + TAG] for at in range(0, len(body), CHUNKS + TAG)]


@pytest.mark.promise("2-1")
@given(pieces=st.lists(st.binary(max_size=100)), chunk=st.integers(1, 64))
def test_a_stream_opens_to_what_was_sealed_however_it_came_in_pieces(pieces: list[bytes], chunk: int) -> None:
    stream = b"".join(seal_stream(KEY, pieces, AAD, chunk))

    assert opened(stream) == b"".join(pieces)


@pytest.mark.promise("2-1")
@given(length=st.integers(0, 80), cut=st.integers(1, 200))
def test_a_stream_cut_anywhere_does_not_open(length: int, cut: int) -> None:
    stream = sealed(b"x" * length)

    with pytest.raises(IntegrityError, match="attachment"):
        opened(stream[:-cut])


@pytest.mark.promise("2-1")
@given(data=st.data(), length=st.integers(0, 80))
def test_a_stream_with_one_bit_turned_does_not_open(data: st.DataObject, length: int) -> None:
    stream = bytearray(sealed(b"x" * length))
    stream[data.draw(st.integers(0, len(stream) - 1))] ^= 1 << data.draw(st.integers(0, 7))

    with pytest.raises(IntegrityError):
        opened(bytes(stream))


@pytest.mark.promise("2-1")
def test_chunks_swapped_dropped_doubled_or_added_do_not_open() -> None:
    stream = sealed(bytes(range(60)))
    head, (a, b, c, d) = stream[: HEAD.size], chunks(stream)

    for order in ([b, a, c, d], [a, c, d], [a, b, b, c, d], [a, b, c, d, d], [a, b, c], []):
        with pytest.raises(IntegrityError):
            opened(head + b"".join(order))


@pytest.mark.promise("2-1")
def test_two_streams_of_one_owner_cannot_be_joined() -> None:
    first, second = sealed(bytes(32)), sealed(bytes(32))

    with pytest.raises(IntegrityError):
        opened(first[: HEAD.size] + chunks(first)[0] + chunks(second)[1])


@pytest.mark.promise("2-1")
def test_another_key_or_another_place_does_not_open_a_stream() -> None:
    stream = sealed(b"value")

    with pytest.raises(IntegrityError):
        opened(stream, key=bytes(31) + b"1")
    with pytest.raises(IntegrityError):
        opened(stream, aad=b"another")


def test_a_stream_that_claims_a_giant_chunk_is_refused_before_anything_is_read() -> None:
    for mark, chunk in ((b"SYS1", 2**32 - 1), (b"SYS1", MOST + 1), (b"SYS1", 0), (b"SYS2", CHUNK)):
        with pytest.raises(IntegrityError, match="not a sealed stream"):
            opened(HEAD.pack(mark, bytes(32), chunk))
    assert opened(sealed(b"value", MOST)) == b"value"


def test_a_long_stream_passes_two_chunks_at_a_time() -> None:
    pieces = (bytes(1024) for _ in range(4096))

    assert max(len(part) for part in seal_stream(KEY, pieces, AAD)) == CHUNK + TAG
