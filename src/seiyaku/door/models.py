"""What the door itself must remember: files that are being taken in. Names no person and holds no value."""

from __future__ import annotations

from django.db import models


class Intake(models.Model):
    """
    A file on its way in: its own digest of name and content as told by the caller, and how far it has come.

    `done`: number of the last row whose block is durable. `state`: "open", "done" or "rolling-back"; a file
    that was taken back has no row any more.
    """

    ref = models.CharField(max_length=64, unique=True)
    acquisition = models.BigIntegerField(null=True)
    done = models.IntegerField(default=0)
    collected = models.IntegerField(default=0)
    quarantined = models.IntegerField(default=0)
    state = models.CharField(max_length=12, default="open")


class Clock(models.Model):
    """Up to which entry of the ledger last uses were noted, and for which purposes (`clocks`). One row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    number = models.BigIntegerField()
    purposes = models.TextField()


class Occasion(models.Model):
    """
    A call, a visit or a piece of work of one member of staff for one purpose (`occasions`; 2-2, 7-2).

    `person`: the public id of whoever is known in it, by how many `items`; taken out when they are erased.
    `authority`: the paper by which another speaks for them. Times in microseconds since 1970, 0 for not yet.
    """

    ref = models.CharField(max_length=40, primary_key=True)
    kind = models.CharField(max_length=8)
    actor = models.CharField(max_length=40)
    purpose = models.CharField(max_length=64)
    caller = models.CharField(max_length=8)
    person = models.CharField(max_length=32, blank=True, db_index=True)
    items = models.PositiveSmallIntegerField(default=0)
    tries = models.PositiveSmallIntegerField(default=0)
    authority = models.CharField(max_length=40, blank=True)
    begun_at = models.BigIntegerField()
    ended_at = models.BigIntegerField(default=0)


class Withheld(models.Model):
    """
    An entry that its person must not be told of (2-2: 8-3-C, a victim's protection, an investigation; Order 5, 33(2)).

    It is missing from their view without a trace until it is lifted. The row goes with the person; `reason` is a paper.
    """

    person = models.BigIntegerField()
    entry = models.CharField(max_length=24)
    reason = models.CharField(max_length=40)

    class Meta:
        """Looked up by person, once per view."""

        constraints = (models.UniqueConstraint(fields=("person", "entry"), name="door_withheld_once"),)


class Batch(models.Model):
    """
    A list of acts on its way, under a keyed digest of its caller's name for it, and how far it has come.

    `done`: number of the last act whose block is durable. `turn`: how many blocks there were. `state`: "open" or
    "done"; `at`: since when (Unix seconds).
    """

    ref = models.CharField(max_length=64, unique=True)
    done = models.BigIntegerField(default=0)
    turn = models.BigIntegerField(default=0)
    state = models.CharField(max_length=4, default="open")
    at = models.BigIntegerField()


class Outcome(models.Model):
    """
    What came of one act of a list (`outcomes`), without whom it was about; goes a month after its list was done.

    `made`: the public id of somebody new; goes with them. `said`: the rest, as JSON.
    """

    batch = models.BigIntegerField()
    number = models.BigIntegerField()
    code = models.CharField(max_length=16)
    entry = models.CharField(max_length=24)
    leaf = models.CharField(max_length=64)
    clause = models.CharField(max_length=40)
    article = models.CharField(max_length=120)
    made = models.BinaryField(null=True)
    said = models.BinaryField()

    class Meta:
        """Looked up by list and number; by whom it made, at each erasure."""

        constraints = (models.UniqueConstraint(fields=("batch", "number"), name="door_outcome_once"),)
        indexes = (models.Index(fields=("made",), name="door_outcome_made", condition=models.Q(made__isnull=False)),)
