"""Partners on the screens: what closes one with clause, article and remedy; papers opened on record (3-2; art. 25)."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from seiyaku.partners import queries, services
from seiyaku.partners.checklists import ITEMS, Answered
from seiyaku.partners.models import Checked, Contract, Partner, SubEntrustment
from seiyaku.people.days import today
from tests.browser.staffed import Staffed, arm
from tests.people.sample import entries
from tests.promises.founded import contract

from .conftest import whole

pytestmark = pytest.mark.promise("3-2")
DAY = dt.timedelta(days=1)


@pytest.fixture
def manager(house: Staffed) -> Client:
    arm(house.company.manager)
    return whole("hoshiko")


def of(partner: Partner, verb: str = "") -> str:
    return f"/console/partners/{partner.ref}/{verb}"


def test_a_closed_partner_says_why_under_which_clause_and_article_and_what_would_help(
    house: Staffed, manager: Client
) -> None:
    post = Partner.objects.get()
    assert "gives" not in manager.get(of(post)).content.decode()

    ended = manager.post(of(post, "end-contract"), {"contract": Contract.objects.get().ref})
    page = manager.get(of(post), headers={"Accept-Language": "en"}).content.decode()

    assert ended.status_code == 302
    for said in ("There is no valid contract", 'href="/console/#3-2"', "25, 27(5)", "Conclude or renew the contract"):
        assert said in page


def test_a_checklist_with_something_to_mend_is_recorded_mended_and_overdue(house: Staffed, manager: Client) -> None:
    post = Partner.objects.get()
    said = {f"item-{item}": "yes" for item in ITEMS} | {
        "item-systems": "no", "due-systems": str(today() + DAY), "listed": "1", "passed": "yes", "findings": "鍵の交換",
        "on": str(today()), "subject": "handling",
    }  # fmt: skip

    unanswered = manager.post(of(post, "supervise"), said | {"item-people": ""})
    manager.post(of(post, "supervise"), said)
    page = manager.get(of(post)).content.decode()
    look = Checked.objects.get(item="systems").supervision
    assert queries.due(today() + 2 * DAY, 0) == [(post.ref, "systems", today() + DAY)]
    manager.post(of(post, "mend"), {"look": look.ref, "item": "systems", "proof": "交換を確認"})

    assert unanswered.status_code == 422
    assert f"改善の期限 {today() + DAY}" in page
    assert queries.due(today() + 2 * DAY, 0) == []
    assert "改善済み" in manager.get(of(post)).content.decode()


def test_the_text_is_handed_out_and_the_contact_shown_once_on_record(house: Staffed, manager: Client) -> None:
    post = Partner.objects.get()
    form = {"name": "山田 花子", "phone": "03-0000-0000", "contact_until": str(today() + DAY)}

    manager.post(of(post, "contact"), form)
    page = manager.get(of(post)).content.decode()
    shown = manager.post(of(post, "open-contact")).content.decode()
    text = manager.post(of(post, "text"), {"contract": Contract.objects.get().ref})

    assert "山田" not in page
    assert "山田 花子" in shown
    assert (text.content, text["Content-Disposition"].partition(";")[0]) == (b"the text", "attachment")
    assert [one["act"] for one in entries()[-2:]] == ["open-partner-contact", "open-contract"]


def test_what_is_entrusted_on_is_agreed_shown_and_ended(house: Staffed, manager: Client) -> None:
    post = Partner.objects.get()
    scope = services.Scope(
        terms=("confidentiality", "safeguards", "return-or-erase", "sub-entrustment"), fields=("name", "address"),
        purposes=("deliver-service",),
    )  # fmt: skip
    under = services.conclude(
        post.ref, b"x", scope, starts_on=today(), until=today() + 9 * DAY, actor=house.company.manager
    )

    def agree(*fields: str) -> int:
        said = {"contract": under.ref, "name": "孫請け運送", "country": "JP", "until": str(today() + DAY)}
        file = SimpleUploadedFile("consent.pdf", b"%PDF-we agree")
        return manager.post(of(post, "sub-entrust"), said | {"fields": list(fields), "file": file}).status_code

    assert [agree("phone"), agree("name")] == [422, 302]
    assert "孫請け運送" in manager.get(of(post)).content.decode()
    manager.post(of(post, "end-sub"), {"sub": SubEntrustment.objects.get().ref})

    assert SubEntrustment.objects.get().ended_at is not None


def test_a_partner_that_is_let_go_gets_nothing_any_more(house: Staffed, manager: Client) -> None:
    post = Partner.objects.get()

    manager.post(of(post, "end"))

    assert queries.known(today()) == []
    assert manager.get(of(post)).status_code == 200


def test_partners_stand_alike_one_by_one_and_all_together(house: Staffed) -> None:
    boss, day = house.company.manager, today()
    well = {item: Answered(answer="yes") for item in ITEMS}
    late = well | {"systems": Answered(answer="no", due_on=day + 3 * DAY)}

    def register(name: str) -> Partner:
        return services.register(name, "delivery-carrier", character="entrustment", actor=boss)

    one, failed, _ = register("お荷物"), register("不合格"), register("契約なし")
    for days in (40, 9):
        contract(one, boss, days=days)
    for ref, answers, passed in ((one.ref, well, True), (one.ref, late, True), (failed.ref, well, False)):
        services.supervise(ref, b"list", passed=passed, answers=answers, actor=boss)

    known = queries.known(day)

    assert len(known) == 4
    assert [facts for _, facts in known] == [queries.standing(facts.id, day) for _, facts in known]
    assert {facts.contract_until for _, facts in known} == {0, *((day + n * DAY).toordinal() for n in (20, 9))}
    assert {facts.supervised_until for _, facts in known} >= {0, (day + 3 * DAY).toordinal()}
