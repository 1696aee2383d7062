"""
What is taken of a value on its way in from the vault, so that the exact one never reaches the table (9-4-A).

    value            as it is                     prefecture       of an address; 不明 where it is not sure
    age-group        of a birth date, on a day    month            of a month or day; nothing where it is none
    industry, occupation   the major group of the standard classification; 不明 for what is none
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping

from seiyaku.core.anonymous.addresses import prefecture
from seiyaku.core.anonymous.japan import INDUSTRIES, OCCUPATIONS, PREFECTURES, REGIONS, UNKNOWN, industries, occupations
from seiyaku.core.errors import InputError

YOUNG, OLD = "20歳未満", "80歳以上"
DECADES = tuple(f"{decade}代" for decade in range(20, 80, 10))
WIDER = {YOUNG: YOUNG, "20代": "20〜39歳", "30代": "20〜39歳", "40代": "40〜59歳", "50代": "40〜59歳",
         "60代": "60歳以上", "70代": "60歳以上", OLD: "60歳以上"}  # fmt: skip
MONTH = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])\Z", re.ASCII)
SPAN = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2]|Q[1-4]))?\Z", re.ASCII)
ANYTHING = "*"
PLAIN = re.compile(r"(?!.*(?:\d{5}|\d:\d\d|\d{4}[-/]\d|https?:|www\.)).{0,40}\Z", re.DOTALL)

Take = Callable[[str, dt.date], str | None]


def _age_group(value: str, on: dt.date) -> str:
    try:
        born = dt.date.fromisoformat(value)
    except ValueError:
        return UNKNOWN
    age = on.year - born.year - ((on.month, on.day) < (born.month, born.day))
    if not 0 <= age < 130:
        return UNKNOWN
    return YOUNG if age < 20 else OLD if age >= 80 else f"{age // 10 * 10}代"


def _month(value: str, _on: dt.date) -> str | None:
    month = value.strip()[:7].replace("/", "-")
    return month if MONTH.match(month) else None


def _group(of: Callable[..., object]) -> Take:
    def take(value: str, _on: dt.date) -> str:
        try:
            made = of("value", [value])
        except InputError:
            return UNKNOWN
        return str(made.labels[1][0])  # type: ignore[attr-defined]  # a hierarchy with one value

    return take


TAKES: Mapping[str, Take] = {
    "value": lambda value, _on: value.strip(),
    "prefecture": lambda value, _on: prefecture(value),
    "age-group": _age_group,
    "month": _month,
    "industry": _group(industries),
    "occupation": _group(occupations),
}
REDUCES = frozenset(TAKES) - {"value"}
# The hierarchy a quasi-identifier gets by what is taken, where the plan names none; AGES is written for the occasion.
AGES = "age-groups"
STAIRS: Mapping[str, str] = {
    "prefecture": ":prefectures", "month": ":months", "industry": ":industries", "occupation": ":occupations",
    "age-group": AGES,
}  # fmt: skip


def age_groups() -> str:
    """Return the hierarchy of age groups as its file says it: ten years → twenty → *."""
    rows = [f"{label};{wider};*" for label, wider in WIDER.items()] + [f"{UNKNOWN};{UNKNOWN};*"]
    return "\n".join(rows) + "\n"


_AREAS = {*PREFECTURES, *REGIONS, "東日本", "西日本"}
_GROUPS = {name for groups in (INDUSTRIES, OCCUPATIONS) for group in groups for name in group[1:3]} | {"分類不能"}
_AGES = {*WIDER, *WIDER.values()}
ALWAYS = {UNKNOWN, ANYTHING, "", "その他"}

# What a label may be, by the item of the policy it is released as: no finer than the policy says.
GRAINS: Mapping[str, Callable[[str], bool]] = {
    "sex": lambda label: len(label) <= 10 and not any(sign.isdigit() for sign in label),
    "age-group": _AGES.__contains__,
    "industry-or-occupation": _GROUPS.__contains__,
    "prefecture": _AREAS.__contains__,
    "month-of-use": lambda label: SPAN.match(label) is not None,
    "use-of-service": lambda label: PLAIN.match(label) is not None,
}


def is_coarse_enough(item: str, label: str | None) -> bool:
    """Tell whether a label is no finer than its item; of an item nobody here knows, that it is short and plain."""
    if label is None or label in ALWAYS:
        return True
    return GRAINS.get(item, GRAINS["use-of-service"])(label)
