"""Metrics, methods and models are said in words wherever a person reads them; none is left as the engine writes it."""

from __future__ import annotations

from typing import Any, get_args

import pytest

from seiyaku.anonymised import documents, wording
from seiyaku.anonymised.asking import METRICS
from seiyaku.core.anonymous import metrics
from seiyaku.core.anonymous.closeness import TCloseness
from seiyaku.core.anonymous.models import AlphaK, BetaLikeness, DeltaPresence, KAnonymity, KMap, LDiversity
from seiyaku.core.anonymous.overall import AverageRisk, PopulationUniqueness, SampleUniqueness
from seiyaku.core.anonymous.sets import SetAnonymity
from seiyaku.core.language import LANGUAGES

SAYING: tuple[Any, ...] = (
    KAnonymity(10), KMap(5), LDiversity(0, 3), LDiversity(0, 2.5, "entropy"), LDiversity(0, 3, "recursive", 2.0),
    AlphaK(0, 0.5), BetaLikeness(0, 1.5), BetaLikeness(0, 1e-07, enhanced=True), DeltaPresence(0.1, 0.8),
    SetAnonymity(0, 2, 10), *(TCloseness(0, 0.3, kind) for kind in ("equal", "ordered")), AverageRisk(0.05),
    SampleUniqueness(0.01), PopulationUniqueness(0.01, 0.02),
)  # fmt: skip


@pytest.mark.parametrize("each", SAYING, ids=lambda each: str(each.say()))
def test_every_model_has_its_words(each: Any) -> None:
    written = str(each.say())

    told = [wording.model(written, language) for language in LANGUAGES]

    assert all(one.means and one.name != written for one in told)
    assert not any("{" in one.whole + one.means for one in told)
    assert any("\u3040" <= letter <= "\u9fff" for letter in told[0].means)


def test_every_metric_and_method_has_its_words_and_a_report_says_them() -> None:
    risk = {"prosecutor": dict.fromkeys(("highest", "average", "unique"), 0.1)}
    report = {
        "risk": {"before": risk, "after": risk}, "found": {"proven": True},
        "classes": {"before": [], "after": []}, "columns": [], "asked": [each.say() for each in SAYING],
        "utility": dict.fromkeys((*METRICS, "granularity"), 0.5),
    }  # fmt: skip

    asked = {language: documents.measured(report, language)[-2] for language in LANGUAGES}

    assert set(get_args(metrics.Name)) == set(METRICS)
    assert set(wording.METRICS) == {*METRICS, "granularity"}
    assert all(wording.method(name, "ja") != name for name in ("optimal", "heuristic", "given"))
    assert asked["ja"].rows[0] == ("k-匿名性", "k = 10", "同じ特徴の人が、どの集まりにも 10 人以上")
    named = {first for first, *_ in asked["en"].rows}
    assert named.isdisjoint({*METRICS, *(each.say() for each in SAYING)})
    assert all(len(row) == len(asked["en"].head) for row in asked["en"].rows)


def test_a_model_of_another_version_stays_as_it_is_written() -> None:
    assert wording.model("omega = 3", "ja").whole == "omega = 3"
