"""A passkey of software: what a device would answer, and what a thief, a copy or a careless device would."""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import dataclass, field, replace
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

from .customer import Customer

SITE = "http://testserver"
Flag = AuthenticatorData.FLAG


@dataclass
class Passkey:
    """One passkey; `signs` is its count of signatures (0: it counts none), `verified`: the device knew its user."""

    signs: int = 1
    verified: bool = True
    origin: str = SITE
    ident: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    secret: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def copy(self, **changed: Any) -> Passkey:
        """Return what a thief has who copied the key, or the same key on other days."""
        return replace(self, **changed)

    def _data(self, made: bytes = b"") -> AuthenticatorData:
        host = self.origin.partition("://")[2].partition(":")[0].encode()
        flags = Flag.UP | (Flag.UV if self.verified else Flag.UP) | (Flag.AT if made else Flag.UP)
        data: AuthenticatorData = AuthenticatorData.create(hashlib.sha256(host).digest(), flags, self.signs, made)
        return data

    def _sent(self, client: CollectedClientData, **response: bytes) -> dict[str, Any]:
        said = {name: websafe_encode(value) for name, value in response.items()}
        ident = websafe_encode(self.ident)
        return {
            "id": ident, "rawId": ident, "type": "public-key", "clientExtensionResults": {},
            "response": said | {"clientDataJSON": websafe_encode(client)},
        }  # fmt: skip

    def made(self, challenge: str) -> dict[str, Any]:
        """Return what a browser says of the passkey it has just made."""
        client = CollectedClientData.create("webauthn.create", challenge, self.origin)
        key = ES256.from_cryptography_key(self.secret.public_key())  # type: ignore[no-untyped-call]  # ships no types
        data = self._data(AttestedCredentialData.create(b"\0" * 16, self.ident, key))
        return self._sent(client, attestationObject=AttestationObject.create("none", data, {}))

    def proof(self, challenge: str) -> dict[str, Any]:
        """Return what a browser says when it is asked for the passkey."""
        client, data = CollectedClientData.create("webauthn.get", challenge, self.origin), self._data()
        signature = self.secret.sign(bytes(data) + client.hash, ec.ECDSA(hashes.SHA256()))
        return self._sent(client, authenticatorData=data, signature=signature)


def _sends(customer: Customer, path: str, said: dict[str, Any] | None = None) -> Any:
    body = json.dumps(said) if said is not None else ""
    return customer.client.post(customer.root + path, body, content_type="application/json")


def challenge(customer: Customer, path: str) -> str:
    """Have the site ask a customer's browser for a passkey; return what it is to sign."""
    answer = _sends(customer, path)
    assert answer.status_code == 200, answer.content.decode()
    return str(answer.json()["publicKey"]["challenge"])


def keeps(customer: Customer, passkey: Passkey) -> int:
    """Make a passkey at a customer's own page; return the status of the answer."""
    return answers(customer, passkey.made(challenge(customer, "passkey/new")), "passkey/new")


def proves(customer: Customer, passkey: Passkey) -> int:
    """Come in by a passkey; return the status of the answer."""
    customer.get()
    return answers(customer, passkey.proof(challenge(customer, "passkey")))


def answers(customer: Customer, said: dict[str, Any], path: str = "passkey") -> int:
    """Answer what a browser was asked; return the status."""
    return int(_sends(customer, path, said).status_code)
