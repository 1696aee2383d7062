"""
The promises kept for many at once, through the command line: each row decided as if it came alone, told by row and
column, going on where it was cut; and the verbs that had no command.
"""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import seiyaku_verify
from seiyaku import door
from seiyaku.cli import lists as commands
from seiyaku.door import lists
from tests import proofs

from .founded import SIGN_UP, Company
from .surfaces import Program, Terminal
from .test_surfaces import COMPANY, PAPER, company, employ, terminal

__all__ = ["company", "terminal"]

SERVICE = "deliver-service"
FORM = ("--form", "sign-up", "--shown", "sign-up")
ASKING = ("--purpose", "answer-questions", "--form", "inquiry", "--script", "inquiry")
NOBODY = "00" * 16
VERIFIER = Path(seiyaku_verify.__file__)


def customers(company: Company, count: int) -> list[str]:
    rows = [{"member-number": f"M1{n:06}", "name": f"見本 客{n}", "phone": f"090-1000-{n:04}"} for n in range(count)]
    return [door.collect(row, origin=SIGN_UP, actor=company.clerk).people[0] for row in rows]


def table(file: Path, *rows: tuple[str, ...], encoding: str = "utf-8-sig") -> Path:
    with file.open("w", encoding=encoding, newline="") as opened:
        csv.writer(opened).writerows(rows)
    return file


def ids(file: Path, people: list[str]) -> Path:
    file.write_text("\n".join(people) + "\n", encoding="ascii")
    return file


def clerk(company: Company, terminal: Terminal) -> Terminal:
    return terminal.signs_in("bob")


def desk(company: Company, terminal: Terminal) -> Terminal:
    employ(company, "dora", "desk")
    return terminal.signs_in("dora")


def value(company: Company, person: str, *fields: str) -> dict[str, str]:
    return dict(door.use(person, fields, purpose=SERVICE, actor=company.clerk).values)


def stopped(company: Company, person: str) -> None:
    door.stop([person], use=SERVICE, actor=employ(company, "dora", "desk"))


def used(company: Company, person: str) -> str:
    return door.use(person, ["phone"], purpose=SERVICE, actor=company.clerk).entry


def acts(company: Company, person: str, act: str) -> int:
    told = door.person(person, actor=employ(company, "dora", "desk"))
    return len([use for use in told.uses if use.act == act])


def organisation(company: Company) -> str:
    paper = door.Origin(source="paper-form", form="paper-sign-up", shown=proofs.shown("paper-sign-up"))
    return door.collect(COMPANY, origin=paper, actor=company.clerk, kind="organisation").people[0]


def moved(company: Company, person: str, **values: str) -> None:
    door.change(person, values, purpose=SERVICE, origin=SIGN_UP, actor=company.clerk)


def names(company: Company, people: list[str]) -> list[str]:
    return [door.use(one, ["name"], purpose=SERVICE, actor=company.clerk).values["name"] for one in people]


@pytest.mark.surface("cli")
@pytest.mark.promise("2-3")
def test_a_file_of_corrections_is_made_and_each_row_that_is_not_is_told_by_row_column_and_clause(
    company: Company, terminal: Terminal, tmp_path: Path
) -> None:
    people = customers(company, 4)
    stopped(company, people[1])
    file = table(
        tmp_path / "fixes.csv",
        ("person", "氏名", "会員番号"),
        (people[0], "見本 訂正", ""),
        (people[1], "見本 訂正", ""),
        (people[2], "", "M1000000"),
        (NOBODY, "見本 訂正", ""),
        ("not an id", "見本 訂正", ""),
        (people[3], "見本 訂正", ""),
        encoding="cp932",
    )  # fmt: skip
    report = tmp_path / "report.csv"

    right = table(tmp_path / "right.csv", ("人の番号", "phone"), (people[3], "090-5555-5555"))
    who = clerk(company, terminal)

    said = who.refused("correct", "--file", file, "--purpose", SERVICE, *FORM, "--report", report)
    who.does("correct", "--file", right, "--purpose", SERVICE, *FORM)

    assert (said["done"], said["refused"], said["failed"]) == (2, 1, 3)
    told = {row["row"]: row for row in said["rows"]}
    assert sorted(told) == [3, 4, 5, 6]
    assert told[3]["clause"]
    assert told[3]["remedy"]
    assert (told[4]["outcome"], told[4]["column"]) == ("conflict", "会員番号")
    assert (told[5]["outcome"], told[6]["column"]) == ("not-found", "person")
    assert names(company, [people[0], *people[2:]]) == ["見本 訂正", "見本 客2", "見本 訂正"]
    with report.open(encoding="utf-8-sig", newline="") as opened:
        reported = {row["row"]: row for row in csv.DictReader(opened)}
    assert len(reported) == 6
    assert reported["2"]["entry"]
    assert "見本" not in report.read_text(encoding="utf-8-sig")
    assert report.stat().st_mode & 0o777 == 0o600


