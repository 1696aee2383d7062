"""What can happen with staff, programs and approvals: one verb each; every one is refused or done, and on record."""

from .approvals import approve, propose
from .approvals import withdraw as withdraw_proposal
from .duties import deputise, grant_duty, revoke_duty
from .invitations import accept as accept_invitation
from .programs import end as end_program
from .programs import issue_token, revoke_token
from .programs import register as register_program
from .reminders import remind
from .reviews import draw, review
from .rolls import Taken
from .rolls import take as take_completions
from .sessions import change_password, sign_in, sign_out
from .setup import issue_setup_code, set_up
from .staffing import (
    assign_supervisor,
    change_contact,
    change_kind,
    hire,
    invite_again,
    leave,
    pledge,
    sign_out_everywhere,
)
from .training import allow_grace, complete

__all__ = [
    "Taken",
    "accept_invitation",
    "allow_grace",
    "approve",
    "assign_supervisor",
    "change_contact",
    "change_kind",
    "change_password",
    "complete",
    "deputise",
    "draw",
    "end_program",
    "grant_duty",
    "hire",
    "invite_again",
    "issue_setup_code",
    "issue_token",
    "leave",
    "pledge",
    "propose",
    "register_program",
    "remind",
    "review",
    "revoke_duty",
    "revoke_token",
    "set_up",
    "sign_in",
    "sign_out",
    "sign_out_everywhere",
    "take_completions",
    "withdraw_proposal",
]  # fmt: skip
