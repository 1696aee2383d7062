"""The rarer verbs of the door at the terminal of somebody who is signed in."""

from __future__ import annotations

import hashlib
import io
import json
from pathlib import Path

import pytest
from django.contrib.auth.hashers import make_password

from seiyaku import door
from seiyaku.cli import signing, tables
from seiyaku.cli.main import main
from seiyaku.ledger.sequencing import place_all
from seiyaku.people import sessions
from seiyaku.people.models import Account
from tests.door.conftest import ALICE, SIGN_UP, House, house, partner, wording

from .test_desk import PASSWORD, desk, run

__all__ = ["desk", "house"]
FROM = ("--form", "sign-up", "--shown", "sign-up")


@pytest.mark.promise("2-3", "8-1")
def test_a_contract_and_a_service_begin_and_end(
    desk: House, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    agent = partner("agent", "option-agent")
    people = tmp_path / "people"
    people.write_text(desk.alice + "\n", encoding="ascii")

    run(capsys, "relation", "begin", desk.alice, "--on", "2026-01-05", *FROM)
    run(capsys, "relation", "begin", "--people", str(people), "--service", agent, *FROM)
    ended = run(capsys, "relation", "end", desk.alice, "--on", "2026-06-30", *FROM)

    assert ended["people"] == 1
    assert ended["clause"] == "2-3"
    contract, service = run(capsys, "person", desk.alice)["relations"]
    assert contract == {"service": "", "began_on": "2026-01-05", "ended_on": "2026-06-30"}
    assert (service["service"], service["ended_on"]) == (agent, None)


@pytest.mark.promise("4-2-A…E", "6-2")
def test_what_a_partner_gave_and_what_went_to_one_is_on_record(
    desk: House, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    terms = "confidentiality lawful-origin"
    shop = partner("shop", "cooperating-company", character="third-party", terms=terms)
    (tmp_path / "letter").write_text("the shop's own word", encoding="utf-8")
    paper = run(capsys, "paper", str(tmp_path / "letter"), "--kind", "provenance", "--until", "2099-01-01")["paper"]

    went = run(capsys, "related", "--fields", "cookie", "--to", shop, "--confirmed", paper, "--how", "in writing")

    assert went["article"] == "31(1)"
    assert run(capsys, "person", desk.alice, "--records")["records"] == []


@pytest.mark.promise("7-1", "12-3")
def test_the_desk_finds_somebody_by_half_a_name_and_records_that_they_came_back(
    desk: House, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("高崎\n"))
    found = run(capsys, "scan", "--field", "name", "--purpose", "law:disclose")
    came = run(capsys, "consent", "accept", *found["people"], "--channel", "counter")

    assert (found["people"], found["looked_at"], found["ended"]) == ([desk.alice], 1, True)
    assert (came["people"], came["clause"]) == (1, "12-3")


@pytest.mark.promise("2-3", "5-1", "8-3-C")
def test_records_are_mended_withheld_and_given_a_receipt_of(desk: House, capsys: pytest.CaptureFixture[str]) -> None:
    used = door.use(desk.alice, ["name"], purpose="deliver-service", actor=desk.clerk).entry
    place_all()
    assert run(capsys, "ledger", "receipt", desk.alice, used)["receipt"]["format"] == "seiyaku-receipt-1"

    run(capsys, "mend", "withhold", desk.alice, used, "--reason", "paper:law")
    hidden = {one["entry"] for one in run(capsys, "person", desk.alice)["uses"]}
    run(capsys, "mend", "reveal", desk.alice, used)
    new = run(capsys, "mend", "split", desk.alice, "--fields", "birth-date")["person"]
    run(capsys, "mend", "merge", new, desk.alice)

    assert used not in hidden
    assert {one["name"] for one in run(capsys, "person", desk.alice)["held"]} >= {"birth-date", "name"}


@pytest.mark.promise("7-2", "2-2")
def test_a_call_is_opened_verified_used_and_ended(
    desk: House, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def says(*lines: str) -> None:
        monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(lines) + "\n"))

    (tmp_path / "mandate").write_text("委任状（見本）", encoding="utf-8")
    purpose = ("--purpose", "law:disclose")
    call = run(capsys, "call", "begin", "--caller", "family", *purpose)["occasion"]
    read = ("use", desk.alice, "--fields", "name", "--occasion", call, *purpose)

    early = main.main(["--json", *read], standalone_mode=False)
    why = json.loads(capsys.readouterr().out)
    says(ALICE["phone"], "1990-04-01")
    known = run(capsys, "call", "identify", call, "--by", "phone,birth-date")
    run(capsys, "call", "authorise", call, str(tmp_path / "mandate"))
    used = run(capsys, *read)
    state = run(capsys, "call", "state", call)
    run(capsys, "call", "end", call)
    over = main.main(["--json", "call", "state", call], standalone_mode=False)

    assert (early, why["reason"]) == (3, "caller-unverified")
    assert known["person"] == state["person"] == desk.alice
    assert state["authority"] is True
    assert used["values"] == {"name": ALICE["name"]}
    assert over == 1


@pytest.mark.promise("7-2", "2-2", "4-3")
def test_in_a_call_taking_is_an_act_and_a_no_is_kept(
    desk: House, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    signs_in("bob")
    call = run(capsys, "call", "begin", "--purpose", "deliver-service")["occasion"]
    monkeypatch.setattr("sys.stdin", io.StringIO(ALICE["phone"] + "\n1990-04-01\n"))
    run(capsys, "call", "identify", call, "--by", "phone,birth-date")

    taken = run(capsys, "call", "take", call, desk.alice, "--fields", "phone", "--how", "copy")
    declined = run(
        capsys, "call", "decline", call, desk.alice, "--use", "deliver-service", "--statement", wording()
    )  # fmt: skip

    assert taken["values"] == {"phone": ALICE["phone"]}
    assert declined["people"] == 1


def signs_in(login: str) -> None:
    """Somebody else takes their place at the terminal."""
    Account.objects.filter(login=login).update(password=make_password(PASSWORD))
    signing.keep(sessions.sign_in(login, PASSWORD).token)


@pytest.mark.promise("5-1")
def test_a_file_that_came_in_by_half_is_taken_back(
    desk: House, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "people.csv"
    file.write_text("会員番号,氏名,電話番号\nM0000009,見本 九,09000000009\n", encoding="utf-8")
    digest = hashlib.sha256(file.read_bytes()).hexdigest()

    def cut_off(_row: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        door.collect_rows(tables.read(file), file=digest, origin=SIGN_UP, actor=desk.clerk, on_block=cut_off)

    back = run(capsys, "collect", str(file), "--roll-back", *FROM)

    assert (back["erased"], back["hits"]) == (1, [])


@pytest.mark.promise("3-2", "8-2")
def test_a_recipient_is_named_by_name_or_reference(
    house: House, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    carrier = partner("carrier", "delivery-carrier")
    Account.objects.filter(ref=house.clerk.id).update(password=make_password(PASSWORD))
    signing.keep(sessions.sign_in(house.clerk.id.removeprefix("staff:"), PASSWORD).token)
    (people := tmp_path / "people").write_text(house.alice, encoding="ascii")
    ask = ("provide", "--people", str(people), "--fields", "name,address,phone", "--ground", "delivery",
           "--purpose", "deliver-service")  # fmt: skip

    named, referred = (
        run(capsys, *ask, "--to", to, "--out", str(tmp_path / f"{number}.csv"))
        for number, to in enumerate(("carrier", carrier))
    )
    unknown = main.main(
        ["--lang", "en", *ask, "--to", "nobody", "--out", str(tmp_path / "none.csv")], standalone_mode=False
    )

    assert named["clause"] == referred["clause"] == "8-2"
    assert (unknown, capsys.readouterr().err) == (1, "✗ There is no such thing  [not-found]\n  partner\n")
    assert not (tmp_path / "none.csv").exists()

    signing.drop()  # whoever has not signed in learns of no name whether there is such a partner
    for to in ("carrier", "nobody"):
        outside = main.main(
            ["--lang", "en", *ask, "--to", to, "--out", str(tmp_path / "no.csv")], standalone_mode=False
        )
        assert (outside, "nobody is signed in" in capsys.readouterr().err) == (3, True)
