"""Who opened a link chooses; who proved more sees what is held; and every proof works once, in one browser."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

import seiyaku_verify
from seiyaku import door
from seiyaku.core.asks import Actor
from seiyaku.core.errors import Conflict, Refused
from seiyaku.credentials import queries, services
from seiyaku.credentials.models import Letter, Link, Visit
from seiyaku.ledger import heads
from seiyaku.people import services as people
from seiyaku.people.days import today
from seiyaku.visits import asking, letters
from seiyaku.visits.letter import UNPRINTABLE
from tests.promises.founded import ALICE, SIGN_UP, Company

from .customer import Customer, code_in, mails, text_of

pytestmark = pytest.mark.promise("7-2", "2-2")
HELD = [ALICE[name] for name in ("phone", "address", "birth-date", "member-number", "name", "email")]


def held_in(page: str) -> list[str]:
    """Return which values of Alice's a page shows."""
    return [value for value in HELD if value in page]


def asked(customer: Customer) -> str:
    """Ask for a link, and return its path."""
    customer.asks()
    found = re.search(r"https?://[^/]+(/\S+)", mails()[0][1])
    assert found is not None
    return found[1]


def test_a_link_alone_shows_what_was_chosen_and_nothing_that_is_held(company: Company) -> None:
    customer = Customer().opens_link()

    page = customer.get().content.decode()

    assert "メールマガジン" in page or "ご案内" in page
    assert held_in(page) == []
    visitor = Actor(id=f"person:{company.alice}", kind="person", proven_by="mail-link")
    with pytest.raises(Refused) as refused:
        door.person(company.alice, actor=visitor)
    assert refused.value.answer.reason == "more-proof"
    assert customer.get("uses").status_code == 403
    assert customer.does("receipt", 403, entry="0" * 32).status_code == 403


def test_a_link_works_once_and_only_when_its_button_is_pressed(company: Company) -> None:
    customer = Customer()
    path = asked(customer)

    looked = [customer.client.get(path).status_code for _ in range(2)]
    first = customer.client.post(path).status_code
    second = customer.client.post(path).status_code

    assert (looked, first, second) == ([200, 200], 303, 403)


def test_a_link_works_in_no_other_browser(company: Company) -> None:
    customer = Customer()
    path = asked(customer)
    thief = Customer()
    thief.get()

    stolen = thief.client.post(path).status_code
    bare = Client().post(path).status_code

    assert (stolen, bare) == (403, 403)
    assert customer.client.post(path).status_code == 303


def test_a_link_is_over_after_a_quarter_of_an_hour_and_a_newer_one_ends_it(company: Company) -> None:
    customer = Customer()
    older = asked(customer)
    customer.asks()
    replaced = customer.client.post(older).status_code
    Link.objects.update(ends_at=timezone.now() - dt.timedelta(seconds=1))
    newest = next(
        found[1] for _, text in mails() if (found := re.search(r"https?://[^/]+(/\S+)", text)) and found[1] != older
    )

    over = customer.client.post(newest).status_code

    assert (replaced, over) == (403, 403)


def test_the_links_of_whoever_was_erased_or_merged_die(company: Company, desk: Actor) -> None:
    copy = door.collect(
        ALICE | {"member-number": "M0000002", "email": "other@mail.example"}, origin=SIGN_UP, actor=company.clerk
    ).people[0]
    merged, erased = Customer(), Customer()
    merged.asks("other@mail.example")
    inside = Customer().opens_link()
    path = next(found[1] for to, text in mails() if to == "other@mail.example"
                and (found := re.search(r"https?://[^/]+(/\S+)", text)))  # fmt: skip

    door.merge(copy, company.alice, actor=desk)
    after_merge = merged.client.post(path).status_code, inside.get("uses").status_code
    late = asked_again(erased, "other@mail.example")  # the newer of the two stands
    door.erase(company.alice, actor=desk)

    assert after_merge == (403, 303)
    assert erased.client.post(late).status_code == 403
    assert not Visit.objects.exists()


def asked_again(customer: Customer, mail: str) -> str:
    before = {text for _, text in mails()}
    customer.asks(mail)
    return next(
        found[1] for _, text in mails() if text not in before and (found := re.search(r"https?://[^/]+(/\S+)", text))
    )


