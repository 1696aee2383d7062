"""The programs that the page on the API prints run against the real application, in both languages."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest

from seiyaku import client
from seiyaku.config.wsgi import application
from tests.config.test_printed import ROOT, blocks
from tests.door.conftest import ALICE, House, house
from tests.rest.conftest import token_for

__all__ = ["house"]
PAGES = [ROOT / "docs" / "how-to" / f"use-the-api{ending}" for ending in (".md", ".en.md")]


@pytest.mark.promise("2-2")
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_programs_of_the_page_run(
    page: Path, house: House, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    programs = [body for kind, body in blocks(page) if kind == "python"]
    here = {
        "staff:…": house.clerk.id,
        '"person": "…"': f'"person": "{house.alice}"',
        '"name": "…"': '"name": "高崎 愛"',
    }
    here |= {"090-0000-0001": ALICE["phone"], "1990-04-01": ALICE["birth-date"]}
    monkeypatch.setattr(client, "Client", partial(client.Client, transport=httpx.WSGITransport(app=application)))
    token = token_for(house.clerk, "deliver-service", "law:ask-consent")
    known: dict[str, Any] = {"token": token}

    for program in programs:
        for printed, real in here.items():
            program = program.replace(printed, real)  # noqa: PLW2901  # the page's, made this house's
        if "with Client(" not in program:  # it is written below one that is open
            known["house"] = client.Client("http://127.0.0.1:8000", token, on_behalf_of=house.clerk.id)
        exec(program, known)  # noqa: S102  # what the page prints, as a reader would run it

    said = capsys.readouterr().out
    assert len(programs) == 4
    assert "(" in said
    assert known["used"].values["name"]
    assert [one.outcome for one in known["came"].outcomes] == ["done"]
    assert len(known["taken"].people) == 1
