"""
Who asks: a bearer token of a program, and the member of staff it acts for (policy 2-1).

Whatever is wrong with a proof, the answer is the same, and costs the same look-up: unknown, expired, revoked, none.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from ninja.security import HttpBearer

from seiyaku.core.asks import Actor
from seiyaku.core.errors import NotProven
from seiyaku.people.queries import actor_of
from seiyaku.people.tokens import PROGRAM

from . import rates

TOKEN = re.compile(PROGRAM + r"[A-Za-z0-9_-]{43}\Z")
ACCOUNT = re.compile(r"[A-Za-z0-9:_.-]{1,40}\Z")
NOBODYS = PROGRAM + "0" * 43
BEARER = "bearer "


class Asked(HttpRequest):
    """A request whose actor is proven."""

    auth: Actor


class Service(HttpBearer):
    """A service token; session tokens and anything else prove nothing here. `prove` reads the tables at each ask."""

    def __init__(self, prove: Callable[[str, str | None], Actor] = actor_of) -> None:
        super().__init__()
        self._prove = prove

    def __call__(self, request: HttpRequest) -> Any:
        """Return the actor, or raise NotProven."""
        said = request.headers.get("Authorization", "")
        token = said[len(BEARER) :].strip() if said[: len(BEARER)].lower() == BEARER else ""
        return self.authenticate(request, token)

    def authenticate(self, request: HttpRequest, token: str) -> Actor:
        """Return the actor that the token proves, once its rate allows."""
        behalf = request.headers.get("On-Behalf-Of")
        fits = TOKEN.match(token) and (behalf is None or ACCOUNT.match(behalf))
        actor = self._prove(token if fits else NOBODYS, behalf if fits else None)
        if actor.kind != "program" or actor.session is None:
            raise NotProven("no program")
        rates.spend(actor.session)
        return actor
