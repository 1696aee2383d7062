"""The six items of the policy, whole, over both surfaces; what is finer, or breaks a rule, goes over neither (9)."""

from __future__ import annotations

import csv
import dataclasses
import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyrage
import pytest

from seiyaku.anonymised import takes
from seiyaku.core.citations import say_all
from seiyaku.core.model import Policy
from seiyaku.policy import queries as policies
from tests.anonymised.house import House, after, house, with_column, with_usage, written
from tests.anonymised.test_gates import SIX

from .surfaces import Program, Terminal
from .test_anonymised import APPROVER, KEY, MAKER, MANAGER, later, recipient

BOTH = ("house:releases", "house:post", "law:anonymise")
ITEMS = {"性別", "年代", "業種／職種", "住所（都道府県のみ）", "ご利用年月", "サービス利用状況／履歴"}
STAY = "特定の個人を識別できる記述が残ります: 列"
FINER = "公表した項目より細かい値が残ります: 列"
TALKS = "通信の秘密に当たる項目は、本人の同意なしに匿名加工に使えません: 列"

RULE = {item: (f"個人情報保護法43条1項、施行規則34条{number}号", f"43(1); R.34({item})")
        for number, item in enumerate(("i", "ii", "iii", "iv", "v"), 1)}  # fmt: skip
Turned = tuple[str, str, str, str, str]
# item, the column that is finer, its clause and article as they are said, the gate, and the words
OF_ITEMS: list[tuple[str, dict[str, Any], Turned]] = [
    ("sex", {"from": "usage-month"}, ("9-4-A", *RULE["i"], "no-finer", FINER)),
    ("age-group", {"from": "birth-date"}, ("9-2-A", *RULE["i"], "R.34(1)", STAY)),
    ("industry-or-occupation", {"from": "usage-history"},
     ("9-4-A", *RULE["i"], "no-finer", FINER)),
    ("prefecture", {"from": "address"}, ("9-2-A", *RULE["i"], "R.34(1)", STAY)),
    ("month-of-use", {"from": "usage-history"},
     ("9-4-A", *RULE["i"], "no-finer", FINER)),
    ("use-of-service", {"from": "member-number"}, ("9-2-A", *RULE["i"], "R.34(1)", STAY)),
    ("use-of-service", {"from": "communication-log"},
     ("9-1", "電気通信事業法4条", "Telecommunications Business Act 4", "no-communications", TALKS)),
]  # fmt: skip
# what is wrong with the plan, and what is said of it
OF_RULES: list[tuple[dict[str, Any], Turned]] = [
    ({"columns": with_column("列", item="use-of-service", **{"from": "name"})},
     ("9-2-A", *RULE["i"], "R.34(1)", STAY)),
    ({"columns": with_column("列", item="use-of-service", **{"from": "survey-answer"})},
     ("9-2-A", *RULE["ii"], "R.34(2)",
      "個人識別符号は、全部を削除しなければなりません: 列")),
    ({"columns": with_column("列", item="use-of-service", **{"from": "employer-number"})},
     ("9-2-A", *RULE["iii"], "R.34(3)",
      "情報を相互に連結する符号が残ります: 列")),
    ({"k": 9},
     ("9-2-A", *RULE["iv"], "R.34(4)",
      "「第三者提供」に求める厳しさに足りません: k 9 < 10。")),
    ({"considered": {"ja": "なし", "en": "one row a person"}},
     ("9-2-A", *RULE["v"], "R.34(5)",
      "個人情報データベースの性質を踏まえた措置が書かれていません（considered: ja）")),
]  # fmt: skip


@pytest.fixture
def people(instance: Path, tmp_path: Path) -> House:
    return house(with_usage(tmp_path))


