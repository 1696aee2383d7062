"""
What can come back instead of an answer, as one tree.

    Problem             anything that is not an answer
    ├── Refused         the policy or the law says no (403): clause, article, reason, remedy, entry
    ├── NotProven       the token, or whom it asks for, is not valid (401)
    ├── NotFound        not there, or not yours (404)
    ├── Conflict        somebody else was first (409)
    ├── Unusable        the ask cannot be used (413, 415, 422): `errors` says where
    ├── TooMany         too many asks (429): ask again after `retry_after` seconds
    └── Unavailable     the house is closed (503), or does not answer: nothing was released, nothing is half done
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Remedy:
    """What would turn the refusal into a permission: the clause, what is missing, and a sentence."""

    clause: str | None
    missing: str
    text: str


class Problem(Exception):
    """The house did not answer what was asked. `document` is what it said (RFC 9457)."""

    def __init__(self, status: int, document: Mapping[str, Any], retry_after: int | None = None) -> None:
        self.status = status
        self.document = document
        self.code = str(document.get("code", "error"))
        self.retry_after = retry_after
        wrong = "; ".join(f"{one.get('where')}: {one.get('expected')}" for one in self.errors)
        super().__init__(f"{status} {document.get('title', '')}: {document.get('detail', wrong or self.code)}")

    @property
    def errors(self) -> Sequence[Mapping[str, Any]]:
        """Where the ask was wrong, and what was expected there."""
        found: Sequence[Mapping[str, Any]] = self.document.get("errors", ())
        return found


class Refused(Problem):
    """The policy or the law says no. The refusal is in the ledger, under `entry`."""

    @property
    def clause(self) -> str:
        """The clause of the policy."""
        return str(self.document["clause"])

    @property
    def article(self) -> str:
        """The article of the Act."""
        return str(self.document["article"])

    @property
    def reason(self) -> str:
        """A stable code of the reason."""
        return str(self.document["reason"])

    @property
    def entry(self) -> str | None:
        """The ledger entry of the refusal."""
        return self.document.get("entry")

    @property
    def remedy(self) -> Remedy:
        """What would help."""
        said = self.document["remedy"]
        return Remedy(said["clause"], said["missing"], said["text"])


class NotProven(Problem):
    """The token is not valid, or nobody named in `on_behalf_of` works here."""


class NotFound(Problem):
    """There is no such thing, or it is not yours."""


class Conflict(Problem):
    """Somebody else was first."""


class Unusable(Problem):
    """The ask cannot be used."""


class TooMany(Problem):
    """Too many asks in a minute."""


class Unavailable(Problem):
    """The house is closed, or does not answer."""


KINDS: dict[int, type[Problem]] = {
    401: NotProven,
    403: Refused,
    404: NotFound,
    409: Conflict,
    413: Unusable,
    415: Unusable,
    422: Unusable,
    429: TooMany,
    503: Unavailable,
}
