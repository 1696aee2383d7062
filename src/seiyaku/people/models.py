"""Records of staff: accounts, duties, training, sessions. Contact data is sealed, with an end date (policy 2-1)."""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.db.models import F, Q

from seiyaku.papers.models import Paper

GRACE_AT_MOST = 14  # days (2-4)


class Account(AbstractBaseUser):
    """
    A member of staff (2-1). Customers are persons of the vault, never this; programs are `Program`, owned by one.

    `kind`: a staff kind of the policy; `inside`: whether that kind is of the operator's own people (3-1).
    `contact`: name and addresses, sealed, until the day the paper ends. `uses_at_most`: a daily limit, 0 for none.
    `pledged_on`: the day they pledged confidentiality.
    """

    ref = models.CharField(max_length=40, unique=True)
    login = models.CharField(max_length=64, unique=True)
    kind = models.CharField(max_length=64)
    inside = models.BooleanField()
    department = models.CharField(max_length=80, blank=True)
    supervisor = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="supervised")
    contact = models.ForeignKey(Paper, on_delete=models.PROTECT, null=True, related_name="+")
    joined_on = models.DateField()
    left_on = models.DateField(null=True)
    uses_at_most = models.PositiveIntegerField(default=0)
    pledged_on = models.DateField(null=True)

    USERNAME_FIELD = "login"

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(left_on=None) | Q(left_on__gte=F("joined_on")), name="people_left_after_joining"
            ),
            models.CheckConstraint(
                condition=Q(supervisor=None) | ~Q(supervisor=F("id")), name="people_nobody_supervises_themself"
            ),
        )


class DutyHeld(models.Model):
    """
    A duty of the policy that an account is charged with, from a day to a day (both included).

    `reserved`: only the operator's own people may hold it (3-1); the database refuses an outside account itself.
    `deputy_for`: the charge this one stands in for; a deputy's has an end. `ended_at`: taken back at once.
    """

    ref = models.CharField(max_length=40, unique=True)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="duties")
    duty = models.CharField(max_length=64)
    reserved = models.BooleanField()
    starts_on = models.DateField()
    until = models.DateField(null=True)
    deputy_for = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="deputies")
    granted_by = models.CharField(max_length=40)
    proposal = models.CharField(max_length=40, blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("starts_on")), name="people_duty_in_order"),
            models.CheckConstraint(
                condition=Q(deputy_for=None) | Q(until__isnull=False), name="people_deputy_has_an_end"
            ),
        )


class Completion(models.Model):
    """A training completed (2-4): good to the day `valid_until`, included; `score` of a hundred, where there is one."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="completions")
    course = models.CharField(max_length=64)
    completed_on = models.DateField()
    valid_until = models.DateField()
    score = models.PositiveSmallIntegerField(null=True)
    recorded_by = models.CharField(max_length=40)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("account", "course", "completed_on"), name="people_completed_once"),
            models.CheckConstraint(condition=Q(valid_until__gte=F("completed_on")), name="people_completion_in_order"),
            models.CheckConstraint(condition=Q(score=None) | Q(score__lte=100), name="people_score_of_a_hundred"),
        )


class Grace(models.Model):
    """
    A few days for one named person whose training lapsed, with a reason, sealed (2-4).

    One for each lapse: `lapsed_on` is the last day the training was good for, so that no second can be chained to it.
    """

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="graces")
    course = models.CharField(max_length=64)
    lapsed_on = models.DateField()
    days = models.PositiveSmallIntegerField()
    until = models.DateField()
    reason = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="+")
    given_by = models.CharField(max_length=40)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("account", "course", "lapsed_on"), name="people_one_grace_a_lapse"),
            models.CheckConstraint(condition=Q(days__gte=1, days__lte=GRACE_AT_MOST), name="people_grace_is_short"),
        )


class Reminder(models.Model):
    """A mail that somebody's training is about to lapse (2-4): one for each course and last good day."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="reminders")
    course = models.CharField(max_length=64)
    lapses_on = models.DateField()
    sent_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("account", "course", "lapses_on"), name="people_reminded_once"),)


class Sample(models.Model):
    """
    Uses of one member of staff drawn at random for a review (2-4), and from what: so that the draw can be told again.

    `population`: how many uses they made on these days; `pool`: SHA-256 of those entries' ids, in the ledger's order;
    `entries`: the ids drawn, a space between.
    """

    ref = models.CharField(max_length=40, unique=True)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="samples")
    drawn_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    since = models.DateField()
    until = models.DateField()
    population = models.PositiveIntegerField()
    pool = models.CharField(max_length=64)
    size = models.PositiveSmallIntegerField()
    entries = models.TextField(blank=True)
    drawn_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="people_sample_in_order"),
            models.CheckConstraint(condition=Q(size__lte=F("population")), name="people_sample_of_its_pool"),
        )


