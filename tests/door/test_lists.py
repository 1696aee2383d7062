"""Lists of acts: each decided and recorded as if it were alone, done block by block, going on where they were cut."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any

import orjson
import pytest
from django.db import connection

import seiyaku_verify
from seiyaku import door
from seiyaku.core import errors
from seiyaku.door import batches, lists
from seiyaku.vault import searching
from tests import proofs

from .conftest import SIGN_UP, House, wording

SERVICE = "deliver-service"


def customers(house: House, count: int) -> list[str]:
    rows = [{"member-number": f"M1{n:06}", "name": f"見本 客{n}", "phone": f"090-1000-{n:04}"} for n in range(count)]
    return [door.collect(row, origin=SIGN_UP, actor=house.clerk).people[0] for row in rows]


def corrections(people: list[str], **values: str) -> list[door.Asked]:
    return [
        asked(n, person=person, values=values, purpose=SERVICE, origin=SIGN_UP) for n, person in enumerate(people, 1)
    ]


def asked(number: int, **said: Any) -> door.Asked:
    return door.Asked(number=number, said=said)


def codes(came: door.Many) -> dict[int, str]:
    return {outcome.number: outcome.code for outcome in came.outcomes}


def value(house: House, person: str, field: str) -> str:
    return door.use(person, [field], purpose=SERVICE, actor=house.clerk).values[field]


def left_of(table: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table}")
        return list(cursor.fetchall())


@pytest.mark.promise("2-3")
def test_many_corrections_are_made_each_with_its_entry_and_its_source(house: House) -> None:
    people = customers(house, 3)

    came = door.many("correct", corrections(people, name="見本 訂正"), actor=house.clerk)

    assert (came.done, came.refused, came.failed) == (3, 0, 0)
    assert [value(house, person, "name") for person in people] == ["見本 訂正"] * 3
    for person, outcome in zip(people, came.outcomes, strict=True):
        told = door.person(person, actor=house.desk)
        assert outcome.entry in {use.entry for use in told.uses}
        assert outcome.clause


@pytest.mark.promise("2-3")
def test_two_lists_without_a_name_are_two_lists(house: House) -> None:
    people = customers(house, 2)
    door.many("correct", corrections(people, name="見本 訂正"), actor=house.clerk)

    again = door.many("correct", corrections(people, name="見本 再訂正"), actor=house.clerk)

    assert (again.done, again.resumed_after) == (2, 0)
    assert [value(house, person, "name") for person in people] == ["見本 再訂正"] * 2


@pytest.mark.promise("2-3", "2-2")
def test_who_may_not_be_written_about_is_refused_by_clause_and_remedy_and_the_others_are_done(house: House) -> None:
    people = customers(house, 3)
    door.stop([people[1]], use=SERVICE, actor=house.desk)

    came = door.many("correct", corrections(people, phone="090-2222-2222"), actor=house.clerk)

    assert codes(came) == {1: "done", 2: "refused", 3: "done"}
    refused = came.outcomes[1]
    assert refused.entry
    assert refused.clause
    assert refused.why["reason"] == "stopped"
    assert refused.why["remedy"]["missing"]
    assert value(house, people[2], "phone") == "090-2222-2222"


@pytest.mark.promise("2-3")
def test_what_cannot_be_done_leaves_nothing_behind_and_names_the_field_never_the_value(house: House) -> None:
    people = customers(house, 5)
    asks = corrections(people, name="見本 訂正")
    asks[1] = asked(2, person=people[1], values={"member-number": "M1000000"}, purpose=SERVICE, origin=SIGN_UP)
    asks[2] = asked(3, person="0" * 32, values={"name": "x"}, purpose=SERVICE, origin=SIGN_UP)
    asks[3] = asked(4, person=people[3], values={"kana": "ミホン"}, purpose=SERVICE, origin=SIGN_UP)
    before = left_of("vault_acquisition")

    came = door.many("correct", asks, actor=house.clerk)

    assert codes(came) == {1: "done", 2: "conflict", 3: "not-found", 4: "input", 5: "done"}
    assert came.outcomes[1].why == {"where": "member-number"}
    assert came.outcomes[3].why["where"] == "kana"
    assert "ミホン" not in repr(came)
    assert len(left_of("vault_acquisition")) == len(before) + 2
    assert not door.verify().findings


@pytest.mark.promise("2-1")
def test_a_list_that_was_cut_off_goes_on_after_its_last_durable_block(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(lists.VERBS, "correct", replace(lists.VERBS["correct"], block=2))
    people = customers(house, 5)
    asks = corrections(people, name="見本 訂正")

    def cut() -> Iterator[door.Asked]:
        yield from asks[:3]
        raise errors.Unavailable("the machine went down")

    with pytest.raises(errors.Unavailable):
        door.many("correct", cut(), actor=house.clerk, name="the file")
    assert [value(house, person, "name") for person in people[2:]] == ["見本 客2", "見本 客3", "見本 客4"]

    came = door.many("correct", asks, actor=house.clerk, name="the file")
    again = door.many("correct", asks, actor=house.clerk, name="the file")

    assert came.resumed_after == 2
    assert [value(house, person, "name") for person in people] == ["見本 訂正"] * 5
    assert came.outcomes == again.outcomes
    assert again.done == 5
    told = [use for use in door.person(people[0], actor=house.desk).uses if use.act == "correct"]
    assert len({use.entry for use in told}) == 2  # allowed, and done: not a second time


@pytest.mark.promise("2-2", "2-4")
def test_what_was_done_before_is_told_again_only_to_who_may_still_do_it(house: House) -> None:
    people = customers(house, 2)
    asks = corrections(people, name="見本 訂正")
    door.many("correct", asks, actor=house.clerk, name="the file")

    again = door.many("correct", asks, actor=house.lapsed, name="the file")

    assert codes(again) == {1: "refused", 2: "refused"}
    assert {outcome.clause for outcome in again.outcomes} == {"2-4"}
    assert all(outcome.entry for outcome in again.outcomes)


@pytest.mark.promise("2-2")
def test_what_was_not_done_is_tried_anew_with_the_same_list_and_what_was_done_is_not(house: House) -> None:
    people = customers(house, 3)
    asks = corrections(people, name="見本 訂正")
    door.stop([people[1]], use=SERVICE, actor=house.desk)
    first = door.many("correct", asks, actor=house.clerk, name="the file")
    door.resume([people[1]], use=SERVICE, actor=house.desk)

    second = door.many("correct", asks, actor=house.clerk, name="the file")

    assert codes(first) == {1: "done", 2: "refused", 3: "done"}
    assert codes(second) == {1: "done", 2: "done", 3: "done"}
    assert [first.outcomes[n].entry == second.outcomes[n].entry for n in range(3)] == [True, False, True]
    assert door.many("correct", asks, actor=house.clerk, name="the file").outcomes == second.outcomes


def test_what_came_of_a_list_is_forgotten_after_a_month_and_the_list_is_not_done_again(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    asks = corrections(customers(house, 1), name="見本 訂正")
    door.many("correct", asks, actor=house.clerk, name="the file")
    monkeypatch.setattr(batches, "KEPT", -1)

    batches.expire()

    assert left_of("door_outcome") == []
    with pytest.raises(errors.Conflict):
        door.many("correct", asks, actor=house.clerk, name="the file")


@pytest.mark.promise("2-3", "2-2")
def test_every_other_act_goes_in_lists_too(house: House) -> None:
    people = customers(house, 4)
    used = door.use(people[0], ["phone"], purpose=SERVICE, actor=house.clerk)
    common: dict[str, Any] = {"purpose": SERVICE, "origin": SIGN_UP}

    changed = door.many(
        "change", [asked(1, person=people[0], values={"phone": "090-3333-3333"}, **common)], actor=house.clerk
    )
    split = door.many(
        "split",
        [asked(1, person=people[1], fields=("phone",)), asked(2, person=people[1], fields=("kana",))],
        actor=house.desk,
    )
    merged = door.many(
        "merge", [asked(1, gone=people[3], into=people[2]), asked(2, gone=people[2], into=people[2])], actor=house.desk
    )
    withheld = door.many(
        "withhold", [asked(1, person=people[0], entries=[used.entry], reason="paper-1")], actor=house.desk
    )
    hidden = door.person(people[0], actor=house.desk)
    revealed = door.many("reveal", [asked(1, person=people[0], entries=[used.entry])], actor=house.desk)

    assert codes(changed) == codes(withheld) == codes(revealed) == {1: "done"}
    assert codes(split) == codes(merged) == {1: "done", 2: "input"}
    made = split.outcomes[0].person
    assert made is not None
    assert value(house, made, "phone") == "090-1000-0001"
    with pytest.raises(errors.NotFound):
        door.use(people[3], ["phone"], purpose=SERVICE, actor=house.clerk)
    assert used.entry not in {use.entry for use in hidden.uses}
    assert used.entry in {use.entry for use in door.person(people[0], actor=house.desk).uses}
    refused = door.many("merge", [asked(1, gone=people[0], into=people[1])], actor=house.clerk)
    assert codes(refused) == {1: "refused"}
    assert door.erase(made, actor=house.desk).hits == ()  # what came of the list names them no more


def test_there_is_no_list_of_an_act_that_there_is_not(house: House) -> None:
    with pytest.raises(errors.InputError):
        door.many("forget", [], actor=house.desk)


@pytest.mark.promise("2-1", "2-3")
def test_many_are_erased_with_one_search_and_each_takes_away_a_receipt_that_verifies(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = customers(house, 4)
    searches: list[int] = []
    look = searching.search_each

    def counted(sought: Sequence[searching.Needles], *folders: Path) -> list[list[searching.Hit]]:
        searches.append(len({needle for needles in sought for needle in needles.known}))
        return look(sought, *folders)

    monkeypatch.setattr(searching, "search_each", counted)
    asks = [asked(n, person=person) for n, person in enumerate(people[:3], 1)] + [asked(4, person=people[0])]

    came = door.many("erase", asks, actor=house.desk)

    assert codes(came) == {1: "done", 2: "done", 3: "done", 4: "not-found"}
    assert all(again <= searches[0] for again in searches[1:])  # once more, where SQLite's pages had to be rewritten
    assert sum(outcome.more["searched_for"] for outcome in came.outcomes[:3]) >= searches[0]
    assert all(outcome.more["hits"] == [] for outcome in came.outcomes[:3])
    assert len({outcome.more["closing_entry"] for outcome in came.outcomes[:3]}) == 3
    for outcome in came.outcomes[:3]:
        assert outcome.receipt is not None
        assert verified(outcome.receipt()) == outcome.entry
    with pytest.raises(errors.NotFound):
        door.use(people[1], ["phone"], purpose=SERVICE, actor=house.clerk)
    assert value(house, people[3], "phone") == "090-1000-0003"
    assert not door.verify().findings


@pytest.mark.promise("2-1")
def test_each_person_of_a_list_of_corrections_takes_away_a_receipt_that_verifies(house: House) -> None:
    people = customers(house, 3)
    came = door.many("correct", corrections(people, name="見本 訂正"), actor=house.clerk)

    for person, outcome in zip(people, came.outcomes, strict=True):
        taken = door.receipt(person, outcome.entry, actor=house.desk)

        assert verified(taken.document) == outcome.entry
        changed = {**taken.document, "entry": taken.document["entry"].replace("correct", "collect")}
        with pytest.raises(seiyaku_verify.VerificationError):
            verified(changed)


def verified(receipt: Mapping[str, Any]) -> str:
    taken = orjson.loads(orjson.dumps(receipt))
    return str(seiyaku_verify.verify_receipt(taken, taken["keys"])["id"])


@pytest.mark.promise("1-1", "P")
def test_calls_and_files_are_filed_in_lists_and_a_file_that_may_not_be_kept_is_not_read(house: House) -> None:
    call = door.Origin(source="telephone", form="inquiry", script=proofs.shown("inquiry"))
    asking: dict[str, Any] = {"purpose": "answer-questions", "origin": call}
    people = customers(house, 2)
    read: list[str] = []

    def file(name: str) -> Any:
        def opened() -> Any:
            read.append(name)
            return nullcontext(io.BytesIO(name.encode() * 1000))

        return opened

    def attached(number: int, person: str, field: str) -> door.Asked:
        name = f"{number}.wav"
        return asked(number, person=person, source=file(name), name=name, media_type="audio/wav", field=field, **asking)

    said = {"kind": "call", "text": "請求書の届く日について"}
    noted = door.many(
        "note", [asked(n, person=p, said=said, field="inquiry", **asking) for n, p in enumerate(people, 1)]
        + [asked(3, person=people[0], said={}, field="inquiry", **asking)], actor=house.clerk,
    )  # fmt: skip
    kept = door.many(
        "attach",
        [
            attached(1, people[0], "call-recording"),
            attached(2, people[1], "portrait"),
            attached(3, "0" * 32, "inquiry"),
        ],
        actor=house.clerk,
    )

    assert codes(noted) == {1: "done", 2: "done", 3: "input"}
    assert codes(kept) == {1: "done", 2: "refused", 3: "not-found"}
    assert read == ["1.wav"]
    recording = door.file_of(people[0], field="call-recording", purpose="answer-questions", actor=house.clerk).filed[0]
    played = door.retrieve(
        people[0], recording.ref, field="call-recording", purpose="answer-questions", actor=house.clerk
    )
    assert b"".join(played.chunks) == b"1.wav" * 1000


@pytest.mark.promise("P")
def test_who_stands_for_organisations_is_recorded_in_lists(house: House) -> None:
    paper = door.Origin(source="paper-form", form="paper-sign-up", shown=proofs.shown("paper-sign-up"))
    held = door.collect({"company-name": "見本商事"}, origin=paper, actor=house.clerk, kind="organisation").people[0]
    common: dict[str, Any] = {"purpose": SERVICE, "origin": paper, "field": "company-name", "role": "contact"}
    both = [
        asked(1, organisation=held, person=house.alice, **common),
        asked(2, organisation=house.alice, person=held, **common),
    ]

    appointed = door.many("appoint", both, actor=house.clerk)
    standing = len(left_of("vault_representative"))
    dismissed = door.many("dismiss", both[:1], actor=house.clerk)

    assert codes(appointed) == {1: "done", 2: "input"}
    assert standing == 1
    assert codes(dismissed) == {1: "done"}
    assert left_of("vault_representative") == []


@pytest.mark.promise("4-1-B", "4-1-G")
def test_many_are_contacted_in_one_entry_but_for_who_refused(house: House) -> None:
    people = customers(house, 3)
    mail = {"email": "same@mail.example"}
    door.many("change", corrections(people, **mail), actor=house.clerk)
    agreed = door.Choice(use="send-offers")
    door.consent(people, agreed, statement=wording(), method="button", identity="session", actor=house.desk)
    door.refuse(people[:1], use="send-offers", method="mail", actor=house.desk)

    reached = door.contact_many(people, ["email"], purpose="send-offers", actor=house.marketer)

    assert [(who, values["email"]) for block in reached.blocks for who, values in block] == [
        (who, mail["email"]) for who in people[1:]
    ]
    assert [(group.people, group.why.reason) for group in reached.left] == [(1, "refused")]
    with pytest.raises(errors.Refused):
        door.contact_many(people[:1], ["email"], purpose="send-offers", actor=house.marketer)


@pytest.mark.promise("2-2")
def test_many_are_told_what_is_held_on_them_each_by_an_entry_of_their_own(house: House) -> None:
    people = [*customers(house, 2), "0" * 32]

    told = dict(door.person_many(people, actor=house.desk))
    refused = dict(door.person_many(people[:1], actor=house.clerk))

    mine = [told[person] for person in people[:2]]
    assert [one.person for one in mine if isinstance(one, door.Mine)] == people[:2]
    assert len({one.entry for one in mine if isinstance(one, door.Mine)}) == 2
    assert isinstance(told["0" * 32], errors.NotFound)
    no = refused[people[0]]
    assert isinstance(no, errors.Refused)
    assert no.entry
