"""
Everybody whom a release may be about: how many people there are of each kind, by the census or an operator's file.

`SEIYAKU_POPULATION` says which: `census-2020` (`census`; what it is where nothing is said), `none`, or a file in the
instance folder: CSV in UTF-8 or cp932, a line for each kind. Its columns are items of the policy (`prefecture`,
`age-group`, `sex` …), each value as a release shows it at its finest, and `people`.

* The share of everybody that a release is of is counted by it, and with that the estimates of uniqueness; by the census
  only where every quasi-identifier is one of its columns, for otherwise it may be of quite other people.
* Journalist and marketer risk are counted in it where every quasi-identifier is one of its columns: of fewer columns
  there would be more people alike than there are. Otherwise the report says why it is not.
* Rows of a class that it has nobody of (a sex that it does not know, an age not given) count as if nobody else were
  like them: rather too much risk. The report says how many they are.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings

from seiyaku.core.anonymous import japan
from seiyaku.core.anonymous.japan import PREFECTURES
from seiyaku.core.anonymous.spans import is_within, span, touches
from seiyaku.core.errors import InputError
from seiyaku.core.identity import normalise
from seiyaku.core.language import Text

from .takes import ALWAYS, WIDER

if TYPE_CHECKING:
    from seiyaku.core.anonymous.hierarchies import Hierarchy, Label
    from seiyaku.core.anonymous.tables import Space

    from .asking import Ask
    from .running import Made

WHERE = "SEIYAKU_POPULATION"
CENSUS, NO = "census-2020", "none"
PEOPLE = "people"
PLACE, SEX, AGE = "prefecture", "sex", "age-group"
FINEST: Mapping[str, Collection[str]] = {PLACE: PREFECTURES, AGE: WIDER}  # of other items, whatever it is
OPERATORS = Text("運用者の表（{0}）", "the operator's table ({0})")
SEVERAL = Text("一人に複数の行がある", "there are several rows of a person")
NOT_THERE = Text("表にない項目: {0}", "items that it does not have: {0}")
UNLIKE = Text("表にない値ばかりの項目: {0}", "items with no value that it has: {0}")
FINER = Text("年齢の区切りが表より細かい項目: {0}", "items whose ages are parted more finely than its are: {0}")

Kind = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Everybody:
    """How many people there are of each kind; a kind is a value of each item."""

    items: tuple[str, ...]
    kinds: Mapping[Kind, int]
    name: Text
    source: Text | None = None
    unknown_age: int = 0
    shipped: bool = False

    @property
    def people(self) -> int:
        """Return how many there are."""
        return sum(self.kinds.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Among:
    """What a release is among everybody: its risks there or why they are not counted; rows of no kind there."""

    everybody: Everybody
    risks: dict[str, Any] | None = None
    why: Text | None = None
    apart: int = 0


def table() -> Everybody | None:
    """
    Return the table that is named: the census, the operator's, or None.

    Raises:
        InputError: it is not there, or a line is not as it must be; with the line.
    """
    if settings.POPULATION in {"", NO}:
        return None
    if settings.POPULATION == CENSUS:
        from .census import japan

        return japan()
    path = Path(settings.HOME) / str(settings.POPULATION)
    head, *lines = _lines(path)
    items = tuple(name for name in head if name != PEOPLE)
    if PEOPLE not in head or not items or len(set(head)) < len(head) or not all(head):
        raise InputError(f"{path.name}:1", ", ".join(head), f"items of the policy, each once, and {PEOPLE}")
    kinds: dict[Kind, int] = {}
    for number, line in enumerate(lines, start=2):
        kind, people = _kind(head, line, f"{path.name}:{number}")
        if kind in kinds:
            raise InputError(f"{path.name}:{number}", "a kind that stands there already", "each kind once")
        kinds[kind] = people
    if not sum(kinds.values()):
        raise InputError(path.name, "nobody", "how many people there are of each kind")
    name = OPERATORS.filled(path.name)
    return Everybody(items=items, kinds=kinds, name=name)


def shared(ask: Ask, people: int, items: Mapping[str, str], everybody: Everybody | None) -> Ask:
    """Return the ask with the share of everybody that so many people are, where nobody said another."""
    if everybody is None or ask.sampled is not None:
        return ask
    if everybody.shipped and not {items[column] for column in ask.quasi} <= set(everybody.items):
        return ask
    return replace(ask, sampled=min(1.0, max(people, 1) / everybody.people), by_table=True)


def among(made: Made, items: Mapping[str, str], everybody: Everybody | None) -> Among | None:
    """Count a release's classes among everybody; `items` says which item each column is. None where there is none."""
    import numpy as np

    from .telling import risks_among

    if everybody is None:
        return None
    where = made.found.where
    columns = [where.columns[at] for at in where.counted]
    why = SEVERAL if where.person is not None else _why(made, items, everybody)
    if why is not None:
        return Among(everybody=everybody, why=why)
    held, there = _classes(made, columns, [items[column.name] for column in columns], everybody)
    sizes, alike = (np.array([each[kind] for kind in held], dtype=np.int64) for each in (held, there))
    return Among(everybody=everybody, risks=risks_among(sizes, alike), apart=int(sizes[alike == 0].sum()))


