"""The gate answers what an independent, slow and obvious oracle answers."""

from __future__ import annotations

import itertools
from collections.abc import Iterable

import pytest

from seiyaku.core.asks import Ask, Facts
from seiyaku.core.gate import Gate

from .grid import collections, oracle, provisions, said, some_provisions, uses
from .oracle import Oracle, Said
from .sample import cloopen, gate


def disagreements(asked: Iterable[tuple[Ask, Facts]], answering: Gate, judge: Oracle) -> list[str]:
    found = []
    for ask, facts in asked:
        ours, theirs = said(answering.decide(ask, facts), judge), judge.decide(ask, facts)
        if not same(ours, theirs, ask):
            found.append(f"{ours} / {theirs}\n{ask}\n{facts}")
            if len(found) > 4:
                break
    return found


def same(ours: Said, theirs: Said, ask: Ask) -> bool:
    """Under a purpose the Act gives, the clause named is where the policy speaks of it; the oracle says "law"."""
    if ours[0] == "yes" and theirs[:2] == ("yes", "law"):
        return ours[2] == theirs[2]
    return ours == theirs


@pytest.mark.promise("2-2", "2-4", "3-1", "4-1-A…G", "4-2-A…E", "4-3")
def test_the_oracle_agrees_on_every_seventh_use() -> None:
    assert not disagreements(itertools.islice(uses(), 3, None, 7), gate(), oracle(cloopen()))


@pytest.mark.slow
@pytest.mark.promise("2-2", "2-4", "3-1", "4-1-A…G", "4-2-A…E", "4-3")
def test_the_oracle_agrees_on_every_use() -> None:
    assert not disagreements(uses(), gate(), oracle(cloopen()))


@pytest.mark.promise("5-1", "5-2", "5-3", "5-4")
def test_the_oracle_agrees_on_every_collection() -> None:
    assert not disagreements(collections(), gate(), oracle(cloopen()))


@pytest.mark.promise("8-1", "8-2", "8-3-A…M", "3-2")
def test_the_oracle_agrees_on_provisions_at_random() -> None:
    assert not disagreements(some_provisions(30_000, 1), gate(), oracle(cloopen()))


@pytest.mark.slow
@pytest.mark.promise("8-1", "8-2", "8-3-A…M", "3-2")
def test_the_oracle_agrees_on_every_provision() -> None:
    assert not disagreements(provisions(), gate(), oracle(cloopen()))
