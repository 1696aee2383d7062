"""
The channels: each hands one parcel over, once, or says why not (`faults`).

`asks`: a channel that can see whether a receipt is there already takes up where a broken-off try stopped. One that
cannot (mail) never tries again by itself what may have arrived.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Protocol

from seiyaku.post.addresses import Address


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What is said with a parcel, in clear: nothing personal."""

    subject: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Handing:
    """One parcel as a channel sees it. `name` holds the receipt, so that another parcel never has it."""

    receipt: str
    name: str
    size: int
    digest: str
    letter: Letter
    queued_at: dt.datetime
    pieces: Callable[[], Iterator[bytes]] = field(repr=False)


class Channel(Protocol):
    """One way."""

    asks: bool

    def hand_over(self, address: Address, parcel: Handing) -> str:
        """Hand it over, and return what the other side answered. Raises Later, Never, Unsure."""
        ...


def channel(name: str) -> Channel:
    """Return the channel; what it needs is imported when it is used."""
    if name == "folder":
        from .folder import Folder

        return Folder()
    if name == "medium":
        from .medium import Medium

        return Medium()
    if name in {"sftp", "s3"}:
        from .far import Bucket, Ssh

        return Ssh() if name == "sftp" else Bucket()
    if name == "https":
        from .web import Web

        return Web()
    from .mail import Mail

    return Mail()
