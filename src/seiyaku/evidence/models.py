"""Since when each light has stood as it does, and what people attest of a clause (policy 0 to 12)."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from seiyaku.papers.models import Paper
from seiyaku.people.models import Account


class Stood(models.Model):
    """
    A light as it stood from a moment to a moment; `until` is None for as long as it does.

    `light`: the name of its check; `noted_at`: when it was last seen to stand so.
    """

    clause = models.CharField(max_length=40)
    light = models.CharField(max_length=64)
    owner = models.CharField(max_length=64)
    state = models.CharField(max_length=12)
    since = models.DateTimeField()
    noted_at = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("clause", "light"), condition=Q(until=None), name="evidence_stands_one_way"
            ),
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("since")), name="evidence_stood_in_order"),
        )


class Attestation(models.Model):
    """What a member of staff attests of a clause that no machine can see, until a day; their reasons are sealed."""

    ref = models.CharField(max_length=40, unique=True)
    clause = models.CharField(max_length=40)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="attestations")
    said = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="+")
    attested_on = models.DateField()
    until = models.DateField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(until__gte=F("attested_on")), name="evidence_attested_in_order"),
        )
