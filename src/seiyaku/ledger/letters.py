"""
One letter to one address, through the server that the operator's settings name (policy 2-1): what staff are written.

Parcels with values leave through `post`; this is for what names nobody but the member of staff it goes to.
"""

from __future__ import annotations

import smtplib
from email.message import EmailMessage
from email.utils import formatdate, make_msgid

from django.conf import settings

from seiyaku.core.errors import Unavailable

from .mailing import connected


def configured() -> bool:
    """Tell whether there is a server to mail through."""
    return bool(str(settings.SMTP_SERVER).strip())


def send(to: str, subject: str, text: str) -> None:
    """
    Mail one letter.

    Raises:
        Unavailable: there is no server, it does not answer or does not take it, or its certificate is not good.
    """
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = settings.SMTP_FROM, to, subject
    message["Date"], message["Message-ID"] = formatdate(), make_msgid(domain=settings.SMTP_FROM.rpartition("@")[2])
    message.set_content(text)
    try:
        with connected() as server:
            server.send_message(message)
    except (OSError, smtplib.SMTPException) as error:
        raise Unavailable(f"it could not be mailed: {type(error).__name__}") from error
