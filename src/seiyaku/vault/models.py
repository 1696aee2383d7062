"""
What the vault keeps: identifiers, sealed bytes, keyed digests, masks and times. No value stands in any column.

Ordinals (`ord`, `person`) are never used twice. Masks are signed 64-bit; days are proleptic ordinals (0: never);
`recorded_at`, `created_at` are microseconds since 1970 in UTC. The hot tables refer to a person by ordinal without a
constraint: the erasure and its tests keep them whole, and a bulk insert pays nothing for it.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Person(models.Model):
    """
    Somebody (or an organisation) information is held on: a number, a random public id, a random mark, and standings.

    `mark` blinds the person's leaf in ledger entries; destroyed with the person. `flags`: see `vault.standings`.
    """

    ord = models.BigAutoField(primary_key=True)
    pid = models.BinaryField(max_length=16, unique=True)
    mark = models.BinaryField(max_length=16)
    kind = models.CharField(max_length=12, default="person")
    consents = models.BigIntegerField(default=0)
    refusals = models.BigIntegerField(default=0)
    stopped = models.BigIntegerField(default=0)
    flags = models.BigIntegerField(default=0)
    relation_ended_on = models.IntegerField(default=0)
    merged_into = models.BigIntegerField(null=True)
    created_at = models.BigIntegerField()

    class Meta:
        """Few people were ever merged; who was is looked up at every erasure."""

        indexes: ClassVar = [
            models.Index(fields=["merged_into"], name="vault_merged", condition=models.Q(merged_into__isnull=False))
        ]


class PersonKey(models.Model):
    """A person's own key, wrapped. Alone in its table, so that a backup of the data can leave it out."""

    person = models.BigIntegerField(primary_key=True)
    wrapped = models.BinaryField()


class Sheet(models.Model):
    """
    The present values of one person on one sheet, sealed together.

    `fields`: mask of the fields held. `basis`, `acquisition`, `valid_from`, `recorded_at` hold for every field but
    those `meta` excepts (see `cells.Meta`). All of them are bound into the sealed body.
    """

    pk = models.CompositePrimaryKey("person", "kind")
    person = models.BigIntegerField()
    kind = models.CharField(max_length=40)
    version = models.IntegerField(default=1)
    fields = models.BigIntegerField()
    basis = models.BigIntegerField()
    acquisition = models.BigIntegerField()
    valid_from = models.IntegerField()
    recorded_at = models.BigIntegerField()
    meta = models.BinaryField(default=b"")
    body = models.BinaryField()

    class Meta:
        """What is held is counted from here alone, without the sealed bodies."""

        # Kept: on SQLite a correction takes 7 % more CPU for it, a count half the time.
        indexes: ClassVar = [models.Index(fields=["fields", "basis", "meta", "recorded_at"], name="vault_sheet_held")]


class Fact(models.Model):
    """
    A value that is no longer the newest, sealed: true from `valid_from`, known from `recorded_at`. Append-only.

    Where a value has ended, its row stays with `acquisition` 0 and nothing in it (ADR 47).
    """

    pk = models.CompositePrimaryKey("person", "field", "valid_from", "recorded_at")
    person = models.BigIntegerField()
    field = models.SmallIntegerField()
    valid_from = models.IntegerField()
    recorded_at = models.BigIntegerField()
    basis = models.BigIntegerField()
    acquisition = models.BigIntegerField()
    body = models.BinaryField()

    class Meta:
        """As of sheets."""

        indexes: ClassVar = [models.Index(fields=["field", "basis", "acquisition"], name="vault_fact_held")]


class Blind(models.Model):
    """A keyed digest of one normalised value of one field, by which a person can be found; `key`: under which."""

    pk = models.CompositePrimaryKey("field", "digest", "person")
    field = models.SmallIntegerField()
    digest = models.BinaryField(max_length=16)
    person = models.BigIntegerField()
    key = models.BigIntegerField()

    class Meta:
        """Erasure and rotation go by person."""

        indexes: ClassVar = [models.Index(fields=["person"], name="vault_blind_person")]


class Unique(models.Model):
    """A keyed digest that only one person may have: the race of two creates is decided by the primary key."""

    pk = models.CompositePrimaryKey("field", "digest")
    field = models.SmallIntegerField()
    digest = models.BinaryField(max_length=16)
    person = models.BigIntegerField(db_index=True)
    key = models.BigIntegerField()


class Basis(models.Model):
    """
    For which purposes values may be used, by the source and the notice they were acquired under. Never changed.

    `purposes`: mask of those of the policy then; `notified`: mask of those the notice named.

    `digest` is over all the rest and is bound into every value sealed under it: a basis widened in the database does
    not open anything. The number is made of its first 63 bits, so that a number always means the same grounds.
    """

    id = models.BigIntegerField(primary_key=True)
    digest = models.BinaryField(max_length=16, unique=True)
    family = models.CharField(max_length=12)
    policy_version = models.CharField(max_length=64)
    purposes = models.BigIntegerField()
    notified = models.BigIntegerField(default=0)
    notice = models.CharField(max_length=80, default="")
    source = models.CharField(max_length=80)
    partner = models.CharField(max_length=80, default="")
    attested = models.BooleanField(default=False)


