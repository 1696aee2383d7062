"""
YAML with marks: what a block says, and where each word of it stands.

A small YAML: mappings, sequences and plain or quoted scalars. Anchors, aliases, tags, directives, several documents,
keys that are not words, duplicate keys and deep nesting are refused. `true`, `false`, `null` and whole numbers are
what they look like; all else is text, days included (there is no `yes`, no `0x1f`, no sexagesimal time).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml
from yaml.error import MarkedYAMLError, YAMLError
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from .pages import Page, Place

DEEPEST = 12
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the same events, twenty times as fast
_WORDS = {"true": True, "false": False, "null": None, "~": None, "": None}
_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,17})\Z")

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Marked:
    """What a block says (`data`), and where: `keys` and `values` by path."""

    data: Any
    keys: dict[Path, Place] = field(default_factory=dict)
    values: dict[Path, Place] = field(default_factory=dict)

    def place(self, path: Path) -> Place:
        """Return where the value at `path` stands; if it stands nowhere, where what should hold it does."""
        while path not in self.values and path:
            path = path[:-1]
        return self.values[path]

    def key(self, path: Path) -> Place:
        """Return where the key at `path` stands."""
        return self.keys.get(path) or self.place(path)


def read_yaml(page: Page, text: str, first_line: int, clause: str | None) -> Marked:
    """Read the YAML `text` that starts on line `first_line` of `page`. Raises PolicyError."""
    return _Reader(page, text, first_line, clause).read()


class _Reader:
    def __init__(self, page: Page, text: str, first_line: int, clause: str | None) -> None:
        self.page, self.text, self.first, self.clause = page, text, first_line, clause
        self.keys: dict[Path, Place] = {}
        self.values: dict[Path, Place] = {}

    def read(self) -> Marked:
        try:
            events = iter(yaml.parse(self.text, Loader=_LOADER))
            data = self._documents(events)
        except MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            place = self._place(mark) if mark else Place(self.first, 1)
            raise self._fault(place, str(error.problem or error.context), "YAML") from None
        except YAMLError as error:
            raise self._fault(Place(self.first, 1), str(error).partition("\n")[0], "YAML") from None
        return Marked(data, self.keys, self.values)

    def _documents(self, events: Iterator[Any]) -> Any:
        data: Any = None
        documents = 0
        for event in events:
            if isinstance(event, DocumentStartEvent):
                documents += 1
                if event.explicit or documents > 1:
                    raise self._fault(self._place(event.start_mark), "a document mark or directive", "one document")
            elif isinstance(event, NodeEvent):
                data = self._node(event, events, ())
            elif isinstance(event, StreamEndEvent):
                break
        if not documents:
            self.values[()] = Place(self.first, 1)
        return data

    def _node(self, event: Any, events: Iterator[Any], path: Path) -> Any:
        place = self._place(event.start_mark)
        if isinstance(event, AliasEvent) or event.anchor is not None:
            raise self._fault(place, f"the anchor or alias {event.anchor!r}", "the thing itself, written out")
        if event.tag is not None:
            raise self._fault(place, f"the tag {event.tag}", "a value without a tag")
        if len(path) > DEEPEST:
            raise self._fault(place, f"more than {DEEPEST} levels", "a flatter rule")
        # An empty value is marked at whatever follows it: its key is the better place.
        empty = isinstance(event, ScalarEvent) and event.value == "" and not event.style
        self.values[path] = self.keys.get(path, place) if empty else place
        if isinstance(event, MappingStartEvent):
            return self._mapping(events, path)
        if isinstance(event, SequenceStartEvent):
            return self._sequence(events, path)
        return _scalar(event)

    def _mapping(self, events: Iterator[Any], path: Path) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for event in events:
            if isinstance(event, MappingEndEvent):
                break
            place = self._place(event.start_mark)
            if not isinstance(event, ScalarEvent) or event.anchor is not None or event.tag is not None:
                raise self._fault(place, "a key that is not a word", "a word")
            if event.value in found:
                first = self.keys[*path, event.value].line
                raise self._fault(place, f"a second {event.value!r}", f"one; the first is on line {first}")
            self.keys[*path, event.value] = place
            found[event.value] = None
            found[event.value] = self._node(next(events), events, (*path, event.value))
        return found

    def _sequence(self, events: Iterator[Any], path: Path) -> list[Any]:
        found: list[Any] = []
        for event in events:
            if isinstance(event, SequenceEndEvent):
                break
            found.append(self._node(event, events, (*path, len(found))))
        return found

    def _place(self, mark: Any) -> Place:
        return Place(self.first + mark.line, mark.column + 1)

    def _fault(self, place: Place, found: str, expected: str) -> Exception:
        return self.page.fault(place, found, expected, clause=self.clause)


def _scalar(event: ScalarEvent) -> Any:
    text = str(event.value)
    if not event.implicit[0]:
        return text
    if text in _WORDS:
        return _WORDS[text]
    return int(text) if _NUMBER.match(text) else text
