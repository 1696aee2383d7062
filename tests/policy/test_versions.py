"""Versions: append-only, each named by the digest of its files; the bits of names never move."""

from __future__ import annotations

import datetime as dt
import hashlib
import shutil
from pathlib import Path

import pytest
from django.db import DatabaseError, connection

from seiyaku.core.asks import Actor
from seiyaku.core.compiled import compile_policy
from seiyaku.core.errors import Conflict, NotFound, PolicyError
from seiyaku.core.law import law
from seiyaku.ledger.changes import since
from seiyaku.ledger.transactions import changing, deciding
from seiyaku.policy import loading, queries
from seiyaku.policy.services import publish, publish_inside

POLICIES = Path(__file__).parents[2] / "policies"
FIRST = POLICIES / "cloopen" / "2018-10-01.md"
BOB = Actor(id="staff:bob", kind="staff", proven_by="session")


def successor(folder: Path, day: str, replaces: str, *changes: tuple[str, str]) -> Path:
    """The reference policy again, as of another day, with some words replaced."""
    for ending in (".md", ".en.md"):
        shutil.copy(FIRST.with_name("2018-10-01" + ending), folder / (day + ending))
    file = folder / f"{day}.md"
    text = file.read_text(encoding="utf-8").replace("2018-10-01", day)
    text = text.replace(f"published: {day}\n", f"published: {day}\nreplaces: {replaces}\n")
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    file.write_text(text, encoding="utf-8")
    return file


@pytest.mark.promise("0", "12-1")
def test_a_version_is_the_digest_of_all_its_files_as_sha256sum_prints_them(instance: Path) -> None:
    published = publish(FIRST, actor=BOB)

    names = ("2018-10-01.en.md", "2018-10-01.md")
    listed = "".join(f"{hashlib.sha256((FIRST.parent / n).read_bytes()).hexdigest()}  {n}\n" for n in names)
    assert published.version == hashlib.sha256(listed.encode()).hexdigest()
    assert queries.files(published.version)["2018-10-01.md"] == FIRST.read_bytes()


@pytest.mark.promise("12-1", "12-2")
def test_the_newest_version_that_has_taken_effect_is_in_force_and_the_older_stays_readable(
    instance: Path, tmp_path: Path
) -> None:
    first = publish(FIRST, actor=BOB)
    second = publish(successor(tmp_path, "2024-04-01", first.version), actor=BOB)

    assert queries.in_force(dt.date(2024, 3, 31)).version == first.version
    assert queries.in_force(dt.date(2024, 4, 1)).version == queries.in_force().version == second.version
    assert [v.version for v in queries.versions()] == [second.version, first.version]
    assert queries.version(first.version[:16]).policy.effective == dt.date(2018, 10, 1)


@pytest.mark.promise("12-1")
def test_publishing_is_a_change_of_standing_and_an_entry(instance: Path) -> None:
    published = publish(FIRST, actor=BOB)

    with deciding() as cursor:
        assert [(c.kind, c.ref) for c in since(cursor, 0)] == [("policy", published.version)]


@pytest.mark.promise("12-1")
def test_a_name_keeps_its_bit_in_every_later_version(instance: Path, tmp_path: Path) -> None:
    first = publish(FIRST, actor=BOB)
    before = queries.bits()
    nickname = "fields:\n  nickname: {label: {ja: 呼び名, en: Nickname}, sheet: identity}\n  company-name:"
    needs = "needs: [name, portrait, occupation, industry]"
    changes = ("fields:\n  company-name:", nickname), (needs, needs.replace("name", "name, nickname"))
    publish(successor(tmp_path, "2024-04-01", first.version, *changes), actor=BOB)

    after = queries.bits()

    assert {name: after.fields[name] for name in before.fields} == before.fields
    assert after.fields["nickname"] == len(before.fields)
    assert (after.purposes, after.duties) == (before.purposes, before.duties)
    assert sorted(before.fields.values()) == list(range(len(before.fields)))


@pytest.mark.promise("12-1")
@pytest.mark.parametrize("table", ["policy_policyversion", "policy_policyfile", "policy_bit"])
@pytest.mark.parametrize("act", ["UPDATE {} SET {}", "DELETE FROM {}"])
def test_what_was_published_cannot_be_altered_or_deleted(instance: Path, table: str, act: str) -> None:
    publish(FIRST, actor=BOB)
    column = {"policy_policyversion": "operator = 'x'", "policy_policyfile": "name = 'x'", "policy_bit": "bit = 62"}

    with pytest.raises(DatabaseError, match="only grows"), connection.cursor() as cursor:
        cursor.execute(act.format(table, column[table]))


def test_the_same_version_is_published_once(instance: Path) -> None:
    publish(FIRST, actor=BOB)

    with pytest.raises(Conflict):
        publish(FIRST, actor=BOB)


@pytest.mark.promise("12-1")
def test_dates_do_not_go_backwards_and_history_is_one_line(instance: Path, tmp_path: Path) -> None:
    first = publish(FIRST, actor=BOB)

    with pytest.raises(PolicyError, match="a day after 2018-10-01"):
        publish(successor(tmp_path, "2018-09-30", first.version), actor=BOB)
    with pytest.raises(PolicyError, match=f"expected replaces {first.version}"):
        publish(successor(tmp_path, "2024-04-01", "0" * 64), actor=BOB)
    assert len(queries.versions()) == 1


@pytest.mark.promise("4-3", "12-1")
def test_a_purpose_is_related_only_to_one_published_before(instance: Path, tmp_path: Path) -> None:
    first = publish(FIRST, actor=BOB)
    old = "    family: customer\n    needs: [name, email, fax"
    new = "    related_to: [deliver-servise]\n" + old

    with pytest.raises(PolicyError) as raised:
        publish(successor(tmp_path, "2024-04-01", first.version, (old, new)), actor=BOB)

    assert (raised.value.nearest, raised.value.clause) == ("deliver-service", "4-1-G")


def test_before_anything_is_published_nothing_is_in_force(blank: Path) -> None:
    with pytest.raises(NotFound):
        queries.in_force()


def test_the_same_bytes_are_read_once_and_others_anew() -> None:
    files = loading.read_files(FIRST)
    altered = {name: body.replace(b"\n\n", b"\n\n\n", 1) for name, body in files.items()}

    first, again, other = (loading.load_files(some) for some in (files, dict(files), altered))

    assert first is again
    assert other is not first
    assert other.version != first.version


@pytest.mark.promise("12-1", "8-3-C")
def test_what_was_published_still_loads_when_the_law_is_read_harder_and_the_gate_holds_it_to_the_law(
    tmp_path: Path, instance: Path
) -> None:
    first = publish(FIRST, actor=BOB)
    file = successor(tmp_path, "2020-04-01", first.version, ("    terms: []\n    state: true\n", "    terms: []\n"))
    files = loading.read_files(file)

    with pytest.raises(PolicyError, match="27"):
        loading.load_files(files)
    with changing() as cursor:  # as the house published it before 27(1)(iv) was asked whom it goes to
        publish_inside(cursor, loading.load_files(files, published=True), files, str(file), actor=BOB)
    queries.forget()

    policy = queries.version(loading.digest(files)).policy
    gate = compile_policy(policy, queries.bits(), law(policy.effective))
    assert gate.house.partners["authority"].bodies == frozenset()
    with pytest.raises(PolicyError):
        loading.load_files(files)
