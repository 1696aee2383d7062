"""Lists that can grow (3-2, 2-4): searched, sorted and leafed through in one way, at the same cost however long."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from seiyaku.console.listing import PAGE, Column, listed
from seiyaku.partners.models import Partner
from seiyaku.people.days import today
from seiyaku.people.models import Account
from tests import pages
from tests.browser.staffed import Staffed, arm

from .conftest import whole

MANY = 230
ROWS = [{"name": f"取引先{number:03}", "until": number if number % 7 else None} for number in range(MANY)]
COLUMNS = [
    Column(said="name", name="name", by=lambda row: row["name"]),
    Column(said="until", name="until", by=lambda row: row["until"], number=True),
    Column(said="state"),
]
PARTS = {"list_amiss": lambda row: row["until"] is None}


def shown(**asked: str) -> Any:
    return listed("partners", asked, ROWS, "en", columns=COLUMNS, text=lambda row: row["name"], parts=PARTS)


def following(address: str) -> Any:
    return shown(**dict(parse_qsl(address.partition("?")[2])))


@pytest.mark.parametrize("asked", [{}, {"sort": "-until"}, {"show": "list_amiss", "sort": "name"}, {"q": "先1"}])
def test_leafing_forward_shows_every_row_once_and_leafing_back_leads_to_the_same_pages(asked: dict[str, str]) -> None:
    leaves = [shown(**asked)]
    while leaves[-1].after:
        leaves.append(following(leaves[-1].after))
    back = leaves[-1]
    for leaf in reversed(leaves[:-1]):
        back = following(back.before)
        assert back.rows == leaf.rows

    every = [row["name"] for leaf in leaves for row in leaf.rows]
    wanted = [
        str(row["name"])
        for row in ROWS
        if ("q" not in asked or "先1" in str(row["name"])) and ("show" not in asked or row["until"] is None)
    ]
    assert sorted(every) == sorted(wanted)
    assert all(len(leaf.rows) == PAGE for leaf in leaves[:-1])


def test_a_column_sorts_both_ways_and_what_says_nothing_comes_last() -> None:
    (head,) = [one for one in shown().heads if one.said == "until"]
    up = following(head.url)
    down = following(next(one.url for one in up.heads if one.said == "until"))

    assert [row["until"] for row in up.rows[:3]] == [1, 2, 3]
    assert [row["until"] for row in down.rows[:3]] == [229, 228, 227]
    assert [one.order for one in down.heads] == ["", "descending", ""]
    assert following("?sort=until&skip=200").rows[-1]["until"] is None


@pytest.mark.parametrize("asked", ["sort=state", "sort=x", "show=x", "skip=x", "skip=-1", "skip=9999999", "skip=230"])
def test_what_an_address_asks_wrongly_is_as_if_it_asked_nothing(asked: str) -> None:
    assert following(f"?{asked}").rows == ROWS[:PAGE]


@pytest.mark.parametrize(("typed", "found"), [("取引先００７", 1), ("  先01   引 ", 10), ("x", 0), ("取引先", MANY)])
def test_words_are_found_however_wide_they_are_typed_all_of_them_in_any_order(typed: str, found: int) -> None:
    leaf = shown(q=typed)

    assert leaf.counted == ("" if not found else f"{found} in all" if found <= PAGE else f"1–{PAGE} of {found}")
    assert leaf.parts[0].many == found
    assert leaf.said == typed.strip()


@pytest.mark.promise("2-4", "3-2")
def test_two_hundred_partners_and_three_hundred_staff_are_searched_and_cost_no_more_questions(house: Staffed) -> None:
    arm(house.company.manager)
    client = whole("hoshiko")
    client.get("/console/partners/")
    client.get("/console/people/")

    def asked(address: str) -> tuple[int, Any]:
        with CaptureQueriesContext(connection) as questions:
            answer = client.get(address, headers={"Accept-Language": "en"})
        assert answer.status_code == 200
        return len(questions), pages.read(answer.content)

    def rows(page: Any) -> list[str]:
        return [one.text_content() for one in page.xpath("//table[1]/tbody/tr/th[@scope='row']/a")]

    before = {address: asked(f"/console/{address}/")[0] for address in ("partners", "people")}
    Partner.objects.bulk_create(
        Partner(ref=f"partner:{number}", name=f"Sample {number:03}", kind="delivery-carrier") for number in range(200)
    )
    Account.objects.bulk_create(
        Account(ref=f"staff:{number}", login=f"member{number:03}", kind="employee", inside=True, joined_on=today())
        for number in range(300)
    )
    after = {address: asked(f"/console/{address}/") for address in ("partners", "people")}
    found = asked("/console/partners/?q=sample+17&sort=-name")[1]
    amiss = asked("/console/people/?show=list_amiss&skip=50&q=member")[1]
    none = asked("/console/people/?q=nobody")[1]

    assert {address: count for address, (count, _) in after.items()} == before
    assert all(len(rows(page)) == PAGE for _, page in after.values())
    assert rows(found) == [f"Sample {number:03}" for number in (*range(179, 169, -1), 117, 17)]
    assert found.xpath("//th[@aria-sort='descending']")
    assert "12 in all" in found.text_content()
    assert rows(amiss)[0] == "member050"
    assert "51–100 of 300" in amiss.text_content()
    assert amiss.xpath("//nav//a[@rel]/@href") == [
        f"/console/people/?q=member&show=list_amiss{more}" for more in ("", "&skip=100")
    ]
    assert rows(none) == []
    assert "Nothing in the list matches." in none.text_content()
