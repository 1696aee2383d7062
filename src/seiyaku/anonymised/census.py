"""
Japan's people as a population: by prefecture, sex and five years of age, of the census of 1 October 2020.

The figures come with the software (`census-2020.csv`, whose head says where they are from); a kind is one of them.

* Whoever is of an age that the census does not know counts where ages are not told apart, and nowhere else: fewer
  people alike than there are, and so rather too much risk.
* Ages are read off the labels, whatever the hierarchy. A class that parts five years is not counted in: the census
  does not say how many of them each year has.
* In a table of any kind a column is known by its values (prefectures, the words for sex) or, of ages, by its name or
  the built-in hierarchy.
"""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from seiyaku.core.anonymous.japan import PREFECTURES
from seiyaku.core.anonymous.spans import span
from seiyaku.core.language import Text

from .everybody import AGE, PLACE, SEX, Everybody, Kind, own_values, spelled

if TYPE_CHECKING:
    from .running import Made

FILE = "census-2020.csv"
NAME = Text("2020年10月1日現在の日本の人口（令和2年国勢調査）", "Japan on 1 October 2020 (Population Census)")
SOURCE = Text(
    "出典: 総務省統計局「令和2年国勢調査 人口等基本集計」第2-7-1表を加工して作成。",
    "Source: made from table 2-7-1 of the Population Census of Japan 2020, Statistics Bureau, Ministry of Internal "
    "Affairs and Communications.",
)
UNKNOWN_AGE = "年齢不詳"
SEXES = frozenset({"male", "female", "other", "undisclosed"})
AGES = frozenset({"age", "ages", "age-group", "年齢", "年代", "年齢階級", "年齢層"})


@cache
def japan() -> Everybody:
    """Return everybody in Japan."""
    lines = (files(__package__) / FILE).read_text(encoding="utf-8").splitlines()
    (_, _, *bands), *rows = csv.reader(line for line in lines if not line.startswith("#"))
    kinds: dict[Kind, int] = {}
    for place, sex, *people in rows:
        for band, many in zip(bands, people, strict=True):
            kinds[place, sex, _label(band)] = int(many)
    unknown = sum(many for (_, _, age), many in kinds.items() if age == UNKNOWN_AGE)
    return Everybody(
        items=(PLACE, SEX, AGE), kinds=kinds, name=NAME, source=SOURCE, unknown_age=unknown, shipped=True
    )  # fmt: skip


def items_of(made: Made) -> dict[str, str]:
    """Return what of the census each quasi-identifier of a table is; one that is nothing of it is named as it is."""
    return {column: _item(made, column, values) for column, values in own_values(made).items()}


def _item(made: Made, column: str, values: set[str]) -> str:
    if values and values <= set(PREFECTURES):
        return PLACE
    if values and {spelled(SEX, value) for value in values} <= SEXES:
        return SEX
    named = column.lower() in AGES or f"{column}=:ages" in made.found.ask.hierarchies
    return AGE if named and any(span(value) for value in values) else column


def _label(band: str) -> str:
    if band == "unknown":
        return UNKNOWN_AGE
    return f"{band}-" if band == "100" else f"{band}-{int(band) + 4}"
