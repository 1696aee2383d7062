"""The tree against RFC 6962's own definition, written out plainly here, and against the independent verifier."""

from __future__ import annotations

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

import seiyaku_verify
from seiyaku.core.merkle import EMPTY, Growth, Tiles, leaf_hash, path, root

SIZES = [1, 2, 3, 4, 5, 6, 7, 8, 9, 255, 256, 257, 511, 512, 513, 1000]
LEAVES = [leaf_hash(n.to_bytes(4, "big")) for n in range(70_000)]


def plainly(leaves: list[bytes]) -> bytes:
    """RFC 6962, 2.1, word for word."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return sha256(b"\1" + plainly(leaves[:k]) + plainly(leaves[k:])).digest()


def grown(size: int) -> tuple[Growth, Tiles]:
    growth = Growth()
    for leaf in LEAVES[:size]:
        growth.append(leaf)
    kept = {(level, place): body for level, place, body in growth.full}
    open_ = {(level, size >> (8 * (level + 1))): bytes(body) for level, body in enumerate(growth.levels)}
    return growth, Tiles(size, lambda level, place: kept.get((level, place)) or open_[level, place])


@pytest.mark.promise("2-1")
def test_known_roots_come_out() -> None:
    """The vectors of RFC 6962's reference implementation."""
    entries = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
    leaves = [leaf_hash(bytes.fromhex(entry)) for entry in entries]

    assert EMPTY.hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert root(leaves[:1]).hex() == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    assert root(leaves[:3]).hex() == "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"
    assert root(leaves).hex() == "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"


@pytest.mark.promise("2-1")
@pytest.mark.parametrize("size", [0, *SIZES])
def test_every_way_to_the_root_is_the_same(size: int) -> None:
    growth, tiles = grown(size)
    expected = plainly(LEAVES[:size])

    assert root(LEAVES[:size]) == growth.root() == tiles.root() == expected
    assert seiyaku_verify.roots(LEAVES[:size], [size])[size] == expected


@pytest.mark.promise("2-1")
def test_a_tree_of_three_levels_of_tiles_keeps_its_root() -> None:
    growth, tiles = grown(70_000)

    expected = root(LEAVES)

    assert growth.root() == tiles.root() == expected
    assert tiles.root(65_537) == root(LEAVES[:65_537])
    for index in (0, 65_535, 65_536, 69_999):
        seiyaku_verify.verify_inclusion(LEAVES[index], index, 70_000, tiles.inclusion(index), expected)
    for size in (1, 65_535, 65_536, 65_537, 69_999):
        seiyaku_verify.verify_consistency(size, 70_000, tiles.consistency(size), tiles.root(size), expected)


@pytest.mark.promise("2-1")
def test_a_tree_taken_up_again_grows_on() -> None:
    growth, _ = grown(300)

    again = Growth(growth.size, [bytes(level) for level in growth.levels])
    for leaf in LEAVES[300:600]:
        again.append(leaf)

    assert again.root() == root(LEAVES[:600])


@pytest.mark.promise("2-1")
@pytest.mark.parametrize("levels", [[], [b"\0" * 31], [b"\0" * 32 * 45], [b"\0" * 32 * 44]])
def test_open_tiles_that_do_not_fit_the_size_are_refused(levels: list[bytes]) -> None:
    with pytest.raises(ValueError, match="do not fit"):
        Growth(300, levels)


@pytest.mark.promise("2-1")
@given(st.integers(1, 600), st.data())
def test_every_proof_made_is_accepted_by_the_verifier(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    before = data.draw(st.integers(1, size))
    _, tiles = grown(size)

    seiyaku_verify.verify_inclusion(LEAVES[index], index, size, tiles.inclusion(index), tiles.root())
    seiyaku_verify.verify_consistency(before, size, tiles.consistency(before), tiles.root(before), tiles.root())
    assert path(LEAVES[:size], index) == tiles.inclusion(index)


@pytest.mark.promise("2-1")
def test_proofs_of_what_is_not_there_are_not_made() -> None:
    _, tiles = grown(5)

    for index in (-1, 5):
        with pytest.raises(IndexError):
            tiles.inclusion(index)
        with pytest.raises(IndexError):
            path(LEAVES[:5], index)
    for sizes in ((0, 5), (6, 5), (3, 6), (-1, 5)):
        with pytest.raises(IndexError):
            tiles.consistency(*sizes)


@given(st.lists(st.integers(0, 700), max_size=5))
def test_leaves_added_together_are_leaves_added_one_by_one(parts: list[int]) -> None:
    together, single = Growth(), Growth()
    for part in parts:
        leaves = [leaf_hash(bytes([part & 255]) + place.to_bytes(2, "big")) for place in range(part)]
        together.extend(leaves)
        for leaf in leaves:
            single.append(leaf)

    assert (together.size, together.levels, together.full) == (single.size, single.levels, single.full)