class Review(models.Model):
    """
    A supervisor's look at how one of their people used personal data over some days (2-4); the findings are sealed.

    `uses`: how many entries were looked at, those of `sample`; `passed`: nothing was found that must be mended. Nobody
    reviews themself.
    """

    ref = models.CharField(max_length=40, unique=True)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="reviews")
    reviewer = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="reviewed")
    since = models.DateField()
    until = models.DateField()
    uses = models.PositiveIntegerField()
    sample = models.OneToOneField(Sample, on_delete=models.PROTECT, null=True, related_name="review")
    passed = models.BooleanField(null=True)
    findings = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="+")
    done_on = models.DateField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~Q(account=F("reviewer")), name="people_nobody_reviews_themself"),
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="people_review_in_order"),
        )


class Session(models.Model):
    """
    A signed-in account. The token is stored only as its SHA-256; it is 32 random bytes, so nothing can guess it.

    `proof`: how far it is proven: "session" (a terminal on the machine), "password" (a browser, and no second factor
    yet: nothing personal), "second-factor" (a browser, with one). `place`: a keyed hash of the login and the origin it
    began from, for a month, so that an outsider's tries do not lock the owner out of where they usually sit.
    """

    ref = models.CharField(max_length=40, unique=True)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="sessions")
    token = models.BinaryField(max_length=32, unique=True)
    proof = models.CharField(max_length=16, default="session")
    place = models.BinaryField(max_length=32, null=True, db_index=True)
    started_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)


class Attempt(models.Model):
    """A sign-in that was tried, under keyed hashes of login, origin and both (`pair`); never the login itself."""

    login = models.BinaryField(max_length=32, db_index=True)
    pair = models.BinaryField(max_length=32, db_index=True, null=True)
    origin = models.BinaryField(max_length=32, db_index=True, null=True)
    at = models.DateTimeField(db_index=True)


class SetupCode(models.Model):
    """The code that makes the first account, once. Stored only as its SHA-256."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    code = models.BinaryField(max_length=32)
    ends_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(id=1), name="people_one_setup_code"),)


class Invitation(models.Model):
    """The code with which a new account's owner sets their password, once. Stored only as its SHA-256."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="invitations")
    code = models.BinaryField(max_length=32, unique=True)
    ends_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)


class Program(models.Model):
    """A program owned by a member of staff (2-1): it is never more than its owner is."""

    ref = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=80)
    owner = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="programs")
    ended_at = models.DateTimeField(null=True)


class ServiceToken(models.Model):
    """
    What a program proves itself with: shown once, stored only as its SHA-256.

    `purposes`: the names of the purposes it may use, a space between. `unattended`: acts on its owner's duties alone;
    otherwise every ask names the member of staff it acts for, and both must pass.
    """

    ref = models.CharField(max_length=40, unique=True)
    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="tokens")
    token = models.BinaryField(max_length=32, unique=True)
    purposes = models.TextField(blank=True)
    unattended = models.BooleanField()
    made_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)


class Proposal(models.Model):
    """
    An act that one person proposes and another approves: publishing, restoring, turning keys, granting manager.

    `subject` is the digest of exactly what is approved, `parts` what it is the digest of: whoever approves is told.
    `ripe_at`: when a single approver's declared delay is over;
    None where two people are asked for. Used once.
    """

    ref = models.CharField(max_length=40, unique=True)
    act = models.CharField(max_length=40)
    subject = models.CharField(max_length=64)
    parts = models.JSONField(default=list)
    beneficiary = models.CharField(max_length=40, blank=True)
    proposed_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="proposals")
    proposed_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    ripe_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="approvals")
    approved_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("proposed_by")), name="people_two_people"
            ),
            models.CheckConstraint(
                condition=Q(used_at=None) | Q(approved_by__isnull=False) | Q(ripe_at__isnull=False),
                name="people_used_only_approved",
            ),
        )


class UseCount(models.Model):
    """How many people's information an actor used on a day (an ordinal); only where a limit is set (2-1)."""

    actor = models.CharField(max_length=60)
    day = models.PositiveIntegerField()
    people = models.PositiveBigIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("actor", "day"), name="people_one_count_a_day"),)


class Pace(models.Model):
    """Until when (microseconds since 1970) the asks of a token are spent (`pace`)."""

    token = models.CharField(max_length=40, unique=True)
    spent = models.BigIntegerField()


class Repeat(models.Model):
    """
    An ask that a program made under a key of its own, for a day: MACs and ids, never a value (`repeating`).

    `people`: the public ids of the answer, one after the other, so that an erasure finds them.
    """

    token = models.CharField(max_length=40)
    key = models.BinaryField(max_length=32)
    said = models.BinaryField(max_length=32)
    entry = models.CharField(max_length=24)
    answer = models.BinaryField(null=True)
    people = models.BinaryField()
    at = models.BigIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("token", "key"), name="people_one_act_a_key"),)
