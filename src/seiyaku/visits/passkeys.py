"""
Passkeys of customers (policy 3-3, 7-2): made at a visit where enough was proven, and enough by themselves from then on.

A challenge is asked of one browser, for ten minutes, and answered once; the user must have been verified by their
device. A count of signatures that does not grow is a copied key, and proves nothing. The public key lies sealed.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fido2.server import Fido2Server
from fido2.utils import websafe_decode
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    RegistrationResponse,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from seiyaku import door
from seiyaku.core.errors import NotFound, NotProven
from seiyaku.credentials import queries
from seiyaku.credentials import services as credentials
from seiyaku.credentials.services import WRONG, Begun
from seiyaku.credentials.tokens import counted
from seiyaku.keys.macs import mac
from seiyaku.ledger.transactions import Cursor, deciding
from seiyaku.papers import services as papers

from . import visitors
from .visitors import Visitor

NEW, OLD = "passkey-new", "passkey"
WITHIN = dt.timedelta(hours=1)
TRIES = 60  # from one place
OPENED = {"act": "open-paper", "answer": "done", "actor": "system:portal", "proven": "job", "note_kind": "passkey"}


@dataclass(frozen=True, slots=True)
class Site:
    """The site as a browser knows it: its host, its origin, and the operator's name."""

    host: str
    origin: str
    name: str

    def server(self) -> Fido2Server:
        """Return who asks and checks."""
        return Fido2Server(
            PublicKeyCredentialRpEntity(id=self.host, name=self.name), verify_origin=lambda said: said == self.origin
        )


def ask_new(visitor: Visitor, site: Site, browser: str) -> dict[str, Any]:
    """Return what the browser is asked to make a passkey of."""
    handle = mac("customer-passkey", visitor.pid)
    options, state = site.server().register_begin(
        PublicKeyCredentialUserEntity(id=handle, name=site.name, display_name=site.name),
        resident_key_requirement=ResidentKeyRequirement.REQUIRED,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    credentials.ask_browser(browser, NEW, {"state": dict(state), "person": _of(visitor.person)})
    return dict(options)


def keep_new(visitor: Visitor, site: Site, browser: str, response: Mapping[str, Any]) -> None:
    """
    Keep the passkey that a browser made.

    Raises:
        Refused: the visitor has not proven enough.
        NotProven: it does not answer what was asked, of this visitor.
        Conflict: it is known already.
    """
    said = credentials.answered(browser, NEW)
    try:
        data = site.server().register_complete(said["state"], RegistrationResponse.from_dict(response))
    except (ValueError, KeyError, TypeError):
        raise NotProven(WRONG) from None
    made = data.credential_data
    if made is None or said["person"] != _of(visitor.person):
        raise NotProven(WRONG)
    door.proof(
        visitor.person,
        "passkey-added",
        lambda cursor, number: credentials.add_passkey(
            cursor, number, visitor.pid, credential=made.credential_id, signs=data.counter, body=bytes(made)
        ),
        actor=visitor.actor(),
    )


def ask_old(site: Site, browser: str) -> dict[str, Any]:
    """Return what the browser is asked to prove; whose passkey it is is its own to say."""
    options, state = site.server().authenticate_begin(user_verification=UserVerificationRequirement.REQUIRED)
    credentials.ask_browser(browser, OLD, {"state": dict(state)})
    return dict(options)


def prove(site: Site, browser: str, response: Mapping[str, Any], *, origin: str) -> Begun:
    """
    Begin a visit by a passkey.

    Raises:
        NotProven: in the same words whatever was wrong.
    """
    if not credentials.allowed({counted("passkey", origin): TRIES}, WITHIN):
        raise NotProven(WRONG)
    said = credentials.answered(browser, OLD)
    try:
        answer = AuthenticationResponse.from_dict(response)
        found = queries.passkey(websafe_decode(str(response["rawId"])))
    except (ValueError, KeyError, TypeError):
        raise NotProven(WRONG) from None
    if found is None:
        raise NotProven(WRONG)
    with deciding():
        body = papers.open_in(found.paper, OPENED)
    try:
        site.server().authenticate_complete(said["state"], [AttestedCredentialData(body)], answer)
    except ValueError:
        raise NotProven(WRONG) from None
    if not credentials.count_signature(found.ref, answer.response.authenticator_data.counter):
        raise NotProven(WRONG)
    return visitors.begin(bytes(found.person), "passkey")


def remove(visitor: Visitor, ref: str) -> None:
    """
    Take a passkey or a linked sign-in of the visitor's own away.

    Raises:
        Refused: the visitor has not proven enough.
        NotFound: they have none of this reference; another's is not there.
    """

    def do(cursor: Cursor, number: int) -> None:
        if not credentials.remove(cursor, number, visitor.pid, ref):
            raise NotFound("credential")

    door.proof(visitor.person, "credential-removed", do, actor=visitor.actor())


def _of(person: str) -> str:
    return hashlib.sha256(bytes.fromhex(person)).hexdigest()
