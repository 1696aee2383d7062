"""
Signing in and out (policy 3-3): no default password, no telling who exists, no guessing at speed.

* An unknown login costs one slow hash, as a known one does, and is answered in the same words.
* Tries are counted by the login typed together with the origin, whether or not it exists, and by the origin; past the
  limit nothing is tried. So whoever guesses from elsewhere locks only themselves out.
* Over all origins a login has a higher limit; from where its owner signed in this month it does not count.
* The token is returned once; what is stored is its SHA-256.
* Whoever has a second factor proves it, here as in the browser: a password alone is half a key.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from dataclasses import dataclass, field
from functools import cache

from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.password_validation import CommonPasswordValidator, UserAttributeSimilarityValidator
from django.core.exceptions import ValidationError
from django.utils import timezone

from seiyaku.core.asks import Actor
from seiyaku.core.errors import InputError, NotProven
from seiyaku.keys.memory import remembered
from seiyaku.papers.naming import new_ref

from . import factors, tries
from .models import Account, Attempt, Session
from .tokens import new_token
from .tries import WINDOW, counted

SESSION = dt.timedelta(hours=12)
KNOWN = dt.timedelta(days=30)
TRIES_PER_PAIR = 8
TRIES_PER_LOGIN = 100
TRIES_PER_ORIGIN = 60
SHORTEST, LONGEST = 12, 256
WRONG = "login or password is wrong, or there were too many tries: wait a quarter of an hour"


class SecondFactorAsked(NotProven):
    """The password is right; the code of the second factor is missing."""

    def __init__(self) -> None:
        super().__init__("the code of the second factor is missing")


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """A session that has just begun. The token shows in no text and is not kept."""

    token: str = field(repr=False)
    session: str
    actor: Actor
    ends_at: dt.datetime


def sign_in(login: str, password: str, *, origin: str | None = None, code: str | None = None) -> SignedIn:
    """
    Begin a session for the account; `code` is that of the authenticator, or a recovery code, where it has one.

    Raises:
        NotProven: in the same words whether the login is unknown, the password wrong, the account closed or held up.
        SecondFactorAsked: the password is right, and the account has a second factor that no code was given for.
    """
    account = prove(login, password, origin=origin, keep_count=True)
    if factors.has_one(account):
        if code is None:
            raise SecondFactorAsked
        if not tries.may_try_code(account) or not factors.proves(account, code) or not tries.use_up(account, code):
            raise NotProven(WRONG)
    forget_tries(account, origin)
    return begin(account, origin=origin)


def prove(login: str, password: str, *, origin: str | None, keep_count: bool = False) -> Account:
    """
    Return the account that the login and the password are of; every try is counted, whoever asks and wherever.

    Raises:
        NotProven: in the same words, and after the same work, for whatever reason.
    """
    name = normal_login(login)
    if not _may_try(name, origin):
        raise NotProven(WRONG)
    account = Account.objects.filter(login=name).first()
    right = check_password(password[:LONGEST], account.password if account else _decoy())
    if account is None or not right or len(password) > LONGEST or account.left_on is not None:
        raise NotProven(WRONG)
    if not keep_count:
        forget_tries(account, origin)
    return account


def forget_tries(account: Account, origin: str | None) -> None:
    """Forget the tries counted under this account's login from this origin: it has just proven itself there."""
    Attempt.objects.filter(pair=_pair(account.login, origin)).delete()


def begin(account: Account, proof: str = "session", origin: str | None = None) -> SignedIn:
    """Begin a session for an account that has just proven itself; `origin`: where from, to be known there."""
    token, kept = new_token()
    now = timezone.now()
    Session.objects.filter(started_at__lt=now - KNOWN, place__isnull=False).update(place=None)
    session = Session.objects.create(
        ref=new_ref("session"), account=account, token=kept, proof=proof, started_at=now, ends_at=now + SESSION,
        place=None if origin is None else _pair(account.login, origin),
    )  # fmt: skip
    actor = Actor(id=account.ref, kind="staff", proven_by=proof, session=session.ref)
    return SignedIn(token=token, session=session.ref, actor=actor, ends_at=session.ends_at)


def sign_out(*, actor: Actor) -> None:
    """End the session the actor acts in."""
    Session.objects.filter(ref=actor.session, account__ref=actor.id, ended_at=None).update(ended_at=timezone.now())


def end_sessions(account: Account, keep: str | None = None) -> None:
    """End every session of the account, but for the one named."""
    Session.objects.filter(account=account, ended_at=None).exclude(ref=keep or "").update(ended_at=timezone.now())


def change_password(old: str, new: str, *, actor: Actor) -> None:
    """Change the actor's own password, and end all their other sessions."""
    account = Account.objects.filter(ref=actor.id, left_on=None).first()
    if account is None or not _may_try(account.login, None) or not check_password(old[:LONGEST], account.password):
        raise NotProven(WRONG)
    account.password = new_password(new, account.login)
    account.save(update_fields=["password"])
    end_sessions(account, keep=actor.session)


def normal_login(login: str) -> str:
    """Return the login as it is kept: width and case do not matter."""
    return unicodedata.normalize("NFKC", login).strip().casefold()


def new_password(password: str, login: str) -> str:
    """Return the slow hash of a password that is fit to be one; InputError, without the password, if it is not."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise InputError("password", f"{len(password)} characters", f"{SHORTEST} to {LONGEST}")
    try:
        _common().validate(password)
        UserAttributeSimilarityValidator(("login",)).validate(password, Account(login=login))
    except ValidationError as error:
        raise InputError(
            "password", "one that is easily guessed", "one that is neither common nor the login"
        ) from error
    return make_password(password)


@cache
def _common() -> CommonPasswordValidator:
    return CommonPasswordValidator()  # unpacks twenty thousand of them


@remembered
def _decoy() -> str:
    return make_password("nobody's password")


def _may_try(login: str, origin: str | None) -> bool:
    """Count this try first, then look: two at once cannot both be the last one allowed."""
    now = timezone.now()
    Attempt.objects.filter(at__lt=now - WINDOW).delete()
    who, pair = counted("login", login), _pair(login, origin)
    where = counted("origin", origin) if origin is not None else None
    Attempt.objects.create(login=who, pair=pair, origin=where, at=now)
    if Attempt.objects.filter(pair=pair).count() > TRIES_PER_PAIR:
        return False
    if where is not None and Attempt.objects.filter(origin=where).count() > TRIES_PER_ORIGIN:
        return False
    return Attempt.objects.filter(login=who).count() <= TRIES_PER_LOGIN or _is_known(pair, now)


def _is_known(pair: bytes, now: dt.datetime) -> bool:
    """Tell whether the login's owner signed in from this origin lately."""
    return Session.objects.filter(place=pair, started_at__gte=now - KNOWN).exists()


def _pair(login: str, origin: str | None) -> bytes:
    return counted("pair", f"{origin}\0{login}")
