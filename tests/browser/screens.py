"""
Every screen there is, by how one comes to it: a page that opens by its address is a line of PAGES, any other is a step.

Whatever the URL resolver knows and none of them shows must stand in NO_PAGE, with why it shows nothing.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings

from seiyaku import door
from seiyaku.anonymised import drafts, jobs, making, plans, releasing
from seiyaku.core.asks import Actor
from seiyaku.core.errors import Refused
from seiyaku.credentials import queries
from seiyaku.partners.models import Partner
from seiyaku.people import publishing
from seiyaku.people import services as people
from seiyaku.people.days import today
from seiyaku.people.models import Account, Proposal
from seiyaku.policy import queries as policies
from seiyaku.post.models import Parcel
from seiyaku.visits import asking, letters
from tests.anonymised.house import house as founded
from tests.anonymised.house import written
from tests.door.conftest import partner as giving
from tests.policy.test_versions import successor
from tests.portal.sample import publish_second
from tests.post.sample import destination, sent
from tests.promises.founded import ALICE, PASSWORD, THREE
from tests.proofs import PROVENANCE
from tests.visits.authenticator import Passkey
from tests.visits.customer import code_in, mails

from .staffed import Staffed, arm, code, forget_codes, staffed
from .walk import Walk

# Pages that open by their address, for a manager: name, address.
PAGES = {
    "home": "/console/",
    "home-amiss": "/console/?show=amiss",
    "clause": "/console/clauses/2-4",
    "find": "/console/find",
    "exports": "/console/exports",
    "people": "/console/people/",
    "hire": "/console/people/new",
    "member": "/console/people/{member}/",
    "member-trained": "/console/people/{desk}/",
    "approvals": "/console/approvals/",
    "approval": "/console/approvals/{proposal}",
    "approval-policy": "/console/approvals/{proposed}",
    "partners": "/console/partners/",
    "partner": "/console/partners/{partner}/",
    "letters": "/console/letters/",
    "releases": "/console/releases/?a={published}&b={made}",
    "release-published": "/console/releases/{published}/",
    "release-made": "/console/releases/{made}/",
    "plans": "/console/plans/",
    "plan-new": "/console/plans/new?preset=internal",
    "plan": "/console/plans/{plan}/",
    "plan-job": "/console/plans/jobs/{job}/",
    "plans-compared": "/console/plans/compare?a={plan}~1&b={plan}~2",
    "deliveries": "/console/deliveries/",
    "complaints": "/console/complaints/",
    "outbox": "/console/outbox/",
    "outbox-stuck": "/console/outbox/?show=stuck",
    "parcel": "/console/outbox/{parcel}/",
    "registers": "/console/registers/",
    "reports": "/console/reports/",
    "report-ends": "/console/reports/ends",
    "report-data-map": "/console/reports/data-map",
    "report-freshness": "/console/reports/freshness",
    "report-purposes": "/console/reports/purposes",
    "report-sources": "/console/reports/sources",
    "report-minimum": "/console/reports/minimum",
    "report-flows": "/console/reports/flows",
    "report-registers": "/console/reports/registers",
    "security": "/console/security",
    "self": "/console/self",
    "factors": "/console/account/factors/",
    "totp-off": "/console/account/factors/totp/deactivate/",
    "recovery-codes-new": "/console/account/factors/recovery-codes/generate/",
    "passkeys": "/console/account/factors/webauthn/",
    "passkey-add": "/console/account/factors/webauthn/add/",
    "passkey-rename": "/console/account/factors/webauthn/keys/{key}/edit/",
    "passkey-remove": "/console/account/factors/webauthn/keys/{key}/remove/",
    "prove-again": "/console/account/reauthenticate",
    "prove-again-code": "/console/account/factors/reauthenticate/",
    "prove-again-passkey": "/console/account/factors/webauthn/reauthenticate/",
    "sign-out": "/console/account/sign-out",
}
# The public ones, for anybody; each is asked for under /en/ too.
PUBLIC = {
    "policy": "/",
    "versions": "/policy/",
    "version-coming": "/policy/2099-04-01/",
    "difference": "/policy/2018-10-01...2099-04-01/",
    "refusal": "/refusals/{refused}",
    "check": "/check",
    "retained": "/retained/",
    "anonymised": "/anonymised/",
}
# Pages of the way in, for nobody yet.
BEFORE = {
    "sign-in": "/console/account/sign-in",
    "sign-up": "/console/account/sign-up",
    "invitation": "/console/invitation",
    "first": "/console/first",
    "design": "/design",
}
# Routes that show no page of their own, and why.
NO_PAGE = {
    "anonymised.json": "for machines",
    "feed.atom": "for machines",
    "my/login": "goes on to the operator's own sign-in",
    "my/login/<slug:by>": "goes on to the sign-in of that name",
    "console/start": "goes on to where one's duty begins",
    "console/plans/<str:ref>/file": "a file",
    "console/registers/file": "a file",
    "console/registers/propose": "goes on to the registers",
    "console/account/factors/recovery-codes/download/": "a file",
    "console/account/factors/webauthn/login/": "what a script asks for",
}
NOT_THERE = "/console/partners/partner:none/"


@dataclass(frozen=True)
class Sample:
    """A house with something on every screen: its people, and the references that addresses name."""

    house: Staffed
    named: dict[str, str]


def sample(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Sample:
    """Found it, put it to work, and let a quarter of a year go by for whoever sends letters."""
    monkeypatch.setattr(settings, "MAIL_FOLDER", str(folder / "mails"))
    monkeypatch.setattr(letters, "today", lambda: today() + dt.timedelta(days=91))
    made = founded()
    house = staffed(made.company)
    for one in (house.company.manager, house.company.clerk, house.desk):
        arm(one)
    people.complete(house.company.manager.id, "handling", actor=house.company.manager)
    people.pledge(house.company.clerk.id, today(), actor=house.company.manager)
    first, second = (
        making.make(*plans.load(written(folder, preset=preset)), actor=made.maker)[0]
        for preset in ("third-party", "internal")
    )
    releasing.approve(first.ref, actor=made.approver)
    releasing.publish(first.ref, actor=made.approver)
    text = written(folder).read_text(encoding="utf-8")
    draft = drafts.keep(text, actor=made.maker).draft.ref
    drafts.keep(text.replace("k: 10", "k: 20"), draft=draft, base=1, actor=made.maker)
    asked = jobs.begin(text, "make", actor=made.maker).job.ref
    jobs.stop(asked, actor=made.maker)
    (folder / "out").mkdir()
    to = destination(f"file://{folder / 'out'}", actor=house.company.manager)
    stuck, _ = sent(to, b"what is in it\n"), sent(to, b"what is in it\n")
    Parcel.objects.filter(pk=stuck.pk).update(state="unsure", tries=12)
    partner = Partner.objects.get(name="お届け").ref
    alice, clerk = house.company.alice, house.company.clerk
    door.use(alice, ["name", "phone"], purpose="deliver-service", actor=clerk)
    provision_records(clerk)
    door.provide([alice], THREE, recipient=partner, ground="delivery", purpose="deliver-service", actor=clerk)
    with pytest.raises(Refused) as refused:
        door.use(alice, ["name"], purpose="send-offers", actor=clerk)
    assert refused.value.entry is not None
    coming = publish_second(folder, policies.in_force(), day="2099-04-01")
    third = successor(
        folder, "2099-05-01", coming.version, ("東京都豊島区見本町1丁目2番3号, en:", "東京都豊島区見本町9番, en:")
    )
    proposed = publishing.propose_policy(third, actor=made.approver)
    return Sample(
        house,
        {
            "member": clerk.id, "desk": house.desk.id, "partner": partner, "published": first.ref, "made": second.ref,
            "plan": draft, "job": asked, "parcel": stuck.ref, "key": str(_key(house.company.manager)),
            "refused": refused.value.entry, "proposed": proposed.ref,
            "proposal": Proposal.objects.get(act="grant-duty").ref,
        },
    )  # fmt: skip


def provision_records(clerk: Actor) -> None:
    """Let a company give what is recorded of it (30), and be given what ties a visit to a person (31)."""
    giver = giving("shop", "cooperating-company", character="third-party", terms="confidentiality lawful-origin")
    Partner.objects.filter(ref=giver).update(name="見本")
    origin = door.Origin(
        source="partner-supplied", form="partner-customers", partner=giver, provenance=PROVENANCE,
        course="会員登録のとき本人から",
    )  # fmt: skip
    door.collect({"name": "見本 次郎", "phone": "090-0000-0003"}, origin=origin, actor=clerk)
    door.provide_related(
        ("cookie", "visit"), recipient=giver, confirmed=PROVENANCE, how="誓約書を受け取った", actor=clerk
    )


def _key(who: Actor) -> int:
    """Register a hardware key of somebody's; return the number its pages name."""
    made = Passkey().made("AA")
    data = {"name": "YubiKey", "credential": made | {"clientExtensionResults": {"credProps": {"rk": True}}}}
    account = Account.objects.get(ref=who.id)
    return int(Authenticator.objects.create(user=account, type=Authenticator.Type.WEBAUTHN, data=data).pk)


