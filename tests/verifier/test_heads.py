"""What a head kept outside, a key and a file must be before anything is said to verify: each demand alone."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest

from seiyaku.core.merkle import leaf_hash, node_hash, path, root
from seiyaku_verify import VerificationError, main, read_head, read_key, verify_export, verify_growth, verify_receipt

from .test_signatures import KEY, PRIVATE, ROOT, note

pytestmark = pytest.mark.promise("2-1")
NAME = "log.example"
MARK = hashlib.sha256(b"blind").digest()
PERSON = leaf_hash(MARK + b"\1")
ENTRIES = [
    json.dumps({"v": 1, "id": f"{n:024x}", "at": n, "n": 1, "people": PERSON.hex()}).encode() for n in range(5)
]  # fmt: skip
LEAVES = [leaf_hash(entry) for entry in ENTRIES]


def head(size: int = 5, *, origin: str = NAME, over: bytes | None = None) -> str:
    """A head signed by the log's key; over another root than that of its leaves when one is given."""
    whole = over if over is not None else root(LEAVES[:size])
    return note(f"{origin}\n{size}\n{base64.b64encode(whole).decode()}\n", PRIVATE, NAME)


def exported(folder: Path, entries: list[bytes] = ENTRIES, *, signed: int = 5) -> Path:
    folder.mkdir()
    (folder / "entries.jsonl").write_bytes(b"".join(entry + b"\n" for entry in entries))
    (folder / "leaves.bin").write_bytes(b"".join(map(leaf_hash, entries)))
    (folder / "checkpoint").write_text(head(signed))
    return folder


def receipt(**more: Any) -> dict[str, Any]:
    proof = [step.hex() for step in path(LEAVES, 2)]
    person = {"granted": True, "blind": MARK.hex(), "index": 0, "proof": []}
    return {"entry": ENTRIES[2].decode(), "index": 2, "proof": proof, "checkpoint": head(), "person": person} | more


def key_of(kind: int, name: str = NAME, more: bytes = b"") -> str:
    """A key with the id that fits it, whatever it is a key of."""
    raw = bytes([kind]) + PRIVATE.public_key().public_bytes_raw() + more
    identity = hashlib.sha256(name.encode() + b"\n" + raw).digest()[:4]
    return f"{name}+{identity.hex()}+{base64.b64encode(raw).decode()}"


def test_a_key_is_of_the_one_kind_has_a_name_and_its_whole_length() -> None:
    assert read_key(key_of(1)) == read_key(KEY)
    for bad in (key_of(2), key_of(1, ""), key_of(1, more=b"\0")):
        with pytest.raises(VerificationError, match="expected name"):
            read_key(bad)


GOOD = head()
LINE = GOOD.splitlines()[-1]


@pytest.mark.parametrize(
    "bad",
    [
        GOOD[:-1],  # its last line is cut
        GOOD[:-1] + "x",
        GOOD + f"— {NAME} {LINE.split()[2][:-1]}\n",
        GOOD.replace("— ", "- "),
        GOOD + LINE.replace("— ", "- ") + "\n",
        GOOD + LINE + " more\n",
        GOOD + "— other AAAA\n",  # an id without a signature
        GOOD + f"— {NAME} {base64.b64encode(base64.b64decode(LINE.split()[2])[:4] + bytes(64)).decode()}\n",
        GOOD + "\n",
    ],
)
def test_beside_a_good_signature_stands_nothing_that_is_none(bad: str) -> None:
    assert read_head(GOOD, [KEY]).size == 5
    assert read_head(GOOD + "— other AAAAAAA=\n", [KEY]).size == 5  # of a key nobody gave: not ours to judge

    with pytest.raises(VerificationError):
        read_head(bad, [KEY])


def test_a_head_kept_outside_is_of_this_log_and_agrees(tmp_path: Path) -> None:
    folder = exported(tmp_path / "out")

    assert verify_export(folder, [KEY], [head(3), head(5), head(0)]).size == 5
    for bad, why in (
        (head(origin="log.example/2"), "of another log"),
        (head(3, over=LEAVES[0]), "first bad entry between entries 0 and 2"),
        (head(6, over=LEAVES[0]), "first bad entry between entries 5 and 5"),
    ):
        with pytest.raises(VerificationError, match=why):
            verify_export(folder, [KEY], [head(5), bad])


def test_an_entry_that_no_head_signed_for_is_named(tmp_path: Path) -> None:
    with pytest.raises(VerificationError, match="entry 3 is beyond the signed head"):
        verify_export(exported(tmp_path / "out", signed=3), [KEY])


def test_what_was_signed_but_says_nothing_verifies_by_its_hashes_only(tmp_path: Path) -> None:
    entries = [*ENTRIES[:3], b"{}", ENTRIES[0]]
    folder = exported(tmp_path / "out", entries)
    (folder / "checkpoint").write_text(head(over=root([leaf_hash(entry) for entry in entries])))
    (tmp_path / "key").write_text(KEY)
    command = ["export", str(folder), "--key", str(tmp_path / "key")]

    assert main(command) == 4
    assert main([*command, "--hashes-only"]) == 0
    with pytest.raises(VerificationError, match="entry 3 does not read"):
        verify_export(folder, [KEY])
    (folder / "entries.jsonl").write_bytes(b"\n".join(entries) + b"!")
    with pytest.raises(VerificationError, match="entry 4 is cut off"):
        verify_export(folder, [KEY], parse=False)


