"""
What a consent must carry before it counts (policy 4-3; G 2-16), and the texts it was given on.

* wording, version   the statement shown, by the digest of its text in both languages, and the policy version
* time, method       when, and how it was expressed: never by using the service, by silence or by a ticked box
* identity, giver    how identity was confirmed, and whether the person or a representative, with proof, gave it
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone

from seiyaku.core.errors import InputError, NotFound
from seiyaku.core.language import Text
from seiyaku.keys.binding import encode
from seiyaku.papers.models import Paper

from .models import Statement

METHODS = ("checkbox", "button", "written", "mail", "oral", "recording")
IDENTITY = ("session", "two-items", "document", "in-person", "call-back", "counter", "letter")


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """How a consent, a withdrawal or a refusal was expressed. `proof`: the sealed paper of a representative."""

    statement: str
    policy_version: str
    method: str
    identity: str
    giver: str = "person"
    proof: str | None = None
    at: dt.datetime | None = None


def state(kind: str, name: str, text: Text, purposes: Iterable[str] = ()) -> Statement:
    """Keep a text that people will be shown, and return it; the same text is kept once."""
    if not text.ja.strip() or not text.en.strip():
        raise InputError(f"statement {name}", "no words", "the text in Japanese and in English")
    named = " ".join(sorted(purposes))
    digest = hashlib.sha256(encode("seiyaku-statement-1", kind, name, text.ja, text.en, named)).hexdigest()
    kept, _ = Statement.objects.get_or_create(
        digest=digest,
        defaults={
            "kind": kind,
            "name": name,
            "ja": text.ja,
            "en": text.en,
            "purposes": named,
            "made_at": timezone.now(),
        },
    )
    return kept


def statement(digest: str) -> Statement:
    """Return the statement with this digest; NotFound otherwise."""
    found = Statement.objects.filter(digest=digest).first()
    if found is None:
        raise NotFound("statement")
    return found


def proof(evidence: Evidence, *, representative: bool) -> Paper | None:
    """
    Return the paper that proves the giver, once the evidence is whole.

    Raises:
        InputError: a method that expresses nothing, no confirmed identity, or a representative without proof.
    """
    among("method", evidence.method, METHODS)
    among("identity", evidence.identity, IDENTITY)
    among("giver", evidence.giver, ("person", "representative") if representative else ("person",))
    if evidence.at is not None and evidence.at > timezone.now():
        raise InputError("consent", "a time to come", "the time it was given")
    found = Paper.objects.filter(ref=evidence.proof or "", destroyed_at=None).first()
    if evidence.giver == "representative" and found is None:
        raise InputError("consent", "a representative without proof", "the paper that shows they may")
    return found


def among(where: str, value: str, words: tuple[str, ...]) -> str:
    """Return `value` if it is one of `words`; InputError otherwise."""
    if value not in words:
        raise InputError(f"consent, {where}", "something else", ", ".join(words))
    return value