def own_values(made: Made) -> dict[str, set[str]]:
    """Return the values of each quasi-identifier that somebody in the table has; not those that say nothing."""
    where = made.found.where
    return {where.columns[at].name: _own(where, at) for at in where.counted}


def spelled(item: str, value: str) -> str:
    """Return a value in the words of the house, where its item has words of its own; else as it is."""
    if item != SEX:
        return value
    try:
        return normalise("sex", value)
    except InputError:
        return value


def _why(made: Made, items: Mapping[str, str], everybody: Everybody) -> Text | None:
    """Return why classes cannot be counted among everybody; None where they can."""
    own = own_values(made)
    missing = [column for column in own if items[column] not in everybody.items]
    if missing:
        return _of(NOT_THERE, missing)
    unlike = [column for column, values in own.items() if values and not _known(items[column], values, everybody)]
    if unlike:
        return _of(UNLIKE, unlike)
    finer = [column for column in own if items[column] == AGE and _is_finer(made, column, everybody)]
    return _of(FINER, finer) if finer else None


def _known(item: str, values: set[str], everybody: Everybody) -> bool:
    """Tell whether the table knows any of these values."""
    if {spelled(item, value) for value in values} & {spelled(item, value) for value in _values(everybody, item)}:
        return True
    return item == AGE and any(span(value) for value in values)


def _is_finer(made: Made, column: str, everybody: Everybody) -> bool:
    """Tell whether a label of a round parts the people of an age of the table."""
    where = made.found.where
    at = next(each for each in where.counted if where.columns[each].name == column)
    ages = [found for value in _values(everybody, AGE) if (found := span(value))]
    labels = {label for node in made.rounds for label in where.columns[at].labels[node.levels[at]]}
    classes = [found for label in labels if label is not None and (found := span(label))]
    return any(touches(age, each) and not is_within(age, each) for age in ages for each in classes)


def _classes(
    made: Made, columns: list[Hierarchy], items: list[str], everybody: Everybody
) -> tuple[Counter[tuple[Label, ...]], Counter[tuple[Label, ...]]]:
    """Return how many rows each class has, and how many people there are whom it would show alike."""
    from .persons import released

    held: Counter[tuple[Label, ...]] = Counter()
    there: Counter[tuple[Label, ...]] = Counter()
    for node, each in zip(made.rounds, released(made), strict=True):
        labels = [[names[code] for code in codes.tolist()] for names, codes in each.labels]
        for row, many in zip(zip(*labels, strict=True), each.rows.tolist(), strict=True):
            held[row] += many
        levels = [node.levels[at] for at in made.found.where.counted]
        found: Counter[tuple[Label, ...]] = Counter()
        ways = [_way(*one, everybody) for one in zip(columns, levels, items, strict=True)]
        at = [everybody.items.index(item) for item in items]
        for kind, people in everybody.kinds.items():
            if all(kind[place] in way for place, way in zip(at, ways, strict=True)):
                found[tuple(way[kind[place]] for place, way in zip(at, ways, strict=True))] += people
        there |= found  # a class of two rounds has the same labels, and so the same people
    return held, there


