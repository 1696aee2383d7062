"""What is stored of the keyring: the instance's number, and root keys, only ever sealed."""

from django.db import models


class Instance(models.Model):
    """This instance: 16 random bytes that every sealed thing is bound to, and a number that moves with its keyring."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    number = models.BinaryField(max_length=16)
    generation = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (models.CheckConstraint(condition=models.Q(id=1), name="keys_one_instance"),)


class RootKey(models.Model):
    """
    One version of one root key, sealed by the operator's key.

    `retired_at`: nothing new is sealed under it; `destroyed_at`: it is gone, `sealed` is empty. `public` is the
    public half of a signing key, which outlives it, so that old signatures verify for ever.
    """

    use = models.CharField(max_length=16)
    number = models.PositiveIntegerField()
    operator = models.CharField(max_length=80)
    sealed = models.BinaryField(null=True)
    public = models.BinaryField(null=True)
    created_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)
    destroyed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("use", "number"), name="keys_use_number"),)
