"""The addendum is computed from the difference, never written by hand."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from seiyaku.core.model import Policy
from seiyaku.policy.addendum import ESTABLISHED, UNCHANGED, addendum, diff
from seiyaku.policy.loading import load_files, read_files

FIRST = Path(__file__).parents[2] / "policies" / "cloopen" / "2018-10-01.md"


def version(day: str, *changes: tuple[str, str]) -> Policy:
    """The reference policy as of another day, with some words replaced in either file."""
    bodies = read_files(FIRST).values()
    texts = [body.decode().replace("2018-10-01", day) for body in bodies]
    for old, new in changes:
        assert any(old in text for text in texts), old
        texts = [text.replace(old, new) for text in texts]
    return load_files({f"{day}.md": texts[0].encode(), f"{day}.en.md": texts[1].encode()})


@pytest.mark.promise("12-1")
def test_it_begins_with_the_day_the_policy_was_established() -> None:
    (only,) = addendum([version("2018-10-01")])

    assert (only.effective, only.says) == (dt.date(2018, 10, 1), (ESTABLISHED,))


@pytest.mark.promise("12-1")
def test_a_changed_sentence_is_named_with_its_clause_and_day() -> None:
    old = version("2018-10-01")
    new = version("2024-04-01", ("Nothing else.", "Nothing else at all."), ("それ以外は渡しません", "ほかは渡しません"))

    change = diff(old, new)
    newest, first = addendum([old, new])

    assert [(c.clause, c.how) for c in change.clauses] == [("8-2", "changed")]
    assert any(line.startswith("+") and "ほかは" in line for line in change.clauses[0].lines["ja"])
    assert newest.effective == dt.date(2024, 4, 1)
    assert newest.says[0].en == "Clause 8-2 “Delivery” changed."
    assert first.says == (ESTABLISHED,)


@pytest.mark.promise("12-1")
def test_a_rule_that_changed_under_an_unchanged_sentence_is_named_too() -> None:
    change = (
        "fields: [name, address, phone]\n    exactly: true",
        "fields: [name, address, phone, email]\n    exactly: true",
    )
    old, new = version("2018-10-01"), version("2024-04-01", change)

    (rule,) = diff(old, new).rules

    assert (rule.clause, rule.name, list(rule.keys)) == ("8-2", "delivery", ["fields"])
    assert addendum([new, old])[0].says[0].en == "The rules of clause 8-2 changed."


@pytest.mark.promise("12-1", "4-3")
def test_a_wider_purpose_says_that_what_is_held_needs_consent() -> None:
    needs = "needs: [name, email, fax, postal-code, address]"
    old, new = version("2018-10-01"), version("2024-04-01", (needs, needs.replace("name", "name, birth-date")))

    assert "18(1)" in addendum([old, new])[0].says[-1].en


@pytest.mark.promise("12-1")
def test_a_version_that_says_the_same_says_so() -> None:
    old, new = version("2018-10-01"), version("2024-04-01")

    assert not diff(old, new)
    assert addendum([old, new])[0].says == (UNCHANGED,)
