"""A call as the clerk has it (2-2, 4-3, 7-2): who speaks, what leaves the screen, what is asked for on the spot."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from seiyaku import door
from seiyaku.consent.models import ConsentRecord
from seiyaku.core.refilling import ERROR
from seiyaku.ledger import reading
from seiyaku.ledger.sequencing import place_all
from seiyaku.ledger.transactions import reading as snapshot
from tests import pages
from tests.browser.staffed import Staffed, arm
from tests.promises.founded import ALICE, SIGN_UP

from .conftest import whole

pytestmark = pytest.mark.promise("2-2", "7-2")
PHONE, BIRTH = "090-0000-0001", "平成2年4月1日"


@pytest.fixture
def clerk(house: Staffed) -> Client:
    arm(house.company.clerk)
    return whole("bob")


def begin(client: Client, purpose: str = "deliver-service", mode: str = "call", caller: str = "person") -> None:
    client.post("/console/purpose", {"purpose": purpose, "mode": mode, "caller": caller})


def find(client: Client, **more: str) -> str:
    return client.post("/console/found", {"said": PHONE, "second": BIRTH} | more).content.decode()


def newest() -> dict[str, Any]:
    place_all()
    with snapshot() as cursor:
        return next(reading.lately(cursor, 0)).body


def test_a_birth_date_makes_the_caller_known_and_is_not_shown(clerk: Client) -> None:
    begin(clerk)

    page = find(clerk)

    assert ALICE["name"] in page
    assert ALICE["birth-date"] not in page


def test_the_family_sees_nothing_until_their_authority_is_kept(clerk: Client, house: Staffed) -> None:
    begin(clerk, caller="family")

    before = clerk.post("/console/found", {"said": PHONE, "second": BIRTH})
    none = pages.read(clerk.post("/console/authority", {}).content)
    clerk.post("/console/authority", {"file": SimpleUploadedFile("mandate.pdf", b"%PDF mandate")})
    after = find(clerk)

    assert before.status_code == 403
    assert ALICE["name"] not in before.content.decode()
    assert "権限の書面が必要です" in before.content.decode()
    assert ALICE["name"] in after
    assert none.xpath("//*[@aria-invalid='true']/@id") == ["paper"]
    assert newest()["caller"] == "family:2+authority"


def test_what_the_caller_said_is_typed_once_also_where_it_finds_nobody(clerk: Client) -> None:
    begin(clerk)

    refused = clerk.post("/console/found", {"said": "12345", "second": BIRTH})

    page = pages.read(refused.content)
    assert refused.status_code == 422
    assert [page.get_element_by_id(name).value for name in ("said", "second1")] == ["12345", BIRTH]
    assert page.xpath("//*[@autofocus]/@id") == [ERROR]
    assert "12345" not in page.get_element_by_id(ERROR).text_content()


def test_the_next_caller_is_not_known_by_the_last_ones_items(clerk: Client, house: Staffed) -> None:
    begin(clerk)
    find(clerk)

    clerk.post("/console/purpose", {"next": "yes"})
    again = clerk.post("/console/opened", {"person": house.company.alice})

    assert again.status_code == 403
    assert ALICE["name"] not in again.content.decode()


def test_what_was_hidden_comes_back_in_the_same_call(clerk: Client, house: Staffed) -> None:
    begin(clerk)
    find(clerk)

    page = clerk.post("/console/opened", {"person": house.company.alice}).content.decode()

    assert ALICE["name"] in page


@pytest.mark.parametrize(("how", "kind"), [("copy", "copy"), ("print", "print"), ("file", "file")])
def test_what_leaves_the_screen_is_an_act_of_its_own(clerk: Client, house: Staffed, how: str, kind: str) -> None:
    begin(clerk)
    find(clerk)

    taken = clerk.post("/console/taken", {"person": house.company.alice, "how": how, "field": "phone"})

    assert ALICE["phone"] in taken.content.decode()
    assert (newest()["act"], newest()["note_kind"], newest()["fields"]) == ("export", kind, ["phone"])


def test_nothing_leaves_the_screen_for_a_purpose_that_lets_nothing_leave(clerk: Client, house: Staffed) -> None:
    begin(clerk, purpose="answer-questions")
    shown = find(clerk)
    asked = {"person": house.company.alice, "how": "copy", "field": "phone"}

    plain = clerk.post("/console/taken", asked)
    fetched = clerk.post("/console/taken", asked, headers={"accept": "application/json"})

    assert "コピー・印刷・取り出しはできません" in shown
    assert plain.status_code == fetched.status_code == 403
    assert ALICE["phone"] not in plain.content.decode()
    assert fetched.json()["remedy"]


def test_a_file_that_is_taken_is_no_formula_and_its_name_nobodys(clerk: Client, house: Staffed) -> None:
    other = {"member-number": "M0000009", "name": "=HYPERLINK(1)", "phone": "090-0000-0009", "email": "n@mail.example"}
    person = door.collect(ALICE | other, origin=SIGN_UP, actor=house.company.clerk).people[0]
    begin(clerk, mode="work")

    taken = clerk.post("/console/taken", {"person": person, "how": "file"})

    assert "'=HYPERLINK(1)" in taken.content.decode("utf-8-sig")
    assert "HYPERLINK" not in taken["Content-Disposition"]
    assert person not in taken["Content-Disposition"]


@pytest.mark.promise("4-3")
def test_consent_asked_for_on_the_spot_opens_and_stands_with_its_words(clerk: Client, house: Staffed) -> None:
    begin(clerk, purpose="considerate-service")

    closed = clerk.post("/console/found", {"said": PHONE, "second": BIRTH})
    declined = clerk.post("/console/asked", {"person": house.company.alice, "answer": "no"})
    given = clerk.post("/console/asked", {"person": house.company.alice, "answer": "yes"})

    script = "「健康状態に配慮した応対」のために、お預かりしている情報のうち次の項目を使ってもよろしいでしょうか"
    assert script in closed.content.decode()
    assert ALICE["name"] not in closed.content.decode()
    assert declined.status_code == 403
    assert ALICE["name"] in given.content.decode()
    record = ConsentRecord.objects.select_related("statement").get()
    assert (record.method, record.identity, record.giver) == ("oral", "two-items", "person")
    assert script in record.statement.ja
    assert record.purpose == "considerate-service"


@pytest.mark.promise("4-3")
def test_nobody_is_asked_for_consent_where_nobody_speaks_or_is_known(clerk: Client, house: Staffed) -> None:
    begin(clerk, purpose="considerate-service", mode="work")
    work = clerk.post("/console/found", {"said": PHONE, "second": "たかさき ありす"}).content.decode()
    begin(clerk, purpose="considerate-service")
    unknown = clerk.post("/console/asked", {"person": house.company.alice, "answer": "yes"})

    assert "いま同意を伺う" not in work
    assert unknown.status_code == 403
    assert not ConsentRecord.objects.exists()


@pytest.mark.promise("2-1")
def test_the_desk_hands_out_receipts_that_the_verifier_accepts(house: Staffed, tmp_path: Path) -> None:
    arm(house.desk)
    desk = whole("kaori")
    used = door.use(house.company.alice, ["name"], purpose="deliver-service", actor=house.company.clerk)
    place_all()

    page = desk.post("/console/person", {"person": house.company.alice}).content.decode()
    made = desk.post("/console/receipt", {"person": house.company.alice, "entry": used.entry})
    others = desk.post("/console/receipt", {"person": house.company.alice, "entry": "00" * 12})
    (tmp_path / "receipt.json").write_bytes(made.content)
    key = json.loads(made.content)["keys"][0]
    command = [sys.executable, "-m", "seiyaku_verify", "receipt", str(tmp_path / "receipt.json"), "--key", key]
    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert used.entry in page
    assert json.loads(made.content)["format"] == "seiyaku-receipt-1"
    assert done.returncode == 0, done.stdout + done.stderr
    assert others.status_code == 404


def test_a_persons_page_tells_choices_and_says_what_is_not_built(house: Staffed) -> None:
    arm(house.desk)
    desk = whole("kaori")
    door.refuse([house.company.alice], use="questionnaires", method="oral", actor=house.desk)

    page = desk.post("/console/person", {"person": house.company.alice}).content.decode()
    records = desk.post("/console/records", {"person": house.company.alice}).content.decode()

    assert "お断り: アンケート" in page
    assert "未実装" in page
    assert "第三者提供の記録" in records


def test_nobody_is_asked_to_agree_to_what_is_not_held(clerk: Client, house: Staffed) -> None:
    begin(clerk)

    page = find(clerk)

    assert "いま同意を伺う" not in page
    assert "見られない項目" not in page
    assert "保有していません" in page
