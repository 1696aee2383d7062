"""
Heads by mail (policy 2-1): a receiver that whoever administers this machine cannot rewrite, because it was delivered.

`mailto:ADDRESS` in the setting RECEIVERS, through the server that SMTP_SERVER names; nobody else is ever written to. A
mail holds the signed head and nothing else: size, root, signature. It goes out when the log has grown, once a day and
at the start. TLS is used when the server offers it, and its certificate must be good; a password is never sent without.
"""

from __future__ import annotations

import smtplib
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from typing import TYPE_CHECKING
from urllib.parse import unquote

from django.conf import settings

from seiyaku.core.errors import InputError, Unavailable
from seiyaku.keys.memory import on_forget

from . import heads

if TYPE_CHECKING:
    from .transactions import Cursor

SCHEME = "mailto:"
LOOPBACK = {"127.0.0.1", "::1", "localhost"}
EVERY = 86_400.0
TIMEOUT = 10.0
PORT = 25

_mailed: dict[str, tuple[float, int]] = {}
on_forget(_mailed.clear)


@dataclass(frozen=True, slots=True)
class Mail:
    """Somebody who keeps the heads in their mailbox; `name` is the address as the setting writes it."""

    name: str

    def push(self, cursor: Cursor, note: str) -> None:
        """
        Mail the signed head, if the log has grown and the last mail is a day old.

        Raises:
            Unavailable: the server does not answer, does not take it, or its certificate is not good.
        """
        del cursor
        size, now = heads.size_of(note), time.monotonic()
        last, known = _mailed.get(self.name, (float("-inf"), 0))
        if size <= known or now - last < EVERY:
            return
        try:
            self._send(note, size)
        except OSError as error:  # and whatever the server answers: SMTPException is one
            raise Unavailable(f"the head could not be mailed: {type(error).__name__}") from error
        _mailed[self.name] = now, size

    def _send(self, note: str, size: int) -> None:
        with connected() as server:
            server.send_message(self._message(note, size))

    def _message(self, note: str, size: int) -> EmailMessage:
        message = EmailMessage()
        message["From"], message["To"] = settings.SMTP_FROM, address(self.name)
        message["Subject"] = f"{note.partition(chr(10))[0]}: {size} entries"
        message["Date"], message["Message-ID"] = formatdate(), make_msgid(domain=settings.SMTP_FROM.rpartition("@")[2])
        message.set_content(note)
        message.add_attachment(note.encode(), maintype="text", subtype="plain", filename=f"checkpoint-{size:015d}")
        return message


def address(name: str) -> str:
    """Return the one address that `mailto:ADDRESS` names; InputError for anything else in it."""
    found = unquote(name.removeprefix(SCHEME))
    mailbox, _, host = found.partition("@")
    if not (mailbox and host) or any(letter in found for letter in ' \t\r\n,;<>?&"') or "@" in host:
        raise InputError(where="SEIYAKU_RECEIVERS", found="another kind of mail address", expected="mailto:NAME@HOST")
    return found


@contextmanager
def connected() -> Iterator[smtplib.SMTP]:
    """
    Open a connection to the mail server of the settings, over TLS where it is offered, and log in.

    Raises:
        Unavailable: no server is named, or a password would go without TLS.
    """
    host, port = _server()
    with smtplib.SMTP(host, port, timeout=TIMEOUT) as server:
        server.ehlo_or_helo_if_needed()
        if server.has_extn("starttls"):
            server.starttls(context=ssl.create_default_context())
            server.ehlo()
            _log_in(server)
        elif host in LOOPBACK:
            _log_in(server)
        elif settings.SMTP_USER:
            raise Unavailable("the mail server offers no TLS: the password is not sent")
        yield server


def _server() -> tuple[str, int]:
    host, colon, port = str(settings.SMTP_SERVER).strip().rpartition(":")
    if colon and port.isdecimal():
        return host.strip("[]"), int(port)
    if not settings.SMTP_SERVER:
        raise Unavailable("something is to be mailed, but SEIYAKU_SMTP_SERVER is not set")
    return str(settings.SMTP_SERVER), PORT


def _log_in(server: smtplib.SMTP) -> None:
    if settings.SMTP_USER:
        server.login(settings.SMTP_USER, settings.SMTP_PASSWORD())
