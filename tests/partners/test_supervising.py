"""Checklists with days, what is entrusted on, contacts and returns (3-2; art. 25): closed when overdue, and why."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from seiyaku.core.asks import Actor
from seiyaku.core.errors import Conflict, InputError, NotFound, Refused
from seiyaku.papers.models import Paper
from seiyaku.partners import queries, services
from seiyaku.partners.checklists import ITEMS, Answered
from seiyaku.partners.models import Checked, Contract, Partner
from seiyaku.people.days import today
from tests.people.sample import account, entries

from .test_partners import POLICY, TEXT, WEEK, carrier, contract, manager, stands

pytestmark = pytest.mark.promise("3-2")
DAY = dt.timedelta(days=1)
ALL_WELL = {item: Answered(answer="yes") for item in ITEMS}


def look(at: Partner, by: Actor, *, passed: bool = True, **amiss: Answered) -> str:
    answers = ALL_WELL | {item.replace("_", "-"): one for item, one in amiss.items()}
    return services.supervise(at.ref, b"list", passed=passed, answers=answers, actor=by, policy=POLICY).ref


def due(days: int) -> Answered:
    return Answered(answer="no", due_on=today() + days * DAY)


def test_what_is_not_mended_by_its_day_closes_the_partner_and_what_is_opens_it(instance: Path) -> None:
    alice = manager()
    post = carrier(alice)
    contract(post, alice)
    whole = look(post, alice)
    good_until = stands(post).supervised_until
    ref = look(post, alice, systems=due(3), people=due(9))

    assert whole
    assert stands(post).supervised_until == (today() + 3 * DAY).toordinal() < good_until
    assert [one.code for one in queries.barred(stands(post, today() + 4 * DAY), POLICY, today() + 4 * DAY)] == [
        "supervision-overdue"
    ]
    services.mend(ref, "systems", b"a new lock", actor=alice)
    assert stands(post).supervised_until == (today() + 9 * DAY).toordinal()
    services.mend(ref, "people", b"trained", actor=alice)

    assert stands(post).supervised_until == good_until
    assert b"a new lock" not in b"".join(bytes(one.body or b"") for one in Paper.objects.all())
    with pytest.raises(NotFound):
        services.mend(ref, "systems", b"again", actor=alice)


def test_the_list_is_answered_whole_and_fits_what_is_made_of_it(instance: Path) -> None:
    alice = manager()
    post = carrier(alice)
    wrong: list[dict[str, Any]] = [
        {"answers": {"systems": Answered(answer="yes")}},
        {"answers": ALL_WELL | {"roof": Answered(answer="yes")}},
        {"answers": ALL_WELL | {"systems": Answered(answer="perhaps")}},  # type: ignore[arg-type]
        {"answers": ALL_WELL | {"systems": Answered(answer="no")}},
        {"answers": ALL_WELL | {"systems": Answered(answer="yes", due_on=today() + DAY)}},
        {"answers": ALL_WELL | {"systems": due(0)}},
        {"answers": ALL_WELL | {"systems": due(4000)}},
    ]

    for each in wrong:
        with pytest.raises(InputError):
            services.supervise(post.ref, b"x", passed=True, actor=alice, policy=POLICY, **each)
    failed = look(post, alice, passed=False, systems=Answered(answer="no"))

    assert failed
    assert stands(post).supervised_until == 0
    with pytest.raises(IntegrityError), transaction.atomic():
        Checked.objects.filter(answer="yes").update(due_on=today())


def on(under: Contract, by: Actor, **changed: Any) -> Any:
    said: dict[str, Any] = {"name": "孫請け", "consent": b"we agree", "fields": ["name"], "until": today() + WEEK}
    said |= changed
    return services.agree_sub_entrustment(
        under.ref, said.pop("name"), said.pop("consent"), said.pop("fields"), actor=by, policy=POLICY, **said
    )


def test_what_is_entrusted_on_stays_within_the_contract_and_its_days(instance: Path) -> None:
    alice = manager()
    post = carrier(alice)
    silent = contract(post, alice)
    under = contract(post, alice, terms=["confidentiality", "sub-entrustment"], fields=["name", "address"])

    made = on(under, alice, fields=["address", "name"])
    beyond: list[dict[str, Any]] = [
        {"fields": ["phone"]}, {"fields": []}, {"until": today() + WEEK + DAY}, {"until": today() - DAY},
        {"name": " "}, {"consent": b""}, {"country": "Japan"},
    ]  # fmt: skip
    for wrong in beyond:
        with pytest.raises(InputError):
            on(under, alice, **wrong)
    with pytest.raises(InputError, match="the term sub-entrustment"):
        on(silent, alice)

    assert (made.fields, made.name) == ("address name", "孫請け")
    assert "孫請け" not in str(entries())


def test_what_was_entrusted_on_ends_before_the_contract_is_done_with(instance: Path) -> None:
    alice = manager()
    post = carrier(alice)
    under = contract(post, alice, terms=["confidentiality", "sub-entrustment"])
    made = on(under, alice)
    services.end_contract(under.ref, actor=alice)

    assert queries.subs_over(today()) == [(post.ref, made.ref)]
    with pytest.raises(Conflict):
        services.prove_return(under.ref, b"proof", actor=alice)
    services.end_sub_entrustment(made.ref, actor=alice)
    services.prove_return(under.ref, b"proof", actor=alice)

    assert queries.subs_over(today()) == queries.unreturned(today()) == []
    with pytest.raises(Conflict):
        services.prove_return(under.ref, b"proof", actor=alice)
    with pytest.raises(NotFound):
        services.end_sub_entrustment(made.ref, actor=alice)


def test_a_renewed_contract_has_nothing_returned_yet_and_a_narrower_one_has(instance: Path) -> None:
    alice = manager()
    post = carrier(alice)
    old = contract(post, alice, fields=["name", "phone"])
    services.end_contract(old.ref, actor=alice)
    assert queries.unreturned(today()) == [(post.ref, old.ref)]

    contract(post, alice, fields=["name"])
    assert queries.unreturned(today()) == [(post.ref, old.ref)]
    contract(post, alice, fields=["name", "phone", "address"])

    assert queries.unreturned(today()) == []


def test_a_contact_is_minimal_opened_on_record_and_replaced_whole(instance: Path) -> None:
    alice, clerk = manager(), account("clerk", duties=("clerk",))
    post = carrier(alice, contact={"name": "山田"}, contact_until=today() + WEEK)
    first = post.contact

    services.change_contact(post.ref, {"name": "鈴木", "phone": "03"}, until=today() + WEEK, actor=alice)
    said = services.open_contact(post.ref, actor=alice)
    told = entries()[-1]
    with pytest.raises(Refused):
        services.open_contact(post.ref, actor=Actor(id=clerk.ref, kind="staff", proven_by="session"))
    with pytest.raises(InputError):
        services.change_contact(post.ref, {"home": "x"}, until=today() + WEEK, actor=alice)

    assert said == {"name": "鈴木", "phone": "03"}
    assert (told["act"], told["ref"]) == ("open-partner-contact", post.ref)
    assert "鈴木" not in str(entries())
    assert first is not None
    assert Paper.objects.get(pk=first.pk).destroyed_at is not None


def test_the_text_of_a_contract_is_handed_out_as_it_was_signed_to_who_manages_or_audits(instance: Path) -> None:
    alice, auditor, clerk = manager(), account("ada", duties=("auditor",)), account("clerk", duties=("clerk",))
    made = contract(carrier(alice), alice)

    for who in (alice.id, auditor.ref):
        assert services.open_contract(made.ref, actor=Actor(id=who, kind="staff", proven_by="session")) == TEXT
    with pytest.raises(Refused):
        services.open_contract(made.ref, actor=Actor(id=clerk.ref, kind="staff", proven_by="session"))

    assert [one["act"] for one in entries()[-3:]] == ["open-contract"] * 3


def test_what_closes_a_partner_names_clause_article_and_remedy(instance: Path) -> None:
    alice = manager()
    post = carrier(alice)
    services.classify(post.ref, "unclassified", actor=alice)

    told = queries.barred(stands(post), POLICY, today())

    assert [one.code for one in told] == ["unclassified", "contract-ended", "supervision-overdue"]
    assert all(one.article and one.remedy.ja and one.text.en for one in told)
