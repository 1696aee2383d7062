"""Turning the register root key leaves every record readable and the old key good for nothing (3-3)."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from seiyaku.core.errors import IntegrityError
from seiyaku.keys import rotation
from seiyaku.registers import services
from seiyaku.registers.models import Record, RegisterKey
from tests import turning

from .test_registers import ALICE, DAY, SYSTEM, items, keep

pytestmark = pytest.mark.promise("3-3")


def test_every_record_opens_after_the_turn_and_nothing_is_left_under_the_old_key(instance: Path) -> None:
    keep((ALICE, items()))
    keep((ALICE, items()), made_on=DAY + dt.timedelta(days=400))
    old = RegisterKey.objects.values_list("wrapped", flat=True)[0]

    done = list(turning.turn("register", batch=1))

    assert done[-1].destroyed
    assert rotation.behind("register") == 0
    assert [services.opened(row) for row in Record.objects.all()] == [items(), items()]
    RegisterKey.objects.update(wrapped=old)
    with pytest.raises(IntegrityError):
        services.opened(Record.objects.all()[0])


def test_a_key_that_died_in_its_month_is_behind_nothing_and_stays_dead(instance: Path) -> None:
    keep((ALICE, items()))
    services.expire(dt.date(2030, 1, 1), actor=SYSTEM)

    list(turning.turn("register"))

    assert RegisterKey.objects.get().wrapped is None


def test_new_records_go_under_the_new_key_while_old_ones_are_still_moving(instance: Path) -> None:
    keep((ALICE, items()))
    rotation.begin("register")

    keep((ALICE, items(on=DAY + dt.timedelta(days=40))), made_on=DAY + dt.timedelta(days=40))

    assert rotation.behind("register") == 1
    assert [services.opened(row).person for row in Record.objects.all()] == ["髙﨑 花子"] * 2
