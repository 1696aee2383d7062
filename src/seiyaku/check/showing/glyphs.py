"""
Which signs a font has, read from its `cmap` table (OpenType 1.9, subtable format 12: segmented coverage).

Only what the fonts that the house brings along need; they are ours, not a stranger's.
"""

from __future__ import annotations

import struct
from functools import cache
from importlib.resources import files

FONTS = ("noto_cjk_sans_jp_regular", "noto_cjk_sans_jp_bold")
_UNICODE_FULL = ((3, 10), (0, 4), (0, 6))  # platform and encoding of the subtables that hold all of Unicode


def folders() -> list[str]:
    """Return where the fonts lie."""
    return [str(files(package)) for package in FONTS]


@cache
def signs() -> frozenset[int]:
    """Return the code points that every font of the house has."""
    found = [
        covered(file.read_bytes()) for package in FONTS for file in files(package).iterdir() if _is_font(file.name)
    ]
    return frozenset(set.intersection(*found))


def _is_font(name: str) -> bool:
    return name.endswith((".otf", ".ttf"))


def covered(font: bytes) -> set[int]:
    """Return the code points that a font has a glyph for."""
    table = _cmap(font)
    (count,) = struct.unpack_from(">H", table, 2)
    records = (struct.unpack_from(">HHI", table, 4 + 8 * n) for n in range(count))
    offset = next(place for platform, encoding, place in records if (platform, encoding) in _UNICODE_FULL)
    (groups,) = struct.unpack_from(">I", table, offset + 12)
    found: set[int] = set()
    for n in range(groups):
        first, last, _glyph = struct.unpack_from(">III", table, offset + 16 + 12 * n)
        found.update(range(first, last + 1))
    return found


def _cmap(font: bytes) -> bytes:
    (count,) = struct.unpack_from(">H", font, 4)
    for n in range(count):
        tag, _sum, offset, length = struct.unpack_from(">4sIII", font, 12 + 16 * n)
        if tag == b"cmap":
            return font[offset : offset + length]
    raise ValueError("a font without a cmap table")
