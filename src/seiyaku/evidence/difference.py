"""Two versions side by side: which clauses came, went and changed, and in which words."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from seiyaku.core.language import Language, Text, joined
from seiyaku.core.model import Policy

from .ruled import is_said_who, operator_lines, rules_under

KINDS: dict[str, Text] = {
    "added": Text("追加", "Added"),
    "removed": Text("削除", "Removed"),
    "changed": Text("変更", "Changed"),
}
PIECE = re.compile(r"[A-Za-z0-9]+|\s+|.", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A piece of a line, and whether the other version has it."""

    text: str
    changed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """One clause in both versions."""

    id: str
    title: str
    kind: str
    kind_word: str
    before: tuple[tuple[Part, ...], ...]
    after: tuple[tuple[Part, ...], ...]


def pairs(old: Policy, new: Policy, language: Language) -> tuple[Pair, ...]:
    """Return the clauses that differ, in the order of the newer version; those that went come last."""
    return tuple(_pairs(old, new, language))


def _pairs(old: Policy, new: Policy, language: Language) -> Iterator[Pair]:
    for clause in [*new.clauses, *(each for each in old.clauses if each not in new.clauses)]:
        before, after = _lines(old, clause, language), _lines(new, clause, language)
        if before == after:
            continue
        kind = "added" if clause not in old.clauses else "removed" if clause not in new.clauses else "changed"
        marked = _compare(before, after)
        yield Pair(
            id=clause,
            title=(new.clauses.get(clause) or old.clauses[clause]).title[language],
            kind=kind,
            kind_word=KINDS[kind].say(language),
            before=marked[0],
            after=marked[1],
        )


def _lines(policy: Policy, clause: str, language: Language) -> list[str]:
    found = policy.clauses.get(clause)
    if found is None:
        return []
    lines = [found.title[language], *(line for line in found.prose[language].splitlines() if line.strip())]
    if is_said_who(policy, clause):
        lines.extend(f"{line.caption}: {line.value}" for line in operator_lines(policy, language))
    for rule in rules_under(policy, clause, language):
        lines.append(f"{rule.kind} {rule.label}".strip())
        lines.extend(f"{line.caption}: {joined(line.values, language)}" for line in rule.lines)
    return lines


Marked = tuple[tuple[Part, ...], ...]


def _compare(before: list[str], after: list[str]) -> tuple[Marked, Marked]:
    left: list[tuple[Part, ...]] = []
    right: list[tuple[Part, ...]] = []
    for tag, a, b, c, d in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            left.extend(_plain(_around(before[a:b])))
            right.extend(_plain(_around(after[c:d])))
            continue
        for old, new in zip(before[a:b], after[c:d], strict=False):
            one, other = _words(old, new)
            left.append(one)
            right.append(other)
        shared = min(b - a, d - c)
        left.extend(_whole(before[a + shared : b]))
        right.extend(_whole(after[c + shared : d]))
    return tuple(left), tuple(right)


def _around(lines: list[str]) -> list[str]:
    """Return the lines next to a change; a longer run of what did not change is left out."""
    return lines if len(lines) <= 3 else [lines[0], "…", lines[-1]]


def _plain(lines: Iterable[str]) -> Iterator[tuple[Part, ...]]:
    return ((Part(text=line, changed=False),) for line in lines)


def _whole(lines: Iterable[str]) -> Iterator[tuple[Part, ...]]:
    return ((Part(text=line, changed=True),) for line in lines)


def _words(old: str, new: str) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
    one, other = PIECE.findall(old), PIECE.findall(new)
    matcher = difflib.SequenceMatcher(None, one, other, autojunk=False)
    if matcher.ratio() < 0.4:  # two different sentences: piecework would be confetti
        return (Part(text=old, changed=True),), (Part(text=new, changed=True),)
    codes = matcher.get_opcodes()
    left = tuple(Part(text="".join(one[a:b]), changed=tag != "equal") for tag, a, b, _, _ in codes if b > a)
    right = tuple(Part(text="".join(other[c:d]), changed=tag != "equal") for tag, _, _, c, d in codes if d > c)
    return left, right
