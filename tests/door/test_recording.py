"""What comes from others and goes to them leaves the records of arts. 29 to 31, whatever the policy says."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
from pathlib import Path
from typing import Any

import pytest

from seiyaku import door
from seiyaku.cli.tables import Row
from seiyaku.core import errors
from seiyaku.ledger.sequencing import place_all
from seiyaku.partners.models import Partner
from seiyaku.policy import queries, services
from seiyaku.registers.models import Record
from seiyaku.registers.services import opened
from tests import proofs

from .conftest import POLICY, SYSTEM, House, partner, staff, wording

CALL = door.Origin(source="telephone", form="inquiry", script=proofs.shown("inquiry"))
GIVEN = {"name": "見本 次郎", "phone": "090-0000-0003"}
COURSE = "会員登録のとき本人から"


def source(name: str = "co", character: str = "third-party", **more: str | None) -> door.Origin:
    """A cooperating company that says how it came by what it gives."""
    given = {"provenance": proofs.PROVENANCE, "course": COURSE} | more
    made = partner(name, "cooperating-company", character=character, terms="confidentiality lawful-origin")
    return door.Origin(source="partner-supplied", form="partner-customers", partner=made, **given)


@pytest.mark.promise("4-2-A…E")
def test_what_a_partner_gives_leaves_a_record_with_the_items_of_the_law_for_three_years(house: House) -> None:
    came = door.collect(GIVEN, origin=source(), actor=house.clerk)

    (record,) = Record.objects.filter(record_class="received")
    items = opened(record)
    assert (items.third_party.name, items.third_party.representative) == ("Sample Shop", "Sample Taro")
    assert (items.person, items.course, items.basis, items.consent) == (GIVEN["name"], COURSE, "27(1)", True)
    assert set(items.items) == {"氏名", "電話番号"}
    assert (record.legal, record.entry) == (True, came.entry)
    assert record.month.year == queries.today().year + 3


@pytest.mark.promise("4-2-A…E", "5-1")
def test_without_the_course_of_acquisition_nothing_enters_and_nothing_is_recorded(house: House) -> None:
    with pytest.raises(errors.Refused) as silent:
        door.collect(GIVEN, origin=source(course=None), actor=house.clerk)
    nameless = source("nameless")
    Partner.objects.filter(ref=nameless.partner).update(identity=None)
    with pytest.raises(errors.InputError):
        door.collect(GIVEN, origin=nameless, actor=house.clerk)

    for name, without in (("lost", {"provenance": "paper:nowhere"}), ("none", {"provenance": None})):
        with pytest.raises(errors.Refused, match="no-provenance"):
            door.collect(GIVEN, origin=source(name, **without), actor=house.clerk)

    assert (silent.value.answer.reason, silent.value.answer.article) == ("no-provenance", "30(1)")
    assert Record.objects.count() == 0
    assert door.find({"phone": GIVEN["phone"]}, purpose="partner-service", actor=house.clerk).people == ()


@pytest.mark.promise("4-2-A…E")
@pytest.mark.parametrize(
    ("character", "basis", "records"),
    [
        ("entrustment", "27(5)(i)", 0), ("third-party", "27(1)(iii)", 0), ("third-party", "31(1)", 1),
        ("third-party", "27(2)", 1), ("entrustment", "27(1)", 1),
    ],
)  # fmt: skip
def test_a_ground_of_27_1_or_27_5_makes_the_record_needless_and_no_other(
    house: House, character: str, basis: str, records: int
) -> None:
    door.collect(GIVEN, origin=source(character=character, basis=basis), actor=house.clerk)

    kept = [opened(record) for record in Record.objects.filter(record_class="received")]
    assert [one.basis for one in kept] == [basis] * records


@pytest.mark.promise("4-2-A…E")
def test_entrustment_is_not_claimed_of_a_partner_who_is_none(house: House) -> None:
    with pytest.raises(errors.InputError):
        door.collect(GIVEN, origin=source(basis="27(5)(i)"), actor=house.clerk)
    with pytest.raises(errors.Refused):
        door.collect(GIVEN, origin=source("other", basis="27(5)(i)", course=None), actor=house.clerk)
    nobodys = dataclasses.replace(source("third", basis="27(5)(i)"), partner=None)
    with pytest.raises(errors.Refused):
        door.collect(GIVEN, origin=nobodys, actor=house.clerk)


@pytest.mark.promise("4-2-A…E")
@pytest.mark.parametrize("basis", ["27(9)", "18(1)"])
def test_what_is_no_ground_of_giving_makes_no_record_needless(house: House, basis: str) -> None:
    with pytest.raises(errors.InputError):
        door.collect(GIVEN, origin=source(basis=basis), actor=house.clerk)

    assert door.find({"phone": GIVEN["phone"]}, purpose="partner-service", actor=house.clerk).people == ()


@pytest.mark.promise("4-2-A…E")
def test_a_file_and_a_change_are_recorded_too(house: House) -> None:
    origin = source()
    rows = [Row(number=number, cells={"氏名": f"見本 {number}"}) for number in (2, 3)]
    came = door.collect_rows(rows, file="ab" * 32, origin=origin, actor=house.clerk)
    door.change(came.people[0], {"phone": "090-0000-0009"}, purpose="law:accuracy", origin=origin, actor=house.clerk)

    kept = [opened(record) for record in Record.objects.order_by("pk")]
    assert [one.person for one in kept] == ["見本 2", "見本 3", "見本 2"]  # a telephone number alone is nobody's name
    assert kept[2].items == ("電話番号",)


@pytest.mark.promise("2-1", "2-3")
def test_the_record_of_somebody_who_is_erased_leads_back_to_nobody(house: House) -> None:
    (person,) = door.collect(GIVEN, origin=source(), actor=house.clerk).people
    before = Record.objects.get()

    door.erase(person, actor=house.desk)

    record = Record.objects.get()
    assert (before.person, before.entry) != (None, "")
    assert (record.person, record.entry) == (None, "")
    assert opened(record) == opened(before)


@pytest.mark.promise("4-2-A…E", "P")
def test_a_note_and_a_file_that_a_partner_hands_over_are_recorded_by_the_persons_name(house: House) -> None:
    origin = source()
    (person,) = door.collect(GIVEN, origin=origin, actor=house.clerk).people
    asked: dict[str, Any] = {"field": "inquiry", "purpose": "partner-questions", "origin": origin, "actor": house.clerk}

    door.note(person, {"kind": "mail", "text": "届く日について"}, **asked)
    door.attach(person, io.BytesIO(b"letter"), name="letter.txt", media_type="text/plain", **asked)
    door.note(house.alice, {"kind": "call", "text": "本人の電話"}, field="inquiry", purpose="answer-questions",
              origin=CALL, actor=house.clerk)  # fmt: skip

    first, *records = Record.objects.filter(record_class="received").order_by("pk")
    assert opened(first).items == ("氏名", "電話番号")
    assert [(opened(one).person, opened(one).items) for one in records] == [(GIVEN["name"], ("問い合わせ内容",))] * 2
    assert [(opened(one).course, one.legal) for one in records] == [(COURSE, True)] * 2
    assert all(one.entry for one in records)
    uses = door.person(person, actor=house.desk).uses
    assert [use.purpose for use in uses].count("law:statutory-record") == 2
    place_all()
    assert door.verify().findings == []


@pytest.mark.promise("4-2-A…E", "5-1")
def test_what_quarantine_lets_go_from_a_partner_is_recorded_when_it_enters_and_not_before(house: House) -> None:
    origin = source()
    rows = [Row(number=2, cells={"氏名": "見本 二郎", "趣味": "登山"})]
    came = door.collect_rows(rows, file="cd" * 32, origin=origin, actor=house.clerk)
    assert (came.collected, len(came.quarantined)) == (0, 1)
    assert Record.objects.count() == 0
    (waiting,) = door.quarantine(actor=house.desk).rows

    both = staff("both", "desk", "clerk")  # looks after quarantine, and may take in what partners give
    door.release([waiting.row], origin=origin, corrected={waiting.row: {"趣味": None}}, actor=both)

    (record,) = Record.objects.filter(record_class="received")
    assert (opened(record).person, opened(record).items, opened(record).course) == ("見本 二郎", ("氏名",), COURSE)


@pytest.mark.promise("8-3-F", "8-3-M")
def test_entrusted_work_abroad_on_consent_is_recorded_though_the_policy_asks_for_none(house: House) -> None:
    agency = partner("agency", "contractor", fields="name phone")
    Partner.objects.filter(ref=agency).update(country="US")
    for kind in ("provide", "foreign"):
        choice = door.Choice(kind=kind, fields=("name", "phone"), recipient=agency, ground="entrusted-work")
        door.consent([house.alice], choice, statement=wording(), method="button", identity="session", actor=house.clerk)

    def give() -> door.Handoff:
        return door.provide(
            [house.alice], ("name", "phone"), recipient=agency, purpose="deliver-service", ground="entrusted-work",
            actor=house.clerk,
        )  # fmt: skip

    given = give()
    (record,) = Record.objects.all()
    door.stop([house.alice], use=None, actor=house.desk)
    with pytest.raises(errors.Refused) as stopped:
        give()

    assert (opened(record).basis, record.legal, record.entry) == ("28(1)", True, given.entry)
    assert stopped.value.answer.reason == "stopped-provision"  # whoever is abroad is a third party (28, 35(3))


@pytest.mark.promise("8-3-A", "8-3-F", "8-3-M")
@pytest.mark.parametrize(
    ("ground", "edit", "legal"),
    [
        (
            "with-consent",
            ("    duties: [clerk, desk, marketing]\n    record: true\n", "    duties: [clerk, desk, marketing]\n"),
            True,
        ),
        ("entrusted-work", ("  entrusted-work:\n", "  entrusted-work:\n    record: true\n"), False),
    ],
)
def test_the_act_wants_its_record_whatever_the_policy_says_and_the_policy_may_want_more(
    house: House, tmp_path: Path, ground: str, edit: tuple[str, str], legal: bool
) -> None:
    goes_on(tmp_path, *edit)
    character = "third-party" if legal else "entrustment"
    agency = partner("agency", "contractor", character=character, fields="name phone")
    choice = door.Choice(kind="provide", fields=("name",), recipient=agency, ground=ground)
    door.consent([house.alice], choice, statement=wording(), method="button", identity="session", actor=house.clerk)

    given = door.provide(
        [house.alice], ("name",), recipient=agency, purpose="deliver-service", ground=ground, actor=house.clerk
    )

    (record,) = Record.objects.all()
    assert (record.legal, record.entry, opened(record).consent) == (legal, given.entry, legal)
    assert len(door.records(house.alice, actor=house.desk).records) == legal


@pytest.mark.promise("8-3-A")
def test_the_person_reads_their_records_but_for_what_is_withheld(house: House) -> None:
    came = door.collect(GIVEN, origin=source(), actor=house.clerk)
    (person,) = came.people

    with pytest.raises(errors.Refused):
        door.records(person, actor=house.clerk)
    (before,) = door.records(person, actor=house.desk).records
    door.withhold(person, [came.entry], reason="paper:law", actor=house.desk)
    after = door.records(person, actor=house.desk)

    assert (before.kind, before.third_party, before.course) == ("received", "Sample Shop", COURSE)
    assert (after.records, after.clause) == ((), "7-1")


@pytest.mark.promise("6-2")
def test_person_related_information_goes_only_once_consent_is_confirmed(house: House) -> None:
    terms = "confidentiality lawful-origin"
    shop, far = (partner(n, "cooperating-company", character="third-party", terms=terms) for n in ("shop", "far"))
    Partner.objects.filter(ref=far).update(country="US")

    def hand(confirmed: str | None, *fields: str, to: str = shop, told_abroad: bool = False) -> door.Done:
        return door.provide_related(
            fields or ("cookie", "visit"), recipient=to, confirmed=confirmed, how="誓約書を受け取った",
            told_abroad=told_abroad, actor=house.marketer,
        )  # fmt: skip

    for unconfirmed in (None, "paper:made-up"):
        with pytest.raises(errors.Refused) as refused:
            hand(unconfirmed)
        assert refused.value.answer.reason == "no-provide-consent"
    with pytest.raises(errors.InputError):
        hand(proofs.PROVENANCE, "email")
    done = hand(proofs.PROVENANCE)
    with pytest.raises(errors.Refused) as abroad:
        hand(proofs.PROVENANCE, to=far)
    hand(proofs.PROVENANCE, to=far, told_abroad=True)

    first, second = Record.objects.order_by("pk")
    items = opened(first)
    assert (done.article, abroad.value.answer.reason) == ("31(1)", "foreign")
    assert (first.record_class, first.person, first.entry) == ("related", None, "")
    assert (items.person, items.basis, items.confirmed) == ("", "31(1)", "誓約書を受け取った")
    assert second.record_class == "related"


@pytest.mark.promise("5-1")
def test_a_paper_is_kept_by_staff_and_only_the_manager_attests(house: House) -> None:
    until = queries.today() + dt.timedelta(days=30)

    ref, kept = door.keep_paper(b"a letter", "provenance", until=until, actor=house.clerk)
    with pytest.raises(errors.Refused) as refused:
        door.keep_paper(b"sworn", "attestation", until=until, actor=house.clerk)
    for wrong in ((b" ", "provenance", until), (b"x", "poem", until), (b"x", "consent", queries.today())):
        with pytest.raises(errors.InputError):
            door.keep_paper(wrong[0], wrong[1], until=wrong[2], actor=house.clerk)

    assert (ref.split(":")[0], bool(kept.entry)) == ("paper", True)
    assert refused.value.answer.reason == "no-duty"


TERMS = "confidentiality safeguards no-own-use return-or-erase lawful-origin"
NEEDS = "    needs: [contract, provenance]\n"


@pytest.mark.promise("4-2-A…E")
@pytest.mark.parametrize(("basis", "records", "mode"), [(None, 1, "batch"), ("27(2)", 2, "each")])
def test_what_a_partner_gives_again_and_again_is_one_record_but_never_of_an_opt_out(
    house: House, tmp_path: Path, basis: str | None, records: int, mode: str
) -> None:
    goes_on(tmp_path)
    origin = source(basis=basis)
    (person,) = door.collect(GIVEN, origin=origin, actor=house.clerk).people
    door.change(person, {"phone": "090-0000-0009"}, purpose="law:accuracy", origin=origin, actor=house.clerk)

    told = door.records(person, actor=house.desk).records
    assert [record.mode for record in Record.objects.all()] == [mode] * records
    assert sum(one.times for one in told) == 2
    assert {name for one in told for name in one.items} == {"氏名", "電話番号"}


OF_CONSENT = "    needs: [consent]\n    duties: [clerk, desk, marketing]\n    record: true\n"


@pytest.mark.promise("6-2")
@pytest.mark.parametrize(("until", "modes"), [(300, ["batch"]), (-1, [])])
def test_what_is_related_to_persons_goes_on_in_one_record_while_a_contract_runs(
    house: House, tmp_path: Path, until: int, modes: list[str]
) -> None:
    goes_on(tmp_path, OF_CONSENT, OF_CONSENT.replace("[consent]", "[contract, consent]") + "    batch: month\n")
    shop = partner(
        "shop", "cooperating-company", character="third-party", fields="cookie visit", terms=TERMS, until=until
    )
    Partner.objects.filter(ref=shop).update(country="US")
    asked: dict[str, Any] = {"recipient": shop, "how": "誓約書", "told_abroad": True, "actor": house.marketer}

    for fields in (("cookie",), ("visit", "cookie")):
        if modes:
            door.provide_related(fields, confirmed=proofs.PROVENANCE, **asked)
        else:
            with pytest.raises(errors.Refused):
                door.provide_related(fields, confirmed=proofs.PROVENANCE, **asked)
    with pytest.raises(errors.Refused):
        door.provide_related(("cookie",), confirmed=None, **asked)

    records = Record.objects.all()
    assert [record.mode for record in records] == modes
    for record in records:
        items = opened(record)
        assert (record.person, record.entry, record.later, record.partner) == (None, "", "", shop)
        assert (len(items.times), len(items.items), items.country, items.informed) == (2, 2, "US", True)


@pytest.mark.promise("8-3-A")
def test_of_a_batch_only_the_times_that_are_not_withheld_are_told(house: House, tmp_path: Path) -> None:
    goes_on(tmp_path)
    origin = source()
    came = door.collect(GIVEN, origin=origin, actor=house.clerk)
    (person,) = came.people
    door.change(person, {"phone": "090-0000-0009"}, purpose="law:accuracy", origin=origin, actor=house.clerk)

    told = []
    for withheld in (came.entry, Record.objects.get().later):
        door.withhold(person, [withheld], reason="paper:law", actor=house.desk)
        told.append(door.records(person, actor=house.desk).records)

    assert [(one.items, one.times, one.until) for one in told[0]] == [(("電話番号",), 1, "")]
    assert told[1] == ()


def goes_on(folder: Path, was: str = NEEDS, becomes: str = f"{NEEDS}    batch: quarter\n") -> None:
    """Publish the reference policy's next version: what partners give goes on, by the quarter; or another rule does."""
    first = queries.in_force().policy.version
    for ending in (".md", ".en.md"):
        text = POLICY.with_name(f"2018-10-01{ending}").read_text(encoding="utf-8")
        text = text.replace(was, becomes).replace("2018-10-01\n", "2018-10-02\n")
        text = text.replace("published:", f"replaces: {first}\npublished:", 1)
        (folder / f"2018-10-02{ending}").write_text(text, encoding="utf-8")
    services.publish(folder / "2018-10-02.md", actor=SYSTEM)
