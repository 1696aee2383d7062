"""
What happens to credentials (policy 7-2, 3-3). Who may do it was decided before: by the door, or by what was proven.

* Everything random is made here, and returned once; what is kept of it is its hash.
* A link and a ceremony work once: taking one away is what tells whether it was there.
* `forget` (erasure), `hand_over` (merge) and `end_all` (restoration) run inside their caller's transaction.
"""

from __future__ import annotations

import datetime as dt
import json
import secrets
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.hashers import check_password, make_password
from django.db import IntegrityError as Twice
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from seiyaku.core.errors import Conflict, IntegrityError, NotProven
from seiyaku.keys.keyring import keyring
from seiyaku.keys.macs import every, mac
from seiyaku.ledger import changes
from seiyaku.ledger.transactions import Cursor, raw_cursor
from seiyaku.papers import services as papers
from seiyaku.papers.models import Paper
from seiyaku.papers.naming import new_ref
from seiyaku.people.factors import close, open_

from . import tokens
from .models import Ceremony, Letter, Link, Login, Passkey, Try, Visit

LINK = dt.timedelta(minutes=15)
VISIT = dt.timedelta(hours=1)
IDLE = dt.timedelta(minutes=20)
CEREMONY = dt.timedelta(minutes=10)
LETTER = dt.timedelta(days=30)
TRIES = 5  # of a letter's code, before it is of no use any more
LETTERS = 3  # in LETTER
PLACE = "ceremony"
LOGIN = "customer-login"
SEEN_AGAIN = dt.timedelta(minutes=1)
DIGITS = 12
OF_PEOPLE = (Link, Visit, Letter, Passkey, Login)
_TABLES = [f"credentials_{kind.__name__.lower()}" for kind in OF_PEOPLE]
_KNOWN = " UNION ALL ".join(f"SELECT 1 FROM {table} WHERE person = %s" for table in _TABLES)
WRONG = "this does not prove who you are, or no longer"


def allowed(limits: dict[bytes, int], within: dt.timedelta) -> bool:
    """Count one try under each key first, then tell whether none was tried too often: two at once both count."""
    now = timezone.now()
    Try.objects.bulk_create([Try(key=key, at=now) for key in limits])
    counts = [Try.objects.filter(key=key, at__gt=now - within).count() <= most for key, most in limits.items()]
    return all(counts)


def mail_link(person: bytes, browser: str) -> str:
    """Return the secret of a new link for a person, to be opened in one browser; an earlier one of theirs ends."""
    token = tokens.new()
    with transaction.atomic():
        Link.objects.filter(person=person).delete()
        Link.objects.create(
            token=tokens.kept(token), browser=tokens.kept(browser), person=person, ends_at=timezone.now() + LINK
        )
    return token


def use_link(token: str, browser: str) -> bytes:
    """
    Use a link up, and return whose it was.

    Raises:
        NotProven: there is none, it is over, or it was asked for in another browser.
    """
    with transaction.atomic():
        found = Link.objects.filter(
            token=tokens.kept(token), browser=tokens.kept(browser), ends_at__gt=timezone.now()
        ).first()
        if found is None or Link.objects.filter(pk=found.pk).delete()[0] != 1:
            raise NotProven(WRONG)
    return bytes(found.person)


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """A visit that has just begun; the token is for the cookie, and is not kept."""

    token: str = field(repr=False)
    ref: str


def reserve() -> Begun:
    """Name a visit before it begins, so that its first entry can say which it was."""
    return Begun(token=tokens.new(), ref=new_ref("visit"))


def begin(begun: Begun, person: bytes, proof: str) -> None:
    """Begin a visit."""
    now = timezone.now()
    Visit.objects.create(
        ref=begun.ref, token=tokens.kept(begun.token), person=person, proof=proof, started_at=now, seen_at=now,
        ends_at=now + VISIT,
    )  # fmt: skip


def visit(token: str) -> Visit | None:
    """Return the visit a cookie stands for, unless it is over; note that it was seen."""
    now = timezone.now()
    found = Visit.objects.filter(token=tokens.kept(token), ends_at__gt=now, seen_at__gt=now - IDLE).first()
    if found is not None and now - found.seen_at > SEEN_AGAIN:
        Visit.objects.filter(pk=found.pk).update(seen_at=now)
    return found


def leave(ref: str) -> None:
    """End a visit."""
    Visit.objects.filter(ref=ref).delete()


