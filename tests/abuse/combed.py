"""
Erases several people at the same moment and kills itself where those who wait are searched for together:
`python -m tests.abuse.combed`, the job as JSON in.

`step`: "sweep" is before their files are swept, "search" before their search, "entry" before the last of them is
closed, in the transaction that closes all.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable
from functools import wraps
from typing import Any

import django


def killing(step: Callable[..., Any], when: Callable[..., bool]) -> Callable[..., Any]:
    """Return the step that kills the process instead, when it is the one."""

    @wraps(step)
    def taken(*given: Any, **named: Any) -> Any:
        if when(*given, **named):
            os.kill(os.getpid(), signal.SIGKILL)
        return step(*given, **named)

    return taken


def main() -> None:
    """Do what the job says."""
    django.setup()
    from seiyaku.core.asks import Actor
    from seiyaku.door import combing
    from seiyaku.ledger import writing
    from seiyaku.vault import searching
    from tests.gathering import erase_together

    job, left = json.load(sys.stdin), [0]

    def sweep(batch: Any) -> bool:
        left[0] = len(batch) if len(batch) > 1 else 0
        return job["step"] == "sweep" and left[0] > 0

    def last(_: Any, drafts: Any) -> bool:
        closes = any(draft.body.get("note_kind", "").startswith("searched") for draft in drafts)
        left[0] -= closes
        return job["step"] == "entry" and closes and left[0] == 0

    def search(sought: Any) -> bool:
        return job["step"] == "search" and len(sought) > 1

    combing.serve = killing(combing.serve, sweep)
    searching.prove = killing(searching.prove, search)
    writing.append = killing(writing.append, last)
    erase_together(job["people"], Actor(id=job["actor"], kind="staff", proven_by="session", session="session:combed"))


if __name__ == "__main__":
    main()
