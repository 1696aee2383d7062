"""No screen shows a name that only the house knows; all others are looked at in tests/browser/test_screens.py."""

from __future__ import annotations

import pytest

from seiyaku.console.words_of_lights import CHECKS
from seiyaku.core.language import LANGUAGES
from seiyaku.evidence.history import note
from seiyaku.partners import services as partners
from seiyaku.people.days import today
from seiyaku.policy import lights, queries
from tests.browser.staffed import Staffed, arm
from tests.raw_names import known, raw

from .conftest import whole

COUNTRY = {"ja": "米国", "en": "United States"}


@pytest.mark.promise("0", "3-2")
def test_a_light_of_the_past_and_a_partners_country_are_said_in_words(house: Staffed) -> None:
    arm(house.company.manager)
    ref = partners.register("海の向こう", "option-provider", country="US", actor=house.company.manager).ref
    note(queries.in_force().policy, today())
    browser, names = whole("hoshiko"), known()

    for language in LANGUAGES:
        said = {"Accept-Language": language}
        clause = browser.get("/console/clauses/2-4", headers=said).content.decode()
        every, one = (
            browser.get(f"/console/partners/{path}", headers=said).content.decode() for path in ("", f"{ref}/")
        )

        assert [each for page in (clause, every, one) for each in raw(page, names, language)] == []
        assert COUNTRY[language] in every
        assert f"<dd>{COUNTRY[language]}</dd>" in one
        assert CHECKS["pledges"].say(language) in clause


def test_every_check_behind_a_light_is_called_something() -> None:
    assert {one.name for one in lights.registered()} <= set(CHECKS)


def test_a_raw_name_is_seen_where_one_is_shown() -> None:
    names = frozenset({"training", "law:disclose", "third-party", "kept"})

    ja = "<html><body><td>training</td><p>kept: 3</p><code>training</code></body></html>"
    en = "<html><body><td>third-party</td><p>of law:disclose</p><p>kept</p><b>JP</b></body></html>"

    assert [*raw(ja, names, "ja")] == ["training: training", "kept: kept: 3"]
    assert [*raw(en, names, "en")] == ["third-party: third-party", "law:disclose: of law:disclose", "JP: JP"]
