"""
The independent verifier of Seiyaku ledgers: one file, standard library only, nothing of Seiyaku's own.

    seiyaku-verify export FOLDER [--key KEY] [--head FILE …] [--leaves FILE] [--hashes-only]
    seiyaku-verify receipt FILE [--key KEY] [--head FILE …]
    seiyaku-verify growth OLD NEW PROOF [--key KEY]

Exit codes: 0 it verifies, 1 it could not be read, 2 wrong use, 4 something does not verify.

It carries out, and trusts nothing else:
* RFC 9162, 2.1 (the tree of RFC 6962): roots, inclusion proofs, consistency proofs
* RFC 8032, 5.1.7: Ed25519 verification; public data only, so its timing tells nothing
* C2SP signed-note and tlog-checkpoint: the form of a signed head

A key is given as `name+id+base64`; take it from somewhere else than the file you check. A head (checkpoint) that was
kept outside shows what was cut off, rolled back or rewritten since. It is one file, longer than the house likes, so
that it can be read in one sitting and copied to a machine that has nothing of Seiyaku.
"""

from __future__ import annotations

import argparse
import base64
import binascii
import hashlib
import json
import re
import sys
from collections.abc import Iterable, Sequence
from json.scanner import make_scanner
from pathlib import Path
from typing import Any, NamedTuple

HASH = 32
LIMIT = 1 << 64


class VerificationError(ValueError):
    """It does not verify."""


# --- RFC 9162: the tree ---------------------------------------------------------------------------------------------


def _hashes(**named: object) -> None:
    for name, value in named.items():
        if type(value) is not bytes or len(value) != HASH:
            raise VerificationError(f"{name}: not {HASH} bytes")


def _numbers(**named: object) -> None:
    for name, value in named.items():
        if type(value) is not int or not 0 <= value < LIMIT:
            raise VerificationError(f"{name}: not a number of leaves")


def _steps(proof: object) -> list[bytes]:
    if type(proof) not in {list, tuple}:
        raise VerificationError("proof: not a list of hashes")
    steps: list[bytes] = list(proof)  # type: ignore[call-overload]  # a list or a tuple by the test before
    for step in steps:
        _hashes(proof=step)
    return steps


def leaf_hash(entry: bytes) -> bytes:
    """Return the hash of a leaf."""
    return hashlib.sha256(b"\0" + entry).digest()


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\1" + left + right).digest()


