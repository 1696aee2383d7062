"""
The independent verifier of Seiyaku ledgers: one file, standard library only, nothing of Seiyaku's own.

    seiyaku-verify export FOLDER [--key KEY] [--head FILE …] [--leaves FILE] [--hashes-only] [--jobs N]
    seiyaku-verify receipt FILE [--key KEY] [--head FILE …]
    seiyaku-verify growth OLD NEW PROOF [--key KEY]

Exit codes: 0 it verifies, 1 it could not be read, 2 wrong use, 4 something does not verify.

It carries out, and trusts nothing else:
* RFC 9162, 2.1 (the tree of RFC 6962): roots, inclusion proofs, consistency proofs
* RFC 8032, 5.1.7: Ed25519 verification; public data only, so its timing tells nothing
* C2SP signed-note and tlog-checkpoint: the form of a signed head

A key is given as `name+id+base64`; take it from somewhere else than the file you check. A head (checkpoint) that was
kept outside shows what was cut off, rolled back or rewritten since. Parts of a long export are read by this file run
again, in processes of its own; a part that does not come back whole is read once more here. It is one file, longer than
the house likes, so that it can be read in one sitting and copied to a machine that has nothing of Seiyaku.
"""

from __future__ import annotations

import argparse
import base64
import binascii
import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from itertools import islice
from json.scanner import make_scanner
from operator import itemgetter
from pathlib import Path
from struct import iter_unpack
from typing import Any, NamedTuple

HASH = 32
PAIR = f"{2 * HASH}s"
NAME = 12  # bytes of an id
LIMIT = 1 << 64
Texts = Sequence[str]
PART = 1 << 17  # entries read at a time: a complete subtree
BLOCK = 1 << 16  # bytes of them held at a time, and the rest of a line
SMALL = 1 << 25  # bytes of an export for which no process is worth starting


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
    if _climb(index, size - 1, leaf_hash, steps)[1] != root:
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
    at, last = size1 - 1, size2 - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    if _climb(at, last, steps[0], steps[1:]) != (root1, root2):
        raise VerificationError("the proof leads to other roots: the second is not the first, grown")


def _climb(at: int, last: int, first: bytes, steps: list[bytes]) -> tuple[bytes, bytes]:
    """Return what the steps lead to from node `at`, where `last` ends the level: of what is left of it, and of all."""
    old = new = first
    for step in steps:
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


