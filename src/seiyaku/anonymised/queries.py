"""What others may ask about releases: lists and single ones in plain values; no fact, no file."""

from __future__ import annotations

from typing import Any

from seiyaku.core.asks import Actor
from seiyaku.partners import queries as partners
from seiyaku.people.acting import RELEASES, acting
from seiyaku.post import queries as post

from .models import Acceptance, Complaint, Delivery, Release
from .releasing import one


def may_list(*, actor: Actor) -> None:
    """Refuse a program whose token does not name that it keeps these records, and whoever does not work here."""
    with acting("list-releases", actor, program=RELEASES):
        pass


def releases() -> list[dict[str, Any]]:
    """Return every release, the newest first."""
    return [_release(row) for row in Release.objects.order_by("-number")]


def release(ref: str) -> dict[str, Any]:
    """Return one release with its deliveries and complaints. Raises NotFound."""
    found = one(ref)
    states = post.receipts(found.deliveries.values_list("parcel", flat=True))
    deliveries = [_delivery(row, states) for row in found.deliveries.order_by("at")]
    complaints = Complaint.objects.filter(release=found).order_by("received_at")
    return _release(found) | {
        "verdict": found.verdict,
        "deliveries": deliveries,
        "complaints": [dict(each) for each in complaints.values("ref", "received_at", "settled_at")],
    }


def deliveries() -> list[dict[str, Any]]:
    """Return every delivery with the release it is of and until when the ban is accepted, the newest first."""
    rows = list(Delivery.objects.select_related("release", "acceptance").order_by("-at", "-pk"))
    states = post.receipts(row.parcel for row in rows)
    names = partners.names(row.partner for row in rows)
    return [
        {
            "ref": row.ref, "release": row.release.ref, "number": row.release.number,
            "title": {"ja": row.release.title_ja, "en": row.release.title_en}, "name": names.get(row.partner, ""),
            "way": row.way, "accepted_until": row.acceptance.until, "parcel": row.parcel,
            "state": states.get(row.parcel, ""), "at": row.at, "declaration": row.declaration,
        }
        for row in rows
    ]  # fmt: skip


def acceptances() -> list[dict[str, Any]]:
    """Return who has accepted the ban on re-identification, until when."""
    rows = list(Acceptance.objects.order_by("-pk").values("ref", "partner", "accepted_on", "until"))
    names = partners.names(str(row["partner"]) for row in rows)
    return [dict(row) | {"name": names[str(row["partner"])]} for row in rows]


def _release(row: Release) -> dict[str, Any]:
    return {
        "ref": row.ref, "number": row.number, "title": {"ja": row.title_ja, "en": row.title_en},
        "use": row.use, "preset": row.preset, "state": row.state, "rows": row.rows, "digest": row.digest,
        "items": row.schema, "ways": row.ways, "policy": row.policy, "proposal": row.proposal, "made_by": row.made_by,
        "made_at": row.made_at, "approved_by": row.approved_by, "approved_at": row.approved_at,
        "published_at": row.published_at, "usable_from": row.usable_from, "facts_until": row.facts_until,
        "withdrawn_at": row.withdrawn_at,
    }  # fmt: skip


def _delivery(row: Delivery, states: dict[str, str]) -> dict[str, Any]:
    return {
        "ref": row.ref, "partner": row.partner, "name": partners.one(row.partner).name, "way": row.way,
        "acceptance": row.acceptance.ref, "parcel": row.parcel, "state": states.get(row.parcel, ""), "at": row.at,
        "by": row.by,
    }  # fmt: skip