def verify_inclusion(leaf_hash: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> None:
    """Check that `leaf_hash` is leaf `index` of the tree of `size` leaves with this root (RFC 9162, 2.1.3.2)."""
    _hashes(leaf_hash=leaf_hash, root=root)
    _numbers(index=index, size=size)
    steps = _steps(proof)
    if index >= size:
        raise VerificationError("index: not inside the tree")
    at, last, found = index, size - 1, leaf_hash
    for step in steps:
        if last == 0:
            raise VerificationError("proof: too long")
        if at & 1 or at == last:
            found = _node(step, found)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            found = _node(found, step)
        at, last = at >> 1, last >> 1
    if last:
        raise VerificationError("proof: too short")
    if found != root:
        raise VerificationError("the proof leads to another root")


def verify_consistency(size1: int, size2: int, proof: Sequence[bytes], root1: bytes, root2: bytes) -> None:
    """Check that the tree (size1, root1) is the beginning of the tree (size2, root2) (RFC 9162, 2.1.4.2)."""
    _hashes(root1=root1, root2=root2)
    _numbers(size1=size1, size2=size2)
    steps = _steps(proof)
    if not 0 < size1 <= size2:
        raise VerificationError("sizes: the first must be more than 0 and not more than the second")
    if size1 == size2:
        if steps:
            raise VerificationError("proof: too long")
        if root1 != root2:
            raise VerificationError("two roots for one size: the log was rewritten")
        return
    if size1 & (size1 - 1) == 0:
        steps.insert(0, root1)
    if not steps:
        raise VerificationError("proof: too short")
    if _climb(size1 - 1, size2 - 1, steps) != (root1, root2):
        raise VerificationError("the proof leads to other roots: the second is not the first, grown")


def _climb(at: int, last: int, steps: list[bytes]) -> tuple[bytes, bytes]:
    while at & 1:
        at, last = at >> 1, last >> 1
    old = new = steps[0]
    for step in steps[1:]:
        if last == 0:
            raise VerificationError("proof: too long")
        if at & 1 or at == last:
            old, new = _node(step, old), _node(step, new)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            new = _node(new, step)
        at, last = at >> 1, last >> 1
    if last:
        raise VerificationError("proof: too short")
    return old, new


def roots(leaves: Iterable[bytes], sizes: Iterable[int]) -> dict[int, bytes]:
    """Return the root of the tree over the leaf hashes at each of these sizes that it reaches."""
    sha256 = hashlib.sha256
    level = list(leaves)
    levels = [level]
    while len(level) > 1:
        pairs = zip(level[::2], level[1::2], strict=False)
        level = [sha256(b"\1" + left + right).digest() for left, right in pairs]
        levels.append(level)
    return {size: _root(levels, size) for size in sizes if 0 <= size <= len(levels[0])}


def _root(levels: list[list[bytes]], size: int) -> bytes:
    """Return the root at `size` leaves from the complete subtrees of every height, the smallest and last one first."""
    found: bytes | None = None
    for height, level in enumerate(levels):
        if size >> height & 1:
            peak = level[(size >> height) - 1]
            found = peak if found is None else _node(peak, found)
    return hashlib.sha256(b"").digest() if found is None else found


# --- RFC 8032: Ed25519 ----------------------------------------------------------------------------------------------

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
_ROOT = pow(2, (P - 1) // 4, P)
_Point = tuple[int, int, int, int]


def _add(a: _Point, b: _Point) -> _Point:
    e, f = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    c, d = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    return (f - e) * (d - c) % P, (d + c) * (f + e) % P, (d - c) * (d + c) % P, (f - e) * (f + e) % P


def _multiply(scalar: int, point: _Point) -> _Point:
    result: _Point = (0, 1, 1, 0)
    while scalar:
        if scalar & 1:
            result = _add(result, point)
        point, scalar = _add(point, point), scalar >> 1
    return result


def _decode(encoded: bytes) -> _Point:
    y = int.from_bytes(encoded, "little")
    sign, y = y >> 255, y & ((1 << 255) - 1)
    if y >= P:
        raise VerificationError("signature: not a point of the curve")
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * _ROOT % P
    if (x * x - square) % P or (x == 0 and sign):
        raise VerificationError("signature: not a point of the curve")
    x = P - x if x & 1 != sign else x
    return x, y, 1, x * y % P


def _encode(point: _Point) -> bytes:
    inverse = pow(point[2], P - 2, P)
    x, y = point[0] * inverse % P, point[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


BASE = _decode((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def verify_signature(public: bytes, message: bytes, signature: bytes) -> None:
    """Check an Ed25519 signature; one whose S is not below the group's order is refused (malleability)."""
    _hashes(public=public)
    if type(message) is not bytes or type(signature) is not bytes or len(signature) != 64:
        raise VerificationError("signature: not 64 bytes over bytes")
    r, s = signature[:32], int.from_bytes(signature[32:], "little")
    if s >= L:
        raise VerificationError("signature: S is not below the order of the group")
    x, y, z, t = _decode(public)
    k = int.from_bytes(hashlib.sha512(r + public + message).digest(), "little") % L
    if _encode(_add(_multiply(s, BASE), _multiply(k, (P - x, y, z, P - t)))) != r:
        raise VerificationError("signature: not made by this key over this text")


# --- C2SP: signed heads ---------------------------------------------------------------------------------------------


class Head(NamedTuple):
    """A signed head: which log, how many entries, which root."""

    origin: str
    size: int
    root: bytes


def _base64(text: str, what: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise VerificationError(f"{what}: not base64") from error


def read_key(text: str) -> tuple[str, bytes, bytes]:
    """Return name, id and public key of `name+id+base64(0x01 ‖ public key)`; the id must fit."""
    name, _, rest = text.strip().partition("+")
    number, _, encoded = rest.partition("+")
    key = _base64(encoded, "key")
    if not name or len(key) != 33 or key[0] != 1:
        raise VerificationError("key: expected name+id+base64 of an Ed25519 key")
    identity = hashlib.sha256(name.encode() + b"\n" + key).digest()[:4]
    if identity.hex() != number:
        raise VerificationError("key: its id is not its own")
    return name, identity, key[1:]


def read_head(note: str, keys: Sequence[str]) -> Head:
    """Return the head in a signed note, once a signature by one of the keys verifies."""
    text, blank, signatures = note.rpartition("\n\n")
    if not blank or not signatures.endswith("\n"):
        raise VerificationError("head: not a signed note")
    text += "\n"
    known = {(name, identity): public for name, identity, public in map(read_key, keys)}
    signed = False
    for line in signatures[:-1].split("\n"):
        dash, name, encoded = ([*line.split(" "), "", ""])[:3]
        raw = _base64(encoded, "head")
        if dash != "—" or line.count(" ") != 2 or len(raw) < 5:
            raise VerificationError("head: a line that is not a signature")
        public = known.get((name, raw[:4]))
        if public is not None:
            verify_signature(public, text.encode(), raw[4:])
            signed = True
    if not signed:
        raise VerificationError("head: signed by none of the keys given")
    lines = text.split("\n")
    if len(lines) < 4 or not lines[0] or not lines[1].isascii() or not lines[1].isdecimal():
        raise VerificationError("head: not a checkpoint")
    root = _base64(lines[2], "head")
    _hashes(root=root)
    if str(int(lines[1])) != lines[1]:
        raise VerificationError("head: not a checkpoint")
    return Head(lines[0], int(lines[1]), root)


# --- what is checked ------------------------------------------------------------------------------------------------


_value = make_scanner(json.JSONDecoder())  # type: ignore[arg-type]  # it asks for a decoder; one value and where it ends; no white space before it
_ENDS = frozenset({"", "\n"})
_NAMELESS = re.compile(r"[0-9a-f]{24}").fullmatch
_NAMES = re.compile(r"[0-9a-f]{88}").fullmatch  # an id of 12 bytes and a people root of 32
_FLAGS = {"true": b"\1", "false": b"\0"}


class Unreadable(Exception):
    """It could not be read as what it should be."""


def _hex(values: Any, what: str) -> list[bytes]:
    try:
        return [bytes.fromhex(value) for value in values]
    except (TypeError, ValueError) as error:
        raise VerificationError(f"{what}: not hashes") from error


def _json(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_bytes())
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"{path}: not JSON") from error
    if not isinstance(found, dict):
        raise Unreadable(f"{path}: not an object")
    return found


def verify_entry(number: int, line: bytes, ids: set[str]) -> None:
    """Check that an entry reads as one, and that no other has its id."""
    try:
        text = str(line, "utf-8")
        body, end = _value(text, 0)
        identity, people = body["id"], body["n"]
        fits = (
            text[end:] in _ENDS and type(body["v"]) is int and body["v"] == 1
            and type(body["at"]) is int and type(people) is int
            and (_NAMES(identity + body["people"]) if people > 0 else _NAMELESS(identity))
            and len(identity) == 24 and (people > 0 or (people == 0 and "people" not in body))
        )  # fmt: skip
    except (ValueError, TypeError, KeyError, RecursionError, StopIteration):
        fits = False
    if not fits:
        raise VerificationError(f"entry {number} does not read as an entry")
    if identity in ids:
        raise VerificationError(f"entry {number} has the id of an earlier one")
    ids.add(identity)


def verify_export(
    folder: Path, keys: Sequence[str], heads: Sequence[str] = (), leaves: Path | None = None, *, parse: bool = True
) -> Head:
    """
    Check an exported ledger against its own head and against heads kept outside; return its own.

    Raises:
        VerificationError: names the first bad entry when intact leaf hashes (the export's own, or `leaves` from a
            receiver) tell it, else between which two heads it lies.
    """
    own = read_head((folder / "checkpoint").read_text(encoding="utf-8"), keys)
    outside = sorted((read_head(head, keys) for head in heads), key=lambda head: head.size)
    found, misread = _read_entries(folder / "entries.jsonl", parse=parse)
    wrong = next((head for head in outside if head.origin != own.origin), None)
    if wrong is not None:
        raise VerificationError(f"the outside head is of another log: {wrong.origin}")
    _verify_heads(found, [*outside, own], [folder / "leaves.bin", *([leaves] if leaves else [])])
    if len(found) > own.size:
        raise VerificationError(f"entry {own.size} is beyond the signed head: inserted, or not signed for")
    if misread is not None:
        raise misread
    return own


def _read_entries(path: Path, *, parse: bool) -> tuple[list[bytes], VerificationError | None]:
    """Return the leaf hashes, and the first entry that does not read as one: a head tells more, so it goes first."""
    found: list[bytes] = []
    ids: set[str] = set()
    misread: VerificationError | None = None
    with path.open("rb") as lines:
        for number, line in enumerate(lines):
            found.append(hashlib.sha256(b"\0" + line[:-1]).digest())
            if line[-1:] != b"\n":
                misread = misread or VerificationError(f"entry {number} is cut off: first bad entry {number}")
            if parse and misread is None:
                try:
                    verify_entry(number, line, ids)
                except VerificationError as error:
                    misread = error
    return found, misread


def _verify_heads(found: list[bytes], heads: Sequence[Head], kept: Sequence[Path]) -> None:
    at = roots(found, [head.size for head in heads])
    good = 0
    for head in sorted(heads, key=lambda head: head.size):
        if at.get(head.size) != head.root:
            first = _first_bad(found, head, kept)
            if first is not None:
                raise VerificationError(f"entry {first} is not what was signed: first bad entry {first}")
            where = f"between entries {good} and {head.size - 1}"
            raise VerificationError(f"the log is not what was signed at {head.size} entries: first bad entry {where}")
        good = head.size


def _first_bad(found: list[bytes], head: Head, kept: Sequence[Path]) -> int | None:
    for path in kept:
        if not path.is_file():
            continue
        data = path.read_bytes()
        hashes = [data[at : at + HASH] for at in range(0, HASH * head.size, HASH)]
        if roots(hashes, [head.size]).get(head.size) == head.root:
            pairs = enumerate(zip(found, hashes, strict=False))
            return next((number for number, (one, other) in pairs if one != other), len(found))
    return None


def verify_receipt(receipt: dict[str, Any], keys: Sequence[str], heads: Sequence[str] = ()) -> dict[str, Any]:
    """Check a person's receipt: the entry is in the log, and this person in the entry; return the entry."""
    try:
        entry, person = receipt["entry"].encode(), receipt["person"]
        head = read_head(receipt["checkpoint"], keys)
        proof = _hex(receipt["proof"], "proof")
        verify_inclusion(leaf_hash(entry), receipt["index"], head.size, proof, head.root)
        body: dict[str, Any] = json.loads(entry)
        leaf = leaf_hash(bytes.fromhex(person["blind"]) + _FLAGS[json.dumps(person["granted"])])
        inside = _hex(person["proof"], "person's proof")
        verify_inclusion(leaf, person["index"], body["n"], inside, bytes.fromhex(body["people"]))
        for other in (read_head(text, keys) for text in heads):
            _verify_same(other, head)
    except VerificationError:
        raise
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
        raise VerificationError("receipt: something is missing or not what it should be") from error
    return body


def _verify_same(other: Head, head: Head) -> None:
    if other.origin != head.origin:
        raise VerificationError("the outside head is of another log")
    if other.size == head.size and other.root != head.root:
        raise VerificationError("two roots for one size: the log was rewritten")


def verify_growth(old: str, new: str, proof: dict[str, Any], keys: Sequence[str]) -> tuple[Head, Head]:
    """Check that one signed head grew into the other."""
    first, second = read_head(old, keys), read_head(new, keys)
    if first.origin != second.origin:
        raise VerificationError("the two heads are of two logs")
    verify_consistency(first.size, second.size, _hex(proof.get("proof"), "proof"), first.root, second.root)
    return first, second


# --- the command ----------------------------------------------------------------------------------------------------


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="seiyaku-verify", description="Checks Seiyaku ledgers, on its own.")
    parser.add_argument("--key", action="append", help="the log's key: name+id+base64, or a file that holds it")
    commands = parser.add_subparsers(dest="command", required=True)
    export = commands.add_parser("export", help="check an exported ledger")
    export.add_argument("folder", type=Path)
    export.add_argument("--head", type=Path, action="append", default=[], help="a head kept outside")
    export.add_argument("--leaves", type=Path, help="leaf hashes kept outside, to name the first bad entry")
    export.add_argument("--hashes-only", action="store_true", help="do not read what the entries say")
    receipt = commands.add_parser("receipt", help="check a person's receipt")
    receipt.add_argument("file", type=Path)
    receipt.add_argument("--head", type=Path, action="append", default=[], help="a head kept outside")
    growth = commands.add_parser("growth", help="check that one head grew into the other")
    for name in ("old", "new", "proof"):
        growth.add_argument(name, type=Path)
    for command in (export, receipt, growth):
        command.add_argument("--key", action="append", default=argparse.SUPPRESS, help="the log's key")
    return parser


def _keys(given: list[str] | None, beside: Path) -> list[str]:
    if given:
        named = [Path(key).read_text(encoding="utf-8") if Path(key).is_file() else key for key in given]
        return [line for text in named for line in text.split()]
    if beside.is_file():
        print(f"no --key: taking {beside}, which whoever altered the rest could have altered too", file=sys.stderr)
        return beside.read_text(encoding="utf-8").split()
    raise Unreadable("no key: give --key")


def _run(given: argparse.Namespace) -> str:
    heads = [path.read_text(encoding="utf-8") for path in getattr(given, "head", [])]
    if given.command == "export":
        keys = _keys(given.key, given.folder / "key")
        head = verify_export(given.folder, keys, heads, given.leaves, parse=not given.hashes_only)
        return f"{head.size} entries of {head.origin}, root {head.root.hex()}"
    if given.command == "receipt":
        body = verify_receipt(_json(given.file), _keys(given.key, given.file.parent / "key"), heads)
        return f"entry {body['id']} is in the log and names this person"
    old, new = (path.read_text(encoding="utf-8") for path in (given.old, given.new))
    first, second = verify_growth(old, new, _json(given.proof), _keys(given.key, given.old.parent / "key"))
    return f"{first.size} entries grew into {second.size}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Check an export, a receipt, or growth between two heads; say which, and the first bad entry."""
    given = _arguments().parse_args(arguments)
    try:
        print(f"verifies: {_run(given)}")
    except VerificationError as error:
        print(f"DOES NOT VERIFY: {error}", file=sys.stderr)
        return 4
    except (OSError, UnicodeDecodeError, Unreadable) as error:
        print(f"could not be read: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