def sign_in(walk: Walk, login: str, *, looking: bool = False) -> None:
    """Sign in by password and code; `looking`: at every page on the way, wrong ones first."""
    forget_codes()
    walk.page.goto(f"{walk.site}/console/account/sign-in")
    for password in ("wrong", PASSWORD) if looking else (PASSWORD,):
        walk.page.locator("[name=login]").fill(login)
        walk.page.locator("[name=password]").fill(password)
        walk.page.locator("form.card button").first.click()
        if looking and password == "wrong":
            walk.looks("sign-in-wrong")
    for typed in ("000000", code()) if looking else (code(),):
        walk.page.locator("[name=code]").fill(typed)
        if looking:
            walk.looks("code-wrong" if typed != "000000" else "code")
        walk.page.locator("form.card button[type=submit]").first.click()
    walk.page.wait_for_url(re.compile("/console/(?!account/)"))


def officer(walk: Walk, made: Sample) -> None:
    """Every page of the manager's, and what forms say when they are refused."""
    sign_in(walk, "hoshiko", looking=True)
    for name, address in PAGES.items():
        walk.at(name, address.format(**made.named))
    walk.at("not-there", NOT_THERE, 404)
    walk.page.goto(f"{walk.site}/console/registers/")
    walk.sends("registers-shown", "/console/registers/")
    walk.sends("registers-none", "/console/registers/", since="2099-01-01")
    walk.sends("registers-refused", "/console/registers/", since="x", until="2099-01-01")
    walk.page.goto(f"{walk.site}/console/people/")
    walk.sends("hire-refused", "/console/people/new", login="", kind="employee")
    walk.page.goto(f"{walk.site}/console/people/new")
    walk.sends("hired", "/console/people/new", login=f"new-{walk.language}", kind="employee")
    walk.page.goto(f"{walk.site}/console/people/")
    walk.page.locator("#file").set_input_files(
        {"name": "c.csv", "mimeType": "text/csv", "buffer": b"login,course,date\nnobody,handling,2026-13-01\n"}
    )
    with walk.page.expect_navigation():
        walk.page.locator("form:has(#file) button").click()
    walk.looks("completions-refused")
    walk.sends("attest-refused", "/console/clauses/2-4/attest", said="x", until="1999-01-05")
    walk.page.goto(f"{walk.site}/console/partners/")
    walk.sends("contract-refused", f"/console/partners/{made.named['partner']}/conclude")
    walk.page.goto(f"{walk.site}/console/self")
    walk.sends("password-refused", "/console/self/password", old_password="x", new_password="y", again="z")
    walk.at("recovery-codes-new", PAGES["recovery-codes-new"])
    with walk.page.expect_navigation():
        walk.page.locator("form.card button").first.click()
    walk.looks("recovery-codes")


