"""
Sending parcels, taking them back, and deciding on those that stopped (policy 9-4-B).

* `send` works inside the transaction of the change that sends; what it needs was packed before (`packing`).
* A parcel that is dead is tried anew only when somebody says so; one of which nobody knows whether it arrived, only
  when somebody found out.
* Its password opens for one who answers for what leaves, with an entry, and is destroyed with the parcel's end.
"""

from __future__ import annotations

import datetime as dt
import re
import secrets

import orjson
from django.utils import timezone

from seiyaku.core.asks import Actor
from seiyaku.core.errors import Conflict, InputError, NotFound
from seiyaku.papers import services as papers
from seiyaku.papers.naming import new_ref, told
from seiyaku.people.acting import POST, Acting, acting

from . import bodies
from .channels import Letter
from .models import Destination, Parcel
from .packing import ENDING, Packed
from .running import Outcome, run

ANSWERING = frozenset({"manager", "administrator", "anonymiser", "desk"})
STEM = re.compile(r"[a-z0-9][a-z0-9-]{0,40}\Z")
RECEIPT = 12  # bytes


def send(
    to: Destination, packed: Packed, stem: str, letter: Letter, *, about: str, keep_password: dt.date | None = None
) -> Parcel:
    """
    Put a packed parcel into the outbox, in the caller's transaction; the caller's entry must name its reference.

    `stem` begins the file's name; the receipt follows. `keep_password`: the last day the password may be looked up.

    Raises:
        NotFound: the destination has ended.
    """
    if not STEM.match(stem):
        raise InputError("parcel", "a name with other signs", "small letters, digits and hyphens")
    if to.ended_at is not None:
        raise NotFound("destination")
    ref, receipt, now = new_ref("parcel"), secrets.token_hex(RECEIPT), timezone.now()
    said = orjson.dumps({"subject": letter.subject, "text": letter.text})
    word = packed.password
    return Parcel.objects.create(
        ref=ref,
        receipt=receipt,
        about=about,
        to=to,
        body=bodies.take(packed.body, ref),
        filename=f"{stem}-{receipt}{ENDING}",
        letter=papers.seal(said, "cover-letter"),
        password=papers.seal(word.encode(), "password", until=keep_password) if word else None,
        next_at=now,
        queued_at=now,
    )


def run_now(now: dt.datetime, *, actor: Actor) -> list[Outcome]:
    """
    Hand over now what waits, without waiting for the job.

    Raises:
        Refused: the actor does not answer for what leaves.
    """
    with acting("run-post", actor, program=POST) as doing:
        doing.must_hold(ANSWERING)
    return run(now, actor=actor)


def retry(ref: str, *, found_not_there: bool = False, actor: Actor) -> None:
    """
    Try a parcel anew that is dead; or one whose fate is unsure, once somebody found out that it is not there.

    Raises:
        Refused: the actor does not answer for what leaves.
        Conflict: it is neither.
    """
    with acting("retry-parcel", actor, program=POST) as doing:
        doing.must_hold(ANSWERING)
        states = ("unsure",) if found_not_there else ("dead",)
        fresh = {"state": "waiting", "tries": 0, "next_at": timezone.now(), "claim": "", "settled_at": None}
        _move(doing, ref, states, **fresh)


def confirm(ref: str, *, actor: Actor) -> None:
    """Note that a parcel whose fate was unsure did arrive, as somebody found out."""
    with acting("confirm-parcel", actor, program=POST) as doing:
        doing.must_hold(ANSWERING)
        _move(doing, ref, ("unsure",), state="handed", settled_at=timezone.now(), proof="confirmed by a person")
        bodies.destroy([one(ref).body.ref])


def withdraw(ref: str, *, actor: Actor) -> None:
    """Take a parcel out of the outbox that has not been handed over; its body and password are destroyed."""
    with acting("withdraw-parcel", actor, program=POST) as doing:
        doing.must_hold(ANSWERING)
        _move(doing, ref, ("waiting", "dead"), state="withdrawn", settled_at=timezone.now())
        parcel = one(ref)
        bodies.destroy([parcel.body.ref])
        if parcel.password is not None:
            papers.destroy_in([parcel.password.ref], {"act": "destroy-paper", "answer": "done", **told(actor)})


def password(ref: str, *, actor: Actor) -> str:
    """
    Return what opens the package, to be told by another route than the parcel's; the look is an entry.

    Raises:
        Refused: the actor does not answer for what leaves.
        NotFound: it went to a public key, or the password is destroyed.
    """
    parcel = one(ref)
    with acting("look-at-password", actor) as doing:
        doing.must_hold(ANSWERING)
        doing.done("parcel", ref)
    if parcel.password is None:
        raise NotFound("password")
    return papers.open_(parcel.password.ref, actor=actor, act="open-password", about={"ref": ref}).decode()


def one(ref: str) -> Parcel:
    """Return a parcel by its reference or its receipt id; NotFound otherwise."""
    rows = Parcel.objects.select_related("to", "body", "letter", "password")
    found = rows.filter(ref=ref).first() or rows.filter(receipt=ref).first()
    if found is None:
        raise NotFound("parcel")
    return found


def _move(doing: Acting, ref: str, states: tuple[str, ...], **to: object) -> None:
    parcel = one(ref)
    if Parcel.objects.filter(pk=parcel.pk, state__in=states).update(**to) != 1:
        raise Conflict(f"the parcel is {parcel.state}, not {' or '.join(states)}")
    doing.done("parcel", parcel.ref, note_kind=str(to["state"]))
