"""
The shapes of what programs ask: strict, nothing unknown, no value anywhere but in `values`, `by` and `rows`.

Whether a named field, purpose or form is one of the policy's is the door's to say; here is only what a name may look
like, so that nothing else is ever written into an entry or a log.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

Name = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9:._()-]{0,63}$")]
Ref = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9:._-]{0,63}$")]
Party = Annotated[str, StringConstraints(pattern=r"^\S(.{0,118}\S)?$")]  # a partner's name, or its reference
Person = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]
Entry = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{24}$")]
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Value = Annotated[str, StringConstraints(min_length=1, max_length=10_000)]
Day = Annotated[dt.date, Field(ge=dt.date(1800, 1, 1), le=dt.date(2200, 1, 1))]
Moment = Annotated[
    AwareDatetime, Field(ge=dt.datetime(1970, 1, 2, tzinfo=dt.UTC), le=dt.datetime(2200, 1, 1, tzinfo=dt.UTC))
]
Fields = Annotated[list[Name], Field(min_length=1, max_length=64)]
Values = Annotated[dict[Name, Value], Field(min_length=1, max_length=64)]
Names = Annotated[list[Name], Field(max_length=16)]
Shown = Annotated[Names, Field(default_factory=list)]
Refs = Annotated[list[Ref], Field(max_length=16)]
People = Annotated[list[Person], Field(min_length=1, max_length=10_000)]
ROWS = 1000


class Shape(BaseModel):
    """A body: nothing unknown, nothing coerced."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)


class Find(Shape):
    """Who holds all of these values? Public ids are answered, never values."""

    by: Annotated[dict[Name, Value], Field(min_length=1, max_length=8)]
    purpose: Name
    occasion: Ref | None = None


class Use(Shape):
    """One person's fields for a purpose; with `past`, `on` or `known`, what was true or known then."""

    person: Person
    fields: Fields
    purpose: Name
    occasion: Ref | None = None
    past: bool = False
    on: Day | None = None
    known: Moment | None = None


class UseMany(Shape):
    """Many people's fields for a purpose; without `people`, everybody's."""

    people: People | None = None
    fields: Fields
    purpose: Name


class Contact(Shape):
    """What is needed to reach one person."""

    person: Person
    fields: Fields
    purpose: Name


class Statistics(Shape):
    """Count people by fields, each seen as its value, its prefecture or its decade."""

    people: People | None = None
    by: Annotated[dict[Name, Literal["value", "prefecture", "decade"]], Field(min_length=1, max_length=4)]
    purpose: Name


class Explain(Shape):
    """What would be answered, and which clause would let? Nothing is opened."""

    fields: Fields
    act: Name = "read"
    purpose: Name | None = None
    person: Person | None = None
    recipient: Ref | None = None
    ground: Name | None = None
    occasion: Ref | None = None


class Tell(Shape):
    """All that a person may see of themselves (art. 33)."""

    person: Person
    purpose: Name = "law:disclose"


class TellMany(Shape):
    """All that each of many people may see of themselves (art. 33)."""

    people: Annotated[list[Person], Field(min_length=1, max_length=ROWS)]
    purpose: Name = "law:disclose"


class Source(Shape):
    """Where information comes from, and what was shown before it was asked for."""

    source: Name
    form: Name | None = None
    shown: Ref | None = None
    script: Ref | None = None
    partner: Ref | None = None
    provenance: Ref | None = None
    attested: Ref | None = None
    urgent: Name | None = None
    course: Annotated[str, StringConstraints(max_length=1000, pattern=r"\S")] | None = None
    basis: Annotated[str, StringConstraints(pattern=r"^[0-9()iv]{2,12}$")] | None = None


class Collect(Shape):
    """One new person's values: all of them, or nothing."""

    values: Values
    origin: Source
    evidence: Names = []
    kind: Literal["person", "organisation"] = "person"


class CollectMany(Shape):
    """Many new people, row by row; what may not enter goes to quarantine with its number and why."""

    rows: Annotated[
        list[
            Annotated[
                dict[
                    Annotated[str, StringConstraints(min_length=1, max_length=100)],
                    Annotated[str, StringConstraints(max_length=10_000)],
                ],
                Field(min_length=1, max_length=64),
            ]
        ],
        Field(min_length=1, max_length=ROWS),
    ]
    origin: Source
    evidence: Names = []
    kind: Literal["person", "organisation"] = "person"


class Write(Shape):
    """New values of one person; null says that there is no such value any more."""

    person: Person
    values: Annotated[dict[Name, Value | None], Field(min_length=1, max_length=64)]
    purpose: Name
    origin: Source
    evidence: Names = []


class Correct(Write):
    """What was held (on the day `of`) was wrong from the start."""

    of: Day | None = None


