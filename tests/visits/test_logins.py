"""The operator's own sign-in, against an issuer on loopback that tells the truth, and one that does not."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings
from joserfc import jwt
from joserfc.jwk import ECKey

from seiyaku import door
from seiyaku.core.asks import Actor
from seiyaku.core.errors import Conflict, InputError, Refused
from seiyaku.credentials.models import Login
from seiyaku.evidence import posture
from seiyaku.keys.memory import forget
from seiyaku.visits import logins
from tests.people.sample import entries
from tests.promises.founded import ALICE, SIGN_UP, Company
from tests.turning import turn

from .customer import Customer

pytestmark = pytest.mark.promise("7-2", "2-2")
CLIENT, SECRET, SUBJECT = "seiyaku-portal", "the client's secret", "account-4711"


@dataclass
class Issuer:
    """An issuer of OpenID Connect on loopback. `lies` replaces claims of the token it gives out."""

    address: str = ""
    key: ECKey = field(
        default_factory=lambda: ECKey.generate_key("P-256", {"kid": "one", "use": "sig", "alg": "ES256"})
    )
    signs_with: ECKey | None = None
    lies: dict[str, Any] = field(default_factory=dict)
    algorithm: str = "ES256"
    asked: dict[str, str] = field(default_factory=dict)
    exchanged: list[str] = field(default_factory=list)

    def about(self) -> dict[str, str]:
        return {
            "issuer": self.address, "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token", "jwks_uri": f"{self.address}/keys",
        }  # fmt: skip

    def token(self, form: dict[str, str], authorised: str) -> tuple[int, dict[str, str]]:
        """Exchange a code, as RFC 6749 and RFC 7636 want it."""
        challenge = base64.urlsafe_b64encode(hashlib.sha256(form["code_verifier"].encode()).digest()).rstrip(b"=")
        right = "Basic " + base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        if challenge.decode() != self.asked["code_challenge"] or authorised != right or form["code"] in self.exchanged:
            return 400, {"error": "invalid_grant"}
        self.exchanged.append(form["code"])
        now = int(time.time())
        said = {"iss": self.address, "aud": CLIENT, "sub": SUBJECT, "iat": now, "exp": now + 60,
                "nonce": self.asked["nonce"]} | self.lies  # fmt: skip
        header = {"alg": self.algorithm, "kid": "one"}
        if self.algorithm == "none":
            parts = [
                base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode() for part in (header, said)
            ]
            return 200, {"id_token": ".".join([*parts, ""])}
        return 200, {"id_token": jwt.encode(header, said, self.signs_with or self.key)}


@contextmanager
def served() -> Iterator[Issuer]:
    """Serve an issuer on loopback."""
    one = Issuer()

    class Answering(BaseHTTPRequestHandler):
        def answer(self, status: int, said: Any) -> None:
            body = json.dumps(said).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_GET(self) -> None:
            keys = {"keys": [one.key.as_dict(private=False)]}
            self.answer(200, keys if self.path == "/keys" else one.about())

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            form = {name: values[0] for name, values in parse_qs(body).items()}
            self.answer(*one.token(form, self.headers.get("Authorization", "")))

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the name is the base class's
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Answering) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        one.address = f"http://127.0.0.1:{server.server_port}"
        yield one
        server.shutdown()


@pytest.fixture
def issuer(monkeypatch: pytest.MonkeyPatch) -> Iterator[Issuer]:
    with served() as one:
        monkeypatch.setattr(settings, "OIDC_ISSUER", one.address)
        monkeypatch.setattr(settings, "OIDC_CLIENT_ID", CLIENT)
        monkeypatch.setattr(settings, "OIDC_CLIENT_SECRET", lambda: SECRET)
        logins._known.clear()
        yield one


def asks(customer: Customer, issuer: Issuer, by: str = "") -> dict[str, str]:
    """Be sent to the issuer; return what an honest one would answer."""
    customer.get()
    place = customer.get(f"login{by and '/' + by}")
    assert place.status_code == 303
    assert place["Location"].startswith(f"{issuer.address}/authorize?")
    issuer.asked = {name: values[0] for name, values in parse_qs(urlsplit(place["Location"]).query).items()}
    return {"code": f"code-{len(issuer.exchanged)}", "state": issuer.asked["state"]}


def comes(customer: Customer, answer: dict[str, str], by: str = "") -> Any:
    """Come back from an issuer."""
    return customer.client.get(f"{customer.root}login{by and '/' + by}/back", answer)


def goes(customer: Customer, issuer: Issuer, by: str = "", **altered: str) -> Any:
    """Sign in at the issuer, and come back."""
    return comes(customer, asks(customer, issuer, by) | altered, by)


def test_an_account_that_the_desk_linked_opens_everything(company: Company, desk: Actor, issuer: Issuer) -> None:
    logins.link(company.alice, SUBJECT, actor=desk)
    customer = Customer()

    answer = goes(customer, issuer)

    assert answer.status_code == 303
    assert ALICE["address"] in customer.get().content.decode()
    assert issuer.asked["scope"] == "openid"
    assert "code_challenge" in issuer.asked


def test_an_account_that_nobody_linked_opens_nothing_even_with_the_mail_address_held(
    company: Company, desk: Actor, issuer: Issuer
) -> None:
    issuer.lies = {"email": ALICE["email"], "email_verified": True}
    customer = Customer()

    answer = goes(customer, issuer)

    assert answer.status_code == 403
    assert ALICE["address"] not in customer.get().content.decode()


def test_a_token_that_is_not_for_us_and_for_this_question_proves_nothing(
    company: Company, desk: Actor, issuer: Issuer
) -> None:
    logins.link(company.alice, SUBJECT, actor=desk)
    lies: list[dict[str, Any]] = [
        {"iss": "http://127.0.0.1:1"}, {"aud": "another-client"}, {"exp": 1}, {"nonce": "another"},
        {"azp": "another-client"}, {"sub": "account-4712"},
    ]  # fmt: skip

    for issuer.lies in lies:
        assert goes(Customer(), issuer).status_code == 403, issuer.lies


def test_a_token_signed_by_another_key_or_by_none_proves_nothing(company: Company, desk: Actor, issuer: Issuer) -> None:
    logins.link(company.alice, SUBJECT, actor=desk)
    issuer.signs_with = ECKey.generate_key("P-256", {"kid": "one"})
    forged = goes(Customer(), issuer).status_code
    issuer.signs_with, issuer.algorithm = None, "none"

    assert (forged, goes(Customer(), issuer).status_code) == (403, 403)


def test_an_answer_that_this_browser_did_not_ask_for_proves_nothing(
    company: Company, desk: Actor, issuer: Issuer
) -> None:
    logins.link(company.alice, SUBJECT, actor=desk)
    customer, victim = Customer(), Customer()

    wrong_state = goes(customer, issuer, state="forged")
    wrong_issuer = goes(customer, issuer, iss="http://127.0.0.1:1")
    victim.get()
    handed = victim.client.get("/my/login/back", {"code": "code-9", "state": issuer.asked["state"]})
    goes(customer, issuer)
    again = customer.client.get("/my/login/back", {"code": "code-8", "state": issuer.asked["state"]})

    assert [one.status_code for one in (wrong_state, wrong_issuer, handed, again)] == [403] * 4


def test_only_the_desk_links_and_an_account_is_one_persons(company: Company, desk: Actor, issuer: Issuer) -> None:
    other = door.collect(ALICE | {"member-number": "M0000002"}, origin=SIGN_UP, actor=company.clerk).people[0]

    with pytest.raises(Refused):
        logins.link(company.alice, SUBJECT, actor=company.clerk)
    logins.link(company.alice, SUBJECT, actor=desk)
    with pytest.raises(Conflict):
        logins.link(other, SUBJECT, actor=desk)

    assert Login.objects.count() == 1


def test_a_linked_account_is_found_after_the_key_was_turned_and_gone_with_its_person(
    company: Company, desk: Actor, issuer: Issuer
) -> None:
    logins.link(company.alice, SUBJECT, actor=desk)
    before = bytes(Login.objects.get().digest)

    list(turn("mac"))
    forget()
    found = goes(Customer(), issuer).status_code
    door.erase(company.alice, actor=desk)

    assert bytes(before) != b""
    assert found == 303
    assert goes(Customer(), issuer).status_code == 403
    assert not Login.objects.exists()


def test_a_silent_issuer_closes_the_way_in_and_says_so(
    company: Company, issuer: Issuer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "OIDC_ISSUER", "http://127.0.0.1:1")

    assert Customer().get("login").status_code == 503


def test_an_issuer_without_tls_elsewhere_is_never_asked(
    company: Company, issuer: Issuer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "OIDC_ISSUER", "http://sign-in.example")

    assert Customer().get("login").status_code == 503


ACR = "https://idp.example/acr/jpki-signature"


@pytest.fixture
def platform(issuer: Issuer, monkeypatch: pytest.MonkeyPatch) -> Issuer:
    """A platform provider's answer: it has verified a certificate of JPKI, just now."""
    monkeypatch.setattr(settings, "OIDC_PROOF", "jpki")
    monkeypatch.setattr(settings, "OIDC_ACR", [ACR, ACR + "-2"])
    issuer.lies = {"acr": ACR, "auth_time": int(time.time())}
    return issuer


