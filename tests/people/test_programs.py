"""A program is proven by its token, for its purposes, for a person, until it is revoked (2-1)."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from seiyaku.core.asks import Actor
from seiyaku.core.errors import InputError, NotFound, NotProven, Refused
from seiyaku.people import queries, services
from seiyaku.people.days import today
from seiyaku.people.models import Account, ServiceToken
from seiyaku.people.programs import Issued
from seiyaku.people.queries import actor_of

from .sample import BITS, account, label, policy

pytestmark = pytest.mark.promise("2-1")
POLICY = policy(
    purposes={
        name: {"label": label(name), "family": "customer", "needs": ["name"], "duties": ["clerk"]}
        for name in ("service", "contact")
    }
)


def acts(of: Account) -> Actor:
    return Actor(id=of.ref, kind="staff", proven_by="session")


def issue(owner: Account, **more: Any) -> Issued:
    program = services.register_program("nightly sync", actor=acts(owner))
    return services.issue_token(program.ref, ["contact"], actor=acts(owner), policy=POLICY, **more)


def test_a_token_is_shown_once_and_kept_nowhere(instance: Path) -> None:
    made = issue(account())

    assert made.token.startswith("syk_")
    assert made.token.encode() not in bytes(ServiceToken.objects.get().token)
    assert made.token not in repr(made)


def test_a_token_acts_for_somebody_named_in_the_ask(instance: Path) -> None:
    made, carol = issue(account()), account("carol")

    actor = actor_of(made.token, carol.ref)

    assert (actor.id, actor.kind, actor.proven_by, actor.session) == (made.program, "program", "token", made.ref)
    assert actor.on_behalf_of is not None
    assert (actor.on_behalf_of.id, actor.on_behalf_of.kind) == (carol.ref, "staff")
    for behalf in (None, "staff:none"):
        with pytest.raises(NotProven):
            actor_of(made.token, behalf)


def test_who_has_left_is_acted_for_by_nobody(instance: Path) -> None:
    made, carol = issue(account()), account("carol")
    Account.objects.filter(pk=carol.pk).update(left_on=today())

    with pytest.raises(NotProven):
        actor_of(made.token, carol.ref)


def test_a_session_acts_for_nobody_else(instance: Path) -> None:
    bob, carol = account(), account("carol")
    from seiyaku.people.sessions import begin

    with pytest.raises(NotProven):
        actor_of(begin(bob).token, carol.ref)


def test_an_unattended_token_is_made_only_by_who_manages(instance: Path) -> None:
    with pytest.raises(Refused):
        issue(account(), unattended=True)

    made = issue(account("alice", duties=("manager",)), unattended=True)
    assert actor_of(made.token).on_behalf_of is None


@pytest.mark.parametrize("ending", ["revoked", "expired", "program ended", "owner left"])
def test_an_ended_token_proves_nothing_at_once(instance: Path, ending: str) -> None:
    alice, bob = account("alice", duties=("manager",)), account()
    made = issue(bob)
    if ending == "revoked":
        services.revoke_token(made.ref, actor=acts(alice))
    elif ending == "expired":
        ServiceToken.objects.update(ends_at=timezone.now())
    elif ending == "program ended":
        services.end_program(made.program, actor=acts(bob))
    else:
        services.leave(bob.ref, actor=acts(alice))

    with pytest.raises(NotProven):
        actor_of(made.token, alice.ref)
    facts = queries.standing(
        Actor(id=made.program, kind="program", proven_by="token", session=made.ref), today(), BITS, POLICY
    )
    assert not facts.active


def test_a_token_names_purposes_of_the_policy_and_an_end(instance: Path) -> None:
    bob = account()
    program = services.register_program("sync", actor=acts(bob))
    wrong: tuple[dict[str, Any], ...] = (
        {"purposes": []},
        {"purposes": ["contract"]},
        {"purposes": ["contact"], "lasts": dt.timedelta(days=1000)},
        {"purposes": ["contact"], "lasts": dt.timedelta(0)},
    )

    for more in wrong:
        with pytest.raises(InputError):
            services.issue_token(program.ref, actor=acts(bob), policy=POLICY, **more)

    assert not ServiceToken.objects.exists()


def test_anothers_program_is_not_there_and_anothers_token_not_ones_own_to_revoke(instance: Path) -> None:
    bob, carol = account(), account("carol")
    made = issue(bob)

    with pytest.raises(NotFound):
        services.issue_token(made.program, ["contact"], actor=acts(carol), policy=POLICY)
    with pytest.raises(Refused):
        services.revoke_token(made.ref, actor=acts(carol))
    with pytest.raises(Refused):
        services.end_program(made.program, actor=acts(carol))


def test_a_token_of_another_program_lends_this_one_nothing(instance: Path) -> None:
    bob = account()
    one, other = issue(bob), issue(bob)

    facts = queries.standing(
        Actor(id=one.program, kind="program", proven_by="token", session=other.ref), today(), BITS, POLICY
    )

    assert (facts.active, facts.purposes) == (False, 0)
