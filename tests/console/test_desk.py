"""Using somebody's data (2-2, 4): a purpose of one's own, two items on the telephone, what is open and what is not."""

from __future__ import annotations

import pytest
from django.contrib.sessions.models import Session as Cookie
from django.test import Client

from seiyaku import door
from seiyaku.partners.models import Partner
from seiyaku.people import cookies
from seiyaku.people import services as people
from seiyaku.people.days import today
from tests.browser.staffed import Staffed, arm
from tests.promises.founded import ALICE, SIGN_UP, THREE, hire

from .conftest import whole

pytestmark = pytest.mark.promise("2-2", "1-1")
ALL_WAYS = ("find", "letters", "people", "partners", "approvals", "releases", "reports", "security")
KANA = "たかさき　ありす"
PHONE = "０９０ー００００ー０００１"


@pytest.fixture
def clerk(house: Staffed) -> Client:
    arm(house.company.clerk)
    client = whole("bob")
    client.post("/console/purpose", {"purpose": "deliver-service", "mode": "work"})
    return client


def text(client: Client, address: str, **said: str) -> str:
    return client.post(f"/console/{address}", said).content.decode()


def test_what_is_typed_in_any_spelling_opens_what_the_purpose_needs(clerk: Client) -> None:
    for said in (PHONE, "m0000001", "ALICE@mail.example"):
        page = text(clerk, "found", said=said)

        assert ALICE["name"] in page, said
        assert ALICE["address"] in page
        assert "4-1-A" in page


def test_a_name_wants_a_second_item(clerk: Client) -> None:
    alone = clerk.post("/console/found", {"said": "髙﨑愛理子"})
    together = text(clerk, "found", said="高崎愛理子", second="170-0001")

    assert alone.status_code == 403
    assert "もう一つの項目を加えてください" in alone.content.decode()
    assert ALICE["phone"] not in alone.content.decode()
    assert ALICE["name"] in together


@pytest.mark.promise("7-2")
def test_on_the_telephone_nothing_shows_until_two_items_agree(clerk: Client) -> None:
    clerk.post("/console/purpose", {"purpose": "deliver-service", "mode": "call"})

    one = text(clerk, "found", said=PHONE)
    wrong = text(clerk, "found", said=PHONE, second="ほかの ひと")
    right = text(clerk, "found", said=PHONE, second=KANA)

    assert ALICE["name"] not in one
    assert ALICE["name"] not in wrong
    assert ALICE["name"] in right


def test_a_purpose_of_another_duty_is_not_taken(clerk: Client) -> None:
    clerk.post("/console/purpose", {"purpose": "law:disclose", "mode": "work"})

    assert clerk.post("/console/found", {"said": PHONE}).status_code == 302


def test_lapsed_training_closes_the_screen_and_names_the_remedy(house: Staffed) -> None:
    from seiyaku.people.models import Completion

    arm(house.company.clerk)
    client = whole("bob")
    client.post("/console/purpose", {"purpose": "deliver-service", "mode": "work"})
    Completion.objects.all().delete()
    from seiyaku.keys import memory

    memory.forget()

    answer = client.post("/console/found", {"said": PHONE})

    assert answer.status_code == 403
    assert "研修を修了してください" in answer.content.decode()


def test_which_clause_would_let_me_opens_nothing(clerk: Client, house: Staffed) -> None:
    page = text(clerk, "explained", field="birth-date", person=house.company.alice)

    assert ALICE["birth-date"] not in page
    assert "必要な手続" in page


def test_the_desk_shows_a_person_what_is_held_and_who_used_it(house: Staffed) -> None:
    arm(house.desk)
    door.use(house.company.alice, ["name"], purpose="deliver-service", actor=house.company.clerk)
    door.provide(
        [house.company.alice], THREE, recipient=Partner.objects.get().ref, purpose="deliver-service",
        actor=house.company.clerk,
    )  # fmt: skip
    door.begin_relation([house.company.alice], origin=SIGN_UP, on=today(), actor=house.company.clerk)

    page = text(whole("kaori"), "person", person=house.company.alice)

    assert ALICE["name"] in page
    assert "業務担当" in page
    for said in ("ご契約・ご利用中のサービス", "提供</b> お届け", "氏名、電話番号、住所", "ウェブの申込画面"):
        assert said in page
    assert "…" not in page
    assert house.company.clerk.id not in page


def test_nothing_about_anybody_stays_in_an_address_a_title_or_the_session(clerk: Client, house: Staffed) -> None:
    answer = clerk.post("/console/found", {"said": PHONE})
    page = answer.content.decode()
    kept = str(cookies.SessionStore(clerk.cookies["seiyaku"].value).load())
    title = page.partition("<title>")[2].partition("</title>")[0]

    assert not any(value in title + kept for value in ALICE.values())
    assert house.company.alice not in kept
    assert f"/{house.company.alice}" not in page
    assert "no-store" in answer["Cache-Control"]
    assert all(ALICE["name"] not in row.session_data for row in Cookie.objects.all())


BEGINS = {
    "clerk": ("/console/find", {"find"}),
    "approver": ("/console/approvals/", {"reports", "people", "partners", "approvals", "releases", "security"}),
    "anonymiser": ("/console/releases/", {"releases"}),
    "auditor": ("/console/", {"reports", "people", "partners", "approvals", "releases", "security"}),
    "administrator": ("/console/", {"reports", "people", "partners", "approvals", "releases", "security"}),
    "manager": ("/console/", {"reports", "people", "partners", "approvals", "releases", "security", "letters"}),
    "nothing": ("/console/", set()),
}


def test_each_begins_where_their_duty_does_and_sees_the_way_to_what_it_is_for(house: Staffed) -> None:
    boss = house.company.manager
    arm(boss)
    met = {"manager": whole("hoshiko")}
    people.grant_duty(house.auditor.id, "approver", actor=boss)  # the first, whom nobody could approve
    for duty in [name for name in BEGINS if name != "manager"]:
        who = hire(f"one-{duty}", boss)
        if duty in {"administrator", "approver"}:  # two people's business
            asked = people.propose("grant-duty", who.id, duty, beneficiary=who.id, actor=boss)
            people.approve(asked.ref, actor=house.auditor)
            people.grant_duty(who.id, duty, proposal=asked.ref, actor=boss)
        elif duty != "nothing":
            people.grant_duty(who.id, duty, actor=boss)
        arm(who)
        met[duty] = whole(f"one-{duty}")

    for duty, (begins, ways) in BEGINS.items():
        page = met[duty].get("/console/").content.decode()
        menu = page.partition("<main")[0]
        shown = {name for name in ALL_WAYS if f'href="/console/{name}' in menu}

        assert met[duty].get("/console/start")["Location"] == begins, duty
        assert met[duty].get(begins).status_code == 200, duty
        assert shown == ways | {"find"}, duty


def test_whoever_approves_and_audits_begins_at_the_policy(house: Staffed) -> None:
    people.grant_duty(house.auditor.id, "approver", actor=house.company.manager)
    arm(house.auditor)

    assert whole("auditor").get("/console/start")["Location"] == "/console/"
