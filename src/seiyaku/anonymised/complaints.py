"""Complaints about releases (43(6)), for those who answer them: the list without words, and one opened, on record."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from seiyaku.core.asks import Actor
from seiyaku.core.errors import NotFound
from seiyaku.papers import services as papers
from seiyaku.people.acting import RELEASES, acting
from seiyaku.policy import queries as policies

from .making import makers
from .models import Complaint
from .releasing import ANSWERING

HEARING = ANSWERING | {"desk"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """A complaint with its words."""

    ref: str
    release: str
    number: int
    received_at: dt.datetime
    settled_at: dt.datetime | None
    said: str = field(repr=False)
    how: str = field(repr=False)


def listed() -> list[dict[str, Any]]:
    """Return every complaint, the open ones first, then the newest; no word of any."""
    rows = Complaint.objects.select_related("release").order_by("-received_at", "-pk")
    said = [
        {
            "ref": row.ref, "release": row.release.ref, "number": row.release.number,
            "title": {"ja": row.release.title_ja, "en": row.release.title_en},
            "received_at": row.received_at, "settled_at": row.settled_at,
        }
        for row in rows
    ]  # fmt: skip
    return sorted(said, key=lambda row: row["settled_at"] is not None)


def hear(ref: str, *, actor: Actor) -> Heard:
    """
    Return what a complaint says, and how it was settled; the look is an entry.

    Raises:
        Refused: the actor does not answer complaints.
        NotFound: there is no such complaint.
    """
    found = Complaint.objects.select_related("release", "said", "settlement").filter(ref=ref).first()
    if found is None:
        raise NotFound("complaint")
    with acting("hear-complaint", actor, program=RELEASES) as doing:
        doing.must_hold(HEARING | makers(policies.in_force().policy))
        doing.done("complaint", found.ref, case=found.release.ref)
    about = {"ref": found.ref}
    said = papers.open_(found.said.ref, actor=actor, act="open-complaint", about=about)
    how = (
        papers.open_(found.settlement.ref, actor=actor, act="open-settlement", about=about) if found.settlement else b""
    )
    return Heard(
        ref=found.ref, release=found.release.ref, number=found.release.number, received_at=found.received_at,
        settled_at=found.settled_at, said=said.decode("utf-8", "replace"), how=how.decode("utf-8", "replace"),
    )  # fmt: skip
