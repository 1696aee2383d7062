"""What others may ask about credentials. None of it is a secret, or of any use as one."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from seiyaku.keys.macs import every

from . import tokens
from .models import Letter, Login, Passkey
from .services import LOGIN


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A letter on the queue of those who print: no name, no address."""

    ref: str
    person: str
    language: str
    asked_at: dt.datetime
    printed_at: dt.datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A passkey or a linked sign-in, as its owner sees it."""

    ref: str
    kind: str
    since: dt.datetime


def letters() -> list[Waiting]:
    """Return the letters that are to be printed, or were and may be printed again; the oldest first."""
    rows = Letter.objects.filter(closed="").order_by("printed_at", "asked_at", "pk")
    return [
        Waiting(ref=row.ref, person=bytes(row.person).hex(), language=row.language, asked_at=row.asked_at,
                printed_at=row.printed_at)
        for row in rows
    ]  # fmt: skip


def letter(ref: str) -> Waiting | None:
    """Return one letter that is not closed."""
    return next((one for one in letters() if one.ref == ref), None)


def letter_of(person: bytes) -> tuple[str, dt.datetime | None] | None:
    """Return how far the person's newest letter is: why it is closed (or not), and when it was printed."""
    row = Letter.objects.filter(person=person).order_by("-pk").first()
    return None if row is None else (row.closed, row.printed_at)


def keys_of(person: bytes) -> list[Key]:
    """Return the passkeys and linked sign-ins of a person."""
    passkeys = [Key(ref=row.ref, kind="passkey", since=row.made_at) for row in Passkey.objects.filter(person=person)]
    logins = [Key(ref=row.ref, kind="login", since=row.linked_at) for row in Login.objects.filter(person=person)]
    return passkeys + logins


def passkey(credential: bytes) -> Passkey | None:
    """Return the passkey of this id."""
    return Passkey.objects.filter(key=tokens.kept(credential.hex())).first()


def person_of(issuer: str, subject: str) -> bytes | None:
    """Return whom an account of the operator's sign-in is linked to."""
    row = Login.objects.filter(digest__in=every(LOGIN, issuer, subject)).first()
    return None if row is None else bytes(row.person)
