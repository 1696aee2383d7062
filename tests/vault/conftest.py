"""A small catalogue, and people who live in `.example`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import cast

import pytest
from django.db import connection, transaction

from seiyaku.keys import issuing
from seiyaku.keys.grants import Grant
from seiyaku.vault import bases, preparing, storing, times
from seiyaku.vault.bases import Grounds
from seiyaku.vault.catalogue import Catalogue, Column
from seiyaku.vault.statements import Cursor

NAME, KANA, BIRTH, PHONE, EMAIL, MEMBER, NOTE = range(7)
COLUMNS = (
    Column("name", NAME, "identity", "name", "joined", unique=False),
    Column("kana", KANA, "identity", "kana", "no", unique=False),
    Column("birth-date", BIRTH, "birth-date", "date", "no", unique=False),
    Column("phone", PHONE, "contact", "phone", "alone", unique=False),
    Column("email", EMAIL, "contact", "email", "alone", unique=False),
    Column("member-number", MEMBER, "account", "member-number", "alone", unique=True),
    Column("note", NOTE, "usage", "text", "no", unique=False),
)
EVERY = (1 << len(COLUMNS)) - 1
ALICE = {"name": "髙橋 愛", "birth-date": "1990-04-01", "phone": "03-1234-5678", "email": "alice@home.example"}
BOB = {"name": "山﨑 守", "birth-date": "1985-12-24", "phone": "06-8765-4321", "email": "bob@home.example"}
GROUNDS = Grounds(family="customer", policy_version="ab" * 32, purposes=0b111, source="web-form", notice="sign-up")
NOW = dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.UTC)
TODAY = times.day(NOW.date())


@pytest.fixture
def catalogue() -> Catalogue:
    return Catalogue({column.name: column for column in COLUMNS}, {column.bit: column.name for column in COLUMNS})


@contextmanager
def writing() -> Iterator[Cursor]:
    """A transaction of the caller's, as the door holds one."""
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        yield cast("Cursor", cursor)


@contextmanager
def reading() -> Iterator[Cursor]:
    with connection.cursor() as cursor:
        yield cast("Cursor", cursor)


def grant(*ordinals: int, fields: int = EVERY) -> Grant:
    """What the ledger hands out for a written entry."""
    return issuing.issue("entry", frozenset(ordinals), fields)


def store(
    catalogue: Catalogue, *people: Mapping[str, str], grounds: Grounds = GROUNDS, valid_from: int = TODAY,
    at: dt.datetime = NOW,
) -> storing.Stored:  # fmt: skip
    prepared = [preparing.prepare(catalogue, values) for values in people]
    with writing() as cursor:
        acquired = bases.acquisition(cursor, grounds, at=times.moment(at), channel="form", form="sign-up")
        return storing.create(cursor, prepared, acquired=acquired, valid_from=valid_from, recorded_at=times.moment(at))


@pytest.fixture
def kept(instance: Path) -> Path:
    """An instance with keys; its folder."""
    return instance
