"""
The registers of arts. 29 to 31 for an inspection (policy 8; R.19 to R.29): what was given, what came, from and to whom.

* Reading them is a use: it is for `law:statutory-record`, by a duty that the policy gives it to, past values and all;
  the entry names everybody of whom a record was opened. Without one nothing is told, not even how many there are.
* Whose a record is, is told to who manages. An auditor sees all else; to look for one person is to learn whose it is.
  What is related to persons (31) never says whose, so nobody is named in that entry either.
* A file with more than a hundred names takes two people, as every export does (3-1): `proposal` is an approval of
  ("registers", the kind or "all"). It is used up whatever the gate then says.

What is withheld from a person (33(2), Order 11) is in it: the register is the operator's, and the answer is not theirs.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from typing import Any

from seiyaku.core import recording
from seiyaku.core.answers import Allowed, Denied, Unclear
from seiyaku.core.asks import Actor
from seiyaku.core.errors import InputError, NotFound, Refused
from seiyaku.ledger import transactions, writing
from seiyaku.ledger.writing import Draft, Seen, Written
from seiyaku.partners import queries as partners
from seiyaku.people import approvals
from seiyaku.people.acting import acting
from seiyaku.registers import queries as registers
from seiyaku.registers.models import CLASSES, Record
from seiyaku.registers.queries import Kept, Sought
from seiyaku.vault import selecting
from seiyaku.vault.rows import Row

from .asking import ANYBODY, Sitting
from .crowds import as_many
from .desk import outside_transactions
from .leaving import ALONE
from .results import Result, evidence
from .wants import Want, public_id

PURPOSE = "law:statutory-record"
FIELDS = ("name",)
MANAGES = "manager"
ALL = "all"
PAGE = 100  # records to a screen: as many people as one takes out alone


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection:
    """
    Which records are looked at: of a kind ("provided", "received", "related"), of what was from a day to a day, of a
    partner (name or reference, also one that was let go), of a person by public id, or the one of a reference.
    """

    kind: str | None = None
    since: dt.date | None = None
    until: dt.date | None = None
    partner: str | None = None
    person: str | None = None
    record: str | None = None

    def __post_init__(self) -> None:
        if self.kind is not None and self.kind not in CLASSES:
            raise InputError("register", "an unknown class", ", ".join(CLASSES))
        if self.since is not None and self.until is not None and self.since > self.until:
            raise InputError("period", "its last day before its first", "from a day to that day or a later one")

    @property
    def what(self) -> str:
        """Return the register that is looked into, as a proposal names it."""
        return self.kind or ALL


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspected(Result):
    """
    Records, the oldest first: `total` were looked for, these are those after the first `skipped`.

    `named`: they say whose they are, as those of arts. 29 and 30 do to who manages.
    """

    records: tuple[Kept, ...]
    total: int
    skipped: int = 0
    named: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Look:
    """One look at the registers: what is asked, by whom, how; `out`: into a file, `approved` by a second person."""

    inspection: Inspection
    actor: Actor
    named: bool | None
    out: bool = False
    skip: int = 0
    most: int = registers.AT_MOST
    approved: bool = False


def inspect(
    inspection: Inspection, *, named: bool | None = None, skip: int = 0, most: int = PAGE, actor: Actor
) -> Inspected:
    """
    Return records as a screen shows them, `most` of them after the first `skip`.

    `named`: whether it is told whose; None: to who may know.

    Raises:
        Refused: the actor may not read them, or not whose they are. The refusal is in the ledger.
        NotFound: there is no such record, or nobody is held under this id.
        InputError: there are too many to look for.
    """
    if not 0 < most <= PAGE or skip < 0:
        raise InputError("page", f"{most} after {skip}", f"1 to {PAGE} records at a time")
    return _told(_Look(inspection=inspection, actor=actor, named=named, skip=skip, most=most))


def extract(
    inspection: Inspection, *, named: bool | None = None, proposal: str | None = None, actor: Actor
) -> Inspected:
    """
    Return all the records that are looked for, for a file that somebody takes along.

    Raises:
        Refused: the actor may not, or nobody else has approved so many names. The refusal is in the ledger.
        NotFound: there is no such record, or nobody is held under this id.
        InputError: there are too many to look for.
    """
    if proposal is not None:
        with acting("export", actor) as doing:
            used = approvals.use(doing, proposal, "registers", inspection.what)
            doing.done("approval", used, note_kind="registers", purpose=PURPOSE)
    return _told(_Look(inspection=inspection, actor=actor, named=named, out=True, approved=proposal is not None))


def _told(look: _Look) -> Inspected:
    outside_transactions()
    with transactions.deciding() as cursor:
        case = _Case.of(Sitting.on(cursor), look)
        case.decide()
        written = case.write()
        keys = registers.keys_of(case.page)
    if not isinstance(case.answer, Allowed):
        raise Refused(case.answer, written.id)
    if case.missing:
        raise NotFound(case.missing)
    whose = [person.ordinal for person in case.people]
    grant = writing.grant(written, whose, case.answer.fields) if case.whose else None
    return Inspected(
        records=tuple(registers.inspected(case.page, keys, grant=grant)),
        total=case.total,
        skipped=look.skip,
        named=case.whose,
        **evidence(written, case.answer),
    )


@dataclass(slots=True)
class _Case:
    """A look while it is decided on, in one open transaction: `whose` says that names are told."""

    sitting: Sitting
    look: _Look
    want: Want
    whose: bool
    manages: bool
    answer: Allowed | Denied | Unclear
    page: list[Record] = field(default_factory=list)
    people: list[Row] = field(default_factory=list)
    total: int = 0
    missing: str = ""
    partner: str | None = None

    @classmethod
    def of(cls, sitting: Sitting, look: _Look) -> _Case:
        """Ask the gate whether the actor may read the registers at all."""
        held = sitting.actor(look.actor.on_behalf_of or look.actor).duties
        manages = bool(held >> sitting.rules.bits.duties.get(MANAGES, 63) & 1)
        whose = recording.tells_whose(look.inspection.kind, asked=look.named, manages=manages)
        want = Want(
            actor=look.actor, act="export" if look.out and whose else "read", purpose=PURPOSE, fields=FIELDS,
            person=look.inspection.person, past=True,
        )  # fmt: skip
        return cls(sitting, look, want, whose, manages, _decided(sitting, want, 1))

    def decide(self) -> None:
        """Find what is looked for, and decide on all of it; nothing is looked for where the answer is no."""
        if not isinstance(self.answer, Allowed):
            return
        of_one = self.look.inspection.person is not None
        if said := recording.objection(whose=self.whose, manages=self.manages, of_one_person=of_one):
            self.answer = said
            return
        (page, total), look = self._found(), self.look
        if self.whose and page:
            self.answer = _decided(self.sitting, self.want, len(page))
            if isinstance(self.answer, Allowed) and look.out and len(page) > ALONE and not look.approved:
                self.answer = approvals.wanting()
        if isinstance(self.answer, Allowed):
            self.page, self.total = page, total
        if self.whose:
            held = {row.person for row in page if row.person is not None}
            self.people = selecting.rows(self.sitting.cursor, sorted(held), ())

    def _found(self) -> tuple[list[Record], int]:
        """Return the page that is looked for, and how many there are in all."""
        look, seen, name, ordinal = self.look, self.look.inspection, "", None
        if seen.partner is not None:
            try:
                self.partner, name = partners.ever(seen.partner)
            except NotFound as unknown:
                self.missing = unknown.what
                return [], 0
        if seen.person is not None:
            pid = public_id(seen.person)
            ordinal = selecting.ordinals(self.sitting.cursor, [pid]).get(pid)
            if ordinal is None:
                self.missing = "nobody is held under this id"
                return [], 0
        wanted = Sought(
            record_class=seen.kind, since=seen.since, until=seen.until, partner=self.partner, name=name,
            person=ordinal, ref=seen.record,
        )  # fmt: skip
        page, total = registers.sought(wanted, skip=look.skip, most=look.most)
        if seen.record is not None and not total:
            self.missing = "record"
        return page, total

    def write(self) -> Written:
        """Write what was asked, what was answered, and about whom."""
        sitting, seen, allowed = self.sitting, self.look.inspection, isinstance(self.answer, Allowed)
        more: dict[str, Any] = {"note_kind": "registers", "ref": seen.record or self.partner}
        if allowed:
            more["counts"] = {"records": len(self.page)}
        body = sitting.body(self.want, sitting.ask(self.want), self.answer, **more)
        if not self.whose:
            del body["fields"]
        if self.missing:
            body |= {"answer": "denied", "reason": "not-here"}
        elif allowed:
            sitting.count(self.want, len(self.people))
        people = [Seen(row.ordinal, row.mark, granted=allowed) for row in self.people]
        return writing.append(sitting.cursor, [Draft(body, people)])[0]


def _decided(sitting: Sitting, want: Want, people: int) -> Allowed | Denied | Unclear:
    """Ask the gate, of so many at once: the Act commands that the registers be kept, whoever is in them."""
    facts = as_many(sitting.facts(want, None), people)
    return sitting.rules.gate.decide(sitting.ask(want), replace(facts, person=ANYBODY))
