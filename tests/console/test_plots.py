"""Plots (architecture 7): what is drawn is what is in the table, it is said in words, and no script is in it."""

from __future__ import annotations

import re

import pytest

from seiyaku import door
from seiyaku.console import plots
from seiyaku.evidence import reports
from seiyaku.ledger.sequencing import place_all
from seiyaku.people.days import today
from seiyaku.policy.queries import in_force
from tests.browser.staffed import Staffed, arm
from tests.promises.founded import ALICE, THREE

from .conftest import whole

pytestmark = [pytest.mark.promise("8-2", "4-1-A")]
POINTS = (("住所", "お届け", 3), ("氏名", "お届け", 3), ("氏名", "ご本人（開示）", 1))
LIVE = re.compile(r"<script|<foreignObject|<style|\son[a-z]+=|javascript:|href=", re.I)


@pytest.mark.parametrize("kind", ["bars", "ribbons"])
def test_what_is_drawn_is_what_was_counted_and_nothing_runs_in_it(kind: str) -> None:
    points = POINTS if kind == "ribbons" else (("2026-01-05", "提供", 2), ("2026-01-06", "提供", 5))
    chart = plots.CHARTS[kind](points, "ja").to_dict()
    svg = plots.drawn(kind, points, "ja")

    drawn = chart["layer"][0] if kind == "ribbons" else chart
    rows = chart["datasets"][drawn["data"]["name"]] if "name" in drawn["data"] else drawn["data"]["values"]
    keys = ("item", "to", "times") if kind == "ribbons" else ("day", "what", "times")
    assert tuple(tuple(row[key] for key in keys) for row in rows) == points
    assert svg.startswith("<svg")
    assert LIVE.search(svg) is None
    assert all(name in svg for name in {second for _, second, _ in points})


def test_more_than_there_are_colours_are_drawn_together_and_none_is_lost() -> None:
    points = (*(("2026-01-05", f"目的 {n:02}", n) for n in range(1, 13)), ("2026-01-08", "目的 12", 1))

    chart = plots.bars(points, "ja").to_dict()

    rows = next(iter(chart["datasets"].values()))
    shown = chart["encoding"]["color"]["scale"]["domain"]
    assert len(shown) == len(plots.COLOURS)
    assert shown[-1] == "そのほかの目的"
    assert sum(row["times"] for row in rows) == sum(times for _, _, times in points)
    assert {row["what"] for row in rows} == set(shown)
    assert chart["encoding"]["x"]["scale"]["domain"] == [f"2026-01-0{day}" for day in (5, 6, 7, 8)]


@pytest.mark.parametrize(
    ("language", "said"),
    [("ja", "合わせて 7 件。多い流れ: 住所→お届け 3"), ("en", "7 in all. The most: 住所 to お届け 3")],
)
def test_a_plot_is_said_in_words(language: str, said: str) -> None:
    assert said in plots.described("ribbons", POINTS, "ja" if language == "ja" else "en")


def test_the_flow_shows_who_got_what(house: Staffed) -> None:
    from seiyaku.partners.models import Partner

    carrier = Partner.objects.get()
    door.provide(
        [house.company.alice], THREE, recipient=carrier.ref, purpose="deliver-service", actor=house.company.clerk
    )
    door.person(house.company.alice, actor=house.desk)
    place_all()

    table = reports.flows(in_force().policy, today(), "ja")

    rows = {row[0]: row for row in table.rows}
    assert rows["お届け"][2:4] == ("住所、氏名、電話番号", 1)
    assert rows["ご本人（開示）"][3] == 1
    assert ("氏名", "お届け", 1) in table.plot
    told = {field.label["ja"] for name, field in in_force().policy.rules.fields.items() if name in ALICE}
    assert set(str(rows["ご本人（開示）"][2]).split("、")) == told  # what is held, and nothing that might have been
    arm(house.company.manager)
    client = whole("hoshiko")
    page = client.get("/console/reports/flows").content.decode()
    assert plots.described("ribbons", table.plot, "ja") in page
    assert client.get("/console/reports/flows?as=svg")["Content-Type"] == "image/svg+xml"
