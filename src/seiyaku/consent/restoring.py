"""After a restoration (policy 4-3, 4-1-G): what people took back or refused since the backup is taken back again."""

from __future__ import annotations

from collections.abc import Mapping

from seiyaku.ledger.transactions import Cursor

from . import services
from .models import ConsentRecord
from .services import Terms

METHOD = "written"  # how they said it stands in the entry outside; here it is carried over
KINDS = frozenset({"consent", "refusal"})


def take_back(cursor: Cursor, kind: str, ref: str, person: int, bits: Mapping[str, int]) -> bool:
    """
    Withdraw the consent, or refuse the purpose, that a change names; return whether it was something to take back.

    A consent the backup does not know was given since; a refusal lifted since stands again: both are for the person to
    say anew.
    """
    if kind == "refusal":
        act, _, purpose = ref.partition(":")
        if act != "refuse" or purpose not in bits:
            return False
        services.refuse(cursor, person, purpose, bits[purpose], method=METHOD)
        return True
    row = ConsentRecord.objects.filter(ref=ref, person=person).first()
    if row is None:
        return False
    bit = bits.get(row.purpose) if row.kind == "use" else None
    terms = Terms(
        kind=row.kind, purpose=row.purpose, bit=bit, fields=row.fields, ground=row.ground, recipient=row.recipient,
        country=row.country,
    )  # fmt: skip
    services.withdraw(cursor, person, terms, method=METHOD)
    return True
