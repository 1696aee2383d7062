"""A customer with a browser: Django's client, a mailbox in a folder, and the letters that come by post."""

from __future__ import annotations

import email
import re
from dataclasses import dataclass, field
from email.policy import default
from pathlib import Path
from typing import Any

import pypdfium2
from django.conf import settings
from django.test import Client

from seiyaku.core.asks import Actor
from seiyaku.credentials import queries
from seiyaku.visits import asking, letters
from tests.archival import held_as_claimed
from tests.promises.founded import ALICE

TWO = {"item-phone": ALICE["phone"], "item-birth-date": ALICE["birth-date"]}
MAIL = ALICE["email"]


def mails() -> list[tuple[str, str]]:
    """Return (to, text) of every mail that was sent, in no order."""
    folder = Path(settings.HOME) / settings.MAIL_FOLDER
    read = [email.message_from_bytes(file.read_bytes(), policy=default) for file in folder.glob("*.eml")]
    return [(str(one["To"]), one.get_content()) for one in read]


@dataclass
class Customer:
    """Somebody at the public pages; each step says what it must come to."""

    language: str = "ja"
    client: Client = field(default_factory=Client)

    @property
    def root(self) -> str:
        """Where their own page is."""
        return "/my/" if self.language == "ja" else "/en/my/"

    def get(self, path: str = "") -> Any:
        """Look at a page."""
        return self.client.get(self.root + path)

    def does(self, path: str, status: int = 303, /, **said: str) -> Any:
        """Send a form that must be answered so."""
        answer = self.client.post(self.root + path, said)
        assert answer.status_code == status, answer.content.decode()
        return answer

    def refused(self, path: str, /, **said: str) -> Any:
        """Send a form that must be turned away."""
        return self.does(path, 403, **said)

    def asks(self, mail: str = MAIL, **told: str) -> Any:
        """Ask for a link, and wait until whatever comes of it has come."""
        answer = self.does("ask", mail=mail, **(told or TWO))
        asking.settle()
        return answer

    def link(self) -> str:
        """Return the path of the link in the newest mail there is."""
        (found,) = [re.search(r"https?://[^/]+(/\S+)", text) for _, text in mails()][-1:]
        assert found is not None
        return found[1]

    def opens_link(self, mail: str = MAIL, **told: str) -> Customer:
        """Ask for a link, get it, and press its button."""
        before = {text for _, text in mails()}
        self.asks(mail, **told)
        (text,) = [text for _, text in mails() if text not in before]
        found = re.search(r"https?://[^/]+(/\S+)", text)
        assert found is not None
        answer = self.client.post(found[1])
        assert answer.status_code == 303, answer.content.decode()
        return self

    def gets_letter(self, desk: Actor) -> str:
        """Ask for a letter; the desk prints it; return the code that stands on it."""
        self.does("letter")
        return code_in(letters.print_(queries.letters()[0].ref, actor=desk))

    def enters(self, desk: Actor, mail: str = MAIL, **told: str) -> Customer:
        """Prove enough to be shown everything."""
        code = self.opens_link(mail, **told).gets_letter(desk)
        self.does("code", code=code)
        return self


def text_of(pdf: bytes) -> str:
    """Return what a PDF says."""
    document = pypdfium2.PdfDocument(pdf)
    return "\n".join(page.get_textpage().get_text_range() for page in document)


def code_in(pdf: bytes) -> str:
    """Return the code on a letter, which is the kind of PDF that it says it is."""
    held_as_claimed(pdf)
    found = re.search(r"\d{4}-\d{4}-\d{4}", text_of(pdf))
    assert found is not None
    return found[0]
