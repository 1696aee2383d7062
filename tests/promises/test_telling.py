"""
Scenarios of promise 5-4 and of 4-1-G's memory: nothing enters on the bare word that somebody was told, what was told
bounds what it may be used for, and a refusal outlives the person who made it.
"""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from seiyaku import door
from seiyaku.consent import queries, services
from seiyaku.consent.models import Showing
from seiyaku.core.errors import Refused
from seiyaku.core.language import Text
from seiyaku.door import Origin
from seiyaku.ledger.transactions import changing
from seiyaku.papers import services as papers
from seiyaku.people import services as people
from seiyaku.policy import queries as policy
from seiyaku.vault.models import Acquisition, Person
from tests import proofs

from .founded import ALICE, SIGN_UP, Company, charge, found, hire

BEN = ALICE | {
    "member-number": "M0000002", "name": "見本 勉", "email": "ben@mail.example", "phone": "090-0000-0002",
    "address": "東京都豊島区北見本4-5-6",
}  # fmt: skip


@pytest.fixture
def company(instance: Path) -> Company:
    """The company, founded as in earnest."""
    return found()


def collects(company: Company, origin: Origin) -> str:
    return door.collect(BEN, origin=origin, actor=company.clerk).people[0]


@pytest.mark.promise("5-4")
@pytest.mark.parametrize("claim", [None, "sign-up", "showing:none", proofs.shown("survey")])
def test_nothing_enters_on_the_bare_word_that_a_notice_was_shown(company: Company, claim: str | None) -> None:
    with pytest.raises(Refused) as refused:
        collects(company, dataclasses.replace(SIGN_UP, shown=claim))

    assert (refused.value.answer.clause, refused.value.answer.reason) == ("5-4", "no-notice")
    assert Person.objects.count() == 1


@pytest.mark.promise("5-4")
def test_by_telephone_the_proof_is_the_script_that_was_read(company: Company) -> None:
    call = Origin(source="telephone", form="inquiry", script=proofs.shown("inquiry"))
    said = {"name": BEN["name"], "phone": BEN["phone"]}

    assert door.collect(said, origin=call, actor=company.clerk).people
    for claim in (None, "inquiry", proofs.shown("sign-up")):
        with pytest.raises(Refused) as refused:
            door.collect(said, origin=dataclasses.replace(call, script=claim), actor=company.clerk)
        assert refused.value.answer.reason == "no-script"


@pytest.mark.promise("5-4")
def test_the_person_can_be_shown_word_for_word_what_they_were_shown(company: Company) -> None:
    collects(company, SIGN_UP)

    receipt = queries.showing(Acquisition.objects.order_by("-pk")[0].shown)

    assert receipt is not None
    notice = policy.in_force().policy.rules.notices["sign-up"]
    assert (receipt.statement.ja, receipt.statement.en) == (notice.text["ja"], notice.text["en"])
    assert receipt.policy_version == policy.in_force().version


@pytest.mark.promise("5-4", "2-2")
def test_a_purpose_that_the_words_shown_did_not_name_is_none_of_what_came_in(company: Company) -> None:
    older = services.state("notice", "sign-up", Text("お届けのため", "To deliver"), ["deliver-service"])
    shown = services.show(older.digest, policy_version=policy.in_force().version, channel="form", form="sign-up")
    ben = collects(company, dataclasses.replace(SIGN_UP, shown=shown.ref))

    used = door.use(ben, ["name"], purpose="deliver-service", actor=company.clerk)
    with pytest.raises(Refused) as refused:
        door.use(ben, ["name", "email"], purpose="service-contact", actor=company.clerk)

    assert used.values == {"name": BEN["name"]}
    assert refused.value.answer.reason == "not-acquired-for"


@pytest.mark.promise("5-1")
def test_legacy_data_is_attested_by_a_paper_that_is_kept(company: Company) -> None:
    with changing():
        paper = papers.seal(b"attested", "attestation")
    old = Origin(source="legacy-import", form="legacy-customers", attested=paper.ref)
    known = {"name": BEN["name"], "address": BEN["address"]}

    assert door.collect(known, origin=old, actor=company.clerk).people
    papers.destroy([paper.ref], actor=company.manager, reason="end-date")
    for claim in (paper.ref, "the manager said so"):
        with pytest.raises(Refused) as refused:
            door.collect(known, origin=dataclasses.replace(old, attested=claim), actor=company.clerk)
        assert refused.value.answer.reason == "not-attested"


@pytest.mark.promise("4-1-G")
def test_who_refused_and_was_erased_is_not_written_to_again(company: Company) -> None:
    desk, marketer = hire("dora", company.manager), hire("max", company.manager)
    for who, duty in ((desk, "desk"), (marketer, "marketing")):
        charge(who, duty, company.manager)
        people.complete(who.id, "handling", actor=company.manager)
    door.refuse([company.alice], use="send-offers", method="mail", actor=company.clerk)
    door.erase(company.alice, actor=desk)

    alice = door.collect(ALICE | {"member-number": "M0000009"}, origin=SIGN_UP, actor=company.clerk).people[0]
    ben = collects(company, SIGN_UP)

    with pytest.raises(Refused) as refused:
        door.use(alice, ["name", "email"], purpose="send-offers", actor=marketer)
    assert refused.value.answer.reason == "refused"
    row, other = (Person.objects.get(pid=bytes.fromhex(who)) for who in (alice, ben))
    bit = policy.bits().purposes["send-offers"]
    assert (row.refusals >> bit & 1, other.refusals) == (1, 0)
    assert queries.masks([row.ord], policy.bits().purposes) == {row.ord: (0, row.refusals)}


@pytest.mark.promise("5-4")
def test_a_showing_names_nobody(company: Company) -> None:
    assert not [column for column in Showing._meta.get_fields() if "person" in column.name]
