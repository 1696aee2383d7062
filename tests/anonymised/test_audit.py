"""The audit of a release: for each thing it counts or looks for, a release in which it is wrong, and one where not."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import replace
from math import sqrt
from pathlib import Path
from statistics import correlation, fmean
from typing import Any

import pytest

from seiyaku.anonymised.asking import Ask, on_column
from seiyaku.anonymised.auditing import Audit, Known, audit
from seiyaku.anonymised.sources import opened
from seiyaku.core.anonymous.hierarchies import Hierarchy, hierarchy
from seiyaku.core.anonymous.scanning import licence_stands
from seiyaku.core.codes import individual_number_stands

TREE = hierarchy("ill", [("x", "a", "*"), ("y", "a", "*"), ("z", "b", "*")])
Check = Callable[..., Audit]


@pytest.fixture
def check(tmp_path: Path) -> Check:
    """Return what audits a release, given as lines, beside a source and a population."""

    def run(
        release: Sequence[str],
        ask: Ask,
        *,
        source: Sequence[str] = (),
        population: Sequence[str] = (),
        counted: str | None = None,
        **known: Any,
    ) -> Audit:
        with ExitStack() as stack:

            def table(name: str, lines: Sequence[str], **how: Any) -> Any:
                path = tmp_path / f"{name}.csv"
                path.write_text("\n".join(lines) + "\n", encoding="utf-8")
                return stack.enter_context(opened(path, **how))

            first = table("release", release)
            beside = {
                name: table(name, lines, engine=first.engine)
                for name, lines in (("source", source), ("population", population))
                if lines
            }
            if counted:
                beside["population"] = replace(beside["population"], counted=counted)
            return audit(first.engine, first.sql, first.columns, ask, Known(**beside, **known))

    return run


def asked(*models: tuple[str, str], **how: Any) -> Ask:
    return Ask(quasi=("city",), k=2, on_columns=tuple(on_column(model, text) for model, text in models), **how)


def lines(header: str, *rows: tuple[str, int]) -> list[str]:
    return [header, *(row for row, many in rows for _ in range(many))]


SPREAD = lines("city,ill", ("A,x", 9), ("A,y", 1), ("B,y", 5), ("B,z", 5))


@pytest.mark.promise("9-2-A")
@pytest.mark.parametrize(
    ("model", "fails", "holds"),
    [
        ("l-diversity", "ill:3", "ill:2"),
        ("l-diversity", "ill:1.5:entropy", "ill:1.3:entropy"),
        ("l-diversity", "ill:2:recursive:8", "ill:2:recursive:9.5"),
        ("t-closeness", "ill:0.44", "ill:0.46"),
        ("t-closeness", "ill:0.34:ordered", "ill:0.36:ordered"),
        ("t-closeness", "ill:0.34:tree", "ill:0.36:tree"),
        ("alpha", "ill:0.89", "ill:0.91"),
        ("beta-likeness", "ill:0.9", "ill:1.1"),
    ],
)
def test_a_sensitive_column_is_counted_again(model: str, fails: str, holds: str, check: Check) -> None:
    trees: dict[str, Hierarchy] = {"ill": TREE}

    wrong = check(SPREAD, asked((model, fails)), trees=trees)
    right = check(SPREAD, asked((model, holds)), trees=trees)

    assert any("is not kept" in finding for finding in wrong.findings)
    assert right.findings == ()


@pytest.mark.promise("9-2-A")
def test_enhanced_beta_stops_at_the_surprise_of_a_value(check: Check) -> None:
    even = lines("city,ill", ("A,x", 6), ("A,y", 4), ("B,x", 4), ("B,y", 6))

    assert check(even, asked(("beta-likeness", "ill:0.1:enhanced"))).findings
    assert check(even, asked(("beta-likeness", "ill:0.3:enhanced"))).findings == ()
    assert check(SPREAD, asked(("beta-likeness", "ill:5"))).findings == ()
    assert check(SPREAD, asked(("beta-likeness", "ill:5:enhanced"))).findings


@pytest.mark.promise("9-2-A")
@pytest.mark.parametrize(
    ("ask", "words"),
    [
        (asked(), "a class of 1 rows, k = 2"),
        (asked(average_risk=0.3), "average risk"),
        (asked(sample_uniqueness=0.1), "unique rows"),
        (asked(population_uniqueness=0.001, sampled=0.5), "uniqueness in the population"),
    ],
)
def test_classes_and_risks_of_the_whole_table_are_counted_again(ask: Ask, words: str, check: Check) -> None:
    small = lines("city", ("A", 3), ("B", 1), ("C", 1))

    assert any(words in finding for finding in check(small, ask).findings)
    assert check(lines("city", ("A", 9)), ask).findings == ()


@pytest.mark.promise("9-2-A")
def test_persons_of_linked_rows_are_counted_by_their_bags(check: Check) -> None:
    ask = asked(person="who", linked=True)
    alike = lines("city,who", ("A,aa", 2), ("A,bb", 2), ("B,bb", 1), ("B,aa", 1))

    assert check(alike, ask).findings == ()
    assert check([*alike, "A,bb"], ask).findings == ("1 persons with the same rows, k = 2",)


@pytest.mark.promise("9-2-A")
def test_items_that_too_few_have_together_are_found(check: Check) -> None:
    ask = asked(person="who", sets=("city", 2))
    pairs = lines("city,who", ("A,aa", 1), ("B,aa", 1), ("A,bb", 1), ("B,bb", 1), ("C,cc", 1), ("C,dd", 1))

    assert check(pairs, ask).findings == ()
    assert check([*pairs, "C,aa"], ask).findings == ("2 items that only 1 persons have, k = 2",)
    assert check([*pairs, "C,aa"], replace(ask, sets=("city", 1))).findings == ()


LABELS = {"city": [("A", "north"), ("B", "north"), ("C", "south")]}
RELEASE = lines("city", ("north", 4), ("south", 2))


@pytest.mark.promise("9-2-A")
@pytest.mark.parametrize(
    ("ask", "south"), [(asked(person="who"), ("C,5,o", "C,5,o")), (asked(earlier=("was",)), ("C,5,o", "C,6,p"))]
)
def test_persons_and_what_an_earlier_release_left_are_counted_in_the_source(
    ask: Ask, south: tuple[str, str], check: Check
) -> None:
    source = ["city,who,was", "A,1,o", "A,2,o", "B,3,o", "B,4,o"]

    right = check(RELEASE, ask, source=[*source, "C,5,o", "C,6,o"], labels=LABELS)
    wrong = check(RELEASE, ask, source=[*source, *south], labels=LABELS)

    assert right.findings == ()
    assert wrong.findings == ("1 classes with rows of fewer than 2 persons",)


@pytest.mark.promise("9-2-A")
def test_an_earlier_release_of_the_same_rows_is_put_beside(check: Check) -> None:
    source = ["city,sex", "A,m", "A,m", "B,f", "B,f", "C,m", "C,f"]
    release = [{"sex": [("m", "m"), ("f", "f")]}]

    found = check(RELEASE, asked(), source=source, labels=LABELS, releases=release)

    assert found.findings == ("1 classes with rows of fewer than 2 persons",)
    assert check(RELEASE, asked(), source=source, labels=LABELS).findings == ()


BAGS = lines("city,who", *((f"{city},{who}", 1) for city, who in zip("nnnnss", "aabbab", strict=True)))
MAP = {"city": [("A", "n"), ("B", "n"), ("C", "s")]}


@pytest.mark.promise("9-2-A")
@pytest.mark.parametrize(
    ("how", "words"),
    [
        ({"linked": True}, "1 bags of rows of fewer than 2 persons beside an earlier release"),
        ({"sets": ("city", 2)}, "2 sets of 1 items that fewer than 2 persons have beside an earlier release"),
    ],
)
def test_linked_rows_and_sets_are_counted_beside_an_earlier_release(
    how: dict[str, Any], words: str, check: Check
) -> None:
    ask = asked(person="who", earlier=("was",), **how)
    source = ["city,who,was", "A,1,o", "B,1,o", "A,2,o", "A,2,o", "C,1,o", "C,2,o"]
    apart = [row.replace("2,o", "2,p") for row in source]

    assert check(BAGS, ask, source=source, labels=MAP).findings == ()
    assert check(BAGS, ask, source=apart, labels=MAP).findings == (words,)
    assert check(BAGS, replace(ask, earlier=()), source=apart, labels=MAP).findings == ()


@pytest.mark.promise("9-2-A")
@pytest.mark.parametrize(
    ("ask", "words"),
    [(asked(k_map=4), "3 of the population"), (asked(delta=(0.0, 0.5)), "shares"), (asked(delta=(0.5, 1.0)), "shares")],
)
def test_the_population_of_each_class_is_counted(ask: Ask, words: str, check: Check) -> None:
    population = ["city,people", "A,9", "B,1", "C,3"]

    found = check(RELEASE, ask, population=population, counted="people", labels=LABELS)
    fine = check(RELEASE, asked(k_map=3, delta=(0.4, 0.7)), population=population, counted="people", labels=LABELS)

    assert any(words in finding for finding in found.findings)
    assert fine.findings == ()


def sound(stands: Callable[[str], bool], first: int) -> str:
    """Return the first number of twelve digits whose check digit is right."""
    return next(str(number) for number in range(first, first + 100_000) if stands(str(number)))


@pytest.mark.promise("9-2-A")
@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("taro@mail.example", "e-mail"),
        ("ｔａｒｏ＠mail.example", "e-mail"),
        ("０９０-0000-0000", "phone"),
        ("+81 90-0000-0000", "phone"),
        ("〒100-0001", "postal-code"),
        ("100-0001", "postal-code"),
        (sound(individual_number_stands, 123456789010), "individual-number"),
        (sound(licence_stands, 300912345670), "driving-licence"),
        ("TK1234567", "passport"),
        ("AB12345678CD", "residence-card"),
        ("佐藤 花子", "name"),
        ("サトウ　ハナコ", "name"),
        ("佐藤花子様", "name"),
        ("0" * 64, "digest"),
    ],
)
def test_every_value_is_looked_at(value: str, kind: str, check: Check) -> None:
    found = check(lines("city", (value, 3), ("A", 3)), asked())

    assert f"column 'city' holds what looks like a {kind}" in found.findings


@pytest.mark.parametrize(
    "value", ["1000-1999", "100-199", "東京都", "2026-11", "サービス業（他に分類されないもの）", "-19", "*"]
)
def test_labels_of_ordinary_hierarchies_arouse_no_suspicion(value: str, check: Check) -> None:
    assert check(lines("city", (value, 3)), asked()).findings == ()


@pytest.mark.promise("9-2-A")
@pytest.mark.parametrize("digest", ["md5", "sha1", "sha256"])
def test_a_digest_of_a_value_of_the_source_is_found_for_what_it_is(digest: str, check: Check) -> None:
    of = hashlib.new(digest, b"Person 1").hexdigest()

    found = check(lines("city", (of.upper(), 3)), asked(), source=lines("city,name", ("A,Person 1", 3)))

    assert f"column 'city' holds the {digest} of values of 'name'" in found.findings


@pytest.mark.promise("9-2-A")
def test_a_value_of_a_deleted_column_that_names_each_row_is_found(check: Check) -> None:
    source = ["city,member", *(f"{'AB'[n % 2]},M-{1000 + n}" for n in range(40))]

    wrong = check(lines("city", ("A", 20), ("M-1007", 2)), asked(), source=source)

    assert wrong.findings == ("a column holds values of 'member', which names each row",)
    assert check(lines("city", ("A", 20), ("B", 20)), asked(), source=source).findings == ()


@pytest.mark.promise("9-2-A")
def test_an_order_that_follows_the_source_is_found(check: Check) -> None:
    source = lines("city", *((f"c{n}", 50) for n in range(8)))

    assert any("order" in finding for finding in check(source, asked(), source=source).findings)
    assert check([source[0], *source[1::2], *source[2::2][::-1]], asked(), source=source).findings == ()


@pytest.mark.promise("9-2-A")
@pytest.mark.parametrize("labels", [None, {"city": [(each, each) for each in "ABCD"], "age": [("1", "*"), ("2", "*")]}])
def test_how_far_the_order_follows_is_the_correlation_row_by_row(labels: Any, check: Check) -> None:
    dice = random.Random(3)  # noqa: S311  # a test's dice
    came = [dice.choice("ABCD") for _ in range(90)]
    went = sorted(came, key=lambda city: ("ABCD".index(city), dice.random()) if dice.random() < 0.3 else (9, 0))
    mean = {city: fmean(at for at, each in enumerate(came) if each == city) for city in "ABCD"}

    found = check(
        ["city,age", *(f"{city},*" for city in went)], Ask(quasi=("city", "age"), k=1),
        source=["city,age", *(f"{city},{at % 2 + 1}" for at, city in enumerate(came))], labels=labels,
    )  # fmt: skip

    related = abs(correlation(range(90), [mean[city] for city in went]))
    assert found.counted["order"] == pytest.approx(related * sqrt(90), rel=1e-9)


def test_rows_that_are_all_alike_are_in_no_order(check: Check) -> None:
    assert check(lines("city", ("A", 90)), asked(), source=lines("city", ("A", 90))).counted["order"] == 0.0
