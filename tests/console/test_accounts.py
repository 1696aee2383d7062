"""Staff in a browser (3-3): one truth about passwords, two factors before anything personal, sealed cookies."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import check_password
from django.contrib.sessions.models import Session as Cookie
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from seiyaku import door
from seiyaku.core.asks import Actor
from seiyaku.core.errors import NotProven, Refused
from seiyaku.core.standing import HALF_PROVEN
from seiyaku.keys import rotation
from seiyaku.people import browser, cookies, factors, sessions, tries
from seiyaku.people import services as people
from seiyaku.people.days import today
from seiyaku.people.models import Account, Session
from tests import pages
from tests.addresses import routes
from tests.browser.staffed import SECRET, Staffed, arm, code
from tests.promises.founded import PASSWORD

from .conftest import half, whole

pytestmark = pytest.mark.promise("3-3")
SIGN_IN = "/console/account/sign-in"


def in_browser(who: Actor, proof: str) -> Actor:
    """The actor of a browser's session."""
    return sessions.begin(Account.objects.get(ref=who.id), proof=proof).actor


@pytest.mark.promise("2-1")
def test_without_a_second_factor_the_door_gives_nothing_and_says_what_helps(house: Staffed) -> None:
    clerk = in_browser(house.company.clerk, HALF_PROVEN)

    with pytest.raises(Refused) as caught:
        door.use(house.company.alice, ["name"], purpose="deliver-service", actor=clerk)

    assert caught.value.answer.reason == "second-factor"
    assert caught.value.answer.clause == "2-1"
    proven = in_browser(house.company.clerk, browser.WHOLE)
    assert door.use(house.company.alice, ["name"], purpose="deliver-service", actor=proven).values


def test_without_a_second_factor_nothing_about_staff_is_changed_either(house: Staffed) -> None:
    with pytest.raises(Refused) as caught:
        people.hire("mallory", "employee", actor=in_browser(house.company.manager, HALF_PROVEN))

    assert caught.value.answer.reason == "second-factor"


def test_a_password_alone_leads_to_the_factors_and_nowhere_else(house: Staffed) -> None:
    client = half("hoshiko")

    for address in ("/console/", "/console/security"):
        answer = client.get(address)
        assert (answer.status_code, answer["Location"]) == (302, "/console/account/factors/")
    assert client.get("/console/self").status_code == 200


def test_the_code_makes_the_session_whole_and_the_ledger_says_so(house: Staffed) -> None:
    arm(house.company.manager)

    client = whole("hoshiko")

    assert client.get("/console/").status_code == 200
    assert Session.objects.filter(proof=browser.WHOLE).count() == 1


def test_a_code_works_once(house: Staffed) -> None:
    arm(house.company.manager)
    shown = code()  # once: it holds for half a minute more, but the app may show another by then
    whole("hoshiko", shown)
    cache.clear()  # another process remembers nothing
    second = half("hoshiko")

    second.post("/console/account/factors/authenticate/", {"code": shown})

    assert second.get("/console/")["Location"].startswith(SIGN_IN)


def test_after_some_wrong_codes_the_right_one_is_refused_too_whichever_process_is_asked(house: Staffed) -> None:
    arm(house.company.manager)
    client = half("hoshiko")
    for wrong in range(tries.CODES_PER_ACCOUNT):
        cache.clear()  # another process remembers nothing
        client.post("/console/account/factors/authenticate/", {"code": f"x{wrong}"})

    client.post("/console/account/factors/authenticate/", {"code": code()})

    assert client.get("/console/")["Location"].startswith(SIGN_IN)
    with pytest.raises(NotProven):
        sessions.sign_in("hoshiko", PASSWORD, code=code())


def test_who_has_a_second_factor_proves_it_at_the_terminal_too(house: Staffed) -> None:
    arm(house.company.manager)

    with pytest.raises(sessions.SecondFactorAsked):
        sessions.sign_in("hoshiko", PASSWORD)
    with pytest.raises(NotProven) as caught:
        sessions.sign_in("hoshiko", PASSWORD, code="000000")

    assert not isinstance(caught.value, sessions.SecondFactorAsked)
    assert sessions.sign_in("hoshiko", PASSWORD, code=code()).actor.id == house.company.manager.id


