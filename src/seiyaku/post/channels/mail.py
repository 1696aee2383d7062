"""
E-mail: the package as an attachment that only the recipient opens; the password never goes the same way.

A mail server cannot be asked what it has. So what fails before the end of the message is tried again, and what breaks
off after it is for a person to find out: nothing is mailed twice.
"""

from __future__ import annotations

import smtplib
from email import policy
from email.message import EmailMessage
from email.utils import format_datetime

from django.conf import settings

from seiyaku.core.errors import Unavailable
from seiyaku.ledger import mailing
from seiyaku.post.addresses import Address
from seiyaku.post.faults import Later, Never, Unsure

from . import Handing

LARGEST = 20 << 20


class Mail:
    """Mails the letter with the package attached."""

    asks = False

    def hand_over(self, address: Address, parcel: Handing) -> str:
        """Mail it; return the server's answer code."""
        if parcel.size > LARGEST:
            raise Never("too large for a mail")
        to, said = address.parts.path, ""
        try:
            with mailing.connected() as server:
                said = _said(server, to, self._message(to, parcel))
        except (Unavailable, OSError, smtplib.SMTPException) as error:
            if not said:  # a goodbye that fails takes nothing back
                raise Later(f"mail: {type(error).__name__}") from error
        return said

    def _message(self, to: str, parcel: Handing) -> bytes:
        message = EmailMessage(policy=policy.SMTP)
        message["From"], message["To"], message["Subject"] = settings.SMTP_FROM, to, parcel.letter.subject
        message["Date"] = format_datetime(parcel.queued_at)
        message["Message-ID"] = f"<{parcel.receipt}@{settings.SMTP_FROM.rpartition('@')[2]}>"
        message.set_content(parcel.letter.text)
        body = b"".join(parcel.pieces())
        message.add_attachment(body, maintype="application", subtype="octet-stream", filename=parcel.name)
        return message.as_bytes()


def _said(server: smtplib.SMTP, to: str, message: bytes) -> str:
    for code, _ in (server.mail(settings.SMTP_FROM), server.rcpt(to)):
        _fine(code, "before the message")
    try:
        code, _ = server.data(message)
    except smtplib.SMTPDataError as error:
        _fine(error.smtp_code, "before the message")
        raise Later("mail: the server wants no message") from None
    except (OSError, smtplib.SMTPServerDisconnected):
        raise Unsure("mail: the server was not heard after the message") from None
    _fine(code, "after the message")
    return f"SMTP {code}"


def _fine(code: int, when: str) -> None:
    if 200 <= code < 400:
        return
    raise (Later if code < 500 else Never)(f"SMTP {code} {when}")