def ask_letter(person: bytes, language: str) -> str:
    """
    Put a letter with a code on the queue of those who print; return its reference.

    Raises:
        Conflict: one is on its way, or there were too many.
    """
    since = timezone.now() - LETTER
    lately = Letter.objects.filter(person=person, asked_at__gt=since)
    if lately.filter(closed="", printed_at=None).exists() or lately.count() >= LETTERS:
        raise Conflict("a letter is on its way, or there were too many")
    return Letter.objects.create(ref=new_ref("letter"), person=person, language=language, asked_at=timezone.now()).ref


def new_code() -> str:
    """Return a code for a letter: twelve digits, to be typed on any telephone."""
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"


def print_letter(ref: str, code: str, *, by: str) -> None:
    """
    Keep the hash of the code that stands on a letter now printed; what it said before is of no use any more.

    Raises:
        Conflict: it was closed meanwhile.
    """
    now = timezone.now()
    said = {"code": make_password(code), "printed_at": now, "printed_by": by, "ends_at": now + LETTER, "tries": 0}
    if Letter.objects.filter(ref=ref, closed="").update(**said) != 1:
        raise Conflict("this letter is not waiting any more")


def close_letter(ref: str, why: str) -> None:
    """Close a letter."""
    Letter.objects.filter(ref=ref, closed="").update(closed=why, code="")


def try_code(person: bytes, typed: str) -> None:
    """
    Prove that the person holds a letter: the code is good once; five wrong ones close it.

    The try is counted before the code is looked at, in a statement that two at once cannot both pass.

    Raises:
        NotProven: in the same words, and after the same slow hash, whatever it was.
    """
    waiting = Letter.objects.filter(person=person, closed="", printed_at__isnull=False, ends_at__gt=timezone.now())
    letter = waiting.order_by("-pk").first()
    counted = letter is not None and Letter.objects.filter(pk=letter.pk, closed="", tries__lt=TRIES).update(
        tries=F("tries") + 1
    )
    digits = "".join(str(int(sign)) for sign in typed if sign.isdecimal())[: 2 * DIGITS]
    right = check_password(digits, letter.code if letter and counted else _decoy())
    if letter is None or not counted:
        raise NotProven(WRONG)
    if right and Letter.objects.filter(pk=letter.pk, closed="").update(closed="used", code="") == 1:
        return
    Letter.objects.filter(pk=letter.pk, closed="", tries__gte=TRIES).update(closed="tried", code="")
    raise NotProven(WRONG)


_decoys: list[str] = []


def _decoy() -> str:
    if not _decoys:
        _decoys.append(make_password("nobody's code"))
    return _decoys[0]


def add_passkey(cursor: Cursor, number: int, person: bytes, *, credential: bytes, signs: int, body: bytes) -> str:
    """
    Keep a passkey of a person, inside the transaction of its entry; `body` is sealed. Returns its reference.

    Raises:
        Conflict: it is known already.
    """
    paper = papers.seal(body, "passkey")
    try:
        row = Passkey.objects.create(
            ref=new_ref("passkey"), person=person, key=tokens.kept(credential.hex()), paper=paper.ref, signs=signs,
            made_at=timezone.now(),
        )  # fmt: skip
    except Twice:
        raise Conflict("this passkey is known already") from None
    changes.note(cursor, "credential", f"add:{row.ref}", number)
    return row.ref


def count_signature(ref: str, signs: int) -> bool:
    """Note a passkey's count of signatures; False for one that did not grow: somebody may have copied the key."""
    known = Passkey.objects.filter(ref=ref)
    if signs == 0:
        return known.filter(signs=0).exists()
    return known.filter(signs__lt=signs).update(signs=signs) == 1


def link_login(cursor: Cursor, number: int, person: bytes, issuer: str, subject: str, *, by: str) -> str:
    """
    Link an account of the operator's sign-in to a person, inside the transaction of its entry; return the reference.

    Raises:
        Conflict: it is linked already, to them or to somebody else.
    """
    if Login.objects.filter(digest__in=every(LOGIN, issuer, subject)).exists():
        raise Conflict("this account is linked already")
    paper = papers.seal(json.dumps([issuer, subject]).encode(), "login")
    row = Login.objects.create(
        ref=new_ref("login"), person=person, digest=mac(LOGIN, issuer, subject), key=keyring().current("mac").id,
        paper=paper.ref, linked_at=timezone.now(), linked_by=by,
    )  # fmt: skip
    changes.note(cursor, "credential", f"add:{row.ref}", number)
    return row.ref


