"""A full disk, a read-only database: a clear error at once, nothing released, and open again afterwards."""

from __future__ import annotations

import resource
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connection, connections

from seiyaku import door
from seiyaku.cli.tables import Row
from seiyaku.core import errors
from seiyaku.ledger.reading import tree_size
from seiyaku.ledger.sequencing import place_all
from seiyaku.ledger.transactions import raw_cursor
from tests.door.conftest import ALICE, SIGN_UP
from tests.waiting import at_once

from .conftest import House, unwhole

pytestmark = pytest.mark.promise("2-2")
WAITED = {"the database is busy", "the database is held by somebody else", "the database says LockNotAvailable"}


@contextmanager
def full_disk() -> Iterator[None]:
    """SQLite may not take one page more."""
    raw = raw_cursor()
    raw.execute("PRAGMA page_count")
    raw.execute(f"PRAGMA max_page_count = {raw.fetchone()[0]}")
    try:
        yield
    finally:
        raw_cursor().execute("PRAGMA max_page_count = 1000000000")


@contextmanager
def no_bytes_more() -> Iterator[None]:
    """The kernel lets no file of this process grow beyond what the log is now: a full disk, as a write meets it."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    log = Path(f"{connection.settings_dict['NAME']}-wal")
    resource.setrlimit(resource.RLIMIT_FSIZE, (log.stat().st_size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@contextmanager
def read_only() -> Iterator[None]:
    """The database takes no writes at all: by its own setting, on both."""
    on, off = ("ON", "OFF") if connection.vendor == "sqlite" else ("on", "off")
    what = "PRAGMA query_only = " if connection.vendor == "sqlite" else "SET default_transaction_read_only = "
    raw_cursor().execute(what + on)
    try:
        yield
    finally:
        raw_cursor().execute(what + off)


@contextmanager
def gone() -> Iterator[None]:
    """The server ends every connection, again and again, and lets nobody in."""
    kept = connections["default"].settings_dict["PORT"]
    connection.close()
    connections["default"].settings_dict["PORT"] = "1"
    try:
        yield
    finally:
        connections["default"].settings_dict["PORT"] = kept
        connection.close()


def acts(house: House) -> dict[str, Callable[[], object]]:
    """One of each: opens, changes, takes in, chooses, forgets."""
    values = ALICE | {"member-number": "M6666666", "address": "東京都豊島区南見本" + "9" * 200}
    return {
        "use": lambda: door.use(house.alice, ["name"], purpose="deliver-service", actor=house.clerk),
        "use_many": lambda: door.use_many(None, ["name"], purpose="deliver-service", actor=house.clerk),
        "find": lambda: door.find({"phone": ALICE["phone"]}, purpose="deliver-service", actor=house.clerk),
        "collect": lambda: door.collect(values, origin=SIGN_UP, actor=house.clerk),
        "change": lambda: door.change(
            house.alice, {"name": "見本 変"}, purpose="deliver-service", origin=SIGN_UP, actor=house.clerk
        ),
        "stop": lambda: door.stop([house.alice], use="send-offers", actor=house.desk),
        "erase": lambda: door.erase(house.alice, actor=house.desk),
    }


def attempt(what: Callable[[], object]) -> BaseException | None:
    try:
        what()
    except errors.SeiyakuError as error:
        return error
    return None


def closed(house: House, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What each act came to, when it was not Unavailable at once: no lock waited for, no pause, no second attempt."""
    wrong = []
    for name, what in acts(house).items():
        with at_once(monkeypatch) as noted:
            error = attempt(what)
        if not isinstance(error, errors.Unavailable) or error.why in WAITED or noted != ["turn"]:
            wrong.append(f"{name}: {error!r} after {noted}")
        if any(value in str(error) for value in ALICE.values()):
            wrong.append(f"{name}: a value in {error}")
    return wrong


def reopened(house: House, before: int) -> None:
    place_all()
    assert tree_size(raw_cursor()) == before
    assert unwhole() == []
    for name in ("use", "find", "collect", "change", "stop"):
        acts(house)[name]()
    assert unwhole() == []


def entries() -> int:
    place_all()
    return tree_size(raw_cursor())


def test_a_read_only_database_closes_the_door_at_once_and_opens_it_again(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = entries()

    with read_only():
        wrong = closed(house, monkeypatch)

    assert wrong == []
    reopened(house, before)


@pytest.mark.postgresql
def test_a_database_that_is_gone_closes_the_door_at_once_and_opens_it_again(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = entries()

    with gone():
        wrong = closed(house, monkeypatch)

    assert wrong == []
    reopened(house, before)


@pytest.mark.sqlite
def test_a_full_disk_closes_the_door_at_once_and_opens_it_again(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    before = entries()

    with full_disk():
        used = 0
        while (error := attempt(acts(house)["use"])) is None and used < 5000:
            used += 1
        with at_once(monkeypatch) as noted:
            again = attempt(acts(house)["use"])
        big = attempt(lambda: door.collect_rows(file(), file="cd" * 16, origin=SIGN_UP, actor=house.clerk))

    assert isinstance(error, errors.Unavailable)
    assert "full" in error.why
    assert isinstance(again, errors.Unavailable)
    assert noted == ["turn"]
    assert isinstance(big, errors.Unavailable)
    reopened(house, before + used)
    file_again = door.collect_rows(file(), file="cd" * 16, origin=SIGN_UP, actor=house.clerk)
    assert (file_again.collected, file_again.resumed_after) == (600, 0)


def file() -> Iterator[Row]:
    for n in range(2, 602):
        yield Row(number=n, cells={"会員番号": f"M7{n:06d}", "氏名": "見本 満", "電話番号": "09008880009"})


@pytest.mark.sqlite
def test_a_file_that_may_not_grow_closes_the_door_at_once_and_opens_it_again(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = entries()

    with no_bytes_more():
        wrong = closed(house, monkeypatch)

    assert wrong == []
    reopened(house, before)
