"""Where parcels may go: registered by who answers for it, with its secrets sealed, ended when it is over."""

from __future__ import annotations

from django.utils import timezone

from seiyaku.core.asks import Actor
from seiyaku.core.errors import Conflict, InputError, NotFound
from seiyaku.papers import services as papers
from seiyaku.papers.naming import new_ref, told
from seiyaku.partners import queries as partners
from seiyaku.people.acting import POST, acting

from . import addresses
from .addresses import Address
from .models import Destination

ANSWERING = frozenset({"manager", "administrator"})
LONGEST = 60


def register(name: str, to: Address, *, partner: str = "", actor: Actor) -> Destination:
    """
    Register a destination under a name; `partner` is the reference of whose it is.

    Raises:
        Refused: the actor is not one who answers for where things go.
        Conflict: there is one of this name.
        NotFound: there is no such partner.
    """
    if not name.strip() or len(name) > LONGEST or not name.isprintable():
        raise InputError("destination", "no name, or one that is too long", f"1 to {LONGEST} characters")
    if partner and partners.one(partner).ended_at is not None:
        raise NotFound("partner")
    with acting("register-destination", actor, program=POST) as doing:
        doing.must_hold(ANSWERING)
        if Destination.objects.filter(name=name).exists():
            raise Conflict("a destination of this name is there already")
        made = Destination.objects.create(
            ref=new_ref("to"),
            name=name,
            channel=to.channel,
            partner=partner,
            address=papers.seal(to.sealed(), "destination"),
            made_at=timezone.now(),
        )
        doing.done("destination", made.ref, note_kind=made.channel, **({"recipient": partner} if partner else {}))
    return made


def end(name: str, *, actor: Actor) -> None:
    """End a destination, and destroy its address; what still waits for it will not go."""
    found = one(name)
    with acting("end-destination", actor, program=POST) as doing:
        doing.must_hold(ANSWERING)
        papers.destroy_in(
            [found.address.ref], {"act": "destroy-paper", "answer": "done", "reason": "ended"} | told(actor)
        )
        Destination.objects.filter(pk=found.pk).update(ended_at=timezone.now())
        doing.done("destination", found.ref, note_kind="ended")


def one(name: str) -> Destination:
    """Return the destination of this name, or this reference. Raises NotFound: none, or it has ended."""
    found = Destination.objects.select_related("address").filter(ended_at=None)
    made = found.filter(name=name).first() or found.filter(ref=name).first()
    if made is None:
        raise NotFound("destination")
    return made


def opened(destination: Destination, *, actor: Actor, parcel: str) -> Address:
    """Open a destination's address in order to hand `parcel` over; the look is an entry."""
    if destination.ended_at is not None:
        raise NotFound("destination")
    body = papers.open_(destination.address.ref, actor=actor, act="open-address", about={"ref": parcel})
    return addresses.opened(body)
