"""Heads by mail: to whom the settings name, with TLS when it is offered, and nothing but the signed head."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pytest_django import Settings

from seiyaku.core.errors import InputError, Unavailable
from seiyaku.ledger import heads, mailing, outside
from seiyaku.ledger.sequencing import place_all
from seiyaku.ledger.transactions import deciding, raw_cursor
from seiyaku.ledger.writing import record
from tests.postbox import Postbox, listening

pytestmark = pytest.mark.promise("2-1")
AUDITOR = "mailto:auditor@elsewhere.example"


def certified(folder: Path) -> Path:
    """A certificate for 127.0.0.1 that signs itself, with its key."""
    import ipaddress

    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "postbox")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / "postbox.pem"
    form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path.write_bytes(key.private_bytes(*form) + made.public_bytes(serialization.Encoding.PEM))
    return path


@pytest.fixture
def postbox(instance: Path, settings: Settings) -> Iterator[Postbox]:
    """The server, named in the settings with the auditor's mailbox as the one receiver."""
    with listening() as found:
        settings.RECEIVERS, settings.SMTP_SERVER = [AUDITOR], f"127.0.0.1:{found.port}"
        grow()
        yield found


def grow() -> None:
    with deciding():
        record({"act": "read", "answer": "allowed"})
    place_all()


def test_a_head_is_mailed_to_whom_the_settings_name_and_says_nothing_else(postbox: Postbox) -> None:
    note = outside.push()

    (mail,) = postbox.mails
    assert postbox.to == ["rcpt TO:<auditor@elsewhere.example>\r\n"]
    (attached,) = [part.get_content() for part in mail.iter_attachments()]
    assert heads.check(attached) == heads.check(note)
    body = mail.get_body()
    assert body is not None
    assert body.get_content().split() == note.split()


def test_it_is_mailed_again_when_a_day_is_over_and_the_log_has_grown(
    postbox: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    outside.push()
    grow()
    outside.push()
    assert len(postbox.mails) == 1

    monkeypatch.setattr(mailing, "EVERY", 0.0)
    outside.push()
    outside.push()

    assert len(postbox.mails) == 2


def test_tls_is_used_when_it_is_offered_and_its_certificate_must_be_good(
    postbox: Postbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    postbox.certificate = certified(tmp_path)
    settings.SMTP_USER, settings.SMTP_PASSWORD = "seiyaku", lambda: "of-the-tests"

    with pytest.raises(Unavailable):
        outside.push()
    assert (postbox.mails, postbox.logins) == ([], 0)
    monkeypatch.setenv("SSL_CERT_FILE", str(postbox.certificate))
    outside.push()

    assert postbox.over_tls == [True]
    assert postbox.logins == 1


def test_a_server_that_does_not_answer_keeps_no_other_receiver_from_the_head(
    postbox: Postbox, settings: Settings, tmp_path: Path
) -> None:
    folder = f"file://{tmp_path}/other"
    settings.RECEIVERS, settings.SMTP_SERVER = [AUDITOR, folder], "127.0.0.1:9"

    with pytest.raises(Unavailable, match="1 receivers could not be reached"):
        outside.push()

    assert outside.Folder(folder).get("head")
    with pytest.raises(Unavailable, match="could not be mailed: ConnectionRefusedError"):
        mailing.Mail(AUDITOR).push(raw_cursor(), heads.checkpoint())


@pytest.mark.parametrize(
    "name",
    [
        "mailto:", "mailto:a", "mailto:@b", "mailto:a@", "mailto:a@b,c@d", "mailto:a@b?bcc=c@d", "mailto:a%0Ab@c",
        "mailto:<a@b>", "mailto:a@b@c",
    ],
)  # fmt: skip
def test_what_is_no_single_mailbox_is_refused(settings: Settings, name: str) -> None:
    settings.RECEIVERS = [name]

    with pytest.raises(InputError):
        outside.receivers()
