"""Lists over HTTP: each act with its outcome, one key for the whole list, and files that are never held as a whole."""

from __future__ import annotations

import io
import json
import tracemalloc
from typing import Any

import pytest
from django.db import connection

import seiyaku_verify
from seiyaku import door
from seiyaku.ledger.sequencing import place_all
from seiyaku.people.models import Repeat
from tests import proofs
from tests.door.conftest import ALICE, SIGN_UP, House, staff

from .conftest import Caller, caller

ORIGIN = {"source": "web-form", "form": "sign-up", "shown": SIGN_UP.shown}
CALL = {"source": "telephone", "form": "inquiry", "script": proofs.shown("inquiry")}
NOBODY = "00" * 16
BYTES = "application/octet-stream"


def customers(house: House, count: int) -> list[str]:
    rows = [{"member-number": f"M1{n:06}", "name": f"見本 客{n}", "phone": f"090-1000-{n:04}"} for n in range(count)]
    return [door.collect(row, origin=SIGN_UP, actor=house.clerk).people[0] for row in rows]


def corrections(people: list[str]) -> dict[str, Any]:
    asks = [{"person": person, "values": {"name": "見本 訂正"}} for person in people]
    return {"asks": asks, "purpose": "deliver-service", "origin": ORIGIN}


def codes(answer: Any) -> list[str]:
    assert answer.status_code == 200, answer.content
    return [outcome["outcome"] for outcome in answer.json()["outcomes"]]


@pytest.mark.promise("2-3", "2-2")
def test_each_act_of_a_list_has_its_outcome_with_entry_clause_and_remedy(house: House, clerks: Caller) -> None:
    people = customers(house, 2)
    door.stop([people[1]], use="deliver-service", actor=house.desk)

    answer = clerks.post("correct-many", corrections([*people, NOBODY]))

    assert codes(answer) == ["done", "refused", "not-found"]
    said = answer.json()
    assert (said["done"], said["refused"], said["failed"]) == (1, 1, 1)
    done, refused, _ = said["outcomes"]
    assert clerks.get(f"entries/{done['entry']}").json()["leaf"] == done["leaf"]
    assert refused["reason"] == "stopped"
    assert refused["remedy"]["text"]
    assert refused["entry"]
    assert not [value for value in ("見本 訂正", "見本 客1") if value in answer.content.decode()]


@pytest.mark.promise("2-1")
def test_a_list_sent_twice_under_one_key_is_done_once_and_another_under_it_is_not_taken(
    house: House, clerks: Caller
) -> None:
    people = customers(house, 3)
    key = {"Idempotency-Key": "corrections of today"}

    wrong = clerks.post("correct-many", corrections(people), **key)
    first, second = (clerks.post("correct-many", corrections(people), **{"Idempotency-Key": "k"}) for _ in range(2))
    other = clerks.post("correct-many", corrections(people[:2]), **{"Idempotency-Key": "k"})

    assert wrong.status_code == 422
    assert codes(first) == ["done"] * 3
    assert second["Idempotency-Replayed"] == "true"
    assert second.json()["outcomes"] == first.json()["outcomes"]
    assert second.json()["resumed_after"] == 3
    assert other.status_code == 422
    assert other.json()["code"] == "reused-key"
    written = [use for use in door.person(people[0], actor=house.desk).uses if use.act == "correct"]
    assert len(written) == 2  # allowed, and done


