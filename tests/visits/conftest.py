"""The company, with a desk that answers people, mails as files, and a clock that can be put on."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from django.conf import settings

from seiyaku.core.asks import Actor
from seiyaku.people import services as people
from seiyaku.people.days import today
from seiyaku.visits import letters
from tests.promises.founded import Company, charge, found, hire


@pytest.fixture
def company(instance: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Company:
    """The company, founded as in earnest; whatever it mails is a file, elsewhere."""
    monkeypatch.setattr(settings, "MAIL_FOLDER", str(tmp_path / "mails"))
    return found()


@pytest.fixture
def desk(company: Company, monkeypatch: pytest.MonkeyPatch) -> Actor:
    """Somebody who answers people, a quarter of a year after everybody was taken in."""
    who = hire("dora", company.manager)
    charge(who, "desk", company.manager)
    people.complete(who.id, "handling", actor=company.manager)
    monkeypatch.setattr(letters, "today", lambda: today() + dt.timedelta(days=91))
    return who
