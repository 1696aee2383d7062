"""
Pseudonymised information (仮名加工情報, art. 41): the sibling that stays in the house, and what is not done with it.

* R.31(i)   No description that identifies somebody; the person is a name drawn for this table, and nothing leads back.
* R.31(ii)  No identification code.
* R.31(iii) Nothing by whose misuse somebody could lose property (accounts, bills).
* 41(2)     What was deleted, and what was drawn, is kept nowhere: there is nothing to keep safe.
* 41(3)     Used for the purpose it was made for, which the policy publishes still (41(4)), and no other.
* 41(5)     Destroyed on its day, or before.
* 41(6)     Given to nobody.
* 41(7)     Collated with nothing to find whose it is (`sealed`).
* 41(8)     Never for a purpose that gets in touch with people.

It is personal information still for whoever could look: it stays sealed, and every use is an entry.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import os
import secrets
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Literal

from django.utils import timezone
from pydantic import Field, model_validator

from seiyaku import door
from seiyaku.core.asks import Actor
from seiyaku.core.errors import InputError, NotFound
from seiyaku.core.language import Text
from seiyaku.core.model import FieldRule, Policy
from seiyaku.core.terms import Label
from seiyaku.ledger.transactions import changing
from seiyaku.ledger.writing import record
from seiyaku.papers.naming import new_ref, told
from seiyaku.people.acting import RELEASES, No, acting, no
from seiyaku.people.days import today
from seiyaku.policy import queries as policies
from seiyaku.post import bodies

from .making import makers
from .models import Pseudonymised
from .plans import TITLE
from .recipes import Closed
from .recognising import Marker
from .running import LETTERS, PSEUDONYM
from .takes import REDUCES, TAKES
from .writing import whole

CLAUSE = "2-2"
NAME = "仮名"
HARM = frozenset({"account", "credit"})  # sheets of what somebody could lose property by


class Kept(Closed):
    """One column: the field it comes from, and what is taken of it."""

    source: str = Field(alias="from")
    take: Literal["value", "prefecture", "age-group", "month", "industry", "occupation"] = "value"


class Plan(Closed):
    """A table to be pseudonymised: for which purpose, and until which day it is needed."""

    title: Label
    purpose: str
    columns: dict[str, Kept]
    days: int = Field(default=90, ge=1, le=366)

    @model_validator(mode="after")
    def _is_called(self) -> Plan:
        if any(not 0 < len(words.strip()) <= TITLE for words in self.title.values()):
            raise ValueError(f"a title of 1 to {TITLE} characters")
        return self


def load(path: Path) -> Plan:
    """Read a plan. Raises PolicyError (file:line:column)."""
    from seiyaku.policy.pages import read

    return told_in(read(path).decode("utf-8-sig", "replace"), str(path))


def told_in(text: str, name: str = "plan") -> Plan:
    """Read a plan's text. Raises PolicyError, with line and column."""
    from seiyaku.policy.marks import read_yaml
    from seiyaku.policy.pages import Page
    from seiyaku.policy.shapes import shape

    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    page = Page(name, text)
    return shape(Plan, read_yaml(page, text, 1, None), page, None)


def make(plan: Plan, *, actor: Actor) -> Pseudonymised:
    """
    Make a pseudonymised table for one purpose of the policy, sealed.

    Raises:
        Refused: a rule of art. 41 or R.31 says no, or the actor may not use these for that purpose.
        InputError: no columns, or a field the policy does not have.
    """
    policy, day = policies.in_force().policy, today()
    _known(plan, policy)
    with acting("pseudonymise", actor, program=RELEASES) as doing:
        doing.must_hold(makers(policy) | _users(policy, plan.purpose))
        _allowed(plan, policy)
    fields = tuple(dict.fromkeys(each.source for each in plan.columns.values()))
    bulk = door.use_many(None, fields, purpose=plan.purpose, actor=actor)
    rows, marker = [0], Marker(own=all(each.take == "value" for each in plan.columns.values()))
    body = bodies.put(_written(plan, bulk.blocks, day, rows, marker))
    marks = bodies.put([marker.written()])
    with acting("pseudonymise", actor, program=RELEASES) as doing:
        ref = new_ref("pseudonymised")
        for each in (body, marks):
            bodies.take(each, ref)
        made = Pseudonymised.objects.create(
            ref=ref, title_ja=plan.title["ja"], title_en=plan.title["en"], purpose=plan.purpose,
            columns=[NAME, *plan.columns], rows=rows[0], body=body, marks=marks, digest=bodies.size_of(body)[1],
            until=day + dt.timedelta(days=plan.days), made_by=doing.member().ref, made_at=timezone.now(),
        )  # fmt: skip
        doing.done("release", ref, note_kind="pseudonymised", purpose=plan.purpose, counts={"rows": rows[0]})
    return made


def use(ref: str, out: Path, *, purpose: str, actor: Actor) -> None:
    """Take a table out for the purpose it was made for. Raises Refused (41(3)), NotFound: it is destroyed."""
    made = opened(ref, purpose=purpose, actor=actor)
    with whole(out) as part, part.open("wb") as file:
        for piece in bodies.read(made.body):
            file.write(piece)


def opened(ref: str, *, purpose: str, actor: Actor) -> Pseudonymised:
    """Return a table that may be read now, for the purpose it was made for; that it is taken out is on record."""
    made = one(ref)
    policy = policies.in_force().policy
    with acting("use-pseudonymised", actor, program=RELEASES) as doing:
        _fit_purpose(made.purpose, policy)  # as the policy has it today, not the day it was made
        doing.must_hold(_users(policy, made.purpose))
        if purpose != made.purpose:
            text = Text(f"この仮名加工情報は「{made.purpose}」のために作られました。ほかの目的には使えません。",
                        f"This was made for {made.purpose}, and is used for nothing else.")  # fmt: skip
            raise _no("41(3)", "other-purpose", text)
        doing.done("release", made.ref, note_kind="used", purpose=purpose)
    return made


