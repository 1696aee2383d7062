"""Each channel against a real other side on loopback: it arrives, it is not doubled, and what fails is told apart."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
from pypdfium2 import PdfDocument
from pytest_django import Settings

from seiyaku.papers.models import Paper
from seiyaku.post import bodies, running, services
from seiyaku.post.models import Parcel
from tests.archival import held_as_claimed
from tests.people.sample import entries
from tests.vault.buckets import Bucket
from tests.vault.buckets import running as bucket_running

from . import outside
from .sample import DATA, JOB, LATER, destination, manager, opened, sent

pytestmark = pytest.mark.promise("9-4-B")
WORD = {"password": "of-the-tests"}


def again(parcel: Parcel) -> running.Outcome:
    """Have it handed over once more, as after a crash between hand-over and record."""
    Parcel.objects.filter(pk=parcel.pk).update(state="waiting", claim="", settled_at=None, next_at=LATER)
    (outcome,) = running.run(LATER, actor=JOB)
    return outcome


def test_sftp_writes_once_under_a_pinned_key(instance: Path, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    with outside.sftp(tmp_path) as server:
        url = f"sftp://seiyaku@127.0.0.1:{server.port}/in"
        parcel = sent(destination(url, actor=manager(), secrets={"host-key": server.host_key} | WORD))
        (outcome,) = running.run(LATER, actor=JOB)

    assert outcome.state == "handed", outcome.why
    assert opened((tmp_path / "in" / parcel.filename).read_bytes())["data.csv"] == DATA
    assert sorted(path.name for path in (tmp_path / "in").iterdir()) == [parcel.filename, f"{parcel.filename}.txt"]


def test_sftp_gives_nothing_to_a_server_with_another_key(instance: Path, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    with outside.sftp(tmp_path) as server, outside.sftp(tmp_path) as other:
        url = f"sftp://seiyaku@127.0.0.1:{server.port}/in"
        sent(destination(url, actor=manager(), secrets={"host-key": other.host_key} | WORD))
        (outcome,) = running.run(LATER, actor=JOB)

    assert outcome.state == "waiting"
    assert list((tmp_path / "in").iterdir()) == []


@pytest.fixture
def bucket(instance: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bucket]:
    with bucket_running(monkeypatch) as made:
        yield made


def test_s3_puts_once_and_goes_on_after_a_broken_wire(bucket: Bucket) -> None:
    secrets = {"key": "of-the-tests", "secret": "of-the-tests", "endpoint": f"http://127.0.0.1:{bucket.wire.port}",
               "region": "us-east-1"}  # fmt: skip
    parcel = sent(destination(f"s3://{bucket.name}/in", actor=manager(), secrets=secrets))
    bucket.cut()
    (broken,) = running.run(LATER, actor=JOB)
    assert broken.state == "waiting"
    bucket.mend()
    Parcel.objects.update(next_at=LATER)

    (outcome,) = running.run(LATER, actor=JOB)

    assert outcome.state == "handed", outcome.why
    assert sorted(bucket.sizes()) == sorted([Parcel.objects.get().body.size, len("これは届けものです。\n".encode())])
    assert parcel.tries == 0


def test_https_puts_to_one_address_with_receipt_and_digest(instance: Path) -> None:
    with outside.web() as shelf:
        to = destination(f"http://127.0.0.1:{shelf.port}/in", actor=manager(), secrets={"token": "secret-token"})
        parcel = sent(to)
        (outcome,) = running.run(LATER, actor=JOB)

    assert (outcome.state, outcome.proof) == ("handed", 'HTTP 201, ETag "of-the-tests"')
    (_, letter, _), (path, head, body) = shelf.puts
    assert path == f"/in/{parcel.filename}"
    assert head["Idempotency-Key"] == parcel.receipt
    assert head["Authorization"] == "Bearer secret-token"
    assert head["Content-Digest"] == f"sha-256=:{b64encode(hashlib.sha256(body).digest()).decode()}:"
    assert letter["Content-Type"].startswith("text/plain")
    assert opened(body)["data.csv"] == DATA


@pytest.mark.parametrize(("status", "becomes"), [(503, "waiting"), (429, "waiting"), (403, "dead"), (302, "dead")])
def test_https_tells_now_from_never(instance: Path, status: int, becomes: str) -> None:
    with outside.web() as shelf:
        shelf.status = status
        sent(destination(f"http://127.0.0.1:{shelf.port}/in", actor=manager()))
        (outcome,) = running.run(LATER, actor=JOB)

    assert (outcome.state, outcome.why) == (becomes, f"HTTP {status}")


@pytest.fixture
def postbox(instance: Path, settings: Settings) -> Iterator[outside.Postbox]:
    with outside.postbox() as found:
        settings.SMTP_SERVER = f"127.0.0.1:{found.port}"
        yield found


def test_a_mail_carries_the_package_and_the_password_goes_another_way(postbox: outside.Postbox) -> None:
    who = manager()
    parcel = sent(destination("mailto:you@elsewhere.example", actor=who, age=False), b"a,b\r\n", age=False)

    (outcome,) = running.run(LATER, actor=JOB)

    assert (outcome.state, outcome.proof) == ("handed", "SMTP 250")
    (mail,) = postbox.mails
    word = services.password(parcel.ref, actor=who)
    assert not any(word.encode() in bytes(body or b"") for body in Paper.objects.values_list("body", flat=True))
    assert "open-password" in [entry["act"] for entry in entries()]
    (package,) = [part.get_content() for part in mail.iter_attachments()]
    assert opened(package, word)["data.csv"] == b"a,b\r\n"
    assert word not in mail.as_string()
    assert mail["Message-ID"] == f"<{parcel.receipt}@localhost>"


def test_a_mail_server_that_is_not_heard_after_the_message_leaves_it_to_a_person(postbox: outside.Postbox) -> None:
    postbox.after_data = None
    sent(destination("mailto:you@elsewhere.example", actor=manager()), b"x")

    (outcome,) = running.run(LATER, actor=JOB)

    assert outcome.state == "unsure"
    assert running.run(LATER + running.LONGEST_WAIT, actor=JOB) == []
    assert len(postbox.mails) == 1


def test_a_goodbye_that_fails_does_not_mail_it_again(postbox: outside.Postbox) -> None:
    postbox.farewell = b"421 rather not\r\n"
    sent(destination("mailto:you@elsewhere.example", actor=manager()), b"x")

    (outcome,) = running.run(LATER, actor=JOB)

    assert outcome.state == "handed"
    assert len(postbox.mails) == 1


@pytest.mark.parametrize(("answer", "becomes"), [(b"452 full\r\n", "waiting"), (b"554 no\r\n", "dead")])
def test_a_mail_that_is_not_taken_is_tried_again_or_never(
    postbox: outside.Postbox, answer: bytes, becomes: str
) -> None:
    postbox.after_data = answer
    sent(destination("mailto:you@elsewhere.example", actor=manager()), b"x")

    (outcome,) = running.run(LATER, actor=JOB)

    assert outcome.state == becomes
    assert postbox.mails == []


def test_an_unknown_mailbox_is_told_at_once(postbox: outside.Postbox) -> None:
    postbox.recipients = b"550 nobody\r\n"
    sent(destination("mailto:you@elsewhere.example", actor=manager()), b"x")

    (outcome,) = running.run(LATER, actor=JOB)

    assert (outcome.state, postbox.mails) == ("dead", [])


def test_a_medium_gets_the_package_a_label_and_a_receipt_to_sign(instance: Path, tmp_path: Path) -> None:
    parcel = sent(destination(f"medium://{tmp_path}", actor=manager()))

    (outcome,) = running.run(LATER, actor=JOB)

    assert outcome.state == "handed", outcome.why
    assert opened((tmp_path / parcel.filename).read_bytes())["data.csv"] == DATA
    for paper, words in (("label", ("ラベル", "Label")), ("receipt", ("受領書", "Receipt"))):
        held_as_claimed(tmp_path / f"{parcel.filename}.{paper}.pdf")
        with pikepdf.open(tmp_path / f"{parcel.filename}.{paper}.pdf") as pdf:
            assert len(pdf.pages) == 1
            with pdf.open_metadata() as about:
                assert all(word in str(about["dc:title"]) for word in words)
        printed = "".join(
            page.get_textpage().get_text_range() for page in PdfDocument(tmp_path / f"{parcel.filename}.{paper}.pdf")
        )
        assert all(word in printed for word in ("管理番号", "Number", "バイト", "bytes", "令和", parcel.receipt))


@pytest.mark.parametrize("scheme", ["file", "medium"])
def test_what_is_there_already_is_not_written_twice(
    instance: Path, tmp_path: Path, scheme: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    parcel = sent(destination(f"{scheme}://{tmp_path}", actor=manager()))
    with monkeypatch.context() as patched:
        patched.setattr(bodies, "destroy", lambda _: 0)
        running.run(LATER, actor=JOB)
    written = (tmp_path / parcel.filename).stat().st_mtime_ns

    outcome = again(parcel)

    assert (outcome.state, outcome.proof) == ("handed", "the same file was there already")
    assert (tmp_path / parcel.filename).stat().st_mtime_ns == written
