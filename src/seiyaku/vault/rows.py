"""One person as selected: standings, wrapped key, sealed sheets. Nothing in it can be read without a grant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from .cells import Origin, SheetCell, origins

STANDINGS = 11  # columns of a line that come before its sheets


@dataclass(slots=True, eq=False)
class Row:
    """One person: what stands about them, their wrapped key, and the sealed sheets asked for."""

    ordinal: int
    pid: bytes
    mark: bytes
    kind: str
    consents: int
    refusals: int
    stopped: int
    flags: int
    relation_ended_on: int
    merged_into: int | None
    wrapped: bytes
    sheets: list[SheetCell]

    @property
    def bases(self) -> tuple[tuple[int, int], ...]:
        """Pairs (mask of fields, number of the basis they were acquired under), known before anything is opened."""
        if not any(sheet.meta for sheet in self.sheets):
            return tuple([(sheet.fields, sheet.origin.basis) for sheet in self.sheets])
        return tuple((mask, origin.basis) for sheet in self.sheets for mask, origin in origins(sheet))

    def origin(self, bit: int) -> Origin | None:
        """Return where the present value of a field is from; None if there is none on the sheets asked for."""
        found = (origin for sheet in self.sheets for mask, origin in origins(sheet) if mask >> bit & 1)
        return next(found, None)

    @property
    def fields(self) -> int:
        """The mask of the fields held on the sheets that were asked for."""
        mask = 0
        for sheet in self.sheets:
            mask |= sheet.fields
        return mask


def made(line: Sequence[Any]) -> Row:
    """Make the row of a line that begins with the standings and the wrapped key; it has no sheets yet."""
    ordinal, pid, mark, *standing, wrapped = line[:STANDINGS]
    kind, consents, refusals, stopped, flags, ended_on, merged_into = standing
    who = (ordinal, bytes(pid), bytes(mark), kind)
    return Row(*who, consents, refusals, stopped, flags, ended_on, merged_into, bytes(wrapped), [])