def refuse_giving(ref: str, *, actor: Actor) -> None:
    """Refuse, and put on record, that somebody tried to give a pseudonymised table to another. Always raises."""
    one(ref)
    with acting("deliver-release", actor, program=RELEASES):
        text = Text("仮名加工情報は、法令に基づく場合を除き、第三者に渡せません。",
                    "Pseudonymised information is given to nobody, unless a law demands it.")  # fmt: skip
        raise _no("41(6)", "to-nobody", text)


def end(ref: str, *, actor: Actor) -> None:
    """Destroy a table that is no longer needed (41(5))."""
    made = one(ref)
    with acting("end-pseudonymised", actor, program=RELEASES) as doing:
        doing.must_hold(makers(policies.in_force().policy))
        _destroy(made)
        doing.done("release", made.ref, note_kind="destroyed")


def expire(day: dt.date, *, actor: Actor) -> int:
    """Destroy every table whose day is over; return how many (41(5))."""
    over = list(Pseudonymised.objects.filter(until__lt=day, ended_at=None))
    for made in over:
        with changing():
            _destroy(made)
            about = {"ref": made.ref, "reason": "end-date", "note_kind": "destroyed"}
            record({"act": "end-pseudonymised", "answer": "done", **about, **told(actor)})
    return len(over)


def one(ref: str) -> Pseudonymised:
    """Return a table that is still there; NotFound otherwise."""
    made = Pseudonymised.objects.filter(ref=ref, ended_at=None).first()
    if made is None:
        raise NotFound("pseudonymised information")
    return made


def _destroy(made: Pseudonymised) -> None:
    bodies.destroy([each for each in (made.body, made.marks) if each])
    Pseudonymised.objects.filter(pk=made.pk).update(ended_at=timezone.now())


def _written(
    plan: Plan, blocks: Iterator[list[tuple[str, Mapping[str, str]]]], day: dt.date, rows: list[int], marker: Marker
) -> Iterator[bytes]:
    """Yield the table as CSV: each row under a name drawn for it, the rows of a block in random order."""
    yield _line([NAME, *plan.columns])
    for block in blocks:
        lines = []
        for _, given in block:
            cells = [TAKES[e.take](given[e.source], day) if e.source in given else None for e in plan.columns.values()]
            row = [os.urandom(PSEUDONYM).hex().translate(LETTERS), *(cell or "" for cell in cells)]
            marker.add(row)
            lines.append(_line(row))
        secrets.SystemRandom().shuffle(lines)
        rows[0] += len(lines)
        yield b"".join(lines)


def _line(cells: list[str]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerow(cells)
    return out.getvalue().encode()


def _users(policy: Policy, purpose: str) -> frozenset[str]:
    rule = policy.rules.purposes.get(purpose)
    return frozenset(rule.duties) if rule else frozenset()


def _known(plan: Plan, policy: Policy) -> None:
    if not plan.columns or NAME in plan.columns:
        raise InputError("columns", "none, or one that is called 仮名", "at least one, each under a name of its own")
    unknown = [each.source for each in plan.columns.values() if each.source not in policy.rules.fields]
    if unknown:
        raise InputError("columns", repr(unknown[0]), "a field of the policy")


def _fit_purpose(purpose: str, policy: Policy) -> None:
    rule = policy.rules.purposes.get(purpose)
    if rule is None:
        text = Text(f"公表している利用目的ではありません: {purpose}", f"No purpose that is published: {purpose}")
        raise _no("41(3); 41(4)", "no-such-purpose", text)
    if "contact" in rule.acts:
        text = Text("仮名加工情報を、本人に連絡する目的に使うことはできません。",
                    "Pseudonymised information is not used to get in touch with people.")  # fmt: skip
        raise _no("41(8)", "contact", text)


def _allowed(plan: Plan, policy: Policy) -> None:
    _fit_purpose(plan.purpose, policy)
    for name, each in plan.columns.items():
        _fit(name, each, policy.rules.fields[each.source])


def _fit(name: str, each: Kept, field: FieldRule) -> None:
    identifies = {"identifier", "contact", "picture", "voice"}
    # A birth date to the day is one of them (GA 2-2-2-1-1, example 2): its month stays, or the age group.
    kinds = {"name", "kana", "phone", "email", "address", "date", "file", "member-number"}
    if field.klass == "code" or field.type == "my-number":
        raise _no("41(1); R.31(ii)", "R.31(2)", Text(f"個人識別符号は削除します: {name}", f"A code is deleted: {name}"))
    if field.sheet in HARM:
        text = Text(f"不正に使われると財産的被害のおそれがあるため削除します: {name}",
                    f"By its misuse somebody could lose property: {name}")  # fmt: skip
        raise _no("41(1); R.31(iii)", "R.31(3)", text)
    if (field.kind in identifies or field.type in kinds or field.unique) and each.take not in REDUCES:
        text = Text(
            f"特定の個人を識別できる記述は削除します: {name}", f"A description that identifies is deleted: {name}"
        )
        raise _no("41(1); R.31(i)", "R.31(1)", text)


def _no(article: str, reason: str, text: Text) -> No:
    helps = Text("その列を外す、目的を改める、または匿名加工情報を作る",
                 "Leave the column out, name another purpose, or make anonymised information")  # fmt: skip
    return no(CLAUSE, article, reason, text, missing=reason, helps=helps)