def test_leaves_kept_outside_name_what_the_export_hides(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = exported(tmp_path / "out", [*ENTRIES[:2], ENTRIES[2].replace(b'"at": 2', b'"at": 3'), *ENTRIES[3:]])
    (tmp_path / "leaves").write_bytes(b"".join(LEAVES))
    (folder / "key").write_text(KEY)

    assert main(["export", str(folder)]) == 4
    assert "between entries 0 and 4" in capsys.readouterr().err
    assert main(["export", str(folder), "--leaves", str(tmp_path / "leaves")]) == 4
    assert "first bad entry 2" in capsys.readouterr().err


def test_a_receipt_agrees_with_every_head_kept_outside() -> None:
    assert verify_receipt(receipt(), [KEY], [head(), head(3)])["at"] == 2
    assert verify_receipt(receipt(), [KEY], [head(6, over=LEAVES[0])])["at"] == 2  # a later one says nothing of it
    for bad, why in ((head(origin="log.example/2"), "of another log"), (head(over=LEAVES[0]), "two roots")):
        with pytest.raises(VerificationError, match=why):
            verify_receipt(receipt(), [KEY], [head(), bad])


@pytest.mark.parametrize(
    "bent",
    [
        {"index": 3},
        {"proof": [step.hex() for step in path(LEAVES, 3)]},
        {"proof": ["zz"]},
        {"person": {"granted": False, "blind": MARK.hex(), "index": 0, "proof": []}},
        {"person": {"granted": True, "blind": MARK.hex(), "index": 1, "proof": []}},
        {"person": {"granted": True, "blind": MARK.hex(), "index": 0, "proof": [MARK.hex()]}},
        {"person": {"granted": True, "blind": 7, "index": 0, "proof": []}},
        {"person": []},
        {"checkpoint": head(4)},
        {"checkpoint": None},
        {"entry": ENTRIES[3].decode()},
    ],
)
def test_a_receipt_with_one_part_of_another_is_none(bent: dict[str, Any]) -> None:
    with pytest.raises(VerificationError):
        verify_receipt(receipt(**bent), [KEY])


@pytest.mark.parametrize(
    ("part", "value", "said"),
    [
        ("index", 1, "the entry is not the one that was signed: "),
        ("person", {"granted": False}, "this person is not in the entry as the receipt says: "),
        ("checkpoint", None, "receipt: something is missing or not what it should be"),
    ],
)
def test_a_receipt_that_does_not_verify_says_what_of_it(part: str, value: Any, said: str) -> None:
    bent = receipt()
    bent[part] = {**bent[part], **value} if isinstance(value, dict) else value

    with pytest.raises(VerificationError, match=re.escape(said)):
        verify_receipt(bent, [KEY])


def test_growth_is_of_one_log_and_proven() -> None:
    proof = {"proof": [LEAVES[2].hex(), LEAVES[3].hex(), node_hash(*LEAVES[:2]).hex(), LEAVES[4].hex()]}

    assert [found.size for found in verify_growth(head(3), head(5), proof, [KEY])] == [3, 5]
    others: list[tuple[str, str, dict[str, Any]]] = [
        (head(3, origin="log.example/2"), head(5), proof),
        (head(3), head(5), {"proof": proof["proof"][:-1]}),
        (head(3), head(5), {"proof": [LEAVES[0].hex(), *proof["proof"][1:]]}),
        (head(3), head(5), {}),
        (head(3, over=LEAVES[0]), head(5), proof),
        (head(5), head(5, over=LEAVES[0]), {"proof": []}),
    ]
    for old, new, bent in others:
        with pytest.raises(VerificationError):
            verify_growth(old, new, bent, [KEY])


def test_without_a_key_or_a_file_that_reads_nothing_is_said_to_verify(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, text in (("good", json.dumps(receipt())), ("list", "[]"), ("deep", "[" * 100_000), ("none", "no")):
        (tmp_path / name).write_text(text)
    (tmp_path / "picture").write_bytes(b"\xff\xfe")

    assert main(["receipt", str(tmp_path / "good")]) == 1
    assert "no key: give --key, printed by `seiyaku ledger key`" in capsys.readouterr().err
    assert [main(["receipt", str(tmp_path / name), "--key", KEY]) for name in ("good", "list", "deep", "none")] == [
        0, 1, 1, 1,
    ]  # fmt: skip
    capsys.readouterr()
    (tmp_path / "key").write_text(KEY)
    assert main(["receipt", str(tmp_path / "good")]) == 0
    assert "could have altered too" in capsys.readouterr().err
    assert main(["receipt", str(tmp_path / "good"), "--key", key_of(1, "else")]) == 4
    capsys.readouterr()
    for name, why in (("head", "No such file or directory"), ("picture", "not text")):
        assert main(["receipt", str(tmp_path / "good"), "--head", str(tmp_path / name)]) == 1
        assert f"could not be read: {tmp_path / name}: {why}\n" in capsys.readouterr().err


def test_the_root_of_nothing_is_that_of_the_rfc() -> None:
    assert read_head(note(f"{NAME}\n0\n{ROOT}\n", PRIVATE, NAME), [KEY]).root == root([])
