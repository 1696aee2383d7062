"""Evidence is kept: papers that show where something is from, who agreed, on what demand (policy 5-1, 4-3, 8-3)."""

from __future__ import annotations

import datetime as dt

from seiyaku.core.asks import Actor
from seiyaku.core.errors import InputError
from seiyaku.papers import services as papers
from seiyaku.people.acting import PAPERS, acting
from seiyaku.policy import queries

from .results import Result, evidence

KINDS = ("provenance", "attestation", "consent", "representative", "demand", "withholding", "confirmation")
ATTESTING = frozenset({"manager"})


def keep_paper(body: bytes, kind: str, *, until: dt.date, actor: Actor) -> tuple[str, Result]:
    """
    Keep a paper sealed until a day, and return its reference and the evidence of it.

    Only the manager attests (5-1), and in person.

    Raises:
        Refused: the actor is no member of staff nor a program of one for papers, or attests without being the manager.
        InputError: an empty paper, an unknown kind, or a day that is over.
    """
    if kind not in KINDS:
        raise InputError("paper", repr(kind[:20]), ", ".join(KINDS))
    if not body.strip():
        raise InputError("paper", "nothing in it", "the paper")
    if until <= queries.today():
        raise InputError("paper", "a day that is over", "the last day anybody needs it")
    with acting("keep-paper", actor, program="" if kind == "attestation" else PAPERS) as doing:
        if kind == "attestation":
            doing.must_hold(ATTESTING)
        kept = papers.seal(body, kind, until=until)
        written = doing.done("paper", kept.ref, papers=[kept.ref], note_kind=kind)
    return kept.ref, Result(**evidence(written))
