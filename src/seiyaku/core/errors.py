"""
Everything that can go wrong, as one tree.

    SeiyakuError
    ├── InputError            what was handed in cannot be used: says where, what was found, what was expected
    │   ├── PolicyError       a policy file does not load
    │   └── WrongLines        lines of a file cannot be used: each of them
    ├── Refused               the policy or the law says no; carries the decision
    ├── NotFound              there is no such thing, or it is not yours: from outside the same
    ├── Conflict              somebody else was first: a unique value is taken, a version moved on
    ├── NotProven             the actor could not be proven
    ├── Unavailable           the house is closed: nothing was released, nothing is half done
    └── IntegrityError        what is kept is not what was put there
        └── VerificationFailed  a proof, a signature or a tree head does not verify

Each has a stable `code`; its docstring is its plain explanation; it carries data, not a sentence. Only edges turn
`Refused` into 403 or exit 3.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from .answers import Denied, Unclear


class SeiyakuError(Exception):
    """Something went wrong in Seiyaku."""

    code: ClassVar[str] = "error"
    exit_code: ClassVar[int] = 1


@dataclass(eq=False)
class InputError(SeiyakuError):
    """What was handed in cannot be used. Never carries a personal value: `found` is a name, a shape or a position."""

    code: ClassVar[str] = "input"
    exit_code: ClassVar[int] = 2

    where: str
    found: str
    expected: str
    nearest: str | None = None

    def __str__(self) -> str:
        hint = f" (did you mean {self.nearest!r}?)" if self.nearest else ""
        return f"{self.where}: found {self.found}, expected {self.expected}{hint}"


@dataclass(eq=False)
class PolicyError(InputError):
    """A policy, plan or recipe does not load. `where` is `file:line:column`; `clause`: under which the line stands."""

    code: ClassVar[str] = "policy"

    clause: str | None = None

    def __str__(self) -> str:
        clause = f" [clause {self.clause}]" if self.clause else ""
        return super().__str__() + clause


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What is wrong in one line of a file: which line and column, what was expected there, and the nearest name."""

    line: int
    column: str
    expected: str
    nearest: str | None = None


@dataclass(eq=False)
class WrongLines(InputError):
    """Lines of a file cannot be used; each is told, up to a hundred, and nothing of the file was taken."""

    code: ClassVar[str] = "lines"

    faults: tuple[Fault, ...] = ()


@dataclass(eq=False)
class Refused(SeiyakuError):
    """The policy or the law says no. The refusal is in the ledger all the same, under `entry`."""

    code: ClassVar[str] = "refused"
    exit_code: ClassVar[int] = 3

    answer: Denied | Unclear
    entry: str | None = None

    def __str__(self) -> str:
        return f"{self.answer.clause}: {self.answer.reason}"


@dataclass(eq=False)
class NotFound(SeiyakuError):
    """There is no such thing, or it is not yours."""

    code: ClassVar[str] = "not-found"

    what: str

    def __str__(self) -> str:
        return self.what


@dataclass(eq=False)
class Conflict(SeiyakuError):
    """Somebody else was first: a unique value is taken, or the version you saw is no longer the newest."""

    code: ClassVar[str] = "conflict"

    what: str

    def __str__(self) -> str:
        return self.what


@dataclass(eq=False)
class NotProven(SeiyakuError):
    """Who is asking could not be proven."""

    code: ClassVar[str] = "not-proven"
    exit_code: ClassVar[int] = 3

    why: str

    def __str__(self) -> str:
        return self.why


@dataclass(eq=False)
class Unavailable(SeiyakuError):
    """The house is closed. Nothing was released and nothing is half done; `why` says what would open it."""

    code: ClassVar[str] = "unavailable"

    why: str

    def __str__(self) -> str:
        return self.why


@dataclass(eq=False)
class IntegrityError(SeiyakuError):
    """What is kept is not what was put there: swapped, cut short, altered, or opened with another key."""

    code: ClassVar[str] = "integrity"
    exit_code: ClassVar[int] = 4

    what: str
    why: str

    def __str__(self) -> str:
        return f"{self.what}: {self.why}"


class VerificationFailed(IntegrityError):
    """A proof, a signature or a tree head does not verify."""

    code: ClassVar[str] = "verification"