def roots(leaves: Iterable[bytes], sizes: Iterable[int], tops: Sequence[bytes] = ()) -> dict[int, bytes]:
    """Return the root of the tree over the leaf hashes at each of these sizes that it reaches; `tops`: of each part."""
    hashes = b"".join(leaves)
    parts = [hashes[at : at + HASH * PART] for at in range(0, len(hashes), HASH * PART)]
    tops = tops or [_top(part) for part in parts]
    above = _levels(b"".join(tops))
    found: dict[int, bytes] = {}
    here, below = -1, [b""]
    for size in sorted(size for size in sizes if 0 <= size <= len(hashes) // HASH):
        part, rest = divmod(size, PART)
        if rest and HASH * size == len(hashes):  # all of the last part, whose root is known
            behind = tops[part]
        else:
            if rest and part != here:
                here, below = part, _levels(parts[part])
            behind = _root(below, rest, b"")
        found[size] = _root(above, part, behind) or hashlib.sha256(b"").digest()
    return found


def _top(hashes: bytes) -> bytes:
    """Return the root of one part, whole or not."""
    return _root(_levels(hashes), len(hashes) // HASH, b"")


def _levels(level: bytes) -> list[bytes]:
    """Return the complete subtrees over leaf hashes, by height."""
    levels, sha256 = [level], hashlib.sha256
    while len(level) > HASH:
        whole = len(level) - len(level) % (2 * HASH)  # without the one that has no other beside it
        level = b"".join([sha256(b"\1" + pair).digest() for (pair,) in iter_unpack(PAIR, level[:whole])])
        levels.append(level)
    return levels


def _root(levels: list[bytes], size: int, found: bytes) -> bytes:
    """Return the root at `size` nodes, with what was `found` behind them: the smallest and last subtree goes first."""
    for height, level in enumerate(levels):
        if size >> height & 1:
            peak = level[((size >> height) - 1) * HASH : (size >> height) * HASH]
            found = _node(peak, found) if found else peak
    return found


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
        raise VerificationError("key: expected name+id+base64 of an Ed25519 key, or a file that holds it")
    identity = hashlib.sha256(name.encode() + b"\n" + key).digest()[:4]
    if identity.hex() != number:
        raise VerificationError("key: its id is not its own")
    return name, identity, key[1:]


def read_head(note: str, keys: Texts) -> Head:
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
_said = itemgetter("v", "at", "n", "id")
_UNFIT = (ValueError, TypeError, KeyError, IndexError, RecursionError, StopIteration)  # what reading no entry comes to
_FLAGS = {"true": b"\1", "false": b"\0"}


class Unreadable(Exception):
    """It could not be read as what it should be."""


def _hex(values: Any, what: str) -> list[bytes]:
    try:
        return [bytes.fromhex(value) for value in values]
    except (TypeError, ValueError) as error:
        raise VerificationError(f"{what}: not hashes") from error


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise Unreadable(f"{path}: not text") from error


def _json(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_bytes())
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"{path}: not JSON") from error
    if not isinstance(found, dict):
        raise Unreadable(f"{path}: not an object")
    return found


def read_ids(lines: list[bytes]) -> bytes:
    """Return the ids, one after the other, of the entries in these lines, up to the first line that reads as none."""
    try:
        return _ids(str(b"\n".join([*lines, b""]), "utf-8"), len(lines))
    except _UNFIT:
        half = len(lines) // 2
        found = read_ids(lines[:half]) if half else b""
        return found + read_ids(lines[half:]) if half and len(found) == NAME * half else found


def _ids(text: str, count: int) -> bytes:
    """Return the ids in a text of `count` lines, each an entry and nothing else, or raise one of `_UNFIT`."""
    at, bodies = 0, []
    for _ in range(count):
        body, end = _value(text, at)
        if text[end] != "\n":
            raise ValueError("more in a line than one value")
        bodies.append(body)
        at = end + 1
    versions, moments, counts, ids = zip(*map(_said, bodies), strict=True)
    people = [body["people"] for body, n in zip(bodies, counts, strict=True) if n > 0]
    digits = "".join([*ids, *people])
    found = bytes.fromhex(digits)
    if (
        at != len(text)  # a value went over the end of its line
        or {*map(type, versions), *map(type, moments), *map(type, counts)} != {int}
        or {*versions} != {1} or min(counts) < 0 or sum("people" in body for body in bodies) != len(people)
        or {*map(len, ids)} != {2 * NAME} or {*map(len, people)} - {2 * HASH} or found.hex() != digits
    ):  # fmt: skip
        raise ValueError("not entries")
    return found[: NAME * count]


def verify_export(
    folder: Path, keys: Texts, heads: Texts = (), leaves: Path | None = None, *, parse: bool = True, jobs: int = 0
) -> Head:
    """
    Check an exported ledger against its own head and against heads kept outside; return its own.

    `jobs`: how many parts of a long one are read at a time; 0: as many as keep all processors busy.

    Raises:
        VerificationError: names the first bad entry when intact leaf hashes (the export's own, or `leaves` from a
            receiver) tell it, else between which two heads it lies.
    """
    own = read_head(_text(folder / "checkpoint"), keys)
    outside = sorted((read_head(head, keys) for head in heads), key=lambda head: head.size)
    found, tops, misread = _read_entries(folder / "entries.jsonl", parse=parse, jobs=jobs)
    wrong = next((head for head in outside if head.origin != own.origin), None)
    if wrong is not None:
        raise VerificationError(f"the outside head is of another log: {wrong.origin}")
    _verify_heads(found, tops, [*outside, own], [folder / "leaves.bin", *([leaves] if leaves else [])])
    if len(found) > HASH * own.size:
        raise VerificationError(f"entry {own.size} is beyond the signed head: inserted, or not signed for")
    if misread is not None:
        raise misread
    return own


class _Part(NamedTuple):
    """So many entries, one after the other, and where in the file; `parse`: 1, or 0 for hashes only."""

    path: Path
    start: int
    length: int
    lines: int
    parse: int


def _read_entries(path: Path, *, parse: bool, jobs: int) -> tuple[bytes, list[bytes], VerificationError | None]:
    """Return leaf hashes, roots of parts, and the first entry that reads as none: heads tell more, so they go first."""
    found: list[bytes] = []
    tops: list[bytes] = []
    ids: set[bytes] = set()
    misread: VerificationError | None = None
    with closing(_answers(path, parse=parse, jobs=jobs)) as answers:
        for part, answer in answers:
            first, end, last = PART * len(tops), HASH * part.lines, (HASH + NAME) * part.lines
            found.append(answer[:end])
            tops.append(answer[last : last + HASH])
            good, cut = int.from_bytes(answer[last + HASH : -1], "big"), answer[-1] == 1
            for number, at in enumerate(range(end, end + NAME * good * parse, NAME), first):
                if (name := answer[at : at + NAME]) in ids:
                    misread = misread or VerificationError(f"entry {number} has the id of an earlier one")
                ids.add(name)
            bad = first + good
            if cut and good == part.lines - 1:
                misread = misread or VerificationError(f"entry {bad} is cut off: first bad entry {bad}")
            elif good < part.lines:
                misread = misread or VerificationError(f"entry {bad} does not read as an entry")
    return b"".join(found), tops, misread


def _answers(path: Path, *, parse: bool, jobs: int) -> Generator[tuple[_Part, bytes]]:
    """Yield every part with what `_read` says of it, in order; so many are read at a time, each by its own process."""
    mine = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    busy = mine + 1 if mine > 1 else 1  # one more than there are processors: while this one adds up, none is idle
    jobs = 1 if path.stat().st_size < SMALL else jobs or busy
    start, waiting = 0, list[tuple[_Part, subprocess.Popen[bytes] | None]]()
    try:
        with path.open("rb", BLOCK) as lines:
            while (lengths := [*map(len, islice(lines, PART))]) or waiting:
                if lengths:
                    part = _Part(path, start, sum(lengths), len(lengths), int(parse))
                    start += part.length
                    waiting.append((part, _start(part) if jobs > 1 else None))
                if not lengths or len(waiting) >= jobs:
                    answer = _answer(*waiting[0])
                    yield waiting.pop(0)[0], answer
    finally:
        for process in filter(None, (each[1] for each in waiting)):
            with process:
                process.kill()


def _start(part: _Part) -> subprocess.Popen[bytes] | None:
    """Run this file again to read a part; None where no process is to be had."""
    try:
        command = [sys.executable, "-S", "-I", __file__, "part", *map(str, part)]
        return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)  # noqa: S603  # ourselves
    except (OSError, NameError, TypeError):  # no room or right; this text is no file; no interpreter
        return None


