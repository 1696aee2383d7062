"""Two records of one person become one, and one record of two people two."""

from __future__ import annotations

import io
from typing import Any

import pytest

from seiyaku import door
from seiyaku.core import errors
from seiyaku.credentials import queries as proofs_of
from seiyaku.credentials import services as credentials
from seiyaku.door import checking
from seiyaku.ledger import changes, reading
from seiyaku.ledger.sequencing import place_all
from seiyaku.ledger.transactions import raw_cursor

from .conftest import ALICE, SIGN_UP, House, wording
from .test_heeding import PAPER
from .test_quarantine import count
from .test_recording import GIVEN, source

AGAIN = {"member-number": "M0000002", "name": "高崎 アリス", "phone": "090-0000-0009"}


def again(house: House) -> str:
    return door.collect(AGAIN, origin=SIGN_UP, actor=house.clerk).people[0]


def values(house: House, person: str) -> dict[str, str]:
    return {one.name: one.value for one in door.person(person, actor=house.desk).held if one.present}


@pytest.mark.promise("2-3")
def test_two_records_of_one_person_become_one(house: House) -> None:
    other = again(house)
    used = door.use(other, ["phone"], purpose="deliver-service", actor=house.clerk)
    filed: dict[str, Any] = {"field": "inquiry", "purpose": "answer-questions", "actor": house.clerk}
    door.note(other, {"text": "a call"}, origin=PAPER, **filed)
    door.attach(other, io.BytesIO(b"letter"), name="a.txt", media_type="text/plain", origin=PAPER, **filed)
    before = changes.head(raw_cursor())

    done = door.merge(other, house.alice, actor=house.desk)

    noted = [(change.kind, change.ref) for change in changes.since(raw_cursor(), before)]
    assert noted.count(("merge", "person")) == 2  # of either nobody knows any more what stood before

    assert (done.person, done.people) == (house.alice, 1)
    place_all()
    merging = [one.body for one in reading.lately(raw_cursor(), 0) if one.body["act"] == "merge"]
    assert [(one.get("note_kind"), one.get("counts")) for one in merging] == [
        (None, {"merged": 1}), (None, None), ("attachments", None),
    ]  # fmt: skip
    note, file = door.file_of(house.alice, **filed).filed
    assert note.content == {"text": "a call"}
    assert b"".join(door.retrieve(house.alice, file.ref, **filed).chunks) == b"letter"
    assert values(house, house.alice) == {**ALICE, **AGAIN}
    uses = door.person(house.alice, actor=house.desk).uses
    assert used.entry in {one.entry for one in uses}
    assert [one.at for one in uses] == sorted(one.at for one in uses)
    with pytest.raises(errors.NotFound):
        door.use(other, ["phone"], purpose="deliver-service", actor=house.clerk)
    assert door.find({"phone": AGAIN["phone"]}, purpose="deliver-service", actor=house.clerk).people == (house.alice,)


@pytest.mark.promise("2-3", "4-1-F", "4-3")
def test_what_either_refused_stays_refused_and_what_either_agreed_to_stays_agreed(house: House) -> None:
    other = again(house)
    agreed: dict[str, Any] = {"statement": wording(), "method": "button", "identity": "session", "actor": house.desk}
    for use in ("send-offers", "recommend"):
        door.consent([other], door.Choice(use=use), **agreed)
    door.refuse([house.alice], use="send-offers", method="mail", actor=house.desk)

    door.merge(other, house.alice, actor=house.desk)

    assert checking.verify().findings == []  # the standings say what the records say
    with pytest.raises(errors.Refused) as refused:
        door.contact(house.alice, ["email"], purpose="send-offers", actor=house.marketer)
    assert refused.value.answer.reason == "refused"
    live = [one["purpose"] for one in door.person(house.alice, actor=house.desk).consents if not one["withdrawn_at"]]
    assert "recommend" in live
    used = door.use(house.alice, ["member-number"], purpose="recommend", actor=house.analyst)
    assert used.values == {"member-number": AGAIN["member-number"]}


