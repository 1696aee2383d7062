"""What can happen with partners, their contracts, their supervision: one verb each; refused or done, on record."""

from __future__ import annotations

from .checklists import Answered
from .contracting import (
    Scope,
    agree_sub_entrustment,
    conclude,
    end_contract,
    end_sub_entrustment,
    open_contract,
    prove_return,
)
from .registering import change_contact, classify, end, open_contact, register
from .supervising import mend, supervise

__all__ = [
    "Answered",
    "Scope",
    "agree_sub_entrustment",
    "change_contact",
    "classify",
    "conclude",
    "end",
    "end_contract",
    "end_sub_entrustment",
    "mend",
    "open_contact",
    "open_contract",
    "prove_return",
    "register",
    "supervise",
]  # fmt: skip
