"""The words a policy file is written in: names, durations, what is closed to a list, and what every rule has."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, WithJsonSchema
from pydantic.json_schema import SkipJsonSchema

_ID = "[a-z][a-z0-9]*(-[a-z0-9]+)*"
_DURATION = "[1-9][0-9]*[dmy]"


def _identifier(value: str) -> str:
    if not re.fullmatch(_ID, value):
        raise ValueError("lower-case words joined by hyphens")
    return value


def _duration(value: str) -> str:
    if not re.fullmatch(_DURATION, value):
        raise ValueError("a number and d, m or y, for instance 30d, 6m, 5y")
    return value


def _said(value: str) -> str:
    if not value.strip():
        raise ValueError("something said")
    return value


Id = Annotated[str, AfterValidator(_identifier), WithJsonSchema({"type": "string", "pattern": f"^{_ID}$"})]
Duration = Annotated[str, AfterValidator(_duration), WithJsonSchema({"type": "string", "pattern": f"^{_DURATION}$"})]
Label = Annotated[dict[Literal["ja", "en"], str], Field(min_length=2)]
Said = Annotated[str, AfterValidator(_said)]
Named = Annotated[dict[Literal["ja", "en"], Said], Field(min_length=2)]

FieldClass = Literal["personal", "code", "special-care", "related", "communications"]
FieldKind = Literal["identifier", "code", "quasi-identifier", "contact", "content", "picture", "voice"]
FieldType = Literal[
    "text", "name", "kana", "date", "phone", "email", "postal-code", "address", "prefecture", "sex", "number",
    "member-number", "choice", "history", "my-number", "corporate-number", "file",
]  # fmt: skip
Family = Literal["customer", "partner", "consent"]
Act = Literal[
    "collect", "find", "read", "write", "correct", "export", "contact", "provide", "disclose", "profile", "anonymise",
    "link", "merge", "split", "erase", "expire", "consent", "refuse", "withdraw", "stop", "resume", "withhold",
    "relate", "accept", "scan",
]  # fmt: skip
Character = Literal["entrustment", "third-party", "succession", "joint-use", "own-use", "by-law", "unclassified"]
Span = Literal["month", "quarter", "year"]
Need = Literal[
    "consent", "contract", "supervision", "approver", "document", "statute", "consent-is-hard", "consent-hinders",
    "notice-two-months", "service-held", "purpose-covers", "reason", "joint-use-published",
    "academic-purpose", "joint-research", "unavoidable", "no-undue-harm",
]  # fmt: skip


class Model(BaseModel):
    """Frozen, and closed: what the house does not know, it does not accept."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Item(Model):
    """
    One rule with a name. `clause` is where it stands, `line` the line of the file; the loader sets both.

    `unclear` says why nobody has decided it yet: everything that leans on the item is answered `Unclear`.
    """

    clause: SkipJsonSchema[str] = ""
    line: SkipJsonSchema[int] = 0
    unclear: str | None = None
