"""The shapes of calls, visits and work: strict, as every other; what a caller says stands in `said` alone."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from .asks import Digest, Fields, Name, Person, Ref, Shape, Value
from .records import Paper


class Begin(Shape):
    """What is begun, for which purpose, and who speaks."""

    kind: Literal["call", "visit", "work"] = "call"
    purpose: Name
    caller: Literal["person", "family", "agent"] = "person"


class OfCall(Shape):
    """Which call, visit or work."""

    occasion: Ref


class Identify(OfCall):
    """What a caller says about themself, by field."""

    said: Annotated[dict[Name, Value], Field(min_length=1, max_length=8)]


class Authorise(OfCall):
    """The mandate, family register or order, in base64."""

    paper: Paper


class Take(OfCall):
    """Whose fields leave the screen, and how."""

    person: Person
    fields: Fields
    how: Literal["copy", "print", "file"]
    purpose: Name


class Decline(OfCall):
    """Who said no to which purpose, on which statement."""

    person: Person
    use: Name
    statement: Digest
