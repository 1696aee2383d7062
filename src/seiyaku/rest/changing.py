"""The verbs that write: collect, correct, change, what people choose, withhold, erase, provide, export."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpResponse
from ninja import Router

from seiyaku import door
from seiyaku.anonymised import sealed
from seiyaku.core.answers import Allowed
from seiyaku.core.errors import Refused
from seiyaku.people import repeating
from seiyaku.policy.queries import in_force

from . import answers, asks, rates, shapes
from .proving import Asked, Service
from .repeating import CAME_TO_NOTHING, again, ask_of, keep, once

router = Router(tags=["writing"], auth=Service())


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row as the door takes it: its number, from 1, and its cells."""

    number: int
    cells: Mapping[str, str] = field(repr=False)


def origin_of(source: asks.Source) -> door.Origin:
    """Return the origin that a source states."""
    return door.Origin(**source.model_dump())


def _choice(choice: asks.Choice) -> door.Choice:
    return door.Choice(
        kind=choice.kind, use=choice.use, fields=tuple(choice.fields), recipient=choice.recipient, ground=choice.ground
    )


@router.post("/collect", response={200: shapes.CollectedShown})
@once
def collect(request: Asked, body: asks.Collect) -> dict[str, Any]:
    """Take in one new person: all values, or none."""
    sealed.refuse_rows_if_released([_cells(body.values)], actor=request.auth)
    came = door.collect(
        body.values, origin=origin_of(body.origin), evidence=body.evidence, kind=body.kind, actor=request.auth
    )
    return answers.collected(came, request)


@router.post("/collect-many", response={200: shapes.CollectedShown})
def collect_many(request: Asked, body: asks.CollectMany) -> HttpResponse:
    """
    Take in many new people; what may not enter goes to quarantine with its number and why.

    Under an `Idempotency-Key` the rows are a file by that name: cut off, it goes on where it was.
    """
    ask = ask_of(request)
    rates.owe(request.auth.session, len(body.rows))
    if ask is None:
        return answers.reply(_take_in(request, body, secrets.token_hex(16)))
    before = repeating.known(ask)
    if before is not None and before.answer is not None:
        _decide_again(request, body)
        return again(before)
    repeating.claim(ask)
    try:
        document = _take_in(request, body, ask.key.hex()[:32])
    except CAME_TO_NOTHING:
        if before is None:
            repeating.drop(ask)
        raise
    keep(ask, document)
    return answers.reply(document)


def _take_in(request: Asked, body: asks.CollectMany, file: str) -> dict[str, Any]:
    sealed.refuse_rows_if_released(map(_cells, body.rows), actor=request.auth)
    rows = [Row(number=number, cells=cells) for number, cells in enumerate(body.rows, start=1)]
    came = door.collect_rows(
        rows, file=file, origin=origin_of(body.origin), evidence=body.evidence, kind=body.kind, actor=request.auth
    )
    return answers.collected(came, request)


def _cells(row: Mapping[str, str]) -> list[str]:
    """Return a row's cells, column by column in the same order in each."""
    return [row[name] for name in sorted(row)]


def _decide_again(request: Asked, body: asks.CollectMany) -> None:
    """Refuse where the actor may collect like this no longer."""
    form = in_force().policy.rules.forms.get(body.origin.form or "")
    told = door.explain(
        form.fields if form else (), act="collect", purpose=None, origin=origin_of(body.origin),
        evidence_of=body.evidence, actor=request.auth,
    )  # fmt: skip
    if not isinstance(told.answer, Allowed):
        raise Refused(told.answer, told.entry)


@router.post("/correct", response={200: shapes.DoneShown})
@once
def correct(request: Asked, body: asks.Correct) -> dict[str, Any]:
    """Record that what was held was wrong from the start."""
    did = door.correct(
        body.person, body.values, purpose=body.purpose, origin=origin_of(body.origin), of=body.of,
        evidence=body.evidence, actor=request.auth,
    )  # fmt: skip
    return answers.done(did, request)


@router.post("/change", response={200: shapes.DoneShown})
@once
def change(request: Asked, body: asks.Change) -> dict[str, Any]:
    """Record that something became different on a day."""
    did = door.change(
        body.person, body.values, purpose=body.purpose, origin=origin_of(body.origin), since=body.since,
        evidence=body.evidence, actor=request.auth,
    )  # fmt: skip
    return answers.done(did, request)


@router.post("/consent", response={200: shapes.DoneShown})
@once
def consent(request: Asked, body: asks.Consent) -> dict[str, Any]:
    """Record that people agreed, with the evidence of it."""
    did = door.consent(
        body.people, _choice(body.choice), statement=body.statement, method=body.method, identity=body.identity,
        giver=body.giver, proof=body.proof, purpose=body.purpose, occasion=body.occasion, actor=request.auth,
    )  # fmt: skip
    return answers.done(did, request)


@router.post("/withdraw", response={200: shapes.DoneShown})
@once
def withdraw(request: Asked, body: asks.Withdraw) -> dict[str, Any]:
    """Record that people take a consent back; nothing later leans on it."""
    did = door.withdraw(body.people, _choice(body.choice), method=body.method, purpose=body.purpose, actor=request.auth)
    return answers.done(did, request)


