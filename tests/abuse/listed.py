"""
Does a list of acts and kills itself at a step of one's choosing: `python -m tests.abuse.listed`, the job as JSON in.

`step`: "do" is before the vault changes somebody, "entry" before entries are written, "commit" before a commit,
"search" before what was erased is looked for, "told" after a block is durable; `at`: which of them.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Any

import django

BLOCK = 3


class Killer:
    """Counts steps of one kind, and kills before the chosen one."""

    def __init__(self, at: int) -> None:
        self.left = at

    def __call__(self, *_: object) -> None:
        """Count one."""
        self.left -= 1
        if not self.left:
            os.kill(os.getpid(), signal.SIGKILL)

    def before(self, done: Callable[..., Any]) -> Callable[..., Any]:
        """Count one before each call."""

        @wraps(done)
        def counted(*given: Any, **named: Any) -> Any:
            self()
            return done(*given, **named)

        return counted


def main() -> None:
    """Do what the job says."""
    django.setup()
    from seiyaku import door
    from seiyaku.core.asks import Actor
    from seiyaku.door import combing, lists
    from seiyaku.ledger import transactions, writing
    from seiyaku.vault import changing
    from seiyaku.vault import erasing as forgetting
    from tests.door.conftest import SIGN_UP

    job = json.load(sys.stdin)
    act, killer = job["act"], Killer(job["at"])
    lists.VERBS[act] = replace(lists.VERBS[act], block=BLOCK)  # type: ignore[index]  # a dict, called a mapping
    if job["step"] == "do":
        changing.correct, forgetting.forget = killer.before(changing.correct), killer.before(forgetting.forget)
    elif job["step"] == "entry":
        writing.append = killer.before(writing.append)
    elif job["step"] == "search":
        combing.serve = killer.before(combing.serve)
    rider = killer if job["step"] == "commit" else lambda _: None
    about = (
        {"purpose": "deliver-service", "origin": SIGN_UP, "values": {"name": "見本 訂正"}} if act == "correct" else {}
    )
    asks = [door.Asked(number=n, said={"person": who, **about}) for n, who in enumerate(job["people"], 1)]
    actor = Actor(id=job["actor"], kind="staff", proven_by="session", session="session:listed")
    with transactions.riding(rider):
        door.many(act, asks, actor=actor, name="list", tell=killer if job["step"] == "told" else None)


if __name__ == "__main__":
    main()
