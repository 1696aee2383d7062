"""Parcels to send, and a recipient who can open them."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Mapping

import pyrage

from seiyaku.core.asks import Actor
from seiyaku.ledger.transactions import deciding
from seiyaku.ledger.writing import record
from seiyaku.post import addresses, destinations, packing, services
from seiyaku.post.channels import Letter
from seiyaku.post.models import Destination, Parcel
from tests.people.sample import account

LATER = dt.datetime(2030, 1, 1, tzinfo=dt.UTC)
JOB = Actor(id="system:post", kind="system", proven_by="job")
LETTER = Letter(subject="お届けもの", text="これは届けものです。\n")
DATA = b"a,b\r\n" + b"1,2\r\n" * 200_000
KEY = pyrage.x25519.Identity.generate()


def manager() -> Actor:
    """Somebody who answers for what leaves."""
    return Actor(id=account("mana", duties=("manager",)).ref, kind="staff", proven_by="session", session="session:1")


def destination(url: str, *, actor: Actor, secrets: Mapping[str, str] | None = None, age: bool = True) -> Destination:
    """A destination, whose key the test holds."""
    key = str(KEY.to_public()) if age else ""
    return destinations.register("相手", addresses.address(url, age=key, secrets=secrets), actor=actor)


def sent(to: Destination, data: bytes = DATA, *, age: bool = True, until: dt.date | None = None) -> Parcel:
    """A parcel in the outbox, with the change and the entry that sent it."""
    packed = packing.pack([("data.csv", [data]), ("先.txt", [b"x"])], age=str(KEY.to_public()) if age else "")
    with deciding():
        parcel = services.send(to, packed, "sample", LETTER, about="release:1", keep_password=until)
        record({"act": "deliver", "answer": "done", "ref": parcel.ref})
    return parcel


def opened(package: bytes, password: str | None = None) -> dict[str, bytes]:
    """What the recipient finds in the package."""
    plain = pyrage.passphrase.decrypt(package, password) if password else pyrage.decrypt(package, [KEY])
    with zipfile.ZipFile(io.BytesIO(plain)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
