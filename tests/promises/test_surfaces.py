"""
The promises through the doors that everybody uses: the command line and HTTP. Each scenario is let through once and
turned away once. The other files of this folder go deeper, through the door's own functions.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client as Browser

from seiyaku.core.asks import Actor
from seiyaku.partners import services as partners
from seiyaku.people import services as people
from seiyaku.people.days import today
from tests import proofs

from .founded import ALICE, PASSWORD, POLICY, THREE, Company, charge, found, hire
from .surfaces import Program, Terminal
from .test_policy import written

PAPER = {"source": "paper-form", "form": "paper-sign-up", "shown": proofs.shown("paper-sign-up")}
SIGN_UP = {"source": "web-form", "form": "sign-up", "shown": proofs.shown("sign-up")}
COMPANY = {"company-name": "見本商事株式会社", "corporate-number": "7000012050002"}
BEN = {"member-number": "M0000002", "name": "見本 勉", "phone": "090-0000-0002"}
IDENTITY = {"name": "見本", "address": "東京都見本区", "representative": "見本 太郎"}
SERVICE = "deliver-service"
CARE = "considerate-service"
OPENS = {
    SERVICE: ("clerk", "phone", "birth-date"),
    "service-contact": ("clerk", "email", "birth-date"),
    "answer-questions": ("support", "phone", "address"),
    "bill-and-pay": ("accounting", "address", "phone"),
    "improve-service": ("analyst", "birth-date", "phone"),
}


@pytest.fixture
def company(instance: Path) -> Company:
    """The company, founded as in earnest."""
    return found()


@pytest.fixture
def terminal(company: Company, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """A terminal where the manager is signed in."""
    return Terminal(capsys, monkeypatch).signs_in("hoshiko")


def employ(company: Company, login: str, *duties: str) -> Actor:
    """Somebody hired, charged and trained."""
    member = hire(login, company.manager)
    for duty in dict.fromkeys(duties):
        charge(member, duty, company.manager)
    people.complete(member.id, "handling", actor=company.manager)
    return member


def third_party(company: Company) -> str:
    """A company beside ours, under a contract; what it gets it gets for itself."""
    made = partners.register(
        "見本商店", "cooperating-company", character="third-party", identity=IDENTITY, actor=company.manager
    )
    scope = partners.Scope(terms=("confidentiality", "lawful-origin"), fields=("email",), purposes=(SERVICE,))
    until = today().fromordinal(today().toordinal() + 30)
    partners.conclude(made.ref, b"the text", scope, starts_on=today(), until=until, actor=company.manager)
    return made.ref


def days(count: int) -> str:
    """A day so many days from today."""
    return str(today().fromordinal(today().toordinal() + count))


@pytest.mark.surface("http")
@pytest.mark.promise("P")
def test_an_organisation_stands_behind_the_same_door(company: Company) -> None:
    clerk = Program(company.clerk, (SERVICE, CARE))
    held = clerk.does("collect", values=COMPANY, origin=PAPER, kind="organisation")["people"][0]

    used = clerk.does("use", person=held, fields=["company-name"], purpose=SERVICE)
    refused = clerk.refused("use", person=held, fields=["company-name"], purpose=CARE)

    assert used["values"] == {"company-name": COMPANY["company-name"]}
    assert (refused["clause"], refused["reason"]) == ("2-2", "not-needed")
    assert COMPANY["company-name"] not in str(refused)


@pytest.mark.surface("cli")
@pytest.mark.promise("0")
@pytest.mark.parametrize("said", ["name", "address", "representative", "manager", "effective"])
@pytest.mark.parametrize("how", ["left out", "empty"])
def test_a_policy_that_leaves_out_who_promises_or_since_when_is_not_even_proposed(
    company: Company, terminal: Terminal, tmp_path: Path, said: str, how: str
) -> None:
    """One word each: no other rule of the loader stands behind the one that demands it."""
    lines = POLICY.read_text(encoding="utf-8").replace("2018-10-01", "2024-04-01").splitlines()
    (line,) = [line for line in lines[: lines.index("---", 1)] if line.strip().startswith(f"{said}:")]
    silent = {
        "left out": "",
        "empty": f"{line.partition(':')[0]}: " + ("''" if said == "effective" else "{ja: '', en: ''}"),
    }
    change = (line + "\n", silent[how] + "\n" if silent[how] else "")

    rejected = terminal.rejected("policy", "publish", written(tmp_path, "2024-04-01", change), "--propose")

    place = f"2024-04-01.md:{lines.index(line) + 1}:" if how == "empty" else f"no {said!r}"
    assert place in str(rejected).replace("\\'", "'")
    assert [one["effective"] for one in terminal.does("policy", "versions")] == ["2018-10-01"]


@pytest.mark.surface("cli", "browser")
@pytest.mark.promise("0")
def test_the_policy_in_force_says_whose_it_is_and_a_nameless_one_is_not_even_proposed(
    company: Company, terminal: Terminal, tmp_path: Path
) -> None:
    hire("aki", company.manager)
    terminal.does("people", "grant", "aki", "approver")
    nameless = written(tmp_path, "2024-04-01", ("  representative: ", "  representativ: "))
    rejected = terminal.rejected("policy", "publish", nameless, "--propose")
    replaces = terminal.does("policy", "versions")[0]["version"]
    renamed = ("見本 星子", "見本 月子")
    named = written(
        tmp_path, "2024-04-01", ("published: 2024-04-01", f"published: 2024-04-01\nreplaces: {replaces}"), renamed
    )

    ref = terminal.does("policy", "publish", named, "--propose")["proposal"]
    terminal.refused("policy", "publish", named, "--proposal", ref)
    terminal.signs_in("aki").does("policy", "approve", ref)
    terminal.signs_in("hoshiko").does("policy", "publish", named, "--proposal", ref)

    assert "did you mean 'representative'" in str(rejected)
    page = Browser().get("/").content.decode()
    assert "見本 月子" in page
    assert "2024年4月1日" in page


@pytest.mark.surface("http")
@pytest.mark.promise("1-1")
def test_a_code_is_checked_by_its_digits_and_each_item_opens_for_what_needs_it(company: Company) -> None:
    clerk = Program(company.clerk, (SERVICE,))

    wrong = clerk.rejected(
        "collect", values=COMPANY | {"corporate-number": "7000012050003"}, origin=PAPER, kind="organisation"
    )
    clerk.does("collect", values=COMPANY, origin=PAPER, kind="organisation")
    opened = clerk.does("use", person=company.alice, fields=["name", "birth-date"], purpose=SERVICE)
    clerk.refused("use", person=company.alice, fields=["birth-date"], purpose=SERVICE)

    assert "7000012050003" not in str(wrong)
    assert opened["values"] == {"name": ALICE["name"]}


@pytest.mark.surface("cli")
@pytest.mark.promise("2-1")
def test_whoever_works_here_is_of_a_known_kind_and_what_they_did_verifies(company: Company, terminal: Terminal) -> None:
    made = terminal.does("people", "hire", "carol", "--kind", "dispatched")
    terminal.rejected("people", "hire", "mallory", "--kind", "friend")
    people.accept_invitation(made["invitation"], PASSWORD)

    refused = terminal.signs_in("carol").refused("people", "hire", "mallory", "--kind", "employee")
    checked = terminal.does("ledger", "verify")

    assert (refused["clause"], refused["reason"]) == ("3-1", "no-duty")
    assert checked["findings"] == []


@pytest.mark.surface("http", "cli")
@pytest.mark.promise("2-2")
def test_every_use_and_every_refusal_is_on_record_and_the_person_sees_the_use(
    company: Company, terminal: Terminal
) -> None:
    employ(company, "dora", "desk")
    clerk = Program(company.clerk, (SERVICE, "improve-service"))

    used = clerk.does("use", person=company.alice, fields=["name"], purpose=SERVICE)
    clerk.refused("use", person=company.alice, fields=["name"], purpose="improve-service")
    mine = terminal.signs_in("dora").does("person", company.alice)
    terminal.signs_in("bob").refused("person", company.alice)

    assert {use["entry"]: use["purpose"] for use in mine["uses"]}[used["entry"]] == SERVICE
    assert "bob" not in str(mine["uses"])


@pytest.mark.surface("cli")
@pytest.mark.promise("2-3")
def test_what_is_wrong_is_put_right_by_those_who_may(company: Company, terminal: Terminal) -> None:
    employ(company, "ana", "analyst")
    put = (
        "correct",
        company.alice,
        "--fields",
        "name",
        "--purpose",
        SERVICE,
        "--form",
        "sign-up",
        "--shown",
        "sign-up",
    )

    refused = terminal.signs_in("ana").refused(*put, typed=("誰か",))
    terminal.signs_in("bob").does(*put, typed=("高崎 愛理子",))
    read = terminal.does("use", company.alice, "--fields", "name", "--purpose", SERVICE)

    assert read["values"] == {"name": "高崎 愛理子"}
    assert refused["reason"] == "no-duty"


@pytest.mark.surface("cli")
@pytest.mark.promise("2-4")
def test_nobody_handles_information_before_they_are_trained(company: Company, terminal: Terminal) -> None:
    charge(hire("nina", company.manager), "clerk", company.manager)
    read = ("use", company.alice, "--fields", "name", "--purpose", SERVICE)

    refused = terminal.signs_in("nina").refused(*read)
    terminal.signs_in("hoshiko").does("people", "train", "nina", "handling")
    used = terminal.signs_in("nina").does(*read)

    assert (refused["clause"], refused["reason"]) == ("2-4", "untrained")
    assert used["values"] == {"name": ALICE["name"]}


@pytest.mark.surface("cli")
@pytest.mark.promise("3-1")
def test_an_outsider_never_holds_the_keys_whoever_approves(company: Company, terminal: Terminal) -> None:
    hire("aki", company.manager)
    hire("ian", company.manager)
    hire("eve", company.manager, kind="entrusted")
    terminal.does("people", "grant", "aki", "approver")

    def charge_with_keys(login: str) -> tuple[str, ...]:
        ref = terminal.signs_in("hoshiko").does("people", "grant", login, "key-holder", "--propose")["proposal"]
        terminal.signs_in("aki").does("people", "approve", ref)
        terminal.signs_in("hoshiko")
        return ("people", "grant", login, "key-holder", "--proposal", ref)

    terminal.does(*charge_with_keys("ian"))
    refused = terminal.refused(*charge_with_keys("eve"))

    assert refused["clause"] == "3-1"


@pytest.mark.surface("cli", "http")
@pytest.mark.promise("3-2", "8-2")
def test_a_carrier_gets_nothing_before_its_contract_and_nothing_after(
    company: Company, terminal: Terminal, tmp_path: Path
) -> None:
    (tmp_path / "text").write_text("秘密保持契約（見本）", encoding="utf-8")
    clerk = Program(company.clerk, (SERVICE,))
    ref = terminal.does("partners", "register", "お届け", "--kind", "delivery-carrier", "--character", "entrustment")[
        "ref"
    ]
    terminal.does("partners", "supervise", "お届け", tmp_path / "text", "--passed")
    handoff = {
        "people": [company.alice], "fields": list(THREE), "recipient": ref, "ground": "delivery", "purpose": SERVICE,
    }  # fmt: skip
    terms = [part for term in ("confidentiality", "safeguards", "return-or-erase") for part in ("--term", term)]
    items = [part for item in THREE for part in ("--field", item)]

    before = clerk.refused("provide", **handoff)
    contract = terminal.does(
        "partners", "contract", "お届け", tmp_path / "text", "--from", days(-1), "--until", days(30), *terms, *items,
        "--purpose", SERVICE,
    )  # fmt: skip
    given = clerk.does("provide", **handoff)
    fourth = clerk.refused("provide", **handoff | {"fields": [*THREE, "email"]})
    terminal.does("partners", "end-contract", contract["ref"])
    after = clerk.refused("provide", **handoff)

    assert given["columns"] == list(THREE)
    assert given["rows"] == [[ALICE[item] for item in THREE]]
    assert (before["clause"], fourth["clause"], after["clause"]) == ("3-2", "8-2", "3-2")


@pytest.mark.surface("http")
@pytest.mark.promise("4-1-A…E")
def test_each_purpose_opens_what_it_needs_and_nothing_else(company: Company) -> None:
    member = employ(company, "ann", *(duty for duty, _, _ in OPENS.values()))
    asking = Program(member, tuple(OPENS))

    for purpose, (_, needed, other) in OPENS.items():
        used = asking.does("use", person=company.alice, fields=[needed, other], purpose=purpose)
        refused = asking.refused("use", person=company.alice, fields=[other], purpose=purpose)

        assert set(used["values"]) == {needed}
        assert refused["reason"] == "not-needed"


@pytest.mark.surface("http")
@pytest.mark.promise("4-1-F", "4-1-G")
def test_advertising_waits_for_an_opt_in_and_stops_at_a_refusal(company: Company) -> None:
    marketer = Program(employ(company, "max", "marketing"), ("send-offers", "questionnaires"))
    clerk = Program(company.clerk, (SERVICE, "law:ask-consent"))
    offer = {"person": company.alice, "fields": ["email"], "purpose": "send-offers"}
    words = clerk.does("statements", name="offers", ja="お知らせを送ってよいですか", en="May we send you offers?")[
        "statement"
    ]

    unasked = marketer.refused("contact", **offer)
    clerk.does(
        "consent", people=[company.alice], choice={"kind": "use", "use": "send-offers"}, statement=words,
        method="button", identity="session",
    )  # fmt: skip
    marketer.does("contact", **offer)
    clerk.does("refuse", people=[company.alice], use="send-offers", method="oral")
    refused = marketer.refused("contact", **offer)

    assert (unasked["clause"], unasked["reason"]) == ("4-1-G", "no-opt-in")
    assert refused["reason"] == "refused"


@pytest.mark.surface("cli", "http")
@pytest.mark.promise("4-2-A…E", "3-2")
def test_what_a_partner_handed_over_serves_its_own_purposes_only(
    company: Company, terminal: Terminal, tmp_path: Path
) -> None:
    (tmp_path / "text").write_text("協力の契約（見本）", encoding="utf-8")
    ref = terminal.does(
        "partners", "register", "協力社", "--kind", "cooperating-company", "--character", "third-party",
        "--address", "東京都豊島区南見本1-1", "--representative", "見本 花子",
    )["ref"]  # fmt: skip
    clerk = Program(company.clerk, (SERVICE, "partner-service"))
    origin = {
        "source": "partner-supplied", "form": "partner-customers", "partner": ref, "provenance": proofs.PROVENANCE,
        "course": "会員登録のとき本人から（見本）",
    }  # fmt: skip
    values = {"name": "見本 次郎", "phone": "090-0000-0003"}

    no_contract = clerk.refused("collect", values=values, origin=origin)
    terminal.does(
        "partners", "contract", "協力社", tmp_path / "text", "--from", days(-1), "--until", days(30),
        "--term", "confidentiality", "--term", "lawful-origin", "--field", "name", "--field", "phone",
        "--purpose", "partner-service",
    )  # fmt: skip
    given = clerk.does("collect", values=values, origin=origin)["people"][0]
    used = clerk.does("use", person=given, fields=["name"], purpose="partner-service")
    mixed = clerk.refused("use", person=given, fields=["name"], purpose=SERVICE)
    the_other_way = clerk.refused("use", person=company.alice, fields=["name"], purpose="partner-service")

    assert no_contract["clause"] == "3-2"
    assert used["clause"] == "4-2-A"
    assert mixed["reason"] == the_other_way["reason"] == "not-acquired-for"


@pytest.mark.surface("http")
@pytest.mark.promise("4-3", "8-3-A")
def test_another_purpose_and_a_third_party_both_take_consent_and_end_with_it(company: Company) -> None:
    shop = third_party(company)
    clerk = Program(company.clerk, (SERVICE, CARE, "law:ask-consent", "law:provision"))
    words = clerk.does("statements", name="care", ja="使ってよいですか", en="May we use it?")["statement"]
    agreed = {"people": [company.alice], "statement": words, "method": "button", "identity": "session"}
    use = {"person": company.alice, "fields": ["name"], "purpose": CARE}
    give = {"people": [company.alice], "fields": ["email"], "recipient": shop, "ground": "with-consent"}
    choices: tuple[dict[str, object], ...] = (
        {"kind": "use", "use": CARE},
        {"kind": "provide", "fields": ["email"], "recipient": shop, "ground": "with-consent"},
    )

    before = clerk.refused("use", **use), clerk.refused("provide", **give)
    for choice in choices:
        clerk.does("consent", choice=choice, **agreed)
    used, given = clerk.does("use", **use), clerk.does("provide", **give)
    for choice in choices:
        clerk.does("withdraw", people=[company.alice], choice=choice, method="mail")
    after = clerk.refused("use", **use), clerk.refused("provide", **give)

    assert used["values"] == {"name": ALICE["name"]}
    assert given["rows"] == [[ALICE["email"]]]
    for refusals in (before, after):
        assert [each["clause"] for each in refusals] == ["4-3", "8-3-A"]


@pytest.mark.surface("http")
@pytest.mark.promise("8-3-M")
def test_an_authority_gets_what_a_statute_orders_and_nothing_on_its_word_alone(company: Company) -> None:
    court = partners.register(
        "裁判所（見本）", "authority", character="by-law", identity=IDENTITY, actor=company.manager
    ).ref
    desk = Program(employ(company, "dora", "desk"), ("law:provision",))
    order = {
        "people": [company.alice], "fields": ["name", "address"], "recipient": court, "ground": "by-law",
        "evidence": ["document", "approver", "statute"],
    }  # fmt: skip

    bare = desk.refused("provide", **order | {"evidence": ["statute"]})
    no_statute = desk.refused("provide", **order | {"evidence": ["document", "approver"]})
    given = desk.does("provide", **order)
    unfit = Program(company.clerk, ("law:provision",)).refused("provide", **order)

    assert given["clause"] == bare["clause"] == no_statute["clause"] == "8-3-M"
    assert unfit["reason"] == "no-duty"


@pytest.mark.surface("http")
@pytest.mark.promise("5-4")
def test_nobody_is_taken_in_before_the_notice_was_shown(company: Company) -> None:
    clerk = Program(company.clerk, (SERVICE,))

    refused = clerk.refused("collect", values=BEN, origin={"source": "web-form", "form": "sign-up"})
    shown = clerk.does("notices", form="sign-up")["shown"]
    taken = clerk.does("collect", values=BEN, origin=SIGN_UP | {"shown": shown})

    assert (refused["clause"], refused["reason"]) == ("5-4", "no-notice")
    assert len(taken["people"]) == 1


@pytest.mark.surface("http")
@pytest.mark.promise("5-1")
def test_nothing_enters_from_a_source_its_form_does_not_declare(company: Company) -> None:
    clerk = Program(company.clerk, (SERVICE,))

    refused = [
        clerk.refused("collect", values=BEN, origin=SIGN_UP | {"source": it}) for it in ("a-friend", "telephone")
    ]
    taken = clerk.does("collect", values=BEN, origin=SIGN_UP)

    assert [each["clause"] for each in refused] == ["5-1", "5-1"]
    assert len(taken["people"]) == 1


@pytest.mark.surface("http")
@pytest.mark.promise("5-2")
def test_special_care_is_written_only_while_consent_to_it_lives(company: Company) -> None:
    clerk = Program(company.clerk, (SERVICE, CARE, "law:ask-consent"))
    words = clerk.does("statements", name="care", ja="配慮のために伺ってよいですか", en="May we ask, to take care?")[
        "statement"
    ]
    typed = {"source": "office-entry", "form": "office-sign-up", "shown": proofs.shown("office-sign-up")}
    health = {"person": company.alice, "values": {"health-consideration": "車いす"}, "purpose": CARE, "origin": typed}
    agreed = {"people": [company.alice], "statement": words, "method": "written", "identity": "session"}
    care = {"kind": "special-care", "fields": ["health-consideration"]}
    clerk.does("consent", choice={"kind": "use", "use": CARE}, **agreed)

    before = clerk.refused("change", **health)
    clerk.does("consent", choice=care, **agreed)
    clerk.does("change", **health)
    clerk.does("withdraw", people=[company.alice], choice=care, method="mail")
    after = clerk.refused("change", **health)

    assert before["clause"] == after["clause"] == "5-2"
    assert "車いす" not in str(before)


@pytest.mark.surface("cli")
@pytest.mark.promise("5-2", "5-3", "5-4")
def test_a_file_comes_in_row_by_row_and_not_at_all_before_its_notice(
    company: Company, terminal: Terminal, tmp_path: Path
) -> None:
    rows = ["会員番号,氏名,電話番号,備考", "M0000002,見本 勉,090-0000-0002,", "M0000003,見本 努,090-0000-0003,犬"]
    (tmp_path / "rows.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    take_in = ("collect", tmp_path / "rows.csv", "--form", "office-sign-up")
    terminal.signs_in("bob")

    unseen = terminal.refused(*take_in)
    came = terminal.does(*take_in, "--shown", "sign-up")

    assert unseen["clause"] == "5-4"
    assert came["collected"] == 1
    assert [(row["row"], row["why"]) for row in came["quarantined"]] == [(3, "undeclared-column")]


@pytest.mark.surface("http")
@pytest.mark.promise("5-3")
def test_an_item_that_no_purpose_of_the_form_needs_does_not_come_in(company: Company) -> None:
    clerk = Program(company.clerk, (SERVICE,))

    refused = clerk.refused("collect", values=BEN | {"bank-account": "0000-1234567"}, origin=SIGN_UP)
    clerk.does("collect", values=BEN, origin=SIGN_UP)

    assert (refused["clause"], refused["reason"]) == ("5-3", "not-collected-for")
    assert "0000-1234567" not in str(refused)
