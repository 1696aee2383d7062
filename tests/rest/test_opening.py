"""Reading through the API: the same rules as at the door, and documents that say why."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from seiyaku.door import standings
from seiyaku.ledger import changes, transactions
from seiyaku.people import services
from seiyaku.people.models import ServiceToken
from tests.door.conftest import ALICE, House

from .conftest import Caller


@pytest.mark.promise("2-2", "4-1-A")
def test_a_program_finds_and_uses_what_the_purpose_needs(house: House, clerks: Caller) -> None:
    found = clerks.post("find", {"by": {"phone": "０９０－００００－０００１"}, "purpose": "deliver-service"})

    used = clerks.post(
        "use", {"person": found.json()["people"][0], "fields": ["name", "birth-date"], "purpose": "deliver-service"}
    )

    assert found.status_code == used.status_code == 200
    assert used.json()["values"] == {"name": ALICE["name"]}
    assert used.json()["left"]["birth-date"]["reason"] == "not-needed"
    assert used["Cache-Control"] == "no-store"
    assert not used.cookies


@pytest.mark.promise("2-2", "4-1-G")
def test_a_refusal_is_a_problem_that_names_clause_reason_remedy_and_entry(house: House, clerks: Caller) -> None:
    answer = clerks.post("use", {"person": house.alice, "fields": ["name"], "purpose": "send-offers"})

    said = answer.json()
    assert answer.status_code == 403
    assert answer["Content-Type"] == "application/problem+json"
    assert (said["code"], said["reason"], said["status"]) == ("refused", "program-purpose", 403)
    assert said["clause"]
    assert said["remedy"]["text"]
    assert len(said["entry"]) == 24


def read_alice(program: Caller, house: House) -> int:
    """The status of reading Alice's name."""
    status: int = program.post(
        "use", {"person": house.alice, "fields": ["name"], "purpose": "deliver-service"}
    ).status_code
    return status


@pytest.mark.promise("2-1")
def test_a_token_that_was_proven_a_moment_ago_is_refused_at_once_when_it_is_taken_back(
    house: House, clerks: Caller
) -> None:
    before = [read_alice(clerks, house) for _ in range(3)]

    remembered = len(standings.proofs())
    services.revoke_token(ServiceToken.objects.get().ref, actor=house.clerk)

    assert (before, remembered) == ([200] * 3, 1)
    assert read_alice(clerks, house) == 401


@pytest.mark.promise("2-1")
def test_a_token_taken_back_by_another_process_opens_nothing_and_then_proves_nothing(
    house: House, clerks: Caller
) -> None:
    assert read_alice(clerks, house) == read_alice(clerks, house) == 200
    known = transactions.newest()

    with transactions.changing() as cursor:
        cursor.execute("UPDATE people_servicetoken SET revoked_at = made_at")
        changes.note(cursor, "program", ServiceToken.objects.get().ref)
    transactions._newest[0] = known  # what another process did, this one has not heard of

    refused = clerks.post("use", {"person": house.alice, "fields": ["name"], "purpose": "deliver-service"})
    assert (refused.status_code, refused.json()["reason"]) == (403, "not-active")
    assert read_alice(clerks, house) == 401


@pytest.mark.promise("2-1")
def test_a_proof_is_remembered_for_one_token_and_one_member_of_staff_and_not_beyond_its_end(
    house: House, clerks: Caller
) -> None:
    strangers = [
        Caller(clerks.token, house.marketer.id + "x"),
        Caller(clerks.token, None),
        Caller("syk_" + "x" * 43, house.clerk.id),
    ]
    assert read_alice(clerks, house) == read_alice(clerks, house) == 200

    assert [read_alice(one, house) for one in strangers] == [401] * 3

    (kept,) = standings.proofs().values()
    ServiceToken.objects.update(ends_at=timezone.now())
    for key in standings.proofs():
        standings.proofs()[key] = kept._replace(ends=(timezone.now() - dt.timedelta(seconds=1)).timestamp())
    assert read_alice(clerks, house) == 401
