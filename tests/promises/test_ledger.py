"""What is changed behind the system's back is found, and named (2-1): cells, standings, and whom entries name."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection

from seiyaku import door
from seiyaku.cli.main import main
from seiyaku.ledger import recent
from seiyaku.ledger.sequencing import place_all
from seiyaku.ledger.transactions import deciding, raw_cursor
from seiyaku.vault.cells import digest
from seiyaku.vault.writing import Changes, settle
from tests.door.conftest import ALICE, SIGN_UP, House, house
from tests.door.test_collecting import row

__all__ = ["house"]

BOB = {**ALICE, "member-number": "M0000002", "phone": "090-0000-0002", "email": "bob@mail.example"}


def told(capsys: pytest.CaptureFixture[str]) -> tuple[int, list[tuple[str, str]]]:
    """Run `seiyaku ledger verify`; return its exit code, and what it found."""
    place_all()
    capsys.readouterr()
    code = main.main(["--json", "ledger", "verify"], standalone_mode=False)
    found = json.loads(capsys.readouterr().out)["findings"]
    return code, [(each["what"], each["why"]) for each in found]


def raw(sql: str, *values: Any) -> list[tuple[Any, ...]]:
    """Write to the database past everything; what it asks for, if it asks."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        assert cursor.rowcount != 0
        return cursor.fetchall() if cursor.description else []


@dataclass(frozen=True)
class Home:
    """Alice's ordinal and public id, the sheet of hers that has moved on since, and the entry of a use of hers."""

    alice: int
    pid: str
    older: Any
    used: bytes


@pytest.fixture
def home(house: House) -> Home:
    """Alice moved, refused offers and stopped provision; Bob is held too, and a row is in quarantine."""
    alice, older = raw("SELECT person, body FROM vault_sheet WHERE kind = 'contact'")[0]
    door.collect(BOB, origin=SIGN_UP, actor=house.clerk)
    door.collect_rows([row(2, 靴のサイズ="27")], file="ab" * 16, origin=SIGN_UP, actor=house.clerk)
    moved = {"phone": "090-1111-1111"}
    door.change(house.alice, moved, purpose="deliver-service", origin=SIGN_UP, actor=house.clerk)
    door.refuse([house.alice], use="send-offers", method="button", actor=house.desk)
    door.stop([house.alice], use="send-offers", actor=house.desk)
    door.stop([house.alice], use=None, actor=house.desk)
    used = door.use(house.alice, ["name"], purpose="deliver-service", actor=house.clerk).entry
    return Home(alice, house.alice, older, bytes.fromhex(used))


@pytest.mark.promise("2-1", "2-3")
def test_a_house_that_was_lived_in_verifies(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    assert told(capsys) == (0, [])


@pytest.mark.promise("2-1", "2-3")
def test_an_older_cell_put_back_is_named(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    raw("UPDATE vault_sheet SET body = %s WHERE person = %s AND kind = 'contact'", home.older, home.alice)

    code, found = told(capsys)

    assert code == 4
    assert (
        "cell",
        f"sheet contact of {home.pid}: no act put it there: an older cell put back, or a foreign one",
    ) in found
    assert ("cell", "cells: put there by an act, and gone") in found


@pytest.mark.promise("2-1", "2-3")
def test_an_act_made_up_to_fit_an_older_cell_is_found_because_no_entry_tells_of_it(
    home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    (present,) = raw("SELECT body FROM vault_sheet WHERE person = %s AND kind = 'contact'", home.alice)[0]
    raw("UPDATE vault_sheet SET body = %s WHERE person = %s AND kind = 'contact'", home.older, home.alice)
    with deciding() as cursor:
        settle(cursor, Changes(added=[digest(bytes(home.older))], removed=[digest(bytes(present))]))

    code, found = told(capsys)

    assert code == 4
    assert [what for what, _ in found] == ["act"]
    assert found[0][1].startswith("cells were changed without an entry")


@pytest.mark.promise("2-1", "2-3")
def test_a_row_and_its_act_taken_away_together_leave_the_entry_that_tells_of_them(
    home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    raw("DELETE FROM vault_quarantine")
    raw("DELETE FROM vault_written WHERE id = (SELECT max(id) - 1 FROM vault_written)")

    code, found = told(capsys)

    assert code == 4
    assert ("act", "what an entry changed is not recorded") in [(what, why.split(":")[0]) for what, why in found]


LOOSER = {
    "consents = 1": "consents that nobody gave",
    "refusals = 0": "refusals that are not heeded: send-offers",
    "stopped = 0": "stops that are not heeded: send-offers",
    "flags = 0": "stops that are not heeded: provision",
}


@pytest.mark.promise("2-1", "4-1-G")
@pytest.mark.parametrize("turned", LOOSER)
def test_a_standing_loosened_behind_the_doors_back_is_named(
    home: Home, turned: str, capsys: pytest.CaptureFixture[str]
) -> None:
    raw(f"UPDATE vault_person SET {turned} WHERE ord = %s", home.alice)

    code, found = told(capsys)

    assert code == 4
    assert [what for what, _ in found] == ["standing"]
    assert found[0][1].startswith(f"{home.pid}: {LOOSER[turned]}")


@pytest.mark.promise("2-1", "2-2")
def test_somebody_else_put_in_the_place_of_whom_an_entry_names_is_found(
    home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    recent.fold(raw_cursor())
    # By its id, and not as the newest: entries of one millisecond come in any order, and a stop's would tell more.
    here = "FROM ledger_seen WHERE person = %s AND entry = %s"
    ((granted,),) = raw(f"SELECT granted {here}", home.alice, home.used)
    raw(f"DELETE {here}", home.alice, home.used)
    raw("INSERT INTO ledger_seen (person, entry, granted) VALUES (%s, %s, %s)", home.alice + 1, home.used, granted)

    code, found = told(capsys)

    assert code == 4
    assert [(what, why[-33:]) for what, why in found] == [("people", "does not name whom the index says")]
