"""The shapes of what programs ask about staff and partners: strict, as every other; papers come as base64."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Base64Bytes, Field, StringConstraints

from .asks import Day, Name, Party, Ref, Shape

Who = Annotated[str, StringConstraints(pattern=r"^\S{1,64}$")]  # a login, or a reference
Which = Party
Said = Annotated[str, StringConstraints(min_length=1, max_length=10_000, pattern=r"\S")]
Line = Annotated[str, StringConstraints(max_length=254, pattern=r"^[^\r\n]*$")]
Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
Paper = Annotated[Base64Bytes, Field(min_length=1)]
Names = Annotated[list[Name], Field(max_length=64)]
Contact = Annotated[dict[Name, Line], Field(min_length=1, max_length=8)]


class Nothing(Shape):
    """No more than that it is asked."""


class OfOne(Shape):
    """Which member of staff: a login or a reference."""

    who: Who


class Hire(Shape):
    """Who is to have an account; with an address the invitation is mailed there, and kept until a day."""

    login: Who
    kind: Name
    department: Line = ""
    supervisor: Who | None = None
    email: Line | None = None
    contact_until: Day | None = None


class ByTwo(OfOne):
    """What may take two people: `propose` it first, then name the approved `proposal`."""

    propose: bool = False
    proposal: Ref | None = None


class Grant(ByTwo):
    """Which duty, from when until when."""

    duty: Name
    starts_on: Day | None = None
    until: Day | None = None


class Deputise(ByTwo):
    """Who stands in for the holder of a charge, from a day to a day."""

    held: Ref
    starts_on: Day
    until: Day


class Duty(OfOne):
    """A duty somebody holds."""

    duty: Name


class Kind(OfOne):
    """The staff kind, as the policy names it."""

    kind: Name


class StaffContact(OfOne):
    """How to reach them, sealed until a day."""

    contact: Contact
    until: Day


class Supervisor(OfOne):
    """Who supervises them; none: whoever manages."""

    supervisor: Who | None = None


class Pledge(OfOne):
    """The day they pledged confidentiality."""

    on: Day


class Train(OfOne):
    """A completion, its day and its score of a hundred."""

    course: Name
    on: Day | None = None
    score: Annotated[int, Field(ge=0, le=100)] | None = None


class Rolls(Shape):
    """A CSV file's text: login, course, date, score."""

    csv: Annotated[str, StringConstraints(min_length=1)]


class Grace(OfOne):
    """A few days for somebody whose training lapsed, and why."""

    course: Name
    days: Annotated[int, Field(ge=1, le=14)]
    reason: Said


class Sample(OfOne):
    """How many uses are to be drawn, up to which day."""

    since: Day | None = None
    until: Day | None = None
    size: Annotated[int, Field(ge=1, le=200)] = 20


class Review(Shape):
    """A sample's sign-off: what was found, and whether all was well."""

    sample: Ref
    passed: bool
    findings: Said


class Proposal(Shape):
    """Which proposal."""

    proposal: Ref


class OfPartner(Shape):
    """Which partner: a name or a reference."""

    partner: Which


class Register(Shape):
    """A partner to be; address and representative for the records of arts. 29 to 31."""

    name: Which
    kind: Name
    character: Name = "unclassified"
    country: Country = "JP"
    address: Line | None = None
    representative: Line | None = None


class Classify(OfPartner):
    """What it is in law."""

    character: Name


class PartnerContact(OfPartner):
    """Whom we call there, sealed until a day."""

    contact: Contact
    until: Day


class Conclude(OfPartner):
    """A contract: its text, its scope by name, from a day to a day."""

    text: Paper
    terms: Names = Field(default_factory=list)
    fields: Annotated[list[Name], Field(min_length=1, max_length=64)]
    purposes: Annotated[list[Name], Field(min_length=1, max_length=64)]
    starts_on: Day
    until: Day


class OfContract(Shape):
    """Which contract."""

    contract: Ref


class SubEntrust(OfContract):
    """To whom a partner entrusts on, which items, until when, and our consent."""

    name: Which
    consent: Paper
    fields: Annotated[list[Name], Field(min_length=1, max_length=64)]
    until: Day
    country: Country = "JP"


class EndSub(Shape):
    """Which sub-entrustment."""

    sub: Ref


class Returned(OfContract):
    """Proof of return or erasure."""

    proof: Paper


class Answered(Shape):
    """One answer of a checklist, and by when a no is mended."""

    answer: Literal["yes", "no", "n/a"]
    due_on: Day | None = None


class Supervise(OfPartner):
    """A look at a partner: its findings, whether it passed, and the whole checklist."""

    findings: Paper
    passed: bool
    on: Day | None = None
    subject: Literal["handling", "measures"] = "handling"
    answers: Annotated[dict[Name, Answered], Field(max_length=64)] | None = None


class Mend(Shape):
    """Proof that what a look found is mended."""

    look: Ref
    item: Name
    proof: Paper


class Ahead(Shape):
    """How many days to look ahead."""

    days: Annotated[int, Field(ge=0, le=3660)] = 60
