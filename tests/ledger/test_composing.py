"""However an entry is put together, it is the canonical JSON of what it says."""

from __future__ import annotations

import os
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seiyaku.core.errors import InputError
from seiyaku.ledger.bodies import VERSION, canonical
from seiyaku.ledger.composing import compose, whole
from seiyaku.ledger.forms import split
from seiyaku.ledger.parting import part

pytestmark = pytest.mark.promise("2-1")

word = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9 .:;,()/_+=#-]{0,20}", fullmatch=True)
number = st.integers(0, 2**53 - 1)
digest = st.binary(min_size=4, max_size=64).map(bytes.hex)
more = st.fixed_dictionaries(
    {},
    optional={
        "actor": word, "purpose": word, "fields": st.lists(word, max_size=3), "left": st.lists(word, max_size=2),
        "papers": st.lists(word, max_size=2), "counts": st.dictionaries(word, number, max_size=3), "head": digest,
        "policy": digest, "standing": number, "refused_n": number, "withheld": st.booleans(), "origin": word,
    },
)  # fmt: skip


@given(act=word, more=more, people=st.sampled_from([0, 1, 2, 5]), at=st.integers(1, 1 << 44))
def test_a_composed_body_is_canonical_json_byte_for_byte(act: str, more: dict[str, Any], people: int, at: int) -> None:
    entry, root = os.urandom(12), os.urandom(32) if people else None
    body = {"act": act, "answer": "allowed", **more}
    said = {**body, "v": VERSION, "id": entry.hex(), "at": at, "n": people}
    if root is not None:
        said["people"] = root.hex()

    form, own = compose(body, people)

    assert whole(form, own, entry, at, root) == canonical(said)
    assert (form.body, form.rest % own) == split(said)
    assert part(canonical(said)) == (*split(said), root)
    another = {**said, "at": at + 1, **({"actor": "staff:1"} if "actor" in said else {})}
    assert part(canonical(another)) == (*split(another), root)


def test_what_is_alike_but_for_how_many_people_is_told_apart() -> None:
    body, entry, root = {"act": "read", "answer": "allowed", "actor": "staff:1"}, bytes(12), bytes(32)

    for people in (1, 0, 2, 5, 0, 1, 2):
        said = {
            **body,
            "v": VERSION,
            "id": entry.hex(),
            "at": 1,
            "n": people,
            **({"people": root.hex()} if people else {}),
        }
        form, own = compose(body, people)
        assert whole(form, own, entry, 1, root if people else None) == canonical(said)
        assert part(canonical(said)) == (*split(said), root if people else None)


@pytest.mark.parametrize(
    "wrong",
    [{"act": "ask me"[:0]}, {"answer": "maybe"}, {"actor": "a@b"}, {"standing": True}, {"n": 1}, {"fields": [b"x"]}],
)
def test_what_does_not_fit_is_refused_although_its_like_was_met(wrong: dict[str, Any]) -> None:
    body = {"act": "read", "answer": "allowed", "actor": "staff:1", "standing": 1, "fields": ["name"]}
    compose(body, 1)

    with pytest.raises(InputError):
        compose({**body, **wrong}, 1)


@pytest.mark.parametrize("missing", ["act", "answer"])
def test_a_body_says_what_was_done_and_how_it_was_answered(missing: str) -> None:
    body = {"act": "read", "answer": "allowed", "actor": "staff:1"}
    del body[missing]

    with pytest.raises(InputError):
        compose(body, 0)
