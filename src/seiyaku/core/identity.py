"""Normalising what a person says about themselves, so that spellings of one value compare equal."""

from __future__ import annotations

import unicodedata

from .errors import InputError
from .model import FieldType


def normalise(type: FieldType, value: str) -> str:  # noqa: A002  the policy's own word
    """Return `value` of a field of `type` in one spelling; InputError (without the value) if there is none."""
    folded = "".join(unicodedata.normalize("NFKC", value).casefold().split())
    if not folded:
        raise InputError(where=type, found="nothing", expected=f"a value of type {type}")
    return folded
