"""What the law withholds leaves no gap, no count, no index and no time in anything its person may see (2-2, 8-3-C)."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from seiyaku import door
from seiyaku.core import errors
from seiyaku.core.asks import Actor
from seiyaku.ledger import changes, transactions
from seiyaku.ledger.sequencing import place_all

from .conftest import ALICE, SIGN_UP, House, partner, staff

SHOWN = ("document", "approver", "statute")


def themself(person: str) -> Actor:
    return Actor(id=f"person:{person}", kind="person", proven_by="letter")


def given(house: House) -> str:
    """An authority got Alice's name by statute; the entry of it."""
    court = partner("court", "authority", character="by-law", terms="")
    return door.provide(
        [house.alice], ("name",), recipient=court, ground="by-law", evidence_of=SHOWN, actor=house.desk
    ).entry


def view(house: House) -> dict[str, Any]:
    """All that Alice sees of herself, but for what tells one look from the next."""
    mine = door.person(house.alice, actor=themself(house.alice))
    uses = [use for use in mine.uses if use.act != "disclose"]
    return {"held": mine.held, "uses": uses, "consents": mine.consents, "relations": mine.relations}


@pytest.mark.promise("2-2", "8-3-C")
def test_a_view_with_a_withheld_entry_is_the_view_of_a_house_where_nothing_happened(house: House) -> None:
    door.use(house.alice, ["name"], purpose="deliver-service", actor=house.clerk)
    before = view(house)

    entry = given(house)
    seen = view(house)
    door.withhold(house.alice, [entry], reason="paper:law", actor=staff("mana", "manager"))

    assert seen != before
    assert view(house) == before
    assert not {entry, "withhold", "paper:law"} & set(json.dumps(repr(view(house))).split("'"))


@pytest.mark.promise("2-2", "8-3-C")
def test_a_receipt_of_it_is_answered_like_one_that_was_never_written(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry, used = given(house), door.use(house.alice, ["name"], purpose="deliver-service", actor=house.clerk).entry
    place_all()
    open_ = door.receipt(house.alice, entry, actor=house.desk).document
    hidden = door.withhold(house.alice, [entry], reason="paper:law", actor=house.desk).entry
    boris = door.collect({"member-number": "M0000002", "name": "見本 二", "phone": "090-0000-0002"},
                         origin=SIGN_UP, actor=house.clerk)  # fmt: skip

    said = {str(_missing(house, one)) for one in (entry, hidden, boris.entry, "00" * 12)}
    asked = [_asked(house, one, monkeypatch) for one in (entry, "00" * 12)]

    assert json.loads(open_["entry"])["id"] == entry
    assert len(said) == 1
    assert asked[0] == asked[1] != []  # the same questions: it takes as long, too
    mine = door.receipt(house.alice, used, actor=themself(house.alice)).document
    assert not {"withheld", entry} & set(json.dumps(mine).split('"'))


@pytest.mark.promise("2-2")
def test_it_is_back_once_it_is_lifted_and_only_who_may_withholds_it(house: House) -> None:
    entry = given(house)
    with pytest.raises(errors.Refused):
        door.withhold(house.alice, [entry], reason="paper:law", actor=house.clerk)
    with pytest.raises(errors.Refused):
        door.receipt(house.alice, entry, actor=house.clerk)
    before = changes.head(transactions.raw_cursor())
    door.withhold(house.alice, [entry], reason="paper:law", actor=house.desk)
    door.reveal(house.alice, [entry], actor=house.desk)

    noted = changes.since(transactions.raw_cursor(), before)  # a restoration names what it does not know of
    assert [(change.kind, change.ref) for change in noted] == [("withholding", "on"), ("withholding", "off")]
    assert entry in {use.entry for use in view(house)["uses"]}
    assert door.receipt(house.alice, entry, actor=house.desk).document["index"] >= 0


@pytest.mark.promise("2-2")
def test_nobodys_entry_but_the_persons_own_is_withheld_and_of_a_list_all_or_none(house: House) -> None:
    own, boris = given(house), door.collect(ALICE | {"member-number": "M0000002"}, origin=SIGN_UP, actor=house.clerk)

    for entries in ([boris.entry], [own, boris.entry], ["00" * 12]):
        with pytest.raises(errors.NotFound):
            door.withhold(house.alice, entries, reason="paper:law", actor=house.desk)

    assert own in {use.entry for use in view(house)["uses"]}


def _missing(house: House, entry: str) -> errors.NotFound:
    with pytest.raises(errors.NotFound) as missing:
        door.receipt(house.alice, entry, actor=themself(house.alice))
    return missing.value


def _asked(house: House, entry: str, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the database is asked while an answer is made."""
    said: list[str] = []
    kind = type(transactions.raw_cursor())
    execute = kind.execute

    def listened(cursor: Any, sql: str, *more: Any) -> Any:
        said.append(re.sub(r"(%s, )+", "", sql))  # each look is an entry more to be read
        return execute(cursor, sql, *more)

    with monkeypatch.context() as listening:
        listening.setattr(kind, "execute", listened)
        _missing(house, entry)
    return said
