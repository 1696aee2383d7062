"""
What is looked at when a partner is supervised (policy 3-2; art. 25; guidelines 3-4-4): one list, answered whole.

A "no" is not the end where the partner mends it by a day: until then its contract stands, after that nothing goes out.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from seiyaku.core.errors import InputError
from seiyaku.core.language import Text

Answer = Literal["yes", "no", "n/a"]

ITEMS: dict[str, Text] = {
    "purpose": Text("委託した目的の範囲だけで使っている", "Used only for what was entrusted"),
    "people": Text("扱う者を限り、教育し、秘密保持を約束させている", "Few people, trained, bound to confidentiality"),
    "organisation": Text("責任者と取扱いの記録がある", "Somebody answers for it; handling is recorded"),
    "premises": Text(
        "区域・機器・媒体の盗難や紛失を防いでいる", "Premises, devices and media are kept from theft and loss"
    ),
    "systems": Text("アクセスの制御・認証・暗号化がある", "Access is controlled, proven, encrypted"),
    "abroad": Text(
        "外国で扱うときは、その国の制度を把握している", "Where it is handled abroad, that country's regime is known"
    ),
    "sub-entrustment": Text(
        "再委託は当社の承諾を得た先だけで、監督している", "Sub-entrusted only where we agreed, and supervised"
    ),
    "incidents": Text("漏えいなどを直ちに当社へ報告する手順がある", "Incidents are reported to us at once"),
    "end": Text("終了時に返却・消去し、証明できる", "Returned or erased at the end, and proven"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """One item's answer; `due_on`: the day by which a "no" is mended."""

    answer: Answer
    due_on: dt.date | None = None


def checked(answers: Mapping[str, Answered], *, passed: bool, looked_on: dt.date, until: dt.date) -> None:
    """Refuse a list that is not answered whole, or does not fit what is made of it."""
    if set(answers) != set(ITEMS):
        missing = sorted(set(ITEMS) ^ set(answers))
        raise InputError("checklist", f"{len(answers)} answers", f"one for each item: {', '.join(missing[:3])} …")
    for item, one in answers.items():
        if one.answer not in get_args(Answer):
            raise InputError(f"checklist, {item}", "another answer", ", ".join(get_args(Answer)))
        if one.answer != "no" and one.due_on is not None:
            raise InputError(f"checklist, {item}", "a day", "a day only where something is to be mended")
        if one.due_on is not None and not looked_on < one.due_on <= until:
            raise InputError(f"checklist, {item}", str(one.due_on), f"after {looked_on}, up to {until}")
    open_ = [item for item, one in answers.items() if one.answer == "no" and one.due_on is None]
    if passed and open_:
        raise InputError("checklist", f"{', '.join(open_)}: no", "a day by which it is mended, or a look that failed")
