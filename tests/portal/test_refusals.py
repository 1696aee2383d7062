"""One refusal in words, from what the ledger holds of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client, override_settings

from seiyaku.ledger import transactions, writing

from .sample import publish_first

REFUSED: dict[str, Any] = {
    "act": "provide", "answer": "denied", "actor": "staff:0a1b", "duty": "clerk", "clause": "8-2",
    "article": "27(5)(i), 25", "reason": "not-exactly", "ground": "delivery", "purpose": "deliver-service",
    "fields": ["name", "address", "phone", "member-number"],
}  # fmt: skip


def written(**changed: Any) -> str:
    version = publish_first().version
    with transactions.changing():
        entry = writing.record({**REFUSED, "policy": version[:16], **changed}).id
    if connection.vendor == "postgresql":
        from seiyaku.ledger import sequencing

        sequencing.place_all()
    return entry


def get(entry: str, language: str = "") -> tuple[int, str]:
    answer = Client().get(f"{language}/refusals/{entry}")
    return answer.status_code, answer.content.decode()


@pytest.mark.promise("2-2", "8-2")
def test_a_refusal_says_clause_article_reason_and_remedy_in_both_languages(instance: Path) -> None:
    entry = written()

    japanese, english = get(entry)[1], get(entry, "/en")[1]

    for page in (japanese, english):
        assert ">8-2</a>" in page
        assert entry in page
    assert "個人情報保護法27条5項1号、25条" in japanese
    assert "APPI art. 27(5)(i), 25" in english
    assert "定めた項目のみを過不足なく渡します: 氏名、住所、電話番号" in japanese
    assert "Ask for exactly: Name, Address, Telephone number".lower() in english.lower()
    assert "配送事業者への提供" in japanese
    assert "staff:0a1b" not in japanese + english


@pytest.mark.parametrize(
    "entry", ["0" * 24, "nonsense", "%00", "../../etc/passwd", "1" * 5000, "01a208daf8fccc3fc6631839"]
)
def test_what_is_no_entry_is_not_there(instance: Path, entry: str) -> None:
    publish_first()

    assert get(entry)[0] == 404


@pytest.mark.parametrize("changed", [{"answer": "allowed"}, {"withheld": True}, {"reason": "quarantined"}])
def test_only_a_refusal_that_may_be_told_has_a_page(instance: Path, changed: dict[str, Any]) -> None:
    assert get(written(**changed))[0] == 404


def test_other_machines_do_not_see_it(instance: Path) -> None:
    entry = written()

    with override_settings(LOOPBACK_ONLY=False):
        assert get(entry)[0] == 404
