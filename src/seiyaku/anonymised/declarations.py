"""
The declaration that goes with each delivery (43(4), R.37(2)): that it is anonymised information, signed.

A signed note (C2SP): the text, an empty line, and one line with the operator's Ed25519 signature. It is made from the
release record; its recipient checks it with the verifier key that the operator hands out.
"""

from __future__ import annotations

import base64
import datetime as dt

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from seiyaku.core.errors import VerificationFailed
from seiyaku.core.model import Policy
from seiyaku.keys import signing
from seiyaku.partners import queries as partners
from seiyaku.people.days import day_of
from seiyaku.post.models import Destination

from . import publication
from .models import Release


def declared(release: Release, to: Destination, policy: Policy, *, on: dt.date) -> str:
    """Return the declaration of one delivery, signed under the operator's name."""
    page = publication.page_of(
        release, policy, published=day_of(release.published_at) if release.published_at else on,
        first=release.usable_from or on,
    )  # fmt: skip
    items = [f"  {label['ja']} / {label['en']}" for label in page["items"]]
    lines = [
        "匿名加工情報であることの明示 / Declaration of anonymised information",
        "",
        "この情報は、個人情報の保護に関する法律第2条第6項の匿名加工情報です（第43条第4項）。",
        "This is anonymised information (Act on the Protection of Personal Information, arts. 2(6), 43(4)).",
        "",
        f"番号 / number: {release.number}",
        f"題名 / title: {release.title_ja} / {release.title_en}",
        f"提供者 / from: {policy.operator.name['ja']} / {policy.operator.name['en']}",
        f"提供先 / to: {partners.one(to.partner).name if to.partner else to.name}",
        f"日付 / date: {on.isoformat()}",
        f"公表日 / published: {page['published_on']}",
        "項目 / items:",
        *items,
        f"行数 / rows: {release.rows}",
        f"SHA-256: {release.digest}",
        "",
        "受け取った方は、元の本人を識別するために、加工の方法に関する情報を取得し、またはこの情報をほかの情報と照合してはなりません（第45条）。",
        "Whoever receives it may not collate it, nor obtain what is known of the processing, to find whose it is (45).",
        f"苦情・お問い合わせ / complaints: {policy.operator.desk['ja']} {policy.operator.email}",
    ]
    return signing.note(policy.operator.id, "\n".join(lines) + "\n")


def check(note: str, verifier_key: str) -> str:
    """Return the text of a declaration that the key signed. Raises VerificationFailed."""
    text, _, last = note.rstrip("\n").rpartition("\n\n")
    name, _, keyed = verifier_key.partition("+")
    try:
        mark, signer, line = last.split(" ")
        raw, public = base64.b64decode(line, validate=True), base64.b64decode(keyed.partition("+")[2], validate=True)
        if (mark, signer) != ("—", name) or signing.key_id(name, public[1:]) != raw[:4]:
            raise VerificationFailed("declaration", "signed by somebody else")
        Ed25519PublicKey.from_public_bytes(public[1:]).verify(raw[4:], f"{text}\n".encode())
    except (ValueError, InvalidSignature):
        raise VerificationFailed("declaration", "the signature does not verify") from None
    return text
