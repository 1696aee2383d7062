"""
The operator's key in a device (policy 3-3): PKCS#11, AES-256 that never leaves it, AES-GCM for each root key.

The device is asked once per process and root key, so its speed does not matter. The place is written
`MODULE?token=LABEL&label=LABEL`; the PIN comes from SEIYAKU_OPERATOR_PIN or the file in SEIYAKU_OPERATOR_PIN_FILE.
Needs the extra `seiyaku[pkcs11]`.
"""

from __future__ import annotations

import os
from hashlib import sha256
from threading import Lock
from typing import Any
from urllib.parse import parse_qsl

from seiyaku.core.errors import Conflict, IntegrityError, Unavailable

from .memory import on_forget

NONCE = 12
WHAT = "keyring"
EXPECTED = "pkcs11:MODULE?token=LABEL&label=LABEL"


_sessions: list[Any] = []


@on_forget
def _close() -> None:
    while _sessions:
        _sessions.pop().close()


class DeviceKey:
    """An AES-256 key inside a PKCS#11 device."""

    def __init__(self, key: Any, token: str, label: str) -> None:
        from pkcs11 import Attribute

        self._key = key
        self._one_at_a_time = Lock()
        name = "\0".join((token, label, bytes(key[Attribute.ID]).hex()))
        self.id = "device:" + sha256(name.encode()).hexdigest()[:16]

    def wrap(self, secret: bytes, context: bytes) -> bytes:
        """Return the secret sealed by the device, bound to `context`."""
        from pkcs11 import Mechanism, PKCS11Error

        nonce = os.urandom(NONCE)
        try:
            with self._one_at_a_time:
                sealed = self._key.encrypt(
                    secret, mechanism=Mechanism.AES_GCM, mechanism_param=_parameters(nonce, context)
                )
        except PKCS11Error as error:
            raise _closed(error) from None
        return nonce + bytes(sealed)

    def unwrap(self, sealed: bytes, context: bytes) -> bytes:
        """Return the secret; IntegrityError if it was not wrapped by this key for this context."""
        from pkcs11 import Mechanism, PKCS11Error, exceptions

        try:
            with self._one_at_a_time:
                secret = self._key.decrypt(
                    sealed[NONCE:], mechanism=Mechanism.AES_GCM, mechanism_param=_parameters(sealed[:NONCE], context)
                )
        except (exceptions.EncryptedDataInvalid, exceptions.EncryptedDataLenRange, exceptions.GeneralError):
            raise IntegrityError(WHAT, "a root key does not open under this operator's key") from None
        except PKCS11Error as error:
            raise _closed(error) from None
        return bytes(secret)


def _parameters(nonce: bytes, context: bytes) -> Any:
    from pkcs11 import GCMParams

    return GCMParams(nonce=nonce, aad=context, tag_bits=128)


def _closed(error: Exception) -> Unavailable:
    return Unavailable(f"the device that holds the operator's key does not answer: {type(error).__name__}")


def _session(place: str, pin: str, *, writing: bool) -> tuple[Any, str, str]:
    module, _, query = place.partition("?")
    named = dict(parse_qsl(query))
    if not module or set(named) != {"token", "label"}:
        raise Unavailable(f"SEIYAKU_OPERATOR_KEY: expected {EXPECTED}")
    if not pin:
        raise Unavailable("the device wants a PIN: set SEIYAKU_OPERATOR_PIN or SEIYAKU_OPERATOR_PIN_FILE")
    try:
        import pkcs11
    except ImportError:
        raise Unavailable("PKCS#11 wants the extra seiyaku[pkcs11]") from None
    try:
        token = pkcs11.lib(module).get_token(token_label=named["token"])
        return _logged_in(token, pin, writing=writing), named["token"], named["label"]
    except (pkcs11.PKCS11Error, RuntimeError) as error:
        raise _closed(error) from None


def _logged_in(token: Any, pin: str, *, writing: bool) -> Any:
    from pkcs11 import UserAlreadyLoggedIn

    try:
        return token.open(user_pin=pin, rw=writing)
    except UserAlreadyLoggedIn:  # a login holds for the whole process
        return token.open(rw=writing)


def from_device(place: str, pin: str) -> DeviceKey:
    """Return the key in the device."""
    session, token, label = _session(place, pin, writing=False)
    from pkcs11 import KeyType, ObjectClass, PKCS11Error

    _sessions.append(session)
    try:
        key = session.get_key(object_class=ObjectClass.SECRET_KEY, key_type=KeyType.AES, label=label)
    except PKCS11Error as error:
        raise _closed(error) from None
    return DeviceKey(key, token, label)


def create_in_device(place: str, pin: str) -> None:
    """Make a new key in the device, which never gives it out; Conflict if there is one of that label."""
    session, _, label = _session(place, pin, writing=True)
    from pkcs11 import Attribute, KeyType, ObjectClass

    with session:
        if next(iter(session.get_objects({Attribute.CLASS: ObjectClass.SECRET_KEY, Attribute.LABEL: label})), None):
            raise Conflict(f"the device holds a key labelled {label!r} already")
        hidden = {
            Attribute.SENSITIVE: True, Attribute.EXTRACTABLE: False, Attribute.ENCRYPT: True, Attribute.DECRYPT: True,
            Attribute.WRAP: False, Attribute.UNWRAP: False,
        }  # fmt: skip
        session.generate_key(KeyType.AES, 256, id=os.urandom(8), label=label, store=True, template=hidden)
