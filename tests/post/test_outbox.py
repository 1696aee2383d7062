"""The outbox: with its change or not at all, sealed, handed over once, tried again, and never silently lost."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from seiyaku.core.asks import Actor
from seiyaku.core.errors import Conflict, InputError, IntegrityError, NotFound, Refused
from seiyaku.keys.keyring import keyring
from seiyaku.ledger.transactions import deciding
from seiyaku.papers import services as papers
from seiyaku.papers.models import Paper
from seiyaku.people.models import Account
from seiyaku.post import addresses, bodies, channels, destinations, packing, queries, running, services
from seiyaku.post.faults import Later, Never, Unsure
from seiyaku.post.models import Body, BodyKey, Destination, Parcel, Piece, Try
from tests import turning
from tests.people.sample import account, entries

from .sample import DATA, JOB, LATER, LETTER, destination, manager, opened, sent

pytestmark = pytest.mark.promise("9-4-B")


def state(parcel: Parcel) -> str:
    return Parcel.objects.get(pk=parcel.pk).state


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "out"
    made.mkdir()
    return made


@pytest.fixture
def there(instance: Path, folder: Path) -> Destination:
    """A folder that parcels go to."""
    return destination(f"file://{folder}", actor=manager())


def test_a_parcel_arrives_whole_and_only_its_recipient_opens_it(there: Destination, folder: Path) -> None:
    parcel = sent(there)

    (outcome,) = running.run(LATER, actor=JOB)

    assert (outcome.state, state(parcel)) == ("handed", "handed")
    package = (folder / parcel.filename).read_bytes()
    assert DATA[:100] not in package
    assert opened(package) == {"data.csv": DATA, "先.txt": b"x"}
    assert parcel.receipt in parcel.filename


def test_a_change_that_fails_sends_nothing(there: Destination) -> None:
    packed = packing.pack([("data.csv", [b"x"])], age="")

    def change() -> None:
        with deciding():
            services.send(there, packed, "sample", LETTER, about="")
            services.send(there, packed, "a name / with signs", LETTER, about="")

    with pytest.raises(InputError):
        change()

    assert not Parcel.objects.exists()
    assert running.run(LATER, actor=JOB) == []
    assert bodies.sweep(LATER) == 1
    assert not Piece.objects.exists()


def manager_again() -> Actor:
    return Actor(id=Account.objects.get(login="mana").ref, kind="staff", proven_by="session", session="session:1")


def test_what_is_stored_shows_neither_the_content_nor_where_it_goes(there: Destination, folder: Path) -> None:
    sent(there, b"plainly readable" * 50)

    rows = [bytes(piece) for piece in Piece.objects.values_list("sealed", flat=True)]
    rows += [bytes(body or b"") for body in Paper.objects.values_list("body", flat=True)]

    assert not any(secret in row for row in rows for secret in (b"plainly readable", str(folder).encode()))


def test_once_handed_over_nothing_of_it_stays_but_the_record(there: Destination) -> None:
    parcel = sent(there)

    running.run(LATER, actor=JOB)

    assert not BodyKey.objects.exists()
    assert not Piece.objects.exists()
    assert Body.objects.get().destroyed_at is not None
    told = [entry for entry in entries() if entry["act"] == "hand-over"]
    assert [(entry["ref"], entry["note_kind"]) for entry in told] == [(parcel.ref, "handed")]


def test_a_folder_that_is_not_there_is_tried_again_after_longer_and_longer_waits(
    there: Destination, folder: Path
) -> None:
    parcel, now = sent(there), LATER
    folder.rmdir()
    waits = []
    for _ in range(3):
        running.run(now, actor=JOB)
        row = Parcel.objects.get(pk=parcel.pk)
        waits.append(row.next_at - now)
        assert running.run(row.next_at - dt.timedelta(seconds=1), actor=JOB) == []
        now = row.next_at
    folder.mkdir()

    running.run(now, actor=JOB)

    assert waits == [dt.timedelta(minutes=m) for m in (1, 2, 4)]
    assert state(parcel) == "handed"
    assert Try.objects.filter(parcel=parcel).count() == 4


def test_after_twelve_tries_it_is_dead_and_lives_again_when_somebody_says_so(there: Destination, folder: Path) -> None:
    parcel, now = sent(there), LATER
    folder.rmdir()
    for _ in range(running.MOST_TRIES):
        running.run(now, actor=JOB)
        now += running.LONGEST_WAIT
    assert state(parcel) == "dead"
    assert [one.ref for one in queries.parcels(open_only=True)] == [parcel.ref]
    folder.mkdir()

    services.retry(parcel.ref, actor=manager_again())
    running.run(now, actor=JOB)

    assert state(parcel) == "handed"


def test_a_dead_parcel_is_let_go_after_a_month(there: Destination, folder: Path) -> None:
    parcel = sent(there)
    (folder / parcel.filename).write_bytes(b"another")
    running.run(LATER, actor=JOB)
    assert state(parcel) == "dead"

    assert running.tidy(LATER + dt.timedelta(days=29), actor=JOB) == 0
    running.tidy(LATER + dt.timedelta(days=31), actor=JOB)

    assert state(parcel) == "withdrawn"
    assert not Piece.objects.exists()


def test_a_destination_that_ended_gets_nothing(there: Destination, folder: Path) -> None:
    parcel = sent(there)
    destinations.end(there.name, actor=manager_again())

    running.run(LATER, actor=JOB)

    assert state(parcel) == "dead"
    assert list(folder.iterdir()) == []


def test_a_withdrawn_parcel_does_not_leave(there: Destination, folder: Path) -> None:
    parcel = sent(there)

    services.withdraw(parcel.ref, actor=manager_again())

    assert running.run(LATER, actor=JOB) == []
    assert list(folder.iterdir()) == []
    with pytest.raises(Conflict):
        services.withdraw(parcel.ref, actor=manager_again())


def test_a_password_is_kept_for_its_days_and_goes_with_a_parcel_that_is_withdrawn(there: Destination) -> None:
    who, day = manager_again(), LATER.date()
    kept, withdrawn = (sent(there, b"x", age=False, until=day) for _ in range(2))
    word = services.password(kept.ref, actor=who)

    services.withdraw(withdrawn.ref, actor=who)
    papers.expire(day, actor=JOB)

    assert services.password(kept.ref, actor=who) == word
    with pytest.raises(NotFound):
        services.password(withdrawn.ref, actor=who)
    papers.expire(day + dt.timedelta(days=1), actor=JOB)
    with pytest.raises(NotFound):
        services.password(kept.ref, actor=who)


def test_a_clerk_neither_says_where_things_go_nor_takes_them_back(there: Destination) -> None:
    parcel = sent(there)
    clerk = Actor(id=account("dan", duties=("clerk",)).ref, kind="staff", proven_by="session", session="session:2")

    for act in (
        lambda: destination("file:///tmp", actor=clerk),
        lambda: services.withdraw(parcel.ref, actor=clerk),
        lambda: services.password(parcel.ref, actor=clerk),
        lambda: services.run_now(LATER, actor=clerk),
        lambda: services.retry(parcel.ref, actor=clerk),
        lambda: services.confirm(parcel.ref, actor=clerk),
    ):
        with pytest.raises(Refused):
            act()


def test_a_piece_that_was_swapped_does_not_leave(there: Destination, folder: Path) -> None:
    parcel = sent(there)
    other = sent_again(there)
    Piece.objects.filter(body__ref=other).delete()
    for piece in Piece.objects.filter(body=parcel.body):
        Piece.objects.create(body=Body.objects.get(ref=other), number=piece.number, sealed=piece.sealed)

    with pytest.raises(IntegrityError):
        b"".join(bodies.read(other))
    outcomes = {one.parcel: one.state for one in running.run(LATER, actor=JOB)}

    assert sorted(outcomes.values()) == ["dead", "handed"]
    assert [path.name for path in folder.iterdir() if path.suffix == ".age"] == [parcel.filename]


def sent_again(there: Destination) -> str:
    return str(sent(there, b"another").body.ref)


def test_bodies_stay_readable_while_the_root_key_turns(there: Destination, folder: Path) -> None:
    parcel = sent(there)
    old = keyring().current("paper").id

    list(turning.turn("paper"))

    assert keyring().current("paper").id != old
    running.run(LATER, actor=JOB)
    assert opened((folder / parcel.filename).read_bytes())["data.csv"] == DATA


@pytest.mark.parametrize(
    ("url", "secrets"),
    [
        ("gopher://host/x", {}),
        ("file://host/x", {}),
        ("file:///srv/../etc", {}),
        ("sftp://host/x", {"host-key": "k", "password": "p"}),
        ("sftp://me@host/x", {"password": "p"}),
        ("sftp://me@host/x", {"host-key": "k"}),
        ("sftp://me:of-the-tests@host/x", {"host-key": "k", "password": "p"}),
        ("s3:///x", {}),
        ("s3://bucket/x", {"key": "only"}),
        ("s3://bucket/x", {"endpoint": "http://elsewhere.example"}),
        ("http://elsewhere.example/x", {}),
        ("https://elsewhere.example/x?y=1", {}),
        ("https://elsewhere.example/x", {"colour": "blue"}),
        ("mailto:a@b.example,c@d.example", {}),
        ("mailto:a@b.example?bcc=c@d.example", {}),
    ],
)
def test_an_address_that_is_not_sound_is_no_address(url: str, secrets: dict[str, str]) -> None:
    with pytest.raises(InputError) as said:
        addresses.address(url, secrets=secrets)

    assert "of-the-tests" not in str(said.value)


def test_a_public_key_that_is_none_is_turned_away() -> None:
    with pytest.raises(InputError):
        addresses.address("file:///tmp", age="age1nonsense")


class Told:
    """A channel that does as it is told, and counts."""

    asks = False

    def __init__(self, fault: Exception) -> None:
        self.fault, self.calls = fault, 0

    def hand_over(self, address: object, parcel: channels.Handing) -> str:
        del address, parcel
        self.calls += 1
        raise self.fault


@pytest.mark.parametrize(("fault", "becomes"), [(Later("x"), "waiting"), (Never("x"), "dead"), (Unsure("x"), "unsure")])
def test_what_a_channel_says_decides_what_becomes_of_a_parcel(
    there: Destination, monkeypatch: pytest.MonkeyPatch, fault: Exception, becomes: str
) -> None:
    parcel, told = sent(there), Told(fault)
    monkeypatch.setattr(running, "channel", lambda _: told)

    running.run(LATER, actor=JOB)

    assert state(parcel) == becomes
    assert told.calls == 1


def test_of_an_unsure_parcel_a_person_says_whether_it_arrived(
    there: Destination, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parcel, who = sent(there), manager_again()
    with monkeypatch.context() as patched:
        patched.setattr(running, "channel", lambda _: Told(Unsure("x")))
        running.run(LATER, actor=JOB)
    assert running.run(LATER + dt.timedelta(days=9), actor=JOB) == []
    with pytest.raises(Conflict):
        services.retry(parcel.ref, actor=who)

    services.retry(parcel.ref, found_not_there=True, actor=who)
    running.run(dt.datetime.now(dt.UTC) + dt.timedelta(minutes=1), actor=JOB)

    assert state(parcel) == "handed"
    with pytest.raises(Conflict):
        services.confirm(parcel.ref, actor=who)


def test_a_body_that_is_gone_reads_as_not_found(there: Destination) -> None:
    parcel = sent(there)
    with deciding():
        bodies.destroy([parcel.body.ref])

    with pytest.raises(NotFound):
        next(bodies.read(parcel.body.ref))
