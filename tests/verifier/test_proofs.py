"""The verifier's two functions on every edge of RFC 9162: what is not exactly the proof is refused."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest

from seiyaku.core.merkle import Growth, Tiles, leaf_hash, root
from seiyaku_verify import VerificationError, verify_consistency, verify_inclusion

MOST = 40
LEAVES = [leaf_hash(bytes([n])) for n in range(MOST)]


def tree() -> Tiles:
    growth = Growth()
    for leaf in LEAVES:
        growth.append(leaf)
    return Tiles(MOST, lambda _level, _place: bytes(growth.levels[0]))


TREE = tree()
ROOTS = [root(LEAVES[:size]) for size in range(MOST + 1)]
OTHER = leaf_hash(b"other")


def broken(proof: list[bytes]) -> list[Any]:
    changed = [[*proof[:at], OTHER, *proof[at + 1 :]] for at in range(len(proof))]
    missing = [proof[:at] + proof[at + 1 :] for at in range(len(proof))]
    more = [[*proof[:at], OTHER, *proof[at:]] for at in range(len(proof) + 1)]
    doubled = [[*proof[:at], proof[at], *proof[at:]] for at in range(len(proof))]
    swapped = [proof[::-1]] if len(proof) > 1 else []
    short = [[*proof[:at], proof[at][:31], *proof[at + 1 :]] for at in range(len(proof))]
    return [*changed, *missing, *more, *doubled, *swapped, *short, [*proof, b""], [*proof, None]]


@pytest.mark.promise("2-1")
def test_inclusion_of_every_leaf_and_of_nothing_else() -> None:
    for size in range(1, MOST + 1):
        for index in range(size):
            proof = TREE.inclusion(index, size)
            verify_inclusion(LEAVES[index], index, size, proof, ROOTS[size])
            verify_inclusion(LEAVES[index], index, size, tuple(proof), ROOTS[size])
            wrong: list[tuple[Any, ...]] = [(OTHER, index, size, proof, ROOTS[size])]
            wrong += [(LEAVES[index], index, size, proof, OTHER), (LEAVES[index], index, size, proof, ROOTS[size - 1])]
            wrong += [(LEAVES[index], other, size, proof, ROOTS[size]) for other in range(size) if other != index]
            wrong += [(LEAVES[index], index, size, bad, ROOTS[size]) for bad in broken(proof)]
            for case in wrong:
                with pytest.raises(VerificationError):
                    verify_inclusion(*case)


@pytest.mark.promise("2-1")
def test_growth_from_every_size_to_every_size_and_nothing_else() -> None:
    for size1, size2 in product(range(1, MOST + 1), repeat=2):
        if size1 > size2:
            continue
        proof, roots = TREE.consistency(size1, size2), (ROOTS[size1], ROOTS[size2])
        verify_consistency(size1, size2, proof, *roots)
        wrong: list[tuple[Any, ...]] = [(size1, size2, bad, *roots) for bad in broken(proof)]
        wrong += [(size1, size2, proof, OTHER, roots[1]), (size1, size2, proof, roots[0], OTHER)]
        if size1 != size2:
            wrong += [(size1, size2, proof, roots[1], roots[0]), (size2, size1, proof, roots[1], roots[0])]
            wrong += [(size1, size2, [], *roots)]
        for case in wrong:
            with pytest.raises(VerificationError):
                verify_consistency(*case)


@pytest.mark.promise("2-1")
@pytest.mark.parametrize("sizes", [(0, 0), (0, 5), (6, 5), (-1, 5), (5, -1), (True, 5), (1.0, 5), ("1", 5), (None, 5)])
def test_sizes_outside_the_rfc_are_refused(sizes: tuple[Any, Any]) -> None:
    with pytest.raises(VerificationError):
        verify_consistency(*sizes, [], ROOTS[5], ROOTS[5])


@pytest.mark.promise("2-1")
@pytest.mark.parametrize(
    "place", [(-1, 1), (1, 1), (0, 0), (0, -1), (False, 1), (0, True), (0.0, 1), ("0", 1), (0, 1 << 64), (0, None)]
)
def test_places_outside_the_tree_are_refused(place: tuple[Any, Any]) -> None:
    with pytest.raises(VerificationError):
        verify_inclusion(LEAVES[0], *place, [], LEAVES[0])


@pytest.mark.promise("2-1")
@pytest.mark.parametrize(
    "bad", [b"", b"x" * 31, b"x" * 33, "x" * 32, None, 7, bytearray(32), bytearray(LEAVES[0]), [1] * 32]
)
def test_what_is_not_a_hash_is_refused(bad: Any) -> None:
    places: tuple[tuple[Any, ...], ...] = (
        (bad, 0, 1, [], LEAVES[0]),
        (LEAVES[0], 0, 1, [], bad),
        (LEAVES[0], 0, 2, [bad], ROOTS[2]),
    )
    for case in places:
        with pytest.raises(VerificationError):
            verify_inclusion(*case)
    sizes: tuple[tuple[Any, ...], ...] = (
        (1, 1, [], bad, LEAVES[0]),
        (1, 1, [], LEAVES[0], bad),
        (1, 2, [bad], ROOTS[1], ROOTS[2]),
    )
    for growth in sizes:
        with pytest.raises(VerificationError):
            verify_consistency(*growth)


@pytest.mark.promise("2-1")
@pytest.mark.parametrize("bad", [None, b"", b"x" * 32, "x", {}, set(), 0, iter([])])
def test_what_is_not_a_list_of_hashes_is_refused(bad: Any) -> None:
    with pytest.raises(VerificationError):
        verify_inclusion(LEAVES[0], 0, 1, bad, LEAVES[0])
    with pytest.raises(VerificationError):
        verify_consistency(1, 1, bad, LEAVES[0], LEAVES[0])
