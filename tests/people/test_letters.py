"""Invitations and reminders by mail: to whom they are for, once each, and on record (2-1, 2-4, 3-3)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from pytest_django import Settings

from seiyaku.core.asks import Actor
from seiyaku.core.errors import InputError, Refused, Unavailable
from seiyaku.people import invitations, services
from seiyaku.people.days import today
from seiyaku.people.models import Account, Completion, Reminder, Session
from seiyaku.people.staffing import Hired
from tests.portal.sample import publish_first
from tests.postbox import Postbox, listening

from .sample import PASSWORD, account, charge, entries, label, policy

pytestmark = pytest.mark.promise("2-4", "2-1", "3-3")
DAY = dt.timedelta(days=1)
NIGHTLY = Actor(id="system:nightly", kind="system", proven_by="job")
RULES = policy(training={"basics": {"label": label("基礎"), "valid_for": "1y", "warn_before": "30d"}})


@pytest.fixture
def postbox(instance: Path, settings: Settings) -> Iterator[Postbox]:
    """A mail server, and a policy in force."""
    publish_first()
    with listening() as found:
        settings.SMTP_SERVER, settings.ADDRESS = f"127.0.0.1:{found.port}", "https://privacy.example"
        yield found


def acts(of: Account) -> Actor:
    return Actor(id=of.ref, kind="staff", proven_by="session")


def hired(by: Account, email: str | None = "carol@staff.example") -> Hired:
    contact = {"email": email} if email else None
    return services.hire("carol", "employee", contact=contact, contact_until=today() + 9 * DAY, actor=acts(by))


def code_in(said: str) -> str:
    (link,) = set(re.findall(r"https://\S+", said))
    assert urlsplit(link).path == "/console/invitation"
    return str(parse_qs(urlsplit(link).query)["code"][0])


def test_an_invitation_goes_by_mail_to_its_owner_and_to_nobody_else(postbox: Postbox) -> None:
    made = hired(account("alice", duties=("manager",)))

    assert (made.mailed, made.invitation) == (True, "")
    assert postbox.to == ["rcpt TO:<carol@staff.example>\r\n"]
    signed = services.accept_invitation(code_in(postbox.said()[0]), PASSWORD)
    assert signed.actor.id == made.account.ref
    told = [one for one in entries() if one["act"] == "mail-invitation"]
    assert [one["case"] for one in told] == [made.account.ref]
    assert "carol@staff.example" not in str(entries())


def test_without_an_address_or_a_server_it_is_shown_once_instead(postbox: Postbox, settings: Settings) -> None:
    manager = account("alice", duties=("manager",))

    shown = hired(manager, None)
    settings.SMTP_SERVER = "127.0.0.1:9"
    unsent = services.invite_again(shown.account.ref, actor=acts(manager))

    assert (shown.mailed, unsent.mailed, postbox.mails) == (False, False, [])
    assert services.accept_invitation(unsent.invitation, PASSWORD)
    with pytest.raises(Exception, match=invitations.WRONG):
        services.accept_invitation(shown.invitation, PASSWORD)


def test_an_address_that_would_be_another_header_is_refused(postbox: Postbox) -> None:
    manager = account("alice", duties=("manager",))

    for wrong in ("a@b\r\nBcc: c@d", "a@b, c@d", "nobody", "<a@b>"):
        with pytest.raises(InputError):
            hired(manager, wrong)
    with pytest.raises(InputError):
        services.hire("dave", "employee", contact={"home": "x"}, contact_until=today(), actor=acts(manager))

    assert not Account.objects.filter(login__in=("carol", "dave")).exists()


def test_who_is_invited_anew_is_signed_out_and_their_old_password_is_void(postbox: Postbox) -> None:
    manager = account("alice", duties=("manager",))
    carol = hired(manager, None)
    services.accept_invitation(carol.invitation, PASSWORD)

    services.invite_again(carol.account.ref, actor=acts(manager))

    assert not Session.objects.filter(account=carol.account, ended_at=None).exists()
    with pytest.raises(Exception, match="wrong"):
        services.sign_in("carol", PASSWORD)


def test_inviting_anew_somebody_who_approves_takes_two(postbox: Postbox) -> None:
    manager, second = account("alice", duties=("manager",)), account("dave", duties=("approver",))
    carol = hired(manager, None)
    services.accept_invitation(carol.invitation, PASSWORD)
    charge(carol.account, "approver")

    with pytest.raises(Refused) as refused:
        services.invite_again(carol.account.ref, actor=acts(manager))
    proposal = services.propose("invite-again", carol.account.ref, beneficiary=carol.account.ref, actor=acts(manager))
    services.approve(proposal.ref, actor=acts(second))

    assert refused.value.answer.reason == "one-person"
    assert services.invite_again(carol.account.ref, proposal=proposal.ref, actor=acts(manager)).invitation


def test_a_lost_device_is_signed_out_by_who_manages_or_by_oneself_and_by_nobody_else(postbox: Postbox) -> None:
    manager, other = account("alice", duties=("manager",)), account("eve")
    carol = hired(manager, None)
    signed = services.accept_invitation(carol.invitation, PASSWORD)

    with pytest.raises(Refused):
        services.sign_out_everywhere(carol.account.ref, actor=acts(other))
    assert Session.objects.filter(ref=signed.session, ended_at=None).exists()
    services.sign_out_everywhere(carol.account.ref, actor=acts(manager))

    assert not Session.objects.filter(account=carol.account, ended_at=None).exists()


def completed(of: Account, days: int) -> dt.date:
    until = today() + days * DAY
    Completion.objects.create(
        account=of, course="basics", completed_on=until - 365 * DAY, valid_until=until, recorded_by="system:test"
    )
    return until


@pytest.mark.parametrize(("days", "mails"), [(15, 0), (14, 1), (3, 1), (0, 1), (-1, 0)])
def test_fourteen_days_before_a_training_lapses_its_owner_is_told_once(postbox: Postbox, days: int, mails: int) -> None:
    carol = hired(account("alice", duties=("manager",))).account
    until = completed(carol, days)
    postbox.mails.clear()

    sent = [services.remind(actor=NIGHTLY, policy=RULES) for _ in range(2)]

    assert sent == [mails, 0]
    assert len(postbox.mails) == mails
    assert all(str(until) in said and "基礎" in said for said in postbox.said())


def test_a_later_lapse_is_another_reminder_and_a_policy_that_warns_later_is_heeded(postbox: Postbox) -> None:
    carol = hired(account("alice", duties=("manager",))).account
    until = completed(carol, 10)
    later = policy(training={"basics": {"label": label("基礎"), "valid_for": "1y", "warn_before": "7d"}})

    assert services.remind(actor=NIGHTLY, policy=later) == 0
    assert services.remind(actor=NIGHTLY, policy=RULES) == 1
    next_year = completed(carol, 375)

    assert services.remind(actor=NIGHTLY, policy=RULES, day=next_year - 14 * DAY) == 1
    assert set(Reminder.objects.values_list("lapses_on", flat=True)) == {until, next_year}


def test_one_that_did_not_go_is_tried_another_night_and_who_left_is_not_told(
    postbox: Postbox, settings: Settings
) -> None:
    manager = account("alice", duties=("manager",))
    carol = hired(manager).account
    completed(carol, 5)
    settings.SMTP_SERVER = "127.0.0.1:9"
    with pytest.raises(Unavailable):
        services.remind(actor=NIGHTLY, policy=RULES)
    assert not Reminder.objects.exists()
    settings.SMTP_SERVER = f"127.0.0.1:{postbox.port}"

    assert services.remind(actor=NIGHTLY, policy=RULES) == 1
    services.leave(carol.ref, actor=acts(manager))
    completed(carol, 9)

    assert services.remind(actor=NIGHTLY, policy=RULES) == 0


def test_without_a_server_nobody_is_claimed_to_have_been_told(postbox: Postbox, settings: Settings) -> None:
    carol = hired(account("alice", duties=("manager",))).account
    completed(carol, 5)
    settings.SMTP_SERVER = ""

    assert services.remind(actor=NIGHTLY, policy=RULES) == 0
    assert not Reminder.objects.exists()
