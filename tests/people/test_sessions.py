"""Signing in (3-3): proven, counted, told nothing."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from django.contrib.auth.hashers import check_password
from django.utils import timezone

from seiyaku.core.errors import InputError, NotProven
from seiyaku.people import sessions
from seiyaku.people.models import Account, Session
from seiyaku.people.queries import actor_of

from .sample import DAY, PASSWORD, account

pytestmark = pytest.mark.promise("3-3", "2-1")


def test_a_session_proves_its_account_and_its_token_is_nowhere(blank: Path) -> None:
    bob = account()

    signed = sessions.sign_in(" BOB ", PASSWORD)

    assert actor_of(signed.token) == signed.actor
    assert (signed.actor.id, signed.actor.proven_by) == (bob.ref, "session")
    assert signed.token.encode() not in bytes(Session.objects.get().token)
    assert signed.token not in repr(signed)


def test_wrong_login_and_wrong_password_are_told_apart_by_nothing(blank: Path) -> None:
    account()
    said = []

    for login, password in (("bob", "not it, not at all"), ("mallory", PASSWORD), ("bob", PASSWORD * 40)):
        with pytest.raises(NotProven) as caught:
            sessions.sign_in(login, password)
        said.append(str(caught.value))

    assert len(set(said)) == 1


def test_an_unknown_login_costs_one_slow_hash_like_a_known_one(blank: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    account()
    hashed: list[str] = []

    def watched(password: str, encoded: str) -> bool:
        hashed.append(encoded.partition("$")[0])
        return check_password(password, encoded)

    monkeypatch.setattr(sessions, "check_password", watched)

    for login in ("bob", "mallory"):
        with pytest.raises(NotProven):
            sessions.sign_in(login, "not it, not at all")

    assert hashed == ["scrypt", "scrypt"]


def test_after_too_many_tries_even_the_right_password_waits(blank: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    account()
    monkeypatch.setattr(sessions, "TRIES_PER_PAIR", 2)
    for _ in range(sessions.TRIES_PER_PAIR):
        with pytest.raises(NotProven):
            sessions.sign_in("bob", "not it, not at all")

    with pytest.raises(NotProven):
        sessions.sign_in("bob", PASSWORD)


def test_a_right_password_clears_the_count_of_its_login(blank: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    account()
    monkeypatch.setattr(sessions, "TRIES_PER_PAIR", 2)

    for _ in range(sessions.TRIES_PER_PAIR + 1):
        sessions.sign_in("bob", PASSWORD)


def test_an_origin_is_held_up_whatever_logins_it_tries(blank: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    account()
    monkeypatch.setattr(sessions, "TRIES_PER_ORIGIN", 2)
    for login in ("one", "two"):
        with pytest.raises(NotProven):
            sessions.sign_in(login, PASSWORD, origin="192.0.2.7")

    with pytest.raises(NotProven):
        sessions.sign_in("bob", PASSWORD, origin="192.0.2.7")
    assert sessions.sign_in("bob", PASSWORD, origin="192.0.2.8")


@pytest.mark.promise("3-3")
def test_an_outsider_who_guesses_locks_themselves_out_and_not_the_owner(
    blank: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    account()
    monkeypatch.setattr(sessions, "TRIES_PER_PAIR", 2)
    for _ in range(4):
        with pytest.raises(NotProven):
            sessions.sign_in("bob", "not it, not at all", origin="192.0.2.7")

    assert sessions.sign_in("bob", PASSWORD, origin="198.51.100.1")
    with pytest.raises(NotProven):  # a right guess comes too late there: the owner's success clears nothing for them
        sessions.sign_in("bob", PASSWORD, origin="192.0.2.7")


@pytest.mark.promise("3-3")
def test_guessing_from_everywhere_is_held_up_but_the_owner_comes_in_from_where_they_usually_do(
    blank: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    account()
    sessions.sign_in("bob", PASSWORD, origin="198.51.100.1")
    monkeypatch.setattr(sessions, "TRIES_PER_LOGIN", 3)
    for last in range(5):
        with pytest.raises(NotProven):
            sessions.sign_in("bob", "not it, not at all", origin=f"192.0.2.{last}")

    with pytest.raises(NotProven):
        sessions.sign_in("bob", PASSWORD, origin="192.0.2.99")
    assert sessions.sign_in("bob", PASSWORD, origin="198.51.100.1")
    Session.objects.update(started_at=timezone.now() - sessions.KNOWN)
    with pytest.raises(NotProven):
        sessions.sign_in("bob", PASSWORD, origin="198.51.100.1")


@pytest.mark.parametrize("ending", ["signed out", "expired", "left"])
def test_an_ended_session_proves_nothing(blank: Path, ending: str) -> None:
    account()
    signed = sessions.sign_in("bob", PASSWORD)

    if ending == "signed out":
        sessions.sign_out(actor=signed.actor)
    elif ending == "expired":
        Session.objects.update(ends_at=timezone.now() - dt.timedelta(seconds=1))
    else:
        Account.objects.update(left_on=DAY)

    with pytest.raises(NotProven):
        actor_of(signed.token)


def test_nobody_who_has_left_signs_in(blank: Path) -> None:
    account()
    Account.objects.update(left_on=DAY)

    with pytest.raises(NotProven):
        sessions.sign_in("bob", PASSWORD)


def test_a_new_password_ends_the_other_sessions(blank: Path) -> None:
    account()
    other, mine = sessions.sign_in("bob", PASSWORD), sessions.sign_in("bob", PASSWORD)

    sessions.change_password(PASSWORD, "a quite different sentence", actor=mine.actor)

    assert actor_of(mine.token)
    with pytest.raises(NotProven):
        actor_of(other.token)


@pytest.mark.parametrize("password", ["short", "password1234", "x" * 257, "bob-the-clerk-1"])
def test_a_password_that_guards_nothing_is_not_taken_and_not_repeated(blank: Path, password: str) -> None:
    with pytest.raises(InputError) as caught:
        sessions.new_password(password, "bob-the-clerk")

    assert password not in str(caught.value)
