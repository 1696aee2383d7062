"""A refusal outlives whoever said it, and speaks for nobody who lives with them (4-1-F, 4-1-G), through HTTP."""

from __future__ import annotations

from pathlib import Path

import pytest

from .founded import ALICE, Company, found
from .surfaces import Program
from .test_surfaces import SIGN_UP, employ

ASK = "questionnaires"


@pytest.fixture
def company(instance: Path) -> Company:
    """The company, founded as in earnest."""
    return found()


@pytest.mark.surface("http")
@pytest.mark.promise("4-1-F", "4-1-G")
def test_a_family_is_not_silenced_by_one_of_them_who_refused_and_left(company: Company) -> None:
    clerk = Program(company.clerk, ("deliver-service", ASK, "law:ask-consent"))
    desk = Program(employ(company, "dora", "desk"), ("law:erase",))
    marketing = Program(employ(company, "mika", "marketing"), (ASK,))
    home = {"postal-code": ALICE["postal-code"], "address": ALICE["address"]}
    son = home | {"name": "髙﨑 一郎", "phone": "090-0000-0007", "member-number": "M0000007"}
    again = home | {"name": ALICE["name"], "phone": "090-0000-0008", "member-number": "M0000008"}
    letter = {"fields": ["name", "address"], "purpose": ASK}
    clerk.does("refuse", people=[company.alice], use=ASK, method="mail")
    desk.does("erase", person=company.alice)

    (at_home,) = clerk.does("collect", values=son, origin=SIGN_UP)["people"]
    (back,) = clerk.does("collect", values=again, origin=SIGN_UP)["people"]
    words = clerk.does("statements", name="ask", ja="伺ってよいですか", en="May we ask?")["statement"]
    agreed = {"statement": words, "method": "button", "identity": "session", "choice": {"kind": "use", "use": ASK}}
    clerk.does("consent", people=[at_home], **agreed)
    sent = marketing.does("use", person=at_home, **letter)
    refused = marketing.refused("use", person=back, **letter)

    assert sent["values"]["address"] == ALICE["address"]
    assert (refused["clause"], refused["reason"]) == ("4-1-F", "refused")
