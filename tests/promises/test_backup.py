"""2-1, and what it means for a backup: it brings the company back, and nobody who was erased."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings

from seiyaku import door
from seiyaku.backup import restoring, taking
from seiyaku.core.errors import NotFound, Unavailable
from seiyaku.ledger import outside
from seiyaku.ledger.outside import Folder
from seiyaku.ledger.sequencing import place_all
from seiyaku.people import approvals
from seiyaku.people import services as people
from tests.backup.elsewhere import OWNER, elsewhere
from tests.promises.founded import ALICE, SIGN_UP, charge, found, hire


@pytest.mark.promise("2-1", "3-1")
def test_a_company_comes_back_from_its_backup_without_the_person_it_erased(
    instance: Path, template: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = Folder(f"file://{tmp_path}/another-account")
    monkeypatch.setattr(settings, "RECEIVERS", [folder.name])
    company = found()
    desk, second = hire("dora", company.manager), hire("seco", company.manager)
    charge(desk, "desk", company.manager)
    people.complete(desk.id, "handling", actor=company.manager)
    charge(second, "approver", company.manager)
    bob = door.collect({**ALICE, "member-number": "M0000002"}, origin=SIGN_UP, actor=company.clerk).people[0]
    taken = taking.take()
    erased = door.erase(company.alice, actor=desk)
    place_all()
    outside.push()

    with elsewhere(instance, template, OWNER):
        restoring.restore(restoring.Files(taken.data, taken.keys, instance / "recipients"), folder)
        with pytest.raises(Unavailable):
            door.use(bob, ["name"], purpose="deliver-service", actor=company.clerk)
        ref = restoring.propose(actor=company.manager)
        approvals.approve(ref, actor=second)
        restoring.open_(ref, actor=company.manager)
        place_all()

        assert door.use(bob, ["name"], purpose="deliver-service", actor=company.clerk).values["name"]
        with pytest.raises(NotFound):
            door.use(company.alice, ["name"], purpose="deliver-service", actor=company.clerk)
    assert erased.hits == ()
