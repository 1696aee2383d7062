"""
What would this new policy version have refused last month? (architecture, section 3)

The ledger's asks are decided twice more, on what stood when each was decided (`rewinding`): under the version that its
entry names, which must give the answer on record, and under the other one; both by the gate as it was in the revision
that the entry names. People erased or merged since cannot be
asked about again, and are counted; programs are asked about like anybody. Nothing is opened.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from seiyaku.core.answers import Allowed, Answer, Denied, Unclear
from seiyaku.core.asks import Actor, Ask, heard
from seiyaku.core.errors import InputError
from seiyaku.core.model import Policy
from seiyaku.core.revisions import GATE_REVISION, REVISIONS, as_taken, known_as
from seiyaku.ledger import changes, reading, transactions, writing
from seiyaku.ledger.changes import Moment
from seiyaku.ledger.reading import Entry
from seiyaku.ledger.writing import Draft
from seiyaku.people.acting import POLICY, acting
from seiyaku.people.approvals import PROPOSING
from seiyaku.policy import queries
from seiyaku.vault.rows import Row
from seiyaku.vault.times import local_day

from . import rewinding
from .asking import SAID, Sitting, was_own
from .desk import outside_transactions
from .results import Result, evidence
from .rewinding import Stood, Then
from .rules import Rules, under
from .wants import Want

REPLAYED = frozenset({"read", "find", "contact", "export", "provide"})
UNREPLAYABLE = frozenset({"not-here", "daily-limit"})  # nobody was held; how many uses there were that day
ASIDE = frozenset({"related", "quarantine-list", "quarantine-look", "quarantine-release", "attachments"})
DAYS_AT_MOST = 366
REPLAYING = PROPOSING | {"auditor"}


@dataclass(frozen=True, slots=True, kw_only=True)
class WouldRefuse:
    """Asks that were allowed and that the other version refuses, for one reason: how many, about how many people."""

    act: str
    purpose: str
    why: Denied | Unclear
    asks: int
    people: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Replayed(Result):
    """
    A month's asks under another version.

    `narrowed`: fields that it would open no more, and in how many asks. `newly`: refused asks that it allows.
    `otherwise`: asks that are answered otherwise than on record under their own version. `erased`: people not asked
    about again. `skipped`: asks of kinds that cannot be replayed. `version`: empty when each had its own.
    """

    version: str
    days: int
    asks: int
    refused: tuple[WouldRefuse, ...]
    narrowed: Mapping[str, int]
    newly: int
    otherwise: int
    erased: int
    skipped: int


@dataclass(slots=True)
class _Tally:
    asks: int = 0
    newly: int = 0
    otherwise: int = 0
    erased: int = 0
    skipped: int = 0
    refused: Counter[tuple[str, str, Denied | Unclear]] = field(default_factory=Counter)
    people: Counter[tuple[str, str, Denied | Unclear]] = field(default_factory=Counter)
    narrowed: Counter[str] = field(default_factory=Counter)


@dataclass(slots=True)
class _Asked:
    """An ask of the past, with everything it was decided on."""

    entry: Entry
    want: Want
    then: Then
    people: list[tuple[Row, Stood]]

    def decide(self, then: Then) -> list[Answer]:
        """Return the gate's answer for each person; for a search, which names nobody, one."""
        want, gate = self.want, then.rules.gate
        known = [name for name in want.fields if name in then.rules.bits.fields]
        ask = Ask(
            actor=want.actor, act=want.act, purpose=want.purpose, fields=gate.fields_mask(known), past=want.past,
            recipient=want.recipient, ground=want.ground,
        )  # fmt: skip
        revision = _revision(self.entry.body)
        ask = as_taken(ask, revision)
        if want.act == "find":
            return [gate.decide(ask, then.facts(want, None, None))]
        about = known_as(then.facts(want, *self.people[0]), revision, self.entry.body.get("article"))
        return [
            gate.decide(ask, replace(about, person=then.person(want, row, stood), own=was_own(want.actor)))
            for row, stood in self.people
        ]


def replay(policy: Policy | None = None, *, days: int = 30, actor: Actor) -> Replayed:
    """
    Decide the asks of the last `days` again, on what stood when each was decided, and under `policy`.

    Without one, each under the version that its entry names: the same answer, or the ledger or the gate has changed.
    It tells what everybody asked: it is for those who may propose a version, and for the auditor.

    Raises:
        Refused: the actor is none of them. The refusal is in the ledger.
        InputError: more than a year is asked for.
    """
    outside_transactions()
    if not 0 < days <= DAYS_AT_MOST:
        raise InputError(where="days", found=str(days), expected=f"1 to {DAYS_AT_MOST}")
    with acting("explain", actor, program=POLICY) as doing:
        doing.must_hold(REPLAYING)
    since = int((dt.datetime.now(dt.UTC) - dt.timedelta(days=days)).timestamp() * 1000)
    tally = _Tally()
    with transactions.reading() as cursor:
        now = Sitting.on(cursor, limits=False)
        began = changes.beginnings(cursor)
        for entry in reading.lately(cursor, since):
            want = _want(entry.body)
            if want is None:
                tally.skipped += entry.body["answer"] != "done"
                continue
            moment = Moment(entry.body["standing"], rewinding.at(entry.body["at"]), began)
            day = dt.date.fromordinal(local_day(entry.body["at"] * 1000))
            rules = under(now.rules, queries.version(entry.body["policy"]).policy, day)
            asked = _asked(tally, Then(cursor, moment, rules), entry, want)
            if asked is not None:
                _weigh(tally, asked, under(now.rules, policy, day) if policy is not None else None)
    name = (policy.version if policy is not None else now.rules.policy.version)[:16]
    counts = {
        "days": days, "asks": tally.asks, "refused": tally.refused.total(), "erased": tally.erased,
        "otherwise": tally.otherwise,
    }  # fmt: skip
    with transactions.deciding() as cursor:
        sitting = Sitting.on(cursor)
        said = {
            "act": "explain", "answer": "done", "actor": actor.id, "proven": actor.proven_by, "note_kind": "replay",
            "policy": sitting.rules.policy.version[:16], "standing": sitting.head, "counts": counts, "ref": name,
        }  # fmt: skip
        written = writing.append(cursor, [Draft(said)])[0]
    return Replayed(
        version=policy.version if policy is not None else "",
        days=days,
        asks=tally.asks,
        refused=tuple(
            WouldRefuse(act=key[0], purpose=key[1], why=key[2], asks=asks, people=tally.people[key])
            for key, asks in tally.refused.most_common()
        ),
        narrowed=dict(tally.narrowed.most_common()),
        newly=tally.newly,
        otherwise=tally.otherwise,
        erased=tally.erased,
        skipped=tally.skipped,
        **evidence(written),
    )


