"""
C2: the server's time for each page of the console, with 10,000 people held, and how much a first visit loads.

The house is one that has lived: every twentieth customer has moved, so that values on one sheet have several origins,
and there are twenty partners. A control that has nothing to do with us is timed in the same rounds: a page's ratio to
it is what can be compared from one day to another.
"""

from __future__ import annotations

import gzip
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from tests.bench.harness import Bar, Figure, Result, figure

PEOPLE, QUICK_PEOPLE = 10_000, 300
ROUNDS, QUICK_ROUNDS = 25, 3
BAR = 0.030  # seconds
LARGEST = 60_000  # bytes, gzip, without fonts
STAFF, PARTNERS = 40, 20
CONTROL = "control: squares of 200,000 numbers"
MOVED = 20  # every so many customers


def company(count: int) -> Any:
    """Found the company with so many customers and a call floor's staff."""
    from seiyaku.people import services as people
    from tests.bench.houses import House, enter
    from tests.browser.staffed import arm, staffed

    house = staffed()
    for number in range(STAFF):
        hired = people.hire(f"member{number:02}", "employee", actor=house.company.manager)
        people.grant_duty(hired.account.ref, "clerk", actor=house.company.manager)
    crowd = House("", house.company.clerk, house.auditor, house.auditor, [house.company.alice])
    enter(crowd, count, keep=True)
    live(house, crowd)
    for one in (house.company.manager, house.company.clerk, house.desk):
        arm(one)
    return house, crowd


def live(house: Any, crowd: Any) -> None:
    """Let some of the customers move, and the company make contracts."""
    from seiyaku import door
    from seiyaku.partners import services as partners
    from tests.promises.founded import contract

    letter = door.Origin(source="letter")
    for number, one in enumerate(crowd.people[::MOVED]):
        moved = {"address": f"大阪府大阪市見本区東町{number}"}
        door.change(one, moved, purpose="law:correct", origin=letter, actor=house.desk)
    for number in range(PARTNERS):
        made = partners.register(
            f"お届け {number:02}", "delivery-carrier", character="entrustment", actor=house.company.manager
        )
        partners.supervise(made.ref, b"check list", passed=True, actor=house.company.manager)
        contract(made, house.company.manager, days=40)


def released(house: Any) -> tuple[str, str]:
    """Let a plan be kept and published as a release; return what both are called."""
    from seiyaku.anonymised import drafts, making, plans, releasing
    from tests.anonymised.house import employ, written

    maker, approver = (
        employ(house.company, login, duty) for login, duty in (("aoi", "anonymiser"), ("mia", "approver"))
    )
    with tempfile.TemporaryDirectory() as folder:
        file = written(Path(folder), preset="third-party")
        draft = drafts.keep(file.read_text(encoding="utf-8"), actor=maker).draft.ref
        made = making.make(*plans.load(file), actor=maker)[0].ref
    releasing.approve(made, actor=approver)
    releasing.publish(made, actor=approver)
    return draft, made


def control() -> None:
    """Do what is the same on every day and in every version."""
    assert sum(number * number for number in range(200_000)) > 0


