"""A version of the policy takes two people: one proposes exactly these files, another approves them (policy 12-1)."""

from __future__ import annotations

from pathlib import Path

from seiyaku.core.asks import Actor
from seiyaku.policy import queries, services
from seiyaku.policy.loading import load_files, read_files

from . import approvals
from .acting import acting
from .models import Proposal

ACT = approvals.PUBLISH


def propose_policy(path: Path, *, actor: Actor) -> Proposal:
    """
    Propose to publish the policy at `path`, by the digest of its files, which are kept for whoever approves.

    Raises PolicyError, Refused.
    """
    files = read_files(path)
    version = load_files(files, path.parent).version

    def keep() -> None:
        services.keep_proposed(version, files, others=approvals.open_on(ACT))

    return approvals.propose(ACT, version, beside=keep, actor=actor)


def publish_policy(path: Path, *, proposal: str | None, actor: Actor) -> queries.Published:
    """
    Publish the policy at `path`, which a proposal approved by a second person names.

    Raises:
        Refused: there is no such approval of exactly these files.
        PolicyError: the files do not make a policy that follows the newest.
    """
    files = read_files(path)
    policy = load_files(files, path.parent)
    with acting(ACT, actor) as doing:
        doing.must_hold(approvals.PROPOSING)
        used = approvals.use(doing, proposal, ACT, policy.version)
        services.publish_inside(doing.cursor, policy, files, str(path), actor=actor, proposal=used)
        services.forget_proposed(policy.version)
    return queries.version(policy.version)
