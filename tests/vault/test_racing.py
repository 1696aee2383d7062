"""Several at once: one of them is first, and the others are told."""

from __future__ import annotations

import threading
from pathlib import Path

from django.db import connections

from seiyaku.core.errors import Conflict
from seiyaku.vault import selecting, writing
from seiyaku.vault.catalogue import Catalogue

from .conftest import ALICE, reading, store


def test_of_eight_creates_of_one_unique_value_one_succeeds(kept: Path, catalogue: Catalogue) -> None:
    ready, outcomes = threading.Barrier(8), list[str]()

    def create(number: int) -> None:
        try:
            ready.wait()
            store(catalogue, {**ALICE, "email": f"alice{number}@home.example", "member-number": "M-0001"})
            outcomes.append("stored")
        except Conflict as conflict:
            outcomes.append(conflict.what)
        except BaseException as other:  # noqa: BLE001  a thread must not swallow it
            outcomes.append(repr(other))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=create, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["member-number"] * 7 + ["stored"]
    with reading() as cursor:
        assert len(selecting.find(cursor, catalogue, {"member-number": "M-0001"})) == 1
        assert writing.verify(cursor) == []
