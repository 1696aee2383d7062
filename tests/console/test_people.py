"""People on the screens: deputies with dates, a supervisor's sample and its sign-off, files, invitations (2-4, 3-1)."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from seiyaku import door
from seiyaku.partners.models import Partner
from seiyaku.people import publishing
from seiyaku.people import services as people
from seiyaku.people.days import today
from seiyaku.people.models import Account, Completion, DutyHeld, Proposal, Review, Sample
from seiyaku.policy import queries as policies
from seiyaku.policy.models import ProposedFile
from tests import pages
from tests.browser.staffed import Staffed, arm
from tests.people.sample import charge as simply
from tests.policy.test_versions import successor
from tests.postbox import listening
from tests.promises.founded import PASSWORD, charge, hire

from .conftest import whole

DAY = dt.timedelta(days=1)


@pytest.fixture
def manager(house: Staffed) -> Client:
    arm(house.company.manager)
    return whole("hoshiko")


def of(ref: str, verb: str = "") -> str:
    return f"/console/people/{ref}/{verb}"


@pytest.mark.promise("3-1")
def test_a_deputy_is_shown_with_its_days_before_it_begins_and_until_it_ends(house: Staffed, manager: Client) -> None:
    held = DutyHeld.objects.get(account__ref=house.company.clerk.id, duty="clerk")
    days = {"starts_on": str(today() + DAY), "until": str(today() + 9 * DAY)}

    manager.post(of(house.company.clerk.id, "deputise"), {"held": held.ref, "deputy": house.desk.id, **days})

    for address in ("/console/people/", of(house.company.clerk.id), of(house.desk.id)):
        page = manager.get(address, headers={"Accept-Language": "en"}).content.decode()
        assert str(today() + 9 * DAY) in page
        assert "to come" in page


@pytest.mark.promise("3-1")
@pytest.mark.parametrize("duty", ["manager", "key-holder", "administrator"])
def test_overall_management_is_given_to_no_outsider_on_a_screen(house: Staffed, manager: Client, duty: str) -> None:
    eve = hire("eve", house.company.manager, kind="entrusted")
    second = hire("ann", house.company.manager)
    charge(second, "approver", house.company.manager)
    own = DutyHeld.objects.get(account=Account.objects.get(login="hoshiko"), duty=duty)

    asked = manager.post(of(eve.id, "grant"), {"duty": duty})
    for proposal in Proposal.objects.filter(beneficiary=eve.id):
        people.approve(proposal.ref, actor=second)
    days = {"starts_on": str(today()), "until": str(today())}
    granted = manager.post(of(eve.id, "grant"), {"duty": duty})
    deputised = manager.post(of(house.company.manager.id, "deputise"), {"held": own.ref, "deputy": eve.id, **days})

    assert asked.status_code == granted.status_code == deputised.status_code == 403
    assert "3-1" in granted.content.decode()
    assert not DutyHeld.objects.filter(account__ref=eve.id).exists()


@pytest.mark.promise("2-4")
def test_a_supervisor_without_any_duty_sees_their_own_people_and_signs_off_what_was_drawn(house: Staffed) -> None:
    clerk, above = house.company.clerk, hire("ueda", house.company.manager)
    people.assign_supervisor(clerk.id, above.id, actor=house.company.manager)
    door.use(house.company.alice, ["name"], purpose="deliver-service", actor=clerk)
    arm(above)
    browser = whole("ueda")

    everybody = browser.get("/console/people/").content.decode()
    browser.post(of(clerk.id, "sample"), {"until": str(today()), "size": "5"})
    page = browser.get(of(clerk.id)).content.decode()
    unfinished = browser.post(of(clerk.id, "review"), {"findings": "よし"})
    signed = browser.post(of(clerk.id, "review"), {"findings": "よし", "outcome": "clean"})
    again = browser.post(of(clerk.id, "review"), {"findings": "よし", "outcome": "clean"})

    assert "bob" in everybody
    assert "kaori" not in everybody
    assert browser.get(of(house.desk.id)).status_code == 404
    assert browser.post(of(house.desk.id, "sample"), {}).status_code == 403
    drawn = Sample.objects.get()
    assert drawn.size == drawn.population > 0
    assert all(entry in page for entry in drawn.entries.split())
    assert "髙﨑" not in page
    assert (unfinished.status_code, signed.status_code, again.status_code) == (422, 302, 409)
    assert (Review.objects.get().passed, Review.objects.get().uses) == (True, drawn.size)


@pytest.mark.promise("2-4")
def test_a_wrong_file_is_told_line_by_line_and_a_good_one_is_taken(house: Staffed, manager: Client) -> None:
    before = Completion.objects.count()
    wrong = b"login,course,date,score\nbob,handling,2026-01-05,\nbod,handlin,never,500\n"

    told = manager.post("/console/people/completions", {"file": SimpleUploadedFile("a.csv", wrong)})
    kept = Completion.objects.count()
    good = manager.post(
        "/console/people/completions", {"file": SimpleUploadedFile("a.csv", wrong[: wrong.rindex(b"bod")])}
    )

    page = told.content.decode()
    assert (told.status_code, good.status_code) == (422, 302)
    assert re.findall(r'class="number">(\d+)</th><td class="mono">(\w+)', page) == [
        ("3", "login"), ("3", "course"), ("3", "date"), ("3", "score"),
    ]  # fmt: skip
    assert '<td class="mono">bob' in page
    assert (kept, Completion.objects.count()) == (before, before + 1)


@pytest.mark.promise("3-3")
def test_a_mailed_invitation_is_a_link_that_works_once_and_leaves_no_code_in_an_address(
    house: Staffed, manager: Client, settings: Settings
) -> None:
    with listening() as postbox:
        settings.SMTP_SERVER = f"127.0.0.1:{postbox.port}"
        form = {"login": "mei", "kind": "employee", "email": "mei@staff.example", "contact_until": str(today() + DAY)}
        page = manager.post("/console/people/new", form).content.decode()
        (said,) = postbox.said()
    (link,) = set(re.findall(r"http://localhost:8000(\S+)", said))
    code = urlsplit(link).query.removeprefix("code=")

    owner = Client()
    for _ in range(2):  # whoever looks through mails for viruses opens it, too
        opened = owner.get(link)
    shown = owner.get(opened["Location"])
    entered = owner.post(opened["Location"], {"code": code, "new_password": PASSWORD, "again": PASSWORD})
    again = Client().post("/console/invitation", {"code": code, "new_password": PASSWORD, "again": PASSWORD})

    assert code not in page
    assert code not in opened["Location"]
    assert code in shown.content.decode()
    assert (entered.status_code, again.status_code) == (302, 422)
    assert owner.get("/console/self").status_code == 200


@pytest.mark.promise("3-1")
def test_inviting_an_approver_anew_is_proposed_and_done_when_another_approved(house: Staffed, manager: Client) -> None:
    ann, dan = (hire(login, house.company.manager) for login in ("ann", "dan"))
    charge(ann, "approver", house.company.manager)
    ref = people.propose("grant-duty", dan.id, "approver", beneficiary=dan.id, actor=house.company.manager).ref
    people.approve(ref, actor=ann)
    people.grant_duty(dan.id, "approver", proposal=ref, actor=house.company.manager)

    first = manager.post(of(ann.id, "invite"))
    proposal = Proposal.objects.get(act="invite-again")
    people.approve(proposal.ref, actor=dan)
    second = manager.post(of(ann.id, "invite"))

    assert (first.status_code, second.status_code) == (302, 200)
    assert not Account.objects.get(login="ann").has_usable_password()


@pytest.mark.promise("2-1", "3-1")
def test_whoever_only_looks_is_offered_nothing_that_would_be_refused(house: Staffed) -> None:
    arm(house.auditor)
    auditor, partner = whole("auditor"), Partner.objects.get()
    places = ("", "people/", f"people/{house.company.clerk.id}/", "partners/", f"partners/{partner.ref}/", "approvals/")

    shown = {place: pages.read(auditor.get(f"/console/{place}").content) for place in places}

    ways = {form.action for page in shown.values() for form in page.forms}
    assert ways == {
        "/console/language", "/console/account/sign-out", f"/console/partners/{partner.ref}/text",
    }  # fmt: skip
    assert "/console/people/new" not in {one.get("href") for one in shown["people/"].iter("a")}
    assert shown[""].xpath("//section[contains(@class, 'today')]//b")[0].text == "0"


@pytest.mark.promise("3-1")
def test_whoever_approves_is_told_what_exactly_and_nothing_that_was_written_over_since(
    house: Staffed, manager: Client
) -> None:
    people.propose("export", "deliver-service", door.EVERYBODY, actor=house.company.manager)

    before = pages.read(manager.get("/console/approvals/", headers={"Accept-Language": "en"}).content).text_content()
    Proposal.objects.filter(act="grant-duty").update(parts=[house.desk.id, "clerk"])
    after = pages.read(manager.get("/console/approvals/", headers={"Accept-Language": "en"}).content).text_content()

    assert "kaori: Manager of personal information" in before
    assert "Providing services and selling goods — " in before
    assert "(everybody)" in before
    assert "kaori: " not in after
    assert Proposal.objects.get(act="grant-duty").subject[:16] in after


@pytest.mark.promise("3-1", "12-1")
def test_whoever_approves_a_version_of_the_policy_reads_all_that_it_changes_before_the_button(
    house: Staffed, manager: Client, tmp_path: Path
) -> None:
    hand = hire("aki", house.company.manager)
    simply(Account.objects.get(ref=hand.id), "administrator")
    file = successor(
        tmp_path, "2099-04-01", policies.newest().version, ("それ以外は渡しません。", "ほかのものは渡しません。"),
        ("東京都豊島区見本町1丁目2番3号, en:", "東京都豊島区見本町9丁目9番9号, en:"),
        ("keep: {until: relation-ends, for: 7y}", "keep: {until: relation-ends, for: 8y}"),
    )  # fmt: skip
    made = publishing.propose_policy(file, actor=hand)
    address = f"/console/approvals/{made.ref}"

    listed = pages.read(manager.get("/console/approvals/", headers={"Accept-Language": "ja"}).content)
    shown = pages.read(manager.get(address, headers={"Accept-Language": "ja"}).content)
    ProposedFile.objects.all().update(body=b"# x")
    unseen = pages.read(manager.get(address, headers={"Accept-Language": "en"}).content)

    (card,) = [one for one in listed.iter("article") if "ポリシーを公表する" in one.text_content()]
    assert card.xpath(".//a/@href")[-1] == address
    assert not card.xpath(".//button")
    assert "8-2「" in card.text_content()
    gone, come = ("".join(one.text_content() for one in shown.iter(tag)) for tag in ("del", "ins"))
    assert all(one in gone for one in ("それ以外", "1", "7"))
    assert all(one in come for one in ("ほかのもの", "9", "8"))
    assert all(one in shown.text_content() for one in ("2099-04-01", "operator.address", "for: 8y"))
    assert shown.xpath("//button[@name='answer']/@value") == ["approve", "withdraw"]
    assert "The text that was proposed is not here" in unseen.text_content()
    assert unseen.xpath("//button[@name='answer']/@value") == ["withdraw"]


@pytest.mark.promise("3-1")
def test_a_single_approver_is_shown_as_such_and_goes_on_alone_only_after_the_delay(
    house: Staffed, manager: Client, settings: Settings
) -> None:
    settings.SINGLE_APPROVER_DELAY_HOURS = "48"
    manager.post(of(house.company.clerk.id, "grant"), {"duty": "key-holder"})

    page = manager.get("/console/approvals/", headers={"Accept-Language": "en"}).content.decode()
    early = manager.post(of(house.company.clerk.id, "grant"), {"duty": "key-holder"})
    Proposal.objects.filter(act="grant-duty").update(ripe_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    late = manager.post(of(house.company.clerk.id, "grant"), {"duty": "key-holder"})

    assert "A single approver has been declared (48 h)" in page
    assert early.status_code == late.status_code == 302
    assert DutyHeld.objects.filter(account__ref=house.company.clerk.id, duty="key-holder").count() == 1
