"""Sent twice, done once; decided each time; and nothing kept that says anything of anybody."""

from __future__ import annotations

import threading
import time
from typing import Any

import pytest
from django.db import connection, connections

from seiyaku import door
from seiyaku.people.models import DutyHeld, Repeat
from seiyaku.people.repeating import KEPT, PATIENCE
from seiyaku.vault.models import Person
from tests.door.conftest import ALICE, SIGN_UP, House

from .conftest import Caller, caller

BORIS = {"member-number": "M0000002", "name": "見本 ぼりす", "phone": "090-0000-0002", "email": "boris@mail.example"}
ORIGIN = {"source": "web-form", "form": "sign-up", "shown": SIGN_UP.shown or ""}


def sign_up(caller: Caller, key: str, **more: Any) -> Any:
    return caller.post("collect", {"values": BORIS | more, "origin": ORIGIN}, **{"Idempotency-Key": key})


def test_a_repeat_returns_the_same_ids_and_does_nothing(house: House, clerks: Caller) -> None:
    before = Person.objects.count()

    first, second = sign_up(clerks, "one"), sign_up(clerks, "one")

    assert first.status_code == second.status_code == 200
    assert second.json() == first.json()
    assert second["Idempotency-Replayed"] == "true"
    assert Person.objects.count() == before + 1


def test_another_body_under_the_same_key_is_refused(house: House, clerks: Caller) -> None:
    sign_up(clerks, "one")

    answer = sign_up(clerks, "one", name="だれか")

    assert answer.status_code == 422
    assert answer.json()["code"] == "reused-key"


def test_another_token_has_keys_of_its_own(house: House, clerks: Caller) -> None:
    sign_up(clerks, "one")

    answer = caller(house.clerk, ["deliver-service"]).post(
        "collect", {"values": BORIS | {"member-number": "M0000003"}, "origin": ORIGIN}, **{"Idempotency-Key": "one"}
    )

    assert answer.status_code == 200
    assert "Idempotency-Replayed" not in answer


@pytest.mark.promise("2-1")
def test_who_was_made_is_told_again_and_forgotten_when_they_are_erased(house: House) -> None:
    desk = caller(house.desk, ["law:accuracy", "law:erase"])
    body = {"person": house.alice, "fields": ["email"]}

    first, second = (desk.post("split", body, **{"Idempotency-Key": "s"}) for _ in range(2))
    gone = desk.post("erase", {"person": first.json()["person"]})

    assert second.json() == first.json()
    assert second["Idempotency-Replayed"] == "true"
    assert gone.json()["hits"] == []
    assert not Repeat.objects.exists()


@pytest.mark.promise("2-2")
def test_a_repeat_is_decided_again(house: House, clerks: Caller) -> None:
    from seiyaku.people import services
    from tests.door.conftest import staff

    sign_up(clerks, "one")
    services.revoke_duty(DutyHeld.objects.get(account__ref=house.clerk.id).ref, actor=staff("root", "administrator"))

    answer = sign_up(clerks, "one")

    assert answer.status_code == 403
    assert answer.json()["reason"] == "no-duty"


def test_what_was_refused_may_be_tried_again_under_its_key(house: House, clerks: Caller) -> None:
    unknown = {"values": BORIS, "origin": ORIGIN | {"form": "nothing"}}

    wrong = clerks.post("collect", unknown, **{"Idempotency-Key": "k"})

    assert wrong.status_code == 403
    assert Repeat.objects.count() == 0
    assert sign_up(clerks, "k").status_code == 200


def test_a_key_that_is_none_is_refused_and_nothing_done(house: House, clerks: Caller) -> None:
    before = Person.objects.count()

    for key in ("", "a b", "鍵", "k" * 256):
        answer = sign_up(clerks, key)
        assert (answer.status_code, answer.json()["errors"][0]["where"]) == (422, "Idempotency-Key"), key

    assert Person.objects.count() == before
    assert sign_up(clerks, "k" * 255).status_code == 200


def test_a_key_stands_for_its_ask_for_a_day_and_then_for_another(house: House, clerks: Caller) -> None:
    now = int(time.time())
    sign_up(clerks, "one")
    Repeat.objects.update(at=now - KEPT + 3600)
    again = sign_up(clerks, "one")
    Repeat.objects.update(at=now - KEPT)

    other = sign_up(clerks, "one", **{"member-number": "M0000007"})

    assert again["Idempotency-Replayed"] == "true"
    assert other.status_code == 200
    assert other.json()["people"] != again.json()["people"]


def test_an_ask_that_is_being_done_is_told_so_and_one_that_was_cut_off_after_a_while(
    house: House, clerks: Caller
) -> None:
    now = int(time.time())
    first = sign_up(clerks, "one")
    Repeat.objects.update(answer=None, people=b"", at=now + 60)
    early = sign_up(clerks, "one")
    Repeat.objects.update(at=now - PATIENCE)

    late = sign_up(clerks, "one")

    assert (early.status_code, late.status_code) == (409, 200)
    assert late.json() == {"entry": first.json()["entry"], "interrupted": True}


@pytest.mark.promise("2-2")
def test_two_at_once_do_one_act(house: House, clerks: Caller) -> None:
    before = Person.objects.count()
    answers: list[Any] = []

    def ask() -> None:
        answers.append(sign_up(clerks, "one", **{"member-number": "M0000009"}))
        connections.close_all()

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert {answer.status_code for answer in answers} <= {200, 409}
    assert len({tuple(a.json()["people"]) for a in answers if a.status_code == 200}) == 1
    assert Person.objects.count() == before + 1


def test_many_rows_under_a_key_come_in_once(house: House, clerks: Caller) -> None:
    body = {"rows": [BORIS, {**BORIS, "member-number": "M0000003", "shoe-size": "27"}], "origin": ORIGIN}

    first, second = (clerks.post("collect-many", body, **{"Idempotency-Key": "file"}) for _ in range(2))

    assert first.json()["collected"] == 1
    assert [row["why"] for row in first.json()["quarantined"]] == ["undeclared-column"]
    assert second.json() == first.json()
    assert second["Idempotency-Replayed"] == "true"


@pytest.mark.promise("2-1")
def test_what_is_kept_of_a_key_holds_no_value_and_not_even_the_key(house: House, clerks: Caller) -> None:
    sign_up(clerks, "boris@mail.example")

    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM people_repeat")
        row = cursor.fetchall()[0]
        kept = b"".join(bytes(cell) if isinstance(cell, bytes | memoryview) else str(cell).encode() for cell in row)

    assert not [value for value in BORIS.values() if value.encode() in kept]


@pytest.mark.promise("2-1")
def test_whoever_is_erased_is_forgotten_here_too(house: House, clerks: Caller) -> None:
    person = sign_up(clerks, "one").json()["people"][0]

    gone = door.erase(person, actor=house.desk)

    assert gone.hits == ()
    assert Repeat.objects.count() == 0
    assert ALICE["name"] != BORIS["name"]
