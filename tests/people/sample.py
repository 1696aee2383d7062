"""A small policy and small staff for the tests of this room and of those above it."""

from __future__ import annotations

import datetime as dt
import functools
import json
from typing import Any

from django.contrib.auth.hashers import make_password

from seiyaku.core.asks import Bits
from seiyaku.core.model import Clause, Policy
from seiyaku.ledger import forms, sequencing
from seiyaku.ledger.transactions import raw_cursor
from seiyaku.papers.naming import new_ref
from seiyaku.people.models import Account, DutyHeld

DAY = dt.date(2026, 11, 23)
PASSWORD = "correct horse battery staple"
BITS = Bits(
    fields={"name": 0, "address": 1, "phone": 2, "birth-date": 3},
    purposes={"service": 0, "contact": 1, "newsletter": 2},
    duties={"manager": 0, "key-holder": 1, "gate-administrator": 2, "clerk": 3, "approver": 4},
)


def label(text: str) -> dict[str, str]:
    return {"ja": text, "en": text}


def policy(**sections: Any) -> Policy:
    """A policy with two staff kinds, seven duties, one course of everybody and one of clerks."""
    rules: dict[str, Any] = {
        "staff": {
            "employee": {"label": label("社員"), "inside": True, "clause": "2-1"},
            "entrusted": {"label": label("委託先要員"), "inside": False, "clause": "2-1"},
        },
        "duties": {
            "manager": {"label": label("責任者"), "reserved": True},
            "key-holder": {"label": label("鍵"), "reserved": True},
            "gate-administrator": {"label": label("門"), "reserved": True},
            "clerk": {"label": label("窓口"), "may": ["find", "read"]},
            "approver": {"label": label("承認者")},
            "administrator": {"label": label("システム")},
            "auditor": {"label": label("監査")},
        },
        "training": {
            "basics": {"label": label("基礎"), "valid_for": "1y"},
            "counter": {"label": label("窓口"), "valid_for": "1y", "required_of": ["clerk"]},
        },
    }
    return Policy.model_validate(
        {
            "operator": {
                "id": "sample", "name": label("見本"), "address": label("東京"), "representative": label("代表"),
                "manager": label("責任者"), "desk": label("窓口"), "email": "desk@operator.example",
            },
            "title": label("方針"),
            "version": "0" * 64,
            "effective": dt.date(2026, 1, 1),
            "published": dt.date(2026, 1, 1),
            "replaces": None,
            "clauses": {"2-1": Clause(id="2-1", level=3, title=label("人"), prose=label("人"), line=1, parent=None)},
            "rules": rules | sections,
        }
    )  # fmt: skip


@functools.cache
def _hashed() -> str:
    return make_password(PASSWORD)


def account(
    login: str = "bob", *, kind: str = "employee", inside: bool = True, duties: tuple[str, ...] = ()
) -> Account:
    """An account that stands there without anybody having decided so; services are what the tests test."""
    made = Account(
        ref=new_ref("staff"),
        login=login,
        kind=kind,
        inside=inside,
        joined_on=DAY - dt.timedelta(days=400),
        password=_hashed(),
    )
    made.save()
    for duty in duties:
        charge(made, duty)
    return made


def charge(of: Account, duty: str, **more: Any) -> DutyHeld:
    """A duty that is simply there."""
    return DutyHeld.objects.create(
        ref=new_ref("duty"),
        account=of,
        duty=duty,
        **{"reserved": False, "starts_on": DAY - dt.timedelta(days=300), "granted_by": "system:test"} | more,
    )


def entries() -> list[dict[str, Any]]:
    """Every entry of the ledger so far, in its place."""
    sequencing.place_all()
    return [json.loads(body) for body in forms.bodies(raw_cursor())]
