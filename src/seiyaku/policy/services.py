"""What can happen to the policy: a version is published. Nothing else: no version changes, none goes (12-1)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from django.utils import timezone

from seiyaku.core.asks import Actor
from seiyaku.core.errors import Conflict, PolicyError
from seiyaku.core.model import Policy
from seiyaku.ledger.changes import note
from seiyaku.ledger.transactions import Cursor, changing, on_commit
from seiyaku.ledger.writing import record
from seiyaku.papers.naming import told

from . import queries
from .loading import load_files, read_files
from .models import Bit, PolicyFile, PolicyVersion, ProposedFile
from .pages import nearest

# Masks are signed 64-bit numbers in the database; the highest purpose bit is the law's own.
MOST = {"field": 63, "purpose": 62, "duty": 63}


def publish(path: Path, *, actor: Actor) -> queries.Published:
    """
    Publish the policy at `path` as the next version: how an instance gets its first. Later ones take two people, who
    come through `people.publishing`.

    Raises:
        PolicyError: the files do not make a policy, or not one that follows the newest.
        Conflict: this very version is published.
    """
    files = read_files(path)
    policy = load_files(files, path.parent)
    with changing() as cursor:
        publish_inside(cursor, policy, files, str(path), actor=actor)
    return queries.version(policy.version)


def publish_inside(
    cursor: Cursor, policy: Policy, files: Mapping[str, bytes], where: str, *, actor: Actor, proposal: str = ""
) -> None:
    """Publish inside the caller's changing(); `proposal` names the approval it rests on. Raises as `publish` does."""
    newest = PolicyVersion.objects.order_by("-number").first()
    _check_follows(policy, newest, where)
    row = PolicyVersion.objects.create(
        number=newest.number + 1 if newest else 1,
        version=policy.version,
        operator=policy.operator.id,
        effective=policy.effective,
        published_at=timezone.now(),
    )
    PolicyFile.objects.bulk_create(PolicyFile(version=row, name=name, body=body) for name, body in files.items())
    _register(policy, where)
    note(cursor, "policy", policy.version)
    about = {"ref": proposal} if proposal else {}
    record({"act": "publish", "answer": "done", **told(actor), **_seen(policy), **about})
    on_commit(cursor, queries.forget)


def keep_proposed(version: str, files: Mapping[str, bytes], *, others: Iterable[str]) -> None:
    """Keep what a proposed version says, inside the caller's changing(); of `others` too, and of no more."""
    ProposedFile.objects.exclude(version__in=[version, *others]).delete()
    for name, body in files.items():
        ProposedFile.objects.update_or_create(version=version, name=name, defaults={"body": body})


def forget_proposed(version: str) -> None:
    """Forget what was kept of a version because it was proposed, inside the caller's changing()."""
    ProposedFile.objects.filter(version=version).delete()


def _seen(policy: Policy) -> dict[str, object]:
    counts = {
        "clauses": len(policy.clauses),
        "fields": len(policy.rules.fields),
        "purposes": len(policy.rules.purposes),
    }
    return {"policy": policy.version, "counts": counts}


def _check_follows(policy: Policy, newest: PolicyVersion | None, where: str) -> None:
    """A version says who makes it, names the one before it and takes effect after it: history is one line."""
    if policy.operator.unclear is not None:
        expected = "who makes the promise, all of it (art. 32(1)(i))"
        raise PolicyError(f"{where}:1:1", f"an operator with `unclear: {policy.operator.unclear[:60]}`", expected)
    if PolicyVersion.objects.filter(version=policy.version).exists():
        raise Conflict(f"policy version {policy.version[:16]} is published")
    before = newest.version if newest else None
    if policy.replaces != before:
        found = f"replaces {policy.replaces or 'nothing'}"
        raise PolicyError(f"{where}:1:1", found, f"replaces {before or 'nothing: no version is published'}")
    if newest and policy.operator.id != newest.operator:
        raise PolicyError(f"{where}:1:1", f"the operator {policy.operator.id!r}", f"the operator {newest.operator!r}")
    if newest and policy.effective <= newest.effective:
        raise PolicyError(f"{where}:1:1", f"in effect from {policy.effective}", f"a day after {newest.effective}")


def _register(policy: Policy, where: str) -> None:
    """Give each name of this version the bit it has, or the next free one."""
    rules = policy.rules
    _check_related(policy, where)
    for kind, names in (("field", rules.fields), ("purpose", rules.purposes), ("duty", rules.duties)):
        known = _known(kind)
        fresh = [name for name in names if name not in known]
        if len(known) + len(fresh) > MOST[kind]:
            found = f"{len(known) + len(fresh)} {kind} names in all versions"
            raise PolicyError(f"{where}:1:1", found, f"at most {MOST[kind]}")
        Bit.objects.bulk_create(Bit(kind=kind, name=name, bit=bit) for bit, name in enumerate(fresh, start=len(known)))


def _check_related(policy: Policy, where: str) -> None:
    """A purpose grows out of one that was published before it (17(2)), not out of thin air."""
    known = _known("purpose")
    for purpose in policy.rules.purposes.values():
        for earlier in purpose.related_to:
            if earlier not in known:
                place, near = f"{where}:{purpose.line}:1", nearest(earlier, known)
                expected = "a purpose of an earlier version"
                raise PolicyError(place, f"{earlier!r}", expected, near, clause=purpose.clause)


def _known(kind: str) -> set[str]:
    return set(Bit.objects.filter(kind=kind).values_list("name", flat=True))
