"""What earlier releases tell beside a new one: whoever holds both still finds k persons (R.34(v))."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from seiyaku import door
from seiyaku.anonymised import between, intersecting, making, onlooking, plans, releasing
from seiyaku.anonymised.models import Acceptance, Delivery, Release
from seiyaku.anonymised.onlooking import Laid, Side
from seiyaku.anonymised.staircases import preset
from seiyaku.core.anonymous.hierarchies import hierarchy
from seiyaku.core.errors import Conflict, InputError, NotFound, PolicyError, Refused
from seiyaku.ledger import reading, transactions
from seiyaku.ledger.sequencing import place_all
from seiyaku.papers import services as papers
from seiyaku.post import bodies
from tests.people.sample import entries
from tests.promises.founded import SIGN_UP
from tests.promises.surfaces import Terminal

from .house import PEOPLE, PLAN, House, Line, employ, house, written

SEX_AND_AGE = {name: PLAN["columns"][name] for name in ("性別", "年代")}
AGE_AND_PLACE = {name: PLAN["columns"][name] for name in ("年代", "地域")}


@pytest.fixture
def people(instance: Path) -> House:
    return house()


def plan(folder: Path, **more: Any) -> plans.Plan:
    return plans.load(written(folder, **more))[0]


def made(people: House, folder: Path, **more: Any) -> Release:
    return making.make(*plans.load(written(folder, **more)), actor=people.maker)[0]


def published(people: House, release: Release) -> None:
    releasing.approve(release.ref, actor=people.approver)
    releasing.publish(release.ref, actor=people.approver)


def levels(people: House, asked: plans.Plan) -> dict[str, int]:
    found: dict[str, int] = making.preview(asked, actor=people.maker).report["found"]["levels"]
    return found


@pytest.mark.promise("9-2-A")
def test_a_release_is_coarser_where_an_earlier_one_would_part_its_people(people: House, tmp_path: Path) -> None:
    asked = plan(tmp_path, columns=AGE_AND_PLACE, k=35)
    alone = levels(people, asked)
    first = made(people, tmp_path, columns=SEX_AND_AGE, k=35)

    beside = making.preview(asked, actor=people.maker)

    assert alone == {"年代": 0, "地域": 0}
    assert sum(beside.report["found"]["levels"].values()) > 0
    assert beside.verdict["beside"] == [first.number]
    (tick,) = (each for each in beside.verdict["checks"] if each["gate"] == "beside-earlier")
    assert tick["passed"]
    assert "第1号" in tick["ja"]
    with making._made(asked, "plan-anonymised", people.maker) as done:
        told = done.taken.beside[0].name
        rows = done.taken.source.engine.execute(f'SELECT 年代, 地域, "{told}" FROM vault_rows').fetchall()
        columns = {each.name: each for each in done.made.found.where.columns if each.counted}
        chosen = done.made.found.levels
        label = {name: dict(zip(each.values, [row[chosen[name]] for row in each.rows()], strict=True))
                 for name, each in columns.items()}  # fmt: skip
    left = Counter((label["年代"][age], label["地域"][place], earlier) for age, place, earlier in rows)
    assert len({earlier for *_, earlier in rows}) > 2  # by sex and age, as the first release has them
    assert sum(count for count in left.values() if count >= 35) >= beside.verdict["rows"]


@pytest.mark.promise("9-2-A")
def test_the_same_table_again_parts_nobody(people: House, tmp_path: Path) -> None:
    first = made(people, tmp_path)

    second = made(people, tmp_path)

    assert second.verdict["beside"] == [first.number]
    assert second.verdict["smallest"] == first.verdict["smallest"]


@pytest.mark.promise("9-2-A")
def test_nothing_is_made_where_too_few_would_be_left_beside_an_earlier_one(people: House, tmp_path: Path) -> None:
    made(people, tmp_path)

    with pytest.raises(Refused) as said:
        made(people, tmp_path, k=60)

    answer = said.value.answer
    assert (answer.clause, answer.article, answer.reason) == ("9-2-A", "43(1); R.34(v)", "beside-earlier")
    assert "第1号" in answer.text.ja
    assert entries()[-1]["reason"] == "beside-earlier"
    assert Release.objects.count() == 1


@pytest.mark.promise("9-2-A")
def test_what_nobody_can_hold_is_not_counted_and_what_was_out_always_is(people: House, tmp_path: Path) -> None:
    inside = made(people, tmp_path, preset="internal")
    never_out, out = made(people, tmp_path), made(people, tmp_path)
    published(people, out)
    for release in (never_out, out):
        releasing.withdraw(release.ref, actor=people.manager)

    outside, house_ = (
        making.preview(plan(tmp_path, preset=preset), actor=people.maker).verdict["beside"]
        for preset in ("third-party", "internal")
    )

    assert outside == [out.number]
    assert house_ == [inside.number, out.number]


@pytest.mark.promise("9-2-A")
def test_a_release_that_came_between_is_not_overlooked(people: House, tmp_path: Path) -> None:
    asked, digest = plans.load(written(tmp_path))

    with making._made(asked, making.ACT, people.maker) as done:
        other = made(people, tmp_path)
        with pytest.raises(Conflict):
            making._recorded(asked, done, bodies.put(iter([b"x"])), plan_digest=digest, actor=people.maker)

    assert list(Release.objects.values_list("ref", flat=True)) == [other.ref]


@pytest.mark.promise("9-2-A")
def test_beside_one_of_which_nothing_is_known_nothing_is_made(people: House, tmp_path: Path) -> None:
    first = made(people, tmp_path)
    Release.objects.filter(pk=first.pk).update(shape=None)

    with pytest.raises(Refused) as said:
        made(people, tmp_path)

    assert said.value.answer.reason == "beside-earlier"
    releasing.withdraw(first.ref, actor=people.manager)
    assert made(people, tmp_path).verdict["beside"] == []


@pytest.mark.promise("9-2-B")
def test_what_is_kept_of_a_release_for_this_is_sealed_names_no_rare_value_and_each_look_is_an_entry(
    people: House, tmp_path: Path
) -> None:
    release = made(people, tmp_path)
    assert release.shape is not None

    said = papers.open_(release.shape.ref, actor=people.maker).decode()
    made(people, tmp_path)

    assert "東京都" in said
    assert "見本" not in said
    looks = [entry["papers"] for entry in entries() if entry["act"] == "open-shape"]
    assert looks == [[release.shape.ref]]


def given(release: Release) -> None:
    """That it was given to somebody once."""
    day = release.facts_until
    accepted = Acceptance.objects.create(ref="a", partner="p", paper=release.report, accepted_on=day, until=day)
    Delivery.objects.create(
        ref="d", release=release, partner="p", way="medium", acceptance=accepted, parcel="x", declaration="",
        by=release.made_by, at=release.made_at,
    )  # fmt: skip


def join(people: House, first: int, many: int, *, born: str = "1985-04-11") -> tuple[str, ...]:
    """So many more customers, all alike; who they are."""
    rows = [
        {"member-number": f"M{n:07}", "name": f"見本 {n}", "birth-date": born, "sex": "female",
         "address": f"東京都豊島区北見本{n}-1", "phone": f"090-0001-{n:04}"}
        for n in range(first, first + many)
    ]  # fmt: skip
    came = door.collect_rows(
        [Line(n, row) for n, row in enumerate(rows, 2)], file=f"{first:064x}", origin=SIGN_UP, actor=people.clerk
    )
    assert came.collected == many, came.quarantined
    return came.people


@pytest.mark.promise("9-2-A")
def test_who_joined_since_the_last_release_of_the_same_items_is_not_singled_out(people: House, tmp_path: Path) -> None:
    def differs(**more: Any) -> tuple[dict[str, Any], list[dict[str, Any]]]:
        shown = making.preview(plan(tmp_path, **{"columns": AGE_AND_PLACE} | more), actor=people.maker)
        return next(each for each in shown.verdict["checks"] if each["gate"] == between.GATE), shown.verdict["between"]

    made(people, tmp_path, columns=AGE_AND_PLACE)
    alone, same = differs()
    join(people, 1000, 3)
    with pytest.raises(Refused) as said:
        made(people, tmp_path, columns=AGE_AND_PLACE)
    inside, found = differs(preset="internal")
    coarser, rolled = differs(preset="internal", levels={"年代": 1, "地域": 0})
    by_lot, drawn = differs(columns={name: each | {"swap": 0.5} for name, each in AGE_AND_PLACE.items()})
    some, by_age = differs(preset="internal", columns=AGE_AND_PLACE | {"地域": AGE_AND_PLACE["地域"] | {"swap": 0.5}})
    _, sample = differs(preset="internal", sample=0.9)
    join(people, 2000, 7)
    wide, many = differs()
    release = Release.objects.get()
    published(people, release)
    releasing.withdraw(release.ref, actor=people.manager)
    gone, withdrawn = differs()
    join(people, 3000, 3, born="1995-04-11")
    later = differs(preset="internal")[1]
    Release.objects.update(laid="")
    before, destroyed = differs()
    given(release)
    lost, unknown = differs(preset="internal")
    with pytest.raises(Refused) as nobody_knows:
        made(people, tmp_path, columns=AGE_AND_PLACE)

    answer = said.value.answer
    assert (answer.clause, answer.article, answer.reason) == ("9-2-A", "43(1); R.34(v)", "joined-or-left")
    assert "第1号" in answer.text.ja
    assert "最小3人" in answer.text.ja
    few = {"number": 1, "classes": 1, "fewest": 3, "why": None}
    assert (found, rolled) == ([few], [few])
    assert inside["passed"]
    assert "断りません" in inside["ja"]
    assert "断りません" in coarser["ja"]
    assert same == many == withdrawn == [{"number": 1, "classes": 0, "fewest": 0, "why": None}]
    assert alone["passed"]
    assert wide["passed"]
    assert by_age == later == [few]
    assert "断りません" in some["ja"]
    assert gone["passed"]
    assert [each[0]["why"] for each in (drawn, sample, destroyed, unknown)] == ["drawn", None, "destroyed", "lost"]
    assert "確かめていません（無作為に処理した値がある）" in by_lot["ja"]
    assert "確かめていません（取り下げて中身がない）" in before["ja"]
    assert "渡した後に取り下げて" in lost["ja"]
    assert nobody_knows.value.answer.reason == "joined-or-left"


@pytest.mark.promise("9-2-A", "9-2-D")
def test_a_release_of_those_of_an_earlier_one_alone_is_not_refused_for_who_joined_since(
    people: House, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    leaving = join(people, 1000, 3)
    first = made(people, tmp_path, columns=AGE_AND_PLACE)
    joined = join(people, 2000, 3)
    plain = written(tmp_path, columns=AGE_AND_PLACE)
    terminal = Terminal(capsys, monkeypatch).signs_in("mia")

    terminal.refused("anonymise", "release", plain)
    ref = terminal.does("anonymise", "release", plain, "--within", "1")["ref"]

    second = Release.objects.get(ref=ref)
    assert second.verdict["people"] == first.verdict["people"] == PEOPLE + 1 + 3
    assert second.verdict["between"] == [{"number": 1, "classes": 0, "fewest": 0, "why": None}]
    assert "第1号を作ったときの人だけ" in next(e["ja"] for e in second.verdict["checks"] if e["gate"] == "within")
    (use,) = (each for each in entries() if each["id"] == second.entry)
    assert use["ref"] == first.entry
    assert granted(second) == granted(first)
    assert not granted(second) & ordinals(joined)
    third = made(people, tmp_path, columns=AGE_AND_PLACE, within=2)
    assert granted(third) == granted(first)
    desk = employ(people.company, "dora", "desk")
    for person in leaving:
        door.erase(person, actor=desk)
    with pytest.raises(Refused) as said:
        made(people, tmp_path, columns=AGE_AND_PLACE, within=2)
    assert said.value.answer.reason == "joined-or-left"  # whoever left shows as before
    assert "最小3人" in said.value.answer.text.ja
    assert said.value.answer.remedy is not None
    assert "--withhold" in said.value.answer.remedy.text.ja
    with pytest.raises(Refused) as little:
        made(people, tmp_path, columns=AGE_AND_PLACE, within=2, withhold=0.1)
    assert "withhold（10.0%）を超えます" in little.value.answer.text.ja
    plain = written(tmp_path, columns=AGE_AND_PLACE, within=2)
    fourth = Release.objects.get(ref=terminal.does("anonymise", "release", plain, "--withhold", "0.5")["ref"])
    lost = groups(third) - groups(fourth)
    assert len(lost) == 1  # the whole group of those three is not there, and nothing else is missing
    assert groups(third) - lost == groups(fourth)
    assert fourth.verdict["withheld"] == {"groups": 1, "rows": lost.total() - 3}
    assert fourth.verdict["suppressed"] == lost.total() - 3
    assert [each["classes"] for each in fourth.verdict["between"]] == [0, 0, 0]
    assert "丸ごと残していません" in next(e["ja"] for e in fourth.verdict["checks"] if e["gate"] == between.GATE)


def groups(release: Release) -> Counter[str]:
    """How many rows of each kind there are in it."""
    return Counter(b"".join(bodies.read(release.body)).decode().splitlines()[1:])


@pytest.mark.promise("9-2-A")
def test_the_few_that_one_release_left_out_and_another_tells_are_a_difference_at_any_level_and_of_any_items(
    people: House, tmp_path: Path
) -> None:
    def found(**more: Any) -> list[tuple[int, int, str | None]]:
        shown = making.preview(
            plan(tmp_path, **{"preset": "internal", "columns": AGE_AND_PLACE} | more), actor=people.maker
        )
        return [(each["classes"], each["fewest"], each["why"]) for each in shown.verdict["between"]]

    join(people, 1000, 4, born="1970-04-11")  # of an age that nobody else has: with others only in a wider band
    with_them = made(people, tmp_path, columns=AGE_AND_PLACE, levels={"年代": 1, "地域": 0})

    with pytest.raises(Refused) as said:
        made(people, tmp_path, columns=AGE_AND_PLACE)
    finer, of_other_items = found(), found(columns=SEX_AND_AGE, k=12)
    without = found(withhold=0.5)

    assert with_them.verdict["suppressed"] == 0
    assert said.value.answer.reason == "joined-or-left"
    assert "最小4人" in said.value.answer.text.ja
    assert finer == [(1, 4, None)]
    assert of_other_items[0][0] == 1
    assert without == [(0, 0, None)]


@pytest.mark.promise("9-2-A")
def test_a_release_that_cannot_be_laid_beside_an_earlier_one_is_refused_for_third_parties(
    people: House, tmp_path: Path
) -> None:
    own = tmp_path / "own.csv"
    own.write_text("female;女の人;*\nmale;男の人;*\nその他;その他;*\n", encoding="utf-8")
    columns = SEX_AND_AGE | {"性別": SEX_AND_AGE["性別"] | {"hierarchy": str(own), "merge_below": 2}}
    made(people, tmp_path, columns=columns, levels={"性別": 1, "年代": 0})

    with pytest.raises(Refused) as said:
        made(people, tmp_path, columns=SEX_AND_AGE)
    inside = making.preview(plan(tmp_path, columns=SEX_AND_AGE, preset="internal"), actor=people.maker).verdict

    assert "そろえられない" in said.value.answer.text.ja
    assert (said.value.answer.reason, inside["between"][0]["why"]) == ("joined-or-left", "grain")
    assert made(people, tmp_path, columns=columns).verdict["between"][0]["why"] is None


@pytest.mark.promise("9-2-B", "9-2-D")
def test_those_of_a_release_that_is_withdrawn_or_was_never_made_are_gone_back_to_by_nobody(
    people: House, tmp_path: Path
) -> None:
    first = made(people, tmp_path)
    published(people, first)
    releasing.withdraw(first.ref, actor=people.manager)

    with pytest.raises(Refused) as said:
        made(people, tmp_path, within=1)
    with pytest.raises(InputError, match=r"no\. 2"):
        made(people, tmp_path, within=2)
    with pytest.raises(Refused) as clerk:
        making.make(*plans.load(written(tmp_path, within=1)), actor=people.clerk)
    with pytest.raises(PolicyError):
        plans.shaped(plans.with_more(written(tmp_path, within=1).read_text(encoding="utf-8"), within=1), "plan")
    with pytest.raises(NotFound):  # an entry of another purpose says nobody
        door.use_many(None, ["sex"], purpose="deliver-service", earlier=first.entry, actor=people.clerk)

    assert (said.value.answer.reason, said.value.answer.article) == ("within", "43(2); R.35")
    assert clerk.value.answer.reason == "no-duty"
    assert [each["reason"] for each in entries() if each.get("reason")][-2:] == ["within", "no-duty"]
    assert Release.objects.count() == 1


def granted(release: Release) -> set[int]:
    """Of whom it was made, by the ledger."""
    place_all()
    with transactions.reading() as cursor:
        return {who for some in reading.granted_in(cursor, release.entry, 1000) for who in some}


def ordinals(named: tuple[str, ...]) -> set[int]:
    with connection.cursor() as cursor:
        held = [bytes.fromhex(each) for each in named]
        cursor.execute(f"SELECT ord FROM vault_person WHERE pid IN ({', '.join(['%s'] * len(held))})", held)
        return {int(ordinal) for (ordinal,) in cursor.fetchall()}


def laid(*rows: tuple[str, str, str], linked: bool = False) -> Laid:
    counted: Counter[tuple[str, tuple[str, ...], tuple[str, ...]]] = Counter(
        (who, (quasi,), (kept,)) for who, quasi, kept in rows
    )
    return Laid(quasi=("age",), kept=("plan",), linked=linked, rows=counted)


def side(*, linked: bool = False, up: dict[str, str] | None = None) -> Side:
    return Side(quasi=("age",), kept=("plan",), linked=linked, mine={"age": up}, theirs={"age": None}, mixed=False)


def test_what_a_class_gained_and_lost_counts_value_by_value_and_linked_rows_by_their_people() -> None:
    was, now = (laid(*[("", "20代", value) for value in values]) for values in ("xxy", "xyy"))
    bags = laid(("a", "20代", "x"), ("b", "30代", "x"), ("b", "20代", "x"), ("c", "20代", "x"), linked=True)

    assert onlooking.few(now, was, side(), 3) == {("20代",): 1}
    assert onlooking.few(now, was, side(), 1) == {}
    assert onlooking.few(now, laid(("", "30代", "x")), side(), 9) == {}  # new as a whole
    rolled = side(up={"20代": "20代", "30代": "20代"})
    assert onlooking.few(laid(("", "30代", "x"), *[("", "20代", "x")] * 3), was, rolled, 9) == {("20代",): 1}
    there = onlooking.classes(bags, side(linked=True), {"age": None})
    assert {key: held.total() for key, held in there.items()} == {(("20代",),): 2, (("20代",), ("30代",)): 1}


def test_what_is_kept_of_a_release_says_how_many_rows_of_each_kind_and_under_nobodys_name() -> None:
    table = laid(("gho", "20代", "x"), ("gho", "20代", "y"), ("kml", "30代", "x"), ("", "40代", "x"), linked=True)
    table = replace(table, chance=frozenset({"plan"}), share=0.9)

    kept = b"".join(onlooking.written(table))
    again = onlooking.of_lines(kept.decode().splitlines())

    assert b"gho" not in kept
    assert replace(again, rows={}) == replace(table, rows={})
    assert sorted(Counter(who for who, _, _ in again.rows).values()) == [1, 1, 2]
    assert sorted(row[1:] for row in again.rows) == sorted(row[1:] for row in table.rows)
    assert again.rows["", ("40代",), ("x",)] == 1


def test_what_one_of_two_treated_by_chance_is_not_compared_and_the_rest_is() -> None:
    was, now = laid(("", "20代", "x"), ("", "20代", "x")), laid(("", "20代", "y"))
    by_chance = replace(now, chance=frozenset({"plan"}))

    def few(now: Laid) -> dict[tuple[Any, ...], int]:
        compared = onlooking.compared(now, was)
        assert compared is not None
        alike = dict.fromkeys(compared[0])
        beside = Side(quasi=compared[0], kept=compared[1], linked=False, mine=alike, theirs=alike, mixed=False)
        return onlooking.few(now, was, beside, 2)

    assert (few(now), few(by_chance)) == ({("20代",): 1}, {("20代",): 1})
    assert onlooking.compared(by_chance, was) == (("age",), ())
    assert onlooking.compared(replace(now, quasi=("plan",), kept=("age",)), was) is None
    assert onlooking.compared(replace(now, quasi=("plan",), kept=("x",), chance=frozenset({"plan"})), was) == ((), ())


@pytest.mark.parametrize(
    ("mine", "theirs", "why"),
    [
        ({}, {}, None), ({"share": 0.5}, {"share": 0.5}, "sampled"), ({"share": 0.51}, {"share": 0.1}, None),
        ({"share": 0.1}, {}, None), ({"chance": {"age"}}, {"chance": {"plan"}}, "drawn"),
        ({"chance": {"age"}}, {}, None),
        ({"chance": {"age"}, "kept": ("x",)}, {}, "drawn"),
    ],
)  # fmt: skip
def test_what_differs_is_left_to_chance_between_two_small_samples_or_where_no_common_item_is_as_it_was(
    mine: dict[str, Any], theirs: dict[str, Any], why: str | None
) -> None:
    one, other = (replace(laid(), **each | {"chance": frozenset(each.get("chance", ()))}) for each in (mine, theirs))

    assert between.left_to_chance(one, other) == why


HISTORY = {"利用": {"item": "use-of-service", "from": "usage-history", "as": "quasi", "split": "、"}}


@pytest.mark.parametrize(
    ("asked", "release", "shape", "why"),
    [
        ({"columns": HISTORY, "history": 3}, {"laid": "body:x"}, {}, "sets"),
        ({}, {"laid": "body:x"}, {"sets": "利用:3"}, "sets"),
        ({}, {"laid": "body:x", "state": "withdrawn"}, {"drawn": True}, None),
        ({}, {}, {"drawn": True}, "drawn"),
        ({}, {}, {}, None),
    ],
)
def test_what_cannot_be_laid_beside_a_new_release_is_told_by_why(
    asked: dict[str, Any], release: dict[str, Any], shape: dict[str, Any], why: str | None, tmp_path: Path
) -> None:
    of = intersecting.Shape(**{"number": 1, "k": 10, "linked": False, "sets": None, "columns": {}} | shape)

    assert between.untellable(plan(tmp_path, **asked), Release(**release), of) == why


def test_two_releases_meet_at_the_coarser_of_their_levels_or_nowhere() -> None:
    stairs = hierarchy("年代", [("20代", "20〜39歳", "*"), ("30代", "20〜39歳", "*"), ("40代", "40〜59歳", "*")])
    up = {"20代": "20〜39歳", "30代": "20〜39歳", "40代": "40〜59歳"}

    def met(levels: set[int], *seen: str, what: str | None = None) -> Any:
        return onlooking._met(stairs, levels, set(seen), what)

    same = None, None, False
    assert met({0}, "20代", "70代") == same  # nobody is of that age any more
    assert met({1}, "20〜39歳") == same
    assert met({2}, "*") == same
    assert met({1}, "20代") == ({"20〜39歳": "20〜39歳", "40〜59歳": "40〜59歳"}, {"20代": "20〜39歳"}, False)
    assert met({0}, "20〜39歳") == (up, {"20〜39歳": "20〜39歳"}, False)
    assert met({0, 1}, "20代") == (up | {"20〜39歳": "20〜39歳", "40〜59歳": "40〜59歳"}, {"20代": "20〜39歳"}, True)
    assert met({0}, "20代", "20〜39歳") == (up, {"20代": "20〜39歳", "20〜39歳": "20〜39歳"}, True)
    assert met({1}, "20代", "70代") is None
    assert met({1}, "elsewhere") is None


def test_a_label_that_nobody_has_any_more_is_placed_by_a_hierarchy_that_is_built_in() -> None:
    stairs = preset(":prefectures", "地域", ["東京都", "大阪府"])

    assert onlooking._met(stairs, {1}, {"東京都", "京都府"}, ":prefectures") == (
        {"関東": "関東", "近畿": "近畿"}, {"東京都": "関東", "京都府": "近畿"}, False,
    )  # fmt: skip
    for what in (None, ":prefectures.csv", ":order/2"):
        assert onlooking._met(stairs, {1}, {"東京都", "京都府"}, what) is None


def test_a_value_that_was_treated_by_chance_counts_as_known_exactly() -> None:
    told = intersecting.Told.model_validate({
        "source": "x", "take": "value", "column": {"as": "quasi", "top": 90, "merge_below": 5},
        "labels": {"10": "0-49", "60": "50-", "90": "50-", "その他": "*"}, "nothing": "?",
    })  # fmt: skip

    assert [told.label(each) for each in ("10", "116", None, "7")] == ["0-49", "50-", "?", "*"]
    drawn = told.model_copy(update={"column": told.column.model_copy(update={"merge_below": None, "noise": 3.0})})
    assert drawn.label("7") == "=7"
