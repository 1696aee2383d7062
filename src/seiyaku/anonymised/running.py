"""From an opened table to a release: search, local recoding where it is asked for, and the lines that are written."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from seiyaku.core.errors import InputError

from .asking import Ask
from .auditing import Audit, Known, audit, relation
from .searching import Found, find, levels_of
from .sources import PARQUET, Source
from .writing import Lines, write

if TYPE_CHECKING:
    from seiyaku.core.anonymous.search import Node
    from seiyaku.core.anonymous.tables import Fixed, Space

PSEUDONYM = 12
LETTERS = str.maketrans("0123456789", "ghijklmnop")  # no digits: nothing that a number could be read into


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A release as it was written: what was found, further rounds of local recoding, and its lines."""

    found: Found
    rounds: tuple[Node, ...]
    lines: Lines
    granularity: float
    audit: Audit | None = None

    def as_json(self) -> dict[str, Any]:
        """Return what a person or program wants to know of it."""
        counted = self.found.where.columns
        return {
            **self.found.as_json(),
            "released": self.lines.rows,
            "suppressed": self.found.where.rows - sum(int(node.sizes.sum()) for node in self.rounds),
            "columns": list(self.lines.columns),
            "granularity": self.granularity,
            "audit": self.audit.as_json() if self.audit else None,
            "rounds": [
                {"levels": {c.name: level for c, level in zip(counted, node.levels, strict=True) if c.counted},
                 "rows": int(node.sizes.sum())}
                for node in self.rounds
            ],
        }  # fmt: skip


def run(
    source: Source,
    ask: Ask,
    out: Path,
    *,
    separator: str = ",",
    local: int = 0,
    original: Source | None = None,
    population: Source | None = None,
    then: Callable[[Made], Made] = lambda made: made,
) -> Made:
    """
    Search, and write the release to `out`: the quasi-identifiers, generalised, and the sensitive columns. Others go.

    `then`: what is left out of what was found, before it is written and counted again.

    Raises:
        InputError: the ask does not fit the table, nothing fulfils it, or the release would replace its source.
        VerificationFailed: the release does not stand up to its audit. It has no name then.
        Unavailable: it could not be written. Nothing is under its name then but what was there.
    """
    if out.exists() and out.samefile(source.path):
        raise InputError("--out", str(out), "another file than the source")
    made = then(make(source, ask, local=local, population=population))
    audits = []

    def check(part: Path) -> None:
        release = relation(part, made.lines.columns, separator=separator, like=out.suffix)
        how: dict[str, Any] = {"parquet": [part]} if out.suffix.lower() in PARQUET else {"csv": (part, separator)}
        beside = known(made, source, original, population)
        audits.append(audit(source.engine, release, made.lines.columns, made.found.ask, beside, **how))
        audits[0].insist(out.name)

    write(made.lines, out, separator=separator, check=check)
    return replace(made, audit=audits[0])


def known(made: Made, source: Source, original: Source | None, population: Source | None) -> Known:
    """Return what the audit of a release may go by; of several rounds it is not known which one a row came from."""
    columns = [column for column in made.found.where.columns if column.counted]
    levels = [made.found.levels, *(levels_of(Path(each)) for each in made.found.ask.releases)]
    labels = [
        {
            column.name: list(zip(column.values, (row[each[column.name]] for row in column.rows()), strict=True))
            for column in columns
            if column.name in each
        }
        for each in levels
    ]
    return Known(
        source=source,
        original=original,
        population=population,
        labels=labels[0] if len(made.rounds) == 1 else None,
        trees=made.found.trees,
        releases=labels[1:],
    )


def make(source: Source, ask: Ask, *, local: int = 0, population: Source | None = None) -> Made:
    """Search and return the release, not written yet."""
    from seiyaku.core.anonymous.local import granularity, recoded

    found = find(source, ask, population=population)
    nodes = [(found.where, found.best)]
    if local:
        if ask.linked:
            raise InputError("--local", "linked rows", "rows of their own: a person's bag is recoded as a whole")
        nodes = recoded(found.where, found.outcome, found.wanted, rounds=local)
    return Made(
        found=found,
        rounds=tuple(node for _, node in nodes),
        lines=lines_of(nodes, sets=ask.sets is not None),
        granularity=granularity(found.where, [node for _, node in nodes]),
    )


def lines_of(nodes: Sequence[tuple[Space, Node]], *, sets: bool = False) -> Lines:
    """
    Return the lines that the nodes' classes are released as.

    Of sets, whose row it is stands there under a name drawn for this release, and each line stands once: how often
    somebody had an item is more than that they had it.
    """
    import numpy as np

    where = nodes[0][0]
    columns = [at for at, column in enumerate(where.columns) if column.counted]
    named = where.person is not None and (where.linked or sets)
    held = [*([_pseudonyms(where.person)] if where.person and named else []), *where.sensitive]
    skipped = int(where.person is not None and not named)
    parts, counts = [], []
    for _, node in nodes:
        table = node.found.table
        entries = node.kept[node.found.of] & (table.weights[0] > 0)
        codes = [table.labels(at)[entries] for at in columns]
        sensitive = [codes_of[entries] for codes_of in table.fixed[skipped:]]
        key, at, rows = _together([*codes, *sensitive], table.weights[0][entries])
        labels = [where.columns[column].labels[node.levels[column]] for column in columns]
        labels += [each.values for each in held]
        parts.append([_words(names, each[key][at]) for names, each in zip(labels, [*codes, *sensitive], strict=True)])
        counts.append(np.minimum(rows, 1) if sets else rows)
    names = [where.columns[at].name for at in columns] + [each.name for each in held]
    cells = tuple([word for part in parts for word in part[at]] for at in range(len(names)))
    return Lines(columns=tuple(names), cells=cells, counts=np.concatenate(counts))


def _pseudonyms(person: Fixed) -> Fixed:
    """Give each person a name drawn for this release alone; what stands behind it is kept nowhere (GA 3-2-2-1)."""
    text = os.urandom(PSEUDONYM * person.size).hex().translate(LETTERS)
    width = 2 * PSEUDONYM
    return replace(person, values=tuple(text[at : at + width] for at in range(0, len(text), width)))


def _words(names: Sequence[Any], codes: Iterable[Any]) -> list[Any]:
    return [names[code] for code in codes]


def _together(codes: Sequence[Any], rows: Any) -> tuple[Any, Any, Any]:
    """Put entries that will be the same line together: the order that sorts them, the first of each, and the rows."""
    import numpy as np

    from seiyaku.core.anonymous.tables import grouped, keyed

    key, width = keyed([(each, int(each.max(initial=0)) + 1) for each in codes], len(rows))
    order, at = grouped(key, width)
    return order, at, np.add.reduceat(rows[order], at) if len(at) else rows
