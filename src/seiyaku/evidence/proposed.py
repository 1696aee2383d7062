"""
What waits for a second person, in words (policy 3-1): whoever approves must know what exactly.

A proposal is used by its digest. What it says it is of is told only where it is what the digest is of.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from typing import Any

from seiyaku import door
from seiyaku.anonymised import releasing
from seiyaku.core.errors import NotFound
from seiyaku.core.language import LANGUAGES, Language, Text
from seiyaku.core.model import Policy
from seiyaku.keys.memory import on_forget
from seiyaku.people import approvals, reading
from seiyaku.people.models import Proposal
from seiyaku.policy import queries as policies
from seiyaku.policy.addendum import Difference, diff, plain, sentences

from .difference import Pair, pairs
from .words_of_registers import REGISTERS

ROOT_KEYS: dict[str, Text] = {
    "wrap": Text("お一人ごとの鍵を包む鍵", "The key that wraps each person's own"),
    "index": Text("検索の索引の鍵", "The key of the search index"),
    "suppress": Text("お断りを消去の後も守る鍵", "The key by which refusals outlive an erasure"),
    "sign": Text("署名の鍵", "The signing key"),
    "mac": Text("証跡の改ざんを見つける鍵", "The key that shows whether the ledger was altered"),
    "paper": Text("書類の鍵", "The key of papers"),
    "register": Text("法定の記録の鍵", "The key of statutory records"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What a proposed version of the policy would change: the two versions, and all between them, in both languages."""

    before: Policy
    after: Policy
    difference: Difference
    addendum: tuple[Text, ...]
    pairs: Mapping[Language, tuple[Pair, ...]]

    def document(self) -> dict[str, Any]:
        """Return it for programs."""
        return {
            "before": self.before.version, "after": self.after.version, "effective": self.after.effective,
            "published": self.after.published, **asdict(self.difference),
            "addendum": [{"ja": one.ja, "en": one.en} for one in self.addendum],
        }  # fmt: skip

    def rows(self) -> list[tuple[str, str, str, str]]:
        """Return every key that changed: its clause, where it stands, what it says before and after."""
        top = dict(self.difference.front)
        top |= {f"operator.{name}": pair for name, pair in self.difference.operator.items()}
        found = [("", where, *pair) for where, pair in top.items()]
        for rule in self.difference.rules:
            found += [(rule.clause, f"{rule.section}.{rule.name}.{key}", *pair) for key, pair in rule.keys.items()]
        return [(clause, where, plain(was), plain(now)) for clause, where, was, now in found]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """
    What a proposal is of; the release it is about, or what it would change of the policy, if it is about one of them.

    No text where that cannot be told.
    """

    text: Text | None = None
    release: str = ""
    changes: Changes | None = None

    def said(self, language: Language) -> str:
        """Return it in words, or nothing."""
        return self.text.say(language) if self.text else ""


def told(proposals: Iterable[Proposal], policy: Policy) -> dict[str, Proposed]:
    """Return what each proposal is of, by its reference."""
    known = [(one, approvals.parts_of(one)) for one in proposals]
    logins = reading.logins([parts[0] for one, parts in known if one.act in OF_SOMEBODY and parts])
    return {one.ref: _told(one.act, parts, policy, logins) for one, parts in known}


def of(proposal: Proposal) -> Proposed:
    """Return what one proposal is of; nothing is told as long as no policy is in force."""
    try:
        policy = policies.in_force().policy
    except NotFound:
        return Proposed()
    return told([proposal], policy)[proposal.ref]


def _told(act: str, parts: tuple[str, ...], policy: Policy, logins: dict[str, str]) -> Proposed:
    if not parts or act not in TELLING:
        return Proposed()
    if act in OF_SOMEBODY:
        parts = (logins.get(parts[0], parts[0]), *parts[1:])
    return TELLING[act](parts, policy)


def _duty(parts: tuple[str, ...], policy: Policy) -> Proposed:
    who, duty = parts
    rule = policy.rules.duties.get(duty)
    label = Text(rule.label["ja"], rule.label["en"]) if rule else Text(duty, duty)
    return Proposed(text=Text(f"{who} に {label.ja}", f"{who}: {label.en}"))


def _somebody(parts: tuple[str, ...], policy: Policy) -> Proposed:
    del policy
    return Proposed(text=Text(parts[0], parts[0]))


def _version(parts: tuple[str, ...], policy: Policy) -> Proposed:
    del policy
    after, before = policies.proposed(parts[0]), policies.newest().policy
    if after is None:
        return Proposed(text=Text(f"版 {parts[0][:16]}", f"Version {parts[0][:16]}"))
    said, day = parts[0][:16], after.effective
    return Proposed(
        text=Text(f"{day} 施行の版（{said}）", f"The version in force from {day} ({said})"),
        changes=_changes(_Two(before.version, after.version, before, after)),
    )


@dataclass(frozen=True, slots=True)
class _Two:
    """Two versions; no more than which they are decides how they differ."""

    old: str
    new: str
    before: Policy = field(compare=False, repr=False)
    after: Policy = field(compare=False, repr=False)


@lru_cache(maxsize=8)
def _changes(two: _Two) -> Changes:
    change = diff(two.before, two.after)
    return Changes(
        before=two.before, after=two.after, difference=change, addendum=sentences(change, two.after),
        pairs={language: pairs(two.before, two.after, language) for language in LANGUAGES},
    )  # fmt: skip


on_forget(_changes.cache_clear)


def _release(parts: tuple[str, ...], policy: Policy) -> Proposed:
    del policy
    try:
        one = releasing.one(parts[0])
    except NotFound:
        return Proposed()
    said = Text(f"第{one.number}号 {one.title_ja}", f"No. {one.number} {one.title_en}")
    return Proposed(text=said, release=one.ref)


def _key(parts: tuple[str, ...], policy: Policy) -> Proposed:
    del policy
    return Proposed(text=ROOT_KEYS[parts[0]])


def _export(parts: tuple[str, ...], policy: Policy) -> Proposed:
    purpose, whom = parts
    rule = policy.rules.purposes.get(purpose)
    if rule is None:
        return Proposed()
    fields = [policy.rules.fields[name].label for name in rule.needs]
    all_ = Text("全員", "everybody") if whom == door.EVERYBODY else Text("選んだ方々", "people who were chosen")
    return Proposed(text=Text(
        f"{rule.label['ja']} — {'、'.join(each['ja'] for each in fields)}（{all_.ja}）",
        f"{rule.label['en']} — {', '.join(each['en'] for each in fields)} ({all_.en})",
    ))  # fmt: skip


def _register(parts: tuple[str, ...], policy: Policy) -> Proposed:
    del policy
    return Proposed(text=REGISTERS.get(f"reg_title_{parts[0]}"))


def _backup(parts: tuple[str, ...], policy: Policy) -> Proposed:
    del policy
    return Proposed(text=Text(f"バックアップ {parts[0]}", f"Backup {parts[0]}"))


TELLING: dict[str, Callable[[tuple[str, ...], Policy], Proposed]] = {
    "grant-duty": _duty,
    "invite-again": _somebody,
    "publish": _version,
    "release-anonymised": _release,
    "rotate-keys": _key,
    "export": _export,
    "registers": _register,
    "restore": _backup,
}
OF_SOMEBODY = frozenset({"grant-duty", "invite-again"})
