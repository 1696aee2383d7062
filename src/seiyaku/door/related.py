"""
Person-related information goes to somebody who ties it to a person (policy 6-2; art. 31): cookies, visits and the like.

It is about nobody here; for who receives it, it will be. So nothing goes before it is confirmed that they have each
person's consent, and abroad that the persons were told what 31(1)(ii) wants. The record says who received which items
and how that was confirmed, never whose (31(3), 30(3)). What the policy says goes on (`batch`) is one record a period
while the partner's contract runs, from the first day to the last (R.27(2), R.28(1)(ii)); else each time has its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from seiyaku.core.answers import Allowed
from seiyaku.core.asks import Actor, PersonFacts
from seiyaku.core.errors import InputError, Refused
from seiyaku.core.provisioning import HOME
from seiyaku.ledger import transactions, writing
from seiyaku.ledger.writing import Draft
from seiyaku.papers.queries import is_kept
from seiyaku.registers import batches
from seiyaku.registers import services as registers
from seiyaku.registers.items import Items

from .asking import Sitting
from .desk import outside_transactions
from .recording import country_of, going_on, party_of
from .results import Done
from .wants import Want

ARTICLE = "31(1)"
CLASS = "related"


def provide_related(
    fields: Iterable[str], *, recipient: str, confirmed: str | None, how: str = "", told_abroad: bool = False,
    papers: Iterable[str] = (), actor: Actor,
) -> Done:  # fmt: skip
    """
    Record that person-related information in `fields` goes to `recipient`, who will tie it to persons.

    `confirmed`: the paper that shows that the recipient has their consent; `how`: in words, how that was confirmed;
    `told_abroad`: for a recipient abroad, that they were told of the country and its safeguards.

    Raises:
        Refused: consent is not confirmed, or clause 8 does not let it go there. The refusal is in the ledger.
        InputError: a field that is about a person already here, no words on how, or a recipient without identity.
    """
    outside_transactions()
    shown = tuple(one for one in (confirmed, *papers) if one)
    want = Want(
        actor=actor, act="provide", purpose=None, fields=tuple(dict.fromkeys(fields)), recipient=recipient,
        papers=shown,
    )  # fmt: skip
    with transactions.changing() as cursor:
        sitting = Sitting.on(cursor)
        ask = sitting.ask(want)
        _all_related(sitting, want.fields)
        agreed = ask.fields if confirmed is not None and is_kept(confirmed) else 0
        person = PersonFacts(provide_consent=agreed, foreign_consent=agreed if told_abroad else 0)
        answer = sitting.rules.gate.decide(ask, replace(sitting.facts(want, None), person=person))
        refusal = answer.why_left if isinstance(answer, Allowed) else answer
        ground = answer.ground if isinstance(answer, Allowed) else None
        body = sitting.body(want, ask, refusal or answer, note_kind=CLASS, ground=ground) | {"article": ARTICLE}
        written = writing.append(cursor, [Draft(body)])[0]
        if refusal is None:
            _keep(sitting, replace(want, ground=ground), how, written.id, told_abroad=told_abroad)
    if refusal is not None:
        raise Refused(refusal, written.id)
    return Done(entry=written.id, leaf=written.leaf.hex(), clause=answer.clause, article=ARTICLE)


def _all_related(sitting: Sitting, fields: Iterable[str]) -> None:
    rules = sitting.rules.policy.rules.fields
    for name in fields:
        if name not in rules or rules[name].klass != CLASS:
            raise InputError("fields", f"{name}: personal information", "person-related items; else `provide` (27)")


def _keep(sitting: Sitting, want: Want, how: str, entry: str, *, told_abroad: bool) -> None:
    rules, country = sitting.rules.policy.rules, country_of(sitting, want.recipient)
    items = Items(
        third_party=party_of(want.recipient or "", want.actor, entry),
        items=tuple(rules.fields[name].label["ja"] for name in want.fields),
        basis=ARTICLE,
        consent=True,
        on=sitting.rules.date,
        confirmed=how,
        country=country,
        informed=told_abroad and country != HOME,
    )
    rule = rules.provisions.get(want.ground or "")
    running = going_on(sitting, want.recipient, want.ground, rule.batch if rule else None)
    about: dict[str, Any] = {"entry": entry, "made_on": sitting.rules.date}
    if running is not None:
        batches.keep(sitting.cursor, CLASS, [(None, items)], running=running, **about)
    else:
        registers.keep(sitting.cursor, CLASS, [(None, items)], partner=want.recipient or "", **about)
