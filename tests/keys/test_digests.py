"""Blind indexes, proofs, signatures."""

from __future__ import annotations

from base64 import b64decode
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from seiyaku.keys import blind, macs, memory, signing
from seiyaku.keys.keyring import create_keyring
from seiyaku.keys.models import Instance, RootKey


@pytest.mark.promise("2-1")
def test_equal_values_have_equal_digests_in_one_field_and_different_ones_in_two(instance: Path) -> None:
    ((key, mobile),) = blind.digests("mobile", "+819012345678")

    assert blind.digest("mobile", "+819012345678", key) == mobile
    assert len(mobile) == 16
    assert blind.digest("phone", "+819012345678", key) != mobile
    assert blind.suppressions("mobile", "+819012345678")[0][1] != mobile


def test_a_field_and_a_value_do_not_run_together(instance: Path) -> None:
    (key,) = {key for key, _ in blind.digests("a", "b")}

    assert blind.digest("ab", "c", key) != blind.digest("a", "bc", key)


@pytest.mark.promise("2-1")
def test_another_instance_digests_the_same_value_differently(instance: Path) -> None:
    before = blind.digests("mobile", "+819012345678")
    RootKey.objects.all().delete()
    Instance.objects.all().delete()
    memory.forget()
    create_keyring()

    assert blind.digests("mobile", "+819012345678")[0][1] != before[0][1]


def test_a_proof_holds_for_what_was_proven_only(instance: Path) -> None:
    proof = macs.mac("pending", b"row", 1)

    assert macs.proves(proof, "pending", b"row", 1)
    assert not macs.proves(proof, "pending", b"row", 2)
    assert not macs.proves(proof, "other", b"row", 1)
    assert not macs.proves(proof[:-1], "pending", b"row", 1)


@pytest.mark.promise("2-1")
def test_a_signature_verifies_under_the_public_key(instance: Path) -> None:
    signature = signing.sign(b"message")

    Ed25519PublicKey.from_public_bytes(signing.public_key()).verify(signature, b"message")
    assert signing.public_keys() == (signing.public_key(),)


def test_a_key_is_named_as_signed_notes_name_keys() -> None:
    # The known answer of Go's golang.org/x/mod/sumdb/note, which the specification grew from.
    known = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
    public = b64decode(known.split("+", 2)[2])[1:]

    assert signing.verifier_key("PeterNeumann", public) == known


def test_a_note_carries_its_text_and_one_signature(instance: Path) -> None:
    note = signing.note("log.example", "log.example\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n")

    text, line = note.split("\n\n")
    assert text.startswith("log.example\n0\n")
    assert line.startswith("— log.example ")
