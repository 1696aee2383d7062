"""
Records of what was given, what came, and what is related to persons (29–31): which rule asks what of them, how long
they are kept, and who is told whose they are (policy 8).

* 28, 29            Of which provisions the Act wants a record, and on whose consent they rest.
* R.20, R.24, R.28  What a record holds hangs on what it rests on.
* R.21, R.25, R.29  Three years from the record, or from the last time of a batch; one where a contract stands in.
* 2-2, 24           Whose a record is, is told to who manages; an auditor sees all else, and to look for one person is
                    to learn whose it is. What is related to persons never says whose (R.28).

Not here: the records themselves (`registers`), and whether somebody may look at them at all (the gate).
"""

from __future__ import annotations

import datetime as dt

from . import deadlines
from .answers import Denied, Remedy
from .language import Text
from .law import ABROAD

RELATED = "related"
CONSENT = "27(1)"
PERIOD = {"each": "3y", "batch": "3y", "contract": "1y"}
OTHERWISE = ""  # a basis that no item of the rule names
RULES = {
    "provided": {"27(2)": "R.20(1)(i)", OTHERWISE: "R.20(1)(ii)"},
    "received": {
        "27(2)": "R.24(1)(i)", "27(1)": "R.24(1)(ii)", "28(1)": "R.24(1)(ii)", "31(1)": "R.24(1)(iii)",
        OTHERWISE: "R.24(1)(iv)",
    },
    RELATED: {OTHERWISE: "R.28(1)"},
}  # fmt: skip
PERIOD_RULES = {"provided": "R.21", "received": "R.25", RELATED: "R.29"}
BY_MODE = {"contract": "i", "batch": "ii", "each": "iii"}
NAMES = Text("だれの記録かは、管理責任者だけが見られます。", "Whose a record is, is seen by who manages.")
WITHOUT = Text("氏名のない形で見る", "Look at the records without names")


def basis(article: str, *, abroad: bool) -> str | None:
    """
    Return the article on whose consent a provision rests, None where 29(1) wants no record of it.

    `article`: what it was allowed under; `abroad`: to somebody whom 28 asks consent for. Records are wanted whatever
    the policy says: of consent (27(1)), and of consent to go abroad (28(1)), which 27(5) does not make needless there;
    not of a ground of 27(1).
    """
    ground = article.split(";", maxsplit=1)[0]
    if ground.startswith("27(1)("):
        return None
    if abroad:
        return ABROAD
    return ground if ground == CONSENT else None


def rule(record_class: str, basis: str) -> str:
    """Return the rule that says what a record holds, by what it rests on (R.20(1), R.24(1), R.28(1))."""
    return RULES[record_class].get(basis, RULES[record_class][OTHERWISE])


def period_rule(record_class: str, mode: str) -> str:
    """Return the rule that says how long a record is kept, by how it was made (R.21, R.25, R.29)."""
    return f"{PERIOD_RULES[record_class]}({BY_MODE[mode]})"


def starts_on(mode: str, made_on: dt.date, last_on: dt.date) -> dt.date:
    """Return the day from which a record's period runs: its making, or the last time of a batch or contract."""
    return made_on if mode == "each" else last_on


def kept_until(mode: str, made_on: dt.date, last_on: dt.date) -> dt.date:
    """Return the last day on which the law wants the record kept."""
    return deadlines.last_day(starts_on(mode, made_on, last_on), PERIOD[mode])


def month_of_end(mode: str, made_on: dt.date, last_on: dt.date) -> dt.date:
    """
    Return the first day of the month in which the record goes.

    The period's last day is still kept, to the end of its month; the key dies at the start of the next.
    """
    end = kept_until(mode, made_on, last_on)
    return dt.date(end.year + end.month // 12, end.month % 12 + 1, 1)


def tells_whose(record_class: str | None, *, asked: bool | None, manages: bool) -> bool:
    """Tell whether a look is one that says whose the records are; `asked`: None leaves it to who may know."""
    return record_class != RELATED and (manages if asked is None else asked)


def objection(*, whose: bool, manages: bool, of_one_person: bool) -> Denied | None:
    """
    Return the refusal of a look that would tell somebody who does not manage whose a record is; `whose`: it says so.

    Who manages may ask for one person's only where it is told whose they are: the entry then names that person.
    """
    if not ((whose and not manages) or (of_one_person and not whose)):
        return None
    remedy = Remedy(clause="2-1", missing="duty", text=WITHOUT)
    return Denied(clause="8", article="29, 30", reason="no-duty", text=NAMES, remedy=remedy)
