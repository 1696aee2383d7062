"""The reference policy: what it says, and that it says all of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from seiyaku.core.model import Policy
from seiyaku.policy.loading import load

POLICIES = Path(__file__).parents[2] / "policies"


@pytest.fixture(scope="module")
def cloopen() -> Policy:
    return load(POLICIES / "cloopen" / "2018-10-01.md")


@pytest.mark.promise("0")
def test_the_operator_names_itself_and_a_date(cloopen: Policy) -> None:
    operator = cloopen.operator

    assert all((operator.name["ja"], operator.address["ja"], operator.representative["ja"], operator.manager["ja"]))
    assert cloopen.effective.isoformat() == "2018-10-01"
    assert operator.email.endswith(".example")


@pytest.mark.promise("8-2")
def test_a_carrier_gets_exactly_three_items(cloopen: Policy) -> None:
    delivery = cloopen.rules.provisions["delivery"]

    assert (delivery.clause, set(delivery.fields), delivery.exactly) == ("8-2", {"name", "address", "phone"}, True)


@pytest.mark.promise("11-1")
def test_the_policy_names_its_law(cloopen: Policy) -> None:
    assert cloopen.rules.governing["law-of-japan"].law == "japan"
