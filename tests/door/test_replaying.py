"""What would this new version have refused last month?"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from seiyaku import door
from seiyaku.core import errors
from seiyaku.core.model import Policy
from seiyaku.policy.loading import load

from .conftest import POLICY, House


def stricter(folder: Path, old: str, new: str) -> Policy:
    """The reference policy with one change."""
    target = folder / POLICY.name
    text = POLICY.read_text(encoding="utf-8")
    assert text.count(old) == 1
    target.write_text(text.replace(old, new), encoding="utf-8")
    english = POLICY.with_suffix(".en.md")
    shutil.copy(english, folder / english.name)
    return load(target)


NEEDS = "needs: [name, kana, member-number, phone, email, postal-code, address, plan, options, company-name, corporate-number, company-address, company-phone, usage-history, usage-month, communication-log]"  # noqa: E501


@pytest.mark.promise("12-1", "2-2")
def test_the_same_version_would_have_refused_nothing(house: House) -> None:
    door.use(house.alice, ["name", "phone"], purpose="deliver-service", actor=house.clerk)
    with pytest.raises(errors.Refused):
        door.use(house.alice, ["name"], purpose="send-offers", actor=house.clerk)

    said = door.replay(load(POLICY), actor=house.desk)

    assert (said.asks, said.refused, said.newly, said.otherwise) == (2, (), 0, 1)
    assert said.entry


@pytest.mark.promise("12-1", "2-2")
def test_a_duty_taken_away_shows_what_it_would_have_stopped(house: House, tmp_path: Path) -> None:
    for _ in range(3):
        door.use(house.alice, ["name"], purpose="deliver-service", actor=house.clerk)
    less = stricter(tmp_path, NEEDS + "\n    duties: [clerk, support]", NEEDS + "\n    duties: [support]")

    said = door.replay(less, actor=house.desk)

    (one,) = said.refused
    assert (one.act, one.purpose, one.asks, one.people) == ("read", "deliver-service", 3, 3)
    assert one.why.reason == "no-duty"


@pytest.mark.promise("12-1", "2-2")
def test_a_field_taken_away_is_named(house: House, tmp_path: Path) -> None:
    door.use(house.alice, ["name", "email"], purpose="deliver-service", actor=house.clerk)
    less = stricter(tmp_path, NEEDS, NEEDS.replace("email, ", ""))

    said = door.replay(less, actor=house.desk)

    assert said.refused == ()
    assert said.narrowed == {"email": 1}


@pytest.mark.promise("12-1")
def test_whoever_was_erased_is_counted_as_not_replayable(house: House) -> None:
    door.use(house.alice, ["name"], purpose="deliver-service", actor=house.clerk)
    door.erase(house.alice, actor=house.desk)

    said = door.replay(load(POLICY), actor=house.desk)

    assert said.asks == 0
    assert said.erased >= 1
    with pytest.raises(errors.InputError):
        door.replay(load(POLICY), days=0, actor=house.desk)
