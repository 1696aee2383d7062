"""A passkey is as good as the proof it was made with; a copied one is none; it goes with its person, or not at all."""

from __future__ import annotations

import pytest

from seiyaku import door
from seiyaku.core.asks import Actor
from seiyaku.credentials import models, queries
from seiyaku.visits import passkeys
from tests.promises.founded import ALICE, SIGN_UP, Company

from .authenticator import Passkey, answers, challenge, keeps, proves
from .customer import Customer

pytestmark = pytest.mark.promise("7-2", "2-2", "3-3")
AGAIN = ALICE | {"member-number": "M0000002", "email": "again@mail.example"}


@pytest.fixture
def made(company: Company, desk: Actor) -> Passkey:
    """A passkey that Alice made, having proven enough."""
    passkey = Passkey(signs=3)
    assert keeps(Customer().enters(desk), passkey) == 200
    return passkey


def inside(customer: Customer) -> bool:
    return ALICE["address"] in customer.get().content.decode()


def test_a_passkey_opens_what_is_held_in_any_browser(made: Passkey) -> None:
    anywhere = Customer()

    status = proves(anywhere, made.copy(signs=4))

    assert status == 200
    assert inside(anywhere)


def test_whoever_has_but_a_link_makes_no_passkey_and_takes_none_away(company: Company, made: Passkey) -> None:
    reader_of_mail, theirs = Customer().opens_link(), Passkey()
    (kept,) = queries.keys_of(bytes.fromhex(company.alice))

    asked = keeps(reader_of_mail, theirs)
    removed = reader_of_mail.refused("remove", ref=kept.ref)

    assert asked == 403
    assert removed.status_code == 403
    assert proves(Customer(), theirs) == 403
    assert [one.ref for one in queries.keys_of(bytes.fromhex(company.alice))] == [kept.ref]


def test_a_count_that_does_not_grow_is_a_copied_key(made: Passkey) -> None:
    assert proves(Customer(), made.copy(signs=4)) == 200
    thief = Customer()

    statuses = [proves(thief, made.copy(signs=signs)) for signs in (0, 1, 4)]

    assert statuses == [403, 403, 403]
    assert not inside(thief)
    assert proves(Customer(), made.copy(signs=5)) == 200  # its owner's goes on


def test_passkeys_are_not_tried_without_end_from_one_place(made: Passkey, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passkeys, "TRIES", 1)

    assert [proves(Customer(), made.copy(signs=signs)) for signs in (4, 5)] == [200, 403]


def test_a_passkey_that_counts_nothing_goes_on_counting_nothing(company: Company, desk: Actor) -> None:
    passkey = Passkey(signs=0)
    keeps(Customer().enters(desk), passkey)

    assert [proves(Customer(), passkey) for _ in range(2)] == [200, 200]


def test_what_is_no_proof_begins_nothing(made: Passkey) -> None:
    thief, otherwise = Customer(), {
        "verified": False, "origin": "http://evil.example", "ident": b"another", "secret": Passkey().secret,
    }  # fmt: skip

    statuses = {name: proves(thief, made.copy(signs=9, **{name: value})) for name, value in otherwise.items()}

    assert statuses == dict.fromkeys(otherwise, 403)
    assert not inside(thief)


def test_an_answer_is_good_once_and_in_the_browser_that_was_asked(made: Passkey) -> None:
    asked, other = Customer(), Customer()
    asked.get()
    other.get()
    said = made.copy(signs=7).proof(challenge(asked, "passkey"))

    assert answers(other, said) == 403
    assert answers(asked, said) == 200
    assert answers(asked, said) == 403


def test_a_passkey_asked_for_of_one_visitor_is_not_kept_for_the_next_in_the_same_browser(
    company: Company, desk: Actor
) -> None:
    door.collect(AGAIN | {"phone": "090-0000-0002"}, origin=SIGN_UP, actor=company.clerk)
    browser = Customer().enters(desk)
    asked = challenge(browser, "passkey/new")

    browser.enters(desk, AGAIN["email"], **{"item-phone": "090-0000-0002", "item-birth-date": ALICE["birth-date"]})

    assert answers(browser, Passkey().made(asked), "passkey/new") == 403
    assert not models.Passkey.objects.exists()


def test_of_a_merge_the_one_who_remains_has_the_passkeys_of_both(company: Company, desk: Actor, made: Passkey) -> None:
    other = door.collect(AGAIN, origin=SIGN_UP, actor=company.clerk).people[0]

    door.merge(company.alice, other, actor=desk)

    back = Customer()
    assert proves(back, made.copy(signs=8)) == 200
    assert inside(back)
    assert [key.kind for key in queries.keys_of(bytes.fromhex(other))] == ["passkey"]
    assert queries.keys_of(bytes.fromhex(company.alice)) == []


def test_of_a_split_nobody_keeps_a_passkey_for_whose_it_was_is_not_known(
    company: Company, desk: Actor, made: Passkey
) -> None:
    new = door.split(company.alice, ("phone", "email"), actor=desk).person

    assert new is not None
    assert proves(Customer(), made.copy(signs=8)) == 403
    assert [queries.keys_of(bytes.fromhex(one)) for one in (company.alice, new)] == [[], []]


def test_an_erased_persons_passkey_is_no_key_and_no_paper(company: Company, desk: Actor, made: Passkey) -> None:
    door.erase(company.alice, actor=desk)

    assert proves(Customer(), made.copy(signs=8)) == 403
    assert not models.Passkey.objects.exists()


def test_a_passkey_taken_away_opens_nothing_and_anothers_is_not_there(
    company: Company, desk: Actor, made: Passkey
) -> None:
    door.collect(AGAIN | {"phone": "090-0000-0002"}, origin=SIGN_UP, actor=company.clerk)
    eve = Customer().enters(
        desk, AGAIN["email"], **{"item-phone": "090-0000-0002", "item-birth-date": ALICE["birth-date"]}
    )
    (kept,) = queries.keys_of(bytes.fromhex(company.alice))

    others, none = (eve.does("remove", 404, ref=ref) for ref in (kept.ref, "passkey:none"))
    alice = Customer()
    proves(alice, made.copy(signs=8))
    alice.does("remove", ref=kept.ref)

    assert others.content == none.content
    assert proves(Customer(), made.copy(signs=9)) == 403
