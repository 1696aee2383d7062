"""A mail server on loopback, for the tests: it keeps what it took."""

from __future__ import annotations

import email
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import default
from pathlib import Path


@dataclass
class Postbox:
    """A mail server on loopback: what it took, whether it was over TLS, and who logged in."""

    certificate: Path | None = None
    mails: list[EmailMessage] = field(default_factory=list)
    to: list[str] = field(default_factory=list)
    over_tls: list[bool] = field(default_factory=list)
    logins: int = 0
    port: int = 0

    def serve(self, listening: socket.socket) -> None:
        while True:
            try:
                here, _ = listening.accept()
            except OSError:
                return
            self._talk(here)

    def _talk(self, here: socket.socket) -> None:
        with ExitStack() as talk:
            self._listen(talk.enter_context(here), talk)

    def _listen(self, here: socket.socket, talk: ExitStack) -> None:
        here.sendall(b"220 postbox\r\n")
        lines, secure = here.makefile("rb"), False
        while line := lines.readline():
            said = line.strip().upper()
            if said.startswith(b"EHLO"):
                offers = b"250-STARTTLS\r\n" if self.certificate and not secure else b""
                here.sendall(b"250-postbox\r\n" + offers + b"250-AUTH PLAIN\r\n250 8BITMIME\r\n")
            elif said == b"STARTTLS" and self.certificate:
                here.sendall(b"220 go on\r\n")
                context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
                context.load_cert_chain(self.certificate)
                try:
                    here = talk.enter_context(context.wrap_socket(here, server_side=True))
                except (ssl.SSLError, OSError):
                    return
                lines, secure = here.makefile("rb"), True
            elif said.startswith(b"AUTH"):
                self.logins += 1
                here.sendall(b"235 welcome\r\n")
            elif said == b"DATA":
                here.sendall(b"354 go on\r\n")
                body = b""
                while (part := lines.readline()) != b".\r\n":
                    body += part
                mail = email.message_from_bytes(body, policy=default)
                assert isinstance(mail, EmailMessage)
                self.mails.append(mail)
                self.over_tls.append(secure)
                here.sendall(b"250 taken\r\n")
            elif said == b"QUIT":
                here.sendall(b"221 bye\r\n")
                return
            else:
                if said.startswith(b"RCPT"):
                    self.to.append(line.decode())
                here.sendall(b"250 well\r\n")

    def said(self) -> list[str]:
        """What the mails said, as people read it."""
        bodies = [mail.get_body() for mail in self.mails]
        return [body.get_content() for body in bodies if body is not None]


@contextmanager
def listening() -> Iterator[Postbox]:
    """Listen until the test is over."""
    with socket.create_server(("127.0.0.1", 0)) as socket_:
        found = Postbox(port=socket_.getsockname()[1])
        threading.Thread(target=found.serve, args=(socket_,), daemon=True).start()
        yield found