def remove(cursor: Cursor, number: int, person: bytes, ref: str) -> bool:
    """Take a passkey or a linked sign-in of a person away, inside the transaction of its entry."""
    for kind in (Passkey, Login):
        papers_ = list(kind.objects.filter(ref=ref, person=person).values_list("paper", flat=True))
        if papers_:
            kind.objects.filter(ref=ref, person=person).delete()
            papers.forget(papers_)
            changes.note(cursor, "credential", f"end:{ref}", number)
            return True
    return False


def ask_browser(browser: str, kind: str, said: dict[str, Any]) -> None:
    """Keep, sealed, what a browser was asked and has not answered yet."""
    with transaction.atomic():
        now = timezone.now()
        Ceremony.objects.filter(ends_at__lte=now).delete()
        Ceremony.objects.update_or_create(
            token=tokens.kept(browser), kind=kind,
            defaults={"kept": close(json.dumps(said).encode(), PLACE), "ends_at": now + CEREMONY},
        )  # fmt: skip


def answered(browser: str, kind: str) -> dict[str, Any]:
    """
    Return what the browser was asked, once.

    Raises:
        NotProven: nothing, or too long ago.
    """
    with transaction.atomic():
        found = Ceremony.objects.filter(token=tokens.kept(browser), kind=kind, ends_at__gt=timezone.now()).first()
        if found is None or Ceremony.objects.filter(pk=found.pk).delete()[0] != 1:
            raise NotProven(WRONG)
    try:
        said: dict[str, Any] = json.loads(open_(found.kept, PLACE))
    except IntegrityError:  # sealed under a key that was turned meanwhile
        raise NotProven(WRONG) from None
    return said


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What an erasure took away here: how many rows, which papers, and the sealed bytes to search for."""

    count: int
    papers: tuple[str, ...]
    sealed: tuple[bytes, ...]


def forget(person: bytes) -> Forgotten:
    """Take away everything by which a person could prove who they are, and everything that was under way."""
    if not _is_known(person):
        return Forgotten(0, (), ())
    refs = [
        ref for kind in (Passkey, Login) for ref in kind.objects.filter(person=person).values_list("paper", flat=True)
    ]
    sealed = [bytes(body) for body in Paper.objects.filter(ref__in=refs).values_list("body", flat=True) if body]
    gone = sum(kind.objects.filter(person=person).delete()[0] for kind in OF_PEOPLE)
    return Forgotten(gone, tuple(papers.forget(refs)), tuple(sealed))


def _is_known(person: bytes) -> bool:
    """Ask once whether there is anything at all: most people never came to their page."""
    cursor = raw_cursor().execute(f"{_KNOWN} LIMIT 1", [person] * len(OF_PEOPLE))
    return cursor.fetchone() is not None


def hand_over(gone: bytes, into: bytes) -> None:
    """Give the remaining person of a merge the other's passkeys and sign-ins; what was under way ends for both."""
    for kind in (Link, Visit, Letter):
        kind.objects.filter(person__in=[gone, into]).delete()
    for kept in (Passkey, Login):
        kept.objects.filter(person=gone).update(person=into)


def end_all() -> None:
    """End everything under way (restoration): links, visits, letters and questions of a time that never was."""
    for kind in (Link, Visit, Letter, Ceremony, Try):
        kind.objects.all().delete()


def take_back(ref: str) -> bool:
    """After a restoration, take away again what a change says was taken away; False for what it gave."""
    what, _, name = ref.partition(":")
    if what != "end":
        return False
    for kind in (Passkey, Login):
        papers.forget(list(kind.objects.filter(ref=name).values_list("paper", flat=True)))
        kind.objects.filter(ref=name).delete()
    return True


def expire() -> None:
    """Take away what is over."""
    now = timezone.now()
    Link.objects.filter(ends_at__lte=now).delete()
    Visit.objects.filter(ends_at__lte=now).delete()
    Ceremony.objects.filter(ends_at__lte=now).delete()
    Try.objects.filter(at__lte=now - dt.timedelta(days=1)).delete()
    Letter.objects.filter(ends_at__lte=now, closed="").update(closed="over", code="")
    Letter.objects.filter(asked_at__lte=now - 2 * LETTER, printed_at=None, closed="").update(closed="over")
    Letter.objects.filter(asked_at__lte=now - 12 * LETTER).delete()
