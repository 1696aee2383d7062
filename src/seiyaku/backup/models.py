"""What is known of backups: whom they are sealed to, until when their keys live, and what a restoration left to do."""

from __future__ import annotations

from django.db import models


class SealedTo(models.Model):
    """
    A recipient that backup files are sealed to: its public half; the private one is kept elsewhere.

    Data files go to one for good. Every key file has a recipient of its own, destroyed with it.
    """

    ref = models.CharField(max_length=16, unique=True)
    kind = models.CharField(max_length=8)
    public = models.BinaryField(max_length=32)
    made_at = models.DateTimeField()
    destroyed_at = models.DateTimeField(null=True)


class Backup(models.Model):
    """
    A backup that was begun; `written_at` when both files are whole.

    `keys_until`: when its key file and the recipient of it are destroyed at the latest; `keys_destroyed_at`: they are.
    """

    ref = models.CharField(max_length=40, unique=True)
    entry = models.CharField(max_length=24)
    taken_at = models.DateTimeField()
    written_at = models.DateTimeField(null=True)
    keys = models.OneToOneField(SealedTo, on_delete=models.PROTECT, related_name="+")
    keys_until = models.DateTimeField()
    keys_destroyed_at = models.DateTimeField(null=True)
    tested_at = models.DateTimeField(null=True)


class Restoration(models.Model):
    """
    This instance came out of a backup. Personal data stays closed until `opened_at`.

    `outside`: whether what was taken back since could be taken back again from a copy kept outside.
    """

    backup = models.CharField(max_length=40)
    restored_at = models.DateTimeField()
    origin = models.CharField(max_length=80)
    outside = models.BooleanField()
    replayed = models.PositiveIntegerField(default=0)
    opened_at = models.DateTimeField(null=True)
    opened_by = models.CharField(max_length=40, blank=True)


class GivenSince(models.Model):
    """Something that was given, recorded or changed after the backup, for people to enter again."""

    number = models.BigIntegerField(primary_key=True)
    kind = models.CharField(max_length=40)
    ref = models.CharField(max_length=120)
    person = models.BigIntegerField(null=True)
