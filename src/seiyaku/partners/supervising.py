"""
Partners are looked at (policy 3-2; arts. 25, 28(3)): a look counts only if it passed, for as long as the policy says.

What it finds amiss is mended by a day, with proof, or the look counts no longer.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.utils import timezone

from seiyaku.core import deadlines
from seiyaku.core.asks import Actor
from seiyaku.core.errors import InputError, NotFound
from seiyaku.core.model import Policy
from seiyaku.papers import services as papers
from seiyaku.papers.naming import new_ref
from seiyaku.people.acting import MANAGING, PARTNERS, acting
from seiyaku.people.days import today
from seiyaku.people.rules import in_force

from .checklists import Answered, checked
from .finding import KEPT_AFTER, partner_of
from .models import Checked, Supervision

MEASURES_EVERY = "1y"  # R.18(1)(i): regularly, about once a year


def supervise(
    ref: str,
    findings: bytes,
    *,
    passed: bool,
    actor: Actor,
    on: dt.date | None = None,
    subject: str = "handling",
    answers: Mapping[str, Answered] | None = None,
    policy: Policy | None = None,
) -> Supervision:
    """
    Record a look at how a partner handles what it has ("handling", 25) or at its measures abroad ("measures", 28(3)).

    One that did not pass ends what the last one allowed. `answers`: the whole checklist; what is to be mended by a day
    and is not ends it then.
    """
    looked_on = on or today()
    if looked_on > today():
        raise InputError("supervision", "a day to come", "today or earlier")
    if subject not in {"handling", "measures"}:
        raise InputError("supervision", "something else", "handling or measures")
    with acting("supervise", actor, program=PARTNERS) as doing:
        doing.must_hold(MANAGING)
        partner = partner_of(ref)
        kind = (policy or in_force()).rules.partners.get(partner.kind)
        every = (kind.supervise_every if kind and subject == "handling" else None) or MEASURES_EVERY
        until = deadlines.add(looked_on, every)
        if answers is not None:
            checked(answers, passed=passed, looked_on=looked_on, until=until)
        paper = papers.seal(findings, "supervision", until=deadlines.add(until, KEPT_AFTER))
        look = Supervision.objects.create(
            ref=new_ref("supervision"),
            partner=partner,
            subject=subject,
            looked_on=looked_on,
            until=until,
            passed=passed,
            findings=paper,
            recorded_by=doing.who,
        )
        for item, one in (answers or {}).items():
            Checked.objects.create(supervision=look, item=item, answer=one.answer, due_on=one.due_on)
        doing.done("contract", look.ref, recipient=ref, papers=[paper.ref], note_kind="passed" if passed else "failed")
        return look


def mend(look: str, item: str, proof: bytes, *, actor: Actor) -> None:
    """Keep the proof that a partner mended what a look had found; from now on it closes nothing."""
    if not proof.strip():
        raise InputError("mending", "no proof", "what shows that it is mended")
    with acting("mend-finding", actor, program=PARTNERS) as doing:
        doing.must_hold(MANAGING)
        found = Checked.objects.select_related("supervision__partner").filter(
            supervision__ref=look, item=item, answer="no", mended_at=None
        )
        one = found.first()
        if one is None:
            raise NotFound("finding")
        one.proof = papers.seal(proof, "mending", until=deadlines.add(one.supervision.until, KEPT_AFTER))
        one.mended_at = timezone.now()
        one.save(update_fields=["proof", "mended_at"])
        partner = one.supervision.partner
        doing.done("contract", look, recipient=partner.ref, papers=[one.proof.ref], note_kind=item)
