"""
Lists: one act for many at once, each decided as if it came alone.

`asks` are what the verb takes of one person, by name; what is common to all stands beside them. Under a `key` a list
goes on where it was cut off, and what was done is not done again; what was not done is tried anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from .answers import Many
from .connection import Connection

Asks = Iterable[Mapping[str, Any]]


class Lists(Connection):
    """The verbs that write, for many at once."""

    def correct_many(
        self, asks: Asks, *, purpose: str, origin: Mapping[str, str], key: str | None = None, **about: Any
    ) -> Many:
        """Record what was wrong from the start: `person`, `values` and `of` of each; `about`: evidence."""
        return self._listed("correct-many", asks, key, purpose=purpose, origin=dict(origin), **about)

    def change_many(
        self, asks: Asks, *, purpose: str, origin: Mapping[str, str], key: str | None = None, **about: Any
    ) -> Many:
        """Record what became different: `person`, `values` and `since` of each; `about`: evidence."""
        return self._listed("change-many", asks, key, purpose=purpose, origin=dict(origin), **about)

    def note_many(
        self, asks: Asks, *, field: str, purpose: str, origin: Mapping[str, str], key: str | None = None
    ) -> Many:
        """File contacts and calls: `person` and `said` of each."""
        return self._listed("note-many", asks, key, field=field, purpose=purpose, origin=dict(origin))

    def appoint_many(
        self, asks: Asks, *, purpose: str, origin: Mapping[str, str], key: str | None = None, **about: Any
    ) -> Many:
        """Record who stands for organisations: `organisation`, `person` and `role` of each; `about`: field."""
        return self._listed("appoint-many", asks, key, purpose=purpose, origin=dict(origin), **about)

    def dismiss_many(
        self, asks: Asks, *, purpose: str, origin: Mapping[str, str], key: str | None = None, **about: Any
    ) -> Many:
        """Record who stands for organisations no more; as `appoint_many`."""
        return self._listed("dismiss-many", asks, key, purpose=purpose, origin=dict(origin), **about)

    def merge_many(self, asks: Asks, *, key: str | None = None) -> Many:
        """Put records into others: `gone` and `into` of each."""
        return self._listed("merge-many", asks, key)

    def split_many(self, asks: Asks, *, key: str | None = None) -> Many:
        """Make new people of values that were never theirs: `person` and `fields` of each."""
        return self._listed("split-many", asks, key)

    def withhold_many(self, asks: Asks, *, reason: str, key: str | None = None) -> Many:
        """Withhold entries from their people: `person` and `entries` of each; `reason`: the paper that says why."""
        return self._listed("withhold-many", asks, key, reason=reason)

    def reveal_many(self, asks: Asks, *, key: str | None = None) -> Many:
        """Lift the withholding of entries: `person` and `entries` of each."""
        return self._listed("reveal-many", asks, key)

    def erase_many(self, people: Iterable[str], *, key: str | None = None) -> Many:
        """Erase everything held on many; each outcome has its `proof`, with the receipt the person takes away."""
        return self._many("erase-many", key, people=list(people))

    def _listed(self, verb: str, asks: Asks, key: str | None, **common: Any) -> Many:
        return self._many(verb, key, asks=[dict(ask) for ask in asks], **common)
