"""Records of partners: who they are in law, under which contract, how they are supervised (policy 3-2)."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from seiyaku.papers.models import Paper


class Partner(models.Model):
    """
    A company or person that information may go to, or come from.

    `kind`: a partner kind of the policy. `character`: what it is in law when information goes to it (27); an
    unclassified one is answered Unclear. `country`: ISO 3166, where the recipient sits (28). `identity`: name,
    address and representative as arts. 29 and 30 want them, `contact`: whom we call there; both sealed.
    """

    ref = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=64)
    character = models.CharField(max_length=20, default="unclassified")
    country = models.CharField(max_length=2, default="JP")
    identity = models.ForeignKey(Paper, on_delete=models.PROTECT, null=True, related_name="+")
    contact = models.ForeignKey(Paper, on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)


class Contract(models.Model):
    """
    A contract in force from a day to a day (both included), over these fields for these purposes.

    `terms`, `fields`, `purposes`: names, a space between ("confidentiality no-resale"). `digest`: SHA-256 of the text,
    which itself is a sealed paper. `returned_at`: when the partner proved that it returned or erased what it had.
    """

    ref = models.CharField(max_length=40, unique=True)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="contracts")
    starts_on = models.DateField()
    until = models.DateField()
    terms = models.TextField(blank=True)
    fields = models.TextField(blank=True)
    purposes = models.TextField(blank=True)
    digest = models.CharField(max_length=64)
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    returned_at = models.DateTimeField(null=True)
    return_proof = models.ForeignKey(Paper, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(until__gte=F("starts_on")), name="partners_contract_in_order"),
        )


class Supervision(models.Model):
    """
    One look at how a partner keeps what it was given (25), or at its measures abroad (28(3)).

    `passed`: nothing found that stands in the way; only then is it good, to the day `until`. `findings`: sealed.
    """

    ref = models.CharField(max_length=40, unique=True)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="supervisions")
    subject = models.CharField(max_length=20)  # "handling" (25) or "measures" (28(3))
    looked_on = models.DateField()
    until = models.DateField()
    passed = models.BooleanField()
    findings = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="+")
    recorded_by = models.CharField(max_length=40)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(until__gte=F("looked_on")), name="partners_supervision_in_order"),
            models.CheckConstraint(condition=Q(subject__in=("handling", "measures")), name="partners_supervision_of"),
        )


class Checked(models.Model):
    """
    One item of a look's checklist (25): its answer and, where something is to be mended, by which day.

    One that is not mended by its day closes what the look opened; `mended_at`: when it was shown to be.
    """

    supervision = models.ForeignKey(Supervision, on_delete=models.PROTECT, related_name="items")
    item = models.CharField(max_length=40)
    answer = models.CharField(max_length=4)
    due_on = models.DateField(null=True)
    mended_at = models.DateTimeField(null=True)
    proof = models.ForeignKey(Paper, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("supervision", "item"), name="partners_item_answered_once"),
            models.CheckConstraint(condition=Q(answer__in=("yes", "no", "n/a")), name="partners_item_answer"),
            models.CheckConstraint(condition=Q(due_on=None) | Q(answer="no"), name="partners_only_a_no_is_due"),
        )


class SubEntrustment(models.Model):
    """
    To whom a partner may entrust on what we entrusted to it, with our consent (25; guidelines 3-4-4).

    Never more items than its contract covers, never for longer. `consent`: what we agreed to, sealed.
    """

    ref = models.CharField(max_length=40, unique=True)
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="subs")
    name = models.CharField(max_length=120)
    country = models.CharField(max_length=2, default="JP")
    fields = models.TextField()
    agreed_on = models.DateField()
    until = models.DateField()
    consent = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(until__gte=F("agreed_on")), name="partners_sub_in_order"),)
