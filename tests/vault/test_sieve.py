"""The search finds what is there and nothing else."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seiyaku.vault.sieve import Sieve

few = st.binary(min_size=4, max_size=16).map(lambda octets: bytes(octet % 3 for octet in octets))


@settings(deadline=None, max_examples=500)
@given(needles=st.lists(few, max_size=6, unique=True), window=st.binary(max_size=80))
def test_the_sieve_catches_exactly_what_a_plain_search_finds(needles: list[bytes], window: bytes) -> None:
    known = {needle: needle.hex() for needle in needles}
    hay = bytes(octet % 3 for octet in window)

    assert Sieve(known).caught(hay) == {name for needle, name in known.items() if needle in hay}


def test_of_thousands_of_needles_those_that_are_there_are_caught_each_under_its_own_name() -> None:
    dice = random.Random(7)  # noqa: S311  a test's dice
    needles = {dice.randbytes(dice.randrange(5, 40)): number for number in range(3_000)}
    hay = [dice.randbytes(dice.randrange(50)) for _ in range(400)]
    there = dice.sample(sorted(needles), 400)

    caught = Sieve(needles).caught(b"".join(part + needle for part, needle in zip(hay, there, strict=True)))

    assert caught == {needles[needle] for needle in there}


def test_a_needle_that_proves_nothing_is_not_taken() -> None:
    with pytest.raises(ValueError, match="four bytes"):
        Sieve({b"abc": "value"})