@pytest.mark.surface("cli")
@pytest.mark.promise("2-3")
@pytest.mark.parametrize("kind", ["csv", "jsonl", "parquet"])
def test_changes_come_in_from_every_kind_of_file(
    company: Company, terminal: Terminal, tmp_path: Path, kind: str
) -> None:
    from seiyaku.cli import tables

    people = customers(company, 2)
    file = tmp_path / f"moves.{kind}"
    rows = [(people[0], "東京都", "2026-01-05", ""), (people[1], "なし", "", "090-4444-4444")]
    tables.write(file, ("person", "address", "since", "phone"), rows)
    moved(company, people[1], address="大阪府")
    who = clerk(company, terminal)

    who.does("correct", "--file", file, "--changed", "--gone", "なし", "--purpose", SERVICE, *FORM)
    again = who.does("correct", "--file", file, "--changed", "--gone", "なし", "--purpose", SERVICE, *FORM)
    who.rejected("correct", people[0], "--file", file, "--purpose", SERVICE, *FORM)

    first, second = (value(company, one, "address", "phone") for one in people)
    assert first["address"] == "東京都"
    assert second == {"phone": "090-4444-4444"}
    assert again["done"] == 2
    assert acts(company, people[0], "write") == 2  # allowed, and done: once


@pytest.mark.surface("cli")
@pytest.mark.promise("2-1")
def test_a_file_that_was_cut_off_goes_on_and_a_wrong_one_does_nothing(
    company: Company, terminal: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = customers(company, 3)
    rows = [("person", "name"), *((one, "見本 訂正") for one in people)]
    file = table(tmp_path / "fixes.csv", *rows)
    headless = table(tmp_path / "headless.csv", ("見本 だれか", "東京都"), (people[0], "見本 訂正"))
    monkeypatch.setitem(lists.VERBS, "correct", lists.Verb(lists.VERBS["correct"].plan, block=1))
    who, command = clerk(company, terminal), ("--purpose", SERVICE, *FORM)

    told = commands.Telling.hear

    def die(self: commands.Telling, block: Any) -> None:
        told(self, block)
        raise KeyboardInterrupt

    with monkeypatch.context() as dying:
        dying.setattr(commands.Telling, "hear", die)
        who.partly("correct", "--file", file, *command)
    assert names(company, people) == ["見本 訂正", "見本 客1", "見本 客2"]
    went_on = who.does("correct", "--file", file, *command)
    who.rejected("correct", "--file", file, "--gone", "-", *command)
    wrong = who.partly("correct", "--file", headless, *command)

    assert (went_on["done"], went_on["resumed_after"]) == (3, 2)
    assert names(company, people) == ["見本 訂正"] * 3
    assert (wrong["done"], wrong["failed"], wrong["rows"][0]["column"]) == (0, 1, "column 1")
    assert "だれか" not in json.dumps(wrong, ensure_ascii=False)


@pytest.mark.surface("cli")
@pytest.mark.promise("2-1", "2-3")
def test_many_are_erased_from_a_list_and_every_receipt_verifies_on_its_own(
    company: Company, terminal: Terminal, tmp_path: Path
) -> None:
    people = customers(company, 3)
    those, some = ids(tmp_path / "gone", [*people[:2], NOBODY]), ids(tmp_path / "some", people[2:])

    clerk(company, terminal).refused("erase", "--people", some, "--yes")
    who = desk(company, terminal)
    said = who.partly("erase", "--people", those, "--yes", "--receipt", tmp_path / "receipts")
    one = who.does("erase", people[2], "--yes", "--receipt", tmp_path / "one.json")

    assert (said["done"], said["failed"], said["hits"], said["receipts"]) == (2, 1, [], 2)
    assert said["keys_gone_on"]
    receipts = [*sorted((tmp_path / "receipts").iterdir()), tmp_path / "one.json"]
    keys = [arg for key in json.loads(receipts[0].read_text())["keys"] for arg in ("--key", key)]
    for receipt in receipts:
        done = subprocess.run(
            [sys.executable, str(VERIFIER), "receipt", str(receipt), *keys], capture_output=True, check=False
        )
        assert done.returncode == 0, done.stderr
    assert one["hits"] == []
    broken = json.loads(receipts[0].read_text())
    broken["person"]["granted"] = not broken["person"]["granted"]
    with pytest.raises(seiyaku_verify.VerificationError):
        seiyaku_verify.verify_receipt(broken, broken["keys"])


@pytest.mark.surface("cli")
@pytest.mark.promise("2-3", "2-2")
def test_records_are_merged_parted_withheld_and_shown_again_from_files(
    company: Company, terminal: Terminal, tmp_path: Path
) -> None:
    people = customers(company, 4)
    entry = used(company, people[0])
    merge = table(tmp_path / "m.csv", ("gone", "into"), (people[3], people[2]))
    split = table(tmp_path / "s.csv", ("person", "fields"), (people[1], "phone"))
    hide = table(tmp_path / "w.csv", ("person", "entries"), (people[0], entry))
    report = tmp_path / "made.jsonl"

    clerk(company, terminal).refused("mend", "merge", "--file", merge)
    who = desk(company, terminal)
    who.does("mend", "merge", "--file", merge, "--report", tmp_path / "merged.csv")
    who.does("mend", "split", "--file", split, "--report", report)
    who.does("mend", "withhold", "--file", hide, "--reason", "paper:law")
    hidden = who.does("person", people[0])
    who.does("mend", "reveal", "--file", hide)
    shown = who.does("person", people[0])
    who.rejected("mend", "reveal", people[0])

    (made,) = [json.loads(line)["person"] for line in report.read_text(encoding="utf-8").splitlines()]
    assert value(company, made, "phone") == {"phone": "090-1000-0001"}
    assert entry not in json.dumps(hidden)
    assert entry in json.dumps(shown)


@pytest.mark.surface("cli")
@pytest.mark.promise("2-2")
def test_many_people_are_told_what_is_held_on_them_into_one_file(
    company: Company, terminal: Terminal, tmp_path: Path
) -> None:
    people = customers(company, 2)
    those, out = ids(tmp_path / "people", people), tmp_path / "told.jsonl"

    refused = clerk(company, terminal).refused("person", "--people", those, "--out", tmp_path / "no.jsonl")
    desk(company, terminal).does("person", "--people", those, "--out", out)

    assert [row["person"] for row in refused["left"]] == people
    assert (tmp_path / "no.jsonl").read_text() == ""
    told = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [one["person"] for one in told] == people
    assert out.stat().st_mode & 0o777 == 0o600


@pytest.mark.surface("cli")
@pytest.mark.promise("4-1-B", "4-1-G")
def test_people_are_contacted_at_the_terminal_but_for_who_refused(
    company: Company, terminal: Terminal, tmp_path: Path
) -> None:
    people = customers(company, 2)
    those, out = ids(tmp_path / "people", people), tmp_path / "reach.csv"
    who = clerk(company, terminal)

    one = who.does("contact", people[0], "--fields", "phone", "--purpose", "service-contact")
    who.does("contact", "--people", those, "--fields", "phone", "--purpose", "service-contact", "--out", out)
    refused = who.refused("contact", people[0], "--fields", "phone", "--purpose", "send-offers")
    who.rejected("contact", "--all", "--fields", "phone", "--purpose", "service-contact")

    assert one["values"] == {"phone": "090-1000-0000"}
    assert refused["clause"]
    with out.open(encoding="utf-8-sig", newline="") as opened:
        assert [row[0] for row in csv.reader(opened)][1:] == people


@pytest.mark.surface("cli")
@pytest.mark.promise("4-2-D", "4-1-E")
def test_people_are_counted_and_exported_at_the_terminal_with_an_id_that_an_erasure_tells(
    company: Company, terminal: Terminal, tmp_path: Path
) -> None:
    people = customers(company, 6)
    those, out = ids(tmp_path / "people", people), tmp_path / "out.csv"
    who = clerk(company, terminal)

    counted = who.does("statistics", "--by", "name=value", "--purpose", SERVICE, "--people", those)
    taken = who.does("export", "--people", those, "--fields", "name", "--purpose", SERVICE, "--out", out)
    who.refused("export", "--all", "--fields", "name", "--purpose", "improve-service", "--out", tmp_path / "no.csv")
    who.refused("statistics", "--by", "plan=value", "--purpose", "improve-service")
    who.rejected("statistics", "--by", "plan", "--purpose", SERVICE)

    assert (counted["people"], counted["groups"], counted["suppressed"]) == (6, {}, 6)
    assert taken["people"] == 6
    gone = desk(company, terminal).does("erase", people[0], "--yes")
    assert gone["exports"] == [taken["export"]]


@pytest.mark.surface("cli")
@pytest.mark.promise("1-1", "P")
def test_calls_and_files_are_filed_and_taken_out_at_the_terminal(
    company: Company, terminal: Terminal, tmp_path: Path
) -> None:
    people = customers(company, 3)
    recording = tmp_path / "call.wav"
    recording.write_bytes(b"voice" * 1000)
    calls = table(tmp_path / "calls.csv", ("person", "kind", "text"), *((one, "call", "請求書") for one in people[1:]))
    files = table(tmp_path / "files.csv", ("person", "path"), (people[1], "call.wav"), (people[2], "../../etc/no.wav"))
    heard = ("--field", "call-recording", "--purpose", "answer-questions")
    who = clerk(company, terminal)

    who.does("note", people[0], "--field", "inquiry", *ASKING, typed=("call", "請求書の届く日"))
    who.does("note", "--file", calls, "--field", "inquiry", *ASKING)
    who.does("attach", people[0], recording, "--field", "call-recording", *ASKING)
    partly = who.partly("attach", "--file", files, "--field", "call-recording", *ASKING)
    who.refused("attach", people[0], recording, "--field", "portrait", *ASKING)
    (filed,) = who.does("retrieve", people[0], *heard)["filed"]
    who.does("retrieve", people[0], filed["ref"], *heard, "--out", tmp_path / "copy.wav")
    who.refused("retrieve", people[0], "--field", "call-recording", "--purpose", SERVICE)

    noted = who.does("retrieve", people[1], "--field", "inquiry", "--purpose", "answer-questions")["filed"]
    assert noted[0]["content"] == {"kind": "call", "text": "請求書"}
    assert filed["content"]["name"] == "call.wav"
    assert (tmp_path / "copy.wav").read_bytes() == b"voice" * 1000
    assert (partly["done"], partly["rows"][0]["column"]) == (1, "path")


@pytest.mark.surface("cli")
@pytest.mark.promise("P")
def test_who_stands_for_an_organisation_is_recorded_at_the_terminal(
    company: Company, terminal: Terminal, tmp_path: Path
) -> None:
    person = customers(company, 1)[0]
    held = organisation(company)
    how = ("--field", "company-name", "--purpose", SERVICE, "--form", "paper-sign-up", "--shown", PAPER["shown"])
    file = table(tmp_path / "who.csv", ("organisation", "person", "role"), (held, person, "agent"))
    who = clerk(company, terminal)

    who.does("appoint", held, person, "--role", "contact", *how)
    who.does("appoint", "--file", file, *how)
    who.does("appoint", held, person, "--role", "contact", "--dismiss", *how)
    who.rejected("appoint", person, held, "--role", "contact", *how)
    refused = who.refused("appoint", held, person, "--role", "contact", *how[:1], "credit-check", *how[2:])

    assert refused["clause"]


@pytest.mark.surface("http")
@pytest.mark.promise("2-3", "2-2")
def test_a_program_writes_about_many_and_each_is_decided(company: Company) -> None:
    people = customers(company, 2)
    support = Program(company.clerk, (SERVICE,))
    origin = {"source": "web-form", "form": "sign-up", "shown": proofs.shown("sign-up")}
    asks = [{"person": one, "values": {"name": "見本 訂正"}} for one in (*people, NOBODY)]

    came = support.does("correct-many", asks=asks, purpose=SERVICE, origin=origin)
    refused = support.does("correct-many", asks=asks, purpose="send-offers", origin=origin)
    support.refused("contact-many", people=people, fields=["phone"], purpose="send-offers")
    support.rejected("correct-many", asks=[], purpose=SERVICE, origin=origin)

    assert [one["outcome"] for one in came["outcomes"]] == ["done", "done", "not-found"]
    assert {one["outcome"] for one in refused["outcomes"]} == {"refused"}
    assert all(one["remedy"]["text"] for one in refused["outcomes"])
