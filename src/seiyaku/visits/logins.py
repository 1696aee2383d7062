"""
Signing in by the operator's own, or a provider's, OpenID Connect (policy 7-2): code with PKCE (RFC 7636), state, nonce.

* Whose account it is, staff said before (`link`), by the account's own `sub`: never a mail address, which an account
  may change. An account that is linked to nobody opens nothing.
* The token must be signed by a key that the issuer publishes, for us, for this question, and not over.
* Where the operator names contexts of authentication (`acr`), the token must name one of them, and that the person
  proved themself just now (`auth_time`). So JPKI comes in: a platform provider that the ministers certified verifies
  the certificate and answers for it; what is checked here is its answer, and the entry says `jpki`.
* Each of several issuers has its own address to come back to, and what was asked names it: an answer of one is nothing
  at another (RFC 9700, 4.4). Keys are asked for at each sign-in, so that an issuer may change them whenever it likes.
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

from seiyaku import door
from seiyaku.core.asks import Actor
from seiyaku.core.errors import InputError, NotProven, Unavailable
from seiyaku.credentials import queries
from seiyaku.credentials import services as credentials
from seiyaku.credentials.services import WRONG, Begun
from seiyaku.keys.memory import on_forget

from . import issuers, visitors
from .issuers import Issuer

KIND = "login"
OWN = "-"  # how the first sign-in, which has no name in addresses, is called where one is to be named
ALGORITHMS = ["RS256", "PS256", "ES256", "ES384", "EdDSA"]
REMEMBERED = 3600.0
SUBJECT_AT_MOST = 255  # OpenID Connect Core 2
TIMEOUT = 10.0
LEEWAY = 60  # seconds
JUST_NOW = 300  # seconds since the person proved themself to the issuer, where contexts are named

_known: dict[str, tuple[float, dict[str, Any]]] = {}
on_forget(_known.clear)


def begin(browser: str, back: str, by: Issuer) -> str:
    """Return where the browser goes to sign in by one issuer; it comes back to `back`, which is that one's alone."""
    state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
    credentials.ask_browser(browser, KIND, {"state": state, "nonce": nonce, "verifier": verifier, "by": by.name})
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    asked = {
        "response_type": "code", "client_id": by.client, "redirect_uri": back, "scope": "openid",
        "state": state, "nonce": nonce, "code_challenge": challenge, "code_challenge_method": "S256",
    }  # fmt: skip
    if by.acr:
        asked |= {"acr_values": " ".join(by.acr), "max_age": str(JUST_NOW)}
    place = str(_about(by)["authorization_endpoint"])
    return f"{place}{'&' if urlsplit(place).query else '?'}{urlencode(asked)}"


def finish(browser: str, said: Mapping[str, str], back: str, by: Issuer) -> Begun:
    """
    Begin a visit of whoever comes back from a sign-in, to the address that is this issuer's alone.

    Raises:
        NotProven: it is not the answer to what this browser was asked, or the account is linked to nobody.
        Unavailable: the issuer does not answer.
    """
    asked = credentials.answered(browser, KIND)
    if not hmac.compare_digest(asked["state"].encode(), said.get("state", "").encode()) or "code" not in said:
        raise NotProven(WRONG)
    if asked.get("by", "") != by.name:  # asked of one issuer, answered by another: a mix-up (RFC 9700, 4.4)
        raise NotProven(WRONG)
    if said.get("iss", by.issuer) != by.issuer:  # another issuer's answer (RFC 9207)
        raise NotProven(WRONG)
    token = _exchanged(said["code"], asked["verifier"], back, by)
    person = queries.person_of(by.issuer, _subject(token, asked["nonce"], by))
    if person is None:
        raise NotProven(WRONG)
    return visitors.begin(person, by.proof)


def link(person: str, subject: str, *, by: str | None = None, actor: Actor) -> door.Done:
    """
    Link an account of a sign-in, by its `sub`, to a person; the desk does, having looked who it is.

    `by`: the sign-in's name; it may be left out where there is one only.

    Raises:
        Refused: the actor does not answer people. The refusal is in the ledger.
        Conflict: it is linked already.
    """
    one = _chosen(by)
    if not subject or len(subject) > SUBJECT_AT_MOST:
        raise InputError("subject", f"{len(subject)} characters", f"1 to {SUBJECT_AT_MOST}")
    pid = bytes.fromhex(person)
    return door.proof(
        person,
        "login-linked",
        lambda cursor, number: credentials.link_login(cursor, number, pid, one.issuer, subject, by=actor.id),
        actor=actor,
    )


def _chosen(by: str | None) -> Issuer:
    every = issuers.configured()
    if not every:
        raise InputError("OIDC_ISSUER", "no sign-in of the operator's", "its issuer and our client id")
    known = {one.name or OWN: one for one in every}
    name = next(iter(known)) if by is None and len(known) == 1 else by or ""
    if name not in known:
        raise InputError("sign-in", "none of that name", f"one of {', '.join(known)}")
    return known[name]


def _exchanged(code: str, verifier: str, back: str, by: Issuer) -> str:
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": back, "code_verifier": verifier}
    secret = by.secret()
    if not secret:
        form["client_id"] = by.client
    auth = (by.client, secret) if secret else None
    answer = _asked("POST", str(_about(by)["token_endpoint"]), data=form, auth=auth)
    token = answer.get("id_token")
    if not isinstance(token, str):
        raise NotProven(WRONG)
    return token


def _subject(token: str, nonce: str, by: Issuer) -> str:
    from joserfc import jwt
    from joserfc.errors import JoseError
    from joserfc.jwk import KeySet
    from joserfc.jwt import JWTClaimsRegistry

    registry = JWTClaimsRegistry(
        leeway=LEEWAY,
        iss={"essential": True, "value": by.issuer},
        aud={"essential": True, "value": by.client},
        exp={"essential": True},
        nonce={"essential": True, "value": nonce},
        sub={"essential": True},
    )
    try:
        keys = KeySet.import_key_set(_asked("GET", str(_about(by)["jwks_uri"])))  # type: ignore[arg-type]  # its shape is checked there
        claims = jwt.decode(token, keys, algorithms=ALGORITHMS).claims
        registry.validate(claims)
    except (JoseError, ValueError, KeyError):
        raise NotProven(WRONG) from None
    if claims.get("azp", by.client) != by.client:
        raise NotProven(WRONG)
    if by.acr and not _is_assured(claims, by):
        raise NotProven(WRONG)
    return str(claims["sub"])


def _is_assured(claims: Mapping[str, Any], by: Issuer) -> bool:
    """Say whether the token names a context the operator asks for, in which the person proved themself just now."""
    at = claims.get("auth_time")
    if claims.get("acr") not in by.acr or isinstance(at, bool) or not isinstance(at, int | float):
        return False
    return -LEEWAY <= time.time() - at <= JUST_NOW + LEEWAY


def _about(by: Issuer) -> dict[str, Any]:
    """Return what an issuer says of itself; it must be the one that is configured, and every address safe."""
    at, issuer = time.monotonic(), by.issuer
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
    if not issuers.safe(address):
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