def test_jpki_opens_everything_on_a_platform_providers_answer_and_the_entry_says_so(
    company: Company, desk: Actor, platform: Issuer
) -> None:
    logins.link(company.alice, SUBJECT, actor=desk)
    customer = Customer()
    offered = Customer().get().content.decode()

    answer = goes(customer, platform)

    assert answer.status_code == 303
    assert "公的個人認証" in offered
    assert ALICE["address"] in customer.get().content.decode()
    assert (platform.asked["acr_values"], platform.asked["max_age"]) == (f"{ACR} {ACR}-2", "300")
    proofs = [one["proven"] for one in entries() if one.get("note_kind") == "sign-in"]
    assert proofs == ["jpki"]


@pytest.mark.parametrize(
    "lie",
    [
        {"acr": "https://idp.example/acr/password"}, {"acr": None}, {"acr": [ACR]}, {"acr": f"{ACR} x"},
        {"auth_time": None}, {"auth_time": 0}, {"auth_time": "now"}, {"auth_time": True},
        {"auth_time": 1 << 40},
    ],
    ids=str,
)  # fmt: skip
def test_jpki_is_not_taken_on_another_context_nor_an_old_proof(
    company: Company, desk: Actor, platform: Issuer, lie: dict[str, Any]
) -> None:
    logins.link(company.alice, SUBJECT, actor=desk)
    platform.lies |= lie
    customer = Customer()

    answer = goes(customer, platform)

    assert answer.status_code == 403
    assert ALICE["address"] not in customer.get().content.decode()
    assert not [one for one in entries() if one.get("proven") == "jpki"]


