"""
Asking for a link (policy 7-2): the same answer, after the same work, whether anybody is held or not.

What is done while the browser waits hangs on nobody: tries are counted, and the request is put on a queue in memory.
Looking somebody up, comparing what was told, and mailing come after the answer, in a thread of their own. What was
typed is nowhere but in memory, and only until then; a request lost in a crash is asked for again.

* The link goes to the address as it is *held*: two addresses that compare equal are not always one mailbox.
* All items that were told must agree, and exactly one person must be left; for two nothing is mailed.
* Each look-up is an entry that its person sees: who tries another's page leaves traces there.
"""

from __future__ import annotations

import datetime as dt
import logging
import queue
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import connections

from seiyaku import door
from seiyaku.core.asks import Actor
from seiyaku.core.errors import InputError
from seiyaku.core.identity import same
from seiyaku.core.language import Language
from seiyaku.core.model import Policy
from seiyaku.credentials import services as credentials
from seiyaku.credentials.tokens import counted
from seiyaku.policy import queries as policies

from . import items, mailing
from .words import LINK_SUBJECT, LINK_TEXT

log = logging.getLogger(__name__)
PURPOSE = "law:identify"
PORTAL = Actor(id="system:portal", kind="system", proven_by="job")
WITHIN = dt.timedelta(hours=1)
FROM_ONE_PLACE, OF_ONE_MAIL = 60, 5  # tries within the hour
WAITING_AT_MOST = 1_000
SHARING_AT_MOST = 20  # people with one mail address who are looked at
LONGEST = 200  # characters of what is typed


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What somebody typed, where the link leads (up to its secret), and the browser it will work in."""

    mail: str = field(repr=False)
    told: Mapping[str, str] = field(repr=False)
    language: Language
    address: str
    browser: str = field(repr=False)


_waiting: queue.Queue[Request] = queue.Queue(WAITING_AT_MOST)
_worker: list[threading.Thread] = []
_starting = threading.Lock()


def ask(request: Request, *, origin: str) -> None:
    """
    Take a request; nothing tells whether anything will come of it.

    Raises:
        InputError: fewer items were told than the policy wants; that hangs on nobody who is held.
    """
    wanted = items.asked(policies.in_force().policy)
    if wanted is None or not mailing.is_offered():
        raise InputError("sign-in", "no link by mail", "the post")
    told = {name: said.strip()[:LONGEST] for name, said in request.told.items() if name in wanted.items}
    told = {name: said for name, said in told.items() if said}
    if not request.mail.strip() or len(told) < wanted.needed:
        raise InputError("sign-in", f"{len(told)} items", f"a mail address and {wanted.needed} items")
    mail = request.mail.strip()[:LONGEST]
    limits = {counted("origin", origin): FROM_ONE_PLACE, counted("mail", mail.casefold()): OF_ONE_MAIL}
    if credentials.allowed(limits, WITHIN):
        _put(Request(mail=mail, told=told, language=request.language, address=request.address, browser=request.browser))


def _put(request: Request) -> None:
    with _starting:
        if not _worker or not _worker[0].is_alive():
            _worker[:] = [threading.Thread(target=_work, name="seiyaku-links", daemon=True)]
            _worker[0].start()
    try:
        _waiting.put_nowait(request)
    except queue.Full:
        log.warning("too many requests for links are waiting: one was let go")


def settle() -> None:
    """Wait until everything asked for so far has been dealt with."""
    _waiting.join()


def _work() -> None:
    while True:
        request = _waiting.get()
        try:
            answer(request)
        except Exception as error:  # noqa: BLE001  # one request's failure is not another's
            log.error("a link was not mailed: %s", type(error).__name__)  # noqa: TRY400  # no values
        finally:
            connections.close_all()
            _waiting.task_done()


def answer(request: Request) -> None:
    """Look whether exactly one person is who the request says, and mail them a link."""
    policy = policies.in_force().policy
    wanted = items.asked(policy)
    if wanted is None:
        return
    try:
        found = door.find({wanted.mail: request.mail}, purpose=PURPOSE, actor=PORTAL).people
    except InputError:  # no mail address
        return
    mails = {person: _agrees(policy, wanted, person, request) for person in found[:SHARING_AT_MOST]}
    reached = [(person, mail) for person, mail in mails.items() if mail]
    if len(reached) != 1:
        return
    person, mail = reached[0]
    token = credentials.mail_link(bytes.fromhex(person), request.browser)
    name, language = policy.operator.name[request.language], request.language
    text = LINK_TEXT.say(language).format(name=name, address=request.address + token)
    mailing.send(mail, LINK_SUBJECT.say(language).format(name=name), text)


def _agrees(policy: Policy, wanted: items.Asked, person: str, request: Request) -> str | None:
    """Return the mail address held on a person of whom all that was told is true."""
    told = {wanted.mail: request.mail, **request.told}
    held = door.contact(person, told, purpose=PURPOSE, actor=PORTAL).values
    fields = policy.rules.fields
    # all are compared, whichever differs
    true = [same(fields[name].type, held.get(name) or "", said) for name, said in told.items()]
    return held[wanted.mail] if all(true) else None
