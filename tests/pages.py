"""A page that was answered, read as a browser reads it: its elements, its forms, what each field would send."""

from __future__ import annotations

from typing import Any

from lxml import html


def read(page: bytes | str) -> Any:
    """Return its tree; untyped, as what a query of it finds is."""
    return html.fromstring(page)
