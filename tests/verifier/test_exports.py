"""An exported ledger that was tampered with does not verify, and the first bad entry is named."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from seiyaku.ledger import heads
from seiyaku.ledger.reading import export
from seiyaku.ledger.sequencing import place_all
from seiyaku.ledger.transactions import deciding
from seiyaku.ledger.writing import Draft, Seen, append
from seiyaku_verify import VerificationError, main, read_ids, verify_export

READ = {"act": "read", "answer": "allowed", "actor": "staff:3f9c", "clause": "4-1-A"}
SIZE = 300


def exported(folder: Path) -> list[str]:
    """Export a ledger of SIZE entries to `folder`; return the heads that were kept outside on the way."""
    outside = []
    for part in range(3):
        with deciding() as cursor:
            append(cursor, [Draft({**READ, "ref": f"r{part}-{n}"}, [Seen(n, bytes(16))]) for n in range(SIZE // 3)])
        place_all()
        outside.append(heads.checkpoint())
    export(folder)
    return outside


def change(lines: list[bytes], chance: random.Random) -> int:
    at = chance.randrange(SIZE)
    lines[at] = lines[at].replace(b"4-1-A", b"4-1-B")
    return at


def drop(lines: list[bytes], chance: random.Random) -> int:
    at = chance.randrange(SIZE)
    del lines[at]
    return at


def insert(lines: list[bytes], chance: random.Random) -> int:
    at = chance.randrange(SIZE + 1)
    lines.insert(at, lines[at - 1][:-2] + b"0}\n")
    return at


def swap(lines: list[bytes], chance: random.Random) -> int:
    one, other = sorted(chance.sample(range(SIZE), 2))
    lines[one], lines[other] = lines[other], lines[one]
    return one


def truncate(lines: list[bytes], chance: random.Random) -> int:
    at = chance.randrange(SIZE)
    del lines[at:]
    return at


def cut(lines: list[bytes], chance: random.Random) -> int:
    at = chance.randrange(SIZE)
    lines[at:] = [lines[at][: chance.randrange(1, 100)]]
    return at


HOW: list[Callable[[list[bytes], random.Random], int]] = [change, drop, insert, swap, truncate, cut]


@pytest.mark.promise("2-1")
def test_a_thousand_tampered_exports_do_not_verify(instance: Path, tmp_path: Path) -> None:
    good, bad = tmp_path / "good", tmp_path / "bad"
    outside = exported(good)
    keys = heads.keys()
    whole = (good / "entries.jsonl").read_bytes().splitlines(keepends=True)
    leaves = good / "leaves.bin"
    shutil.copytree(good, bad)

    for case in range(1000):
        chance = random.Random(case)  # noqa: S311  # the same cases every time
        lines = list(whole)
        at = chance.choice(HOW)(lines, chance)
        (bad / "entries.jsonl").write_bytes(b"".join(lines))
        located = chance.random() < 0.7
        (bad / "leaves.bin").write_bytes(leaves.read_bytes() if located else b"")
        with pytest.raises(VerificationError) as found:
            verify_export(bad, keys, outside if chance.random() < 0.5 else [], parse=chance.random() < 0.5)
        if located:
            assert f"entry {at}" in str(found.value), (case, at)


@pytest.mark.promise("2-1")
def test_without_intact_leaves_the_interval_between_two_heads_is_named(instance: Path, tmp_path: Path) -> None:
    outside = exported(tmp_path / "out")
    entries, leaves = tmp_path / "out" / "entries.jsonl", tmp_path / "out" / "leaves.bin"
    lines = entries.read_bytes().splitlines(keepends=True)
    entries.write_bytes(b"".join([*lines[:150], lines[151], *lines[151:]]))
    kept = tmp_path / "kept"
    leaves.rename(kept)

    with pytest.raises(VerificationError, match="between entries 100 and 199"):
        verify_export(tmp_path / "out", heads.keys(), outside)
    with pytest.raises(VerificationError, match="first bad entry 150"):
        verify_export(tmp_path / "out", heads.keys(), outside, kept)


@pytest.mark.promise("2-1")
def test_an_older_copy_does_not_pass_for_the_newest_against_an_outside_head(instance: Path, tmp_path: Path) -> None:
    exported(tmp_path / "old")
    with deciding() as cursor:
        append(cursor, [Draft(READ)])
    place_all()
    (tmp_path / "head").write_text(heads.checkpoint())

    assert main(["export", str(tmp_path / "old")]) == 0
    assert main(["export", str(tmp_path / "old"), "--head", str(tmp_path / "head")]) == 4
    assert main(["export", str(tmp_path / "nowhere"), "--key", heads.keys()[0]]) == 1


ID = b"a1" * 12
GOOD = b'{"v":%b,"at":1,"id":"%b","n":%b}'
AT = b'{"v":1,"at":%b,"id":"%b","n":0}'


@pytest.mark.promise("2-1")
def test_entries_are_read_up_to_the_first_line_that_is_none() -> None:
    lines = [GOOD % (b"1", b"%024x" % n, b"0") for n in range(9)]
    lines[4] = GOOD % (b"1", ID, b'12,"people":"' + b"0" * 64 + b'"')
    ids = b"".join(bytes.fromhex(f"{n:024x}") for n in range(4)) + bytes.fromhex(ID.decode())

    assert read_ids(lines)[:60] == ids
    assert len(read_ids(lines)) == 9 * 12
    for at in range(9):
        assert read_ids([*lines[:at], b"{}", *lines[at + 1 :]]) == read_ids(lines)[: at * 12]
    assert read_ids([]) == b""


DEEP = b"[" * 100_000 + b"]" * 100_000
SURROGATE = "\ud800".encode("utf-8", "surrogatepass")


@pytest.mark.promise("2-1")
@pytest.mark.parametrize(
    "line",
    [
        b"", b"[]", b"{}", b"7", b'"id"', b"null", b"\xff", b"[" * 100_000,
        b'{"v":2}', b'{"v":1,"id":"00","at":1,"n":0}',
        *(GOOD % some for some in [
            (b"true", ID, b"0"), (b"1.0", ID, b"0"), (b"1", ID[:-1] + b"_", b"0"), (b"1", ID.upper(), b"0"),
            (b"1", ID, b"-1"), (b"1", ID, b"false"), (b"1", ID, b'0,"people":""'), (b"1", ID, b"1"),
            (b"1", ID, b'1,"people":"' + b"0" * 63 + b'"'), (b"1", ID, b'1,"people":["' + b"0" * 64 + b'"]'),
            (b"1", ID + b"0" * 64, b"0"), (b"1", b'"]', b"0"), (b"1", ID, b"0}{"), (b"1", ID, b"0} "),
            (b"2", ID, b"0"), (b"1", ID[:-2], b'1,"people":"' + b"0" * 66 + b'"'), (b"1", ID, b"1.0"),
            (b"1", ID, b'true,"people":"' + b"0" * 64 + b'"'), (b"1", ID[:-2] + b"  ", b"0"), (b"1", b"7", b"0"),
            (b"1", ID, b'1,"people":"' + b"0" * 62 + b'  "'), (b"1", ID, b'1,"people":"' + b"A" * 64 + b'"'),
            (b"1", ID[:-3] + "１".encode(), b"0"), (b"1", ID, b'0,"t":"\0"'), (b"1", ID, b'0,"t":"' + SURROGATE + b'"'),
            (b"1", ID, b'0,"t":' + DEEP), (b"1", ID, b'0,"id":7'), (b"1", ID, b'0,"people":null'), (b"[1]", ID, b"0"),
        ]),
        AT % (b"true", ID), AT % (b"1.0", ID), AT % (b'"1"', ID), AT % (b"null", ID),
        *(some % (AT % (b"1", ID)) for some in [
            b" %b", b"\xef\xbb\xbf%b", b"%b\r", b"%b\0", b"\0%b", b"[%b]", b"%b,", b"%b" + SURROGATE,
        ]),
        2 * (AT % (b"1", ID)), AT % (b"1", ID) + b"\n" + AT % (b"1", b"b2" * 12), b'{"v":1,\n"at":1',
    ],
)  # fmt: skip
def test_what_does_not_read_as_an_entry_ends_what_is_read_even_when_it_was_signed(line: bytes) -> None:
    before, behind = AT % (b"1", b"00" * 12), AT % (b"1", b"ff" * 12)

    assert read_ids([line]) == b""
    assert read_ids([before, line, behind]) == bytes(12)


@pytest.mark.promise("2-1")
def test_an_entry_spread_over_lines_beside_two_in_a_line_are_not_taken_for_as_many() -> None:
    one, other, third = (GOOD % (b"1", b"%024x" % n, b"0") for n in range(3))
    head, tail = third.split(b",", 1)

    for lines in ([one + other, head + b",", tail], [one + b"\n" + other], [head + b",", tail]):
        assert read_ids(lines) == b""
        assert read_ids([one, *lines, other]) == bytes(12)
