"""
The operator's own sign-in (policy 7-2), by OpenID Connect: authorisation code with PKCE (RFC 7636), state and nonce.

* Whose account it is, staff said before (`link`), by the account's own `sub`: never a mail address, which an account
  may change. An account that is linked to nobody opens nothing.
* The token must be signed by a key that the issuer publishes, for us, for this question, and not over.
* Where the operator names contexts of authentication (`acr`), the token must name one of them, and that the person
  proved themself just now (`auth_time`). So JPKI comes in: a platform provider that the ministers certified verifies
  the certificate and answers for it; what is checked here is its answer, and the entry says `jpki`.
* Nothing of what the issuer says is kept, but that `sub`, sealed.

Not here: reading a card, verifying a certificate of JPKI, or its revocation: only a certified provider may.

What speaks HTTP and reads tokens is imported when somebody signs in: the first page needs none of it.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings

from seiyaku import door
from seiyaku.core.asks import Actor
from seiyaku.core.errors import InputError, NotProven, Unavailable
from seiyaku.credentials import queries
from seiyaku.credentials import services as credentials
from seiyaku.credentials.services import WRONG, Begun
from seiyaku.keys.memory import on_forget

from . import visitors

KIND = "login"
ALGORITHMS = ["RS256", "PS256", "ES256", "ES384", "EdDSA"]
LOOPBACK = {"127.0.0.1", "::1", "localhost"}
REMEMBERED = 3600.0
SUBJECT_AT_MOST = 255  # OpenID Connect Core 2
TIMEOUT = 10.0
LEEWAY = 60  # seconds
JUST_NOW = 300  # seconds since the person proved themself to the issuer, where contexts are named

_known: dict[str, tuple[float, dict[str, Any]]] = {}
on_forget(_known.clear)


def is_offered() -> bool:
    """Say whether the operator has a sign-in of its own."""
    return bool(settings.OIDC_ISSUER and settings.OIDC_CLIENT_ID)


def begin(browser: str, back: str) -> str:
    """Return where the browser goes to sign in; it comes back to `back`."""
    state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
    credentials.ask_browser(browser, KIND, {"state": state, "nonce": nonce, "verifier": verifier})
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    asked = {
        "response_type": "code", "client_id": settings.OIDC_CLIENT_ID, "redirect_uri": back, "scope": "openid",
        "state": state, "nonce": nonce, "code_challenge": challenge, "code_challenge_method": "S256",
    }  # fmt: skip
    if settings.OIDC_ACR:
        asked |= {"acr_values": " ".join(settings.OIDC_ACR), "max_age": str(JUST_NOW)}
    place = str(_issuer()["authorization_endpoint"])
    return f"{place}{'&' if urlsplit(place).query else '?'}{urlencode(asked)}"


def finish(browser: str, said: Mapping[str, str], back: str) -> Begun:
    """
    Begin a visit of whoever comes back from the operator's sign-in.

    Raises:
        NotProven: it is not the answer to what this browser was asked, or the account is linked to nobody.
        Unavailable: the issuer does not answer.
    """
    asked = credentials.answered(browser, KIND)
    if not hmac.compare_digest(asked["state"].encode(), said.get("state", "").encode()) or "code" not in said:
        raise NotProven(WRONG)
    if said.get("iss", settings.OIDC_ISSUER) != settings.OIDC_ISSUER:  # another issuer's answer (RFC 9207)
        raise NotProven(WRONG)
    token = _exchanged(said["code"], asked["verifier"], back)
    person = queries.person_of(settings.OIDC_ISSUER, _subject(token, asked["nonce"]))
    if person is None:
        raise NotProven(WRONG)
    return visitors.begin(person, settings.OIDC_PROOF)


def link(person: str, subject: str, *, actor: Actor) -> door.Done:
    """
    Link an account of the operator's sign-in, by its `sub`, to a person; the desk does, having looked who it is.

    Raises:
        Refused: the actor does not answer people. The refusal is in the ledger.
        Conflict: it is linked already.
    """
    if not is_offered():
        raise InputError("OIDC_ISSUER", "no sign-in of the operator's", "its issuer and our client id")
    if not subject or len(subject) > SUBJECT_AT_MOST:
        raise InputError("subject", f"{len(subject)} characters", f"1 to {SUBJECT_AT_MOST}")
    pid = bytes.fromhex(person)
    return door.proof(
        person,
        "login-linked",
        lambda cursor, number: credentials.link_login(cursor, number, pid, settings.OIDC_ISSUER, subject, by=actor.id),
        actor=actor,
    )


def _exchanged(code: str, verifier: str, back: str) -> str:
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": back, "code_verifier": verifier}
    secret = settings.OIDC_CLIENT_SECRET()
    if not secret:
        form["client_id"] = settings.OIDC_CLIENT_ID
    auth = (settings.OIDC_CLIENT_ID, secret) if secret else None
    answer = _asked("POST", str(_issuer()["token_endpoint"]), data=form, auth=auth)
    token = answer.get("id_token")
    if not isinstance(token, str):
        raise NotProven(WRONG)
    return token


def _subject(token: str, nonce: str) -> str:
    from joserfc import jwt
    from joserfc.errors import JoseError
    from joserfc.jwk import KeySet
    from joserfc.jwt import JWTClaimsRegistry

    registry = JWTClaimsRegistry(
        leeway=LEEWAY,
        iss={"essential": True, "value": settings.OIDC_ISSUER},
        aud={"essential": True, "value": settings.OIDC_CLIENT_ID},
        exp={"essential": True},
        nonce={"essential": True, "value": nonce},
        sub={"essential": True},
    )
    try:
        keys = KeySet.import_key_set(_asked("GET", str(_issuer()["jwks_uri"])))  # type: ignore[arg-type]  # its shape is checked there
        claims = jwt.decode(token, keys, algorithms=ALGORITHMS).claims
        registry.validate(claims)
    except (JoseError, ValueError, KeyError):
        raise NotProven(WRONG) from None
    if claims.get("azp", settings.OIDC_CLIENT_ID) != settings.OIDC_CLIENT_ID:
        raise NotProven(WRONG)
    if settings.OIDC_ACR and not _is_assured(claims):
        raise NotProven(WRONG)
    return str(claims["sub"])


def _is_assured(claims: Mapping[str, Any]) -> bool:
    """Say whether the token names a context the operator asks for, in which the person proved themself just now."""
    at = claims.get("auth_time")
    if claims.get("acr") not in settings.OIDC_ACR or isinstance(at, bool) or not isinstance(at, int | float):
        return False
    return -LEEWAY <= time.time() - at <= JUST_NOW + LEEWAY


def _issuer() -> dict[str, Any]:
    """Return what the issuer says of itself; it must be the one of the settings, and every address safe."""
    at, issuer = time.monotonic(), settings.OIDC_ISSUER
    kept = _known.get(issuer)
    if kept is not None and at - kept[0] < REMEMBERED:
        return kept[1]
    said = _asked("GET", issuer.rstrip("/") + "/.well-known/openid-configuration")
    if said.get("issuer") != issuer:
        raise Unavailable("the issuer is another than the setting says")
    for place in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
        _safe(str(said.get(place, "")))
    _known[issuer] = at, said
    return said


def _safe(address: str) -> None:
    parts = urlsplit(address)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in LOOPBACK):
        raise Unavailable("the sign-in is not served over TLS")


def _asked(method: str, address: str, **more: Any) -> dict[str, Any]:
    import httpx

    _safe(address)
    try:
        answer = httpx.request(method, address, timeout=TIMEOUT, follow_redirects=False, **more)
        if answer.status_code in (400, 401):
            raise NotProven(WRONG)
        answer.raise_for_status()
        said = answer.json()
    except (httpx.HTTPError, ValueError) as error:
        raise Unavailable(f"the sign-in does not answer: {type(error).__name__}") from error
    if not isinstance(said, dict):
        raise Unavailable("the sign-in does not answer as it should")
    return said
