"""What receivers outside hold shows what was done to the log inside."""

from __future__ import annotations

import base64
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import httpx
import pytest

import seiyaku_verify
from seiyaku.core.errors import IntegrityError, Unavailable, VerificationFailed
from seiyaku.ledger import changes, heads, outside, takeaway
from seiyaku.ledger.outside import Folder, Witness, held, push
from seiyaku.ledger.sequencing import place_all
from seiyaku.ledger.takeaway import take_away
from seiyaku.ledger.transactions import changing, deciding, reading
from seiyaku.ledger.verification import verify
from seiyaku.ledger.writing import Draft, append

READ = {"act": "read", "answer": "allowed", "actor": "staff:3f9c", "clause": "4-1-A"}


def write(count: int) -> None:
    with deciding() as cursor:
        append(cursor, [Draft(READ)] * count)
    place_all()


def change(kind: str, person: int) -> None:
    with changing() as cursor:
        changes.note(cursor, kind, f"{kind}-{person}", person)


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(f"file://{tmp_path}/other")


@pytest.mark.promise("2-1")
def test_a_receiver_holds_every_head_and_leaf(instance: Path, folder: Folder) -> None:
    for count in (0, 10, 300, 0, 246, 1):
        if count:
            write(count)
        push([folder])

    there = held(folder)

    assert [heads.check(note)[1] for note in there.heads] == [0, 10, 310, 556, 557]
    assert len(there.leaves) == 557
    assert seiyaku_verify.roots(there.leaves, [557])[557] == heads.check(there.heads[-1])[2]
    assert verify(None, there).findings == []


@pytest.mark.promise("2-1")
def test_an_older_copy_or_another_log_does_not_overwrite_a_head(instance: Path, folder: Folder) -> None:
    from django.db import connection

    write(10)
    push([folder])
    newer = heads.checkpoint().replace("\n10\n", "\n11\n")
    folder.put("head", newer.encode())
    with pytest.raises(VerificationFailed):
        push([folder])

    other = Folder(folder.name + "2")
    if connection.vendor == "sqlite":
        push([other])
        with connection.cursor() as cursor:
            cursor.execute("UPDATE ledger_tree SET origin = 'another'")
        with pytest.raises(VerificationFailed, match="another log"):
            push([other])


@pytest.mark.promise("2-1")
def test_the_take_away_list_is_sealed_and_whole(instance: Path, folder: Folder, tmp_path: Path) -> None:
    change("stop", 1)
    push([folder])
    change("withdraw", 2)
    change("erasure", 3)
    push([folder])

    assert [(c.kind, c.person) for c in take_away(folder)] == [("stop", 1), ("withdraw", 2), ("erasure", 3)]
    assert [[c.number for c in take_away(folder, after)] for after in (1, 2)] == [[2, 3], [3]]  # 2 is inside a part
    assert [takeaway.highest_known(folder, after) for after in (0, 2, 3)] == [3, 3, 0]
    files = sorted((tmp_path / "other" / "take-away").iterdir())
    assert not any(b"withdraw" in file.read_bytes() for file in files)
    altered = bytearray(files[1].read_bytes())
    altered[-1] ^= 1
    files[1].write_bytes(altered)
    with pytest.raises(IntegrityError):
        take_away(folder)
    altered[8] ^= 1
    files[1].write_bytes(altered)
    with pytest.raises(IntegrityError, match="older than a turn of the paper key"):
        take_away(folder)
    assert take_away(folder, after=3) == []  # what ends before a backup is not opened after it
    files[0].unlink()
    with pytest.raises(IntegrityError, match="missing"):
        take_away(folder)
    with pytest.raises(IntegrityError, match="missing"):
        take_away(folder, after=3)


@pytest.mark.promise("2-1", "4-1-G")
def test_what_is_no_change_is_carried_in_a_chain_of_its_own(
    instance: Path, folder: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [[1, "one"], [2, "two"]]
    monkeypatch.setattr(takeaway, "_chains", {})
    takeaway.carry("sample", lambda _, after: [row for row in rows if int(str(row[0])) > after])

    for _ in range(2):  # what is there already is not handed over again
        push([folder])
    rows.append([3, "three"])
    push([folder])

    assert [takeaway.carried(folder, "sample", after) for after in (0, 1, 3)] == [rows, rows[1:], []]
    assert folder.names("sample") == [f"{2:015d}", f"{3:015d}"]
    assert folder.names(takeaway.CHANGES) == []
    (tmp_path / "other" / "sample" / f"{2:015d}").unlink()
    with pytest.raises(IntegrityError, match="missing"):
        takeaway.carried(folder, "sample", 2)


class Other(HTTPServer):
    """A witness as C2SP tlog-witness describes it, with the independent verifier as its judgement."""

    size, root, keys = 0, b"", list[str]()


class Judge(BaseHTTPRequestHandler):
    server: Other

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        top, _, note = body.partition("\n\n")
        old, *proof = top.split("\n")
        head = seiyaku_verify.read_head(note, self.server.keys)
        if int(old.removeprefix("old ")) != self.server.size:
            self.answer(409, f"{self.server.size}\n")
            return
        steps = [base64.b64decode(step) for step in proof]
        try:
            if self.server.size:
                seiyaku_verify.verify_consistency(self.server.size, head.size, steps, self.server.root, head.root)
        except seiyaku_verify.VerificationError:
            self.answer(422, "")
            return
        self.server.size, self.server.root = head.size, head.root
        self.answer(200, "— witness.example c2lnbmF0dXJl\n")

    def answer(self, status: int, text: str) -> None:
        self.send_response(status)
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def other(instance: Path) -> Iterator[Other]:
    server = Other(("127.0.0.1", 0), Judge)
    server.keys = heads.keys()
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.promise("2-1")
def test_a_witness_signs_what_grew_out_of_what_it_knows(other: Other) -> None:
    address = f"http://127.0.0.1:{other.server_port}"
    witness = Witness(address)
    for count in (5, 300):
        write(count)
        push([witness])
    write(3)
    push([Witness(address)])

    assert (witness.known, other.size) == (305, 308)
    assert witness.signed.startswith("— ")
    other.size = 400
    with pytest.raises(VerificationFailed, match="knows 400"):
        push([witness])
    other.size, other.root = 100, bytes(32)
    with pytest.raises(VerificationFailed, match="422"):
        push([witness])


@pytest.mark.parametrize(
    ("status", "text"),
    [
        (409, ""),
        (409, "twelve\n"),
        (409, "-1\n"),
        (409, "3 4\n"),
        (409, "٣\n"),
        (409, "9" * 5000),
        (500, "3\n"),
        (301, "3\n"),
    ],
)
def test_a_witness_that_answers_nonsense_has_signed_nothing(
    instance: Path, monkeypatch: pytest.MonkeyPatch, status: int, text: str
) -> None:
    monkeypatch.setattr(outside, "_post", lambda *_: httpx.Response(status, text=text))
    write(5)
    witness = Witness("https://witness.example")

    with pytest.raises(VerificationFailed, match=f"answered {status}"):
        push([witness])

    assert (witness.known, witness.signed) == (0, "")


@pytest.mark.promise("2-1")
def test_a_receiver_that_is_away_keeps_no_other_from_its_head(instance: Path, folder: Folder) -> None:
    write(5)

    for away in ("http://127.0.0.1:9", "http://witness.example"):
        with pytest.raises(Unavailable):
            push([Witness(away), folder])

    assert len(held(folder).leaves) == 5
    with pytest.raises(Unavailable, match="TLS only"), reading() as cursor:
        Witness("http://witness.example").push(cursor, heads.sign(cursor))