def _way(column: Hierarchy, level: int, item: str, everybody: Everybody) -> dict[str, Label]:
    """Return which label of a level each value of the table has; those that are in no class of ours have none."""
    labels = column.labels[level]
    ours = {
        spelled(item, value or ""): labels[code] for value, code in zip(column.values, column.up[level], strict=True)
    }
    theirs = {value: spelled(item, value) for value in _values(everybody, item)}
    way = {value: ours[said] for value, said in theirs.items() if said in ours}
    others = [value for value in theirs if value not in way]
    if len(labels) == 1 and level == column.height - 1:
        return way | dict.fromkeys(others, labels[0])
    if item == PLACE and set(column.values) <= {*PREFECTURES, japan.UNKNOWN, None} and _is_built_in(column):
        known = japan.prefectures(item, others)
        return way | {
            value or "": known.labels[level][code] for value, code in zip(known.values, known.up[level], strict=True)
        }
    if item == AGE:
        spans = [(label, span(label)) for label in labels if label is not None]
        for value in others:
            years = span(value)
            held = [label for label, each in spans if years and each and is_within(years, each)]
            way |= dict.fromkeys([value] if held else [], held[0] if held else None)
    return way


def _is_built_in(column: Hierarchy) -> bool:
    return japan.prefectures(column.name, column.values).rows() == column.rows()


def _own(where: Space, at: int) -> set[str]:
    """Return the values that somebody in the table has, but for those that say that nothing is known."""
    here, values = where.cells.column(at)[where.cells.weights[0] > 0], where.columns[at].values
    return {value for code in set(here.tolist()) if (value := values[code]) is not None} - ALWAYS


def _values(everybody: Everybody, item: str) -> set[str]:
    at = everybody.items.index(item)
    return {kind[at] for kind in everybody.kinds}


def _of(text: Text, names: list[str]) -> Text:
    return text.filled(Text("、".join(names), ", ".join(names)))


def _lines(path: Path) -> Iterator[list[str]]:
    try:
        body = path.read_bytes()
    except OSError as error:
        raise InputError(WHERE, f"{path.name}: {error.strerror}", "a CSV in the instance folder") from None
    for encoding in ("utf-8-sig", "cp932"):
        try:
            text = body.decode(encoding)
        except UnicodeDecodeError:
            continue
        break
    else:
        raise InputError(path.name, "bytes that are no text", "CSV in UTF-8 or cp932")
    lines = [[cell.strip() for cell in line] for line in csv.reader(io.StringIO(text, newline="")) if any(line)]
    if not lines:
        raise InputError(path.name, "nothing", f"items of the policy, each once, and {PEOPLE}")
    yield from lines


def _kind(head: list[str], line: list[str], where: str) -> tuple[Kind, int]:
    if len(line) != len(head):
        raise InputError(where, f"{len(line)} cells", f"{len(head)}, as in the first line")
    said = dict(zip(head, line, strict=True))
    people = said.pop(PEOPLE).replace(",", "")
    if not (people.isascii() and people.isdigit()):
        raise InputError(where, f"{PEOPLE} of {people!r}", "a whole number")
    for item, value in said.items():
        if not value or value not in FINEST.get(item, (value,)):
            raise InputError(where, f"{item} of {value!r}", "a value as a release shows it at its finest")
    return tuple(said.values()), int(people)
