"""A release of the policy's six items; histories, where one person has many rows and k counts persons (9-4-A)."""

from __future__ import annotations

import csv
import io
from collections import Counter, defaultdict
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from seiyaku.anonymised import making, plans, publication, releasing, sealed
from seiyaku.anonymised.models import Release
from seiyaku.core.errors import PolicyError
from seiyaku.post import bodies

from .house import HISTORIES, PEOPLE, PLAN, House, house, with_usage, written
from .test_gates import SIX
from .test_releasing import everything_stored

USED = {"item": "use-of-service", "from": "usage-history", "as": "quasi", "split": "、"}
TWO: dict[str, Any] = {"性別": PLAN["columns"]["性別"], "利用": USED}


@pytest.fixture
def people(instance: Path, tmp_path: Path) -> House:
    return house(with_usage(tmp_path))


def made(people: House, folder: Path, **more: Any) -> Release:
    return making.make(*plans.load(written(folder, **more)), actor=people.maker)[0]


def rows_of(release: Release) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(b"".join(bodies.read(release.body)).decode())))


@pytest.mark.promise("9-4-A", "9-2-A", "9-2-C")
def test_the_six_items_are_released_whole_and_published_as_they_are(people: House, tmp_path: Path) -> None:
    release = made(people, tmp_path, columns=SIX, k=25, suppress=0.05)
    releasing.approve(release.ref, actor=people.approver)
    releasing.publish(release.ref, actor=people.approver)

    (page,) = publication.published()
    rows = rows_of(release)

    assert {each["item"] for each in release.schema} == {
        "sex", "age-group", "industry-or-occupation", "prefecture", "month-of-use", "use-of-service",
    }  # fmt: skip
    assert len(page["items"]) == len(rows[0]) == 6
    assert len(rows) == release.rows >= PEOPLE * 0.9


@pytest.mark.promise("9-2-A")
def test_rows_that_are_not_linked_count_persons(people: House, tmp_path: Path) -> None:
    release = made(people, tmp_path, columns=TWO)

    rows = rows_of(release)

    assert set(rows[0]) == {"性別", "利用"}
    assert len(rows) > release.verdict["people"]
    assert release.verdict["smallest"] >= 10
    assert release.verdict["smallest"] <= min(Counter((row["性別"], row["利用"]) for row in rows).values())


@pytest.mark.promise("9-2-A", "9-2-B")
def test_linked_rows_carry_a_name_drawn_for_this_release_and_ten_have_the_same_rows(
    people: House, instance: Path, tmp_path: Path
) -> None:
    release = made(people, tmp_path, columns=TWO, linked=True, suppress=0.05)

    bags: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in rows_of(release):
        bags[row["仮の番号"]].append((row["性別"], row["利用"]))

    alike = Counter(tuple(sorted(bag)) for bag in bags.values())
    assert min(alike.values()) == release.verdict["smallest"] >= 10
    named = next(each for each in release.schema if each["column"] == "仮の番号")
    assert named["label"]["ja"] == "仮の番号（この情報だけのもの）"
    kept, facts = everything_stored(instance), str(sealed.facts(release.ref, actor=people.maker))
    assert not [name for name in bags if name.encode() in kept or name in facts]
    assert not any(sign.isdigit() for name in bags for sign in name)
    tick = next(each for each in release.verdict["checks"] if each["gate"] == "R.34(3)")
    assert "対応表は残りません" in tick["ja"]


@pytest.mark.promise("9-2-A")
def test_whichever_three_services_somebody_knows_ten_people_have_them(people: House, tmp_path: Path) -> None:
    release = made(people, tmp_path, columns=TWO, history=3, suppress=0.05)

    held: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for row in rows_of(release):
        held[row["仮の番号"]].add((row["性別"], row["利用"]))

    counted: Counter[tuple[tuple[str, str], ...]] = Counter()
    for items in held.values():
        for size in (1, 2, 3):
            counted.update(combinations(sorted(items), size))
    assert min(counted.values()) >= 10
    assert max(len(items) for items in held.values()) == max(map(len, HISTORIES))
    short = made(people, tmp_path, columns=TWO, history=3, suppress=0.05, at_most=1)
    assert set(Counter(row["仮の番号"] for row in rows_of(short)).values()) == {1}


@pytest.mark.promise("9-2-A")
def test_a_service_that_too_few_use_does_not_stay(people: House, tmp_path: Path) -> None:
    """Rows are many, persons few: one who used a service often is still one."""
    from seiyaku import door
    from tests.promises.founded import SIGN_UP

    person = {
        "member-number": "M0099999",
        "name": "見本 多用",
        "sex": "female",
        "usage-history": "、".join(["電報"] * 30),
    }
    door.collect(person, origin=SIGN_UP, actor=people.clerk)
    asked = plans.load(written(tmp_path, columns={"利用": {**USED, "hierarchy": None}}, suppress=0.0))[0]

    shown = making.preview(asked, actor=people.maker)

    assert "電報" not in {cell for row in shown.sample for cell in row}


@pytest.mark.promise("9-2-A")
def test_histories_again_and_again_part_nobody(people: House, tmp_path: Path) -> None:
    ways: list[dict[str, Any]] = [{"history": 3}, {}, {"linked": True}, {"linked": True}, {"history": 3}]
    for number, more in enumerate(ways, 1):
        release = made(people, tmp_path, columns=TWO, suppress=0.05, **more)
        assert release.verdict["beside"] == list(range(1, number))
        assert release.verdict["smallest"] >= 10


@pytest.mark.parametrize(
    "more",
    [
        {
            "columns": {
                **TWO,
                "業種": {"item": "industry-or-occupation", "from": "industry", "as": "quasi", "split": ","},
            }
        },
        {"history": 3},
        {"columns": TWO, "history": 3, "linked": True},
        {"columns": {**TWO, "利用": {**USED, "as": "sensitive"}}, "history": 3},
        {"columns": {**TWO, "仮の番号": PLAN["columns"]["年代"]}},
        {"columns": TWO, "sets": "利用:3"},
    ],
)
def test_a_plan_whose_rows_make_no_sense_says_so(tmp_path: Path, more: dict[str, Any]) -> None:
    with pytest.raises(PolicyError) as said:
        plans.load(written(tmp_path, **more))

    assert "plan.yaml:" in said.value.where
