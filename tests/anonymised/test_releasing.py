"""A release from its making to its end: two people, what is kept of it and until when, and who is in it."""

from __future__ import annotations

import base64
import csv
import datetime as dt
import io
import tempfile
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import connection

from seiyaku.anonymised import (
    declarations,
    delivering,
    making,
    plans,
    publication,
    releasing,
    sealed,
    takes,
    verifying,
)
from seiyaku.anonymised.models import Acceptance, Complaint, Delivery, Release
from seiyaku.core.errors import Conflict, NotFound, Refused, VerificationFailed
from seiyaku.keys import signing
from seiyaku.papers import services as papers
from seiyaku.partners import services as partners
from seiyaku.policy import queries as policies
from seiyaku.policy.lights import Place
from seiyaku.post import addresses, bodies, destinations
from tests.people.sample import entries

from .house import PEOPLE, House, after, house, written


@pytest.fixture
def people(instance: Path) -> House:
    return house()


def made(people: House, folder: Path, **more: object) -> Release:
    return making.make(*plans.load(written(folder, **more)), actor=people.maker)[0]


def published(people: House, folder: Path, **more: object) -> Release:
    ref = made(people, folder, **more).ref
    releasing.approve(ref, actor=people.approver)
    return releasing.publish(ref, actor=people.approver)


def rows_of(release: Release) -> list[list[str]]:
    return list(csv.reader(io.StringIO(b"".join(bodies.read(release.body)).decode())))


def everything_stored(home: Path) -> bytes:
    """Whatever lies in the instance's folder, and every row of the database."""
    found = [path.read_bytes() for path in home.rglob("*") if path.is_file()]
    with connection.cursor() as cursor:
        for table in set(connection.introspection.table_names(cursor)) - {"ledger_turn"}:  # no right to read it
            cursor.execute(f'SELECT * FROM "{table}"')
            found += [
                bytes(cell) if isinstance(cell, memoryview) else str(cell).encode() for row in cursor for cell in row
            ]
    return b"\n".join(found)


@pytest.mark.promise("9-2-A", "9-2-B", "9-4-A")
def test_a_release_holds_exactly_the_items_and_nothing_of_it_is_kept_in_clear(
    people: House, instance: Path, tmp_path: Path
) -> None:
    release = made(people, tmp_path)

    head, *rows = rows_of(release)

    assert sorted(head) == ["地域", "年代", "性別"]
    assert len(rows) == release.rows <= PEOPLE
    assert all(takes.is_coarse_enough(each["item"], row[at]) for row in rows for at, each in enumerate(release.schema))
    assert [each["column"] for each in release.schema] == head
    stored = everything_stored(instance)
    assert "見本 77".encode() not in stored
    assert ",".join(rows[0]).encode() not in stored


