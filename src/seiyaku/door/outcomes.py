"""What came of one act of a list: done, or not, and then where and why; never with a value."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from seiyaku.core.answers import Denied, Unclear
from seiyaku.core.errors import Conflict, InputError, IntegrityError, NotFound, Refused, SeiyakuError
from seiyaku.core.language import Text

from .results import Done

DONE = "done"
OF_ONE = (InputError, NotFound, Conflict, IntegrityError)  # what stands in the way of one act, and of no other


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """
    What came of one act of a list, by its number there.

    `code`: "done", or the code of the error that the single verb raises. `entry`: its entry, a refusal's too; none
    where nothing came to be decided. `person`: whom it made, in a split. `why`: of a refusal, in both languages, the
    reason and the remedy; else `where` (a field, a part of the ask) and what was `expected`. `more`: what the verb says
    besides. `receipt`: hands out what the person of an erasure takes away; only to whoever had it done.
    """

    number: int
    code: str = DONE
    entry: str = ""
    leaf: str = ""
    clause: str = ""
    article: str = ""
    person: str | None = None
    why: Mapping[str, Any] = field(default_factory=dict)
    more: Mapping[str, Any] = field(default_factory=dict)
    receipt: Callable[[], Mapping[str, Any]] | None = field(default=None, repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Many:
    """
    What came of a list: how many acts were done, refused by the policy, and otherwise not done.

    `outcomes`: one an act, in their order; empty when they were told as they came. `resumed_after`: the number of the
    last act that was durable before, 0 when the list is new.
    """

    done: int
    refused: int
    failed: int
    resumed_after: int
    outcomes: tuple[Outcome, ...]


def done(number: int, came: Done, made: str | None) -> Outcome:
    """Return the outcome of an act that was done."""
    return Outcome(
        number=number, entry=came.entry, leaf=came.leaf, clause=came.clause, article=came.article, person=made
    )


def not_done(number: int, error: SeiyakuError, leaf: str = "", entry: str = "") -> Outcome:
    """Return the outcome of an act that was not."""
    if isinstance(error, Refused):
        said = error.answer
        return Outcome(
            number=number, code=error.code, entry=error.entry or "", leaf=leaf, clause=said.clause,
            article=said.article, why=refusal(said),
        )  # fmt: skip
    return Outcome(number=number, code=error.code, entry=entry, leaf=leaf, why=_place(error))


def refusal(answer: Denied | Unclear) -> dict[str, Any]:
    """Return a refusal in both languages: why, and what would help."""
    return {
        "answer": type(answer).__name__.lower(),
        "reason": answer.reason,
        "detail": _both(answer.text),
        "remedy": {
            "clause": answer.remedy.clause, "missing": answer.remedy.missing, "text": _both(answer.remedy.text)
        },
    }  # fmt: skip


def _both(text: Text) -> dict[str, str]:
    return {"ja": text.ja, "en": text.en}


def _place(error: SeiyakuError) -> dict[str, Any]:
    """Say where, and what was expected; `found` may repeat what was sent, and stays out."""
    if isinstance(error, InputError):
        return {"where": error.where, "expected": error.expected, "nearest": error.nearest}
    return {"where": getattr(error, "what", "")}
