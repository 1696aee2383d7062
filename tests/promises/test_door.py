"""The one door (2-2): around it there is only ciphertext, and through it there is always an entry."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.models import Model

from seiyaku import door
from seiyaku.core import errors
from seiyaku.keys import grants
from seiyaku.ledger import reading, writing
from seiyaku.ledger.sequencing import place_all
from seiyaku.ledger.transactions import deciding, raw_cursor
from seiyaku.policy import queries
from seiyaku.vault import opening, selecting
from seiyaku.vault.catalogue import Catalogue
from tests.door.conftest import ALICE, House, house

__all__ = ["house"]

NEEDLES = tuple(
    value.encode(encoding)
    for value in (ALICE["name"], ALICE["phone"], ALICE["email"], ALICE["address"])
    for encoding in ("utf-8", "utf-16-le", "cp932")
)


def _rows(model: type[Model]) -> list[tuple[object, ...]]:
    return list(model._default_manager.values_list())


def _raw(cell: object) -> bytes:
    return bytes(cell) if isinstance(cell, bytes | memoryview) else str(cell).encode()


@pytest.mark.promise("2-2", "2-1")
def test_raw_tables_the_orm_and_dumpdata_give_ciphertext(house: House) -> None:
    dump = io.StringIO()
    call_command("dumpdata", stdout=dump)
    through_orm = b"\0".join(_raw(cell) for model in apps.get_models() for row in _rows(model) for cell in row)

    assert not [needle for needle in NEEDLES if needle in dump.getvalue().encode()]
    assert not [needle for needle in NEEDLES if needle in through_orm]


@pytest.mark.promise("2-2", "2-1")
def test_no_file_of_the_instance_holds_a_value(house: House, instance: Path) -> None:
    door.use(house.alice, ["name", "phone"], purpose="deliver-service", actor=house.clerk)
    if connection.vendor == "sqlite":
        connection.cursor().execute("PRAGMA wal_checkpoint(FULL)")

    written = b"".join(file.read_bytes() for file in sorted(instance.rglob("*")) if file.is_file())

    assert not [needle for needle in NEEDLES if needle in written]


@pytest.mark.promise("2-2")
def test_a_row_does_not_open_without_a_grant_and_not_with_one_that_expired(house: House) -> None:
    bits = queries.bits()
    catalogue = Catalogue.of([queries.in_force().policy], bits)
    mask = catalogue.mask(["name"])
    with deciding() as cursor:
        (row,) = selecting.rows(
            cursor, list(selecting.ordinals(cursor, [bytes.fromhex(house.alice)]).values()), ["identity"]
        )
        entry = writing.append(cursor, [writing.Draft({"act": "read", "answer": "allowed"})])[0]
    forged = grants.Grant(entry=entry.id, people=frozenset([row.ordinal]), fields=mask, expires=9e12, mac=b"\0" * 32)

    with pytest.raises(errors.NotProven):
        opening.open_row(forged, catalogue, row, mask)
    with pytest.raises(errors.NotProven):
        opening.open_row(writing.grant(entry, [row.ordinal], mask, ttl=-1), catalogue, row, mask)
    with pytest.raises(errors.NotProven):
        opening.open_row(writing.grant(entry, [row.ordinal + 1], mask), catalogue, row, mask)


@pytest.mark.promise("2-2")
def test_a_refused_ask_leaves_an_entry_that_names_clause_reason_and_no_value(house: House) -> None:
    with pytest.raises(errors.Refused) as refused:
        door.use(house.alice, ["name"], purpose="deliver-service", actor=house.lapsed)

    place_all()
    body = reading.entry(raw_cursor(), refused.value.entry or "").body

    assert body["answer"] == "denied"
    assert body["clause"] == "2-4"
    assert body["reason"] == "untrained"
    assert body["n"] == 1
    assert house.alice not in repr(body)


@pytest.mark.promise("2-2")
def test_explaining_names_the_clause_that_would_let_and_opens_nothing(house: House) -> None:
    told = door.explain(["name"], purpose="send-offers", person=house.alice, actor=house.clerk)

    assert told.entry
    assert any(way.clause == "4-1-A" for way in told.ways)
