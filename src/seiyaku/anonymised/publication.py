"""
What the public is told of a release (43(3), 43(4), 43(6); R.36, R.37): made from the release record.

The page and its JSON, the declaration and the register all say what stands here; nobody types any of it.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any

import orjson

from seiyaku.core.model import Policy
from seiyaku.people.days import day_of

from .gates import rule_with
from .models import Release

MEASURES = {
    "named-group-only": {"ja": "加工の方法に関する情報を扱う者を限っています。",
                         "en": "Only a named group handles what is known of the processing."},
    "looks-recorded": {"ja": "その情報を見たことは、すべて記録に残ります。",
                       "en": "Every look at it is on record."},
    "destroyed-on-schedule": {"ja": "その情報は、決めた日に破棄します。", "en": "It is destroyed on a day set."},
    "tables-in-memory-only": {"ja": "仮の番号の対応表や乱数は、保存しません。",
                              "en": "Tables of pseudonyms and what was drawn are never stored."},
}  # fmt: skip


def page_of(release: Release, policy: Policy, *, published: dt.date, first: dt.date) -> dict[str, Any]:
    """Return what is published of a release."""
    safe, delivery = rule_with(policy, "safeguards"), rule_with(policy, "delivery")
    ways = delivery.delivery if delivery else {}
    who = policy.operator
    return {
        "number": release.number,
        "title": {"ja": release.title_ja, "en": release.title_en},
        "operator": who.name,
        "use": release.use,
        "items": [each["label"] for each in release.schema],
        "ways": [ways[way] for way in release.ways if way in ways],
        "continues": release.verdict.get("continues"),
        "made_on": day_of(release.made_at).isoformat(),
        "published_on": published.isoformat(),
        "usable_from": first.isoformat(),
        "measures": [MEASURES[each] for each in (safe.safeguards if safe else ()) if each in MEASURES],
        "complaints": {"desk": who.desk, "email": who.email, "address": who.address},
    }


def lacks(page: dict[str, Any]) -> tuple[str, ...]:
    """Return what a page would have to say and does not."""
    found = [key for key in ("items", "measures") if not page[key]]
    found += ["complaints"] if not page["complaints"]["email"] else []
    found += ["ways"] if page["use"] == "third-party" and not page["ways"] else []
    return tuple(found)


def written(page: dict[str, Any]) -> str:
    """Return a page as it is kept: canonical, so that its digest can be compared."""
    return orjson.dumps(page, option=orjson.OPT_SORT_KEYS).decode()


def digest(page: object) -> str:
    """Return the SHA-256 of a page as it is kept."""
    return hashlib.sha256(str(page).encode()).hexdigest()


def published() -> list[dict[str, Any]]:
    """Return every page that was published, the newest first; of a withdrawn release it says so."""
    rows = Release.objects.exclude(page="").order_by("-number").values_list("page", "withdrawn_at")
    return [orjson.loads(page) | {"withdrawn_on": day_of(gone).isoformat() if gone else None} for page, gone in rows]