@router.post("/refuse", response={200: shapes.DoneShown})
@once
def refuse(request: Asked, body: asks.Refuse) -> dict[str, Any]:
    """Record that people refuse a purpose; honoured at once."""
    did = door.refuse(
        body.people, use=body.use, method=body.method, purpose=body.purpose, occasion=body.occasion, actor=request.auth
    )
    return answers.done(did, request)


@router.post("/stop", response={200: shapes.DoneShown})
@once
def stop(request: Asked, body: asks.Stop) -> dict[str, Any]:
    """Stop the use for one purpose, or every provision to others (35)."""
    did = door.stop(body.people, use=body.use, purpose=body.purpose, actor=request.auth)
    return answers.done(did, request)


@router.post("/resume", response={200: shapes.DoneShown})
@once
def resume(request: Asked, body: asks.Stop) -> dict[str, Any]:
    """Lift a stop."""
    did = door.resume(body.people, use=body.use, purpose=body.purpose, actor=request.auth)
    return answers.done(did, request)


@router.post("/accept", response={200: shapes.DoneShown})
@once
def accept(request: Asked, body: asks.Accept) -> dict[str, Any]:
    """Record that people used the service after the policy changed; it is the consent of nothing (12-3)."""
    return answers.done(door.accept(body.people, channel=body.channel, actor=request.auth), request)


@router.post("/begin-relation", response={200: shapes.DoneShown})
@once
def begin_relation(request: Asked, body: asks.Relation) -> dict[str, Any]:
    """Record that a contract, or a partner's optional service, began."""
    did = door.begin_relation(
        body.people, service=body.service, on=body.on, origin=origin_of(body.origin), purpose=body.purpose,
        actor=request.auth,
    )  # fmt: skip
    return answers.done(did, request)


@router.post("/end-relation", response={200: shapes.DoneShown})
@once
def end_relation(request: Asked, body: asks.Relation) -> dict[str, Any]:
    """Record that a contract, or a partner's optional service, ended: what is kept until then begins to run out."""
    did = door.end_relation(
        body.people, service=body.service, on=body.on, origin=origin_of(body.origin), purpose=body.purpose,
        actor=request.auth,
    )  # fmt: skip
    return answers.done(did, request)


@router.post("/withhold", response={200: shapes.DoneShown})
@once
def withhold(request: Asked, body: asks.Withhold) -> dict[str, Any]:
    """Withhold entries from their person, where the law says that they must not be told."""
    did = door.withhold(body.person, body.entries, reason=body.reason, purpose=body.purpose, actor=request.auth)
    return answers.done(did, request)


@router.post("/reveal", response={200: shapes.DoneShown})
@once
def reveal(request: Asked, body: asks.Reveal) -> dict[str, Any]:
    """Lift the withholding of entries."""
    did = door.reveal(body.person, body.entries, purpose=body.purpose, actor=request.auth)
    return answers.done(did, request)


@router.post("/merge", response={200: shapes.DoneShown})
@once
def merge(request: Asked, body: asks.Merge) -> dict[str, Any]:
    """Put one record into the other: they are one person's."""
    return answers.done(door.merge(body.gone, body.into, purpose=body.purpose, actor=request.auth), request)


@router.post("/split", response={200: shapes.SplitShown})
@once
def split(request: Asked, body: asks.Split) -> dict[str, Any]:
    """Make a new person of values that were never this one's."""
    did = door.split(body.person, tuple(body.fields), purpose=body.purpose, actor=request.auth)
    return {"person": did.person, **answers.done(did, request)}


@router.post("/roll-back", response={200: shapes.RolledBackShown})
@once
def roll_back(request: Asked, body: asks.RollBack) -> dict[str, Any]:
    """Take back what came in of a file that is not in yet."""
    did = door.roll_back(body.file, purpose=body.purpose, actor=request.auth)
    return {"erased": did.erased, "emptied": did.emptied, "hits": did.hits, **answers.evidence(did)}


@router.post("/erase", response={200: shapes.ErasedShown})
@once
def erase(request: Asked, body: asks.Erase) -> dict[str, Any]:
    """Erase everything held on a person, search for it, and say what was proven."""
    did = door.erase(body.person, purpose=body.purpose, actor=request.auth)
    return answers.erased(did, request)


@router.post("/provide", response={200: shapes.HandoffShown})
@once
def provide(request: Asked, body: asks.Provide) -> dict[str, Any]:
    """Give fields about people to a partner: exactly the columns the ground allows (policy 8)."""
    given = door.provide(
        body.people, body.fields, recipient=body.recipient, purpose=body.purpose, ground=body.ground,
        evidence_of=body.evidence, papers=body.papers, actor=request.auth,
    )  # fmt: skip
    return answers.handoff(given, request)


@router.post("/provide-related", response={200: shapes.DoneShown})
@once
def provide_related(request: Asked, body: asks.Related) -> dict[str, Any]:
    """Record that person-related information goes to somebody who ties it to persons (31)."""
    did = door.provide_related(
        body.fields, recipient=body.recipient, confirmed=body.confirmed, how=body.how, told_abroad=body.told_abroad,
        papers=body.papers, actor=request.auth,
    )  # fmt: skip
    return answers.done(did, request)


@router.post("/export", response={200: shapes.HandoffShown})
@once
def export(request: Asked, body: asks.Export) -> dict[str, Any]:
    """Take many people's fields out for a purpose of the operator's own."""
    taken = door.export(body.people, body.fields, purpose=body.purpose, proposal=body.proposal, actor=request.auth)
    return answers.handoff(taken, request)
