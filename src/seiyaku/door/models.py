"""What the door itself must remember: files that are being taken in. Names no person and holds no value."""

from __future__ import annotations

from django.db import models


class Intake(models.Model):
    """
    A file on its way in: its own digest of name and content as told by the caller, and how far it has come.

    `done`: number of the last row whose block is durable. `state`: "open", "done" or "rolled-back".
    """

    ref = models.CharField(max_length=64, unique=True)
    acquisition = models.BigIntegerField(null=True)
    done = models.IntegerField(default=0)
    collected = models.IntegerField(default=0)
    quarantined = models.IntegerField(default=0)
    state = models.CharField(max_length=12, default="open")
