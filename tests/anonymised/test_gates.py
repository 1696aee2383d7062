"""Every gate of a release says no to what it is there for, with its clause, its article and the reason in Japanese."""

from __future__ import annotations

import datetime as dt
import functools
from pathlib import Path
from typing import Any

import pytest

from seiyaku.anonymised import gates, plans, running, takes
from seiyaku.anonymised.asking import Ask
from seiyaku.anonymised.sources import opened
from seiyaku.core.errors import PolicyError
from seiyaku.core.model import Policy
from seiyaku.policy.loading import load
from tests.promises.founded import POLICY

from .house import PLAN, with_column, written


@functools.cache
def policy() -> Policy:
    return load(POLICY)


def plan(folder: Path, **more: Any) -> plans.Plan:
    return plans.load(written(folder, **more))[0]


def no(folder: Path, **more: Any) -> gates.Tick:
    """The first gate that turns the plan away."""
    tick = gates.first_no(gates.of_plan(plan(folder, **more), policy()))
    assert tick is not None
    return tick


@pytest.mark.promise("9-2-A", "9-4-A")
def test_a_plan_of_the_published_items_passes_every_gate(tmp_path: Path) -> None:
    ticks = gates.of_plan(plan(tmp_path), policy())

    assert gates.first_no(ticks) is None
    assert {tick.gate for tick in ticks} >= {f"R.34({n})" for n in range(1, 6)}
    assert all(tick.gate in gates.NAMES for tick in ticks)