@pytest.mark.promise("2-2")
def test_what_was_withheld_from_either_stays_withheld(house: House) -> None:
    other = again(house)
    secret = door.use(other, ["phone"], purpose="deliver-service", actor=house.clerk)
    door.withhold(other, [secret.entry], reason="paper-1", actor=house.desk)

    door.merge(other, house.alice, actor=house.desk)

    assert secret.entry not in repr(door.person(house.alice, actor=house.desk))
    assert count("door_withheld") == 1


@pytest.mark.promise("2-3", "P", "8-3-M")
def test_records_of_provision_and_the_firm_somebody_speaks_for_go_with_a_merged_person(house: House) -> None:
    other = door.collect(GIVEN, origin=source(), actor=house.clerk).people[0]
    firm = door.collect({"company-name": "見本商事"}, origin=PAPER, kind="organisation", actor=house.clerk).people[0]
    door.appoint(
        firm, other, "contact", purpose="deliver-service", origin=PAPER, actor=house.clerk, field="company-name"
    )

    door.merge(other, house.alice, actor=house.desk)

    (record,) = door.records(house.alice, actor=house.desk).records
    assert (record.kind, record.whose) == ("received", GIVEN["name"])
    speaks = "SELECT COUNT(*) FROM vault_representative JOIN vault_person ON ord = person WHERE pid = %s"
    cursor = raw_cursor()
    cursor.execute(speaks, (bytes.fromhex(house.alice),))
    assert cursor.fetchone() == (1,)


@pytest.mark.promise("2-3")
def test_nobody_merges_or_splits_without_the_duty(house: House) -> None:
    other = again(house)

    with pytest.raises(errors.Refused) as refused:
        door.merge(other, house.alice, actor=house.clerk)
    assert refused.value.entry is not None
    with pytest.raises(errors.Refused):
        door.split(house.alice, ("email",), actor=house.clerk)
    assert values(house, other) == AGAIN
    with pytest.raises(errors.InputError):
        door.merge(other, other, actor=house.desk)


@pytest.mark.promise("2-3", "P")
def test_nobody_is_merged_with_who_is_not_here_nor_a_person_with_a_firm(house: House) -> None:
    firm = door.collect({"company-name": "見本商事", "name": "見本 花"}, origin=PAPER, kind="organisation",
                        actor=house.clerk).people[0]  # fmt: skip

    for gone, into in (("00" * 16, house.alice), (house.alice, "00" * 16)):
        with pytest.raises(errors.NotFound):
            door.merge(gone, into, actor=house.desk)
        place_all()
        said = next(reading.lately(raw_cursor(), 0)).body
        assert (said["act"], said["answer"], said["reason"]) == ("merge", "denied", "not-here")
    for gone, into in ((firm, house.alice), (house.alice, firm)):
        with pytest.raises(errors.InputError):
            door.merge(gone, into, actor=house.desk)

    assert values(house, house.alice) == ALICE


@pytest.mark.promise("2-3")
def test_one_record_of_two_people_is_parted(house: House) -> None:
    before = changes.head(raw_cursor())
    credentials.ask_letter(bytes.fromhex(house.alice), "ja")
    done = door.split(house.alice, ("email", "address"), actor=house.desk)

    assert proofs_of.letter_of(bytes.fromhex(house.alice)) is None  # whose of the two it is, is not known

    assert ("merge", "split") in {(change.kind, change.ref) for change in changes.since(raw_cursor(), before)}
    assert done.person is not None
    assert values(house, done.person) == {name: ALICE[name] for name in ("email", "address")}
    assert values(house, house.alice).keys() == ALICE.keys() - {"email", "address"}
    assert done.entry in {one.entry for one in door.person(done.person, actor=house.desk).uses}
    with pytest.raises(errors.InputError):
        door.split(house.alice, ("email",), actor=house.desk)
