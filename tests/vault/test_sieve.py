"""The search finds what is there and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seiyaku.vault.sieve import Sieve

few = st.binary(min_size=4, max_size=11).map(lambda octets: bytes(octet % 3 for octet in octets))


@settings(deadline=None, max_examples=500)
@given(needles=st.lists(few, max_size=6, unique=True), window=st.binary(max_size=60))
def test_the_sieve_catches_exactly_what_a_plain_search_finds(needles: list[bytes], window: bytes) -> None:
    known = {needle: needle.hex() for needle in needles}
    hay = bytes(octet % 3 for octet in window)

    assert Sieve(known).caught(hay) == {name for needle, name in known.items() if needle in hay}


def test_a_needle_that_proves_nothing_is_not_taken() -> None:
    with pytest.raises(ValueError, match="four bytes"):
        Sieve({b"abc": "value"})
