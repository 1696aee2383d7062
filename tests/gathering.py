"""Erases several people at the same moment, so that one is searched for alone and the others together."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from django.db import connections

from seiyaku import door
from seiyaku.core import errors
from seiyaku.core.asks import Actor
from seiyaku.door.desk import Desk
from seiyaku.vault import searching
from seiyaku.vault.searching import Hit, Needles

from .waiting import HANGS, until


def erase_together(people: Sequence[str], actor: Actor) -> tuple[list[Any], list[int]]:
    """
    Erase all of them: the first is searched for alone, which takes until all the others wait.

    Returns what came of each, errors included, and of how many each search was.
    """
    waiting: list[object] = []
    searches: list[int] = []
    came: list[Any] = [None] * len(people)
    wait, look = Desk._wait, searching.search_each

    def waited(desk: Desk, errand: Any) -> None:
        waiting.append(errand)
        wait(desk, errand)

    def held(sought: Sequence[Needles], *folders: Path) -> list[list[Hit]]:
        searches.append(len(sought))
        until(lambda: len(waiting) == len(people) - 1)
        return look(sought, *folders)

    def erase(place: int) -> None:
        try:
            came[place] = door.erase(people[place], actor=actor)
        except errors.SeiyakuError as error:
            came[place] = error
        finally:
            connections.close_all()

    with pytest.MonkeyPatch.context() as watched:
        watched.setattr(Desk, "_wait", waited)
        watched.setattr(searching, "search_each", held)
        first, *others = [threading.Thread(target=erase, args=(place,)) for place in range(len(people))]
        first.start()
        until(lambda: searches)
        for thread in others:
            thread.start()
        for thread in (first, *others):
            thread.join(HANGS)
    return came, searches
