"""Coming back from a backup: what was taken back since stays taken back, and nothing opens by itself."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection

from seiyaku import door
from seiyaku.backup import loading, recipients, restoring, taking
from seiyaku.consent import queries
from seiyaku.consent.models import Suppression
from seiyaku.core.asks import Actor
from seiyaku.core.errors import Conflict, InputError, IntegrityError, NotFound, Refused, Unavailable, VerificationFailed
from seiyaku.credentials import queries as proven
from seiyaku.credentials import services as credentials
from seiyaku.credentials.models import Link, Visit
from seiyaku.ledger import heads, logs, outside, verification
from seiyaku.ledger.outside import Folder
from seiyaku.ledger.sequencing import place_all
from seiyaku.ledger.transactions import Cursor, reading
from seiyaku.papers.models import Paper, PaperKey
from seiyaku.people import approvals
from seiyaku.vault.storing import reserve
from tests import proofs, turning
from tests.door.conftest import ALICE, SIGN_UP, House, house, staff

from .elsewhere import OWNER, elsewhere

__all__ = ["house"]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folder:
    """A receiver outside, named in the settings."""
    name = f"file://{tmp_path}/outside"
    monkeypatch.setattr("django.conf.settings.RECEIVERS", [name])
    return Folder(name)


def customer(number: int, house: House) -> str:
    new = {
        **ALICE,
        "member-number": f"M000000{number}",
        "phone": f"090-0000-000{number}",
        "email": f"c{number}@m.example",
        "address": f"東京都豊島区北見本4-5-{number}",
    }
    return door.collect(new, origin=SIGN_UP, actor=house.clerk).people[0]


def files(taken: taking.Taken) -> restoring.Files:
    return restoring.Files(taken.data, taken.keys, recipients.folder())


def read(person: str, house: House) -> dict[str, str]:
    return dict(door.use(person, ["name"], purpose="deliver-service", actor=house.clerk).values)


def open_it(*, without_outside: bool = False) -> None:
    manager, second = staff("mana", "manager"), staff("seco", "approver")
    ref = restoring.propose(actor=manager)
    approvals.approve(ref, actor=second)
    restoring.open_(ref, without_outside=without_outside, actor=manager)
    place_all()


def passkey(person: str, name: str) -> str:
    """A passkey of a person, as it is kept; returns its reference."""
    refs: list[str] = []

    def keep(cursor: Cursor, number: int) -> None:
        made = credentials.add_passkey(
            cursor, number, bytes.fromhex(person), credential=name.encode(), signs=1, body=b"key"
        )
        refs.append(made)

    door.proof(person, "passkey-added", keep, actor=Actor(id=f"person:{person}", kind="person", proven_by="letter"))
    return refs[0]


def ordinal(person: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT ord FROM vault_person WHERE pid = %s", [bytes.fromhex(person)])
        return int(cursor.fetchone()[0])


def turn_the_paper_key() -> None:
    renamed = Paper.objects.filter(ref__in=[proofs.ATTESTED, proofs.PROVENANCE])  # by the tests, so they open nowhere
    PaperKey.objects.filter(paper__in=renamed).delete()
    for _ in turning.turn("paper"):
        continue


def marks() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM vault_person")
        return int(cursor.fetchone()[0])


@pytest.mark.promise("2-1", "2-3", "4-1")
def test_what_was_taken_back_after_the_backup_is_taken_back_again(
    house: House, instance: Path, template: str, folder: Folder
) -> None:
    second, third = customer(2, house), customer(3, house)
    taken = taking.take()
    door.erase(house.alice, actor=house.desk)
    door.refuse([second], use="send-offers", method="written", actor=house.desk)
    door.stop([second], use=None, actor=house.desk)
    late = customer(4, house)
    place_all()
    outside.push()
    old = folder.get("head") or b""
    said = files(taken)

    with elsewhere(instance, template, OWNER):
        restored = restoring.restore(said, folder)

        assert restored.replayed == {"erasure": 1, "refusal": 1, "stop": 1}
        with connection.cursor() as cursor:
            cursor.execute("SELECT refusals, flags FROM vault_person WHERE refusals <> 0")
            assert [row[1] for row in cursor.fetchall()] == [2]
        with pytest.raises(Unavailable, match="not opened"):
            read(second, house)
        open_it()
        assert read(third, house) == {"name": ALICE["name"]}
        for gone in (house.alice, late):
            with pytest.raises(NotFound):
                read(gone, house)
        place_all()
        with reading() as cursor:
            assert heads.origin(cursor).endswith("/2")
            (log,) = logs.every(cursor)
        assert (log.before, log.size, log.root) == heads.check(old.decode())
        verification.demand(door.verify())
        outside.push()
        assert heads.check((folder.get("log-2/head") or b"").decode())[1] > restored.entries
        assert folder.get("head") == old
        verification.demand(door.verify(outside.kept()))


@pytest.mark.promise("3-3", "7-2")
def test_a_passkey_taken_away_after_the_backup_stays_away_and_whatever_was_under_way_is_over(
    house: House, instance: Path, template: str, folder: Folder
) -> None:
    person = bytes.fromhex(house.alice)
    kept, lost = passkey(house.alice, "kept"), passkey(house.alice, "lost")
    credentials.mail_link(person, "browser")
    credentials.begin(credentials.reserve(), person, "passkey")
    taken = taking.take()
    own = Actor(id=f"person:{house.alice}", kind="person", proven_by="letter")
    door.proof(house.alice, "credential-removed", lambda c, n: credentials.remove(c, n, person, lost), actor=own)
    late = passkey(house.alice, "late")
    place_all()
    outside.push()
    said = files(taken)

    with elsewhere(instance, template, OWNER):
        restoring.restore(said, folder)
        open_it()

        assert [key.ref for key in proven.keys_of(person)] == [kept]
        assert late not in {kept, lost}
        assert not Link.objects.exists()
        assert not Visit.objects.exists()


@pytest.mark.promise("2-1", "4-1-G")
def test_what_somebody_erased_after_the_backup_refused_stays_refused_after_the_restoration(
    house: House, instance: Path, template: str, folder: Folder
) -> None:
    door.refuse([house.alice], use="send-offers", method="written", actor=house.desk)
    taken = taking.take()
    door.erase(house.alice, actor=house.desk)
    place_all()
    outside.push()
    sealed = [path.read_bytes() for path in Path(folder.name.removeprefix("file://")).rglob("suppressed/*")]
    assert sealed
    assert not any(b"send-offers" in each for each in sealed)
    said = files(taken)

    with elsewhere(instance, template, OWNER):
        restored = restoring.restore(said, folder)
        assert restored.replayed == {"erasure": 1, "suppression": len(Suppression.objects.all())}
        open_it()
        again = door.collect(ALICE, origin=SIGN_UP, actor=house.clerk).people[0]
        other = customer(7, house)
        place_all()

        for person, refused in ((again, True), (other, False)):
            choices = queries.refusals(ordinal(person))
            assert [purpose for purpose, _, lifted in choices if lifted is None] == ["send-offers"] * refused
        with pytest.raises(Refused) as refusal:
            door.contact(again, ["email"], purpose="send-offers", actor=house.marketer)
        assert refusal.value.answer.reason == "refused"
        verification.demand(door.verify())


@pytest.mark.promise("2-1", "3-3")
def test_turned_paper_keys_keep_nothing_from_a_backup_taken_after_the_turn(
    house: House, instance: Path, template: str, folder: Folder
) -> None:
    second = customer(2, house)
    door.refuse([second], use="send-offers", method="written", actor=house.desk)
    place_all()
    outside.push()
    early = files(taking.take())
    turn_the_paper_key()
    late = files(taking.take())
    door.erase(house.alice, actor=house.desk)
    place_all()
    outside.push()

    with elsewhere(instance, template, OWNER):
        assert restoring.restore(late, folder).replayed == {"erasure": 1}
    with elsewhere(instance, template, OWNER), pytest.raises(IntegrityError, match="older than a turn"):
        restoring.restore(early, folder)


@pytest.mark.promise("2-1", "3-1")
def test_without_a_copy_from_outside_the_manager_decides_and_not_alone(
    house: House, instance: Path, template: str
) -> None:
    said = files(taking.take())

    with elsewhere(instance, template, OWNER):
        assert restoring.restore(said, None).outside is False
        with pytest.raises(Unavailable, match="not opened"):
            read(house.alice, house)
        manager = staff("mana2", "manager")
        with pytest.raises(InputError, match="without-outside"):
            restoring.open_(None, actor=manager)
        with pytest.raises(Refused):
            restoring.open_(None, without_outside=True, actor=manager)
        with pytest.raises(Conflict, match="sign in"):
            restoring.open_(None, without_outside=True)
        open_it(without_outside=True)

        assert read(house.alice, house) == {"name": ALICE["name"]}
        with pytest.raises(Conflict):
            restoring.waiting()


@pytest.mark.promise("2-1")
def test_an_older_server_is_refused_service_where_receivers_know_more(
    house: House, instance: Path, template: str, folder: Folder
) -> None:
    taken = taking.take()
    read(house.alice, house)
    place_all()
    outside.push()
    said = files(taken)

    with elsewhere(instance, template, OWNER):
        from seiyaku.backup import opening
        from seiyaku.keys import memory

        with (
            opening.opened(said.data, "data", said.recipients) as data,
            opening.opened(said.keys, "keys", said.recipients) as keys,
        ):
            loading.load(data, keys)
        memory.forget()
        with pytest.raises(Unavailable, match=r"older copy.*rolled back"):
            read(house.alice, house)


@pytest.mark.promise("2-1")
def test_a_restoration_nobody_outside_was_asked_about_does_not_pass_for_one(
    house: House, instance: Path, template: str, folder: Folder
) -> None:
    taken = taking.take()
    door.erase(house.alice, actor=house.desk)
    place_all()
    outside.push()
    said = files(taken)

    with elsewhere(instance, template, OWNER):
        restoring.restore(said, None)
        open_it(without_outside=True)
        with pytest.raises(VerificationFailed, match="beyond what its restoration named"):
            outside.push()
        from seiyaku.keys import memory

        memory.forget()
        with pytest.raises(Unavailable, match="beyond what its restoration named"):
            read(house.alice, house)


@pytest.mark.promise("2-1")
def test_a_copy_from_outside_of_another_past_is_refused(
    house: House, instance: Path, template: str, folder: Folder, tmp_path: Path
) -> None:
    taken = taking.take()
    read(house.alice, house)
    place_all()
    outside.push()
    said = files(taken)
    tile = next(
        path for path in sorted((tmp_path / "outside" / "tile" / "0").rglob("*"), reverse=True) if path.is_file()
    )
    tile.write_bytes(bytes(32) + tile.read_bytes()[32:])

    with elsewhere(instance, template, OWNER), pytest.raises(VerificationFailed, match="not a beginning"):
        restoring.restore(said, folder)
    with elsewhere(instance, template, OWNER), pytest.raises(VerificationFailed, match="holds nothing"):
        restoring.restore(said, Folder(f"file://{tmp_path}/nowhere"))


@pytest.mark.promise("2-1")
def test_person_numbers_leap_above_every_one_ever_used(house: House, instance: Path, template: str) -> None:
    said = files(taking.take())

    with elsewhere(instance, template, OWNER):
        restoring.restore(said, None)
        from seiyaku.ledger.transactions import changing

        with changing() as cursor:
            assert reserve(cursor, 1)[0] > restoring.LEAP


@pytest.mark.promise("2-1")
def test_a_file_cut_short_brings_nothing_back(house: House, instance: Path, template: str) -> None:
    taken = taking.take()
    whole = taken.data.read_bytes()
    taken.data.write_bytes(whole[: len(whole) // 2])
    said = files(taken)

    with elsewhere(instance, template, OWNER), pytest.raises(IntegrityError):
        restoring.restore(said, None)
