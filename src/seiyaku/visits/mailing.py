"""
What is mailed to customers (policy 7-1): a link and nothing else, to the address that is held.

Through SMTP_SERVER; with MAIL_FOLDER set each mail is a file there instead, for trying things out on one machine.
"""

from __future__ import annotations

import os
import secrets
import smtplib
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from pathlib import Path

from django.conf import settings

from seiyaku.core.errors import Unavailable
from seiyaku.ledger import mailing


def is_offered() -> bool:
    """Say whether anything can be mailed at all."""
    return bool(settings.MAIL_FOLDER or settings.SMTP_SERVER)


def send(to: str, subject: str, text: str) -> None:
    """
    Mail a text.

    Raises:
        Unavailable: it could not be handed over.
    """
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = settings.SMTP_FROM, to, subject
    message["Date"], message["Message-ID"] = formatdate(), make_msgid(domain=settings.SMTP_FROM.rpartition("@")[2])
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text)
    if settings.MAIL_FOLDER:
        _put(Path(settings.HOME) / settings.MAIL_FOLDER, message)
        return
    try:
        with mailing.connected() as server:
            server.send_message(message)
    except (OSError, smtplib.SMTPException) as error:
        raise Unavailable(f"it could not be mailed: {type(error).__name__}") from error


def _put(folder: Path, message: EmailMessage) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = os.open(folder / f"{secrets.token_hex(8)}.eml", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(file, "wb") as out:
        out.write(message.as_bytes())