USE = {"item": "use-of-service"}
DATE = {"item": "age-group", "from": "birth-date", "as": "quasi"}
CASES: list[Any] = [
    pytest.param(
        {"join": "vault"}, "not-joined", ("9-2-D", "43(5)"), "突き合わせ",
        marks=pytest.mark.promise("9-2-D"), id="joined",
    ),
    pytest.param(
        {"columns": with_column("会社", item="employer", **{"from": "industry"})},
        "only-the-items", ("9-4-A", "43(3); R.36"), "会社", marks=pytest.mark.promise("9-4-A"), id="a-seventh-item",
    ),
    pytest.param(
        {"columns": with_column("性別2", item="sex", **{"from": "sex"})},
        "only-the-items", ("9-4-A", "43(3); R.36"), "性別2", marks=pytest.mark.promise("9-4-A"), id="an-item-twice",
    ),
    pytest.param(
        {"columns": with_column("何か", **USE | {"from": "no-such-field"})},
        "only-the-items", ("9-4-A", "43(3); R.36"), "no-such-field", marks=pytest.mark.promise("9-4-A"), id="no-field",
    ),
    pytest.param(
        {"columns": with_column("通信", **USE | {"from": "communication-log"})},
        "no-communications", ("9-1", "Telecommunications Business Act 4"), "通信の秘密",
        marks=pytest.mark.promise("9-1"), id="communications",
    ),
    pytest.param(
        {"columns": with_column("通信", **USE | {"from": "communication-log"}), "consent": "deliver-service"},
        "no-communications", ("9-1", "Telecommunications Business Act 4"), "通信の秘密",
        marks=pytest.mark.promise("9-1"), id="communications-on-another-purpose",
    ),
    pytest.param(
        {"columns": with_column("名", **USE | {"from": "name"})},
        "R.34(1)", ("9-2-A", "43(1); R.34(i)"), "特定の個人", marks=pytest.mark.promise("9-2-A"), id="a-name",
    ),
    pytest.param(
        {"columns": {"年代": DATE}},
        "R.34(1)", ("9-2-A", "43(1); R.34(i)"), "特定の個人", marks=pytest.mark.promise("9-2-A"), id="a-birth-date",
    ),
    pytest.param(
        {"columns": with_column("番号", **USE | {"from": "employer-number"})},
        "R.34(3)", ("9-2-A", "43(1); R.34(iii)"), "連結", marks=pytest.mark.promise("9-2-A"), id="a-number-that-links",
    ),
    pytest.param(
        {"linked": True},
        "R.34(3)", ("9-2-A", "43(1); R.34(iii)"), "連結", marks=pytest.mark.promise("9-2-A"), id="rows-that-link",
    ),
    pytest.param(
        {"k": 9}, "R.34(4)", ("9-2-A", "43(1); R.34(iv)"), "k 9 < 10",
        marks=pytest.mark.promise("9-2-A"), id="k-too-small",
    ),
    pytest.param(
        {"suppress": 0.2}, "R.34(4)", ("9-2-A", "43(1); R.34(iv)"), "厳しさ",
        marks=pytest.mark.promise("9-2-A"), id="too-much-left-out",
    ),
    pytest.param(
        {"average_risk": 0.2}, "R.34(4)", ("9-2-A", "43(1); R.34(iv)"), "average_risk 0.2 > 0.05",
        marks=pytest.mark.promise("9-2-A"), id="a-risk-too-high-asked-for",
    ),
    pytest.param(
        {"columns": {"利用": {**USE, "from": "usage-history", "as": "quasi", "split": "、"}}, "history": 2},
        "R.34(4)", ("9-2-A", "43(1); R.34(iv)"), "history 2 < 3",
        marks=pytest.mark.promise("9-2-A"), id="too-little-may-be-known",
    ),
    pytest.param(
        {"considered": {"ja": "なし", "en": "nothing was weighed"}},
        "R.34(5)", ("9-2-A", "43(1); R.34(v)"), "性質", marks=pytest.mark.promise("9-2-A"), id="nothing-weighed",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("change", "gate", "under", "words"), CASES)
def test_a_plan_that_breaks_a_rule_is_turned_away_in_words(
    tmp_path: Path, change: dict[str, Any], gate: str, under: tuple[str, str], words: str
) -> None:
    tick = no(tmp_path, **change)

    assert (tick.gate, (tick.clause, tick.article)) == (gate, under)
    assert words in tick.said.ja
    assert tick.said.en
    assert tick.helps.ja


@pytest.mark.promise("9-2-A")
def test_an_identification_code_is_deleted_whole(tmp_path: Path) -> None:
    fields = policy().rules.fields
    coded = fields["survey-answer"].model_copy(update={"klass": "code"})
    rules = policy().rules.model_copy(update={"fields": {**fields, "survey-answer": coded}})
    with_code = policy().model_copy(update={"rules": rules})
    tick = gates.first_no(
        gates.of_plan(plan(tmp_path, columns=with_column("番号", **USE | {"from": "survey-answer"})), with_code)
    )

    assert tick is not None
    assert (tick.gate, tick.clause, tick.article) == ("R.34(2)", "9-2-A", "43(1); R.34(ii)")
    assert tick.said.ja == "個人識別符号は、全部を削除しなければなりません: 番号"
    assert tick.helps.ja


@pytest.mark.promise("9-2-A")
@pytest.mark.parametrize(
    ("said", "gate"),
    [
        *(({"kind": kind}, "R.34(1)") for kind in ("identifier", "contact", "picture", "voice")),
        *(({"type": kind}, "R.34(1)") for kind in ("name", "kana", "phone", "email", "date", "address", "file")),
        ({"klass": "code"}, "R.34(2)"), ({"type": "my-number"}, "R.34(2)"),
        ({"unique": True}, "R.34(3)"), ({"kind": "code"}, "R.34(3)"),
        ({"type": "member-number"}, "R.34(3)"), ({"type": "corporate-number"}, "R.34(3)"), ({}, None),
    ],
)  # fmt: skip
def test_what_the_policy_says_a_field_is_alone_keeps_it_out(
    tmp_path: Path, said: dict[str, Any], gate: str | None
) -> None:
    fields = policy().rules.fields
    changed = fields["sex"].model_copy(update=said)
    rules = policy().rules.model_copy(update={"fields": {**fields, "sex": changed}})
    tick = gates.first_no(gates.of_plan(plan(tmp_path), policy().model_copy(update={"rules": rules})))

    assert (tick.gate if tick else None) == gate


@pytest.mark.promise("9-1")
def test_communications_enter_with_the_consent_of_each(tmp_path: Path) -> None:
    purposes = policy().rules.purposes
    agreed = purposes["customer-stories"]
    columns = with_column("通信", **USE | {"from": "communication-log"})
    made = plan(tmp_path, columns=columns, consent="customer-stories")

    for needs, gate in ((("communication-log",), None), ((), "no-communications")):  # consent to this item, or another
        asked = agreed.model_copy(update={"needs": (*agreed.needs, *needs), "family": "consent"})
        rules = policy().rules.model_copy(update={"purposes": {**purposes, "customer-stories": asked}})
        tick = gates.first_no(gates.of_plan(made, policy().model_copy(update={"rules": rules})))
        assert (tick.gate if tick else None) == gate


@pytest.mark.promise("9-1")
def test_a_policy_without_clause_nine_makes_nothing(tmp_path: Path) -> None:
    bare = policy().model_copy(update={"rules": policy().rules.model_copy(update={"anonymised": {}})})
    tick = gates.first_no(gates.of_plan(plan(tmp_path), bare))

    assert tick is not None
    assert tick.gate == "in-policy"


@pytest.mark.promise("9-1")
def test_what_the_policy_gives_to_others_only_is_not_used_inside(tmp_path: Path) -> None:
    rules = policy().rules
    given = {name: rule.model_copy(update={"used_for": ()}) for name, rule in rules.anonymised.items()}
    others = policy().model_copy(update={"rules": rules.model_copy(update={"anonymised": given})})

    for preset, gate in (("third-party", None), ("internal", "in-policy")):
        tick = gates.first_no(gates.of_plan(plan(tmp_path, preset=preset), others))
        assert (tick.gate if tick else None) == gate


@pytest.mark.promise("9-2-A")
def test_beside_earlier_releases_k_persons_are_left_and_not_one_less(tmp_path: Path) -> None:
    made = plan(tmp_path)
    ticks = [gates.beside_earlier(made, policy(), [3], fewest) for fewest in (made.k, made.k - 1)]

    assert [tick.passed for tick in ticks] == [True, False]

    with opened(table(tmp_path, [*ROWS, *["female,30代,大阪府"] * 9])) as source:
        ask = Ask(quasi=tuple(PLAN["columns"]), k=1)
        of_nine = [gates.of_table(made, policy(), running.make(source, ask), beside)[-1] for beside in ([], [3])]
    assert [(tick.gate, tick.passed) for tick in of_nine] == [("beside-earlier", True), ("beside-earlier", False)]
    assert [gates.within(policy(), 3, withdrawn=gone).passed for gone in (False, True)] == [True, False]


@pytest.mark.parametrize(
    ("item", "coarse", "fine"),
    [
        ("sex", "female", "1"), ("age-group", "20代", "25"), ("age-group", "20〜39歳", "20-24"),
        ("prefecture", "東京都", "東京都豊島区"), ("prefecture", "関東", "170-0001"),
        ("industry-or-occupation", "建設業", "見本商事"), ("month-of-use", "2026-10", "2026-10-03"),
        ("use-of-service", "週に数回", "2026-10-03 12:30"), ("use-of-service", "動画", "https://a.example"),
        ("use-of-service", "動画", "あ" * 41), ("use-of-service", "10回", "09000000001"),
    ],
)  # fmt: skip
@pytest.mark.promise("9-4-A")
def test_a_label_is_no_finer_than_its_item(item: str, coarse: str, fine: str) -> None:
    assert takes.is_coarse_enough(item, coarse)
    assert not takes.is_coarse_enough(item, fine)
    assert takes.is_coarse_enough(item, None)


def table(folder: Path, rows: list[str]) -> Path:
    path = folder / "t.csv"
    path.write_text("\n".join(["性別,年代,地域", *rows]) + "\n", encoding="utf-8")
    return path


ROWS = ["female,20代,東京都", "male,30代,大阪府"] * 20


@pytest.mark.parametrize(
    ("rows", "gate"),
    [
        (ROWS, None),
        ([*ROWS, *["female,20代,豊島区"] * 20], "no-finer"),
        ([*ROWS, *["female,20代,京都府"] * 3], "nothing-rare"),
        (["female,20代,東京都"] * 9, "nothing-rare"),
        ([*ROWS * 6, *["female,30代,大阪府"] * 5], "risk"),
    ],
)
@pytest.mark.promise("9-2-A", "9-4-A")
def test_what_is_really_in_the_table_decides(tmp_path: Path, rows: list[str], gate: str | None) -> None:
    ask = Ask(quasi=tuple(PLAN["columns"]), k=1)
    with opened(table(tmp_path, rows)) as source:
        ticks = gates.of_table(plan(tmp_path), policy(), running.make(source, ask))

    found = gates.first_no(ticks)
    assert (found.gate if found else None) == gate


@pytest.mark.promise("9-2-A")
def test_a_table_whose_people_are_too_easily_found_is_turned_away(tmp_path: Path) -> None:
    rows = [f"{sex},{age},{place}" for sex in ("f", "m") for age in ("20代", "30代") for place in ("東京都", "大阪府")]
    with opened(table(tmp_path, rows * 12)) as source:
        ticks = gates.of_table(plan(tmp_path), policy(), running.make(source, Ask(quasi=tuple(PLAN["columns"]), k=1)))

    found = gates.first_no(ticks)
    assert found is not None
    assert (found.gate, found.article) == ("risk", "43(1); R.34(v)")


@pytest.mark.parametrize(
    ("more", "where"),
    [
        ({"prset": "internal"}, "prset"),
        ({"preset": "friends"}, "friends"),
        ({"title": {"ja": "あ" * 81, "en": "long"}}, "1 to 80 characters"),
        ({"title": {"ja": " ", "en": "nothing"}}, "1 to 80 characters"),
        ({"columns": {"a": {"item": "sex", "from": "sex", "as": "person"}}}, "quasi or sensitive"),
        ({"columns": {"a": {"item": "sex", "as": "quasi"}}}, "from"),
        ({"withhold": 1.5}, "less than or equal to 1"),
        ({"considered": {"ja": "あ" * plans.LARGEST, "en": "long"}}, "at most 262144 characters"),
        ({"considered": {"ja": "あ" * 2 * plans.LARGEST, "en": "long"}}, "at most 262144 characters"),
    ],
)
def test_a_plan_with_a_fault_says_where(tmp_path: Path, more: dict[str, Any], where: str) -> None:
    with pytest.raises(PolicyError) as said:
        plan(tmp_path, **more)

    assert where in str(said.value)
    assert "plan.yaml:" in said.value.where


def test_a_sensitive_column_gets_the_diversity_of_the_preset(tmp_path: Path) -> None:
    made = plan(tmp_path, columns={**PLAN["columns"], "利用": USE | {"from": "usage-history", "as": "sensitive"}})

    assert made.recipe().require == ("l-diversity 利用:2",)
    assert [each.role for each in made.recipe().columns.values()].count("sensitive") == 1


SIX = {
    **PLAN["columns"],
    "業種": {"item": "industry-or-occupation", "from": "industry", "take": "industry", "as": "quasi"},
    "年月": {"item": "month-of-use", "from": "usage-month", "take": "month", "as": "quasi"},
    "利用": {"item": "use-of-service", "from": "usage-history", "as": "sensitive", "merge_below": 10},
}


@pytest.mark.promise("9-4-A")
def test_the_six_items_of_the_reference_policy_pass_and_are_all_of_them(tmp_path: Path) -> None:
    six = plan(tmp_path, columns=SIX)

    assert gates.first_no(gates.of_plan(six, policy())) is None
    rule = gates.rule_with(policy(), "items")
    assert rule is not None
    assert {each.item for each in six.columns.values()} == set(rule.items)


@pytest.mark.parametrize(
    ("take", "value", "label"),
    [
        ("age-group", "2006-11-29", "20歳未満"), ("age-group", "2006-11-28", "20代"),
        ("age-group", "1996-11-29", "20代"),
        ("age-group", "1946-11-29", "70代"), ("age-group", "1946-11-28", "80歳以上"),
        ("age-group", "not a day", "不明"),
        ("age-group", "2027-01-01", "不明"), ("prefecture", "〒170-0001 東京都豊島区1-2-3", "東京都"),
        ("prefecture", "府中市1-2", "不明"), ("month", "2026-10-03T12:30", "2026-10"), ("month", "2026/10", "2026-10"),
        ("month", "October", None), ("industry", "D 建設業", "建設業"), ("industry", "見本商事", "不明"),
        ("occupation", "事務従事者", "事務従事者"), ("value", " light ", "light"),
    ],
)  # fmt: skip
@pytest.mark.promise("9-4-A")
def test_only_the_coarse_part_of_a_value_is_taken(take: str, value: str, label: str | None) -> None:
    assert takes.TAKES[take](value, dt.date(2026, 11, 28)) == label