@pytest.fixture
def terminal(people: House, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Terminal:
    return Terminal(capsys, monkeypatch)


def program(owner: Any) -> Program:
    """A program that reads Japanese."""
    made = Program(owner, BOTH)
    made.caller.language = "ja"
    return made


def turned(said: dict[str, Any]) -> Turned:
    """What somebody reads of a refusal."""
    return said["clause"], say_all(said["article"], "ja"), said["article"], said["reason"], said["detail"]


def read_alike(told: list[Turned], expected: Turned) -> None:
    """Every surface says the same clause, article and reason, in words that begin like these."""
    for one in told:
        assert one[:4] == expected[:4]
        assert one[4].startswith(expected[4])


def under(monkeypatch: pytest.MonkeyPatch, change: Callable[[Policy], Policy]) -> None:
    """Let another policy be in force: one whose clauses, fields or operator are otherwise."""
    now = policies.in_force()
    other = dataclasses.replace(now, policy=change(now.policy))
    monkeypatch.setattr(policies, "in_force", lambda *_: other)


def coded(policy: Policy) -> Policy:
    """In the reference policy no field is an identification code; of another's one is."""
    fields = policy.rules.fields
    code = fields["survey-answer"].model_copy(update={"klass": "code"})
    return policy.model_copy(
        update={"rules": policy.rules.model_copy(update={"fields": {**fields, "survey-answer": code}})}
    )


def without(key: str) -> Callable[[Policy], Policy]:
    """The policy of somebody who says nothing under a key of clause 9."""

    def change(policy: Policy) -> Policy:
        empty = {name: rule.model_copy(update={key: type(getattr(rule, key))()})
                 for name, rule in policy.rules.anonymised.items() if getattr(rule, key)}  # fmt: skip
        rules = policy.rules.model_copy(update={"anonymised": {**policy.rules.anonymised, **empty}})
        return policy.model_copy(update={"rules": rules})

    return change


def nowhere_to_complain(policy: Policy) -> Policy:
    return policy.model_copy(update={"operator": policy.operator.model_copy(update={"email": ""})})


def items_of(table: str) -> set[str]:
    """The columns of a table that came out; none of its cells is finer than its item."""
    head, *rows = csv.reader(io.StringIO(table))
    for row in rows:
        assert all(
            takes.is_coarse_enough(SIX[name]["item"], cell or None) for name, cell in zip(head, row, strict=True)
        )
    assert len(rows) > 200
    return set(head)


@pytest.mark.surface("cli", "http")
@pytest.mark.promise("9-1", "9-2-A", "9-2-C", "9-3", "9-4-A", "9-4-B")
def test_all_six_items_leave_over_both_surfaces_and_nothing_that_a_rule_forbids_does(
    people: House, terminal: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    maker, manager = program(people.maker), program(people.manager)
    terminal.signs_in(MAKER)
    for item, column, expected in OF_ITEMS:
        finer = written(tmp_path, columns={"列": {**column, "item": item, "as": "quasi"}}, suppress=0.05)
        read_alike(
            [turned(terminal.refused("--lang", "ja", "anonymise", "plan", finer)),
             turned(maker.refused("anonymised/plan", plan=finer.read_text(encoding="utf-8")))], expected,
        )  # fmt: skip
    with monkeypatch.context() as patch:
        under(patch, coded)
        for wrongly, expected in OF_RULES:
            wrong = written(tmp_path, **wrongly)
            read_alike(
                [turned(terminal.refused("--lang", "ja", "anonymise", "plan", wrong)),
                 turned(maker.refused("anonymised/plan", plan=wrong.read_text(encoding="utf-8")))], expected,
            )  # fmt: skip
    plan = written(tmp_path, columns=SIX, k=25, suppress=0.05)
    first = terminal.does("anonymise", "release", plan)
    second = maker.does("anonymised/release", plan=plan.read_text(encoding="utf-8"))["release"]
    ref = first["ref"]
    recipient(people, tmp_path, terminal)
    terminal.does("anonymise", "accept", "lab", tmp_path / "accepted", "--until", str(after(400)))
    for each in (ref, second):
        terminal.signs_in(APPROVER).does("anonymise", "approve", each)

    def tried(name: str, words: str) -> None:
        """Take it out and give it out, at the terminal and over HTTP."""
        out = ("anonymise", "use", ref, "--purpose", "statistics", "--out", tmp_path / "out.csv")
        read_alike([turned(terminal.refused("--lang", "ja", *out)),
                    turned(maker.refused("anonymised/use", release=ref, purpose="statistics"))],
                   ("9-1", "個人情報保護法43条3項、施行規則36条", "43(3); R.36", name, words))  # fmt: skip
        read_alike([turned(terminal.refused("--lang", "ja", "anonymise", "deliver", ref, "--to", "lab")),
                    turned(manager.refused("anonymised/deliver", release=ref, to="lab"))],
                   ("9-3", "個人情報保護法43条4項、施行規則37条", "43(4); R.37", name, words))  # fmt: skip

    terminal.signs_in(MANAGER)
    tried("not-published", "項目（と提供の方法）を公表していません。")
    for change, lacking in ((nowhere_to_complain, "苦情の窓口"), (without("safeguards"), "安全管理措置"),
                            (without("delivery"), "提供の方法")):  # fmt: skip
        with monkeypatch.context() as patch:
            under(patch, change)
            read_alike([turned(terminal.refused("--lang", "ja", "anonymise", "publish", ref)),
                        turned(manager.refused("anonymised/publish", release=ref))],
                       ("9-2-C", "個人情報保護法43条3項、43条6項、施行規則36条", "43(3), 43(6); R.36", "unsaid",
                        f"公表する内容に足りないもの: {lacking}"))  # fmt: skip
    usable = terminal.does("anonymise", "publish", ref)["usable_from"]
    manager.does("anonymised/publish", release=second)
    tried("waiting", f"公表したばかりです。{usable} までは使えません。")
    later(monkeypatch)

    terminal.does("anonymise", "deliver", ref, "--to", "lab")
    manager.does("anonymised/deliver", release=second, to="lab")
    came = terminal.does("post", "run")

    assert {label["ja"] for label in first["verdict"]["items"].values()} == ITEMS
    assert not (tmp_path / "out.csv").exists()
    assert [one["state"] for one in came] == ["handed", "handed"]
    packages = list((tmp_path / "lab").glob("*.zip.age"))
    assert len(packages) == 2
    for package in packages:
        with zipfile.ZipFile(io.BytesIO(pyrage.decrypt(package.read_bytes(), [KEY]))) as archive:
            table, declared = (archive.read(name).decode() for name in archive.namelist())
        assert items_of(table) == set(SIX)
        assert all(item in declared for item in ITEMS)
