"""What is kept of a paper: a sealed body, and its own key, only ever wrapped."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Paper(models.Model):
    """
    One sealed file with a key of its own: a contract, a scan, a reason, a staff member's contact.

    `kind` says what it is, `size` how long the plaintext was. `until`: the last day anybody needs it.
    A destroyed paper keeps its row, without body and without key, so that what names it still finds it.
    """

    ref = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=40)
    size = models.PositiveBigIntegerField()
    body = models.BinaryField(null=True)
    kept_at = models.DateTimeField()
    until = models.DateField(null=True, db_index=True)
    destroyed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(destroyed_at=None, body__isnull=False) | Q(destroyed_at__isnull=False, body=None),
                name="papers_whole_or_gone",
            ),
        )


class PaperKey(models.Model):
    """A paper's own key, wrapped. Alone in its table, so that a backup of the data can leave it out."""

    paper = models.OneToOneField(Paper, on_delete=models.PROTECT, primary_key=True, related_name="key")
    wrapped = models.BinaryField()
