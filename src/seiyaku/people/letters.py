"""
Mails to staff (policy 2-1, 2-4): an invitation, a training about to lapse.

To the address in their sealed contact, which is opened for it and on record; nothing of customers is in them.
"""

from __future__ import annotations

import datetime as dt
import json
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse

from seiyaku.core.asks import Actor
from seiyaku.core.errors import NotFound, Unavailable
from seiyaku.core.language import Text
from seiyaku.ledger import letters as mail
from seiyaku.papers import services as papers

from . import rules
from .days import local
from .models import Account

INVITED = Text("アカウントの招待", "An invitation to your account")
INVITATION = Text(
    "{operator} のアカウント「{login}」が用意されました。次のリンクを開いて、パスワードを決めてください。\n\n{link}\n\n"
    "リンクは一度だけ、{until} まで使えます。心当たりがなければ、開かずに管理責任者へお知らせください。",
    "An account, {login}, has been made for you at {operator}. Open this link and choose a password:\n\n{link}\n\n"
    "It works once, until {until}. If you expect none, do not open it, and tell the manager.",
)
LAPSING = Text("研修の期限が近づいています", "Your training is about to lapse")
LAPSE = Text(
    "{login} さんの研修「{course}」の期限は {until} です。"
    "翌日からは、修了を記録するまで個人情報を扱えません。\n\n{link}",
    "{login}: your training, {course}, is good until {until}. "
    "From the day after, personal information stays closed to you until a completion is recorded.\n\n{link}",
)


def may_reach(account: Account) -> bool:
    """Tell whether a mail could go to them: there is a server, and an address that has not ended."""
    return mail.configured() and account.contact is not None and account.contact.destroyed_at is None


def invite(account: Account, code: str, ends_at: dt.datetime, *, actor: Actor) -> bool:
    """Mail an invitation's link to whom it is for; return whether it went."""
    link = f"{settings.ADDRESS}{reverse('console:invited')}?{urlencode({'code': code})}"
    said = {"login": account.login, "link": link, "until": f"{local(ends_at):%Y-%m-%d %H:%M}"}
    try:
        return _send(account, INVITED, INVITATION, said, act="mail-invitation", actor=actor)
    except Unavailable:
        return False


def warn(account: Account, course: str, until: dt.date, *, actor: Actor) -> bool:
    """Mail somebody that a training lapses; False where no address is kept. Raises Unavailable: it did not go."""
    said = {
        "login": account.login,
        "course": course,
        "until": str(until),
        "link": settings.ADDRESS + reverse("console:self"),
    }
    return _send(account, LAPSING, LAPSE, said, act="mail-reminder", actor=actor)


def _send(account: Account, subject: Text, body: Text, said: dict[str, str], *, act: str, actor: Actor) -> bool:
    if not may_reach(account) or account.contact is None:
        return False
    try:
        contact = json.loads(papers.open_(account.contact.ref, actor=actor, act=act, about={"case": account.ref}))
    except NotFound:
        return False
    to = str(contact.get("email", ""))
    if not to:
        return False
    operator = rules.in_force().operator.name
    texts = [body.say(language).format(**said, operator=operator[language]) for language in ("ja", "en")]
    mail.send(to, f"{subject.ja} / {subject.en}", "\n\n---\n\n".join(texts) + "\n")
    return True
