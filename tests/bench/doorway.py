"""Asking through HTTP: granian serves the application in a process of its own, thirty-two connections ask it."""

from __future__ import annotations

import http.client
import json
import os
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from tests.bench.harness import Bar, Figure, Samples, figure
from tests.bench.houses import READ, House
from tests.bench.s1 import family, free_port

CLIENTS, PURPOSE = 32, "deliver-service"
SERVE = """
import sys
from granian import Granian
from granian.constants import Interfaces
Granian("tests.bench.commit_each:application", address="127.0.0.1", port=int(sys.argv[1]), interface=Interfaces.WSGI,
        workers=1, blocking_threads=32, websockets=False, log_enabled=False).serve()
"""


class Doorway:
    """One server, with the desk or with a commit for every read, and thirty-two connections to it."""

    def __init__(self, house: House, token: str, *, desk: bool, **more: str) -> None:
        self.house, self.port = house, free_port()
        around = os.environ | {
            "SEIYAKU_BENCH_DESK": "yes" if desk else "no", "SEIYAKU_API_PER_MINUTE": "100000000", **more,
        }  # fmt: skip
        self._headers = {
            "Authorization": f"Bearer {token}", "On-Behalf-Of": house.clerk.id, "Content-Type": "application/json",
        }  # fmt: skip
        self.server = subprocess.Popen([sys.executable, "-c", SERVE, str(self.port)], env=around)
        self._here = threading.local()
        self._pool = ThreadPoolExecutor(CLIENTS)
        self._wait()

    def _wait(self) -> None:
        until = time.monotonic() + 30
        while time.monotonic() < until:
            try:
                self._ask("GET", "/api/v1/problems/refused", None)
            except OSError:
                time.sleep(0.1)
            else:
                return
        raise RuntimeError("the server did not come up")

    def _ask(self, method: str, path: str, body: bytes | None) -> tuple[int, bytes]:
        link: http.client.HTTPConnection | None = getattr(self._here, "link", None)
        if link is None:
            link = self._here.link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            link.request(method, path, body, self._headers)
            answer = link.getresponse()
            return answer.status, answer.read()
        except OSError:
            self._here.link = None
            raise

    def read(self, at: int) -> None:
        """Read somebody, and see that it is what was entered."""
        place = at * 7_919 % len(self.house.people)
        body = json.dumps({"person": self.house.people[place], "fields": READ, "purpose": PURPOSE}).encode()
        status, answer = self._ask("POST", "/api/v1/use", body)
        held = self.house.held[place]
        assert status == 200, answer
        assert json.loads(answer)["values"] == {name: held[name] for name in READ}

    def empty(self, at: int) -> None:
        """Ask for something that opens no door and touches no table."""
        del at
        assert self._ask("GET", "/api/v1/problems/refused", None)[0] == 200

    def all(self, ask: str, each: int) -> tuple[float, float]:
        """Have every connection ask `each` times; return wall and the server's CPU, in seconds."""
        work = getattr(self, ask)

        def client(number: int) -> None:
            for at in range(number, number + each * CLIENTS, CLIENTS):
                work(at)

        began, burnt = time.perf_counter(), self.cpu()
        list(self._pool.map(client, range(CLIENTS)))
        return time.perf_counter() - began, self.cpu() - burnt

    def cpu(self) -> float:
        """Return the CPU seconds of the server and its workers so far."""
        ticks = 0
        for one in family(self.server.pid):
            fields = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")

    def close(self) -> None:
        """End the server."""
        self.server.terminate()
        self.server.wait(20)
        self._pool.shutdown()


@contextmanager
def doorways(house: House, **more: str) -> Iterator[dict[str, Doorway]]:
    """Open one server with the desk and one without it, on the same instance."""
    from django.db import connections

    from tests.rest.conftest import token_for

    token = token_for(house.clerk, PURPOSE)
    connections.close_all()
    open_: dict[str, Doorway] = {}
    try:
        for name in ("desk", "commit each"):
            open_[name] = Doorway(house, token, desk=name == "desk", **more)
        yield open_
    finally:
        for one in open_.values():
            one.close()


def measured(house: House, each: int, rounds: int, **more: str) -> dict[str, Samples]:
    """Return the samples of reads at the desk, of reads with a commit each, and of empty asks, in turn."""
    taken = {name: Samples() for name in ("desk", "commit each", "empty")}
    with doorways(house, **more) as open_:
        for name, ask in (("desk", "read"), ("commit each", "read"), ("desk", "empty")) * (rounds + 1):
            wall, cpu = open_[name].all(ask, each)
            samples = taken["empty" if ask == "empty" else name]
            samples.wall.append(wall)
            samples.cpu.append(cpu)
    for samples in taken.values():
        del samples.wall[0], samples.cpu[0]  # the first time round warms everything up
    return taken


def told(taken: dict[str, Samples], slow: dict[str, Samples] | None, each: int) -> tuple[list[Figure], list[Bar]]:
    """Return the figures and bars of the reads through HTTP."""
    count, bars = each * CLIENTS, list[Bar]()
    desk, alone, empty = taken["desk"], taken["commit each"], taken["empty"]
    cpu = figure(
        "through HTTP: desk, CPU of the server a read", desk.cpu, unit="ms", each=count, scale=1e3,
        to=("commit each", alone.cpu),
    )  # fmt: skip
    figures = [
        cpu,
        figure("through HTTP: commit each, CPU a read", alone.cpu, unit="ms", each=count, scale=1e3),
        figure("through HTTP: an empty answer, CPU", empty.cpu, unit="ms", each=count, scale=1e3),
        figure("through HTTP: desk, wall a read", desk.wall, unit="ms", each=count, scale=1e3,
               to=("commit each", alone.wall)),
    ]  # fmt: skip
    door = (statistics.median(desk.cpu) - statistics.median(empty.cpu)) / count * 1e3
    share = cpu.ratio or 1
    bars.append(Bar(asked="through HTTP ≤ 0.55 x CPU", found=f"{share:.2f} x", met=share <= 0.55))
    bars.append(Bar(asked="door CPU (total minus empty) ≤ 0.18 ms", found=f"{door:.3f} ms", met=door <= 0.18))
    if slow is not None:
        wall = figure(
            "through HTTP, sync of 2 ms: desk, wall a read", slow["desk"].wall, unit="ms", each=count, scale=1e3,
            to=("commit each", slow["commit each"].wall),
        )  # fmt: skip
        figures.append(wall)
        faster = 1 / (wall.ratio or 1)
        bars.append(Bar(asked="≥ 5 x throughput, sync delayed by 2 ms", found=f"{faster:.1f} x", met=faster >= 5))
    return figures, bars
