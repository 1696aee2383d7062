"""A refusal that outlives somebody is heeded wherever they were reached; mere use of the service is no consent."""

from __future__ import annotations

import pytest

from seiyaku import door
from seiyaku.consent.models import Acceptance, ConsentRecord
from seiyaku.core import errors
from seiyaku.ledger.transactions import raw_cursor
from tests import proofs

from .conftest import ALICE, SIGN_UP, House, partner, wording
from .test_collecting import row

PAPER = door.Origin(source="paper-form", form="paper-sign-up", shown=proofs.shown("paper-sign-up"))
BORIS = {"member-number": "M0000002", "name": "見本 ぼりす", "phone": "090-0000-0002"}


@pytest.fixture
def gone(house: House) -> House:
    """Alice refused questionnaires, and was erased; her addresses say so still."""
    door.refuse([house.alice], use="questionnaires", method="mail", actor=house.clerk)
    door.erase(house.alice, actor=house.desk)
    return house


def boris(house: House) -> str:
    return door.collect(BORIS, origin=SIGN_UP, actor=house.clerk).people[0]


def asked(house: House, person: str) -> str:
    """What a questionnaire to the person comes to."""
    try:
        door.use(person, ["name"], purpose="questionnaires", actor=house.marketer)
    except errors.Refused as refused:
        return refused.answer.reason
    return "sent"


def agree(house: House, *people: str) -> None:
    door.consent(
        people, door.Choice(use="questionnaires"), statement=wording(), method="oral", identity="two-items",
        actor=house.clerk,
    )  # fmt: skip


@pytest.mark.promise("4-1-F", "4-1-G")
@pytest.mark.parametrize("field", ["phone", "email"])
@pytest.mark.parametrize("act", [door.change, door.correct])
def test_whoever_moves_to_an_address_that_refused_is_not_asked_there(gone: House, act: object, field: str) -> None:
    start = BORIS | {"email": "boris@mail.example", "address": "東京都豊島区南見本9-9-9"}
    person = door.collect(start, origin=SIGN_UP, actor=gone.clerk).people[0]
    agree(gone, person)
    before = asked(gone, person)

    act(person, {field: ALICE[field]}, purpose="law:correct", origin=SIGN_UP, actor=gone.desk)  # type: ignore[operator]

    assert (before, asked(gone, person)) == ("sent", "refused")
    assert door.verify().findings == []


def through_quarantine(house: House, name: str) -> str:
    """Somebody whose row waited because of a column nobody knows, and was let in without it."""
    cells = {"会員番号": "M0000003", "氏名": name, "電話番号": "090-0000-0003", "住所": ALICE["address"], "備考": "x"}
    door.collect_rows([row(2, **cells)], file="ab" * 32, origin=SIGN_UP, actor=house.clerk)
    (waiting,) = door.quarantine(actor=house.desk).rows
    released = door.release([waiting.row], origin=SIGN_UP, corrected={waiting.row: {"備考": None}}, actor=house.desk)
    return released.people[0]


@pytest.mark.promise("4-1-F", "4-1-G", "5-1")
def test_who_lives_at_the_address_of_somebody_who_refused_keeps_their_own_say(gone: House) -> None:
    taken = door.collect(BORIS | {"address": ALICE["address"]}, origin=SIGN_UP, actor=gone.clerk).people[0]
    moved = door.collect(
        {"name": "見本 次郎", "member-number": "M0000004", "phone": "090-0000-0004"}, origin=SIGN_UP, actor=gone.clerk
    ).people[0]
    agree(gone, taken, moved)
    door.change(moved, {"address": ALICE["address"]}, purpose="law:correct", origin=SIGN_UP, actor=gone.desk)
    released = through_quarantine(gone, "見本 三")
    agree(gone, released)
    door.merge(moved, released, actor=gone.desk)

    assert [asked(gone, person) for person in (taken, released)] == ["sent", "sent"]
    assert door.verify().findings == []


@pytest.mark.promise("4-1-F", "4-1-G", "5-1")
def test_whoever_refused_and_comes_back_to_the_same_address_is_still_refused(gone: House) -> None:
    spelt = "高崎　愛理子"  # as others write it
    again = {"name": spelt, "member-number": "M0000005", "phone": "090-0000-0005"}
    taken = door.collect(
        again | {"address": "東京都豊島区北見本１丁目２番３号"}, origin=SIGN_UP, actor=gone.clerk
    ).people[0]
    released = through_quarantine(gone, spelt)

    assert [asked(gone, person) for person in (taken, released)] == ["refused", "refused"]


