"""Draft rules on their way to a policy file: each with the sentence it came from, and what nobody has decided yet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from seiyaku.core.language import Text

from .sections import Said


@dataclass(slots=True, kw_only=True)
class Draft:
    """
    One rule: its section and name, the clause it stands under, its keys.

    `said` is the sentence it came from, None for what the house itself asks for. `assumed` are the keys no sentence
    says: they hold the strictest value there is. `unclear` says what a person must decide before anything leans on it.
    """

    section: str
    name: str
    clause: str
    said: Said | None
    keys: dict[str, Any]
    assumed: frozenset[str] = frozenset()
    unclear: list[Text] = field(default_factory=list)
    sources: dict[str, Said] = field(default_factory=dict)


class Drafts:
    """All draft rules of one policy, in the order they were found."""

    def __init__(self) -> None:
        """Begin with none."""
        self._found: dict[tuple[str, str], Draft] = {}

    def __iter__(self) -> Iterator[Draft]:
        """Yield every draft."""
        return iter(self._found.values())

    def of(self, section: str) -> dict[str, Draft]:
        """Return the drafts of one section by name."""
        return {draft.name: draft for draft in self if draft.section == section}

    def has(self, section: str, name: str = "") -> bool:
        """Say whether there is such a draft, or any of the section."""
        return (section, name) in self._found if name else any(draft.section == section for draft in self)

    def add(
        self,
        section: str,
        name: str,
        said: Said | None,
        *,
        clause: str = "",
        assumed: Iterable[str] = (),
        unclear: Text | Iterable[Text] | None = None,
        **keys: Any,
    ) -> Draft:
        """Add a rule; a second one of the same name gets a number."""
        free, number = name, 2
        while (section, free) in self._found:
            free, number = f"{name}-{number}", number + 1
        asked = [unclear] if isinstance(unclear, Text) else list(unclear or ())
        draft = Draft(
            section=section,
            name=free,
            clause=clause or (said.clause if said else ""),
            said=said,
            keys=keys,
            assumed=frozenset(assumed),
            unclear=asked,
        )
        self._found[section, free] = draft
        return draft

    def once(self, section: str, name: str, said: Said | None, **rest: Any) -> Draft:
        """Add a rule unless it is there; return the one that is."""
        return self._found.get((section, name)) or self.add(section, name, said, **rest)
