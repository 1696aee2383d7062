"""
The registers of arts. 29 to 31 before an inspection (8-1, 8-3-A, 8-3-M, 4-2): at the terminal, over HTTP and on the
screen the same records, the same refusals, and everybody whose name was read is told so.
"""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from seiyaku import door
from seiyaku.client import Refused
from seiyaku.door.ending import NIGHTLY
from seiyaku.door.leaving import ALONE
from seiyaku.evidence.registered import COLUMNS
from seiyaku.ledger.sequencing import place_all
from seiyaku.people import services as people
from seiyaku.people.days import today
from seiyaku.people.models import Proposal
from seiyaku.registers import batches
from seiyaku.registers import services as registers
from seiyaku.registers.models import Record
from seiyaku.visits import letters
from tests.browser.staffed import Staffed, arm
from tests.console.conftest import house, whole
from tests.console.test_reports import rows_of
from tests.door.conftest import partner, staff, wording
from tests.proofs import PROVENANCE
from tests.rest.conftest import caller
from tests.visits.customer import Customer

from .founded import ALICE
from .surfaces import Terminal
from .test_api import program

__all__ = ["house"]

pytestmark = pytest.mark.promise("8-1", "8-3-A", "8-3-M", "4-2-A…E")
TERMS = "confidentiality safeguards no-own-use return-or-erase lawful-origin"
GIVEN = {"name": "見本 次郎", "phone": "090-0000-0003"}
COURSE = "=会員登録のとき本人から"  # and no spreadsheet takes it for a formula
LETTER = door.Origin(source="letter")


@pytest.fixture
def kept(house: Staffed) -> Staffed:
    """A house with a batch of what went on to a provider, what a company gave, and what is related to persons."""
    company = house.company
    people.complete(company.manager.id, "handling", actor=company.manager)
    people.complete(house.auditor.id, "handling", actor=company.manager)
    provider = partner("provider", "option-provider", character="third-party", fields="name email", terms=TERMS)
    giver = partner("giver", "cooperating-company", character="third-party", terms=TERMS)
    door.begin_relation([company.alice], service=provider, origin=LETTER, actor=company.clerk)
    choice = door.Choice(
        kind="provide", fields=("name", "email"), recipient=provider, ground="option-service-on-its-own"
    )
    door.consent([company.alice], choice, statement=wording(), method="button", identity="session", actor=company.clerk)
    for fields in (("name",), ("name", "email")):
        door.provide(
            [company.alice], fields, recipient=provider, purpose="deliver-service", ground="option-service-on-its-own",
            evidence_of=("service-held",), actor=company.clerk,
        )  # fmt: skip
    door.collect(GIVEN, origin=origin(giver), actor=company.clerk)
    door.provide_related(
        ("cookie", "visit"), recipient=giver, confirmed=PROVENANCE, how="誓約書を受け取った",
        actor=staff("max", "marketing"),
    )  # fmt: skip
    return house


def origin(giver: str) -> door.Origin:
    return door.Origin(
        source="partner-supplied", form="partner-customers", partner=giver, provenance=PROVENANCE, course=COURSE
    )


