"""
Plans: what is released, of what, for whom. YAML, read strictly; the recipe with where each column comes from.

    title: {ja: ご利用状況, en: Use of the service}
    preset: third-party
    columns:
      性別: {item: sex, from: sex, as: quasi}
      年代: {item: age-group, from: birth-date, take: age-group, as: quasi}
      地域: {item: prefecture, from: address, take: prefecture, as: quasi}
    k: 10
    suppress: 0.02
    considered: {ja: 一人一行。住所は都道府県だけ。, en: One row a person; of addresses the prefecture only.}

`item` names an item of the policy (9-4-A), `from` a field of it. `join` exists so that it can be refused (43(5)).
`within: 3` takes those alone whom release no. 3 was made of: nobody who joined since. `withhold: 0.2` leaves out,
whole, groups that gained or lost too few people since an earlier release, up to a fifth of the rows.

A field may hold several items (`split: 、`): each is then a row, and k counts persons. Their rows are not recognisable
as one person's, unless `linked: true` (k persons have the same rows) or `history: 2` (whichever 2 items somebody knows,
k persons have them; `at_most` items of a person, drawn) says so: then they carry a name drawn for this release alone.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from seiyaku.core.errors import InputError, PolicyError
from seiyaku.core.terms import Label
from seiyaku.policy.marks import Marked, read_yaml
from seiyaku.policy.pages import LARGEST as BYTES
from seiyaku.policy.pages import Page, read
from seiyaku.policy.shapes import shape

from .presets import PRESETS, Preset
from .recipes import Column, Recipe, Share
from .staircases import PRESET

KEYS = frozenset({"item", "source", "take", "split"})
PERSON = "仮の番号"
TITLE = 80
LARGEST = 1 << 18  # characters: more than any table of items needs, and YAML is slow to read


def _titled(words: str) -> str:
    if not 0 < len(words.strip()) <= TITLE:
        raise ValueError(f"a title of 1 to {TITLE} characters")
    return words


Titled = Annotated[str, AfterValidator(_titled)]


class Planned(Column):
    """One column of a plan: a recipe's column, and which item of the policy it is, taken of which field."""

    item: str
    source: str = Field(alias="from")
    take: Literal["value", "prefecture", "age-group", "month", "industry", "occupation"] = "value"
    split: str | None = Field(default=None, min_length=1, max_length=4)

    @property
    def is_treated(self) -> bool:
        """Whether it shows anything but the values that are held."""
        as_held = {"as": self.role, "hierarchy": self.hierarchy}
        return (
            self.take != "value"
            or self.split is not None
            or self.model_dump(by_alias=True, exclude=set(KEYS))
            != Column.model_validate(as_held).model_dump(by_alias=True)
        )

    @model_validator(mode="after")
    def _is_released(self) -> Planned:
        if self.role not in {"quasi", "sensitive"}:
            raise ValueError("quasi or sensitive")
        return self


