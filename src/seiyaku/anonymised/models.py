"""What is kept of releases: one record each, from which page, declaration, register and report are made; deliveries."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from seiyaku.papers.models import Paper

USES = ("third-party", "internal")
STATES = ("made", "approved", "published", "withdrawn")
JOBS = ("look", "make")
JOB_STATES = ("waiting", "running", "done", "refused", "failed", "stopped", "interrupted")


class Release(models.Model):
    """
    One release: a table that passed every gate, sealed, and what was done to make it.

    `schema`: the output's own columns with the policy's items. `shape`: what it tells beside others (`intersecting`),
    sealed. `marks`: the body that knows its rows again (`recognising`); `laid`: the one
    that says how many rows of each kind there are in it (`onlooking`); `returned`: how many of its rows came to the
    vault. `report`: risk and utility, in plain values,
    sealed.
    `facts`: what could help to restore somebody (43(2)), sealed, destroyed after `facts_until`. `page`: what was
    published, byte for byte. `usable_from`: the first day it may be used or given out.
    """

    ref = models.CharField(max_length=40, unique=True)
    number = models.PositiveIntegerField(unique=True)
    use = models.CharField(max_length=12)
    preset = models.CharField(max_length=12)
    title_ja = models.CharField(max_length=80)
    title_en = models.CharField(max_length=80)
    policy = models.CharField(max_length=64)
    schema = models.JSONField()
    ways = models.JSONField()
    verdict = models.JSONField()
    rows = models.PositiveBigIntegerField()
    body = models.CharField(max_length=40)
    marks = models.CharField(max_length=40, blank=True)
    laid = models.CharField(max_length=40, blank=True)
    returned = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64)
    plan_digest = models.CharField(max_length=64)
    entry = models.CharField(max_length=24)
    report = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="+")
    facts = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="+")
    facts_until = models.DateField()
    shape = models.ForeignKey(Paper, on_delete=models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=10, default="made")
    proposal = models.CharField(max_length=40)
    made_by = models.CharField(max_length=40)
    made_at = models.DateTimeField()
    approved_by = models.CharField(max_length=40, blank=True)
    approved_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    usable_from = models.DateField(null=True)
    page = models.TextField(blank=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(use__in=USES), name="anonymised_known_use"),
            models.CheckConstraint(condition=Q(state__in=STATES), name="anonymised_known_state"),
            models.CheckConstraint(
                condition=Q(approved_by="") | ~Q(approved_by=F("made_by")), name="anonymised_two_people"
            ),
            models.CheckConstraint(
                condition=~Q(state="published") | Q(published_at__isnull=False, approved_at__isnull=False),
                name="anonymised_published_after_approval",
            ),
        )


class Acceptance(models.Model):
    """That a partner accepts what it may not do with anonymised information (45), in its own signed paper."""

    ref = models.CharField(max_length=40, unique=True)
    partner = models.CharField(max_length=40, db_index=True)
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="+")
    accepted_on = models.DateField()
    until = models.DateField()


class Delivery(models.Model):
    """One release given to one partner: by which way, with which declaration, under which acceptance."""

    ref = models.CharField(max_length=40, unique=True)
    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="deliveries")
    partner = models.CharField(max_length=40)
    way = models.CharField(max_length=20)
    acceptance = models.ForeignKey(Acceptance, on_delete=models.PROTECT, related_name="+")
    parcel = models.CharField(max_length=40, unique=True)
    declaration = models.TextField()
    by = models.CharField(max_length=40)
    at = models.DateTimeField()


class Complaint(models.Model):
    """A complaint about a release (43(6)): what was said, and how it was settled, both sealed."""

    ref = models.CharField(max_length=40, unique=True)
    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="complaints")
    said = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="+")
    received_at = models.DateTimeField()
    settlement = models.ForeignKey(Paper, on_delete=models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)


class Draft(models.Model):
    """A plan somebody writes: what it is called, and that it was dropped; its texts are `DraftVersion`s."""

    ref = models.CharField(max_length=40, unique=True)
    title_ja = models.CharField(max_length=80)
    title_en = models.CharField(max_length=80)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)


class DraftVersion(models.Model):
    """One text of a draft (加工の方法, R.35), sealed; `digest` is that of a release that was made of it."""

    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64, db_index=True)
    by = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("draft", "number"), name="anonymised_draft_version_once"),)


class Pseudonymised(models.Model):
    """A table of pseudonymised information (41): for one purpose, sealed, destroyed after `until` or before."""

    ref = models.CharField(max_length=40, unique=True)
    title_ja = models.CharField(max_length=80)
    title_en = models.CharField(max_length=80)
    purpose = models.CharField(max_length=64)
    columns = models.JSONField()
    rows = models.PositiveBigIntegerField()
    body = models.CharField(max_length=40)
    marks = models.CharField(max_length=40, blank=True)
    digest = models.CharField(max_length=64, db_index=True)
    until = models.DateField()
    made_by = models.CharField(max_length=40)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)


class Job(models.Model):
    """
    A preview or the making of a release, run beside the pages: who asked for it, how far it is, what came of it.

    `plan`, `result` and `left` (what an unfinished search knows) are sealed and go within days; `actor`: whom it acts
    as; `claim` and `beat_at`: which run has it, and when that was last alive; `problem`: why nothing came of it.
    """

    ref = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=8)
    state = models.CharField(max_length=12, default="waiting", db_index=True)
    draft = models.CharField(max_length=40, blank=True)
    base = models.PositiveIntegerField(default=0)
    plan = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    by = models.CharField(max_length=40)
    actor = models.JSONField()
    asked_at = models.DateTimeField()
    began_at = models.DateTimeField(null=True)
    beat_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    claim = models.CharField(max_length=32, blank=True)
    stopping = models.BooleanField(default=False)
    progress = models.JSONField(default=dict)
    problem = models.JSONField(default=dict)
    result = models.ForeignKey(Paper, on_delete=models.PROTECT, null=True, related_name="+")
    left = models.ForeignKey(Paper, on_delete=models.PROTECT, null=True, related_name="+")
    release = models.CharField(max_length=40, blank=True)

    class Meta:
        indexes = (models.Index(fields=("by", "asked_at"), name="anonymised_job_by"),)
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=JOBS), name="anonymised_known_job"),
            models.CheckConstraint(condition=Q(state__in=JOB_STATES), name="anonymised_known_job_state"),
        )
