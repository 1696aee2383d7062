"""The age of the parts the house stands on: from the lock, not from when they were installed."""

from __future__ import annotations

import datetime as dt
import importlib.metadata
import json
from pathlib import Path

import pytest
from django.utils import timezone

from seiyaku.evidence import versions

LOCK = Path(__file__).parents[2] / "requirements" / "base.txt"
pytestmark = pytest.mark.promise("3-3")


def table(**days: str) -> dict[str, dict[str, str]]:
    """Every part as it is installed here, released on these days."""
    today = timezone.now().date().isoformat()
    return {name: {importlib.metadata.version(name): days.get(name, today)} for name in versions.PARTS}


@pytest.fixture
def told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A table of one's own."""
    path = tmp_path / "released.json"
    monkeypatch.setattr(versions, "RELEASED", path)
    monkeypatch.setattr(versions, "PYTHON_UNTIL", dict.fromkeys(versions.PYTHON_UNTIL, dt.date(2099, 1, 1)))
    return path


def test_the_table_is_of_the_locked_versions() -> None:
    lock = [line.partition("==") for line in LOCK.read_text(encoding="utf-8").lower().splitlines() if "==" in line]
    locked = {(name.partition("[")[0], rest.split()[0]) for name, _, rest in lock if rest}

    table = versions.released()

    assert set(table) == set(versions.PARTS)
    for name, known in table.items():
        assert {(name.lower(), version) for version in known} == {each for each in locked if each[0] == name.lower()}
        for day in known.values():
            assert dt.date(2020, 1, 1) < dt.date.fromisoformat(day) <= timezone.now().date()


def test_each_part_is_said_with_the_day_of_its_release_and_its_age(told: Path) -> None:
    half_a_year = timezone.now().date() - dt.timedelta(days=183)
    told.write_text(json.dumps(table(Django=half_a_year.isoformat())), encoding="utf-8")

    (found,) = versions.versions()

    assert found.state == "green"
    assert f"(released {half_a_year}, 0.5 years)" in found.text.en
    assert f"（{half_a_year} 公開、0.5 年）" in found.text.ja
    assert "mended until" in found.text.en


def test_a_part_two_years_old_wants_to_be_looked_at(told: Path) -> None:
    told.write_text(json.dumps(table(cryptography="2019-01-01")), encoding="utf-8")

    (found,) = versions.versions()

    assert found.state == "attention"
    assert found.text.en.startswith("too old: cryptography")
    assert found.mend == versions.NEWER


def test_another_version_than_the_locked_one_has_no_day_and_is_said(told: Path) -> None:
    known = table()
    known["numpy"] = {"0.0.1": "2026-01-01"}
    known["orjson"] = {}
    told.write_text(json.dumps(known), encoding="utf-8")

    (found,) = versions.versions()

    assert found.state == "attention"
    assert found.text.en.count("day of release not known") == 2
    assert found.mend == versions.LOCKED


def test_a_python_that_is_mended_no_more_is_too_old(told: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told.write_text(json.dumps(table()), encoding="utf-8")
    monkeypatch.setattr(versions, "PYTHON_UNTIL", dict.fromkeys(versions.PYTHON_UNTIL, dt.date(2020, 1, 1)))

    (found,) = versions.versions()

    assert found.text.en.startswith("too old: Python")
