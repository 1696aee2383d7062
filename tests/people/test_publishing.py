"""Nobody changes the policy alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from seiyaku.core.asks import Actor
from seiyaku.core.errors import Conflict, Refused
from seiyaku.people import approvals
from seiyaku.people.publishing import propose_policy, publish_policy
from seiyaku.policy import queries
from seiyaku.policy.models import ProposedFile
from seiyaku.policy.services import publish

from ..policy.test_versions import FIRST, successor
from .sample import account, entries

SYSTEM = Actor(id="system:init", kind="system", proven_by="job")


def member(login: str, *duties: str) -> Actor:
    return Actor(id=account(login, duties=duties).ref, kind="staff", proven_by="session")


@pytest.fixture
def next_version(instance: Path, tmp_path: Path) -> Path:
    """The reference policy is in force; here is one to follow it."""
    return successor(tmp_path, "2024-04-01", publish(FIRST, actor=SYSTEM).version)


@pytest.mark.promise("12-1", "3-1")
def test_what_a_second_person_approved_is_published_and_the_entry_names_the_approval(next_version: Path) -> None:
    bob, dora = member("bob", "administrator"), member("dora", "manager")
    proposal = propose_policy(next_version, actor=bob)
    approvals.approve(proposal.ref, actor=dora)

    published = publish_policy(next_version, proposal=proposal.ref, actor=bob)

    assert queries.in_force().version == published.version
    last = [entry for entry in entries() if entry["act"] == "publish"][-1]
    assert (last["answer"], last["policy"], last["ref"], last["actor"]) == (
        "done", published.version, proposal.ref, bob.id,
    )  # fmt: skip


@pytest.mark.promise("12-1", "3-1")
def test_nobody_publishes_alone(next_version: Path) -> None:
    bob = member("bob", "manager")
    proposal = propose_policy(next_version, actor=bob)

    for ref in (None, proposal.ref):
        with pytest.raises(Refused) as raised:
            publish_policy(next_version, proposal=ref, actor=bob)
        assert raised.value.answer.reason == "one-person"
    with pytest.raises(Refused):
        approvals.approve(proposal.ref, actor=bob)
    assert len(queries.versions()) == 1


@pytest.mark.promise("12-1", "3-1")
def test_what_is_proposed_is_kept_for_whoever_approves_and_no_longer_and_believed_only_if_it_is_it(
    next_version: Path, tmp_path: Path
) -> None:
    bob, dora = member("bob", "administrator"), member("dora", "manager")
    other = successor(tmp_path, "2025-04-01", queries.in_force().version)
    waiting, left = (propose_policy(file, actor=bob) for file in (next_version, other))

    before = [queries.proposed(one.parts[0]) for one in (waiting, left)]
    approvals.withdraw(left.ref, actor=bob)
    again = propose_policy(next_version, actor=bob)
    after = [queries.proposed(one.parts[0]) for one in (waiting, left)]
    ProposedFile.objects.filter(name__endswith=".en.md").update(body=b"# Something else")
    altered = queries.proposed(waiting.parts[0])
    with pytest.raises(Conflict, match="have it proposed again"):  # nobody could read what they approve
        approvals.approve(again.ref, actor=dora)
    propose_policy(next_version, actor=bob)
    approvals.approve(again.ref, actor=dora)
    publish_policy(next_version, proposal=again.ref, actor=bob)

    assert [one and str(one.effective) for one in before] == ["2024-04-01", "2025-04-01"]
    assert [one and str(one.effective) for one in after] == ["2024-04-01", None]
    assert altered is None
    assert not ProposedFile.objects.exists()


@pytest.mark.promise("12-1", "3-1")
def test_an_approval_is_of_exactly_these_files(next_version: Path) -> None:
    bob, dora = member("bob", "administrator"), member("dora", "manager")
    proposal = propose_policy(next_version, actor=bob)
    approvals.approve(proposal.ref, actor=dora)
    english = next_version.with_name("2024-04-01.en.md")
    english.write_text(english.read_text(encoding="utf-8") + "\nAnd one sentence more.\n", encoding="utf-8")

    with pytest.raises(Refused):
        publish_policy(next_version, proposal=proposal.ref, actor=bob)

    assert len(queries.versions()) == 1


def test_a_clerk_proposes_nothing(next_version: Path) -> None:
    with pytest.raises(Refused):
        propose_policy(next_version, actor=member("bob", "clerk"))
