"""
The officer's books (1-1, 2-3, 4-1, 5-1, 5-3): nobody in them, the same on the screen and in files, and every count
as somebody finds it who opens each person, or reads each entry, one by one.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import zipfile
from collections import Counter
from hashlib import sha256
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import orjson
import pytest

from seiyaku import door
from seiyaku.cli.tables import Row
from seiyaku.console.drawing import lines
from seiyaku.core.errors import Refused
from seiyaku.core.language import Text
from seiyaku.door import Origin
from seiyaku.evidence import reports, tables
from seiyaku.ledger import forms, transactions
from seiyaku.ledger.sequencing import place_all
from seiyaku.people import services as people
from seiyaku.people.days import today
from seiyaku.policy import queries as policies
from seiyaku.policy.queries import in_force
from tests import proofs
from tests.browser.staffed import Staffed, arm
from tests.promises.founded import ALICE, SIGN_UP, charge, hire
from tests.promises.surfaces import Terminal
from tests.rest.conftest import Caller, caller

from .conftest import whole

SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
OF = tables.AsOf(
    report="minimum", title=Text("最小限", "Minimum"), clause="5-3", operator="見本",
    at=dt.datetime(2026, 1, 5, tzinfo=dt.UTC), policy="00", entries=1,
)  # fmt: skip
LETTER = Origin(source="letter")
LEGACY = Origin(source="legacy-import", form="legacy-customers", attested=proofs.ATTESTED)
CALL = Origin(source="telephone", form="inquiry", script=proofs.shown("inquiry"))
pytestmark = [pytest.mark.promise("1-1", "2-3", "4-1-A", "5-1", "5-3")]


@pytest.fixture
def used(house: Staffed) -> Staffed:
    for _ in range(3):
        door.use(house.company.alice, ["name", "phone"], purpose="deliver-service", actor=house.company.clerk)
    place_all()  # on PostgreSQL an entry has its place within a second
    return house


@pytest.fixture
def lived(house: Staffed) -> list[str]:
    """Four customers whose values were corrected and changed, from several sources, with a note and a file."""
    company = house.company
    two = {"name": "見本 二郎", "phone": "090-0000-0002", "member-number": "M0000002", "email": "two@mail.example"}
    everybody = [company.alice, *door.collect(two, origin=SIGN_UP, actor=company.clerk).people]
    for number in (3, 4):
        cells = {"会員番号": f"M000000{number}", "氏名": f"見本 {number}"}
        came = door.collect_rows([Row(number=2, cells=cells)], file=f"{number:02}" * 32, origin=LEGACY,
                                 actor=company.clerk)  # fmt: skip
        everybody += came.people
    law: dict[str, Any] = {"purpose": "law:correct", "origin": LETTER, "actor": house.desk}
    door.correct(everybody[0], {"phone": "090-0000-0011"}, **law)
    door.change(everybody[0], {"address": "大阪府大阪市見本区東町9-9"}, **law)
    door.change(everybody[1], {"phone": "090-0000-0012"}, **law)
    door.correct(everybody[1], {"email": None}, **law)
    asked: dict[str, Any] = {"field": "inquiry", "purpose": "answer-questions", "origin": CALL, "actor": company.clerk}
    door.note(everybody[0], {"kind": "call", "text": "本人の電話"}, **asked)
    door.note(everybody[0], {"kind": "call", "text": "もう一度"}, **asked)
    door.attach(everybody[1], io.BytesIO(b"letter"), name="letter.txt", media_type="text/plain", **asked)
    return everybody


def rows(name: str, on: dt.date | None = None) -> dict[object, tuple[object, ...]]:
    table = reports.REPORTS[name](in_force().policy, on or today(), "ja")
    return {row[0] if name in {"sources", "ends"} else row[1]: row for row in table.rows}


def held_one_by_one(house: Staffed, everybody: list[str]) -> list[Any]:
    """Open everybody as the desk does, and return every value held."""
    return [value for person in everybody for value in door.person(person, actor=house.desk).held]


def test_the_data_map_and_the_books_beside_it_count_what_opening_everybody_finds(
    house: Staffed, lived: list[str]
) -> None:
    values = held_one_by_one(house, lived)
    present = Counter(one.name for one in values if one.present)
    past = Counter(one.name for one in values if not one.present)
    label = {name: field.label["ja"] for name, field in in_force().policy.rules.fields.items() if field.of == "person"}

    found = {name: rows(name) for name in ("data-map", "freshness", "minimum")}

    assert past.keys() >= {"phone", "address"}
    assert "email" in past
    for name, said in label.items():
        row = found["data-map"][said]
        assert row[6] == (2 if name == "inquiry" else present[name]), name
        assert row[7] == (3 if name == "inquiry" else 0), name
        assert row[8] == past[name], name
        assert found["minimum"][said][2:4] == (row[6], past[name])
        if row[6]:
            assert found["freshness"][said][2:4] == (row[6], past[name])


@pytest.mark.promise("5-1")
def test_every_value_counts_for_the_source_it_came_from(house: Staffed, lived: list[str]) -> None:
    policy = in_force().policy
    values = held_one_by_one(house, lived)
    wanted: dict[str, Counter[bool]] = {}
    for one in values:
        wanted.setdefault(policy.rules.sources[one.source].label["ja"], Counter())[one.present] += 1

    table = reports.sources(policy, today(), "ja")

    counted: dict[str, Counter[bool]] = {}
    for row in table.rows:
        so_far = counted.setdefault(str(row[0]), Counter())
        so_far.update({True: int(row[4]), False: int(row[6])})
    assert len(wanted) == 3
    assert {name: counted[name] for name in wanted} == {name: +Counter(one) | one for name, one in wanted.items()}
    assert sum(int(row[5]) for row in table.rows) == 3
    legacy = policy.rules.sources["legacy-import"].label["ja"]
    assert [row[3] for row in table.rows if row[0] == legacy] == ["責任者の証明による（要確認）"]


@pytest.mark.promise("4-1-A")
def test_a_purpose_counts_what_reading_every_entry_finds(used: Staffed, lived: list[str]) -> None:
    company = used.company
    door.use_many(lived, ["name"], purpose="deliver-service", actor=company.clerk)
    with pytest.raises(Refused):
        door.use(company.alice, ["birth-date"], purpose="deliver-service", actor=company.clerk)
    place_all()
    with transactions.reading() as cursor:
        entries = [orjson.loads(body) for body in forms.bodies(cursor)]
    mine = [one for one in entries if one.get("purpose") == "deliver-service"]
    done = [one for one in mine if one["answer"] in {"allowed", "done"}]

    row = rows("purposes")["サービスの提供および商品の販売"]

    assert row[3:5] == (len(done), len(done))
    assert row[5] == sum(one["n"] - one.get("refused_n", 0) for one in done)
    assert row[6] == sum(one["answer"] == "denied" for one in mine) == 1
    assert int(str(row[5])) >= len(done) + len(lived) - 1
    assert row[8] == today().isoformat()


@pytest.mark.promise("2-3")
def test_what_is_stale_is_counted_from_the_day_after_its_time(house: Staffed) -> None:
    policy = in_force().policy
    name, field = next((name, one) for name, one in policy.rules.fields.items() if one.stale_after == "2y")
    assert name in ALICE
    day = today()
    last_good = day.replace(year=day.year + 2) if (day.month, day.day) != (2, 29) else dt.date(day.year + 2, 2, 28)

    assert rows("freshness", last_good)[field.label["ja"]][7] == 0
    assert rows("freshness", last_good + dt.timedelta(days=2))[field.label["ja"]][7] == 1
    assert rows("freshness")["氏名"][7] == "—"


@pytest.mark.promise("2-3")
def test_the_certificates_of_what_ended_are_a_book(house: Staffed, monkeypatch: pytest.MonkeyPatch) -> None:
    assert rows("ends") == {}
    in_a_century = today() + dt.timedelta(days=36600)
    transactions.raw_cursor().execute("UPDATE vault_person SET relation_ended_on = %s", (today().toordinal(),))
    with monkeypatch.context() as then:
        then.setattr(policies, "today", lambda: in_a_century)
        run = door.expire()
    door.expire(report=True)
    place_all()

    row = rows("ends")[today().isoformat()]

    assert run.erased == 1
    assert row[1] == 1
    assert row[7] == run.counts["erased"]
    assert row[3] == run.counts.get("values", 0)
    assert row[-1] == 0


@pytest.mark.promise("1-1")
def test_staffs_and_partners_contacts_are_in_the_data_map_too(house: Staffed) -> None:
    until = today() + dt.timedelta(days=30)
    people.hire("with-contact", "employee", contact={"name": "見本 三郎"}, contact_until=until,
                actor=house.company.manager)  # fmt: skip

    found = rows("data-map")

    assert found["従業者氏名"][6] == found["従業者連絡先"][6] == 1
    assert found["取引先担当者"][6] == 0
    assert rows("freshness")["従業者氏名"][4] == today().isoformat()


def test_the_data_map_counts_what_is_held(used: Staffed) -> None:
    found = rows("data-map")

    assert found["氏名"][6] == 1
    assert found["口座"][6] == 0
    assert "サービスの提供および商品の販売" in str(found["住所"][9])


def test_a_purpose_tells_its_uses(used: Staffed) -> None:
    found = rows("purposes")

    assert found["サービスの提供および商品の販売"][3:5] == (3, 3)
    assert found["サービスの提供および商品の販売"][8] == today().isoformat()
    assert found["質問・回答・通知"][3] == 0


def test_an_item_that_nobody_used_for_a_year_is_named(used: Staffed) -> None:
    found, in_a_year = rows("minimum"), rows("minimum", today() + dt.timedelta(days=365))

    assert found["氏名"][6] == "使われている"
    assert found["メールアドレス"][6] == "まだ使われていない（保有 1 年未満）"
    assert in_a_year["メールアドレス"][6] == "1 年間使われていない"
    assert found["口座"][6] == "保有していません"


def test_every_report_as_a_file_names_nobody(used: Staffed) -> None:
    arm(used.company.manager)
    client = whole("hoshiko")
    assert client.get("/console/reports/").status_code == 200  # the first page after a sign-in puts it on record
    place_all()  # both files count the same entries

    for name in reports.REPORTS:
        plain = client.get(f"/console/reports/{name}?as=csv").content
        book = client.get(f"/console/reports/{name}?as=xlsx").content
        lines = list(csv.reader(io.StringIO(plain.decode("utf-8-sig"))))
        heading, table = dict(lines[: lines.index([])]), lines[lines.index([]) + 1 :]

        assert len(table) > 1 or name in {"flows", "ends", "registers"}, name  # nothing went or came, nothing ended
        assert [[cell.removeprefix("'") for cell in row] for row in table] == opened(book, 1)
        about = dict(opened(book, 2))
        asked = {name for name in heading if name.endswith("As of")}  # two files, each as of its own moment
        assert asked
        heading = {key: value.removeprefix("'") for key, value in heading.items()}
        assert {**heading, **dict.fromkeys(asked)} == {**about, **dict.fromkeys(asked)}
        assert not any(value in str(lines) + str(opened(book, 1)) for value in ALICE.values())


def test_a_report_is_the_same_table_on_every_surface(
    used: Staffed, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal = Terminal(capsys, monkeypatch).signs_in("hoshiko")
    arm(used.company.manager)
    browser, program = whole("hoshiko"), caller(used.company.manager, ["house:policy"])
    browser.get("/console/reports/")

    for language in ("ja", "en"):
        program.language = language
        for name in reports.REPORTS:
            document = program.get(f"reports/{name}").json()
            page = browser.get(f"/console/reports/{name}", headers={"Accept-Language": language}).content.decode()
            shown = terminal.does("--lang", language, "report", name)

            said = ("report", "title", "clause", "columns", "rows", "digest", "policy")
            assert {key: shown[key] for key in said} == {key: document[key] for key in said}
            assert document["digest"] in page
        plain, book = (program.get(f"reports/minimum?form={form}").content for form in tables.FILES)
        digest = program.get("reports/minimum").json()["digest"]
        assert digest == sha256(plain.partition(b"\r\n\r\n")[2]).hexdigest()
        for form, sent in zip(tables.FILES, (plain, book), strict=True):
            file = tmp_path / f"{language}.{form}"
            assert terminal.does("--lang", language, "report", "minimum", "--out", file)["digest"] == digest
            assert rows_of(file.read_bytes()) == rows_of(sent)
            assert file.stat().st_mode & 0o777 == 0o600
        listed = terminal.does("--lang", language, "report")["reports"]
        assert listed == program.get("reports").json()["reports"]
        assert [one["name"] for one in listed] == list(reports.REPORTS)
    for out in ("x.pdf", "x", "ja.csv"):
        terminal.rejected("report", "minimum", "--out", tmp_path / out)
    terminal.rejected("report", "--out", tmp_path / "x.csv")
    assert not list(tmp_path.glob("x*"))
    assert program.get("reports/none").status_code == 404
    assert program.get("reports/minimum?form=pdf").status_code == 422


def rows_of(file: bytes) -> list[list[str]]:
    """Read the table of a report that was handed out as a file of either kind."""
    if file.startswith(b"PK"):
        return opened(file, 1)
    lines_ = list(csv.reader(io.StringIO(file.decode("utf-8-sig"))))
    return lines_[lines_.index([]) + 1 :]


def test_who_may_read_the_books_is_the_same_on_every_surface(
    house: Staffed, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Those who manage, approve or audit; a program for its owner alone, with a token that says so."""
    terminal, manager = Terminal(capsys, monkeypatch), house.company.manager
    maker = hire("maker", manager)
    charge(maker, "anonymiser", manager)
    may = {"hoshiko": manager, "auditor": house.auditor}
    may_not = {"bob": house.company.clerk, "kaori": house.desk, "maker": maker}

    for login, actor in (may | may_not).items():
        program, at_all = caller(actor, ["house:policy"]), login in may
        run = terminal.signs_in(login).does if at_all else terminal.signs_in(login).refused
        run("report")
        run("report", "data-map")
        arm(actor)
        browser = whole(login)
        answers = [program.get("reports"), program.get("reports/data-map"), program.get("reports/minimum?form=csv")]
        pages = [browser.get(f"/console/reports/{name}").status_code for name in ("", "data-map", "minimum?as=csv")]

        assert {one.status_code for one in answers} == {200 if at_all else 403}, login
        assert set(pages) == {200 if at_all else 403}, login
        assert at_all or {one.json()["reason"] for one in answers} == {"no-duty"}
    wrong = caller(manager, ["house:people"]).get("reports/data-map")
    for_another = Caller(caller(manager, ["house:policy"]).token, house.desk.id).get("reports/data-map")
    assert (wrong.json()["reason"], for_another.json()["reason"]) == ("program-purpose", "not-staff")


