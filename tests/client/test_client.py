"""The client against the real application: the main job of a program, and what goes wrong."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import httpx
import pytest

from seiyaku import door
from seiyaku.client import Call, Client, Conflict, NotFound, NotProven, Refused, Unavailable, Unusable, Upload
from seiyaku.client.records import Anonymised, Partners, People, Post
from seiyaku.config.wsgi import application
from seiyaku.core.asks import Actor
from seiyaku.policy import queries
from tests import proofs
from tests.door.conftest import ALICE, SIGN_UP, House, house, partner, staff
from tests.door.test_past import LEGACY, LETTER
from tests.promises.founded import found
from tests.rest.conftest import token_for

__all__ = ["house"]

ORIGIN = {"source": "web-form", "form": "sign-up", "shown": SIGN_UP.shown or ""}
BORIS = {"member-number": "M0000002", "name": "見本 ぼりす", "phone": "090-0000-0002"}


def client(owner: Actor, *purposes: str) -> Client:
    return Client(
        "http://localhost", token_for(owner, *purposes), on_behalf_of=owner.id, language="en",
        transport=httpx.WSGITransport(app=application),
    )  # fmt: skip


@pytest.fixture
def clerks(house: House) -> Iterator[Client]:
    with client(house.clerk, "deliver-service", "law:ask-consent", "law:provision") as made:
        yield made


@pytest.mark.promise("4-1-A")
def test_a_program_does_its_work(house: House, clerks: Client) -> None:
    origin = ORIGIN | {"shown": clerks.show_notice("sign-up")}
    made = clerks.collect(BORIS, origin=origin, key="sign-up-17")
    found = clerks.find({"phone": BORIS["phone"]}, purpose="deliver-service")
    used = clerks.use(found.people[0], ["name", "birth-date"], purpose="deliver-service")
    everybody = {one.person: one.values for one in clerks.use_many(None, ["name"], purpose="deliver-service")}

    assert made.people == found.people
    assert used.values == {"name": BORIS["name"]}
    assert used.left["birth-date"]["reason"] == "not-needed"
    assert everybody == {house.alice: {"name": ALICE["name"]}, made.people[0]: {"name": BORIS["name"]}}
    assert clerks.collect(BORIS, origin=origin, key="sign-up-17").replayed
    assert clerks.policy()["purposes"]["deliver-service"]["clause"] == "4-1-A"


@pytest.mark.promise("2-3")
def test_a_correction_and_a_change_are_made_once(house: House, clerks: Client) -> None:
    corrected = clerks.correct(house.alice, {"name": "高崎 愛理子"}, purpose="deliver-service", origin=ORIGIN, key="c1")
    moved = clerks.change(house.alice, {"address": "大阪府"}, purpose="deliver-service", origin=ORIGIN)

    assert corrected.document["people"] == 1
    assert moved.entry != corrected.entry
    assert clerks.use(house.alice, ["name", "address"], purpose="deliver-service").values == {
        "name": "高崎 愛理子", "address": "大阪府",
    }  # fmt: skip


@pytest.mark.promise("8-3-A")
def test_a_handoff_that_is_sent_twice_leaves_once(house: House, clerks: Client) -> None:
    shop = partner("shop", "cooperating-company", character="third-party", terms="confidentiality lawful-origin")
    choice = {"kind": "provide", "fields": ["email"], "recipient": shop, "ground": "with-consent"}
    words = clerks.state("shop", ja="お店に伝えてよいですか", en="May we tell the shop?")
    clerks.consent([house.alice], choice, statement=words, method="button", identity="session")

    first, second = (
        clerks.provide([house.alice], ["email"], recipient=shop, ground="with-consent", key="h") for _ in range(2)
    )

    assert first.rows == ((ALICE["email"],),)
    assert second.replayed
    assert second.rows == ()
    assert second.export == first.export


def test_an_ask_that_cannot_be_used_says_where_in_its_sentence(house: House, clerks: Client) -> None:
    with pytest.raises(Unusable, match=r"^422 .*: phone: a telephone number such as") as unusable:
        clerks.find({"phone": "a secret"}, purpose="deliver-service")

    assert "secret" not in str(unusable.value)


def test_what_goes_wrong_has_a_kind_and_says_no_value(house: House, clerks: Client) -> None:
    with pytest.raises(Refused) as refused:
        clerks.use(house.alice, ["name"], purpose="send-offers")
    with pytest.raises(NotFound):
        clerks.use("00" * 16, ["name"], purpose="deliver-service")
    with pytest.raises(Conflict) as conflict:
        clerks.collect(ALICE, origin=ORIGIN)
    with pytest.raises(Unusable) as unusable:
        clerks.find({"shoe-size": "secret"}, purpose="deliver-service")
    with pytest.raises(NotProven):
        Client("http://localhost", "syk_x", transport=httpx.WSGITransport(app=application)).find(
            {"a": "b"}, purpose="c"
        )

    assert refused.value.reason == "program-purpose"
    assert refused.value.remedy.text
    assert refused.value.entry
    assert clerks.entry(refused.value.entry)["leaf"]
    said = f"{conflict.value} {unusable.value} {unusable.value.document}"
    assert not [value for value in (*ALICE.values(), "secret") if value in said]


def test_every_address_has_its_method(house: House) -> None:
    from seiyaku.rest.api import api

    elsewhere = {
        "anonymised/use": "use_release", "notices": "show_notice", "statements": "state", "papers": "keep_paper",
        "registers/export": "registers_file",
    }  # fmt: skip
    ways = api.get_openapi_schema(path_prefix="/")["paths"]
    described = {path.removeprefix("/") for path, methods in ways.items() if "post" in methods}

    groups = {"people": People, "partners": Partners, "anonymised": Anonymised, "post": Post}
    grouped = {f"{group}/{verb}" for group, verbs in groups.items() for verb in get_args(verbs)}
    grouped |= {f"policy/{verb}" for verb in ("lights", "attest", "end-attestation") if _method(verb)}
    grouped |= {verb for verb in described if hasattr(Call, verb.removeprefix("calls/"))} | {"calls/begin"}
    single = described - grouped
    missing = {verb for verb in single if not hasattr(Client, elsewhere.get(verb, verb.replace("-", "_")))}

    assert missing == set()
    assert grouped <= described


def _method(verb: str) -> bool:
    return hasattr(Client, verb.replace("-", "_"))


@pytest.mark.promise("2-1", "3-2")
def test_staff_and_partners_are_kept_on_record_for_who_may(instance: Path) -> None:
    company = found()
    with client(company.manager, "house:people", "house:partners") as manager:
        hired = manager.people("hire", login="newcomer", kind="employee")
        registered = manager.partners("register", name="見本運送", kind="delivery-carrier")
        logins = {one["login"] for one in manager.people("list")["people"]}

    with client(company.clerk, "house:people") as clerk, pytest.raises(Refused) as refused:
        clerk.people("sign-out", who="newcomer")

    assert hired["invitation"]
    assert registered["ref"].startswith("partner:")
    assert "newcomer" in logins
    assert refused.value.clause


@pytest.mark.promise("7-2")
def test_a_call_is_begun_used_in_and_ended_with_its_block(house: House, clerks: Client) -> None:
    with clerks.call("deliver-service", key="ring-1") as call:
        with pytest.raises(Refused) as early:
            call.use(house.alice, ["name"])
        known = call.identify({"phone": ALICE["phone"], "birth-date": ALICE["birth-date"]})
        used = call.use(known.person or "", ["name"])
        taken = call.take(known.person or "", ["phone"], "copy")
        told = call.explain(known.person or "", ["birth-date"])
        state = call.state()

    assert early.value.reason == "caller-unverified"
    assert (known.person, call.needed, state["items"]) == (house.alice, 2, 2)
    assert (used.values, taken.values) == ({"name": ALICE["name"]}, {"phone": ALICE["phone"]})
    assert told.document["answer"] == "denied"
    with pytest.raises(NotFound):
        call.state()


@pytest.mark.promise("2-3")
def test_both_questions_of_the_past_are_told_with_what_has_ended_or_is_not_opened(house: House) -> None:
    door.change(house.alice, {"phone": "090-0000-0002"}, purpose="law:correct", origin=LEGACY, actor=house.desk)
    door.change(house.alice, {"phone": "090-0000-0003"}, purpose="law:correct", origin=LETTER, actor=house.desk)
    today = queries.today()

    with client(staff("sue", "support"), "answer-questions") as made:
        before = made.use(house.alice, ["phone"], purpose="answer-questions", past=True)
        door.expire()
        whole = made.use(house.alice, ["phone"], purpose="answer-questions", past=True)
        then = made.use(house.alice, ["phone"], purpose="answer-questions", on=today)
    with client(house.desk, "law:complaint") as desk:
        told = desk.use(house.alice, ["phone"], purpose="law:complaint", past=True)

    assert before.past_left["phone"]["reason"] == "not-acquired-for"
    assert [one["value"] for one in whole.past["phone"]] == [ALICE["phone"]]
    assert [(one["value"], one["ended"]) for one in told.past["phone"]] == [(ALICE["phone"], False), (None, True)]
    assert (then.values, then.ended) == ({"phone": "090-0000-0003"}, ())


@pytest.mark.promise("2-3", "2-1")
def test_lists_are_done_once_and_each_outcome_says_why_not(house: House, clerks: Client) -> None:
    boris = clerks.collect(BORIS, origin=ORIGIN).people[0]
    asks = [{"person": one, "values": {"name": "見本 訂正"}} for one in (boris, house.alice, "00" * 16)]

    first, second = (clerks.correct_many(asks, purpose="deliver-service", origin=ORIGIN, key="l") for _ in range(2))

    assert (first.done, first.refused, first.failed) == (2, 0, 1)
    assert [one.outcome for one in first.outcomes] == ["done", "done", "not-found"]
    assert [one.entry for one in second.outcomes[:2]] == [one.entry for one in first.outcomes[:2]]
    assert clerks.use(boris, ["name"], purpose="deliver-service").values == {"name": "見本 訂正"}


@pytest.mark.promise("2-1")
def test_many_are_contacted_told_and_erased(house: House) -> None:
    with client(house.desk, "law:disclose", "law:erase") as desk:
        (told,) = list(desk.person_many([house.alice]))
        erased = desk.erase_many([house.alice, house.alice], key="gone")
    with client(house.clerk, "service-contact") as clerk, pytest.raises(NotFound):
        list(clerk.contact_many([house.alice], ["phone"], purpose="service-contact"))

    assert told["person"] == house.alice
    assert [one.outcome for one in erased.outcomes] == ["done", "not-found"]
    assert erased.outcomes[0].document["proof"]["receipt"]["format"] == "seiyaku-receipt-1"


@pytest.mark.promise("1-1")
def test_files_go_and_come_back_whole_or_not_at_all(house: House) -> None:
    origin = {"source": "telephone", "form": "inquiry", "script": proofs.shown("inquiry")}
    where = {"field": "call-recording", "purpose": "answer-questions"}

    def upload(content: bytes) -> Upload:
        return Upload(
            person=house.alice, name="声.wav", media_type="audio/wav", size=len(content), content=io.BytesIO(content)
        )

    with client(house.clerk, "answer-questions") as clerk:
        kept = clerk.attach([upload(b"voice" * 100_000), upload(b"")], origin=origin, key="f", **where)
        large, empty = clerk.files(house.alice, **where)
        with clerk.retrieve(house.alice, large["ref"], **where) as taken:
            content = b"".join(taken.pieces)
        with clerk.retrieve(house.alice, empty["ref"], **where) as nothing:
            assert b"".join(nothing.pieces) == b""

    assert (kept.done, taken.manifest["name"]) == (2, "声.wav")
    assert content == b"voice" * 100_000

    def cut(_: httpx.Request) -> httpx.Response:
        return httpx.Response(200, content=b'{"size": 9, "sha256": "0"}\nhalf')

    broken = Client("http://localhost", "t", transport=httpx.MockTransport(cut))
    with broken.retrieve(house.alice, large["ref"], **where) as half, pytest.raises(Unavailable):
        b"".join(half.pieces)


def test_a_house_that_does_not_answer_is_closed() -> None:
    with pytest.raises(Unavailable):
        Client("http://127.0.0.1:9", "syk_x").policy()


def test_a_stream_that_was_cut_off_is_no_answer() -> None:
    def cut(_: httpx.Request) -> httpx.Response:
        return httpx.Response(200, content=b'{"people": 2}\n{"person": "a", "values": {}}\n')

    stream = Client("http://localhost", "t", transport=httpx.MockTransport(cut)).use_many(None, ["name"], purpose="p")

    assert next(stream).person == "a"
    with pytest.raises(Unavailable):
        next(stream)
