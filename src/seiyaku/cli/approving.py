"""
Approving at the terminal (policy 3-1): what exactly is shown first, a version of the policy with all that it changes.

Somebody at a terminal is asked once more; a program, or `--yes`, is not.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from seiyaku.core.language import Text

from .frame import option
from .speech import voice

if TYPE_CHECKING:
    from seiyaku.core.model import Policy
    from seiyaku.policy.addendum import Difference

YES = option("--yes", is_flag=True, help=Text("確認を省く", "do not ask again"))
SURE = Text("承認しますか", "Approve this?")
APPROVED = Text("承認しました", "Approved")
ADDENDUM = Text("附則: {0}", "Addendum: {0}")
UNKNOWN = Text(
    "▲ 何の提案かを示せません。内容を提案者に確かめてください",
    "▲ What exactly this is of cannot be shown here: ask whoever proposed it",
)


def approve_as_second(ref: str, *, yes: bool) -> None:
    """Show what is proposed, ask once more, and approve it."""
    from seiyaku.people import approvals

    from .signing import actor

    who = actor()
    said = _shown(ref)
    if not yes and not voice.json and sys.stdin.isatty():
        click.confirm(voice.say(SURE), abort=True)
    approvals.approve(ref, actor=who)
    voice.result({"proposal": ref, "approved": True, **said}, APPROVED)


def _shown(ref: str) -> dict[str, Any]:
    """Tell what a proposal is of, and return it; nothing of one that is not there, which is then refused."""
    from seiyaku.evidence import proposed
    from seiyaku.people import reading

    one = reading.proposal(ref)
    if one is None:
        return {}
    of = proposed.of(one)
    voice.tell(of.text or UNKNOWN, "bold")
    if of.changes is not None:
        tell_changes(of.changes.difference, of.changes.addendum)
    return {"of": voice.say(of.text) if of.text else None, "changes": of.changes.document() if of.changes else None}


def proposed_version(ref: str) -> Policy:
    """Return the version of the policy that a proposal is of. Raises NotFound."""
    from seiyaku.core.errors import NotFound
    from seiyaku.evidence import proposed
    from seiyaku.people import reading

    from .signing import actor

    actor()
    one = reading.proposal(ref)
    changes = proposed.of(one).changes if one is not None else None
    if changes is None:
        raise NotFound(f"no text of a proposed version {ref[:64]!r}")
    return changes.after


def tell_changes(change: Difference, addendum: tuple[Text, ...]) -> None:
    """Tell everything that differs between two versions, and the addendum that says so."""
    for name, (was, now) in (change.front | change.operator).items():
        _tell_key(name, was, now)
    for clause in change.clauses:
        voice.tell(f"{clause.clause}  {clause.title[voice.language]}  ({clause.how})", "bold")
        for language in sorted(clause.lines, key=lambda one: one != voice.language):
            for line in clause.lines[language]:
                voice.tell(f"  {line}", {"+": "green", "-": "red"}.get(line[:1]))
    for rule in change.rules:
        voice.tell(f"{rule.clause}  {rule.section}.{rule.name}  ({rule.how})", "bold")
        for key, (was, now) in rule.keys.items():
            _tell_key(key, was, now)
    for sentence in addendum:
        voice.tell(ADDENDUM.filled(voice.say(sentence)))


def _tell_key(key: str, was: Any, now: Any) -> None:
    from seiyaku.policy.addendum import plain

    voice.tell(f"  - {key}: {plain(was)}", "red")
    voice.tell(f"  + {key}: {plain(now)}", "green")