def opened(book: bytes, number: int) -> list[list[str]]:
    """Read one sheet as a reader of the format does: cells in their places, text by its index, numbers as they are."""
    with zipfile.ZipFile(io.BytesIO(book)) as parts:
        shared = ElementTree.fromstring(parts.read("xl/sharedStrings.xml"))  # noqa: S314  # written a moment ago
        sheet = ElementTree.fromstring(parts.read(f"xl/worksheets/sheet{number}.xml"))  # noqa: S314
    texts = ["".join(one.itertext()) for one in shared]
    rows = []
    for row in sheet.iter(f"{SHEET}row"):
        cells = [(cell.get("t"), cell.findtext(f"{SHEET}v", "")) for cell in row]
        rows.append([texts[int(value)] if kind == "s" else value for kind, value in cells])
    return rows


def test_a_file_says_what_it_is_in_both_languages_and_its_digest_can_be_told_again(used: Staffed) -> None:
    arm(used.company.manager)
    client = whole("hoshiko")

    plain = client.get("/console/reports/purposes?as=csv").content
    page = client.get("/console/reports/purposes").content.decode()
    english = client.get("/console/reports/purposes?as=csv", headers={"Accept-Language": "en"}).content.decode(
        "utf-8-sig"
    )

    heading, _, table = plain.removeprefix(b"\xef\xbb\xbf").partition(b"\r\n\r\n")
    said = dict(csv.reader(io.StringIO(heading.decode())))
    digest = sha256(table).hexdigest()
    assert said["表の指紋（SHA-256） / Fingerprint of the table (SHA-256)"] == digest
    assert digest in page
    assert said["帳票 / Report"] == "利用目的ごとの利用 / Uses by purpose"
    assert said["ポリシーの版 / Version of the policy"] == in_force().version
    assert int(said["証跡の件数 / Entries on record"]) > 3
    assert dt.datetime.fromisoformat(said["時点 / As of"]).utcoffset() == dt.timedelta(hours=9)
    assert "利用目的 / Purpose" in table.decode()
    assert "利用目的 / Purpose" in english


