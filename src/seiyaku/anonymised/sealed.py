"""
What could help to restore somebody (加工方法等情報, 43(2), R.35), complaints, and the ban on joining (43(5)).

* The facts of a release are sealed under a key of their own; only its makers look, each look is an entry, and they are
  destroyed on their day by the nightly job.
* Whoever tries to join a release with the vault is refused, and that is on record (9-2-D).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NoReturn

import orjson
from django.db.models import F
from django.utils import timezone

from seiyaku.core.asks import Actor
from seiyaku.core.errors import Conflict, NotFound
from seiyaku.core.language import Text
from seiyaku.ledger.transactions import deciding
from seiyaku.papers import services as papers
from seiyaku.papers.naming import new_ref
from seiyaku.people.acting import RELEASES, acting, no, on_record
from seiyaku.policy import queries as policies

from . import recognising
from .gates import clause_of
from .making import makers
from .models import Complaint, Pseudonymised, Release
from .releasing import ANSWERING, one


def facts(ref: str, *, actor: Actor) -> dict[str, Any]:
    """
    Return the facts of a release's processing; the look is an entry.

    Raises:
        Refused: the actor is none of the group that handles them (R.35(i)).
        NotFound: they are destroyed.
    """
    release = one(ref)
    with acting("look-at-facts", actor, program=RELEASES) as doing:
        doing.must_hold(makers(policies.in_force().policy))
        doing.done("release", release.ref, note_kind="facts")
    said: dict[str, Any] = orjson.loads(
        papers.open_(release.facts.ref, actor=actor, act="open-facts", about={"ref": release.ref})
    )
    return said


def report(ref: str, *, actor: Actor) -> dict[str, Any]:
    """Return the report on a release: risk, utility, distributions; no value of a person is in it."""
    release = one(ref)
    with acting("look-at-report", actor, program=RELEASES) as doing:
        doing.must_hold(ANSWERING | makers(policies.in_force().policy))
        doing.done("release", release.ref, note_kind="report")
    said: dict[str, Any] = orjson.loads(
        papers.open_(release.report.ref, actor=actor, act="open-report", about={"ref": release.ref})
    )
    return said


def refuse_joining(what: str, *, actor: Actor, article: str = "43(5)") -> NoReturn:
    """Refuse, and put on record, that somebody, or their program, tried to join a release with the vault."""
    text = Text(
        "匿名加工情報や仮名加工情報を、元の本人を識別するためにほかの情報と照合することは禁じられています。",
        "To collate anonymised or pseudonymised information with other information, in order to find whose it is, "
        "is forbidden.",
    )
    helps = Text("照合しない", "Do not join it")
    clause = clause_of(policies.in_force().policy, "no_reidentification")
    refusal = no(clause, article, "re-identification", text, missing=what, helps=helps)
    raise on_record("join-release", refusal, actor=actor)


def refuse_if_released(path: Path, *, actor: Actor) -> None:
    """Refuse to take a file into the vault that is one of the releases, as it was or made over (`recognising`)."""
    if not (Release.objects.exists() or Pseudonymised.objects.exists()):
        return
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    if Release.objects.filter(digest=digest).exists():
        refuse_joining("another-source", actor=actor)
    if Pseudonymised.objects.filter(digest=digest).exists():
        refuse_joining("another-source", actor=actor, article="41(7)")
    refuse_rows_if_released(recognising.rows_in(path), actor=actor)


def refuse_rows_if_released(rows: Iterable[Iterable[str | None]], *, actor: Actor) -> None:
    """Refuse to take rows into the vault that are those of a release, with those of it that came before."""
    among = recognising.kept()
    if not among:
        return
    before = dict(Release.objects.filter(returned__gt=0).values_list("marks", "returned"))
    seen = recognising.known(rows, among, before)
    if seen.table is not None:
        refuse_joining("another-source", actor=actor, article=seen.table.article)
    came = {ref: rows for ref, rows in seen.rows.items() if rows}
    if came:
        with deciding():
            for ref, many in came.items():
                Release.objects.filter(marks=ref).update(returned=F("returned") + many)


def complain(ref: str, said: bytes, *, actor: Actor) -> Complaint:
    """Keep a complaint about a release."""
    release = one(ref)
    with acting("complaint", actor, program=RELEASES) as doing:
        doing.must_hold(ANSWERING | frozenset({"desk"}) | makers(policies.in_force().policy))
        kept = Complaint.objects.create(
            ref=new_ref("complaint"), release=release, said=papers.seal(said, "complaint"), received_at=timezone.now()
        )
        doing.done("complaint", kept.ref, case=release.ref, papers=[kept.said.ref])
    return kept


def settle(ref: str, how: bytes, *, actor: Actor) -> Complaint:
    """Settle a complaint, and say how."""
    found = Complaint.objects.filter(ref=ref).first()
    if found is None:
        raise NotFound("complaint")
    with acting("settle-complaint", actor, program=RELEASES) as doing:
        doing.must_hold(ANSWERING | frozenset({"desk"}))
        paper = papers.seal(how, "settlement")
        if Complaint.objects.filter(ref=ref, settled_at=None).update(settlement=paper, settled_at=timezone.now()) != 1:
            raise Conflict("the complaint is settled already")
        doing.done("complaint", ref, note_kind="settled", papers=[paper.ref])
    return Complaint.objects.get(ref=ref)
