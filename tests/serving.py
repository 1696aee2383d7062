"""A server in a process of its own, at a port nobody else has."""

from __future__ import annotations

import signal
import socket
import subprocess
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from .waiting import HANGS, until

PORTS = 5  # tried: between choosing one and opening it another process may have taken it


@contextmanager
def serving(command: Sequence[str | Path], *, env: Mapping[str, str], cwd: Path | None = None) -> Iterator[str]:
    """Run the command with a port (`--port N` is added) until it answers; yield its address."""
    for _ in range(PORTS):
        port = free_port()
        server = subprocess.Popen([*command, "--port", str(port)], env=env, cwd=cwd, stdout=subprocess.DEVNULL)
        address = f"http://127.0.0.1:{port}"
        try:
            until(lambda: server.poll() is not None or fetch(address + "/"))  # noqa: B023  # asked before the next
            if server.poll() is None:
                yield address
                return
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(HANGS)
    raise AssertionError(f"no server came up: {command[0]} ended with {server.returncode}")


def free_port() -> int:
    """Return a port on which nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def fetch(url: str) -> str:
    """Return the page, or nothing when there is no answer yet."""
    try:
        with urllib.request.urlopen(url, timeout=HANGS) as answer:  # noqa: S310  # loopback
            return str(answer.read().decode())
    except OSError:
        return ""