class Change(Write):
    """What became different, on the day `since`."""

    since: Day | None = None


class Choice(Shape):
    """What is agreed to, or taken back."""

    kind: Literal["use", "provide", "foreign", "special-care"] = "use"
    use: Name | None = None
    fields: Annotated[list[Name], Field(max_length=64)] = []
    recipient: Ref | None = None
    ground: Name | None = None


Method = Literal["checkbox", "button", "written", "mail", "oral", "recording"]


class Consent(Shape):
    """People agreed, on a statement they were shown; how, and how they were known, is part of it."""

    people: People
    choice: Choice
    statement: Digest
    method: Method
    identity: Literal["session", "two-items", "document", "in-person", "call-back", "counter", "letter"]
    giver: Literal["person", "representative"] = "person"
    proof: Ref | None = None
    purpose: Name = "law:ask-consent"
    occasion: Ref | None = None


class Withdraw(Shape):
    """People take a consent back."""

    people: People
    choice: Choice
    method: Method
    purpose: Name = "law:ask-consent"


class Refuse(Shape):
    """People refuse a purpose."""

    people: People
    use: Name
    method: Method
    purpose: Name = "law:ask-consent"
    occasion: Ref | None = None


class Stop(Shape):
    """Stop, or resume, the use for one purpose; without it, every provision to others."""

    people: People
    use: Name | None = None
    purpose: Name = "law:stop"


class Relation(Shape):
    """A contract, or a partner's optional service, begins or ends on a day."""

    people: People
    service: Ref | None = None
    on: Day | None = None
    origin: Source
    purpose: Name = "law:accuracy"


class Accept(Shape):
    """People used the service after the policy changed (12-3): it is the consent of nothing."""

    people: People
    channel: Literal["web", "app", "phone", "counter", "mail", "service"]


class Scan(Shape):
    """Whose field contains this part? Public ids are answered, never values."""

    part: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    field: Name
    purpose: Name
    most: Annotated[int, Field(ge=1, le=100)] = 100


class Withhold(Shape):
    """Entries that the law says a person must not be told of; `reason` is the id of the paper that says why."""

    person: Person
    entries: Annotated[list[Entry], Field(min_length=1, max_length=1000)]
    reason: Ref
    purpose: Name = "law:withhold"


class Reveal(Shape):
    """Lift the withholding of entries."""

    person: Person
    entries: Annotated[list[Entry], Field(min_length=1, max_length=1000)]
    purpose: Name = "law:withhold"


class Erase(Shape):
    """Erase everything held on a person."""

    person: Person
    purpose: Name = "law:erase"


class Provide(Shape):
    """Give fields about people to a partner, on a ground of policy 8."""

    people: People | None = None
    fields: Fields
    recipient: Ref
    purpose: Name | None = None
    ground: Name | None = None
    evidence: Names = []
    papers: Refs = []


class Related(Shape):
    """Person-related information goes to somebody who ties it to persons, whose consent is confirmed (31)."""

    fields: Fields
    recipient: Ref
    confirmed: Ref
    how: Annotated[str, StringConstraints(min_length=1, max_length=1000, pattern=r"\S")]
    told_abroad: bool = False
    papers: Refs = []


class Receipt(Shape):
    """What a person takes away of one entry that names them."""

    person: Person
    entry: Entry
    purpose: Name = "law:disclose"


class Merge(Shape):
    """Put the record `gone` into the record `into`: they are one person's."""

    gone: Person
    into: Person
    purpose: Name = "law:accuracy"


class Split(Shape):
    """Make a new person of values that were never this one's."""

    person: Person
    fields: Fields
    purpose: Name = "law:accuracy"


class RollBack(Shape):
    """Take back what came in of a file that is not in yet; `file`: the digest it was collected under."""

    file: Digest
    purpose: Name = "law:erase"


class Records(Shape):
    """The records of provision about a person (33(5))."""

    person: Person
    purpose: Name = "law:provision-records"


class Export(Shape):
    """Write many people's fields into a file of the operator's own."""

    people: People | None = None
    fields: Fields
    purpose: Name
    proposal: Name | None = None


Words = Annotated[str, StringConstraints(min_length=1, max_length=10_000, pattern=r"\S")]


class Notice(Shape):
    """The notice of this form was shown, or read out."""

    form: Name


class Statement(Shape):
    """Words that people will be asked to agree to, in both languages, and the purposes they are about."""

    name: Name
    ja: Words
    en: Words
    purposes: Names = []


def properties() -> frozenset[str]:
    """Return every name that a body may have by its shape: the only ones an error may repeat."""
    named: set[str] = set()
    waiting: list[Any] = [Shape]
    while waiting:
        shape = waiting.pop()
        named |= set(shape.model_fields)
        waiting += shape.__subclasses__()
    return frozenset(named)