class Plan(Recipe):
    """A whole plan."""

    title: Annotated[dict[Literal["ja", "en"], Titled], Field(min_length=2)]
    preset: Literal["third-party", "internal"]
    columns: dict[str, Planned]  # type: ignore[assignment]  # a column that says where it comes from
    ways: tuple[str, ...] = ()
    considered: Label
    continues: Label | None = None
    consent: str | None = None
    join: str | None = None
    within: int | None = Field(default=None, ge=1)
    withhold: Share = 0.0
    history: int | None = Field(default=None, ge=1, le=6)
    at_most: int = Field(default=20, ge=1, le=100)

    @model_validator(mode="after")
    def _makes_sense(self) -> Plan:
        split = [each for each in self.columns.values() if each.split]
        if len(split) > 1:
            raise ValueError("one column that is split")
        if self.history and (self.linked or not split or split[0].role != "quasi"):
            raise ValueError("history with a column that is split and quasi, and without linked")
        if self.sets is not None or self.named("person") or self.named("earlier"):
            raise ValueError("history; what it is made of says who")
        if PERSON in self.columns:
            raise ValueError(f"a column that is not called {PERSON}")
        return self

    def split_column(self) -> Planned | None:
        """Return the column each part of which is a row of its own."""
        return next((each for each in self.columns.values() if each.split), None)

    @property
    def recognisable(self) -> bool:
        """Whether a person's rows carry a name drawn for this release."""
        return self.linked or self.history is not None

    @property
    def drawn(self) -> bool:
        """Whether chance has a part in what is released."""
        treated = any(each.by_chance for each in self.columns.values())
        return treated or bool(self.sample) or self.history is not None

    def strict(self) -> Preset:
        """Return the preset it is made under."""
        return PRESETS[self.preset]

    def recipe(self) -> Recipe:
        """Return the recipe, with the diversity of the preset for each sensitive column that asks for none."""
        columns = {
            name: Column.model_validate(each.model_dump(by_alias=True, exclude=set(KEYS)))
            for name, each in self.columns.items()
        }
        said = self.model_dump(include=set(Recipe.model_fields) - {"columns", "require", "sets"})
        split = next((name for name, each in self.columns.items() if each.split), None)
        if split is not None:
            columns[PERSON] = Column.model_validate({"as": "person"})
            said["sets"] = f"{split}:{self.history}" if self.history else None
        asked = {text.split(" ", 1)[1].split(":")[0] for text in self.require if text.startswith("l-diversity ")}
        more = tuple(
            f"l-diversity {name}:{self.strict().diversity}"
            for name, each in self.columns.items()
            if each.role == "sensitive" and name not in asked
        )
        return Recipe(columns=columns, require=(*self.require, *more), **said)


def load(path: Path) -> tuple[Plan, str]:
    """Read a plan, and return it with the SHA-256 of its text. Raises PolicyError (file:line:column)."""
    return shaped(text_of(path), str(path))


def with_more(text: str, **said: float | None) -> str:
    """Return the text of a plan that says these keys too; as it is, where none is given."""
    more = "".join(f"\n{key}: {value}" for key, value in said.items() if value is not None)
    return f"{text.rstrip()}{more}\n" if more else text


def text_of(path: Path) -> str:
    """Return the text of a plan's file. Raises PolicyError: it is no text."""
    body = read(path)
    if len(body) > BYTES:
        raise too_long(f"{path}:1:1")
    try:
        return body.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise PolicyError(str(path), "bytes that are not UTF-8", "a plan in UTF-8") from None


def too_long(where: str) -> PolicyError:
    """Return what is said of a plan that is too long."""
    return PolicyError(where, "too long a plan", f"at most {LARGEST} characters")


def told(text: str) -> tuple[Plan, str]:
    """
    Read a plan that came from elsewhere, as `load` does; it names no file of this machine.

    Raises:
        PolicyError: a fault, with line and column.
        InputError: a hierarchy that is not built in.
    """
    plan, digest = shaped(text.removeprefix("\ufeff").replace("\r\n", "\n"), "plan")
    for name, each in plan.columns.items():
        if each.hierarchy is not None and not each.hierarchy.startswith(PRESET):
            raise InputError(
                f"columns.{name}.hierarchy", "a file", f"a built-in hierarchy, such as {PRESET}prefectures"
            )
    return plan, digest


def shaped(text: str, name: str) -> tuple[Plan, str]:
    """Read the text of a plan that is called so, and return it with its SHA-256. Raises PolicyError."""
    if len(text) > LARGEST:
        raise too_long(f"{name}:1:1")
    page = Page(name, text)
    marked: Marked = read_yaml(page, text, 1, None)
    return shape(Plan, marked, page, None), digest(text)


def digest(text: str) -> str:
    """Return the SHA-256 of a plan's text."""
    return hashlib.sha256(text.encode()).hexdigest()
