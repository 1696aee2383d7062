"""Papers are sealed, opened with an entry, and gone when they are gone (3-3)."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from seiyaku.core.asks import Actor
from seiyaku.core.errors import InputError, IntegrityError, NotFound
from seiyaku.keys import keyring
from seiyaku.ledger.transactions import changing
from seiyaku.papers import services
from seiyaku.papers.models import Paper, PaperKey
from tests import turning
from tests.people.sample import entries

pytestmark = pytest.mark.promise("3-3")
BOB = Actor(id="staff:bob", kind="staff", proven_by="session", session="session:1")
SAID = "秘密保持契約 第一条".encode()


def kept(body: bytes = SAID, until: dt.date | None = None) -> Paper:
    with changing():
        return services.seal(body, "contract", until=until)


def test_a_paper_opens_to_what_was_put_in_and_the_entry_names_who_and_which(instance: Path) -> None:
    paper = kept()

    assert services.open_(paper.ref, actor=BOB, about={"purpose": "law:supervise"}) == SAID
    (entry,) = entries()
    assert (entry["act"], entry["actor"], entry["papers"]) == ("open-paper", BOB.id, [paper.ref])


def test_what_is_stored_says_nothing(instance: Path) -> None:
    paper = kept()

    assert SAID not in bytes(Paper.objects.get(pk=paper.pk).body or b"")


@pytest.mark.parametrize("what", ["body", "key", "kind"])
def test_a_paper_under_anothers_name_does_not_open(instance: Path, what: str) -> None:
    one, other = kept(b"one"), kept(b"other")
    if what == "body":
        Paper.objects.filter(pk=one.pk).update(body=other.body)
    elif what == "key":
        PaperKey.objects.filter(pk=one.pk).update(wrapped=other.key.wrapped)
    else:
        Paper.objects.filter(pk=one.pk).update(kind="letter")

    with pytest.raises(IntegrityError):
        services.open_(one.ref, actor=BOB)


def test_a_destroyed_paper_has_neither_body_nor_key_and_its_row_still_answers_for_it(instance: Path) -> None:
    paper = kept()

    services.destroy([paper.ref], actor=BOB, reason="end-date")

    gone = Paper.objects.get(pk=paper.pk)
    assert gone.body is None
    assert gone.destroyed_at is not None
    assert not PaperKey.objects.exists()
    with pytest.raises(NotFound):
        services.open_(paper.ref, actor=BOB)


def test_papers_go_when_their_last_day_is_over_and_not_before(instance: Path) -> None:
    today = dt.date(2026, 11, 23)
    over, last, endless = kept(until=today - dt.timedelta(days=1)), kept(until=today), kept()

    assert services.expire(today, actor=BOB) == 1
    assert set(Paper.objects.filter(destroyed_at=None)) == {last, endless}
    assert services.expire(today, actor=BOB) == 0
    assert over not in Paper.objects.filter(destroyed_at=None)


def test_a_paper_beyond_the_limit_is_not_taken(instance: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "LARGEST", 3)

    with pytest.raises(InputError):
        kept(b"four")
    assert not Paper.objects.exists()


def test_papers_open_as_before_when_the_paper_key_has_turned(instance: Path) -> None:
    papers = [kept(), kept(b"other")]
    services.destroy([kept(b"gone").ref], actor=BOB, reason="end-date")

    list(turning.turn("paper", batch=1))

    heads = {bytes(wrapped)[:4] for wrapped in PaperKey.objects.values_list("wrapped", flat=True)}
    assert heads == {keyring.keyring().current("paper").id.to_bytes(4, "big")}
    assert [services.open_(paper.ref, actor=BOB) for paper in papers] == [SAID, b"other"]