def entering(walk: Walk, made: Sample) -> None:
    """The pages of whoever comes in, and of somebody with a password alone."""
    for name, address in BEFORE.items():
        walk.at(name, address)
    for name in ("invitation", "first"):
        walk.page.goto(f"{walk.site}/console/{name}")
        walk.sends(f"{name}-refused", f"/console/{name}", code="x", new_password="short", again="other")
    walk.page.goto(f"{walk.site}/console/account/sign-in")
    walk.page.locator("[name=login]").fill("newcomer")
    walk.page.locator("[name=password]").fill(PASSWORD)
    walk.page.locator("form.card button").first.click()
    walk.page.wait_for_url("**/factors/")
    walk.looks("factors-none")
    walk.at("self-half", "/console/self")
    walk.at("totp", "/console/account/factors/totp/activate/")


def calls(walk: Walk, made: Sample) -> None:
    """A call, from the choice of a purpose to a value taken; and whoever is refused."""
    sign_in(walk, "bob")
    begin(walk, "deliver-service")
    walk.looks("call")
    walk.sends("found-nobody", "/console/found", said="090-9999-9999", second="1999-01-01")
    walk.sends("found-second", "/console/found", said=ALICE["phone"])
    walk.sends("used", "/console/found", said=ALICE["phone"], second=ALICE["birth-date"])
    person = made.house.company.alice
    walk.sends("opened", "/console/opened", person=person)
    for how in ("copy", "print"):
        walk.sends(f"taken-{how}", "/console/taken", person=person, how=how)
    walk.sends("explained", "/console/explained", person=person, field="birth-date")
    begin(walk, "considerate-service")
    walk.sends("ask-now", "/console/found", said=ALICE["phone"], second=ALICE["birth-date"])
    walk.sends("asked", "/console/asked", person=person, answer="no")
    begin(walk, "deliver-service", caller="family")
    walk.looks("call-family")
    walk.sends("call-family-refused", "/console/found", said=ALICE["phone"], second=ALICE["birth-date"])
    begin(walk, "deliver-service", mode="work")
    walk.sends("found-work", "/console/found", said="090-9999-9999")
    walk.at("not-yours", "/console/partners/", 403)
    walk.context.clear_cookies()
    sign_in(walk, "kaori")
    begin(walk, "law:disclose")
    walk.sends("used-to-disclose", "/console/found", said=ALICE["phone"], second=ALICE["birth-date"])
    walk.sends("person", "/console/person", person=person)
    walk.sends("records", "/console/records", person=person)
    walk.sends("no-receipt", "/console/receipt", person=person, entry="00" * 12)


