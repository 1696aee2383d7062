"""The verifier's own Ed25519 against RFC 8032's vectors and against another implementation."""

from __future__ import annotations

import itertools
import random

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from seiyaku.keys import signing
from seiyaku_verify import L, P, VerificationError, read_head, read_key, verify_signature

# RFC 8032, 7.1: public key, message, signature.
VECTORS = [
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
        ("e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
        "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"),
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
        ("92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"),
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
        ("6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
        "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"),
    ),
]  # fmt: skip


@pytest.mark.promise("2-1")
@pytest.mark.parametrize(("public", "message", "signature"), VECTORS)
def test_the_vectors_of_the_rfc(public: str, message: str, signature: str) -> None:
    verify_signature(bytes.fromhex(public), bytes.fromhex(message), bytes.fromhex(signature))


@pytest.mark.promise("2-1")
def test_it_agrees_with_another_implementation_on_good_and_bad_signatures() -> None:
    chance = random.Random(8032)  # noqa: S311  # test data, the same every time
    for _ in range(60):
        private = Ed25519PrivateKey.from_private_bytes(chance.randbytes(32))
        public, message = private.public_key().public_bytes_raw(), chance.randbytes(chance.randrange(80))
        signature = private.sign(message)
        verify_signature(public, message, signature)

        at = chance.randrange(64)
        bent = signature[:at] + bytes([signature[at] ^ (1 << chance.randrange(8))]) + signature[at + 1 :]
        for case in ((public, message, bent), (public, message + b"x", signature), (public[::-1], message, signature)):
            assert ours(*case) == theirs(*case)


def ours(public: bytes, message: bytes, signature: bytes) -> bool:
    try:
        verify_signature(public, message, signature)
    except VerificationError:
        return False
    return True


def theirs(public: bytes, message: bytes, signature: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


@pytest.mark.promise("2-1")
def test_a_signature_moved_by_the_groups_order_is_refused() -> None:
    public, message, signature = (bytes.fromhex(part) for part in VECTORS[1])
    moved = int.from_bytes(signature[32:], "little") + L

    assert moved < 1 << 256
    assert not ours(public, message, signature[:32] + moved.to_bytes(32, "little"))
    assert not ours(public, message, signature[:32] + L.to_bytes(32, "little"))


@pytest.mark.promise("2-1")
def test_points_that_are_not_written_the_one_way_are_refused() -> None:
    signature = bytes.fromhex(VECTORS[0][2])
    for y in (P, P + 1, 2**255 - 1):
        assert not ours(y.to_bytes(32, "little"), b"", signature)
    assert not ours((1 | 1 << 255).to_bytes(32, "little"), b"", signature)  # x = 0 with its sign set
    assert not ours((2).to_bytes(32, "little"), b"", signature)  # no such point
    for y, n in itertools.product((P, P + 1, 1 | 1 << 255), range(12)):
        assert not ours(y.to_bytes(32, "little"), bytes([n]), NOTHING)
    with pytest.raises(VerificationError, match="not a point"):
        verify_signature((2).to_bytes(32, "little"), b"", NOTHING)


# A key that is the group's zero: under it these bytes "sign" every text, so nothing but their form speaks against them.
ZERO = (1).to_bytes(32, "little")
NOTHING = ZERO + bytes(32)


@pytest.mark.promise("2-1")
@pytest.mark.parametrize(
    ("public", "message", "signature"),
    [
        (ZERO + b"\0", b"", NOTHING), (ZERO[:31], b"", NOTHING), (bytearray(ZERO), b"", NOTHING),
        (ZERO, b"", NOTHING + b"\0"), (ZERO, b"", NOTHING[:63]), (ZERO, b"", bytearray(NOTHING)),
        (ZERO, bytearray(b""), NOTHING), (ZERO, b"", ZERO + L.to_bytes(32, "little")),
    ],
)  # fmt: skip
def test_what_is_not_of_the_form_is_refused_before_anything_is_worked_out(
    public: bytes, message: bytes, signature: bytes
) -> None:
    assert ours(ZERO, b"", NOTHING)
    assert not ours(public, message, signature)


@pytest.mark.promise("2-1")
@pytest.mark.parametrize("size", [0, 63, 65])
def test_signatures_of_another_length_are_refused(size: int) -> None:
    assert not ours(bytes.fromhex(VECTORS[0][0]), b"", bytes(size))


def note(text: str, private: Ed25519PrivateKey, name: str) -> str:
    import base64

    public = private.public_key().public_bytes_raw()
    line = base64.b64encode(signing.key_id(name, public) + private.sign(text.encode())).decode()
    return f"{text}\n— {name} {line}\n"


PRIVATE = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
KEY = signing.verifier_key("log.example", PRIVATE.public_key().public_bytes_raw())
ROOT = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="


@pytest.mark.promise("2-1")
def test_a_signed_head_reads_back_and_an_extension_does_no_harm() -> None:
    head = read_head(note(f"log.example/1\n12\n{ROOT}\nmore\n", PRIVATE, "log.example"), [KEY])

    assert (head.origin, head.size, head.root[:2]) == ("log.example/1", 12, b"\xe3\xb0")


@pytest.mark.promise("2-1")
@pytest.mark.parametrize(
    "text",
    [
        f"\n12\n{ROOT}\n", f"o\n012\n{ROOT}\n", f"o\n-1\n{ROOT}\n", f"o\n１\n{ROOT}\n",
        "o\n1\nAAAA\n", "o\n1\n", "o\n1\n%\n", f"o\n+1\n{ROOT}\n",
    ],
)  # fmt: skip
def test_a_signed_text_that_is_no_head_is_refused(text: str) -> None:
    with pytest.raises(VerificationError):
        read_head(note(text, PRIVATE, "log.example"), [KEY])


@pytest.mark.promise("2-1")
def test_a_head_that_somebody_else_signed_or_nobody_is_refused() -> None:
    text = f"log.example/1\n12\n{ROOT}\n"
    good = note(text, PRIVATE, "log.example")
    other = Ed25519PrivateKey.from_private_bytes(bytes(32))

    for bad in (note(text, other, "log.example"), note(text, PRIVATE, "else"), good.replace("12", "13"), text, ""):
        with pytest.raises(VerificationError):
            read_head(bad, [KEY])
    for bad in ("", "log.example", KEY[:-4], KEY[:-1], "x" + KEY, KEY.replace("+", "+0", 1)):
        with pytest.raises(VerificationError):
            read_key(bad)
