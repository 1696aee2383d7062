"""The officer's books (1-1, 2-3, 4-1, 5-1, 5-3): real counts, nobody in them, the same on the screen and in files."""

from __future__ import annotations

import csv
import io
import zipfile

import pytest

from seiyaku import door
from seiyaku.console import reports
from seiyaku.ledger.sequencing import place_all
from seiyaku.people.days import today
from seiyaku.policy.queries import in_force
from tests.browser.staffed import Staffed, arm
from tests.promises.founded import ALICE

from .conftest import whole

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
        book = zipfile.ZipFile(io.BytesIO(client.get(f"/console/reports/{name}?as=xlsx").content))
        cells = book.read("xl/sharedStrings.xml").decode()
        lines = list(csv.reader(io.StringIO(plain.decode("utf-8-sig"))))

        assert len(lines) > 1, name
        assert lines[0][0] in cells
        assert not any(value in plain.decode("utf-8-sig") + cells for value in ALICE.values())


def test_no_cell_is_a_formula() -> None:
    table = reports.Table(title="t", said="", columns=("a",), rows=[("=1+1",), ("+8190",)])

    lines = reports.as_csv(table).decode("utf-8-sig").splitlines()
    sheet = zipfile.ZipFile(io.BytesIO(reports.as_workbook(table))).read("xl/worksheets/sheet1.xml").decode()

    assert lines[1:] == ["'=1+1", "'+8190"]
    assert "<f>" not in sheet
