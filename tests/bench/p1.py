"""P1: asking for a link to one's own page takes as long for somebody who is held as for somebody who is not."""

from __future__ import annotations

import statistics
import time
from pathlib import Path

from tests.bench.harness import Bar, Result, figure, percentile

KNOWN, UNKNOWN, WRONG = "known, all true", "nobody of this mail", "known, one item untrue"
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
    from django.test import Client

    from seiyaku.credentials.models import Try
    from seiyaku.visits import asking
    from tests.promises.founded import ALICE
    from tests.visits.customer import MAIL, TWO, Customer

    said = {
        KNOWN: {"mail": MAIL, **TWO},
        UNKNOWN: {"mail": "carol@mail.example", **TWO},
        WRONG: {"mail": MAIL, **TWO, "item-birth-date": "1990-04-02"},
    }
    taken: dict[str, list[float]] = {name: [] for name in said}
    for number in range(20 if quick else 400):
        for name, form in said.items():
            Try.objects.all().delete()
            customer = Customer(client=Client(HTTP_HOST="localhost"))
            began = time.perf_counter()
            answer = customer.client.post("/my/ask", form)
            ended = time.perf_counter()
            assert answer.status_code == 303
            asking.settle()
            if number >= 5:  # the first ones warm up
                taken[name].append(ended - began)
    assert ALICE["email"] == MAIL
    medians = {name: statistics.median(times) for name, times in taken.items()}
    tails = {name: percentile(times, 0.9) for name, times in taken.items()}
    worst = max(abs(medians[name] / medians[KNOWN] - 1) for name in said)
    tail = max(abs(tails[name] / tails[KNOWN] - 1) for name in said)
    base = (KNOWN, taken[KNOWN])
    return Result(
        id="P1",
        work="asking for a link by mail, by whether anybody is held",
        checked="the answer, which is the same for all three; tests compare statements and bytes",
        durability="SQLite wal, synchronous=FULL",
        figures=[figure(name, times, unit="ms", scale=1000, to=base) for name, times in taken.items()],
        bars=[
            Bar(asked=f"medians within {NEAR:.0%}", found=f"{worst:.1%}", met=worst <= NEAR),
            Bar(asked=f"9 in 10 within {3 * NEAR:.0%}", found=f"{tail:.1%}", met=tail <= 3 * NEAR),
        ],
        notes=[
            "What hangs on who is held (looking up, comparing, mailing) is done after the answer, outside this time."
        ],
    )
