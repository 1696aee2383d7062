"""The way in: the same answer and the same work for everybody, and a link for whoever is who they say."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from seiyaku import door
from seiyaku.visits import asking
from tests import pages
from tests.promises.founded import ALICE, SIGN_UP, Company

from .customer import MAIL, TWO, Customer, mails

pytestmark = pytest.mark.promise("7-2", "2-2")
SECRETS = re.compile(rb'value="[A-Za-z0-9]{64}"')
STRANGER = {"item-phone": "090-9999-9999", "item-birth-date": "1970-01-01"}


def test_whoever_tells_two_items_that_are_true_gets_a_link_at_the_address_held(company: Company) -> None:
    Customer().asks("ＡＬＩＣＥ@mail.example", **{"item-phone": "09000000001", "item-birth-date": "平成2年4月1日"})

    ((to, text),) = mails()
    assert to == MAIL
    assert ALICE["phone"] not in text
    assert company.alice not in text


def test_whoever_tells_something_untrue_gets_nothing(company: Company) -> None:
    untrue = [
        STRANGER, TWO | {"item-birth-date": "1990-04-02"}, TWO | {"item-postal-code": "999-9999"},
        {"item-phone": ALICE["phone"], "item-member-number": "M9999999"},
    ]  # fmt: skip

    for told in untrue:
        Customer().asks(MAIL, **told)

    assert mails() == []


def test_two_whom_the_items_fit_get_nothing_and_one_more_item_tells_them_apart(company: Company) -> None:
    twin = ALICE | {"member-number": "M0000002", "name": "髙﨑 百合", "kana": "タカサキ ユリ"}
    door.collect(twin, origin=SIGN_UP, actor=company.clerk)
    Customer().asks()
    for_both = mails()

    Customer().asks(MAIL, **TWO, **{"item-member-number": "M0000001"})

    assert for_both == []
    assert len(mails()) == 1


def test_the_answer_is_the_same_for_everybody_byte_for_byte(company: Company) -> None:
    def whole(mail: str, told: dict[str, str]) -> tuple[Any, ...]:
        customer = Customer()
        answer = customer.asks(mail, **told)
        after = customer.get("asked")
        headers = {name: value for name, value in answer.headers.items() if name != "Set-Cookie"}
        cookies = {
            (name, one["max-age"], one["samesite"], bool(one["httponly"])) for name, one in answer.cookies.items()
        }
        return answer.status_code, answer.url, headers, cookies, SECRETS.sub(b"", after.content)

    assert whole(MAIL, TWO) == whole("nobody@mail.example", TWO) == whole(MAIL, STRANGER)


def test_the_work_while_the_browser_waits_hangs_on_nobody(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    """Statements and look-ups are counted, not seconds: what is equal is equal on any machine."""
    opened: list[str] = []
    monkeypatch.setattr(asking, "_put", lambda request: opened.append(request.mail))
    monkeypatch.setattr(door, "find", lambda *_, **__: pytest.fail("nobody is looked up while the browser waits"))

    def work(mail: str, told: dict[str, str]) -> Counter[str]:
        customer = Customer()
        with CaptureQueriesContext(connection) as asked:
            customer.does("ask", mail=mail, **told)
        return Counter(re.sub(r"'[^']*'|X'[^']*'|\d+", "?", one["sql"]) for one in asked.captured_queries)

    work(MAIL, TWO)
    known, unknown, wrong = work(MAIL, TWO), work("nobody@mail.example", TWO), work(MAIL, STRANGER)

    assert known == unknown == wrong
    assert sum(known.values()) > 0
    assert len(opened) == 4


def test_too_few_items_are_said_to_be_too_few_whoever_asks(company: Company) -> None:
    few: list[dict[str, str]] = [{}, {"item-phone": ALICE["phone"]}, {"item-phone": " ", "item-birth-date": ""}]

    for told in few:
        for mail in (MAIL, "nobody@mail.example", ""):
            answer = Customer().does("ask", 422, mail=mail, **told)
            assert "2つ以上" in answer.content.decode()
            typed = pages.read(answer.content)
            assert {name: typed.get_element_by_id(name).value for name in ("mail", *told)} == {"mail": mail, **told}

    assert mails() == []


def test_after_five_tries_of_one_address_nothing_comes_any_more_and_nothing_tells_so(company: Company) -> None:
    answers = [Customer().asks() for _ in range(7)]

    assert {answer.url for answer in answers} == {"/my/asked"}
    assert len(mails()) == 5


def test_what_is_no_address_is_answered_alike(company: Company) -> None:
    assert Customer().asks("not an address").url == "/my/asked"
    assert mails() == []


def test_a_try_leaves_a_trace_on_the_page_of_whom_it_was_about(company: Company, desk: Any) -> None:
    Customer().asks(MAIL, **STRANGER)

    mine = door.person(company.alice, actor=desk)

    assert {"find", "contact"} <= {use.act for use in mine.uses if use.purpose == "law:identify"}


def test_no_mail_server_no_entrance_and_the_post_is_named(company: Company, settings: Any) -> None:
    settings.MAIL_FOLDER = settings.SMTP_SERVER = ""

    page = Customer().get().content.decode()

    assert 'name="mail"' not in page
    assert "個人情報問い合わせ窓口" in page
    Customer().does("ask", 422, mail=MAIL, **TWO)
