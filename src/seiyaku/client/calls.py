"""
A call, a visit or a piece of work, as a telephone system has it: begun, the caller made known, used in, and ended.

    with house.call("deliver-service") as call:
        known = call.identify({"phone": "090-0000-0001", "birth-date": "1990-04-01"})
        used = call.use(known.person, ["name", "address"])
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Literal, Self

from .answers import Answer, Used, evidence
from .connection import Connection, used
from .problems import NotFound


@dataclass(frozen=True, slots=True, kw_only=True)
class Known(Answer):
    """How many hold all that was said, who is known by it, and how many tries are left."""

    people: int
    person: str | None
    tries_left: int


class Call:
    """One that goes on. Leaving the block ends it; what is opened in it names it, and its one purpose."""

    def __init__(self, ask: Callable[..., tuple[Mapping[str, Any], bool]], begun: Mapping[str, Any]) -> None:
        self._asked = ask
        self.occasion: str = begun["occasion"]
        self.purpose: str = begun["purpose"]
        self.needed: int = begun["needed"]
        self.begun = Answer(**evidence(begun, replayed=False))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self.end()
        except NotFound:  # ended meanwhile, or over by itself
            return

    def identify(self, said: Mapping[str, str], *, key: str | None = None) -> Known:
        """Compare what the caller says with what is held; a few tries end it."""
        came, again = self._asked("calls/identify", key, occasion=self.occasion, said=dict(said))
        return Known(
            people=came["people"], person=came["person"], tries_left=came["tries_left"],
            **evidence(came, replayed=again),
        )  # fmt: skip

    def authorise(self, paper: bytes, *, key: str | None = None) -> Answer:
        """Keep the paper by which whoever speaks may speak for the person."""
        body = base64.b64encode(paper).decode()
        return self._done("calls/authorise", key, occasion=self.occasion, paper=body)

    def use(self, person: str, fields: Iterable[str]) -> Used:
        """Read fields of somebody who is known in it."""
        return used(self._asked("use", **self._about(person, fields))[0])

    def take(self, person: str, fields: Iterable[str], how: Literal["copy", "print", "file"]) -> Used:
        """Take what is open off the screen: an act of its own."""
        return used(self._asked("calls/take", how=how, **self._about(person, fields))[0])

    def explain(self, person: str, fields: Iterable[str]) -> Answer:
        """Say which clause would let; nothing is opened."""
        return self._done("explain", **self._about(person, fields))

    def consent(self, person: str, statement: str, *, key: str | None = None, **about: Any) -> Answer:
        """Record that whoever is known agreed, on the spot, to the call's purpose; `about`: giver, proof."""
        return self._done(
            "consent", key, people=[person], choice={"kind": "use", "use": self.purpose}, statement=statement,
            method="oral", identity="two-items", occasion=self.occasion, **about,
        )  # fmt: skip

    def decline(self, person: str, statement: str, *, key: str | None = None) -> Answer:
        """Record that they said no; no standing changes."""
        return self._done(
            "calls/decline", key, person=person, use=self.purpose, statement=statement, occasion=self.occasion
        )

    def state(self) -> Mapping[str, Any]:
        """Return it as it stands: who is known, how many tries are left, until when."""
        return self._asked("calls/state", occasion=self.occasion)[0]

    def end(self, *, key: str | None = None) -> Answer:
        """End it: nothing more is opened in it."""
        return self._done("calls/end", key, occasion=self.occasion)

    def _done(self, verb: str, key: str | None = None, **body: Any) -> Answer:
        said, again = self._asked(verb, key, **body)
        return Answer(**evidence(said, replayed=again))

    def _about(self, person: str, fields: Iterable[str]) -> dict[str, Any]:
        return {"person": person, "fields": list(fields), "purpose": self.purpose, "occasion": self.occasion}


class Calls(Connection):
    """The way into a call."""

    def call(
        self,
        purpose: str,
        *,
        kind: Literal["call", "visit", "work"] = "call",
        caller: Literal["person", "family", "agent"] = "person",
        key: str | None = None,
    ) -> Call:
        """Begin a call, a visit or a piece of work, for one purpose."""
        return Call(self._ask, self._ask("calls/begin", key, kind=kind, purpose=purpose, caller=caller)[0])
