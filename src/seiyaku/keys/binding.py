"""One canonical way to write down what a sealed thing is bound to: no two different lists of parts read the same."""

from __future__ import annotations

from struct import Struct

Part = bytes | str | int

_BYTES = Struct(">cI")
_NUMBER = Struct(">cq")


def encode(*parts: Part) -> bytes:
    """Return the parts, each with its type and length: injective, so that no part can pass for another."""
    written: list[bytes] = []
    for part in parts:
        if isinstance(part, bytes):
            written += (_BYTES.pack(b"b", len(part)), part)
        elif isinstance(part, str):
            text = part.encode()
            written += (_BYTES.pack(b"s", len(text)), text)
        else:
            written.append(_NUMBER.pack(b"i", part))
    return b"".join(written)
