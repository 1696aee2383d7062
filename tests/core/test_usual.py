"""What is usual is normalised by a shorter way, which must not answer otherwise than the long one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seiyaku.core.errors import InputError
from seiyaku.core.identity import normalise
from seiyaku.core.terms import FieldType

WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}  # full width: never the short way
TYPES: tuple[FieldType, ...] = ("phone", "postal-code", "member-number")


def answer(kind: FieldType, value: str) -> str:
    try:
        return normalise(kind, value)
    except InputError as error:
        return error.where


@pytest.mark.promise("1-1")
@given(kind=st.sampled_from(TYPES), value=st.text(alphabet="0123456789-+Mm ", max_size=16))
def test_half_and_full_width_are_one_value(kind: FieldType, value: str) -> None:
    assert answer(kind, value) == answer(kind, value.translate(WIDE))


@pytest.mark.promise("1-1")
@given(value=st.text(alphabet="佐々木髙﨑ヶヵ-ー株()ヽゞいす ゞ", min_size=1, max_size=12))
def test_a_name_is_the_same_with_a_sign_that_never_counts_in_it(value: str) -> None:
    assert answer("name", value) == answer("name", value + "\u200b")
