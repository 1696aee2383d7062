"""A company with enough customers to make anonymised information of, and plans to make it by."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from seiyaku import door
from seiyaku.core.asks import Actor
from seiyaku.people import services as people
from tests.promises import founded
from tests.promises.founded import POLICY, SIGN_UP, Company, charge, found, hire

PEOPLE = 240
ADDRESSES = ("東京都豊島区北見本", "大阪府大阪市見本", "東京都新宿区見本")
HISTORIES = (("音声",), ("音声", "動画"), ("動画", "会議"), ("音声", "動画", "会議"))
PLAN: dict[str, Any] = {
    "title": {"ja": "お客さまの構成", "en": "Who our customers are"},
    "preset": "third-party",
    "columns": {
        "性別": {"item": "sex", "from": "sex", "as": "quasi"},
        "年代": {"item": "age-group", "from": "birth-date", "take": "age-group", "as": "quasi"},
        "地域": {"item": "prefecture", "from": "address", "take": "prefecture", "as": "quasi"},
    },
    "k": 10,
    "suppress": 0.02,
    "considered": {
        "ja": "一人一行で、住所は都道府県だけを残す。",
        "en": "One row a person; of addresses the prefecture.",
    },
}


@dataclass(frozen=True)
class Line:
    """A row of a file."""

    number: int
    cells: dict[str, str]


@dataclass(frozen=True)
class House:
    """Who makes, who approves, who manages, and a clerk who does none of it."""

    company: Company
    maker: Actor
    approver: Actor
    manager: Actor
    clerk: Actor


def employ(company: Company, login: str, duty: str) -> Actor:
    """Somebody hired, charged and trained."""
    member = hire(login, company.manager)
    charge(member, duty, company.manager)
    people.complete(member.id, "handling", actor=company.manager)
    return member


def with_usage(folder: Path) -> Path:
    """The reference policy, with what the six items are made of on the sign-up form."""
    for name in (POLICY.name, POLICY.with_suffix(".en.md").name):
        text = (POLICY.parent / name).read_text(encoding="utf-8")
        more = "employer-number, industry, usage-month, usage-history, communication-log, plan]"
        (folder / name).write_text(text.replace("employer-number, plan]", more, 1), encoding="utf-8")
    return folder / POLICY.name


def house(policy: Path | None = None) -> House:
    """Found it, and sign the customers up; under `policy`, with their use of the service."""
    with pytest.MonkeyPatch.context() as patch:
        if policy is not None:
            patch.setattr(founded, "POLICY", policy)
        company = found()
    dice = random.Random(7)  # noqa: S311  # a test's dice
    rows = [
        {
            "member-number": f"M{n:07}",
            "name": f"見本 {n}",
            "phone": f"090-0000-{n:04}",
            "birth-date": f"{dice.choice((1985, 1995))}-0{dice.randrange(1, 10)}-1{dice.randrange(10)}",
            "sex": dice.choice(("female", "male")),
            "address": f"{dice.choice(ADDRESSES)}{n}-1",
        }
        for n in range(10, PEOPLE + 10)
    ]
    if policy is not None:
        used(rows)
    given = [Line(number, row) for number, row in enumerate(rows, 2)]
    door.collect_rows(given, file="f" * 64, origin=SIGN_UP, actor=company.clerk)
    return House(
        company=company,
        maker=employ(company, "mia", "anonymiser"),
        approver=employ(company, "aoi", "approver"),
        manager=company.manager,
        clerk=company.clerk,
    )


def used(rows: list[dict[str, str]]) -> None:
    """What each used, when, and for which kind of work; services come in a few usual sets."""
    dice = random.Random(8)  # noqa: S311  # a test's dice
    for row in rows:
        row["industry"] = dice.choice(("建設業", "情報通信業"))
        row["usage-month"] = dice.choice(("2026-04", "2026-05"))
        row["usage-history"] = "、".join(dice.choice(HISTORIES))
        row["communication-log"] = "090-1234-5678 へ 3分"


def written(folder: Path, **more: Any) -> Path:
    """A plan file: the plan, with something else in it."""
    path = folder / "plan.yaml"
    path.write_text(yaml.safe_dump(PLAN | more, allow_unicode=True), encoding="utf-8")
    return path


def with_column(name: str, **said: Any) -> dict[str, Any]:
    """The plan's columns and one more."""
    return {**PLAN["columns"], name: {"as": "quasi"} | said}


def after(days: int) -> dt.date:
    """A day to come."""
    from seiyaku.people.days import today

    return today() + dt.timedelta(days=days)