@pytest.mark.promise("9-2-B")
def test_what_was_drawn_is_gone_before_the_release_exists(
    people: House, instance: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every number drawn from the system's generator while the table is made is looked for in all that is kept."""
    from seiyaku.anonymised import shuffling, treatments

    aside = tmp_path / "aside"  # where the engine makes its folder; other tests' engines stay out of it
    aside.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(aside))
    drawn: list[bytes] = []
    real = shuffling.drawn

    def watched(*args: object, **more: object) -> object:
        numbers = real(*args, **more)  # type: ignore[arg-type]
        drawn.append(numbers.tobytes())
        return numbers

    monkeypatch.setattr(shuffling, "drawn", watched)
    monkeypatch.setattr(treatments, "drawn", watched)
    swapped = (
        written(tmp_path)
        .read_text(encoding="utf-8")
        .replace("as: quasi\n    from: sex", "as: quasi\n    swap: 0.1\n    from: sex")
    )
    (tmp_path / "plan.yaml").write_text(swapped, encoding="utf-8")

    release = making.make(*plans.load(tmp_path / "plan.yaml"), actor=people.maker)[0]

    assert drawn
    kept = everything_stored(instance)
    facts = str(sealed.facts(release.ref, actor=people.maker)).encode()
    for numbers in drawn:
        for start in range(0, len(numbers) - 16, max(16, len(numbers) // 50)):
            assert numbers[start : start + 16] not in kept
            assert numbers[start : start + 16].hex().encode() not in facts
    assert list(aside.iterdir()) == []


@pytest.mark.promise("9-2-B")
def test_the_facts_are_destroyed_on_their_day_and_every_look_is_an_entry(people: House, tmp_path: Path) -> None:
    release = made(people, tmp_path)
    assert sealed.facts(release.ref, actor=people.maker)["levels"]

    papers.expire(release.facts_until + dt.timedelta(days=1), actor=people.maker)

    with pytest.raises(NotFound):
        sealed.facts(release.ref, actor=people.maker)
    looks = [entry for entry in entries() if entry["act"] == "open-facts"]
    assert [(entry["actor"], entry["papers"]) for entry in looks] == [(people.maker.id, [release.facts.ref])]
    assert sealed.report(release.ref, actor=people.approver)["risk"]["after"]["prosecutor"]["highest"] <= 0.1


@pytest.mark.promise("9-2-A")
def test_approval_is_of_exactly_this_file_by_somebody_else(people: House, tmp_path: Path) -> None:
    release = made(people, tmp_path)
    Release.objects.filter(pk=release.pk).update(digest="0" * 64)

    with pytest.raises(Refused) as said:
        releasing.approve(release.ref, actor=people.approver)

    assert said.value.answer.reason == "one-person"
    assert Release.objects.get(pk=release.pk).state == "made"


@pytest.mark.promise("9-2-C")
def test_what_is_published_comes_from_the_tables_own_columns(people: House, tmp_path: Path) -> None:
    release = published(people, tmp_path)

    (page,) = publication.published()

    assert page["items"] == [each["label"] for each in release.schema]
    assert page["complaints"]["email"]
    assert page["measures"]
    assert publication.digest(release.page) in {entry.get("text") for entry in entries()}
    assert [way["ja"] for way in page["ways"]] == ["記録媒体", "電子メール", "サーバーへのアップロード"]


@pytest.mark.promise("9-2-C", "9-3")
def test_what_keeps_it_safe_and_where_to_complain_is_published_or_nothing_is(
    people: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    release = made(people, tmp_path)
    releasing.approve(release.ref, actor=people.approver)
    monkeypatch.setattr(publication, "MEASURES", {})

    with pytest.raises(Refused) as said:
        releasing.publish(release.ref, actor=people.approver)

    assert (said.value.answer.reason, said.value.answer.article) == ("unsaid", "43(3), 43(6); R.36")
    assert publication.published() == []


def to_lab(people: House, folder: Path) -> str:
    lab = partners.register("lab", "contractor", character="entrustment", actor=people.manager)
    destinations.register("lab", addresses.address(f"medium://{folder}"), partner=lab.ref, actor=people.manager)
    return lab.ref


@pytest.mark.promise("9-2-D", "9-3")
def test_an_acceptance_that_is_over_carries_no_delivery_and_an_internal_release_none_at_all(
    people: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lab = to_lab(people, tmp_path)
    inside, outside = published(people, tmp_path, preset="internal"), published(people, tmp_path)
    delivering.accept(lab, b"we look for nobody", until=after(10), actor=people.manager)
    day = after(20)
    for module in (releasing, delivering):
        monkeypatch.setattr(module, "today", lambda: day)

    destinations.register("nobodys", addresses.address(f"medium://{tmp_path}"), partner="", actor=people.manager)
    reasons = []
    for release, to in ((inside, "lab"), (outside, "lab"), (outside, "nobodys")):
        with pytest.raises(Refused) as said:
            delivering.deliver(release.ref, to, actor=people.manager)
        reasons.append(said.value.answer.reason)

    assert reasons == ["internal-only", "not-accepted", "no-recipient"]
    assert not Delivery.objects.exists()
    assert Acceptance.objects.count() == 1
    assert not bodies.sweep(dt.datetime(2099, 1, 1, tzinfo=dt.UTC))


@pytest.mark.promise("9-3")
def test_a_declaration_that_somebody_altered_does_not_verify(people: House, tmp_path: Path) -> None:
    to_lab(people, tmp_path)
    release, policy = published(people, tmp_path), policies.in_force().policy
    note = declarations.declared(release, destinations.one("lab"), policy, on=after(0))
    key = signing.verifier_key(policy.operator.id)
    assert "匿名加工情報です" in declarations.check(note, key)

    for altered in (note.replace("行数", "数"), note.replace("— ", "— x"), note[:-10] + "\n", "", "a\n\nb"):
        with pytest.raises(VerificationFailed):
            declarations.check(altered, key)


@pytest.mark.promise("9-2-B", "9-1")
def test_a_withdrawn_release_is_used_no_more_and_its_page_says_so(people: House, tmp_path: Path) -> None:
    release = published(people, tmp_path, preset="internal")

    releasing.withdraw(release.ref, actor=people.manager)

    with pytest.raises(Conflict):
        delivering.use(release.ref, tmp_path / "out.csv", purpose="statistics", actor=people.maker)
    with pytest.raises(NotFound):
        sealed.facts(release.ref, actor=people.maker)
    with pytest.raises(NotFound):
        next(bodies.read(release.body))
    (page,) = publication.published()
    assert page["withdrawn_on"] is not None
    with pytest.raises(Conflict):
        releasing.withdraw(release.ref, actor=people.manager)


@pytest.mark.promise("9-2-B", "2-1")
def test_a_clerk_does_nothing_with_releases_and_how_one_was_made_is_seen_by_those_who_make_them(
    people: House, tmp_path: Path
) -> None:
    release = published(people, tmp_path, preset="internal")
    kept = sealed.complain(release.ref, b"x", actor=people.approver)

    for act in (
        lambda: sealed.facts(release.ref, actor=people.clerk),
        lambda: sealed.facts(release.ref, actor=people.approver),
        lambda: sealed.report(release.ref, actor=people.clerk),
        lambda: sealed.complain(release.ref, b"y", actor=people.clerk),
        lambda: sealed.settle(kept.ref, b"y", actor=people.clerk),
        lambda: releasing.publish(release.ref, actor=people.clerk),
        lambda: releasing.withdraw(release.ref, actor=people.clerk),
        lambda: verifying.recount(release.ref, actor=people.clerk),
    ):
        with pytest.raises(Refused) as said:
            act()
        assert said.value.answer.reason == "no-duty"
    assert releasing.one(release.ref).state == "published"
    assert Complaint.objects.get().settled_at is None


@pytest.mark.promise("9-3")
def test_a_complaint_belongs_to_a_release_and_is_settled_once(people: House, tmp_path: Path) -> None:
    from seiyaku.anonymised import checks

    release = published(people, tmp_path)

    def light() -> str:
        place = Place(policy=policies.in_force().policy, day=after(0), clause="9-1", names=())
        return checks._releases(place).state

    kept = sealed.complain(release.ref, "困ります".encode(), actor=people.approver)
    assert light() == "attention"
    sealed.settle(kept.ref, b"answered", actor=people.approver)

    with pytest.raises(Conflict):
        sealed.settle(kept.ref, b"again", actor=people.approver)

    assert Complaint.objects.get().release_id == release.pk
    assert light() == "kept"
    with pytest.raises(NotFound):
        sealed.settle("complaint:none", b"x", actor=people.approver)
    with pytest.raises(NotFound):
        sealed.complain("9", b"x", actor=people.approver)


@pytest.mark.promise("9-3")
def test_a_declaration_verifies_whatever_signs_its_key_is_written_with() -> None:
    written_with = set()
    for seed in range(40):
        private = Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32)
        public = private.public_key().public_bytes_raw()
        key = signing.verifier_key("cloopen", public)
        line = base64.b64encode(signing.key_id("cloopen", public) + private.sign(b"said\n")).decode()
        written_with |= set(key.partition("+")[2])
        assert declarations.check(f"said\n\n— cloopen {line}\n", key) == "said"

    assert {"+", "/"} <= written_with