def test_tries_at_the_terminal_and_in_the_browser_are_counted_together(house: Staffed) -> None:
    for _ in range(sessions.TRIES_PER_LOGIN):
        with pytest.raises(NotProven):
            sessions.sign_in("hoshiko", "not it, not at all")

    answer = Client().post(SIGN_IN, {"login": "hoshiko", "password": PASSWORD})

    assert answer.status_code == 200
    assert Session.objects.filter(proof=HALF_PROVEN).count() == 0


def test_nobody_learns_who_has_an_account(house: Staffed) -> None:
    said = []
    for login, password in (("hoshiko", "not it, not at all"), ("nobody", "not it, not at all"), ("nobody", PASSWORD)):
        answer = Client().post(SIGN_IN, {"login": login, "password": password})
        page = answer.content.decode().replace(login, "")
        said.append((answer.status_code, [line for line in page.splitlines() if "csrf" not in line]))

    assert said[0] == said[1] == said[2]


def test_the_work_of_a_wrong_sign_in_hangs_on_nobody(house: Staffed, monkeypatch: pytest.MonkeyPatch) -> None:
    """Statements and slow hashes are counted, not seconds: what is equal is equal on any machine."""
    Account.objects.filter(login="bob").update(left_on=today())
    hashed: list[str] = []

    def checked(said: str, kept: str) -> bool:
        hashed.append("once")
        return check_password(said, kept)

    monkeypatch.setattr(sessions, "check_password", checked)

    def work(login: str, password: str) -> Counter[str]:
        client = Client()
        with CaptureQueriesContext(connection) as asked:
            client.post(SIGN_IN, {"login": login, "password": password})
        return Counter(re.sub(r"'[^']*'|X'[^']*'|\d+", "?", one["sql"]) for one in asked.captured_queries)

    work("hoshiko", "not it, not at all")
    hashed.clear()
    wrong, nobody, left = (
        work(login, password)
        for login, password in (("hoshiko", "not it, not at all"), ("nobody", PASSWORD), ("bob", PASSWORD))
    )

    assert wrong == nobody == left
    assert sum(wrong.values()) > 0
    assert len(hashed) == 3


def test_there_is_no_resetting_of_a_password_to_ask_for(house: Staffed) -> None:
    ways = [route for route in routes("console/account/") if "reset" in route or "password" in route]

    assert ways == []
    assert "reset" not in Client().get(SIGN_IN).content.decode().lower()


def test_signing_up_is_closed(house: Staffed) -> None:
    before = Account.objects.count()

    answer = Client().post("/console/account/sign-up", {"username": "mallory", "password1": PASSWORD})

    assert "mallory" not in answer.content.decode()
    assert Account.objects.count() == before


def test_the_database_holds_neither_the_cookie_nor_what_it_stands_for(house: Staffed) -> None:
    client = half("hoshiko")
    cookie = client.cookies["seiyaku"].value

    kept = Cookie.objects.get()

    assert kept.session_key != cookie
    assert "seiyaku-session" not in kept.session_data
    assert cookies.SessionStore(cookie).load()["seiyaku-session"].startswith("session:")
    stranger = Client()
    stranger.cookies["seiyaku"] = kept.session_key
    assert stranger.get("/console/self").status_code == 302


def test_secrets_of_factors_are_sealed_and_survive_the_turning_of_their_key(house: Staffed) -> None:
    arm(house.company.manager)
    before = Authenticator.objects.get().data["secret"]

    rotation.begin("paper")
    holder = next(one for one in rotation.holders("paper") if one.name == "second-factors")
    behind = holder.behind()
    assert holder.move(holder.move(0, 100) or 0, 100) is None

    kept = Authenticator.objects.get()
    assert SECRET not in before
    assert kept.data["secret"] != before
    assert (behind, holder.behind()) == (1, 0)
    assert factors.proves(Account.objects.get(ref=house.company.manager.id), code())


