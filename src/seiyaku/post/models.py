"""What is kept of the outbox: sealed bodies in pieces, where things go, parcels, and each try to hand one over."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from seiyaku.papers.models import Paper

CHANNELS = ("folder", "medium", "sftp", "s3", "https", "email")
STATES = ("waiting", "handing", "handed", "unsure", "dead", "withdrawn")


class Body(models.Model):
    """
    A sealed stream of bytes under a key of its own, in pieces.

    `whole`: every piece is in; `held_by`: what it belongs to, empty for one that nobody took (it is swept after a
    day). `size` and `digest` (SHA-256) are those of the plain bytes.
    """

    ref = models.CharField(max_length=40, unique=True)
    held_by = models.CharField(max_length=40, blank=True, db_index=True)
    whole = models.BooleanField(default=False)
    size = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True)
    kept_at = models.DateTimeField()
    destroyed_at = models.DateTimeField(null=True)


class BodyKey(models.Model):
    """A body's own key, wrapped. Alone in its table, so that a backup of the data can leave it out."""

    body = models.OneToOneField(Body, on_delete=models.PROTECT, primary_key=True, related_name="key")
    wrapped = models.BinaryField()


class Piece(models.Model):
    """A piece of a body's sealed stream."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="pieces")
    number = models.PositiveIntegerField()
    sealed = models.BinaryField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("body", "number"), name="post_piece_once"),)


class Destination(models.Model):
    """
    Where parcels may go: a channel, and an address with its secrets, sealed.

    `partner`: whose it is; empty for the operator's own.
    """

    ref = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=60, unique=True)
    channel = models.CharField(max_length=10)
    partner = models.CharField(max_length=40, blank=True)
    address = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(channel__in=CHANNELS), name="post_known_channel"),)


class Parcel(models.Model):
    """
    One thing on its way. `receipt` is what makes it one: the same receipt is never handed over twice.

    `about`: the reference of what it delivers. `filename`: as the recipient sees it. `letter`: what is said with it,
    sealed. `password`: what opens it, sealed, for another route. `claim`: who is handing it over, until when.
    `proof`: what the other side answered.
    """

    ref = models.CharField(max_length=40, unique=True)
    receipt = models.CharField(max_length=32, unique=True)
    about = models.CharField(max_length=40, blank=True, db_index=True)
    to = models.ForeignKey(Destination, on_delete=models.PROTECT, related_name="parcels")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="parcels")
    filename = models.CharField(max_length=80)
    letter = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="+")
    password = models.ForeignKey(Paper, on_delete=models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=10, default="waiting")
    tries = models.PositiveIntegerField(default=0)
    next_at = models.DateTimeField()
    claim = models.CharField(max_length=32, blank=True)
    claimed_until = models.DateTimeField(null=True)
    queued_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    proof = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = (models.Index(fields=("state", "next_at"), name="post_due"),)
        constraints = (
            models.CheckConstraint(condition=Q(state__in=STATES), name="post_known_state"),
            models.CheckConstraint(condition=~Q(state="handing") | ~Q(claim=""), name="post_handing_is_claimed"),
            models.CheckConstraint(condition=~Q(state="handed") | Q(settled_at__isnull=False), name="post_handed_when"),
        )


class Try(models.Model):
    """One try to hand a parcel over: when it began and ended, how, and why it failed (never a value of the parcel)."""

    parcel = models.ForeignKey(Parcel, on_delete=models.PROTECT, related_name="attempts")
    number = models.PositiveIntegerField()
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, blank=True)
    why = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("parcel", "number"), name="post_try_once"),)
