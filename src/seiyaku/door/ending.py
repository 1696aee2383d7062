"""
What no purpose and no law needs any more goes (policy 2-3; art. 22): people are reduced, or erased as a whole.

Nothing is opened to find out what is due; the clocks of last use are brought up to date first (`clocks`). Each page of
people is one transaction; a run closes with its certificate: one entry with the counts, naming nobody. Cut off, it goes
on in its next run.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from seiyaku.consent import queries as choices
from seiyaku.core.answers import Allowed
from seiyaku.core.asks import Actor
from seiyaku.core.errors import Refused
from seiyaku.ledger import transactions, writing
from seiyaku.ledger.transactions import Cursor
from seiyaku.ledger.writing import Draft, Seen, Written
from seiyaku.papers import services as papers
from seiyaku.policy import queries
from seiyaku.registers import batches
from seiyaku.registers import services as registers
from seiyaku.vault import attachments, ends, reducing, searching, selecting
from seiyaku.vault.bases import Grounds
from seiyaku.vault.ends import Due
from seiyaku.vault.quarantining import Detained

from . import clocks, erasing
from .acting import Acting
from .asking import Sitting
from .desk import outside_transactions
from .detaining import let_go
from .erasing import Gone
from .results import Expired, evidence
from .rules import purposes_under
from .wants import Want

RETENTION = "law:retention"
NIGHTLY = Actor(id="system:expiry", kind="system", proven_by="job")
PAGE = 200  # people looked at in one transaction


@dataclass(slots=True)
class _Run:
    """What one run has come to."""

    want: Want
    counts: Counter[str] = field(default_factory=Counter)
    fields: Counter[str] = field(default_factory=Counter)
    gone: Gone = field(default_factory=Gone)
    files: bool = False


def expire(*, actor: Actor = NIGHTLY, purpose: str = RETENTION, report: bool = False) -> Expired:
    """
    Take away what has ended: values, past values, contacts, attachments, whole people, rows in quarantine, records
    and papers. With `report`, only count what would go.

    Raises:
        Refused: the actor may not. The refusal is in the ledger.
    """
    outside_transactions()
    want = Want(actor=actor, act="expire", purpose=purpose, fields=tuple(queries.bits().fields))
    run = _Run(want)
    clocks.bring_up()
    after: int | None = 0
    while after is not None:
        after = _turn(run, after, report=report)
    if not report:
        _besides(run, actor)
        searching.rewrite()  # what was reduced is not searched for: the file is written without it
    hits = erasing.search(run.gone.needles) if run.counts["erased"] or run.files else []
    written, answer = _certificate(run, hits=len(hits), report=report)
    return Expired(
        reduced=run.counts["reduced"],
        erased=run.counts["erased"],
        counts=dict(run.counts),
        fields=dict(run.fields),
        hits=erasing.told(hits),
        exports=run.gone.exports,
        **evidence(written, answer),
    )


def _turn(run: _Run, after: int, *, report: bool) -> int | None:
    """Go through the next people in one transaction; return the last ordinal looked at, None at the end."""
    with transactions.changing() as cursor:
        sitting = Sitting.on(cursor)
        ask, answer = sitting.decide(run.want, None)
        if isinstance(answer, Allowed):
            return _page(run, sitting, answer, after, report=report)
        written = writing.append(cursor, [sitting.draft(run.want, ask, answer)])[0]
    raise Refused(answer, written.id)


def _page(run: _Run, sitting: Sitting, answer: Allowed, after: int, *, report: bool) -> int | None:
    rules, bits = sitting.rules, sitting.rules.bits

    def served(grounds: Grounds) -> int:
        return purposes_under(rules, grounds)

    due, last = ends.due(
        sitting.cursor, ends.rules(rules.policy, bits), rules.today, after=after, most=PAGE, served=served,
        withdrawn=lambda people: choices.withdrawn(people, bits.purposes),
    )  # fmt: skip
    whole, part = [each for each in due if each.all], [each for each in due if not each.all]
    run.counts.update({"erased": len(whole), "reduced": len(part)})
    if report:
        for each in due:
            run.fields.update(rules.names(each.fields))
        return last
    if part:
        _reduce(run, _acting(run, sitting, answer, part), part)
    for each in whole:
        erasing.forget(_acting(run, sitting, answer, [each]), run.gone)
    return last


def _acting(run: _Run, sitting: Sitting, answer: Allowed, due: Sequence[Due]) -> Acting:
    kinds = sitting.rules.catalogue.sheets(answer.fields)
    rows = selecting.rows(sitting.cursor, [each.ordinal for each in due], kinds)
    return Acting(sitting, run.want, sitting.ask(run.want), answer, rows)


def _reduce(run: _Run, acting: Acting, due: Sequence[Due]) -> None:
    """Seal anew what is left of these people; one entry allows it, and one each says what went."""
    grant, catalogue = acting.grant(), acting.sitting.rules.catalogue
    drafts = []
    for row, each in zip(acting.rows, due, strict=True):
        reduced = reducing.reduce(acting.cursor, grant, catalogue, row, each)
        run.counts.update(reduced.counts)
        run.fields.update(reduced.fields)
        run.files = run.files or bool(each.attachments)
        more = {"digest": reduced.stored.digest.hex(), "counts": reduced.counts, "fields": list(reduced.fields)}
        drafts.append(Draft(acting.said(more), [Seen(row.ordinal, row.mark)]))
    writing.append(acting.cursor, drafts)


def _besides(run: _Run, actor: Actor) -> None:
    """Let go what ends by its own date (rows in quarantine, statutory records, papers), and files that are nobody's."""
    with transactions.changing() as cursor:
        sitting = Sitting.on(cursor)
        run.counts["quarantined"] = let_go(sitting, run.want, _over(cursor, sitting.rules.today))
    day = queries.today()
    batches.close(day, actor=actor)
    run.counts["records"] = registers.expire(day, actor=actor)
    run.counts["papers"] = papers.expire(day, actor=actor)
    with transactions.deciding() as cursor:
        run.counts["strays"] = attachments.forget_strays(cursor)
        attachments.sweep(cursor)


def _over(cursor: Cursor, today: int) -> list[Detained]:
    return [row for row in selecting.detained(cursor) if row.expires_on < today]


def _certificate(run: _Run, *, hits: int, report: bool) -> tuple[Written, Allowed | None]:
    with transactions.deciding() as cursor:
        sitting = Sitting.on(cursor)
        ask, answer = sitting.decide(run.want, None)
        counts = {**run.counts, "searched": len(run.gone.needles.known), "hits": hits}
        kind = "report" if report else "certificate"
        body = sitting.body(run.want, ask, answer, counts=counts, fields=sorted(run.fields), note_kind=kind)
        body.pop("left", None)
        written = writing.append(cursor, [Draft(body | {"answer": "done"})])[0]
    return written, answer if isinstance(answer, Allowed) else None