def test_an_ended_session_is_over_in_the_browser_at_once(house: Staffed) -> None:
    arm(house.company.manager)
    client = whole("hoshiko")
    client.get("/console/")
    mine = Session.objects.get(proof=browser.WHOLE)
    other = whole("hoshiko")

    other.post("/console/self/end", {"session": mine.ref})

    assert client.get("/console/")["Location"].startswith(SIGN_IN)
    assert other.get("/console/").status_code == 200


def test_nobody_ends_anothers_session(house: Staffed) -> None:
    theirs = Session.objects.filter(account__ref=house.company.clerk.id).latest("pk")

    half("hoshiko").post("/console/self/end", {"session": theirs.ref})

    theirs.refresh_from_db()
    assert theirs.ended_at is None


def test_who_leaves_is_out_of_the_browser_at_once(house: Staffed) -> None:
    arm(house.desk)
    client = whole("kaori")

    people.leave(house.desk.id, actor=house.company.manager)

    assert client.get("/console/self").status_code == 302


def test_the_last_factor_is_not_taken_away(house: Staffed) -> None:
    arm(house.company.manager)
    client = whole("hoshiko")

    client.post("/console/account/factors/totp/deactivate/")

    assert Authenticator.objects.filter(type="totp").count() == 1


def test_the_first_account_is_made_once_with_the_code_of_init(instance: Path) -> None:
    from seiyaku.policy import services as policy
    from tests.promises.founded import POLICY

    policy.publish(POLICY, actor=Actor(id="system:init", kind="system", proven_by="job"))
    setup = people.issue_setup_code()
    said = {"code": setup, "login": "hoshiko", "kind": "officer", "new_password": PASSWORD, "again": PASSWORD}

    wrong = Client().post("/console/first", said | {"code": "x" * 43})
    right = Client().post("/console/first", said)
    again = Client().post("/console/first", said | {"login": "mallory"})

    assert (wrong.status_code, right.status_code, again.status_code) == (422, 302, 422)
    assert list(Account.objects.values_list("login", flat=True)) == ["hoshiko"]


def test_an_invitation_works_once(house: Staffed) -> None:
    hired = people.hire("newer", "employee", actor=house.company.manager)
    said = {"code": hired.invitation, "new_password": PASSWORD, "again": PASSWORD}

    assert Client().post("/console/invitation", said | {"again": "another one entirely"}).status_code == 422
    assert Client().post("/console/invitation", said).status_code == 302
    assert Client().post("/console/invitation", said).status_code == 422


def test_a_form_from_elsewhere_is_refused(house: Staffed) -> None:
    client = Client(enforce_csrf_checks=True)

    answer = client.post("/console/invitation", {"code": "x"})

    assert answer.status_code == 403


def test_no_page_of_the_console_is_kept_by_a_browser(house: Staffed) -> None:
    for address in (SIGN_IN, "/console/", "/console/first", "/console/nothing"):
        assert "no-store" in Client().get(address)["Cache-Control"]


def test_a_sensitive_act_wants_a_recent_proof(house: Staffed, monkeypatch: pytest.MonkeyPatch) -> None:
    arm(house.company.manager)
    client = whole("hoshiko")
    client.get("/console/")
    monkeypatch.setattr("django.conf.settings.ACCOUNT_REAUTHENTICATION_TIMEOUT", -1)

    answer = client.post("/console/people/new", {"login": "newer", "kind": "employee"})

    assert answer.status_code == 302
    assert "reauthenticate" in answer["Location"]
    assert not Account.objects.filter(login="newer").exists()


def test_what_was_typed_before_a_proof_is_still_there_when_it_is_refused_after_it(
    house: Staffed, monkeypatch: pytest.MonkeyPatch
) -> None:
    arm(house.company.manager)
    client = whole("hoshiko")
    with monkeypatch.context() as late:
        late.setattr("django.conf.settings.ACCOUNT_REAUTHENTICATION_TIMEOUT", -1)
        sent = client.post("/console/people/new", {"login": "", "kind": "employee", "department": "北"})

    proven = client.post(sent["Location"], {"password": PASSWORD})

    page = pages.read(proven.content)
    assert proven.status_code == 422
    assert page.get_element_by_id("department").value == "北"
    assert [form.action for form in page.forms if "department" in form.fields] == ["/console/people/new"]
