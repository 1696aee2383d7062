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
        threading.Thread(target=self._accept, daemon=True).start()

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
                threading.Thread(target=_pass_on, args=(one, other), daemon=True).start()

    def cut(self) -> None:
        """Drop everybody, and let nobody through."""
        self.whole = False
        while self._open:
            with suppress(OSError):
                self._open.pop().shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Be gone."""
        self.cut()
        self._listening.close()


def _pass_on(one: socket.socket, other: socket.socket) -> None:
    with suppress(OSError):
        while data := one.recv(65536):
            other.sendall(data)
    for each in (one, other):
        with suppress(OSError):
            each.shutdown(socket.SHUT_RDWR)
            each.close()


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
