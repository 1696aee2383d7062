"""Records of what was published, word for word, and of which bit each name keeps."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class PolicyVersion(models.Model):
    """One published version of the policy. Never altered, never deleted (12-1)."""

    number = models.PositiveIntegerField(primary_key=True)
    version = models.CharField(max_length=64, unique=True)
    operator = models.CharField(max_length=64)
    effective = models.DateField(unique=True)
    published_at = models.DateTimeField()


class PolicyFile(models.Model):
    """One file of a version, byte for byte. Public, therefore not sealed."""

    version = models.ForeignKey(PolicyVersion, on_delete=models.PROTECT, related_name="files")
    name = models.CharField(max_length=200)
    body = models.BinaryField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["version", "name"], name="one_file_of_a_name")]


class ProposedFile(models.Model):
    """
    One file of a version that is proposed and not published, so that whoever approves it reads what they approve.

    It goes when its version is published, or no proposal of it is open; believed only if the digest says it is it.
    """

    version = models.CharField(max_length=64)
    name = models.CharField(max_length=200)
    body = models.BinaryField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["version", "name"], name="one_proposed_of_a_name")]


class Bit(models.Model):
    """Which bit a field, purpose or duty has in every mask this instance stores, for good."""

    kind = models.CharField(max_length=8)
    name = models.CharField(max_length=100)
    bit = models.PositiveSmallIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "name"], name="one_bit_for_a_name"),
            models.UniqueConstraint(fields=["kind", "bit"], name="one_name_for_a_bit"),
        ]
