"""Any file that may hold a privacy policy is read, or refused with where, what was found and what was expected."""

from __future__ import annotations

import pytest

from seiyaku.check.reading import read
from seiyaku.core.errors import InputError

POLICY = (
    "個人情報の取扱い\n\n第１条（利用目的）\n　当社は、次の目的で利用します。"
    "\n（１）商品の発送\n（２）代金のご請求\n第２条（窓口）\n　下記まで。\n"
)


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp932", "euc_jp", "iso2022_jp"]
)
def test_a_text_is_read_in_any_japanese_encoding(encoding: str) -> None:
    document = read(None, POLICY.encode(encoding), "policy.txt")

    assert [clause.id for clause in document.walk()] == ["1", "1-1", "1-2", "2"]
    assert document.lines[0].strip() == "個人情報の取扱い"


@pytest.mark.parametrize(
    "data", [b"", b"  \n", b"\x00\x01\x02\x03" * 100, b"%PDF-1.7 nothing", b"PK\x03\x04 nothing", b"\x89PNG..."]
)
def test_what_is_no_text_is_refused_with_what_was_expected(data: bytes) -> None:
    with pytest.raises(InputError) as refused:
        read(None, data, "thing")

    assert refused.value.where.startswith("thing")
    assert refused.value.expected
