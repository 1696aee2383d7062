"""A server that speaks S3 on loopback (moto), behind a wire that can be cut."""

from __future__ import annotations

import socket
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

import pytest

LOOPBACK = "127.0.0.1"


class Wire:
    """Passes bytes on to the server, until it is cut: then whoever is connected is dropped, and nobody gets through."""

    def __init__(self, to: int) -> None:
        self._to = to
        self.whole = True
        self._open: list[socket.socket] = []
        self._listening = socket.create_server((LOOPBACK, 0))
        self.port = self._listening.getsockname()[1]
        self._accepting = threading.Thread(target=self._accept)
        self._passing: list[threading.Thread] = []
        self._accepting.start()

    def _accept(self) -> None:
        while True:
            try:
                here, _ = self._listening.accept()
            except OSError:
                return
            if not self.whole:
                here.close()
                continue
            there = socket.create_connection((LOOPBACK, self._to))
            self._open += [here, there]
            for one, other in ((here, there), (there, here)):
                self._passing.append(threading.Thread(target=_pass_on, args=(one, other)))
                self._passing[-1].start()

    def cut(self) -> None:
        """Drop everybody, and let nobody through."""
        self.whole = False
        for each in self._open:
            _shut(each)

    def close(self) -> None:
        """Be gone: no thread and no socket is left for a test that comes after."""
        _shut(self._listening)  # wakes whoever waits for the next one to come, which closing does not
        self._accepting.join()
        self.cut()
        for thread in self._passing:
            thread.join()
        for each in (self._listening, *self._open):
            each.close()


def _pass_on(one: socket.socket, other: socket.socket) -> None:
    with suppress(OSError):
        while data := one.recv(65536):
            other.sendall(data)
    for each in (one, other):
        _shut(each)


def _shut(one: socket.socket) -> None:
    with suppress(OSError):  # it is already
        one.shutdown(socket.SHUT_RDWR)


@dataclass
class Bucket:
    """A bucket, the wire to it, and what lies in it, as the server itself sees it."""

    wire: Wire
    server: int
    name: str = field(default_factory=lambda: f"b{uuid.uuid4().hex[:12]}")

    def _client(self) -> Any:
        import boto3  # type: ignore[import-untyped]  # it ships no types

        return boto3.client("s3", endpoint_url=f"http://{LOOPBACK}:{self.server}", region_name="us-east-1")

    def make(self) -> None:
        """Make the bucket."""
        self._client().create_bucket(Bucket=self.name)

    def sizes(self) -> list[int]:
        """The sizes of everything in it."""
        said = self._client().list_objects_v2(Bucket=self.name)
        return [each["Size"] for each in said.get("Contents", [])]

    def cut(self) -> None:
        """Break the connection."""
        self.wire.cut()

    def mend(self) -> None:
        """Let it be whole again."""
        self.wire.whole = True


@contextmanager
def running(monkeypatch: pytest.MonkeyPatch) -> Iterator[Bucket]:
    """Run the server, and have whatever reads the usual environment find it at the end of the wire."""
    from moto.server import ThreadedMotoServer
    from s3fs import S3FileSystem  # type: ignore[import-untyped]  # it ships no types

    server = ThreadedMotoServer(ip_address=LOOPBACK, port=0)
    server.start()
    _, port = server.get_host_and_port()
    wire = Wire(port)
    for name, value in {
        "AWS_ACCESS_KEY_ID": "of-the-tests", "AWS_SECRET_ACCESS_KEY": "of-the-tests", "AWS_REGION": "us-east-1",
        "AWS_DEFAULT_REGION": "us-east-1", "AWS_ENDPOINT_URL": f"http://{LOOPBACK}:{wire.port}",
        "AWS_MAX_ATTEMPTS": "1",
    }.items():  # fmt: skip
        monkeypatch.setenv(name, value)
    S3FileSystem.clear_instance_cache()  # one made before knows another end of the wire
    try:
        bucket = Bucket(wire, port)
        bucket.make()
        yield bucket
    finally:
        wire.close()
        server.stop()
