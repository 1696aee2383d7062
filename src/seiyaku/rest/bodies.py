"""
What may come in as a body, before anybody looks at what it says: its size, its form, how deep it is, which letters.

NUL and lone surrogates are refused here: databases and logs disagree about them, and nothing personal needs them.
"""

from __future__ import annotations

from typing import Any

import orjson
from django.http import HttpRequest
from ninja.parser import Parser

from seiyaku.core.errors import InputError

DEPTH = 8  # rows in a list in an object take four
JSON = ("application/json",)


class Body(Parser):
    """Reads JSON strictly."""

    def parse_body(self, request: HttpRequest) -> Any:
        """Return what the body says."""
        return parse(request.body)


def too_large(request: HttpRequest, most: int) -> bool:
    """Tell whether the body is announced as larger than one may be."""
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0) > most
    except ValueError:
        return True


def parse(raw: bytes) -> Any:
    """
    Return the value of a JSON text.

    Raises:
        InputError: it is not JSON in UTF-8, too deep, or has a letter that is none.
    """
    try:
        value = orjson.loads(raw)
    except orjson.JSONDecodeError as error:
        raise InputError(
            f"body, position {error.pos}", "something else", "JSON in UTF-8, without lone surrogates"
        ) from None
    if _depth(value) > DEPTH:
        raise InputError("body", "too many levels", f"at most {DEPTH} levels")
    if b"\\u0000" in raw and _has_nul(value):
        raise InputError("body", "a NUL", "text without NUL")
    return value


def _depth(value: Any) -> int:
    """Count levels without recursion; stops when it is too deep."""
    level, depth = [value], 0
    while level and depth <= DEPTH:
        inside = [one for one in level if isinstance(one, dict | list)]
        level = [item for one in inside for item in (one.values() if isinstance(one, dict) else one)]
        depth += bool(inside)
    return depth


def _has_nul(value: Any) -> bool:
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            if "\x00" in one:
                return True
        elif isinstance(one, dict):
            waiting += [*one, *one.values()]
        elif isinstance(one, list):
            waiting += one
    return False