def test_a_code_by_post_opens_everything_once(company: Company, desk: Actor) -> None:
    customer = Customer().opens_link()
    visit = Visit.objects.get().ref
    code = customer.gets_letter(desk)

    customer.does("code", code=code.translate(str.maketrans("0123456789", "０１２３４５６７８９")))

    page = customer.get().content.decode()
    assert set(held_in(page)) == set(HELD)
    assert Visit.objects.get().ref != visit
    again = Customer().opens_link()
    again.refused("code", code=code)
    assert held_in(again.get().content.decode()) == []


def test_the_code_of_one_person_is_of_no_use_to_another(company: Company, desk: Actor) -> None:
    bob = ALICE | {"member-number": "M0000003", "email": "bob@mail.example", "phone": "090-0000-0003"}
    door.collect(bob, origin=SIGN_UP, actor=company.clerk)
    code = Customer().opens_link().gets_letter(desk)
    other = Customer()
    other.asks("bob@mail.example", **{"item-phone": "090-0000-0003", "item-birth-date": ALICE["birth-date"]})
    path = next(found[1] for to, text in mails() if to == "bob@mail.example"
                and (found := re.search(r"https?://[^/]+(/\S+)", text)))  # fmt: skip
    other.client.post(path)

    other.refused("code", code=code)

    assert Letter.objects.get().closed == ""


def test_five_wrong_codes_close_the_letter_and_the_right_one_comes_too_late(company: Company, desk: Actor) -> None:
    customer = Customer().opens_link()
    code = customer.gets_letter(desk)
    wrong = "0000-0000-0000" if code != "0000-0000-0000" else "1111-1111-1111"

    for _ in range(services.TRIES):
        customer.refused("code", code=wrong)
    customer.refused("code", code=code)

    assert (Letter.objects.get().closed, Letter.objects.get().code) == ("tried", "")
    assert "五回" in customer.get().content.decode()