@pytest.mark.promise("4-1-F", "4-1-G")
@pytest.mark.parametrize("act", [door.change, door.correct])
@pytest.mark.parametrize("last", ["name", "address"])
def test_the_other_half_is_looked_up_by_the_house_when_a_name_or_an_address_comes_alone(
    gone: House, act: object, last: str
) -> None:
    whole = {"name": ALICE["name"], "address": ALICE["address"]}
    other = {"name": "見本 別人", "address": "東京都豊島区南見本9-9-9"}
    start = {"member-number": "M0000006", "phone": "090-0000-0006"} | whole | {last: other[last]}
    person = door.collect(start, origin=SIGN_UP, actor=gone.clerk).people[0]
    agree(gone, person)
    before = asked(gone, person)

    act(person, {last: whole[last]}, purpose="law:correct", origin=SIGN_UP, actor=gone.desk)  # type: ignore[operator]

    looks = [use for use in door.person(person, actor=gone.desk).uses if use.purpose == "law:stop"]
    assert (before, asked(gone, person)) == ("sent", "refused")
    assert [tuple(use.fields) for use in looks] == [("address",) if last == "name" else ("name",)]
    assert door.verify().findings == []


@pytest.mark.promise("4-1-F", "P")
def test_a_firm_is_known_by_its_own_name_at_its_own_address(house: House) -> None:
    firm = {"company-name": "見本商事株式会社", "company-address": "東京都豊島区北見本8-8-8", "name": "見本 花"}
    person = door.collect(firm, origin=PAPER, actor=house.clerk).people[0]
    door.refuse([person], use="questionnaires", method="mail", actor=house.clerk)
    door.erase(person, actor=house.desk)

    same = door.collect(firm | {"name": "見本 実", "company-name": "見本商事（株）"}, origin=PAPER, actor=house.clerk)
    beside = door.collect(firm | {"company-name": "別の株式会社"}, origin=PAPER, actor=house.clerk)

    assert [asked(house, came.people[0]) for came in (same, beside)] == ["refused", "not-acquired-for"]


@pytest.mark.promise("4-1-F")
def test_a_merged_person_is_refused_for_what_was_refused_since_at_either_address(house: House) -> None:
    other = boris(house)
    twin = door.collect(
        {"name": "見本 双子", "member-number": "M0000009", "phone": ALICE["phone"]}, origin=SIGN_UP, actor=house.clerk
    ).people[0]
    door.refuse([house.alice], use="questionnaires", method="mail", actor=house.clerk)
    door.erase(house.alice, actor=house.desk)
    agree(house, twin, other)
    before = asked(house, twin)

    door.merge(twin, other, actor=house.desk)

    assert (before, asked(house, other)) == ("sent", "refused")


@pytest.mark.promise("12-3")
def test_the_first_use_under_a_version_is_recorded_once_for_many_in_one_entry(house: House) -> None:
    other = boris(house)

    first = door.accept([house.alice, other], channel="web", actor=house.clerk)
    again = door.accept([house.alice], channel="app", actor=house.clerk)

    assert (first.people, first.clause, first.article) == (2, "12-3", "")
    assert again.people == 1
    assert list(Acceptance.objects.values_list("channel", flat=True)) == ["web", "web"]


@pytest.mark.promise("12-3", "4-3", "8-3-A")
def test_acceptance_is_the_consent_of_nothing(house: House) -> None:
    shop = partner("shop", "cooperating-company", character="third-party", terms="confidentiality lawful-origin")
    before = _standing(house.alice)

    door.accept([house.alice], channel="web", actor=house.clerk)

    refusals = []
    for purpose, actor in (("customer-stories", house.marketer), ("send-offers", house.marketer)):
        with pytest.raises(errors.Refused) as refused:  # 18
            door.use(house.alice, ["name"], purpose=purpose, actor=actor)
        refusals.append(refused.value.answer.reason)
    with pytest.raises(errors.Refused) as given:  # 27, 28
        door.provide([house.alice], ("name",), recipient=shop, ground="with-consent", actor=house.clerk)
    with pytest.raises(errors.Refused) as special:  # 20
        door.change(
            house.alice, {"health-consideration": "x"}, purpose="law:accuracy", origin=SIGN_UP, actor=house.clerk
        )
    with pytest.raises(errors.Refused) as related:  # 31
        door.provide_related(("cookie",), recipient=shop, confirmed=None, how="used it", actor=house.marketer)
    assert refusals == ["no-consent", "no-opt-in"]
    assert given.value.answer.reason == related.value.answer.reason == "no-provide-consent"
    assert special.value.answer.reason == "special-care"
    assert _standing(house.alice) == before
    assert not ConsentRecord.objects.exists()


@pytest.mark.promise("12-3")
def test_whoever_may_not_record_it_is_refused(house: House) -> None:
    with pytest.raises(errors.Refused) as refused:
        door.accept([house.alice], channel="web", actor=house.analyst)
    with pytest.raises(errors.InputError):
        door.accept([house.alice], channel="telepathy", actor=house.clerk)

    assert refused.value.answer.reason == "no-duty"


def _standing(person: str) -> tuple[object, ...]:
    cursor = raw_cursor()
    cursor.execute(
        "SELECT consents, refusals, stopped, flags FROM vault_person WHERE pid = %s", (bytes.fromhex(person),)
    )
    return tuple(cursor.fetchone())
