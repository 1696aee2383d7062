"""The officer's books (1-1, 2-3, 4-1, 5-1, 5-3): real counts, nobody in them, the same on the screen and in files."""

from __future__ import annotations

import csv
import datetime as dt
import io
import zipfile
from hashlib import sha256
from xml.etree import ElementTree

import pytest

from seiyaku import door
from seiyaku.console import reports
from seiyaku.ledger.sequencing import place_all
from seiyaku.people.days import today
from seiyaku.policy.queries import in_force
from tests.browser.staffed import Staffed, arm
from tests.promises.founded import ALICE

from .conftest import whole

SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
OF = reports.AsOf(name="minimum", operator="見本", at=dt.datetime(2026, 1, 5, tzinfo=dt.UTC), policy="00", entries=1)
pytestmark = [pytest.mark.promise("1-1", "4-1-A", "5-1", "5-3")]


@pytest.fixture
def used(house: Staffed) -> Staffed:
    for _ in range(3):
        door.use(house.company.alice, ["name", "phone"], purpose="deliver-service", actor=house.company.clerk)
    place_all()  # on PostgreSQL an entry has its place within a second
    return house


def rows(name: str) -> dict[object, tuple[object, ...]]:
    table = reports.REPORTS[name](in_force().policy, today(), "ja")
    return {row[1] if name in {"data-map", "purposes"} else row[0]: row for row in table.rows}


def test_the_data_map_counts_what_is_held(used: Staffed) -> None:
    found = rows("data-map")

    assert found["氏名"][6] == 1
    assert found["口座"][6] == 0
    assert "サービスの提供および商品の販売" in str(found["住所"][7])


def test_a_purpose_tells_its_uses(used: Staffed) -> None:
    found = rows("purposes")

    assert found["サービスの提供および商品の販売"][3:5] == (3, 3)
    assert found["サービスの提供および商品の販売"][6] == today().isoformat()
    assert found["質問・回答・通知"][3] == 0


def test_an_item_that_nobody_used_for_a_year_is_named(used: Staffed) -> None:
    found = rows("minimum")

    assert found["氏名"][4] == "使われている"
    assert found["メールアドレス"][4] == "1 年間使われていない"


def test_every_report_as_a_file_names_nobody(used: Staffed) -> None:
    arm(used.company.manager)
    client = whole("hoshiko")

    for name in reports.REPORTS:
        plain = client.get(f"/console/reports/{name}?as=csv").content
        book = client.get(f"/console/reports/{name}?as=xlsx").content
        lines = list(csv.reader(io.StringIO(plain.decode("utf-8-sig"))))
        heading, table = dict(lines[: lines.index([])]), lines[lines.index([]) + 1 :]

        assert len(table) > 1 or name == "flows", name  # nothing has gone to anybody in this house
        assert [[cell.removeprefix("'") for cell in row] for row in table] == opened(book, 1)
        about = dict(opened(book, 2))
        asked = {name for name in heading if name.endswith("As of")}  # two files, each as of its own moment
        assert asked
        assert {**heading, **dict.fromkeys(asked)} == {**about, **dict.fromkeys(asked)}
        assert not any(value in str(lines) + str(opened(book, 1)) for value in ALICE.values())


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


def test_no_cell_is_a_formula() -> None:
    table = reports.Table(title="t", said="", columns=("a",), both=("a",), rows=[("=1+1",), ("+8190",)])

    lines = reports.as_csv(table, OF).decode("utf-8-sig").splitlines()
    sheet = zipfile.ZipFile(io.BytesIO(reports.as_workbook(table, OF))).read("xl/worksheets/sheet1.xml").decode()

    assert lines[lines.index("") :] == ["", "a", "'=1+1", "'+8190"]
    assert "<f>" not in sheet
