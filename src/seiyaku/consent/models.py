"""
What a person was told and what they chose (policy 4-3, 5-2, 5-4, 12-3).

Statements are public texts. Everything about a person goes by ordinal and is deleted with them; who gave consent in
their place, and the proof of it, is a sealed paper. Masks are signed 64-bit.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from seiyaku.papers.models import Paper

KINDS = ("use", "provide", "special-care", "foreign")


class Statement(models.Model):
    """A text that people are shown or read out: a notice, a script, a request for consent. Never changed."""

    digest = models.CharField(max_length=64, unique=True)
    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=80)
    ja = models.TextField()
    en = models.TextField()
    purposes = models.TextField(blank=True)
    made_at = models.DateTimeField()


class Showing(models.Model):
    """A receipt of acquisition (5-4): what was shown, when, where, under which policy version. Names nobody."""

    ref = models.CharField(max_length=40, unique=True)
    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="+")
    policy_version = models.CharField(max_length=64)
    form = models.CharField(max_length=64, blank=True)
    channel = models.CharField(max_length=20)
    shown_at = models.DateTimeField()


class ConsentRecord(models.Model):
    """
    A consent as it was given (G 2-16): to what, on which words, how, by whom, and how identity was confirmed.

    `kind` "use": for `purpose` (18); "special-care": to acquire `fields` (20(2)); "provide": of `fields` to `recipient`
    on `ground` (27(1)); "foreign": the same to a recipient in `country` (28(1)). Live until `withdrawn_at`.
    """

    ref = models.CharField(max_length=40, unique=True)
    person = models.BigIntegerField(db_index=True)
    kind = models.CharField(max_length=12)
    purpose = models.CharField(max_length=64, blank=True)
    ground = models.CharField(max_length=64, blank=True)
    recipient = models.CharField(max_length=40, blank=True)
    country = models.CharField(max_length=2, blank=True)
    fields = models.BigIntegerField(default=0)
    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="+")
    policy_version = models.CharField(max_length=64)
    method = models.CharField(max_length=20)
    giver = models.CharField(max_length=16)
    identity = models.CharField(max_length=40)
    proof = models.ForeignKey(Paper, on_delete=models.PROTECT, null=True, related_name="+")
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=KINDS), name="consent_of_a_kind"),
            models.CheckConstraint(
                condition=Q(giver="person") | Q(giver="representative", proof__isnull=False),
                name="consent_representative_is_proven",
            ),
            models.CheckConstraint(condition=~Q(kind="use", purpose=""), name="consent_use_names_a_purpose"),
            models.CheckConstraint(
                condition=~Q(kind__in=("provide", "foreign"), recipient=""), name="consent_provide_names_a_recipient"
            ),
        )


class Refusal(models.Model):
    """A person said no to a purpose (4-1-F, 4-1-G); honoured at once, and until they say otherwise."""

    ref = models.CharField(max_length=40, unique=True)
    person = models.BigIntegerField(db_index=True)
    purpose = models.CharField(max_length=64)
    method = models.CharField(max_length=20)
    refused_at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True)


class Acceptance(models.Model):
    """
    A person used the service after a policy change (12-3). It is never the consent of 18, 20, 27, 28 or 31.

    A table of its own, which no query for consent reads.
    """

    person = models.BigIntegerField()
    policy_version = models.CharField(max_length=64)
    channel = models.CharField(max_length=20)
    first_used_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("person", "policy_version"), name="consent_accepted_once"),)


class Suppression(models.Model):
    """
    A refusal that outlives erasure (4-1-G): a keyed hash of an address, for a purpose. It says nothing by itself.

    `key`: the suppress root key it is under; a turned key's hashes stay as long as that key does.
    """

    field = models.CharField(max_length=64)
    purpose = models.CharField(max_length=64)
    key = models.IntegerField()
    digest = models.BinaryField(max_length=16)
    made_on = models.DateField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("field", "digest", "purpose", "key"), name="consent_suppressed_once"),
        )