def _answer(part: _Part, process: subprocess.Popen[bytes] | None) -> bytes:
    """Return what a process answers when it ended well and says all of it; else read the part here."""
    if process is not None:
        answer = process.communicate()[0]
        if process.returncode == 0 and len(answer) == (HASH + NAME) * part.lines + HASH + 9:
            return answer
    return _read(part)


def _read(part: _Part) -> bytes:
    """Return a part's leaf hashes, ids, root, how many entries read as such before one does not, and if one is cut."""
    leaves: list[bytes] = []
    ids, sha256, last = bytearray(), hashlib.sha256, b"\n"
    with part.path.open("rb") as file:
        file.seek(part.start)
        while data := file.read(min(BLOCK, max(0, part.start + part.length - file.tell()))):
            data += b"" if data[-1:] == b"\n" else file.readline()
            last, lines = data[-1:], data[:-1].split(b"\n")
            if part.parse and len(ids) == NAME * len(leaves):
                ids += read_ids(lines if last == b"\n" else lines[:-1])
            leaves += [sha256(b"\0" + line).digest() for line in lines]
    if len(leaves) != part.lines:
        raise Unreadable(f"{part.path}: changed while it was read")
    hashes, names, cut = b"".join(leaves), bytes(ids.ljust(NAME * part.lines, b"\0")), last != b"\n"
    good = len(ids) // NAME if part.parse else part.lines - cut
    return hashes + names + _top(hashes) + good.to_bytes(8, "big") + bytes([cut])


def _verify_heads(found: bytes, tops: Sequence[bytes], heads: Sequence[Head], kept: Sequence[Path]) -> None:
    at = roots([found], [head.size for head in heads], tops)
    good = 0
    for head in sorted(heads, key=lambda head: head.size):
        if at.get(head.size) != head.root:
            first = _first_bad(found, head, kept)
            if first is not None:
                raise VerificationError(f"entry {first} is not what was signed: first bad entry {first}")
            where = f"between entries {good} and {head.size - 1}"
            raise VerificationError(f"the log is not what was signed at {head.size} entries: first bad entry {where}")
        good = head.size


