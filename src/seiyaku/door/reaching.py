"""
Where people can be reached, so that a refusal that outlived somebody is heeded there (policy 4-1-F, 4-1-G).

* A mail address and a telephone number count alone: whoever refused is who would be reached.
* A postal address is a household's. It counts together with a name, so that the others who live there keep their own
  say, and whoever refused stays refused when they come back.

Where only one of name and address is new, the house itself opens the other, in an entry of its own; nobody sees it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from seiyaku.consent import services as choices
from seiyaku.core.answers import Allowed
from seiyaku.core.asks import Actor
from seiyaku.core.errors import InputError
from seiyaku.core.identity import normalise
from seiyaku.core.terms import FieldType
from seiyaku.ledger import writing
from seiyaku.ledger.writing import Draft, Seen
from seiyaku.vault import opening, selecting

from .acting import Acting
from .rules import Rules

ALONE = ("phone", "email")  # types whose keyed hash lets a refusal outlive the person
HOUSE = Actor(id="system:refusals", kind="system", proven_by="job")
HEEDING = "law:stop"

Reached = list[tuple[str, str]]


def contacts(rules: Rules, values: Mapping[str, str | None]) -> Reached:
    """Return by what somebody is reached, normalised, by field; what no spelling fits is left out."""
    found: Reached = []
    for name, value in values.items():
        kind = rules.catalogue.column(name).type
        if kind in ALONE and (spelt := _spelt(kind, value)):
            found.append((name, spelt))
        elif kind == "address" and (place := _spelt(kind, value)):
            whose = _of(rules, name)
            names = (said for field, said in values.items() if _names(rules, field) == whose)
            found += [(name, f"{who}\n{place}") for said in names if (who := _spelt("name", said))]
    return found


def _spelt(kind: FieldType, value: str | None) -> str:
    try:
        return normalise(kind, value) if value else ""
    except InputError:
        return ""


def _of(rules: Rules, field: str) -> str:
    rule = rules.policy.rules.fields.get(field)  # one of an older version may be gone
    return rule.of if rule is not None else "person"


def _names(rules: Rules, field: str) -> str | None:
    """Return whose name the field holds: somebody's of that kind, or None."""
    of, kind = _of(rules, field), rules.catalogue.column(field).type
    rule = rules.policy.rules.fields.get(field)
    firm = of == "organisation" and kind == "text" and rule is not None and rule.kind == "identifier"
    return of if kind == "name" or firm else None


def heed(acting: Acting, values: Mapping[str, str | None]) -> None:
    """Refuse for the person what was refused at an address that is now theirs too."""
    if choices.exist():
        heed_at(acting, acting.row.ordinal, contacts(acting.sitting.rules, {**_beside(acting, values), **values}))


def heed_at(acting: Acting, person: int, reached: Iterable[tuple[str, str]]) -> None:
    """Refuse for a person what was refused at one of these."""
    choices.heed(acting.cursor, person, reached, acting.sitting.rules.bits.purposes)


def _beside(acting: Acting, values: Mapping[str, str | None]) -> Mapping[str, str]:
    """Open the names that go with an address that came, or the addresses that go with a name."""
    rules = acting.sitting.rules
    came = {name for name, value in values.items() if value}
    places = {name for name, column in rules.catalogue.columns.items() if column.type == "address"}
    names = {name for name in rules.catalogue.columns if _names(rules, name) is not None}
    if not choices.exist(places):
        return {}
    wanted = (names if came & places else set()) | (places if came & names else set())
    mask = rules.catalogue.mask(wanted - values.keys())
    (row,) = selecting.rows(acting.cursor, [acting.row.ordinal], rules.sheets(mask))
    mask &= row.fields
    if not mask:
        return {}
    use = rules.gate.house.uses["read"][HEEDING]
    answer = Allowed(clause=use.clause, article=use.article, fields=mask)
    want = replace(acting.want, actor=HOUSE, act="read", purpose=HEEDING, evidence=frozenset(), papers=())
    said = acting.sitting.body(want, acting.ask, answer, ref=acting.grant().entry, note_kind="refusal-heeded")
    written = writing.append(acting.cursor, [Draft(said | {"answer": "done"}, [Seen(row.ordinal, row.mark)])])[0]
    return opening.open_row(writing.grant(written, [row.ordinal], mask), rules.catalogue, row, mask)
