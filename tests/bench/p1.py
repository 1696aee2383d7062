"""P1: asking for a link, or signing in wrongly, takes as long for somebody who is there as for somebody who is not."""

from __future__ import annotations

import statistics
import time
from pathlib import Path

from tests.bench.harness import Bar, Result, figure, percentile

KNOWN, UNKNOWN, WRONG = "link: known, all true", "link: nobody of this mail", "link: known, one item untrue"
STAFF, NOBODY, LEFT = "sign-in: wrong password", "sign-in: no such login", "sign-in: has left, right password"
SIGN_INS = 4  # so many links are asked for to each sign-in: a slow hash is slow
NEAR = 0.05  # how far the ratio of the medians may be from 1


def found() -> None:
    """Found an instance, with the customer who is held."""
    import os

    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    from seiyaku.keys.keyring import create_keyring
    from seiyaku.keys.operator import create_file
    from tests.promises import founded

    home = Path(os.environ["SEIYAKU_HOME"])
    call_command("migrate", verbosity=0)
    create_file(home / "operator.key")
    create_keyring()
    settings.MAIL_FOLDER = str(home / "mails")
    founded.found()


def run(*, quick: bool) -> Result:
    """Ask in turn for the three, each time in a browser that is new; the queue is emptied outside the time."""
    found()
    from django.core.cache import cache
    from django.test import Client

    from seiyaku.credentials.models import Try
    from seiyaku.people.models import Account, Attempt
    from seiyaku.visits import asking
    from tests.promises.founded import ALICE, PASSWORD
    from tests.visits.customer import MAIL, TWO

    Account.objects.filter(login="bob").update(left_on=Account.objects.get(login="bob").joined_on)

    said = {
        KNOWN: {"mail": MAIL, **TWO},
        UNKNOWN: {"mail": "carol@mail.example", **TWO},
        WRONG: {"mail": MAIL, **TWO, "item-birth-date": "1990-04-02"},
    }
    logins = {
        STAFF: {"login": "hoshiko", "password": "not it, not at all"},
        NOBODY: {"login": "nobody", "password": "not it, not at all"},
        LEFT: {"login": "bob", "password": PASSWORD},
    }
    taken: dict[str, list[float]] = {name: [] for name in (*said, *logins)}

    def timed(name: str, path: str, form: dict[str, str], status: int) -> None:
        Try.objects.all().delete()
        Attempt.objects.all().delete()
        cache.clear()  # where the pace of sign-ins by address is counted
        client = Client(HTTP_HOST="localhost")
        began = time.perf_counter()
        answer = client.post(path, form)
        taken[name].append(time.perf_counter() - began)
        assert answer.status_code == status, (name, answer.status_code)
        asking.settle()

    for number in range(20 if quick else 400):
        for name, form in said.items():
            timed(name, "/my/ask", form, 303)
        for name, form in logins.items() if number % SIGN_INS == 0 else ():
            timed(name, "/console/account/sign-in", form, 200)
    assert ALICE["email"] == MAIL
    return result({name: times[2:] for name, times in taken.items()})  # the first ones warm up


def result(taken: dict[str, list[float]]) -> Result:
    """Say what was found: each beside the first of its kind."""
    medians = {name: statistics.median(times) for name, times in taken.items()}
    tails = {name: percentile(times, 0.9) for name, times in taken.items()}
    beside = dict.fromkeys((KNOWN, UNKNOWN, WRONG), KNOWN) | dict.fromkeys((STAFF, NOBODY, LEFT), STAFF)
    worst = max(abs(medians[name] / medians[base] - 1) for name, base in beside.items())
    tail = max(abs(tails[name] / tails[base] - 1) for name, base in beside.items())
    return Result(
        id="P1",
        work="asking for a link by mail, and signing in wrongly, by whether anybody is there",
        checked="the answer, which is the same for all three of a kind; tests compare statements and bytes",
        durability="SQLite wal, synchronous=FULL",
        figures=[
            figure(name, times, unit="ms", scale=1000, to=(beside[name], taken[beside[name]]))
            for name, times in taken.items()
        ],
        bars=[
            Bar(asked=f"medians within {NEAR:.0%}", found=f"{worst:.1%}", met=worst <= NEAR),
            Bar(asked=f"9 in 10 within {3 * NEAR:.0%}", found=f"{tail:.1%}", met=tail <= 3 * NEAR),
        ],
        notes=[
            "What hangs on who is held (looking up, comparing, mailing) is done after the answer, outside this time.",
            "There is no resetting of a password to ask for: the manager invites anew, by two people.",
        ],
    )
