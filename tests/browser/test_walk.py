"""What the walk would find, were it there: so that finding nothing says something."""

from __future__ import annotations

from pathlib import Path

import pytest

from seiyaku.core.language import Language

from .walk import leaf, misread, unseen


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("ja", "保管の単位: identity", "identity"),
        ("ja", "「login」は使えません（none of them）", "none of them"),
        ("ja", "この部屋を開く", "部屋"),
        ("ja", "多要素認証を行う", "多要素"),
        ("en", "Providing 提供 to others", "提供"),
        ("en", "Open the room", "room"),
        ("en", "Granted to staff:7428f00e9a53f1fd", "staff:7428f00e9a53f1fd"),
        ("ja", "記録日 2026-11-29T09:24:00", "2026-11-29T"),
        ("en", "Hello {name}", "{name}"),
    ],
)
def test_what_nobody_should_read_is_found(language: Language, text: str, found: str) -> None:
    assert found in [word for word, _ in misread([(language, text)])]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ja", "seiyaku doctor と同じ点検です"),
        ("ja", "職員 hoshiko（QR コード、CSV、JSON）"),
        ("ja", "2026-11-29 09:24"),
        ("en", "Sample Cloopen K.K., 29 November 2026"),
    ],
)
def test_what_people_read_as_it_is_is_left_alone(language: Language, text: str) -> None:
    assert list(misread([(language, text)])) == []


def test_a_route_that_nobody_walked_through_is_named_by_its_language() -> None:
    assert unseen({"a", "b", "c"}, {"ja": {"a", "b"}, "en": {"a"}}, {"c": "a file"}) == {"en": ["b"]}


def test_a_reviewer_finds_every_picture_on_one_page(tmp_path: Path) -> None:
    for name in ("home-ja-light-320.png", "home-en-dark-1280.png", "partner-new-ja-light-1280.png"):
        (tmp_path / name).write_bytes(b"")

    leaf(tmp_path)

    page = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert page.count("<img") == 3
    assert page.count('<section id="') == 2