def begin(walk: Walk, purpose: str, mode: str = "call", caller: str = "person") -> None:
    """Set a purpose, having ended what went on."""
    walk.page.goto(f"{walk.site}/console/find")
    if walk.page.locator(f"input[value='{purpose}']").count() == 0:
        with walk.page.expect_navigation():
            walk.presses("終える", "End it")
    for value in (purpose, mode, caller):
        walk.page.locator(f"input[value='{value}']").check()
    with walk.page.expect_navigation():
        walk.page.locator("form.card .actions button").click()


def customer(walk: Walk, made: Sample) -> None:
    """The public pages, and a customer's own, from the way in to the way out."""
    root = "" if walk.language == "ja" else "/en"
    for name, address in PUBLIC.items():
        walk.at(name, root + address.format(**made.named))
    walk.at("mine-door", f"{root}/my/")
    walk.sends("mine-too-few", f"{root}/my/ask", mail=ALICE["email"])
    before = {text for _, text in mails()}
    walk.page.goto(f"{walk.site}{root}/my/")
    for field, said in {"mail": ALICE["email"], "item-phone": ALICE["phone"], "item-birth-date": "1990/4/1"}.items():
        walk.page.locator(f"[name={field}]").fill(said)
    walk.presses("リンクをメールで受け取る", "Send me a link")
    walk.page.wait_for_url("**/asked")
    walk.looks("mine-asked")
    asking.settle()
    (text,) = [text for _, text in mails() if text not in before]
    link = re.search(r"https?://[^/\s]+(/\S+)", text)
    assert link is not None
    walk.at("mine-bad-sign-in", f"{root}/my/login/back", 403)
    walk.at("mine-no-such-sign-in", f"{root}/my/login/nobody/back", 403)
    walk.at("mine-link", link[1])
    walk.presses("ご本人のページを開く", "Open your own page")
    walk.page.wait_for_url("**/my/")
    walk.looks("mine-by-mail")
    walk.at("mine-uses-refused", f"{root}/my/uses", 403)
    walk.page.goto(f"{walk.site}{root}/my/")
    walk.sends("mine-stopped", f"{root}/my/stop")
    walk.sends("mine-letter-asked", f"{root}/my/letter")
    typed = code_in(letters.print_(queries.letters()[0].ref, actor=made.house.desk))
    walk.at("mine-code", f"{root}/my/code")
    walk.sends("mine-code-wrong", f"{root}/my/code", code="1")
    walk.sends("mine", f"{root}/my/code", code=typed)
    walk.at("mine-uses", f"{root}/my/uses")
    walk.page.goto(f"{walk.site}{root}/my/")
    walk.sends("mine-no-receipt", f"{root}/my/receipt", entry="0" * 24)
    walk.page.goto(f"{walk.site}{root}/my/")
    walk.sends("mine-odd", f"{root}/my/choose", use="none", what="refuse")
    walk.page.goto(f"{walk.site}{root}/my/")
    walk.sends("mine-left", f"{root}/my/leave")
    walk.page.goto(f"{walk.site}{link[1]}")
    walk.sends("mine-link-used", link[1])