def test_codes_are_not_tried_without_end_from_one_place(
    company: Company, desk: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Besides the tries of one letter: whoever goes from letter to letter is held up where they are."""
    customer = Customer().opens_link()
    code = customer.gets_letter(desk)
    monkeypatch.setattr(letters, "TRIES", 1)

    customer.refused("code", code="0000-0000-0000" if code != "0000-0000-0000" else "1111-1111-1111")
    customer.refused("code", code=code)

    assert (Letter.objects.get().closed, Letter.objects.get().tries) == ("", 1)


def test_a_code_that_is_over_proves_nothing(company: Company, desk: Actor) -> None:
    customer = Customer().opens_link()
    code = customer.gets_letter(desk)
    Letter.objects.update(ends_at=timezone.now() - dt.timedelta(seconds=1))

    customer.refused("code", code=code)


def test_printing_again_makes_a_new_code_and_the_old_one_is_of_no_use(company: Company, desk: Actor) -> None:
    customer = Customer().opens_link()
    old = customer.gets_letter(desk)
    new = code_in(letters.print_(queries.letters()[0].ref, actor=desk))

    customer.refused("code", code=old)
    customer.does("code", code=new)


def test_no_code_stands_anywhere_but_on_the_paper(company: Company, desk: Actor, instance: Path) -> None:
    code = Customer().opens_link().gets_letter(desk).replace("-", "")

    assert not [file for file in instance.rglob("*") if file.is_file() and code.encode() in file.read_bytes()]


def test_no_letter_goes_to_an_address_that_is_new_and_none_is_printed_by_others(
    company: Company, desk: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    customer = Customer().opens_link()
    customer.does("letter")
    ref = queries.letters()[0].ref
    with pytest.raises(Refused):
        letters.print_(ref, actor=company.clerk)
    monkeypatch.setattr(letters, "today", today)

    with pytest.raises(Conflict):
        letters.print_(ref, actor=desk)

    assert queries.letters() == []
    assert "お送りできませんでした" in customer.get().content.decode()


def test_letters_are_not_asked_for_without_end(company: Company, desk: Actor) -> None:
    customer = Customer().opens_link()
    customer.does("letter")
    customer.does("letter")
    waiting = len(queries.letters())
    for _ in range(3):
        for one in queries.letters():
            services.close_letter(one.ref, "again")
        customer.does("letter")

    assert waiting == 1
    assert Letter.objects.count() == services.LETTERS


def test_the_letter_is_addressed_reads_aloud_and_misses_no_sign(company: Company, desk: Actor) -> None:
    for language in ("ja", "en"):
        customer = Customer(language).opens_link()
        customer.does("letter")
        said = text_of(letters.print_(queries.letters()[0].ref, actor=desk))
        services.close_letter(queries.letters()[0].ref, "again")

        assert ALICE["name"] in said
        assert ALICE["address"] in said.replace("\r\n", "")
        assert UNPRINTABLE not in said


def test_a_receipt_verifies_and_a_withheld_entry_leaves_no_gap(company: Company, desk: Actor, tmp_path: Path) -> None:
    used = door.use(company.alice, ["name"], purpose="deliver-service", actor=company.clerk)
    hidden = door.use(company.alice, ["phone"], purpose="deliver-service", actor=company.clerk)
    people.complete(company.manager.id, "handling", actor=company.manager)
    customer = Customer().enters(desk)
    assert hidden.entry in customer.get("uses").content.decode()
    door.withhold(company.alice, [hidden.entry], reason="paper:none", actor=company.manager)

    page = customer.get("uses").content.decode()
    taken = customer.does("receipt", 200, entry=used.entry)
    denied = customer.does("receipt", 404, entry=hidden.entry)
    missing = customer.does("receipt", 404, entry="0" * 32)

    assert used.entry in page
    assert hidden.entry not in page
    (tmp_path / "receipt.json").write_bytes(taken.content)
    (tmp_path / "key").write_text("\n".join(heads.keys()), encoding="utf-8")
    assert seiyaku_verify.main(["receipt", str(tmp_path / "receipt.json")]) == 0
    forged = json.loads(taken.content)
    forged["entry"] = forged["entry"].replace("deliver-service", "send-offers")
    (tmp_path / "receipt.json").write_text(json.dumps(forged), encoding="utf-8")
    assert seiyaku_verify.main(["receipt", str(tmp_path / "receipt.json")]) == 4
    strip = re.compile(rb'value="[A-Za-z0-9]{64}"')
    assert strip.sub(b"", denied.content) == strip.sub(b"", missing.content)


def test_staff_are_told_by_duty_and_never_by_name(company: Company, desk: Actor) -> None:
    door.use(company.alice, ["name"], purpose="deliver-service", actor=company.clerk)

    page = Customer().enters(desk).get("uses").content.decode()

    assert "契約・受付担当" in page or "受付" in page or "担当" in page
    assert company.clerk.id not in page
    assert "bob" not in page


def test_nothing_is_kept_and_no_address_or_title_names_anybody(company: Company, desk: Actor) -> None:
    customer = Customer().enters(desk)

    for path in ("", "uses", "code"):
        answer = customer.get(path)
        title = re.search(r"<title>(.*?)</title>", answer.content.decode(), re.DOTALL)
        assert answer["Cache-Control"] == "no-store"
        assert answer["X-Robots-Tag"] == "noindex"
        assert title is not None
        assert held_in(title[1]) == []
        assert company.alice not in answer.content.decode()


def test_leaving_ends_the_visit_for_every_copy_of_the_cookie(company: Company, desk: Actor) -> None:
    customer = Customer().enters(desk)
    cookie = customer.client.cookies["seiyaku-visit"].value

    customer.does("leave")

    copy = Client()
    copy.cookies["seiyaku-visit"] = cookie
    assert held_in(copy.get("/my/").content.decode()) == []


def test_an_idle_visit_is_over(company: Company, desk: Actor) -> None:
    customer = Customer().enters(desk)
    Visit.objects.update(seen_at=timezone.now() - services.IDLE)

    assert held_in(customer.get().content.decode()) == []
    assert customer.get("uses").status_code == 303


def test_a_form_from_another_site_does_nothing(company: Company) -> None:
    customer = Customer(client=Client(enforce_csrf_checks=True))

    answer = customer.client.post("/en/my/ask", {"mail": ALICE["email"]})

    assert answer.status_code == 403
    assert "another site" in answer.content.decode()


def test_erasing_takes_the_credentials_and_proves_that_they_are_gone(company: Company, desk: Actor) -> None:
    Customer().enters(desk)
    erased = door.erase(company.alice, actor=desk)

    assert erased.hits == ()
    assert not Visit.objects.exists()
    assert not Letter.objects.exists()


def test_who_acts_is_never_an_id_in_the_ledger(company: Company, desk: Actor, instance: Path) -> None:
    Customer().enters(desk).does("stop")

    said = json.dumps([door.person(company.alice, actor=desk).uses], default=str)

    assert f"person:{company.alice}" not in said
    assert asking.PORTAL.id not in said
