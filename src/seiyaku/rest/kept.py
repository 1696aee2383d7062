"""The shapes of asks about what is kept besides values: notes, files, quarantine, papers; and of the house's jobs."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from .asks import ROWS, Day, Digest, Name, Person, Shape, Shown, Source, Value

Role = Literal["contact", "agent", "representative", "requester"]
Said = Annotated[
    dict[Name, Annotated[str, StringConstraints(min_length=1, max_length=100_000)]], Field(min_length=1, max_length=16)
]


class Note(Shape):
    """One contact or call with a person, filed under a field."""

    person: Person
    said: Said
    field: Name
    purpose: Name
    origin: Source


class Appoint(Shape):
    """Somebody stands for an organisation, or does not any more; `field`: where the policy files such roles."""

    organisation: Person
    person: Person
    role: Role
    purpose: Name
    origin: Source
    field: Name = "contact-role"


class Files(Shape):
    """What is filed under one field of a person."""

    person: Person
    field: Name
    purpose: Name


class Retrieve(Files):
    """One file of a person, by the reference that `files` tells."""

    ref: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]


class Attach(Shape):
    """The line before a file's bytes: whose it is, what it is called, how many bytes follow."""

    person: Person
    field: Name
    purpose: Name
    origin: Source
    name: Annotated[str, StringConstraints(min_length=1, max_length=500)]
    media_type: Annotated[str, StringConstraints(pattern=r"^[a-z0-9.+-]{1,60}/[a-z0-9.+-]{1,100}$")]
    size: Annotated[int, Field(ge=0)]


Column = Annotated[str, StringConstraints(min_length=1, max_length=100)]
Rows = Annotated[list[Person], Field(min_length=1, max_length=ROWS)]


class Quarantine(Shape):
    """What is in quarantine (of one file, by the name that collecting it told)."""

    file: Digest | None = None


class Detained(Shape):
    """Rows in quarantine, by the references that `quarantine` tells."""

    rows: Rows


class Release(Detained):
    """Rows to be let in after all, with what is put right in each, by field or column; null leaves one out."""

    origin: Source
    corrected: Annotated[
        dict[Person, Annotated[dict[Column, Value | None], Field(max_length=64)]], Field(default_factory=dict)
    ]
    evidence: Shown
    kind: Literal["person", "organisation"] = "person"


class Expire(Shape):
    """Let go of what has ended, or only count it."""

    report: bool = False
    purpose: Name = "law:retention"


class Replay(Shape):
    """What the last days' asks would be answered under another version, given by its files; without, their own."""

    files: (
        Annotated[
            dict[Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$")], str],
            Field(min_length=2, max_length=2),
        ]
        | None
    ) = None
    days: Annotated[int, Field(ge=1, le=366)] = 30


class Paper(Shape):
    """A paper of evidence, in base64, and the last day anybody needs it."""

    content: Annotated[str, StringConstraints(min_length=1, pattern=r"^[A-Za-z0-9+/]+={0,2}$")]
    kind: Literal["provenance", "attestation", "consent", "representative", "demand", "withholding", "confirmation"]
    until: Day