def test_jpki_of_nobody_linked_opens_nothing(company: Company, desk: Actor, platform: Issuer) -> None:
    assert goes(Customer(), platform).status_code == 403


@dataclass
class Providers:
    """Two certified providers beside the operator's own sign-in."""

    first: Issuer
    second: Issuer


def beside(name: str, address: str) -> dict[str, Any]:
    """A sign-in as the settings hold it."""
    label = {"ja": f"認証 {name}（見本）", "en": f"Provider {name}"}
    return {
        "name": name, "issuer": address, "client": CLIENT, "secret": lambda: SECRET, "proof": "jpki", "acr": [ACR],
        "label": label,
    }  # fmt: skip


@pytest.fixture
def providers(issuer: Issuer, monkeypatch: pytest.MonkeyPatch) -> Iterator[Providers]:
    with served() as first, served() as second:
        ins = (beside("first", first.address), beside("second", second.address), beside("down", "http://127.0.0.1:1"))
        monkeypatch.setattr(settings, "SIGN_INS", ins)
        for one in (first, second):
            one.lies = {"acr": ACR, "auth_time": int(time.time())}
        yield Providers(first, second)


def test_each_of_several_sign_ins_proves_its_own_accounts_and_no_other_ones(
    company: Company, desk: Actor, issuer: Issuer, providers: Providers
) -> None:
    with pytest.raises(InputError, match="one of -, first, second, down"):
        logins.link(company.alice, SUBJECT, actor=desk)
    logins.link(company.alice, SUBJECT, by="first", actor=desk)
    offered = Customer().get().content.decode()
    customer = Customer()

    at_first = goes(customer, providers.first, "first")
    same_number = [goes(Customer(), providers.second, "second"), goes(Customer(), issuer)]
    back = providers.first.asked["redirect_uri"], providers.second.asked["redirect_uri"], issuer.asked["redirect_uri"]
    silent, unknown = Customer().get("login/down"), Customer().get("login/none")

    assert [f"認証 {name}（見本）" in offered for name in ("first", "second", "down")] == [True] * 3
    assert at_first.status_code == 303
    assert ALICE["address"] in customer.get().content.decode()
    assert [one["proven"] for one in entries() if one.get("note_kind") == "sign-in"] == ["jpki"]
    assert [one.status_code for one in same_number] == [403, 403]
    assert "「認証 second（見本）」の答えでは、ご本人と確かめられませんでした" in same_number[0].content.decode()
    assert len(set(back)) == 3
    assert (silent.status_code, unknown.status_code) == (503, 404)
    assert "「認証 down（見本）」が、いま応答しません" in silent.content.decode()
    found = next(iter(posture.CHECKS["sign-ins"]()))
    assert found.state == "green"
    assert all(f"{name} (jpki, " in found.text.en for name in ("first", "second", "down"))
    assert f"{CLIENT} (login, {issuer.address})" in found.text.en


def test_an_answer_of_one_provider_is_nothing_at_another_and_keys_may_change(
    company: Company, desk: Actor, providers: Providers
) -> None:
    first, second = providers.first, providers.second
    for name in ("first", "second"):
        logins.link(company.alice, SUBJECT, by=name, actor=desk)
    customer = Customer()

    answer = asks(customer, first, "first")
    second.asked = first.asked  # a second provider that was handed all the first one knows
    mixed_up = comes(customer, answer, "second")
    exchanged = list(second.exchanged)
    replayed = comes(customer, answer, "first")  # what was asked is asked once
    named_by_another = goes(Customer(), first, "first", iss=second.address)
    first.lies |= {"iss": second.address}
    token_of_another = goes(Customer(), first, "first")
    first.lies.pop("iss")
    first.signs_with = second.key
    signed_by_another = goes(Customer(), first, "first")
    first.signs_with, before = None, first.key
    first.key = ECKey.generate_key("P-256", {"kid": "one", "use": "sig", "alg": "ES256"})
    keys_changed = goes(Customer(), first, "first")
    first.signs_with = before
    signed_by_the_old_one = goes(Customer(), first, "first")

    refused = (mixed_up, replayed, named_by_another, token_of_another, signed_by_another, signed_by_the_old_one)
    assert [one.status_code for one in refused] == [403] * 6
    assert exchanged == []  # no code of one was ever shown to the other
    assert keys_changed.status_code == 303
