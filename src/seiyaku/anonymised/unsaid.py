"""
What an error says of people's values, left unsaid: how many do not fit, and in which column, but not which (43(2)).

A table of one's own is told which of its values a hierarchy lacks; the values of the vault are nobody's to be told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from seiyaku.core.errors import InputError

from .plans import Plan

QUOTED = re.compile(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"", re.DOTALL)
UNSAID = "…"
LISTED = re.compile(rf": (?:{UNSAID}|\(NULL\))(?:, (?:{UNSAID}|\(NULL\)))*(?: … and \d+ more)?")


@contextmanager
def no_values(plan: Plan) -> Iterator[None]:
    """Let an error about a table of people through without their values; what the plan itself says stays."""
    try:
        yield
    except InputError as error:
        known = plan.model_dump_json(by_alias=True)

        def kept(found: re.Match[str]) -> str:
            return found[0] if f'"{found[0][1:-1]}"' in known else UNSAID

        said = LISTED.sub("", QUOTED.sub(kept, error.found))
        raise InputError(error.where, said, error.expected, error.nearest) from None
