"""
Running the outbox: claim, hand over, settle; each step durable before the next (policy 9-4-B).

* A parcel is claimed for a while by one process. Whoever dies leaves a claim behind; when it is over, a channel that
  can see what is there takes up the parcel again and finds it there or not. One that cannot leaves it unsure.
* What fails waits twice as long each time, up to a quarter of a day; after the twelfth time it is dead, and says so.
* Settling goes by the claim: a process that comes back late changes nothing that was decided meanwhile.
"""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import dataclass
from functools import partial

import orjson
from django.db.models import F, Q

from seiyaku.core.asks import Actor
from seiyaku.core.errors import IntegrityError, NotFound, Unavailable
from seiyaku.ledger.transactions import deciding
from seiyaku.ledger.writing import record
from seiyaku.papers import services as papers
from seiyaku.papers.naming import told

from . import bodies, destinations
from .channels import Handing, Letter, channel
from .faults import Later, Never, Unsure
from .models import Parcel, Try

CLAIM = dt.timedelta(minutes=30)
FIRST_WAIT = dt.timedelta(minutes=1)
LONGEST_WAIT = dt.timedelta(hours=6)
MOST_TRIES = 12
DEAD_FOR = dt.timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one try: the state the parcel is in now, what the other side answered, or why it did not go."""

    parcel: str
    state: str
    proof: str = ""
    why: str = ""


def run(now: dt.datetime, *, actor: Actor) -> list[Outcome]:
    """Hand over everything that is due at `now`, one after the other; return what came of each."""
    recover(now, actor=actor)
    came: list[Outcome] = []
    passed: set[int] = set()
    while (parcel := _claimed(now, passed)) is not None:
        passed.add(parcel.pk)
        came.append(_handed(parcel, now, actor))
    return came


def wait_after(tries: int) -> dt.timedelta:
    """Return how long a parcel waits after so many tries failed."""
    return min(FIRST_WAIT * int(2 ** min(tries - 1, 16)), LONGEST_WAIT)


def recover(now: dt.datetime, *, actor: Actor) -> list[Outcome]:
    """Free what a process that died had claimed: to be tried again, or unsure where nobody can see what arrived."""
    came = []
    for parcel in Parcel.objects.filter(state="handing", claimed_until__lt=now).select_related("to"):
        asks = channel(parcel.to.channel).asks
        again = "dead" if parcel.tries >= MOST_TRIES else "waiting"
        outcome = Outcome(parcel.ref, again if asks else "unsure", why="the process that handed it over is gone")
        if _settled(parcel, outcome, now, actor):
            came.append(outcome)
    return came


def tidy(now: dt.datetime, *, actor: Actor) -> int:
    """Let go of parcels that have been dead for a month, and of bodies that nobody took; return how many."""
    gone = bodies.sweep(now)
    for parcel in Parcel.objects.filter(state="dead", settled_at__lt=now - DEAD_FOR).select_related("body"):
        with deciding():
            if Parcel.objects.filter(pk=parcel.pk, state="dead").update(state="withdrawn", settled_at=now) == 1:
                bodies.destroy([parcel.body.ref])
                about = {"ref": parcel.ref, "reason": "end-date", "note_kind": "withdrawn"}
                record({"act": "withdraw-parcel", "answer": "done", **about, **told(actor)})
                gone += 1
    return gone


def _claimed(now: dt.datetime, passed: set[int]) -> Parcel | None:
    """Claim the parcel that has waited longest; nobody else hands it over until the claim is over."""
    with deciding():
        due = Parcel.objects.filter(state="waiting", next_at__lte=now).exclude(pk__in=passed)
        found = due.order_by("next_at", "pk").values_list("pk", flat=True).first()
        if found is None:
            return None
        claim = secrets.token_hex(16)
        mine = {"state": "handing", "claim": claim, "claimed_until": now + CLAIM, "tries": F("tries") + 1}
        if Parcel.objects.filter(pk=found, state="waiting").update(**mine) != 1:
            return None
        parcel = Parcel.objects.select_related("to__address", "body", "letter").get(pk=found)
        number = Try.objects.filter(parcel=parcel).count() + 1
        Try.objects.create(parcel=parcel, number=number, began_at=now)
    return parcel


def _handed(parcel: Parcel, now: dt.datetime, actor: Actor) -> Outcome:
    try:
        address = destinations.opened(parcel.to, actor=actor, parcel=parcel.ref)
        proof = channel(parcel.to.channel).hand_over(address, _handing(parcel, actor))
        outcome = Outcome(parcel.ref, "handed", proof=proof)
    except Later as why:
        dead = parcel.tries >= MOST_TRIES
        outcome = Outcome(parcel.ref, "dead" if dead else "waiting", why=str(why))
    except Unsure as why:
        outcome = Outcome(parcel.ref, "unsure", why=str(why))
    except (Never, NotFound, IntegrityError) as why:
        outcome = Outcome(parcel.ref, "dead", why=str(why))
    except Unavailable:
        outcome = Outcome(parcel.ref, "waiting", why="the house is closed")
    _settled(parcel, outcome, now, actor)
    return outcome


def _handing(parcel: Parcel, actor: Actor) -> Handing:
    said = orjson.loads(papers.open_(parcel.letter.ref, actor=actor, act="open-letter", about={"ref": parcel.ref}))
    size, digest = bodies.size_of(parcel.body.ref)
    return Handing(
        receipt=parcel.receipt,
        name=parcel.filename,
        size=size,
        digest=digest,
        letter=Letter(**said),
        queued_at=parcel.queued_at,
        pieces=partial(bodies.read, parcel.body.ref),
    )


def _settled(parcel: Parcel, outcome: Outcome, now: dt.datetime, actor: Actor) -> bool:
    """Write what came of it, with its entry; False when the claim is not ours any more."""
    over = outcome.state != "waiting"
    with deciding():
        mine = Parcel.objects.filter(Q(state="handing") | Q(state="unsure"), pk=parcel.pk, claim=parcel.claim)
        moved = mine.exclude(state=outcome.state).update(
            state=outcome.state,
            proof=outcome.proof[:200],
            claim="" if outcome.state == "waiting" else F("claim"),
            claimed_until=None,
            next_at=now if over or not parcel.tries else now + wait_after(parcel.tries),
            settled_at=now if over else None,
        )
        if moved != 1:
            return False
        last = {"ended_at": now, "outcome": outcome.state, "why": outcome.why[:120]}
        Try.objects.filter(parcel=parcel, ended_at=None).update(**last)
        if outcome.state == "handed":
            bodies.destroy([parcel.body.ref])
        to = {"recipient": parcel.to.partner} if parcel.to.partner else {}
        record(
            {"act": "hand-over", "answer": "done", "ref": parcel.ref, "note_kind": outcome.state, **to, **told(actor)}
        )
    return True
