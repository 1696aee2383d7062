"""What can be read from the ledger, and taken away from it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

import seiyaku_verify
from seiyaku.core.errors import NotFound
from seiyaku.ledger import heads
from seiyaku.ledger.erasing import bury
from seiyaku.ledger.reading import entry, export, growth, of_person, receipt, tree_size
from seiyaku.ledger.seen import BLOCK, holds, pack, unpack, without
from seiyaku.ledger.sequencing import place_all
from seiyaku.ledger.transactions import changing, deciding, raw_cursor
from seiyaku.ledger.writing import Draft, Seen, Written, append

READ = {"act": "read", "answer": "allowed", "actor": "staff:3f9c", "clause": "4-1-A"}
VERIFIER = Path(seiyaku_verify.__file__)


def mark(ordinal: int) -> bytes:
    return ordinal.to_bytes(16, "big")


def marks(ordinals: Sequence[int]) -> Mapping[int, bytes]:
    return {ordinal: mark(ordinal) for ordinal in ordinals}


def seen(ordinal: int, *, granted: bool = True) -> Seen:
    return Seen(ordinal, mark(ordinal), granted)


def written(*drafts: Draft) -> list[Written]:
    with deciding() as cursor:
        entries = append(cursor, drafts)
    place_all()
    return entries


def bulk(count: int) -> Draft:
    return Draft(READ, [seen(n * 3, granted=n % 10 != 0) for n in range(count)])


@pytest.mark.promise("2-2")
def test_who_used_it_names_single_and_bulk_entries_and_what_was_refused(instance: Path) -> None:
    one, many, _, no = written(
        Draft(READ, [seen(9)]), bulk(5000), Draft(READ, [seen(8)]), Draft(READ, [seen(9, granted=False)])
    )

    found = of_person(raw_cursor(), 9)

    assert {(e.id, yes) for e, yes in found} == {(one.id, True), (many.id, True), (no.id, False)}
    assert [yes for e, yes in of_person(raw_cursor(), 30)] == [False]
    assert of_person(raw_cursor(), 31) == []


@pytest.mark.postgresql
@pytest.mark.promise("2-2")
def test_an_entry_that_gets_its_place_while_it_is_looked_for_is_not_missed(
    instance: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with deciding() as cursor:
        (one,) = append(cursor, [Draft(READ, [seen(9)])])
    cursor = raw_cursor()
    execute = cursor.execute

    def placed_before(sql: str, params: Sequence[Any] = ()) -> Any:
        if "FROM ledger_pending" in sql:
            place_all()
        return execute(sql, params)

    monkeypatch.setattr(cursor, "execute", placed_before)

    assert [entry.id for entry, _ in of_person(cursor, 9)] == [one.id]


@pytest.mark.promise("2-2")
def test_an_entry_is_found_by_number_and_by_id_or_not_at_all(instance: Path) -> None:
    (one,) = written(Draft(READ, [seen(9)]))

    assert entry(raw_cursor(), one.id) == entry(raw_cursor(), 0)
    assert entry(raw_cursor(), 0).body["n"] == 1
    for absent in ("00" * 12, "nonsense", 1):
        with pytest.raises(NotFound):
            entry(raw_cursor(), absent)


@pytest.mark.promise("2-1")
@pytest.mark.parametrize("count", [1, 2, 16, 17, 300])
def test_a_receipt_verifies_and_shows_nobody_else(instance: Path, tmp_path: Path, count: int) -> None:
    written(Draft(READ))
    (one,) = written(bulk(count))
    written(*[Draft(READ)] * 5)

    taken = receipt(one.id, 0, marks)

    body = seiyaku_verify.verify_receipt(taken, taken["keys"])
    assert body["id"] == one.id
    assert taken["person"]["granted"] is False
    assert mark(0).hex() not in json.dumps(taken)
    (tmp_path / "receipt.json").write_text(json.dumps(taken))
    (tmp_path / "key").write_text("\n".join(heads.keys()))
    assert seiyaku_verify.main(["receipt", str(tmp_path / "receipt.json")]) == 0


@pytest.mark.promise("2-1")
@pytest.mark.parametrize(
    "bend",
    [
        lambda r: r["person"].update(granted=False),
        lambda r: r["person"].update(granted=1),
        lambda r: r["person"].update(blind="00" * 32),
        lambda r: r["person"].update(index=1),
        lambda r: r.update(index=True),
        lambda r: r.update(entry=r["entry"].replace("4-1-A", "4-1-B")),
        lambda r: r["proof"].append("00" * 32),
        lambda r: r["proof"].pop(),
        lambda r: r.update(checkpoint=r["checkpoint"].replace("\n6\n", "\n7\n")),
        lambda r: r.pop("person"),
        lambda r: r.update(proof=None),
    ],
)
def test_a_receipt_that_was_bent_does_not_verify(instance: Path, bend: Any) -> None:
    (one, *_) = written(Draft(READ, [seen(1)]), *[Draft(READ)] * 5)
    taken = receipt(one.id, 1, marks)
    bend(taken)

    with pytest.raises(seiyaku_verify.VerificationError):
        seiyaku_verify.verify_receipt(taken, heads.keys())


@pytest.mark.promise("2-2")
def test_a_receipt_is_for_people_who_were_there(instance: Path) -> None:
    one, many = written(Draft(READ, [seen(1)]), bulk(20))

    for which in (one, many):
        with pytest.raises(NotFound):
            receipt(which.id, 2, marks)


@pytest.mark.promise("2-1")
def test_an_export_is_verified_by_a_program_that_knows_nothing_of_us(instance: Path, tmp_path: Path) -> None:
    written(*[Draft(READ, [seen(n)]) for n in range(300)], bulk(100))

    assert export(tmp_path / "out") == 301

    command = [sys.executable, "-S", "-I", str(VERIFIER), "export", str(tmp_path / "out"), "--key", heads.keys()[0]]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "301 entries" in done.stdout


@pytest.mark.promise("2-1")
def test_one_head_grows_into_the_next_and_only_that(instance: Path, tmp_path: Path) -> None:
    written(*[Draft(READ)] * 5)
    old = heads.checkpoint()
    written(*[Draft(READ)] * 300)
    new = heads.checkpoint()

    proof = growth(5)

    assert [h.size for h in seiyaku_verify.verify_growth(old, new, proof, heads.keys())] == [5, 305]
    assert heads.kept() == [old, new]
    for name, text in (("old", old), ("new", new), ("proof", json.dumps(proof)), ("key", "\n".join(heads.keys()))):
        (tmp_path / name).write_text(text)
    files = [str(tmp_path / name) for name in ("old", "new", "proof")]
    assert seiyaku_verify.main(["growth", *files]) == 0
    assert seiyaku_verify.main(["growth", files[1], files[0], files[2]]) == 4
    assert seiyaku_verify.main(["growth", files[0], files[1], str(tmp_path / "nothing")]) == 1
    with pytest.raises(SystemExit, match="2"):
        seiyaku_verify.main(["growth"])


@pytest.mark.promise("2-1")
@pytest.mark.parametrize(
    "inside", [[], [0], [4095], list(range(0, 4096, 7)), list(range(4096)), list(range(255)), list(range(9, 265))]
)
def test_a_block_of_people_packs_and_unpacks(inside: list[int]) -> None:
    assert unpack(pack(inside)) == inside
    assert len(pack(inside)) <= 513
    assert [at for at in range(BLOCK) if holds(pack(inside), at)] == inside
    for at in (0, 9, 264, 777, 4095):
        assert without(pack(inside), at) == pack([other for other in inside if other != at])


@pytest.mark.promise("2-2")
def test_erasing_leaves_no_trace_in_the_index_and_every_root_as_it_was(instance: Path) -> None:
    one, many = written(Draft(READ, [seen(9)]), bulk(5000))
    before = receipt(many.id, 12, marks)["person"]

    with changing() as cursor:
        erased = bury(cursor, [seen(9)], {"act": "erase", "answer": "done"})
    place_all()

    assert of_person(raw_cursor(), 9) == []
    assert entry(raw_cursor(), erased.id).body["counts"] == {"tombstones": 3}
    left = {n: m for n, m in marks(range(15000)).items() if n != 9}
    assert receipt(many.id, 12, lambda some: {n: left[n] for n in some if n in left})["person"] == before
    with pytest.raises(NotFound):
        receipt(one.id, 9, lambda _: {})
    assert tree_size(raw_cursor()) == 3
