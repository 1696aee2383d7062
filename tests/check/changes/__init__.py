"""
Changes to the three good policies, by rule: some break the rule, some nearly do and must stay silent.

A change is the policy's name and what becomes what in it; "" for what means at the end, "^" at the start.
"""

from __future__ import annotations

from typing import NamedTuple


class Change(NamedTuple):
    """What is changed in which good policy, more than once where `more` says so."""

    policy: str
    old: str
    new: str
    more: tuple[tuple[str, str], ...] = ()


def change(policy: str, *pairs: str) -> Change:
    """Make a change of a policy from old and new words in turn."""
    steps = tuple(zip(pairs[::2], pairs[1::2], strict=True))
    return Change(policy, *steps[0], steps[1:])


def changed(text: str, made: Change) -> str:
    """Return a policy's text after a change. Every step must find its words."""
    for old, new in ((made.old, made.new), *made.more):
        if old == "":
            text = text + "\n" + new + "\n"
        elif old == "^":
            text = new + "\n" + text
        else:
            assert old in text, old
            text = text.replace(old, new)
    return text
