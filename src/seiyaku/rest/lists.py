"""The shapes of lists: what is common to all asks of a list stands once, what is one ask's own in `asks`."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from .asks import ROWS, Day, Entry, Fields, Name, Person, Ref, Shape, Shown, Source, Value
from .kept import Role, Said

Entries = Annotated[list[Entry], Field(min_length=1, max_length=1000)]
Values = Annotated[dict[Name, Value | None], Field(min_length=1, max_length=64)]


class Write(Shape):
    """For what many are written about, and where it comes from."""

    purpose: Name
    origin: Source
    evidence: Shown


class CorrectOne(Shape):
    """What was wrong of one person (on the day `of`)."""

    person: Person
    values: Values
    of: Day | None = None


class CorrectMany(Write):
    """What was held of many was wrong from the start."""

    asks: Annotated[list[CorrectOne], Field(min_length=1, max_length=ROWS)]


class ChangeOne(Shape):
    """What became different of one person, on the day `since`; null: there is no such value any more."""

    person: Person
    values: Values
    since: Day | None = None


class ChangeMany(Write):
    """What became different of many."""

    asks: Annotated[list[ChangeOne], Field(min_length=1, max_length=ROWS)]


class NoteOne(Shape):
    """What was said between one person and the operator."""

    person: Person
    said: Said


class NoteMany(Shape):
    """Contacts and calls with many, filed under one field."""

    asks: Annotated[list[NoteOne], Field(min_length=1, max_length=ROWS)]
    field: Name
    purpose: Name
    origin: Source


class AppointOne(Shape):
    """Who stands for an organisation, as what."""

    organisation: Person
    person: Person
    role: Role


class AppointMany(Shape):
    """Who stands for organisations, or does not any more; `field`: where the policy files such roles."""

    asks: Annotated[list[AppointOne], Field(min_length=1, max_length=ROWS)]
    purpose: Name
    origin: Source
    field: Name = "contact-role"


class MergeOne(Shape):
    """Two records of one person."""

    gone: Person
    into: Person


class MergeMany(Shape):
    """Records that are one person's, two by two."""

    asks: Annotated[list[MergeOne], Field(min_length=1, max_length=ROWS)]
    purpose: Name = "law:accuracy"


class SplitOne(Shape):
    """Fields of one person that hold somebody else's values."""

    person: Person
    fields: Fields


class SplitMany(Shape):
    """Values of many that were never theirs."""

    asks: Annotated[list[SplitOne], Field(min_length=1, max_length=ROWS)]
    purpose: Name = "law:accuracy"


class WithheldOne(Shape):
    """Entries that one person must not be told of, or may be again."""

    person: Person
    entries: Entries


class WithholdMany(Shape):
    """Entries to be withheld from many; `reason`: the id of the paper that says why."""

    asks: Annotated[list[WithheldOne], Field(min_length=1, max_length=ROWS)]
    reason: Ref
    purpose: Name = "law:withhold"


class RevealMany(Shape):
    """Entries that may be told of again."""

    asks: Annotated[list[WithheldOne], Field(min_length=1, max_length=ROWS)]
    purpose: Name = "law:withhold"


class EraseMany(Shape):
    """Erase everything held on many."""

    people: Annotated[list[Person], Field(min_length=1, max_length=ROWS)]
    purpose: Name = "law:erase"
