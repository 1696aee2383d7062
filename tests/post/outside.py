"""The other sides of every channel, on loopback: a mail server, an SFTP server, a place to PUT to."""

from __future__ import annotations

import asyncio
import email
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import default
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from tests.waiting import HANGS

LOOPBACK = "127.0.0.1"


@dataclass
class Postbox:
    """
    A mail server: what it took.

    `after_data`: what it answers to a message; None hangs up without a word, after taking it. `recipients`: the code it
    answers to the recipient.
    """

    mails: list[EmailMessage] = field(default_factory=list)
    after_data: bytes | None = b"250 taken\r\n"
    recipients: bytes = b"250 well\r\n"
    farewell: bytes = b"221 bye\r\n"
    port: int = 0

    def serve(self, listening: socket.socket) -> None:
        """Talk with one client after the other."""
        while True:
            try:
                here, _ = listening.accept()
            except OSError:
                return
            with here, here.makefile("rb") as lines:
                self._talk(here, lines)

    def _talk(self, here: socket.socket, lines: Any) -> None:
        here.sendall(b"220 postbox\r\n")
        while line := lines.readline():
            said = line.strip().upper()
            if said == b"DATA":
                here.sendall(b"354 go on\r\n")
                body = b""
                while (part := lines.readline()) != b".\r\n":
                    body += part
                mail = email.message_from_bytes(body, policy=default)
                assert isinstance(mail, EmailMessage)
                if self.after_data is None or self.after_data.startswith(b"2"):
                    self.mails.append(mail)
                if self.after_data is None:
                    return
                here.sendall(self.after_data)
            elif said == b"QUIT":
                here.sendall(self.farewell)
                return
            else:
                here.sendall(self.recipients if said.startswith(b"RCPT") else b"250 well\r\n")


@contextmanager
def postbox() -> Iterator[Postbox]:
    """Run a mail server."""
    with socket.create_server((LOOPBACK, 0)) as listening:
        found = Postbox(port=listening.getsockname()[1])
        threading.Thread(target=found.serve, args=(listening,), daemon=True).start()
        yield found


@dataclass
class Shelf:
    """What was PUT where, with which headers; `status` is what it answers."""

    port: int = 0
    status: int = 201
    puts: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)


@contextmanager
def web() -> Iterator[Shelf]:
    """Run a server that takes PUT."""
    shelf = Shelf()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_PUT(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if 200 <= shelf.status < 300:
                shelf.puts.append((self.path, dict(self.headers.items()), body))
            self.send_response(shelf.status)
            self.send_header("Content-Length", "0")
            self.send_header("ETag", '"of-the-tests"')
            self.end_headers()

        def log_message(self, *_args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer((LOOPBACK, 0), Handler)
    shelf.port = server.server_address[1]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield shelf
    finally:
        server.shutdown()
        server.server_close()


@dataclass(frozen=True)
class Sftp:
    """An SFTP server: where it listens, its public key, and the folder it shows as its root."""

    port: int
    host_key: str
    root: Path
    password: str = "of-the-tests"


@contextmanager
def sftp(root: Path) -> Iterator[Sftp]:
    """Run an SFTP server that lets one user in by a password."""
    import asyncssh

    key = asyncssh.generate_private_key("ssh-ed25519")
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()

    connected: list[Any] = []

    class Guard(asyncssh.SSHServer):
        def connection_made(self, conn: Any) -> None:
            connected.append(conn)

        def begin_auth(self, username: str) -> bool:
            del username
            return True

        def password_auth_supported(self) -> bool:
            return True

        def validate_password(self, username: str, password: str) -> bool:
            return (username, password) == ("seiyaku", "of-the-tests")

    def session(channel: Any) -> Any:
        return asyncssh.SFTPServer(channel, chroot=str(root).encode())

    async def listen() -> Any:
        return await asyncssh.listen(LOOPBACK, 0, server_host_keys=[key], server_factory=Guard, sftp_factory=session)

    acceptor = asyncio.run_coroutine_threadsafe(listen(), loop).result(HANGS)
    try:
        yield Sftp(acceptor.get_port(), key.export_public_key().decode().strip(), root)
    finally:

        async def close() -> None:
            acceptor.close()
            await acceptor.wait_closed()
            for each in connected:
                each.close()
                await each.wait_closed()

        asyncio.run_coroutine_threadsafe(close(), loop).result(HANGS)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(HANGS)
        loop.close()
