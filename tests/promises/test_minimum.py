"""What may come in (5-1, 5-3): from a known source, and no more than a purpose of the collection needs."""

from __future__ import annotations

from pathlib import Path

import pytest

from seiyaku import door
from seiyaku.core import errors
from tests import proofs

from .founded import SIGN_UP, found

BEN = {"member-number": "M0000002", "name": "見本 勉", "phone": "090-0000-0002"}


@pytest.mark.promise("5-1")
@pytest.mark.parametrize("source", [None, "a-friend", "telephone"])
def test_nothing_enters_without_the_source_its_form_declares(instance: Path, source: str | None) -> None:
    company = found()

    with pytest.raises(errors.Refused) as refused:
        door.collect(
            BEN, origin=door.Origin(source=source, form="sign-up", shown=proofs.shown("sign-up")), actor=company.clerk
        )  # fmt: skip

    assert refused.value.answer.clause == "5-1"
    assert refused.value.entry is not None


@pytest.mark.promise("5-1")
def test_legacy_data_needs_the_managers_word_and_serves_what_was_published_then(instance: Path) -> None:
    company = found()
    legacy = door.Origin(source="legacy-import", form="legacy-customers")
    attested = door.Origin(source="legacy-import", form="legacy-customers", attested=proofs.ATTESTED)

    with pytest.raises(errors.Refused) as refused:
        door.collect(BEN, origin=legacy, actor=company.clerk)
    ben = door.collect(BEN, origin=attested, actor=company.clerk).people[0]
    used = door.use(ben, ["name"], purpose="deliver-service", actor=company.clerk)

    assert (refused.value.answer.clause, refused.value.answer.reason) == ("5-1", "not-attested")
    assert set(used.values) == {"name"}
    with pytest.raises(errors.Refused):
        door.use(ben, ["name"], purpose="answer-questions", actor=company.clerk)


@pytest.mark.promise("5-3")
def test_an_item_no_purpose_of_the_form_needs_does_not_come_in(instance: Path) -> None:
    company = found()

    with pytest.raises(errors.Refused) as refused:
        door.collect(BEN | {"bank-account": "0000-1234567"}, origin=SIGN_UP, actor=company.clerk)

    assert (refused.value.answer.clause, refused.value.answer.reason) == ("5-3", "not-collected-for")
