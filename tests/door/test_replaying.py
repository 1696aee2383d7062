"""What would this new version have refused last month?"""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
import pytest

from seiyaku import door
from seiyaku.core import errors
from seiyaku.core.asks import Actor
from seiyaku.core.model import Policy
from seiyaku.core.revisions import GATE_REVISION
from seiyaku.core.standing import HALF_PROVEN
from seiyaku.ledger import forms, transactions
from seiyaku.ledger.bodies import KEYS
from seiyaku.ledger.sequencing import place_all
from seiyaku.ledger.writing import Draft, Seen, append
from seiyaku.partners import services as partners
from seiyaku.partners.models import Contract
from seiyaku.people import queries as people_queries
from seiyaku.people import services as people
from seiyaku.people.models import Account, DutyHeld
from seiyaku.policy import queries
from seiyaku.policy.loading import load
from seiyaku.vault.models import Person
from tests.rest.conftest import token_for

from .conftest import ALICE, POLICY, SIGN_UP, House, partner, staff, wording
from .test_ending import leave
from .test_past import LETTER

BORIS = {"member-number": "M0000002", "name": "見本 ぼりす", "phone": "090-0000-0002", "email": "boris@mail.example"}


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


def replay(*said: Any, **more: Any) -> Any:
    """Replay, as the manager, what has its place: on PostgreSQL an entry gets one within a second."""
    place_all()
    return door.replay(*said, **{"actor": officer(), **more})


def officer() -> Actor:
    """The manager of personal information, who prepares the next version."""
    if Account.objects.filter(ref="staff:mana").exists():
        return Actor(id="staff:mana", kind="staff", proven_by="session", session="session:mana")
    return staff("mana", "manager")


@pytest.mark.promise("12-1", "2-2")
def test_the_same_version_would_have_refused_nothing(house: House) -> None:
    door.use(house.alice, ["name", "phone"], purpose="deliver-service", actor=house.clerk)
    with pytest.raises(errors.Refused):
        door.use(house.alice, ["name"], purpose="send-offers", actor=house.clerk)

    said = replay(load(POLICY))

    assert (said.asks, said.refused, said.newly, said.otherwise) == (2, (), 0, 0)
    assert said.entry


@pytest.mark.promise("12-1", "2-2")
def test_a_duty_taken_away_shows_what_it_would_have_stopped(house: House, tmp_path: Path) -> None:
    for _ in range(3):
        door.use(house.alice, ["name"], purpose="deliver-service", actor=house.clerk)
    less = stricter(tmp_path, NEEDS + "\n    duties: [clerk, support]", NEEDS + "\n    duties: [support]")

    said = replay(less)

    (one,) = said.refused
    assert (one.act, one.purpose, one.asks, one.people) == ("read", "deliver-service", 3, 3)
    assert one.why.reason == "no-duty"


@pytest.mark.promise("12-1", "2-2")
def test_a_field_taken_away_is_named(house: House, tmp_path: Path) -> None:
    door.use(house.alice, ["name", "email"], purpose="deliver-service", actor=house.clerk)
    less = stricter(tmp_path, NEEDS, NEEDS.replace("email, ", ""))

    said = replay(less)

    assert said.refused == ()
    assert said.narrowed == {"email": 1}


@pytest.mark.promise("12-1")
def test_whoever_was_erased_is_counted_as_not_replayable(house: House) -> None:
    door.use(house.alice, ["name"], purpose="deliver-service", actor=house.clerk)
    door.erase(house.alice, actor=house.desk)

    said = replay(load(POLICY))

    assert said.asks == 0
    assert said.erased >= 1
    with pytest.raises(errors.InputError):
        replay(load(POLICY), days=0)


@pytest.mark.promise("2-3", "12-1")
def test_what_was_read_of_a_value_that_has_ended_since_is_decided_again_as_it_was(house: House) -> None:
    def ask() -> None:
        door.use(house.alice, ["birth-date", "address"], purpose="improve-service", actor=house.analyst)
        place_all()

    ask()
    door.correct(house.alice, {"birth-date": "1990-04-02"}, purpose="law:correct", origin=LETTER, actor=house.desk)
    ask()
    leave(house.alice, 2)

    run = door.expire()

    said = replay()
    assert run.fields["birth-date"] == 1
    assert (said.asks, said.otherwise) == (2, 0)


@pytest.mark.promise("3-3")
@pytest.mark.parametrize(("revision", "otherwise", "asks"), [("1", 0, 2), ("2", 1, 2), ("3", 1, 2), ("99", 0, 1)])
def test_an_ask_is_decided_again_by_the_gate_as_it_was(house: House, revision: str, otherwise: int, asks: int) -> None:
    """Before the second revision a password in a browser was proof enough; what it opened then was rightly opened."""
    used = door.use(house.alice, ["name"], purpose="deliver-service", actor=house.clerk)
    place_all()
    with transactions.deciding() as cursor:
        (body,) = [body for body in map(orjson.loads, forms.bodies(cursor)) if body["id"] == used.entry]
        said = {key: value for key, value in body.items() if key in KEYS}
        row = Person.objects.get(pid=bytes.fromhex(house.alice))
        then = Draft(said | {"gate": revision, "proven": HALF_PROVEN}, [Seen(row.ord, bytes(row.mark), granted=True)])
        append(cursor, [then])

    found = replay()

    assert (found.otherwise, found.asks) == (otherwise, asks)
    assert body["gate"] == GATE_REVISION


