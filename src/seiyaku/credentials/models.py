"""
What is kept of how a customer proves who they are. Secrets are kept as hashes; what a passkey or a sign-in is, sealed.

`person` is the public id of somebody in the vault. All of it goes with them when they are erased; when two records are
merged, passkeys and linked sign-ins are the remaining one's, and whatever was under way ends.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models

HASH = 32


class Link(models.Model):
    """A link that was mailed: works once, for a quarter of an hour, in the browser that asked for it."""

    token = models.BinaryField(max_length=HASH, unique=True)
    browser = models.BinaryField(max_length=HASH)
    person = models.BinaryField(max_length=16, db_index=True)
    ends_at = models.DateTimeField()


class Visit(models.Model):
    """Somebody at their own page, and how they proved who they are; the cookie is kept as its SHA-256."""

    ref = models.CharField(max_length=40, unique=True)
    token = models.BinaryField(max_length=HASH, unique=True)
    person = models.BinaryField(max_length=16, db_index=True)
    proof = models.CharField(max_length=20)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    ends_at = models.DateTimeField()


class Letter(models.Model):
    """
    A code that somebody asked to have sent by post. It is made when the letter is printed, and kept as a slow hash.

    `closed`: why it is of no use any more ("used", "tried", "over", "address", "again"); empty while it is.
    """

    ref = models.CharField(max_length=40, unique=True)
    person = models.BinaryField(max_length=16, db_index=True)
    language = models.CharField(max_length=2)
    asked_at = models.DateTimeField()
    printed_at = models.DateTimeField(null=True)
    printed_by = models.CharField(max_length=40, default="")
    code = models.CharField(max_length=200, default="")
    ends_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    closed = models.CharField(max_length=10, default="")


class Passkey(models.Model):
    """A passkey: found by the hash of its random id; its public key lies in the sealed paper."""

    ref = models.CharField(max_length=40, unique=True)
    person = models.BinaryField(max_length=16, db_index=True)
    key = models.BinaryField(max_length=HASH, unique=True)
    paper = models.CharField(max_length=40)
    signs = models.PositiveBigIntegerField(default=0)
    made_at = models.DateTimeField()


class Login(models.Model):
    """An account of the operator's own sign-in, linked to a person by staff; found by a digest under root key `key`."""

    ref = models.CharField(max_length=40, unique=True)
    person = models.BinaryField(max_length=16, db_index=True)
    digest = models.BinaryField(max_length=HASH, unique=True)
    key = models.BigIntegerField()
    paper = models.CharField(max_length=40)
    linked_at = models.DateTimeField()
    linked_by = models.CharField(max_length=40)


class Ceremony(models.Model):
    """What a browser was asked and has not answered yet: a passkey's challenge, the state of a sign-in elsewhere."""

    token = models.BinaryField(max_length=HASH)
    kind = models.CharField(max_length=20)
    kept = models.TextField()
    ends_at = models.DateTimeField(db_index=True)

    class Meta:
        """One of a kind in one browser."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["token", "kind"], name="credentials_one_at_a_time")]


class Try(models.Model):
    """One try from somewhere, or of something: counted, by a keyed hash, for a day at most."""

    key = models.BinaryField(max_length=HASH)
    at = models.DateTimeField(db_index=True)

    class Meta:
        """Counted by key, within a time."""

        indexes: ClassVar = [models.Index(fields=["key", "at"], name="credentials_tries")]