def _revision(body: Mapping[str, Any]) -> str:
    return str(body.get("gate", GATE_REVISION))


def _want(body: Mapping[str, Any]) -> Want | None:
    """Return what was wanted, by its entry; None for what cannot be asked again."""
    decided = body["act"] in REPLAYED and body["answer"] != "done" and "policy" in body and "standing" in body
    if (
        _revision(body) not in REVISIONS
        or not decided
        or body.get("reason") in UNREPLAYABLE
        or body.get("note_kind") in ASIDE
    ):
        return None
    return Want(
        actor=_actor(body),
        act=body["act"],
        purpose=body.get("purpose"),
        fields=(*body.get("fields", ()), *body.get("left", ())),
        past=body.get("note_kind") == "past",
        recipient=body.get("recipient"),
        ground=body.get("ground"),
        evidence=frozenset(body.get("evidence", ())),
        papers=tuple(body.get("papers", ())),
        call=heard(body["caller"]) if "caller" in body else None,
    )


def _actor(body: Mapping[str, Any]) -> Actor:
    """Return who asked: programs too, with the token and whom they asked for."""
    kind: Any = body["actor"].partition(":")[0]
    behalf = body.get("behalf")
    behind = Actor(id=behalf, kind="staff", proven_by=body["actor"]) if behalf else None
    return Actor(
        id=body["actor"], kind=kind, proven_by=body.get("proven", ""), session=body.get("session"), on_behalf_of=behind
    )


def _asked(tally: _Tally, then: Then, entry: Entry, want: Want) -> _Asked | None:
    """Find whom it was about; who was erased or merged is counted. About nobody else nothing is asked again."""
    cursor, rules = then.cursor, then.rules
    ordinals, erased = reading.people_of(cursor, entry.id)
    tally.erased += erased
    if want.act == "find":
        return _Asked(entry, want, then, [])
    kinds = rules.catalogue.sheets(rules.catalogue.mask(n for n in want.fields if n in rules.catalogue.columns))
    rows = rewinding.rows(cursor, ordinals, kinds)
    stood = rewinding.stood(cursor, list(rows), then.moment.number, rules.bits.purposes)
    known = [(rows[who], one) for who, one in stood.items() if not one.unknown]
    tally.erased += len(ordinals) - len(known)
    return _Asked(entry, want, then, known) if known else None


def _weigh(tally: _Tally, asked: _Asked, other: Rules | None) -> None:
    """Compare what was answered with what is answered again, and with what the other version would have answered."""
    tally.asks += 1
    again = asked.decide(asked.then)
    if not _same(asked, again):
        tally.otherwise += 1
    if other is None:
        return
    anew = asked.decide(asked.then.under(other))
    lost: Counter[Denied | Unclear] = Counter()
    for before, after in zip(again, anew, strict=True):
        if isinstance(before, Allowed) and not isinstance(after, Allowed):
            lost[after] += 1
    for why, count in lost.items():
        key = (asked.want.act, asked.want.purpose or asked.want.ground or "", why)
        tally.refused[key] += 1
        tally.people[key] += count
    granted = [answer for answer in anew if isinstance(answer, Allowed)]
    if not any(isinstance(answer, Allowed) for answer in again):
        tally.newly += bool(granted)
    elif granted:
        tally.narrowed.update(asked.then.rules.names(_fields(again) & ~_fields(anew)))


def _same(asked: _Asked, again: Sequence[Answer]) -> bool:
    """Say whether the answer is the one on record: yes or no, its clause and reason, its fields."""
    body = asked.entry.body
    if body["answer"] == "allowed":
        granted = [answer for answer in again if isinstance(answer, Allowed)]
        names = asked.then.rules.names
        return any(a.clause == body["clause"] and names(a.fields) == body["fields"] for a in granted)
    refused = [answer for answer in again if not isinstance(answer, Allowed)]
    return len(refused) == len(again) and any(
        (SAID[type(a)], a.clause, a.reason) == (body["answer"], body["clause"], body["reason"]) for a in refused
    )


def _fields(answers: Iterable[Answer]) -> int:
    fields = 0
    for answer in answers:
        fields |= answer.fields if isinstance(answer, Allowed) else 0
    return fields
