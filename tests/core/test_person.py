"""What a person may do about themself by a link to their mail alone, and that the house may look who asks (7-2)."""

from __future__ import annotations

import pytest

from seiyaku.core.answers import Allowed, Answer
from seiyaku.core.asks import ActorFacts, Ask, Facts
from seiyaku.core.standing import BY_MAIL, CHOOSING

from .sample import ALICE, HELD, JOB, TODAY, changed, fields, gate

pytestmark = pytest.mark.promise("7-2", "2-2")


def asked(act: str, purpose: str, proven_by: str, *, own: bool = True) -> Answer:
    ask = Ask(actor=changed(ALICE, proven_by=proven_by), act=act, purpose=purpose, fields=fields("name"))
    facts = Facts(today=TODAY, actor=ActorFacts(kind="person", active=True), person=HELD, own=own)
    return gate().decide(ask, facts)


def test_a_link_by_mail_alone_chooses_and_is_shown_nothing_held() -> None:
    for act in CHOOSING:
        assert isinstance(asked(act, "law:ask-consent", BY_MAIL), Allowed), act

    for act, purpose in (
        ("disclose", "law:disclose"), ("disclose", "law:provision-records"), ("stop", "law:stop"),
        ("correct", "law:correct"),
    ):  # fmt: skip
        answer = asked(act, purpose, BY_MAIL)
        assert not isinstance(answer, Allowed)
        assert answer.reason == "more-proof"


def test_whoever_proved_more_is_shown_what_is_held_and_nobody_elses() -> None:
    for proof in ("letter", "login", "passkey"):
        assert isinstance(asked("disclose", "law:disclose", proof), Allowed)
        other = asked("disclose", "law:disclose", proof, own=False)
        assert not isinstance(other, Allowed)
        assert other.reason == "not-own"


def test_the_house_looks_who_asks_and_reads_nothing_else_for_it() -> None:
    facts = Facts(today=TODAY, actor=ActorFacts(kind="system", active=True), person=HELD)

    def job(act: str, purpose: str) -> Answer:
        return gate().decide(Ask(actor=JOB, act=act, purpose=purpose, fields=fields("email")), facts)

    assert isinstance(job("find", "law:identify"), Allowed)
    assert isinstance(job("contact", "law:identify"), Allowed)
    for act in ("read", "export", "disclose"):
        assert not isinstance(job(act, "law:identify"), Allowed), act
    assert not isinstance(job("contact", "law:disclose"), Allowed)