@pytest.mark.promise("2-1", "2-3")
def test_many_are_erased_over_http_each_with_a_receipt_that_verifies_and_nothing_of_them_is_kept(house: House) -> None:
    desk = caller(house.desk, ["law:erase", "law:accuracy"])
    people = customers(house, 2)
    made = desk.post("split-many", {"asks": [{"person": people[0], "fields": ["phone"]}]}, **{"Idempotency-Key": "s"})
    new = made.json()["outcomes"][0]["person"]

    answer = desk.post("erase-many", {"people": [*people, new]}, **{"Idempotency-Key": "e"})
    again = desk.post("erase-many", {"people": [*people, new]}, **{"Idempotency-Key": "e"})
    refused = caller(house.clerk, ["law:erase"]).post("erase-many", {"people": [house.alice]})

    assert codes(answer) == ["done"] * 3
    for outcome in answer.json()["outcomes"]:
        proof = outcome["proof"]
        assert (proof["hits"], bool(proof["closing_entry"])) == ([], True)
        taken = proof["receipt"]
        assert seiyaku_verify.verify_receipt(taken, taken["keys"])["id"] == outcome["entry"]
    assert [one["proof"]["receipt"] for one in again.json()["outcomes"]] == [None] * 3
    assert codes(refused) == ["refused"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT made FROM door_outcome WHERE made IS NOT NULL")
        assert cursor.fetchall() == []
    assert Repeat.objects.filter(answer__isnull=False).count() == 0


def framed(person: str, content: bytes, *, size: int | None = None, **other: Any) -> bytes:
    said = {
        "person": person, "field": "call-recording", "purpose": "answer-questions", "origin": CALL, "name": "call.wav",
        "media_type": "audio/wav", "size": len(content) if size is None else size,
    }  # fmt: skip
    return json.dumps(said | other).encode() + b"\n" + content


def send(asking: Caller, body: bytes, **headers: str) -> Any:
    sent = {"Authorization": f"Bearer {asking.token}", "On-Behalf-Of": asking.behalf or "", **headers}
    return asking.http.post("/api/v1/attach", body, content_type=BYTES, headers=sent)


def opened(asking: Caller, person: str, ref: str) -> tuple[dict[str, Any], bytes]:
    answer = asking.post(
        "retrieve", {"person": person, "field": "call-recording", "purpose": "answer-questions", "ref": ref}
    )
    assert answer.status_code == 200
    line, _, content = b"".join(answer.streaming_content).partition(b"\n")
    return json.loads(line), content


@pytest.mark.promise("1-1", "P")
def test_files_come_and_go_as_bytes_and_one_that_may_not_be_kept_is_passed_over(house: House) -> None:
    asking = caller(house.clerk, ["answer-questions"])
    people = customers(house, 2)
    body = (
        framed(people[0], b"voice" * 1000)
        + framed(people[1], b"face" * 100, field="portrait")
        + framed(people[1], b"second", name="../../etc/second.wav")
    )

    first = send(asking, body, **{"Idempotency-Key": "files"})
    second = send(asking, body, **{"Idempotency-Key": "files"})
    where = {"person": people[1], "field": "call-recording", "purpose": "answer-questions"}
    filed = asking.post("files", where).json()["filed"]

    assert codes(first) == codes(second) == ["done", "refused", "done"]
    assert [one["content"]["name"] for one in filed] == ["second.wav"]
    said, content = opened(asking, people[1], filed[0]["ref"])
    assert (content, said["size"], said["media_type"]) == (b"second", 6, "audio/wav")
    assert said["entry"]
    assert caller(house.marketer, ["answer-questions"]).post("files", where).status_code == 403


@pytest.mark.parametrize("body", [b"\n", b"{}\n", b"not json\n", b"[" * 20_000, b'{"size": -1}\n'])
def test_what_is_no_file_is_not_taken(house: House, body: bytes) -> None:
    assert send(caller(house.clerk, ["answer-questions"]), body).status_code == 422


def test_a_file_that_breaks_off_is_nobodys_and_what_came_before_it_is_kept(house: House) -> None:
    asking = caller(house.clerk, ["answer-questions"])
    (person,) = customers(house, 1)

    short = send(asking, framed(person, b"whole") + framed(person, b"half", size=400))
    strange = send(asking, framed(person, b"whole") + b"and then?\n" + framed(person, b"lost"))

    assert codes(short) == ["done", "input"]
    assert codes(strange) == ["done", "input"]
    told = asking.post("files", {"person": person, "field": "call-recording", "purpose": "answer-questions"}).json()
    assert [one["content"]["size"] for one in told["filed"]] == [5, 5]


@pytest.mark.promise("1-1")
def test_a_large_file_passes_through_in_flat_memory(house: House) -> None:
    asking = caller(house.clerk, ["answer-questions"])
    size = 32 * 1024 * 1024
    line = framed(house.alice, b"", size=size)
    headers = {"Authorization": f"Bearer {asking.token}", "On-Behalf-Of": asking.behalf or ""}

    class Zeros(io.RawIOBase):
        left = len(line) + size

        def read(self, count: int = -1) -> bytes:
            start = len(line) + size - self.left
            piece = (line[start : start + count] if start < len(line) else bytes(min(count, self.left)))[:count]
            self.left -= len(piece)
            return piece

    tracemalloc.start()
    try:
        stream: Any = {"wsgi.input": Zeros(), "CONTENT_LENGTH": str(len(line) + size), "CONTENT_TYPE": BYTES}
        answer = asking.http.generic("POST", "/api/v1/attach", b"", headers=headers, **stream)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert codes(answer) == ["done"]
    assert peak < 16 * 1024 * 1024


@pytest.mark.promise("2-2", "4-1-B")
def test_many_are_contacted_and_told_in_lines_and_refused_by_clause(house: House) -> None:
    people = customers(house, 2)
    contact = {"people": people, "fields": ["phone"], "purpose": "service-contact"}
    marketer = caller(house.marketer, ["service-contact"])

    reached = lines(caller(house.clerk, ["service-contact"]).post("contact-many", contact))
    refused = marketer.post("contact-many", contact)
    told = lines(caller(house.desk, ["law:disclose"]).post("person-many", {"people": [*people, NOBODY]}))
    untold = lines(caller(house.clerk, ["law:disclose"]).post("person-many", {"people": people}))

    assert [line["values"] for line in reached[1:-1]] == [{"phone": f"090-1000-{n:04}"} for n in range(2)]
    assert (refused.status_code, refused.json()["clause"]) == (403, "2-2")
    assert [bool(line.get("held")) for line in told[1:-1]] == [True, True, False]
    assert told[-1] == {"end": True, "people": 3}
    assert {line["code"] for line in untold[1:-1]} == {"refused"}
    assert all(line["remedy"]["text"] and line["entry"] for line in untold[1:-1])


def lines(answer: Any) -> list[dict[str, Any]]:
    assert answer.status_code == 200, answer.content
    return [json.loads(line) for line in b"".join(answer.streaming_content).splitlines()]


@pytest.mark.promise("5-1", "5-2")
def test_the_desk_lists_looks_lets_in_and_throws_away_what_is_in_quarantine(house: House, clerks: Caller) -> None:
    desk = caller(house.desk, ["law:quarantine", "deliver-service"])
    rows = [{"会員番号": "M2000001", "氏名": "見本 甲", "電話番号": "090-1111-0001", "無関係": "x"}, {"無関係": "y"}]
    clerks.post("collect-many", {"rows": rows, "origin": ORIGIN})

    listed = desk.post("quarantine", {}).json()
    first, second = (row["row"] for row in listed["rows"])
    looked = desk.post("look", {"rows": [first]}).json()
    let_in = desk.post("release", {"rows": [first], "origin": ORIGIN, "corrected": {first: {"無関係": None}}})
    thrown = desk.post("discard", {"rows": [second]})
    no = [clerks.post(verb, {"rows": [second]}).status_code for verb in ("look", "discard")]

    assert [row["why"] for row in listed["rows"]] == ["undeclared-column"] * 2
    assert "見本 甲" not in json.dumps(listed, ensure_ascii=False)
    assert looked["cells"][first]["氏名"] == "見本 甲"
    assert (let_in.json()["collected"], thrown.json()["people"]) == (1, 1), let_in.content
    assert no == [403, 403]
    assert desk.post("quarantine", {}).json()["rows"] == []


@pytest.mark.promise("5-1", "2-2", "2-3")
def test_papers_are_kept_the_month_is_decided_again_and_what_has_ended_is_counted(house: House, clerks: Caller) -> None:
    paper = {"content": "44Kr44K/44Kr44OK", "kind": "consent", "until": "2199-01-01"}

    keeper = caller(house.clerk, ["house:papers"])
    kept = keeper.post("papers", paper)
    sworn = keeper.post("papers", paper | {"kind": "attestation"})
    unreadable = keeper.post("papers", paper | {"content": "a"})
    clerks.post("use", {"person": house.alice, "fields": ["name"], "purpose": "deliver-service"})
    place_all()
    officer = caller(staff("mana", "manager"), ["house:policy"])
    again = officer.post("replay", {"days": 1}).json()
    broken = officer.post(
        "replay", {"days": 1, "files": {"2030-01-01.md": "# nothing", "2030-01-01.en.md": "# nothing"}}
    )

    assert kept.json()["paper"].startswith("paper:")
    assert (sworn.status_code, unreadable.status_code, broken.status_code) == (403, 422, 422)
    assert clerks.post("papers", paper).status_code == 403
    assert clerks.post("replay", {"days": 1}).status_code == 403
    assert again["asks"] >= 1
    assert again["otherwise"] == 0
    assert clerks.post("expire", {"report": True}).status_code == 403
    assert ALICE["name"] not in json.dumps(again, ensure_ascii=False)
