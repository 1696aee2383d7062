"""Pseudonymised information: for one purpose, in the house, with nothing that identifies, until its day (41)."""

from __future__ import annotations

import csv
import dataclasses
import datetime as dt
from pathlib import Path
from typing import Any

import pytest
import yaml

from seiyaku.anonymised import pseudonymising
from seiyaku.anonymised.models import Pseudonymised
from seiyaku.core.errors import InputError, NotFound
from seiyaku.policy import queries as policies
from seiyaku.post.models import Piece
from tests.promises.surfaces import Program, Terminal

from .house import PEOPLE, House, employ, house
from .test_releasing import everything_stored

PLAN: dict[str, Any] = {
    "title": {"ja": "改善のための分析", "en": "Analysis to improve"},
    "purpose": "improve-service",
    "columns": {
        "年代": {"from": "birth-date", "take": "age-group"},
        "生年月": {"from": "birth-date", "take": "month"},
        "地域": {"from": "address", "take": "prefecture"},
    },
    "days": 30,
}


def written(folder: Path, **more: Any) -> Path:
    path = folder / "pseudonyms.yaml"
    path.write_text(yaml.safe_dump(PLAN | more, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return path


@pytest.fixture
def people(instance: Path) -> House:
    return house()


IN_TOUCH = "仮名加工情報を、本人に連絡する目的に使うことはできません。"
UNPUBLISHED = "公表している利用目的ではありません: "
STAYS = "特定の個人を識別できる記述は削除します: "
# what is wrong with a plan; the article, the reason and the words it is refused with
WRONG: list[tuple[dict[str, Any], tuple[str, str, str]]] = [
    ({"columns": {"名": {"from": "name"}}}, ("41(1); R.31(i)", "R.31(1)", f"{STAYS}名")),
    ({"columns": {"住所": {"from": "address"}}}, ("41(1); R.31(i)", "R.31(1)", f"{STAYS}住所")),
    ({"columns": {"日": {"from": "birth-date"}}}, ("41(1); R.31(i)", "R.31(1)", f"{STAYS}日")),
    ({"columns": {"番号": {"from": "member-number"}}}, ("41(1); R.31(i)", "R.31(1)", f"{STAYS}番号")),
    ({"columns": {"番号": {"from": "survey-answer"}}},
     ("41(1); R.31(ii)", "R.31(2)", "個人識別符号は削除します: 番号")),
    ({"columns": {"請求": {"from": "billing"}}},
     ("41(1); R.31(iii)", "R.31(3)", "不正に使われると財産的被害のおそれがあるため削除します: 請求")),
    ({"purpose": "send-offers"}, ("41(8)", "contact", IN_TOUCH)),
    ({"purpose": "no-such-purpose"}, ("41(3); 41(4)", "no-such-purpose", f"{UNPUBLISHED}no-such-purpose")),
]  # fmt: skip


def under(monkeypatch: pytest.MonkeyPatch, **rules: dict[str, Any]) -> None:
    """Let another policy be in force: some of its fields or purposes otherwise, or gone (None)."""
    now = policies.in_force()
    changed = {
        name: {key: rule for key, rule in {**getattr(now.policy.rules, name), **more}.items() if rule is not None}
        for name, more in rules.items()
    }
    other = now.policy.model_copy(update={"rules": now.policy.rules.model_copy(update=changed)})
    monkeypatch.setattr(policies, "in_force", lambda *_: dataclasses.replace(now, policy=other))


@pytest.mark.promise("2-2")
def test_every_ban_of_the_law_on_pseudonymised_information_holds_at_the_terminal_and_over_http(
    people: House, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    ana = employ(people.company, "ana", "analyst")
    terminal = Terminal(capsys, monkeypatch).signs_in("ana")
    program, makers, clerks = (Program(each, ("house:releases", "improve-service", "deliver-service"))
                               for each in (ana, people.maker, people.clerk))  # fmt: skip
    program.caller.language = makers.caller.language = "ja"
    made = terminal.does("anonymise", "pseudonymise", written(tmp_path))
    use = ("anonymise", "use", made["ref"], "--out", tmp_path / "out.csv", "--purpose")
    told: dict[str, list[tuple[str, str, str]]] = {}

    def both(name: str, command: tuple[str | Path, ...], verb: str, by: Program = program, **body: Any) -> None:
        """Refused at the terminal and over HTTP alike, with the article, the reason and the words."""
        shown = (terminal.refused("--lang", "ja", *command), by.refused(verb, **body))
        told[name] = [(said["article"], said["reason"], said["detail"]) for said in shown]

    terminal.does(*use, "improve-service")
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
        head, *rows = csv.reader(file)
    purposes, fields = policies.in_force().policy.rules.purposes, policies.in_force().policy.rules.fields
    with monkeypatch.context() as patch:
        terminal.signs_in("mia")
        under(patch, fields={"survey-answer": fields["survey-answer"].model_copy(update={"klass": "code"})})
        for number, (change, _) in enumerate(WRONG):
            plan = written(tmp_path, **({"columns": {"地域": PLAN["columns"]["地域"]}} | change))
            text = plan.read_text(encoding="utf-8")
            both(str(number), ("anonymise", "pseudonymise", plan), "anonymised/pseudonymise", makers, plan=text)
    terminal.signs_in("ana")
    of = made["ref"]
    both("other", (*use, "statistics"), "anonymised/use", release=of, purpose="statistics")
    both("given", ("anonymise", "deliver", of, "--to", "lab"), "anonymised/deliver", release=of, to="lab")
    for name, rule in (
        ("gone", None),
        ("calls", purposes["improve-service"].model_copy(update={"acts": ("contact",)})),
    ):
        with monkeypatch.context() as patch:
            under(patch, purposes={"improve-service": rule})
            both(name, (*use, "improve-service"), "anonymised/use", release=of, purpose="improve-service")
    (tmp_path / "row.csv").write_text(f"地域,生年月,年代,仮名\n{','.join(reversed(rows[7]))}\n", encoding="utf-8")
    back = [
        terminal.signs_in("bob").refused("collect", tmp_path / "row.csv", "--form", "service-records"),
        clerks.refused("collect-many", rows=[dict(zip(head, rows[8], strict=True))],
                       origin={"source": "service-record", "form": "service-records"}),
    ]  # fmt: skip

    assert head == ["仮名", "年代", "生年月", "地域"]
    assert len(rows) == made["rows"] == PEOPLE + 1
    assert len({row[0] for row in rows}) == len(rows)
    assert not any(sign.isdigit() for row in rows for sign in row[0])
    assert {len(row[2]) for row in rows} == {len("1985-04")}
    assert (tmp_path / "out.csv").read_text(encoding="utf-8").count("見本") == 0
    expected = {str(number): said for number, (_, said) in enumerate(WRONG)} | {
        "other": ("41(3)", "other-purpose",
                  "この仮名加工情報は「improve-service」のために作られました。ほかの目的には使えません。"),
        "given": ("41(6)", "to-nobody", "仮名加工情報は、法令に基づく場合を除き、第三者に渡せません。"),
        "gone": ("41(3); 41(4)", "no-such-purpose", f"{UNPUBLISHED}improve-service"),
        "calls": ("41(8)", "contact", IN_TOUCH),
    }  # fmt: skip
    assert told == {name: [said, said] for name, said in expected.items()}
    assert {(said["article"], said["reason"]) for said in back} == {("41(7)", "re-identification")}
    assert Pseudonymised.objects.count() == 1


@pytest.mark.promise("2-2")
def test_no_table_of_its_names_is_kept(people: House, instance: Path, tmp_path: Path) -> None:
    ana = employ(people.company, "ana", "analyst")
    made = pseudonymising.make(pseudonymising.Plan.model_validate(PLAN), actor=ana)
    pseudonymising.use(made.ref, tmp_path / "out.csv", purpose=made.purpose, actor=ana)
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
        names = [row[0] for row in csv.reader(file)][1:]
    kept = everything_stored(instance)

    assert len(names) == made.rows
    assert not [name for name in names if name.encode() in kept]


@pytest.mark.promise("2-2")
def test_it_is_destroyed_on_its_day_or_when_it_is_no_longer_needed(people: House) -> None:
    ana = employ(people.company, "ana", "analyst")
    plan = pseudonymising.Plan.model_validate(PLAN)
    first, second = (pseudonymising.make(plan, actor=ana) for _ in range(2))
    pseudonymising.end(second.ref, actor=people.maker)

    assert pseudonymising.expire(first.until, actor=people.maker) == 0
    assert pseudonymising.expire(first.until + dt.timedelta(days=1), actor=people.maker) == 1

    assert not Piece.objects.exists()
    for made in (first, second):
        with pytest.raises(NotFound):
            pseudonymising.one(made.ref)
    with pytest.raises(InputError):
        pseudonymising.make(pseudonymising.Plan.model_validate(PLAN | {"columns": {}}), actor=ana)