def test_no_cell_is_a_formula_and_no_clause_is_a_date() -> None:
    cells = ("=1+1", "+8190", "-1", "@SUM(A1)", "\t=1", "8-2", "4-1-A", "2026-01-05")
    table = tables.Table(title="t", said="", columns=("a",), both=("a",), rows=[(cell,) for cell in cells])

    plain = tables.as_csv(table, OF).decode("utf-8-sig")
    book = tables.as_workbook(table, OF)

    written = [row[0] for row in csv.reader(io.StringIO(plain.partition("\r\n\r\n")[2]))]
    assert written == ["a", "'=1+1", "'+8190", "'-1", "'@SUM(A1)", "'\t=1", "'8-2", "4-1-A", "2026-01-05"]
    assert "<f>" not in zipfile.ZipFile(io.BytesIO(book)).read("xl/worksheets/sheet1.xml").decode()
    assert [row[0] for row in opened(book, 1)] == ["a", *cells]


def test_whatever_a_cell_says_is_text_on_the_page() -> None:
    table = tables.Table(title="t", said="", columns=("a",), rows=[("<b>&\"'", 12345, "長" * 45 + "\n<b>")])

    assert lines(table.rows) == (
        '<tr><td class="nowrap">&lt;b&gt;&amp;&quot;&#x27;</td><td class="number">12,345</td>'
        f'<td class="long">{"長" * 45}<br>&lt;b&gt;</td></tr>'
    )
