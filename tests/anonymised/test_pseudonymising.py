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
from seiyaku.core.errors import InputError, NotFound, Refused
from seiyaku.policy import queries as policies
from seiyaku.post.models import Piece
from tests.promises.surfaces import Terminal

from .house import PEOPLE, House, employ, house
from .test_releasing import everything_stored

PLAN: dict[str, Any] = {
    "title": {"ja": "改善のための分析", "en": "Analysis to improve"},
    "purpose": "improve-service",
    "columns": {
        "年代": {"from": "birth-date", "take": "age-group"},
        "生年月日": {"from": "birth-date"},
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


@pytest.mark.promise("2-2")
def test_it_is_made_for_one_purpose_used_for_that_alone_given_to_nobody_and_joined_with_nothing(
    people: House, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    employ(people.company, "ana", "analyst")
    terminal = Terminal(capsys, monkeypatch).signs_in("ana")
    made = terminal.does("anonymise", "pseudonymise", written(tmp_path))
    use = ("anonymise", "use", made["ref"], "--out", tmp_path / "out.csv", "--purpose")

    terminal.does(*use, "improve-service")

    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
        head, *rows = csv.reader(file)
    assert head == ["仮名", "年代", "生年月日", "地域"]
    assert len(rows) == made["rows"] == PEOPLE + 1
    assert len({row[0] for row in rows}) == len(rows)
    assert not any(sign.isdigit() for row in rows for sign in row[0])
    assert (tmp_path / "out.csv").read_text(encoding="utf-8").count("見本") == 0
    one_row = ",".join(reversed(rows[7]))
    (tmp_path / "row.csv").write_text(f"地域,生年月日,年代,仮名\n{one_row}\n", encoding="utf-8")
    refused = {
        "41(3)": terminal.refused(*use, "statistics"),
        "41(6)": terminal.refused("anonymise", "deliver", made["ref"], "--to", "lab"),
        "41(7)": terminal.signs_in("bob").refused("collect", tmp_path / "row.csv", "--form", "service-records"),
    }
    assert {article: said["article"] for article, said in refused.items()} == {each: each for each in refused}


@pytest.mark.parametrize(
    ("change", "article"),
    [
        ({"columns": {"名": {"from": "name"}}}, "41(1); R.31(i)"),
        ({"columns": {"住所": {"from": "address"}}}, "41(1); R.31(i)"),
        ({"columns": {"番号": {"from": "member-number"}}}, "41(1); R.31(i)"),
        ({"columns": {"請求": {"from": "billing"}}}, "41(1); R.31(iii)"),
        ({"purpose": "send-offers"}, "41(8)"),
        ({"purpose": "no-such-purpose"}, "41(3)"),
    ],
)
@pytest.mark.promise("2-2")
def test_what_the_rules_want_gone_is_not_in_it(instance: Path, change: dict[str, Any], article: str) -> None:
    from tests.promises.founded import found

    company = found()
    maker = employ(company, "mia", "anonymiser")
    plan = pseudonymising.Plan.model_validate(PLAN | change)

    with pytest.raises(Refused) as said:
        pseudonymising.make(plan, actor=maker)

    assert said.value.answer.article == article
    assert not Pseudonymised.objects.exists()


@pytest.mark.promise("2-2")
def test_an_identification_code_does_not_enter(instance: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No field of the reference policy is a code of art. 2(2); of another policy one may be."""
    from tests.promises.founded import found

    company = found()
    maker = employ(company, "mia", "anonymiser")
    now = policies.in_force()
    coded = now.policy.rules.fields["survey-answer"].model_copy(update={"klass": "code"})
    rules = now.policy.rules.model_copy(update={"fields": {**now.policy.rules.fields, "survey-answer": coded}})
    other = dataclasses.replace(now, policy=now.policy.model_copy(update={"rules": rules}))
    monkeypatch.setattr(policies, "in_force", lambda *_: other)
    plan = pseudonymising.Plan.model_validate(PLAN | {"columns": {"番号": {"from": "survey-answer"}}})

    with pytest.raises(Refused) as said:
        pseudonymising.make(plan, actor=maker)

    answer = said.value.answer
    assert (answer.article, answer.reason) == ("41(1); R.31(ii)", "R.31(2)")
    assert "個人識別符号は削除します" in answer.text.ja
    assert not Pseudonymised.objects.exists()


@pytest.mark.promise("2-2")
def test_no_table_of_its_names_is_kept_and_a_purpose_that_is_published_no_more_ends_its_use(
    people: House, instance: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana = employ(people.company, "ana", "analyst")
    made = pseudonymising.make(pseudonymising.Plan.model_validate(PLAN), actor=ana)
    pseudonymising.use(made.ref, tmp_path / "out.csv", purpose=made.purpose, actor=ana)
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
        names = [row[0] for row in csv.reader(file)][1:]
    kept = everything_stored(instance)
    now = policies.in_force()
    left = {name: rule for name, rule in now.policy.rules.purposes.items() if name != made.purpose}
    rules = now.policy.rules.model_copy(update={"purposes": left})
    other = dataclasses.replace(now, policy=now.policy.model_copy(update={"rules": rules}))
    monkeypatch.setattr(policies, "in_force", lambda *_: other)

    with pytest.raises(Refused):
        pseudonymising.use(made.ref, tmp_path / "again.csv", purpose=made.purpose, actor=ana)

    assert len(names) == made.rows
    assert not [name for name in names if name.encode() in kept]
    assert not (tmp_path / "again.csv").exists()


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