def test_an_officer_reads_the_same_records_on_every_surface_and_a_batch_is_shown_as_one(
    kept: Staffed, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    manager = kept.company.manager
    terminal = Terminal(capsys, monkeypatch).signs_in("hoshiko")
    service = caller(manager, ["law:statutory-record"])

    shown = terminal.does("registers", "list")
    told = service.post("registers", {}).json()

    same = ("rows", "columns", "total", "named", "digest", "article")
    assert {name: shown[name] for name in same} == {name: told[name] for name in same}
    provided, received, related = shown["rows"]
    day = today().isoformat()
    assert (provided["kind"], provided["way"], provided["times"]) == ("Provided (art. 29)", "In one", 2)
    assert (provided["whose"], provided["items"]) == (ALICE["name"], "Name, E-mail address")
    assert provided["period"].endswith("(going on)")
    assert (provided["first_day"], provided["kept_until"]) == (day, "Known when the period closes")
    assert (received["way"], received["whose"], received["course"]) == ("Each time", GIVEN["name"], COURSE)
    assert (received["rule"], received["period_rule"]) == (
        "Enforcement rules art. 24(1)(ii)", "Enforcement rules art. 25(iii)",
    )  # fmt: skip
    assert dt.date.fromisoformat(received["kept_until"]) < dt.date.fromisoformat(received["goes_on"])
    assert (related["whose"], related["confirmed"]) == ("Not recorded", "誓約書を受け取った")
    one = terminal.does("registers", "show", received["record"])
    assert one["rows"] == service.post("registers", {"record": received["record"]}).json()["rows"] == [received]
    for form in ("csv", "xlsx", "jsonl"):
        file = tmp_path / f"registers.{form}"
        out = terminal.does("registers", "export", "--out", file)
        sent = service.post("registers/export", {"form": form})
        assert (out["total"], out["digest"]) == (3, told["digest"])
        assert sent.headers["Seiyaku-Entry"] != out["entry"]
        assert _read(file.read_bytes()) == _read(sent.content)
        assert file.stat().st_mode & 0o777 == 0o600
    lines = [json.loads(line) for line in (tmp_path / "registers.jsonl").read_text(encoding="utf-8").splitlines()]
    assert lines == shown["rows"]
    assert f"'{COURSE}" in (tmp_path / "registers.csv").read_text(encoding="utf-8-sig")


def _read(file: bytes) -> list[Any]:
    if file.startswith(b"{"):
        return [json.loads(line) for line in file.splitlines()]
    return rows_of(file)


def test_records_are_looked_for_by_kind_partner_period_and_person(
    kept: Staffed, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal = Terminal(capsys, monkeypatch).signs_in("hoshiko")
    with program(kept.company.manager, "law:statutory-record") as officer:

        def found(*options: str, typed: tuple[str, ...] = (), **asked: Any) -> list[str]:
            rows = terminal.does("registers", "list", *options, typed=typed)["rows"]
            assert [row["record"] for row in rows] == [row["record"] for row in officer.registers(**asked)["rows"]]
            return [row["kind"].split(" ")[0].strip(",") for row in rows]

        (who,) = officer.find({"phone": GIVEN["phone"]}, purpose="law:statutory-record").people
        day, tomorrow = today(), today() + dt.timedelta(days=1)
        assert found("--kind", "provided", kind="provided") == ["Provided"]
        assert found("--partner", "giver", partner="partner:giver") == ["Received", "Person-related"]
        assert found("--since", str(day), "--until", str(day), since=day, until=day)[:2] == ["Provided", "Received"]
        assert found("--since", str(tomorrow), since=tomorrow) == []
        assert found("--by", "phone", typed=(GIVEN["phone"],), person=who) == ["Received"]
        assert found("--person", who, "--kind", "provided", person=who, kind="provided") == []
        book = officer.registers_file("csv", kind="related").decode("utf-8-sig")
    assert "個人関連情報の提供の記録（31条） / Records of person-related information (art. 31)" in book
    terminal.rejected("registers", "list", "--since", "2026-02-01", "--until", "2026-01-01")
    terminal.rejected("registers", "list", "--kind", "gifts")
    terminal.rejected("registers", "list", "--by", "phone", "--person", who, typed=(GIVEN["phone"],))
    terminal.partly("registers", "list", "--by", "phone", typed=("090-0000-0077",))
    terminal.rejected("registers", "export")
    assert caller(kept.company.manager, ["law:statutory-record"]).post("registers", {"kind": "x"}).status_code == 422


def test_whose_it_is_is_told_to_who_manages_and_nothing_to_anybody_who_neither_manages_nor_audits(
    kept: Staffed, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal, file = Terminal(capsys, monkeypatch), tmp_path / "x.csv"
    terminal.signs_in("auditor")
    shown = terminal.does("registers", "list")
    terminal.does("registers", "export", "--out", tmp_path / "audited.csv")

    assert [row["whose"] for row in shown["rows"]] == ["Not shown", "Not shown", "Not recorded"]
    assert ALICE["name"] not in (tmp_path / "audited.csv").read_text(encoding="utf-8-sig")
    with program(kept.auditor, "law:statutory-record") as audit:
        assert [row["items"] for row in audit.registers()["rows"]] == [row["items"] for row in shown["rows"]]
        for wrong in ({"named": True}, {"person": kept.company.alice}):
            with pytest.raises(Refused) as no:
                audit.registers(**wrong)
            assert (no.value.reason, no.value.remedy.missing) == ("no-duty", "duty")
    terminal.refused("registers", "list", "--person", kept.company.alice)
    for login, actor in (("bob", kept.company.clerk), ("kaori", kept.desk)):
        terminal.signs_in(login)
        terminal.refused("registers", "list")
        terminal.refused("registers", "show", shown["rows"][0]["record"])
        terminal.refused("registers", "export", "--out", file)
        with program(actor, "law:statutory-record") as other, pytest.raises(Refused):
            other.registers()
    with program(kept.company.manager, "law:disclose") as other, pytest.raises(Refused) as wrong_token:
        other.registers()
    assert wrong_token.value.reason == "program-purpose"
    assert not file.exists()


def test_a_reading_by_the_officer_is_among_the_persons_uses_and_an_auditors_is_not(
    kept: Staffed, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal = Terminal(capsys, monkeypatch)
    read = terminal.signs_in("hoshiko").does("registers", "list")["entry"]
    hidden = [
        terminal.does("registers", "list", "--without-names")["entry"],
        terminal.does("registers", "list", "--kind", "related")["entry"],
        terminal.signs_in("auditor").does("registers", "list")["entry"],
    ]
    place_all()

    uses = {use.entry: use for use in door.person(kept.company.alice, actor=kept.desk).uses}

    assert (uses[read].act, uses[read].duty, uses[read].purpose) == ("read", "manager", "law:statutory-record")
    assert not uses.keys() & set(hidden)
    assert door.verify().findings == []


def test_a_batch_that_is_closed_says_until_when_and_the_report_counts_it(
    kept: Staffed, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal = Terminal(capsys, monkeypatch).signs_in("hoshiko")
    (before,) = [row for row in terminal.does("report", "registers")["rows"] if row["reg_way"] == "In one"]
    batches.close(today() + dt.timedelta(days=70), actor=NIGHTLY)

    (provided,) = terminal.does("registers", "list", "--kind", "provided")["rows"]
    rows = terminal.does("report", "registers")["rows"]

    assert before["reg_goes_on"] == "Known when the period closes"
    assert provided["runs_from"] == today().isoformat()
    (after,) = [row for row in rows if row["reg_way"] == "In one"]
    assert (after["partner"], after["reg_records"], after["reg_goes_on"]) == ("provider", 1, provided["goes_on"])
    assert sum(row["reg_records"] for row in rows) == Record.objects.count() == 3


def test_the_screen_shows_what_the_terminal_shows_and_refuses_whom_it_refuses(kept: Staffed) -> None:
    company = kept.company
    for one in (company.manager, kept.auditor, company.clerk):
        arm(one)
    officer, auditor, clerk = whole("hoshiko"), whole("auditor"), whole("bob")
    address, words = "/console/registers/", {"Accept-Language": "ja"}

    form = officer.get(address).content.decode()
    shown = officer.post(address, {"kind": ""}, headers=words).content.decode()
    about = officer.post(address, {"said": GIVEN["phone"]}, headers=words).content.decode()
    nobody = officer.post(address, {"said": "090-0000-0077"}, headers=words).content.decode()
    audited = auditor.post(address, {}, headers=words).content.decode()
    asked = auditor.post(address, {"person": company.alice}, headers=words).content.decode()
    book = officer.post(f"{address}file", {"as": "csv", "kind": "received"}, headers=words)
    of_nobody = officer.post(f"{address}file", {"as": "csv", "said": "090-0000-0077"})

    assert ALICE["name"] not in form
    assert all(said in shown for said in (ALICE["name"], GIVEN["name"], "（継続中）", "施行規則20条1項2号", "誓約書を"))
    assert (GIVEN["name"] in about, ALICE["name"] in about, "1 件" in about) == (True, False, True)
    assert ("証跡の番号" not in nobody, of_nobody.status_code) == (True, 404)  # nobody found is not everybody
    for page in (audited, asked):
        assert ALICE["name"] not in page
        assert all(said in page for said in ("表示しない", "3 件"))  # a person is not among what an auditor may ask for
    assert rows_of(book.content)[1][COLUMNS.index("whose")] == GIVEN["name"]
    assert 'filename="registers-' in book["Content-Disposition"]
    for path in ("", "file"):
        assert clerk.post(f"{address}{path}", {"as": "csv"}).status_code == 403
    assert officer.post(f"{address}file", {"as": "pdf"}).status_code == 422
    assert officer.post(address, {"since": "2026-02-01", "until": "2026-01-01"}).status_code == 422
    assert auditor.post(f"{address}propose", {}).status_code == 403


@pytest.mark.promise("3-1")
def test_a_file_with_more_than_a_hundred_names_is_taken_by_two_on_the_screen_too(
    kept: Staffed, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    company, file = kept.company, tmp_path / "all.jsonl"
    for number in range(ALONE):
        row = Record.objects.filter(record_class="received").order_by("-pk")[0]
        items, row.pk, row.ref = registers.opened(row), None, f"record:another-{number}"
        registers.seal(row, items, {})
        row.save()
    second = staff("sekine", "approver")
    terminal = Terminal(capsys, monkeypatch).signs_in("hoshiko")
    arm(company.manager)
    officer, address = whole("hoshiko"), "/console/registers/"

    page = officer.post(address, {"kind": "received"}).content.decode()
    alone = officer.post(f"{address}file", {"as": "jsonl", "kind": "received"})
    unnamed = officer.post(f"{address}file", {"as": "jsonl", "kind": "received", "names": "no"})
    terminal.refused("registers", "export", "--kind", "received", "--out", file)
    officer.post(f"{address}propose", {"kind": "received"})
    waiting = officer.get("/console/approvals/").content.decode()
    people.approve(Proposal.objects.get(act="registers").ref, actor=second)
    taken = officer.post(f"{address}file", {"as": "jsonl", "kind": "received"})
    again = officer.post(f"{address}file", {"as": "jsonl", "kind": "received"})
    proposed = terminal.does("registers", "export", "--kind", "received", "--propose")["proposal"]
    people.approve(proposed, actor=second)
    terminal.does("registers", "export", "--kind", "received", "--out", file, "--proposal", proposed)

    assert (f"{ALONE + 1} 件" in page, 'name="names" value="no"' in page) == (True, True)
    assert [answer.status_code for answer in (alone, unnamed, taken, again)] == [403, 200, 200, 403]
    assert GIVEN["name"] not in unnamed.content.decode()
    assert len(taken.content.splitlines()) == ALONE + 1
    assert "第三者から提供を受けた記録（30条）" in waiting
    assert len(file.read_bytes().splitlines()) == ALONE + 1


@pytest.mark.promise("2-2")
def test_the_person_reads_a_batch_and_what_a_partner_gave_at_their_own_page_but_for_what_is_withheld(
    kept: Staffed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "MAIL_FOLDER", str(tmp_path / "mails"))
    monkeypatch.setattr(letters, "today", lambda: today() + dt.timedelta(days=91))
    alice = kept.company.alice
    door.note(
        alice, {"kind": "mail", "text": "届く日について"}, field="inquiry", purpose="partner-questions",
        origin=origin("partner:giver"), actor=kept.company.clerk,
    )  # fmt: skip
    customer = Customer().enters(kept.desk)

    page = customer.get().content.decode()
    with program(kept.desk, "law:provision-records") as desk:
        provided, received = desk.records(alice)
    later = Record.objects.get(record_class="provided").later
    door.withhold(alice, [later], reason="paper:law", actor=kept.desk)
    after = customer.get().content.decode()

    assert (provided["times"], provided["whose"], provided["items"]) == (2, ALICE["name"], ["氏名", "メールアドレス"])
    assert (received["kind"], received["course"], received["items"]) == ("received", COURSE, ["問い合わせ内容"])
    wanted = ("2 回", "お渡しした記録", "受け取った記録", "Tokyo Sample Taro", COURSE, "記録したお名前:", ALICE["name"])
    assert all(said in page for said in wanted)
    assert "2 回" not in after
    assert "お渡しした記録" in after
