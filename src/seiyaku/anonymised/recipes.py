"""
Recipes (加工のレシピ): which columns leave, as what, treated how, and what the result must fulfil. YAML, read strictly.

    columns:
      住所: {as: quasi, prefecture: true, hierarchy: ":prefectures"}
      年齢: {as: quasi, hierarchy: ":ages"}
      利用額: {as: sensitive, top: 100000, average_of: 5}
    k: 10
    suppress: 0.02
    require: ["l-diversity 利用額:3"]

`levels` gives the level of each quasi-identifier, which is then not searched for. A column that is not named is
deleted. A fault is shown with file, line and column.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from seiyaku.core.errors import InputError, PolicyError
from seiyaku.policy.marks import Marked, read_yaml
from seiyaku.policy.pages import Page, read
from seiyaku.policy.shapes import shape

from .asking import KINDS, Ask, OnColumn, on_column, sets_of


def _number(given: object) -> object:
    """Take a decimal number: the house's YAML keeps it as text."""
    if isinstance(given, str):
        try:
            return float(given)
        except ValueError:
            raise ValueError("a number") from None
    return float(given) if isinstance(given, int) and not isinstance(given, bool) else given


Number = Annotated[float, BeforeValidator(_number)]
Share = Annotated[float, BeforeValidator(_number), Field(ge=0, le=1)]


class Closed(BaseModel):
    """Frozen and closed: what a recipe does not know, it does not accept."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Column(Closed):
    """One column: what it is, and what is done to it, in the order of these keys, before the search."""

    role: Literal["quasi", "sensitive", "person", "earlier"] = Field(alias="as")
    hierarchy: str | None = None
    prefecture: bool = False
    remove_values: tuple[str, ...] = ()
    bottom: Number | None = None
    top: Number | None = None
    merge_below: int | None = Field(default=None, ge=2)
    average_of: int | None = Field(default=None, ge=2)
    noise: Number | None = Field(default=None, gt=0)
    swap: Share | None = None
    synthetic: bool = False

    @property
    def by_chance(self) -> bool:
        """Whether a value is not always the one that was there: drawn, or averaged with its neighbours."""
        return bool(self.noise or self.swap or self.synthetic or self.average_of)

    @model_validator(mode="after")
    def _ends_in_order(self) -> Column:
        if self.bottom is not None and self.top is not None and self.bottom >= self.top:
            raise ValueError("a bottom below the top")
        return self


class RemoveRows(Closed):
    """Rows that are deleted: those whose column holds one of the values."""

    column: str
    values: tuple[str, ...]


class Recipe(Closed):
    """A whole recipe."""

    columns: dict[str, Column]
    k: int = Field(default=10, ge=1)
    suppress: Share = 0.0
    metric: Literal["loss", "entropy", "aecs", "discernibility", "precision"] = "loss"
    require: tuple[str, ...] = ()
    average_risk: Share | None = None
    sample_uniqueness: Share | None = None
    population_uniqueness: Share | None = None
    sampled: Share | None = None
    linked: bool = False
    sets: str | None = None
    local: int = Field(default=0, ge=0)
    sample: Share | None = None
    remove_rows: tuple[RemoveRows, ...] = ()
    levels: dict[str, Annotated[int, Field(ge=0)]] = Field(default_factory=dict)

    def named(self, role: str) -> tuple[str, ...]:
        """Return the columns with a role, in order."""
        return tuple(name for name, column in self.columns.items() if column.role == role)

    def ask(self) -> Ask:
        """Return what the search is asked. Raises InputError: more than one person, or a model nobody knows."""
        person = self.named("person")
        if len(person) > 1:
            raise InputError("columns", f"persons {', '.join(person)}", "one column that says whose row it is")
        return Ask(
            quasi=self.named("quasi"),
            hierarchies=tuple(f"{name}={c.hierarchy}" for name, c in self.columns.items() if c.hierarchy),
            k=self.k,
            suppress=self.suppress,
            metric=self.metric,
            on_columns=tuple(_model(text) for text in self.require),
            average_risk=self.average_risk,
            sample_uniqueness=self.sample_uniqueness,
            population_uniqueness=self.population_uniqueness,
            sampled=self.sampled,
            person=person[0] if person else None,
            linked=self.linked,
            sets=sets_of(self.sets),
            earlier=self.named("earlier"),
            kept=self.named("sensitive"),
            levels=tuple(self.levels.items()),
        )


def load(path: Path) -> Recipe:
    """Read a recipe. Raises PolicyError (file:line:column): the first fault in the order of the file."""
    page = Page(str(path), "")
    try:
        text = read(path).decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise PolicyError(str(path), "bytes that are not UTF-8", "a recipe in UTF-8") from None
    page = Page(str(path), text)
    marked: Marked = read_yaml(page, text, 1, None)
    return shape(Recipe, marked, page, None)


def _model(text: str) -> OnColumn:
    word, _, rest = text.partition(" ")
    if word not in KINDS:
        raise InputError("require", repr(word), f"one of {', '.join(KINDS)}, then COLUMN:VALUE")
    return on_column(word, rest)