class Acquisition(models.Model):
    """One collection: a form sent, a file read, a call taken. What was shown then stands in the consent room."""

    id = models.BigAutoField(primary_key=True)
    basis = models.ForeignKey(Basis, on_delete=models.PROTECT)
    form = models.CharField(max_length=80, default="")
    channel = models.CharField(max_length=20)
    shown = models.CharField(max_length=80, default="")
    evidence = models.CharField(max_length=80, default="")
    provenance = models.CharField(max_length=80, default="")
    at = models.BigIntegerField()


class Written(models.Model):
    """
    The digests of the ciphertexts one act put in place (`added`) and took away (`removed`), 16 bytes each.

    `digest` covers both and stands in the act's ledger entry. All added, less all removed, are exactly the cells that
    must be here now: an older cell put back, a deleted or a foreign one is found, and no person is named.
    """

    id = models.BigAutoField(primary_key=True)
    digest = models.BinaryField(max_length=32)
    added = models.BinaryField(default=b"")
    removed = models.BinaryField(default=b"")


class Episode(models.Model):
    """One contact with a person: a call, a visit, a message (P). Even its kind, parties and time are sealed."""

    id = models.BigAutoField(primary_key=True)
    ref = models.BinaryField(max_length=16, unique=True)
    person = models.BigIntegerField(db_index=True)
    field = models.SmallIntegerField()
    basis = models.BigIntegerField()
    acquisition = models.BigIntegerField()
    recorded_at = models.BigIntegerField()
    body = models.BinaryField()

    class Meta:
        """As of sheets."""

        indexes: ClassVar = [
            models.Index(fields=["field", "basis", "person", "recorded_at"], name="vault_episode_held")
        ]


class Attachment(models.Model):
    """A picture, recording or paper: the sealed manifest here, the sealed chunks in a file named by `ref`."""

    id = models.BigAutoField(primary_key=True)
    ref = models.BinaryField(max_length=16, unique=True)
    person = models.BigIntegerField(db_index=True)
    field = models.SmallIntegerField()
    basis = models.BigIntegerField()
    acquisition = models.BigIntegerField()
    recorded_at = models.BigIntegerField()
    body = models.BinaryField()

    class Meta:
        """As of sheets."""

        indexes: ClassVar = [
            models.Index(fields=["field", "basis", "person", "recorded_at"], name="vault_attachment_held")
        ]


class Sweep(models.Model):
    """A file that must go once the transaction that forgot it is committed."""

    id = models.BigAutoField(primary_key=True)
    path = models.CharField(max_length=200)


class Quarantine(models.Model):
    """
    A row that may not enter yet: sealed under a key of its own, with an end (5-1). Only the desk opens it.

    It has an ordinal and a mark like a person, so that looking at it takes a grant and leaves an entry. `fields` names
    what offended, never a value; `batch` and `row_number` say where it came from.
    """

    ord = models.BigIntegerField(primary_key=True)
    qid = models.BinaryField(max_length=16, unique=True)
    mark = models.BinaryField(max_length=16)
    batch = models.CharField(max_length=40, db_index=True)
    row_number = models.IntegerField()
    reason = models.CharField(max_length=40)
    fields = models.CharField(max_length=400, default="")
    created_at = models.BigIntegerField()
    expires_on = models.IntegerField(db_index=True)
    body = models.BinaryField()


class Relation(models.Model):
    """
    What a person has with the operator: the contract (`service` empty), or a partner's optional service (8-1).

    `ended_on`: 0 while it lives. `begun_by`, `ended_by`: the acquisitions that say where that is known from. `salt`:
    random, so that the digest of the row in `Written` tells nothing to whoever guesses the rest.
    """

    id = models.BigAutoField(primary_key=True)
    person = models.BigIntegerField(db_index=True)
    service = models.CharField(max_length=40, default="")
    began_on = models.IntegerField()
    ended_on = models.IntegerField(default=0)
    begun_by = models.BigIntegerField(null=True)
    ended_by = models.BigIntegerField(null=True)
    salt = models.BinaryField(max_length=16, default=b"")

    class Meta:
        """Nobody has one thing twice at a time."""

        constraints = (
            models.UniqueConstraint(
                fields=("person", "service"), condition=models.Q(ended_on=0), name="vault_one_live_relation"
            ),
        )


class LastUse(models.Model):
    """The last day on which a person's information was used for a purpose whose ends hang on it (22)."""

    pk = models.CompositePrimaryKey("person", "purpose")
    person = models.BigIntegerField()
    purpose = models.SmallIntegerField()
    day = models.IntegerField()


class Representative(models.Model):
    """Somebody who stands for an organisation: a contact person, an agent (P)."""

    pk = models.CompositePrimaryKey("organisation", "person", "role")
    organisation = models.BigIntegerField()
    person = models.BigIntegerField(db_index=True)
    role = models.CharField(max_length=20)
