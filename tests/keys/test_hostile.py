"""Everything that may be done to sealed things from outside: each is a named error, and none says a secret."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from seiyaku.core.errors import IntegrityError, SeiyakuError, Unavailable
from seiyaku.keys import operator, person
from seiyaku.keys.binding import Part, encode
from seiyaku.keys.issuing import issue
from seiyaku.keys.sealing import open_, seal

KEYS = st.binary(min_size=32, max_size=32)
VALUES = st.binary(min_size=8, max_size=200)
LISTS = st.lists(st.one_of(st.binary(max_size=9), st.text(max_size=9), st.integers(-(2**63), 2**63 - 1)), max_size=4)
PID = bytes(range(16))


def says_nothing(error: SeiyakuError, *secrets: bytes) -> bool:
    text = f"{error} {error!r} {error.__cause__!r}"
    return not any(form in text for s in secrets for form in (s.hex(), repr(s), s.decode("latin-1")))


@pytest.mark.promise("2-1")
@given(one=LISTS, other=LISTS)
def test_no_two_lists_of_parts_are_bound_alike(one: list[Part], other: list[Part]) -> None:
    same = [(type(part), part) for part in one] == [(type(part), part) for part in other]

    assert (encode(*one) == encode(*other)) == same


@pytest.mark.promise("2-1")
@given(key=KEYS, value=VALUES, place=st.binary(max_size=60), data=st.data())
def test_a_sealed_value_with_one_bit_turned_does_not_open(
    key: bytes, value: bytes, place: bytes, data: st.DataObject
) -> None:
    sealed = bytearray(seal(key, value, place))
    sealed[data.draw(st.integers(0, len(sealed) - 1))] ^= 1 << data.draw(st.integers(0, 7))

    with pytest.raises(IntegrityError) as error:
        open_(key, bytes(sealed), place, "identity sheet")
    assert error.value.what == "identity sheet"
    assert says_nothing(error.value, key, value)


@pytest.mark.promise("2-1")
@given(key=KEYS, value=VALUES, cut=st.integers(1, 250), added=st.binary(min_size=1, max_size=20))
def test_a_sealed_value_cut_or_lengthened_does_not_open(key: bytes, value: bytes, cut: int, added: bytes) -> None:
    sealed = seal(key, value, b"")

    for hurt in (sealed[: max(0, len(sealed) - cut)], sealed[cut:], sealed + added):
        with pytest.raises(IntegrityError) as error:
            open_(key, hurt, b"", "identity sheet")
        assert says_nothing(error.value, key, value)


@pytest.mark.promise("2-1")
@given(key=KEYS, other=KEYS, value=VALUES, place=st.binary(max_size=60), elsewhere=st.binary(max_size=60))
def test_a_sealed_value_opens_under_its_key_in_its_place_only(
    key: bytes, other: bytes, value: bytes, place: bytes, elsewhere: bytes
) -> None:
    sealed = seal(key, value, place)

    assert open_(key, sealed, place, "sheet") == value
    for wrong_key, wrong_place in ((other, place), (key, elsewhere)):
        if (wrong_key, wrong_place) != (key, place):
            with pytest.raises(IntegrityError):
                open_(wrong_key, sealed, wrong_place, "sheet")


@pytest.mark.promise("2-1")
# One instance serves every example.
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(data=st.data())
def test_a_wrapped_key_hurt_anywhere_does_not_open(instance: Path, data: st.DataObject) -> None:
    key = person.new_key()
    wrapped = bytearray(person.wrap(key, 7, PID))
    wrapped[data.draw(st.integers(0, len(wrapped) - 1))] ^= 1 << data.draw(st.integers(0, 7))

    with pytest.raises(IntegrityError) as error:
        person.unwrap(issue("entry", frozenset({7}), -1), 7, PID, bytes(wrapped))
    assert says_nothing(error.value, key)


@pytest.mark.promise("2-2")
def test_a_grants_proof_shows_in_no_text(instance: Path) -> None:
    grant = issue("entry", frozenset({7}), -1)

    assert repr(grant.mac) not in repr(grant)


@pytest.mark.promise("3-3")
@pytest.mark.parametrize(
    "written",
    [b"", b"\xff\xfe\x00", b"seiyaku-operator-key-1", b"seiyaku-operator-key-2 " + b"A" * 43, b"x" * 100_000,
     b"seiyaku-operator-key-1 " + b"A" * 42, b"seiyaku-operator-key-1 " + b"A" * 44,
     b"seiyaku-operator-key-1 " + b"!" * 43],
)  # fmt: skip
def test_a_key_file_with_anything_else_in_it_is_refused(tmp_path: Path, written: bytes) -> None:
    path = tmp_path / "operator.key"
    path.write_bytes(written)
    path.chmod(0o600)

    with pytest.raises(Unavailable, match="does not hold an operator's key") as error:
        operator.from_file(path)
    assert "AAAA" not in str(error.value)


@pytest.mark.promise("3-3")
def test_a_folder_a_pipe_and_a_device_are_no_key_files(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe", 0o600)
    (tmp_path / "folder").mkdir(mode=0o700)

    for path in (tmp_path / "pipe", tmp_path / "folder", Path("/dev/null")):
        with pytest.raises(Unavailable, match=r"is not a file|cannot be read"):
            operator.from_file(path)


@pytest.mark.promise("3-3")
def test_a_new_key_file_is_not_written_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "operator.key").symlink_to(tmp_path / "elsewhere")

    with pytest.raises(OSError, match=r"operator\.key"):
        operator.create_file(tmp_path / "operator.key")
    assert not (tmp_path / "elsewhere").exists()


@pytest.mark.promise("3-3")
def test_a_generous_umask_does_not_open_the_key_file(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        operator.create_file(tmp_path / "operator.key")
    finally:
        os.umask(before)

    assert (tmp_path / "operator.key").stat().st_mode & 0o777 == 0o600
