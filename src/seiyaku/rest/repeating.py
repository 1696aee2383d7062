"""
Writes under an `Idempotency-Key`: sent twice, done once; decided each time.

The act runs again as far as its decision; where it was done before, its transaction is undone and the ids of the first
time are returned. Values are never kept: a repeated handoff names its export and has no rows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import wraps
from inspect import signature
from typing import Any, Concatenate, ParamSpec, cast

from django.http import HttpResponse

from seiyaku.core.errors import Conflict, InputError, NotFound, Refused
from seiyaku.ledger import transactions
from seiyaku.people import repeating
from seiyaku.people.repeating import Ask, Known, Repeated, Rider

from .answers import reply
from .proving import Asked

P = ParamSpec("P")
HEADER = "Idempotency-Key"
REPLAYED = "Idempotency-Replayed"
KEY = re.compile(r"[\x21-\x7e]{1,255}\Z")
CAME_TO_NOTHING = (Refused, NotFound, Conflict, InputError)
VALUES = ("rows", "receipt")


def once(act: Callable[Concatenate[Asked, P], dict[str, Any]]) -> Callable[Concatenate[Asked, P], HttpResponse]:
    """Have an act done once under its key; without one, each time it is asked."""

    @wraps(act)
    def asked(request: Asked, *parts: P.args, **named: P.kwargs) -> HttpResponse:
        ask = ask_of(request)
        if ask is None:
            return reply(act(request, *parts, **named))
        before, rider = repeating.known(ask), Rider(ask)
        try:
            with transactions.riding(rider):
                document = act(request, *parts, **named)
        except Repeated:
            return again(before or repeating.known(ask))
        except CAME_TO_NOTHING as error:
            if rider.kept:
                repeating.drop(ask)
            if before is not None and not isinstance(error, Refused):
                return again(before)
            raise
        keep(ask, document)
        return reply(document)

    asked.__signature__ = signature(act, eval_str=True)  # type: ignore[attr-defined]  # ninja reads it from here
    return cast("Callable[Concatenate[Asked, P], HttpResponse]", asked)


def ask_of(request: Asked, said: bytes | None = None) -> Ask | None:
    """Return the ask under the key that the request names, or None when it names none; `said` in place of its body."""
    key = request.headers.get(HEADER)
    if key is None:
        return None
    if not KEY.match(key):
        raise InputError(HEADER, "something else", "1 to 255 visible letters of ASCII")
    behalf = request.headers.get("On-Behalf-Of", "")
    return Ask.of(request.auth.session or "", key, request.path, behalf, request.body if said is None else said)


def keep(ask: Ask, document: dict[str, Any]) -> None:
    """Keep what a document says, but for values; whom it names stands apart, to be forgotten with them."""
    people, made = document.get("people"), document.get("person")
    named: Sequence[str] = people if isinstance(people, list | tuple) else [made] if made else ()
    left_out = (*VALUES, "person" if made else "people") if named else VALUES
    repeating.keep(ask, {name: said for name, said in document.items() if name not in left_out}, named)


def again(before: Known | None) -> HttpResponse:
    """Return the ids of the first time."""
    if before is None:
        raise Conflict(what="the same ask is being done at this moment: ask again")
    document = repeating.settled(before)
    if before.people and "people" in document:  # one who was made, beside how many it was done on
        document = {"person": before.people[0], **document}
    elif before.people:
        document = {"people": before.people, **document}
    if "export" in document:
        document = {**document, "rows": []}
    answer = reply(document)
    answer[REPLAYED] = "true"
    return answer