@pytest.mark.promise("2-2", "12-1")
def test_deciding_again_what_a_mixed_ledger_tells_gives_the_same_answers(house: House) -> None:
    manager = staff("mana", "manager")
    DutyHeld.objects.filter(account__login="bob").delete()
    charged = people.grant_duty("staff:bob", "clerk", actor=manager).ref
    carrier = partner("carrier", "delivery-carrier")
    Contract.objects.filter(ref="contract:carrier").delete()
    scope = partners.Scope(
        terms=("confidentiality", "safeguards", "return-or-erase"), fields=("name", "address", "phone"),
        purposes=("deliver-service",),
    )  # fmt: skip
    until = queries.today() + dt.timedelta(days=30)
    contract = partners.conclude(carrier, b"text", scope, starts_on=queries.today(), until=until, actor=manager).ref
    agent = partner("agent", "option-agent", fields="name phone")
    shop = partner("shop", "cooperating-company", character="third-party", terms="confidentiality lawful-origin")
    court = partner("court", "authority", character="by-law", terms="")
    boris = door.collect(BORIS, origin=SIGN_UP, actor=house.clerk).people[0]
    choice = door.Choice(kind="provide", fields=("name", "email"), recipient=shop, ground="with-consent")
    said = {"statement": wording(), "method": "oral", "identity": "two-items"}
    asks = _Asks(house, shop, agent, carrier, court, boris)

    asks.all()
    door.consent([house.alice, boris], door.Choice(use="customer-stories"), actor=house.clerk, **said)
    door.consent([house.alice], choice, actor=house.clerk, **said)
    door.begin_relation([house.alice], service=agent, origin=SIGN_UP, actor=house.clerk)
    asks.all()
    door.withdraw([house.alice], door.Choice(kind="provide", fields=("email",), recipient=shop, ground="with-consent"),
                  method="mail", actor=house.clerk)  # fmt: skip
    door.refuse([house.alice], use="questionnaires", method="mail", actor=house.clerk)
    door.stop([boris], use="deliver-service", actor=house.desk)
    door.stop([house.alice], use=None, actor=house.desk)
    door.change(house.alice, {"email": "new@mail.example"}, purpose="law:correct", origin=LETTER, actor=house.desk)
    asks.all()
    door.resume([boris], use="deliver-service", actor=house.desk)
    door.end_relation([house.alice], service=agent, origin=SIGN_UP, actor=house.clerk)
    door.withdraw([house.alice, boris], door.Choice(use="customer-stories"), method="mail", actor=house.clerk)
    people.revoke_duty(charged, actor=manager)
    partners.end_contract(contract, actor=manager)
    asks.all()

    place_all()
    again = replay()

    assert again.asks == asks.done
    assert (again.otherwise, again.erased) == (0, 0)
    assert again.skipped == 1  # that the change of an address was allowed is no read
    assert asks.refused > 20
    assert asks.done - asks.refused > 20
    assert replay(load(POLICY)).refused == ()


@dataclass
class _Asks:
    """Asks of many kinds, each made by a member of staff and by a program."""

    house: House
    shop: str
    agent: str
    carrier: str
    court: str
    boris: str
    done: int = 0
    refused: int = 0

    def all(self) -> None:
        house, clerk = self.house, self.house.clerk
        for who in (clerk, self.program(clerk)):
            for person in (house.alice, self.boris):
                self.try_(door.use, person, ["name", "email", "birth-date"], purpose="deliver-service", actor=who)
            self.try_(door.find, {"phone": ALICE["phone"]}, purpose="deliver-service", actor=who)
            self.try_(self.bulk, ["name", "email"], purpose="deliver-service", actor=who)
            self.try_(door.use, house.alice, ["name"], purpose="bill-and-pay", past=True, actor=who)
            for ground, to, fields in (
                ("delivery", self.carrier, ("name", "address", "phone")),
                ("option-service-for-us", self.agent, ("name", "phone")),
            ):
                self.give(fields, recipient=to, ground=ground, purpose="deliver-service", actor=who)
            self.give(("name", "email"), recipient=self.shop, actor=who)
        shown = ("document", "approver", "statute")
        self.give(("name",), recipient=self.court, ground="by-law", evidence_of=shown, actor=house.desk)
        for purpose in ("customer-stories", "questionnaires", "send-offers", "sell-the-list"):
            self.try_(door.use, house.alice, ["name"], purpose=purpose, actor=house.marketer)

    def give(self, fields: tuple[str, ...], **how: Any) -> None:
        self.try_(door.provide, [self.house.alice, self.boris], fields, **how)

    def bulk(self, fields: list[str], **how: Any) -> None:
        list(door.use_many([self.house.alice, self.boris], fields, **how).blocks)

    def try_(self, verb: Callable[..., object], *what: Any, **how: Any) -> None:
        self.done += 1
        try:
            verb(*what, **how)
        except errors.Refused:
            self.refused += 1

    def program(self, owner: Actor) -> Actor:
        token = token_for(owner, "deliver-service", "law:provision")
        return people_queries.actor_of(token, owner.id)


@pytest.mark.promise("2-1", "12-1")
@pytest.mark.parametrize("duty", ["clerk", "desk", "support", "anonymiser"])
def test_what_everybody_asked_is_replayed_for_those_who_may_propose_a_version_and_for_the_auditor(
    house: House, duty: str
) -> None:
    other = staff("other", duty)

    with pytest.raises(errors.Refused) as refused:
        replay(load(POLICY), actor=other)
    told = [replay(load(POLICY), actor=staff(name, name)) for name in ("auditor", "approver", "administrator")]

    assert (refused.value.answer.clause, refused.value.answer.reason) == ("3-1", "no-duty")
    assert refused.value.entry
    assert {one.asks for one in told} == {0}
