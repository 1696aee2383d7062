"""What the law makes us keep (arts. 29–31), under a key for each record class and month of expiry."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

CLASSES = ("provided", "received", "related")
MODES = ("each", "batch", "contract")


class RegisterKey(models.Model):
    """
    The key of every record of one class that expires in one month; destroyed in that month, and with it the records.

    `month`: the first day of that month. Alone in its table, so that a backup of the data can leave it out.
    """

    record_class = models.CharField(max_length=12)
    month = models.DateField()
    wrapped = models.BinaryField(null=True)
    destroyed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("record_class", "month"), name="registers_one_key_a_month"),
            models.CheckConstraint(
                condition=Q(destroyed_at=None, wrapped__isnull=False) | Q(destroyed_at__isnull=False, wrapped=None),
                name="registers_key_whole_or_gone",
            ),
        )


class Batch(models.Model):
    """
    What goes on to one partner, or comes on from it, on one ground in one period (R.19(2), R.23(2)).

    `span`: the period, from `first` to `last`. Open until the period is past; names the partner and nobody else.
    """

    ref = models.CharField(max_length=40, unique=True)
    record_class = models.CharField(max_length=12)
    partner = models.CharField(max_length=40)
    ground = models.CharField(max_length=64)
    first = models.DateField()
    last = models.DateField()
    closed_on = models.DateField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("record_class", "partner", "ground", "first", "last"),
                condition=Q(closed_on=None),
                name="registers_one_open_batch",
            ),
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="registers_batch_in_order"),
        )


class Record(models.Model):
    """
    One record of arts. 29–31: the legal items, sealed. Nothing in it leads back to the vault or the ledger.

    `person` and `entry` serve the person's own questions (33(5)) while they are held; an erasure takes both away.
    `legal`: required by law; one kept voluntarily is no 第三者提供記録. `mode`: each time, in a batch, or a contract
    that stands in for it (R.19); it decides from when the period runs (R.21, R.25). In a `batch`, `later` are the
    entries of the times after the first, a space between, in the order of the body's. `partner`: the reference of the
    other side, by which an inspection finds it; empty where it was recorded before that was noted.
    """

    ref = models.CharField(max_length=40, unique=True)
    record_class = models.CharField(max_length=12)
    month = models.DateField()
    legal = models.BooleanField()
    mode = models.CharField(max_length=8)
    partner = models.CharField(max_length=40, blank=True, default="")
    made_on = models.DateField()
    last_on = models.DateField()
    person = models.BigIntegerField(null=True, db_index=True)
    entry = models.CharField(max_length=24, blank=True)
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, null=True, related_name="records")
    later = models.TextField(blank=True, default="")
    body = models.BinaryField()

    class Meta:
        indexes = (models.Index(fields=("record_class", "month"), name="registers_class_month"),)
        constraints = (
            models.CheckConstraint(condition=Q(record_class__in=CLASSES), name="registers_of_a_class"),
            models.CheckConstraint(condition=Q(mode__in=MODES), name="registers_of_a_mode"),
            models.CheckConstraint(
                condition=Q(person__isnull=False) | Q(entry="", later=""), name="registers_severed_whole"
            ),
        )
