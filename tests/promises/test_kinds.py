"""What is held, and on whom (P, 1-1): organisations and who stands for them, calls and files, codes by their digits."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from seiyaku import door
from seiyaku.core import errors
from seiyaku.core.asks import Actor
from seiyaku.people import services as people
from tests import proofs
from tests.abuse.conftest import unwhole

from .founded import ALICE, Company, charge, found, hire

PAPER = door.Origin(source="paper-form", form="paper-sign-up", shown=proofs.shown("paper-sign-up"))
CALL = door.Origin(source="telephone", form="inquiry", script=proofs.shown("inquiry"))
COMPANY = {"company-name": "見本商事株式会社", "corporate-number": "7000012050002"}


def analyst(company: Company) -> Actor:
    who = hire("ana", company.manager)
    charge(who, "analyst", company.manager)
    people.complete(who.id, "handling", actor=company.manager)
    return who


@pytest.mark.promise("P")
def test_an_organisation_is_kept_and_used_behind_the_same_door(instance: Path) -> None:
    company = found()

    held = door.collect(COMPANY, origin=PAPER, actor=company.clerk, kind="organisation").people[0]
    by_number = door.find({"corporate-number": "7000-0120-50002"}, purpose="deliver-service", actor=company.clerk)
    door.appoint(held, company.alice, "contact", purpose="deliver-service", origin=PAPER, actor=company.clerk,
                 field="company-name")  # fmt: skip
    used = door.use(held, ["company-name", "company-address"], purpose="deliver-service", actor=company.clerk)

    assert by_number.people == (held,)
    assert used.values == {"company-name": "見本商事株式会社"}
    assert unwhole() == []


@pytest.mark.promise("P")
def test_an_organisation_is_refused_where_a_person_would_be(instance: Path) -> None:
    company = found()
    held = door.collect(COMPANY, origin=PAPER, actor=company.clerk, kind="organisation").people[0]

    with pytest.raises(errors.Refused) as refused:
        door.use(held, ["company-name"], purpose="considerate-service", actor=company.clerk)
    with pytest.raises(errors.InputError):
        door.appoint(company.alice, held, "contact", purpose="deliver-service", origin=PAPER, actor=company.clerk,
                     field="company-name")  # fmt: skip

    assert refused.value.entry is not None
    assert refused.value.answer.reason == "not-needed"  # by the gate's own word, not by what else stands behind it


@pytest.mark.promise("1-1", "P")
def test_calls_and_recordings_are_kept_opened_and_refused_like_any_value(instance: Path) -> None:
    company = found()
    about = {"field": "inquiry", "purpose": "answer-questions", "actor": company.clerk}
    heard = {"field": "call-recording", "purpose": "answer-questions", "actor": company.clerk}
    said = {"kind": "call", "text": "請求書の届く日について"}

    noted = door.note(company.alice, said, origin=CALL, **about)  # type: ignore[arg-type]
    door.attach(
        company.alice, io.BytesIO(b"voice" * 50_000), name="../../etc/call.wav", media_type="audio/wav", origin=CALL,
        **heard,  # type: ignore[arg-type]
    )  # fmt: skip
    notes = door.file_of(company.alice, **about)  # type: ignore[arg-type]
    recording = door.file_of(company.alice, **heard).filed[0]  # type: ignore[arg-type]
    played = door.retrieve(company.alice, recording.ref, **heard)  # type: ignore[arg-type]

    assert noted.clause == "4-1-C"
    assert [one.content for one in notes.filed] == [said]
    assert recording.content["name"] == "call.wav"
    assert b"".join(played.chunks) == b"voice" * 50_000
    assert not [path for path in instance.rglob("*") if path.is_file() and b"voice" * 9 in path.read_bytes()]
    assert unwhole() == []


@pytest.mark.promise("1-1")
def test_a_recording_is_not_heard_for_a_purpose_that_does_not_need_it(instance: Path) -> None:
    company = found()
    door.attach(
        company.alice, io.BytesIO(b"voice"), name="call.wav", media_type="audio/wav", field="call-recording",
        purpose="answer-questions", origin=CALL, actor=company.clerk,
    )  # fmt: skip

    with pytest.raises(errors.Refused) as other_purpose:
        door.file_of(company.alice, field="call-recording", purpose="deliver-service", actor=company.clerk)
    with pytest.raises(errors.Refused) as other_duty:
        door.file_of(company.alice, field="call-recording", purpose="answer-questions", actor=analyst(company))
    with pytest.raises(errors.Refused):
        door.attach(
            company.alice, io.BytesIO(b"face"), name="face.png", media_type="image/png", field="portrait",
            purpose="answer-questions", origin=CALL, actor=company.clerk,
        )  # fmt: skip

    assert other_purpose.value.entry
    assert other_duty.value.entry
    assert len([path for path in (instance / "files").rglob("*") if path.is_file()]) == 1


@pytest.mark.promise("1-1")
@pytest.mark.parametrize("number", ["7000012050003", "700001205000", "七千"])
def test_a_number_that_was_never_issued_is_not_taken_in(instance: Path, number: str) -> None:
    company = found()

    with pytest.raises(errors.InputError) as wrong:
        door.collect(COMPANY | {"corporate-number": number}, origin=PAPER, actor=company.clerk, kind="organisation")

    assert number not in str(wrong.value)


@pytest.mark.promise("1-1")
def test_erasing_a_person_takes_their_calls_and_files_with_them(instance: Path) -> None:
    company = found()
    door.attach(
        company.alice, io.BytesIO(b"voice" * 10_000), name="call.wav", media_type="audio/wav",
        field="call-recording", purpose="answer-questions", origin=CALL, actor=company.clerk,
    )  # fmt: skip
    desk = hire("dora", company.manager)
    charge(desk, "desk", company.manager)
    people.complete(desk.id, "handling", actor=company.manager)

    erased = door.erase(company.alice, actor=desk)

    assert erased.hits == ()
    assert not [path for path in (instance / "files").rglob("*") if path.is_file()]
    with pytest.raises(errors.NotFound):
        door.file_of(company.alice, field="call-recording", purpose="answer-questions", actor=company.clerk)
    assert ALICE["name"].encode() not in b"".join(
        path.read_bytes() for path in instance.rglob("*") if path.is_file()
    )  # fmt: skip
