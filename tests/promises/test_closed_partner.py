"""
Whatever closes a partner closes it on every surface, and says why: clause, article, reason and remedy (policy 3-2).

Each case is kept with the verbs of the terminal, asked about over HTTP, and read from what is said to need attention.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from seiyaku.partners.checklists import ITEMS
from seiyaku.partners.models import Checked
from seiyaku.people.days import today

from .founded import ALICE, THREE, Company, found
from .surfaces import Program, Terminal

TERMS = ("confidentiality", "safeguards", "return-or-erase")
PAPER = "c2VjcmVjeQ=="


def days(count: int) -> str:
    return str(today() + dt.timedelta(days=count))


@dataclass
class Carrier:
    """A delivery company on record, and the clerk who would hand something over to it."""

    terminal: Terminal
    manager: Program
    clerk: Program
    alice: str
    folder: Path
    ref: str = ""
    contract: str = ""
    handoff: dict[str, Any] = field(default_factory=dict)

    def registered(self) -> None:
        said = self.terminal.does(
            "partners", "register", "お届け", "--kind", "delivery-carrier", "--character", "entrustment"
        )
        self.ref = said["ref"]
        self.handoff = {
            "people": [self.alice], "fields": list(THREE), "recipient": self.ref, "ground": "delivery",
            "purpose": "deliver-service",
        }  # fmt: skip

    def looked_at(self, *more: str) -> None:
        self.terminal.does("partners", "supervise", "お届け", self.folder / "text", *(more or ("--passed",)))

    def contracted(
        self, *, since: int = -1, until: int = 30, terms: tuple[str, ...] = TERMS, fields: tuple[str, ...] = THREE,
        purpose: str = "deliver-service",
    ) -> None:  # fmt: skip
        scope = [part for term in terms for part in ("--term", term)]
        scope += [part for item in fields for part in ("--field", item)]
        made = self.terminal.does(
            "partners", "contract", "お届け", self.folder / "text", "--from", days(since), "--until", days(until),
            *scope, "--purpose", purpose,
        )  # fmt: skip
        self.contract = made["ref"]

    def whole(self) -> None:
        self.looked_at()
        self.contracted()

    def amiss(self) -> None:
        """Something was found, to be mended by a day that is over now."""
        self.whole()
        answers: dict[str, Any] = {item: {"answer": "yes"} for item in ITEMS}
        answers["systems"] = {"answer": "no", "due_on": days(3)}
        self.manager.does("partners/supervise", partner=self.ref, findings=PAPER, passed=True, answers=answers)
        Checked.objects.filter(item="systems").update(due_on=today() - dt.timedelta(days=1))  # time goes by

    def ended(self) -> None:
        self.whole()
        self.terminal.does("partners", "end-contract", self.contract)

    def unclassified(self) -> None:
        self.whole()
        self.terminal.does("partners", "classify", "お届け", "unclassified")

    def found_wanting(self) -> None:
        self.whole()
        self.looked_at("--failed")

    def looked_at_long_ago(self) -> None:
        self.looked_at("--passed", "--on", days(-400))
        self.contracted()


def but(**contract: Any) -> Callable[[Carrier], None]:
    """Supervised, and under a contract that is otherwise in this."""

    def comes_about(it: Carrier) -> None:
        it.looked_at()
        it.contracted(**contract)

    return comes_about


# case: (how it comes about, clause and reason of the refusal, whether it closes the partner for everything)
CLOSED: dict[str, tuple[Callable[[Carrier], None], str, str, bool]] = {
    "no contract": (Carrier.looked_at, "3-2", "contract-ended", True),
    "a contract that is over": (but(since=-40, until=-1), "3-2", "contract-ended", True),
    "a contract yet to begin": (but(since=2), "3-2", "contract-ended", True),
    "a contract that was ended": (Carrier.ended, "3-2", "contract-ended", True),
    "a term that is missing": (but(terms=TERMS[:1]), "3-2", "contract-terms", True),
    "an item outside the contract": (but(fields=THREE[:2]), "8-2", "outside-contract", False),
    "a purpose outside the contract": (but(purpose="service-contact"), "8-2", "outside-contract", False),
    "unclassified in law": (Carrier.unclassified, "8-2", "unclassified", True),
    "nobody has looked": (Carrier.contracted, "3-2", "supervision-overdue", True),
    "a look that is too old": (Carrier.looked_at_long_ago, "3-2", "supervision-overdue", True),
    "a look that found something": (Carrier.found_wanting, "3-2", "supervision-overdue", True),
    "a checklist overdue": (Carrier.amiss, "3-2", "supervision-overdue", True),
}


@pytest.fixture
def company(instance: Path) -> Company:
    return found()


@pytest.fixture
def carrier(
    company: Company, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Carrier:
    (tmp_path / "text").write_text("秘密保持契約（見本）", encoding="utf-8")
    made = Carrier(
        Terminal(capsys, monkeypatch).signs_in("hoshiko"), Program(company.manager, ("house:partners",)),
        Program(company.clerk, ("deliver-service",)), company.alice, tmp_path,
    )  # fmt: skip
    made.registered()
    return made


@pytest.mark.surface("cli", "http")
@pytest.mark.promise("3-2")
def test_a_partner_under_contract_and_supervised_gets_what_the_contract_says(carrier: Carrier) -> None:
    early = carrier.clerk.refused("provide", **carrier.handoff)

    carrier.whole()
    given = carrier.clerk.does("provide", **carrier.handoff)
    closed = carrier.terminal.does("partners", "attention")["closed"]

    assert early["clause"] == "3-2"
    assert given["rows"] == [[ALICE[item] for item in THREE]]
    assert closed == []


@pytest.mark.promise("3-2")
@pytest.mark.parametrize("case", sorted(CLOSED))
def test_the_door_is_closed_and_says_why(carrier: Carrier, case: str) -> None:
    comes_about, clause, reason, for_everything = CLOSED[case]
    comes_about(carrier)

    refused = carrier.clerk.refused("provide", **carrier.handoff)
    over_http = carrier.manager.does("partners/attention")["closed"]
    at_the_terminal = carrier.terminal.does("partners", "attention")["closed"]

    assert (refused["clause"], refused["reason"]) == (clause, reason)
    assert refused["article"]
    assert refused["remedy"]["text"]
    assert not [value for value in ALICE.values() if value in str(refused)]
    said = [{one["partner"]: one["reason"] for one in each} for each in (over_http, at_the_terminal)]
    assert said == [{carrier.ref: reason} if for_everything else {}] * 2


@pytest.mark.promise("3-2")
def test_a_partner_that_was_let_go_gets_nothing_more(carrier: Carrier) -> None:
    carrier.whole()
    carrier.clerk.does("provide", **carrier.handoff)

    carrier.terminal.does("partners", "end-contract", carrier.contract)
    carrier.terminal.does("partners", "returned", carrier.contract, carrier.folder / "text")
    carrier.terminal.does("partners", "end", "お届け")

    refused = carrier.clerk.refused("provide", **carrier.handoff)
    assert refused["clause"] == "3-2"
