"""The shapes of what programs ask about anonymised information (9) and the outbox (9-4-B)."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from seiyaku.anonymised.plans import LARGEST

from .asks import Day, Name, Ref, Shape
from .records import Paper, Said, Which

Written = Annotated[str, StringConstraints(min_length=1, max_length=LARGEST)]
Secret = Annotated[str, StringConstraints(min_length=1, max_length=20_000)]


class OfPlan(Shape):
    """A plan, as its YAML says it."""

    plan: Written


class OfRelease(Shape):
    """Which release: its reference or its number."""

    release: Ref


class Deliver(OfRelease):
    """Which release goes to which destination."""

    to: Which


class Accept(Shape):
    """A partner's own signed paper that it looks for nobody, good until a day."""

    partner: Which
    paper: Paper
    until: Day


class Take(OfRelease):
    """Which release is taken out, for which purpose."""

    purpose: Name


class Document(OfRelease):
    """The document of a release, in which form."""

    form: Literal["html", "pdf", "json"] = "json"


class Complain(OfRelease):
    """What was complained of."""

    said: Said


class OfComplaint(Shape):
    """Which complaint."""

    complaint: Ref


class Settle(OfComplaint):
    """How it was settled."""

    how: Said


class Collation(Shape):
    """Which items are measured together; groups below `k` are counted."""

    fields: Annotated[list[Name], Field(min_length=1, max_length=12)]
    k: Annotated[int, Field(ge=2, le=1_000_000)] = 10


class OfPseudonymised(Shape):
    """Which pseudonymised table."""

    pseudonymised: Ref


class Parcels(Shape):
    """All parcels, or only those that are not done."""

    open: bool = False


class OfParcel(Shape):
    """Which parcel: its reference or its receipt."""

    parcel: Ref


class Retry(OfParcel):
    """Which parcel is tried anew; `not_there`: somebody found out that an unsure one did not arrive."""

    not_there: bool = False


class Destination(Shape):
    """Where parcels may go: its name, its address, whose it is, its recipient's public key, its secrets."""

    name: Which
    address: Annotated[str, StringConstraints(min_length=1, max_length=2_000)]
    partner: Which | None = None
    age: Annotated[str, StringConstraints(max_length=200)] = ""
    secrets: Annotated[
        dict[Literal["host-key", "password", "private-key", "key", "secret", "endpoint", "region", "token"], Secret],
        Field(default_factory=dict),
    ]


class OfDestination(Shape):
    """Which destination, by its name."""

    name: Which
