"""A house to measure in: the reference policy in force, staff at work, and any number of made-up customers."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.bench.ledgers import set_up

if TYPE_CHECKING:
    from seiyaku.core.asks import Actor

READ = ("name", "phone")
FIELDS = ("member-number", "name", "kana", "birth-date", "sex", "phone", "email", "postal-code", "address")
SEX = {"male": "男", "female": "女"}


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table on its way in."""

    number: int
    cells: dict[str, str]


@dataclass
class House:
    """Who works here; the public ids of the customers, in order, and what each was entered with."""

    home: str
    clerk: Actor
    analyst: Actor
    lapsed: Actor
    people: list[str] = field(default_factory=list)
    held: list[dict[str, str]] = field(default_factory=list)


def customers(count: int, first: int = 1) -> Iterator[dict[str, str]]:
    """Yield the values of `count` made-up customers: a different seed for every start."""
    from seiyaku.cli.story import sample

    for one in sample.customers(count, seed=first, first=first):
        values = (one.member, one.name, one.kana, one.born, SEX[one.sex], one.phone, one.email, one.postal_code)
        yield dict(zip(FIELDS, (*values, one.address), strict=True))


def set_up_house(count: int, *, keep: bool = True) -> House:
    """Make the instance with `count` customers; `keep` remembers what they were entered with."""
    home = set_up()
    from seiyaku.keys import memory
    from seiyaku.policy import services
    from tests import proofs
    from tests.door.conftest import POLICY, SYSTEM, staff

    services.publish(POLICY, actor=SYSTEM)
    proofs.keep()
    house = House(str(home), staff("bob", "clerk"), staff("ana", "analyst"), staff("lars", "clerk", trained=False))
    memory.settle()  # as the application does when it starts
    enter(house, count, keep=keep)
    return house


def enter(house: House, count: int, *, keep: bool = True) -> None:
    """Let `count` more customers in, in files of 100,000."""
    from seiyaku import door
    from tests.door.conftest import SIGN_UP

    those = customers(count, first=len(house.people) + 1)
    while block := list(islice(those, 100_000)):
        rows = (Line(n, cells) for n, cells in enumerate(block, 2))
        file = f"{len(house.people):032x}"
        taken = door.collect_rows(rows, file=file, origin=SIGN_UP, actor=house.clerk)
        assert taken.collected == len(block), taken.quarantined[:3]
        house.people += taken.people
        house.held += block if keep else []


def resident() -> float:
    """Return how many MB of memory this process holds now."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGESIZE") / 1e6


def counting(work: Callable[[Any], None], served: list[int]) -> Callable[[Any], None]:
    """Return `work`, noting in `served` how large each batch was."""

    def noted(batch: Any) -> None:
        work(batch)
        served.append(len(batch))

    return noted
