"""Reading through the API: the same rules as at the door, and documents that say why."""

from __future__ import annotations

import pytest

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