def signed_in(actor: Any) -> Any:
    """Return a browser's session that is proven by both factors, as signing in leaves it."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.test import Client

    from seiyaku.console.accounts import SESSION
    from seiyaku.people import browser, cookies, sessions
    from seiyaku.people.models import Account

    account = Account.objects.get(ref=actor.id)
    store = cookies.SessionStore()
    store[SESSION_KEY], store[HASH_SESSION_KEY] = str(account.pk), account.get_session_auth_hash()
    store[BACKEND_SESSION_KEY] = "seiyaku.people.browser.StaffBackend"
    store[SESSION] = sessions.begin(account, proof=browser.WHOLE).actor.session
    store.create()
    client = Client(HTTP_HOST="localhost")
    client.cookies[settings.SESSION_COOKIE_NAME] = str(store.session_key)
    return client


def pages(house: Any, crowd: Any) -> dict[str, Callable[[], Any]]:
    """Return what is asked for, by its name; each answers 200."""
    from django.test import Client

    from seiyaku.console import home

    manager, clerk, desk = (signed_in(one) for one in (house.company.manager, house.company.clerk, house.desk))
    clerk.post("/console/purpose", {"purpose": "deliver-service", "mode": "work"})
    alice, held = house.company.alice, crowd.held[len(crowd.held) // 2]
    asked: dict[str, Callable[[], Any]] = {
        name: partial(manager.get, f"/console/{address}")
        for name, address in {
            "home": "", "home, amiss": "?show=amiss", "people": "people/", "member": f"people/{house.desk.id}/",
            "approvals": "approvals/", "partners": "partners/", "reports": "reports/",
            "report: data map": "reports/data-map", "report: freshness": "reports/freshness",
            "report: purposes": "reports/purposes", "report: sources": "reports/sources",
            "report: ends": "reports/ends", "report: flows": "reports/flows",
            "report: minimum": "reports/minimum", "clause": "clauses/2-4", "security": "security", "self": "self",
        }.items()
    }  # fmt: skip

    def anew() -> Any:
        home._looked.clear()  # as when something has changed since
        return manager.get("/console/")

    def bare() -> Any:
        home.drawn.cache_clear()  # as in a process that has just begun
        return anew()

    draft, made = released(house)
    asked["plan, saved"] = lambda: manager.get(f"/console/plans/{draft}/")
    asked["release"] = lambda: manager.get(f"/console/releases/{made}/")
    for name, address in {"the public policy": "/", "retained": "/retained/", "anonymised": "/anonymised/"}.items():
        asked[name] = partial(Client(HTTP_HOST="localhost").get, address)
    asked["home, every light looked at anew"] = anew
    asked["home, looked at anew and drawn anew"] = bare
    asked["find"] = lambda: clerk.get("/console/find")
    asked["found and opened"] = lambda: clerk.post("/console/found", {"said": held["phone"], "second": held["name"]})
    asked["a person's page"] = lambda: desk.post("/console/person", {"person": alice})
    return asked


def loaded(client: Any) -> int:
    """Return how many bytes a first visit loads, gzip, without fonts: the page, its styles, its script, its mark."""
    from django.contrib.staticfiles import finders

    names = ("look/tokens.css", "look/base.css", "console/console.css", "console/console.js", "look/mark.svg")
    parts = [Path(str(finders.find(name))).read_bytes() for name in names]
    return sum(len(gzip.compress(one)) for one in [client.get("/console/").content, *parts])


def run(*, quick: bool) -> Result:
    """Ask for every page in turn, round after round."""
    from tests.bench.ledgers import durability, set_up

    set_up()
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    house, crowd = company(QUICK_PEOPLE if quick else PEOPLE)
    asked = pages(house, crowd)
    for name, ask in asked.items():
        assert ask().status_code == 200, name
    asked = {CONTROL: control, **asked}
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in asked}
    for _ in range(QUICK_ROUNDS if quick else ROUNDS):
        for name, ask in asked.items():
            wall, cpu = time.perf_counter(), time.process_time()
            ask()
            taken[name].append((time.perf_counter() - wall, time.process_time() - cpu))
    return result(taken, loaded(signed_in(house.company.manager)), durability(), quick=quick)


def result(taken: dict[str, list[tuple[float, float]]], bytes_: int, how: str, *, quick: bool) -> Result:
    """Say what was found."""
    figures: list[Figure] = []
    bars: list[Bar] = []
    beside = [cpu for _, cpu in taken.pop(CONTROL)]
    figures.append(figure(f"{CONTROL}, CPU", beside, unit="ms", scale=1000))
    for name, samples in taken.items():
        wall, cpu = ([one[place] for one in samples] for place in (0, 1))
        figures.append(figure(f"{name}, wall", wall, unit="ms", scale=1000))
        figures.append(figure(f"{name}, CPU", cpu, unit="ms", scale=1000, to=(CONTROL, beside)))
        middle = statistics.median(cpu) * 1000
        bars.append(Bar(asked=f"{name} ≤ 30 ms", found=f"{middle:.1f} ms of CPU", met=middle <= BAR * 1000))
    bars.append(Bar(asked="first load ≤ 60 kB gzip, without fonts", found=f"{bytes_:,} bytes", met=bytes_ <= LARGEST))
    return Result(
        id="C2",
        work=f"the server's time for each page of the console, {QUICK_PEOPLE if quick else PEOPLE:,} people held",
        checked="each page answering 200 before it is timed; what reports count, by tests against every person opened",
        durability=how,
        figures=figures,
        bars=bars,
        notes=[
            "Through Django's whole stack in process, sessions and second factor included; without the socket.",
            "The control is pure arithmetic, timed in the same rounds: a ratio to it outlives the machine's day.",
            "The bars take CPU: on a machine that others use at the same time, the wall clock tells of the others too.",
        ],
    )