def _first_bad(found: bytes, head: Head, kept: Sequence[Path]) -> int | None:
    for path in kept:
        hashes = path.read_bytes()[: HASH * head.size] if path.is_file() else b""
        if roots([hashes], [head.size]).get(head.size) == head.root:
            ends = range(0, min(len(found), len(hashes)), HASH)
            differs = (at for at in ends if found[at : at + HASH] != hashes[at : at + HASH])
            return next(differs, len(found)) // HASH
    return None


def verify_receipt(receipt: dict[str, Any], keys: Texts, heads: Texts = ()) -> dict[str, Any]:
    """Check a person's receipt: the entry is in the log, and this person in the entry; return the entry."""
    try:
        entry, person = receipt["entry"].encode(), receipt["person"]
        head = read_head(receipt["checkpoint"], keys)
        proof = _hex(receipt["proof"], "proof")
        with _saying("the entry is not the one that was signed"):
            verify_inclusion(leaf_hash(entry), receipt["index"], head.size, proof, head.root)
        body: dict[str, Any] = json.loads(entry)
        leaf = leaf_hash(bytes.fromhex(person["blind"]) + _FLAGS[json.dumps(person["granted"])])
        inside = _hex(person["proof"], "person's proof")
        people = bytes.fromhex(body["people"])
        with _saying("this person is not in the entry as the receipt says"):
            verify_inclusion(leaf, person["index"], body["n"], inside, people)
    except VerificationError:
        raise
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
        raise VerificationError("receipt: something is missing or not what it should be") from error
    for other in (read_head(text, keys) for text in heads):
        if other.origin != head.origin:
            raise VerificationError("the outside head is of another log")
        if other.size == head.size and other.root != head.root:
            raise VerificationError("two roots for one size: the log was rewritten")
    return body


@contextmanager
def _saying(what: str) -> Iterator[None]:
    """Say of a proof that leads elsewhere what it was to prove."""
    try:
        yield
    except VerificationError as error:
        raise VerificationError(f"{what}: {error}") from error


def verify_growth(old: str, new: str, proof: dict[str, Any], keys: Texts) -> tuple[Head, Head]:
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
    export.add_argument("--jobs", type=int, default=0, metavar="N", help="read N parts at a time; 0: as suits")
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
        named = [_text(Path(key)) if Path(key).is_file() else key for key in given]
        return [line for text in named for line in text.split()]
    if beside.is_file():
        print(f"no --key: taking {beside}, which whoever altered the rest could have altered too", file=sys.stderr)
        return _text(beside).split()
    raise Unreadable("no key: give --key, printed by `seiyaku ledger key`, from somewhere else than this file")


def _run(given: argparse.Namespace) -> str:
    heads = [_text(path) for path in getattr(given, "head", [])]
    if given.command == "export":
        keys = _keys(given.key, given.folder / "key")
        head = verify_export(given.folder, keys, heads, given.leaves, parse=not given.hashes_only, jobs=given.jobs)
        return f"{head.size} entries of {head.origin}, root {head.root.hex()}"
    if given.command == "receipt":
        body = verify_receipt(_json(given.file), _keys(given.key, given.file.parent / "key"), heads)
        return f"entry {body['id']} is in the log and names this person"
    old, new = map(_text, (given.old, given.new))
    first, second = verify_growth(old, new, _json(given.proof), _keys(given.key, given.old.parent / "key"))
    return f"{first.size} entries grew into {second.size}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Check an export, a receipt, or growth between two heads; say which, and the first bad entry."""
    parser = _arguments()
    given = parser.parse_args(arguments)
    if getattr(given, "jobs", 0) < 0:
        parser.error("argument --jobs: not a number of parts")
    try:
        print(f"verifies: {_run(given)}")
    except VerificationError as error:
        print(f"DOES NOT VERIFY: {error}", file=sys.stderr)
        return 4
    except (OSError, Unreadable) as error:
        said = f"{error.filename}: {error.strerror}" if isinstance(error, OSError) and error.filename else error
        print(f"could not be read: {said}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    if sys.argv[1:2] == ["part"] and len(sys.argv) == 7:  # run by `_start`: it answers, and never says "verifies"
        sys.stdout.buffer.write(_read(_Part(Path(sys.argv[2]), *map(int, sys.argv[3:]))))
    else:
        sys.exit(main())
