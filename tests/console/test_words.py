"""The words of the screens: each that a template asks for is there, in both languages; inner words are never shown."""

from __future__ import annotations

import re
from pathlib import Path

import seiyaku.console
from seiyaku.console.words import PROPOSALS, ROOMS, WORDS

TEMPLATES = list((Path(seiyaku.console.__file__).parent / "templates").rglob("*.html"))
WORD = re.compile(r"word\.([a-z_0-9]+)")


def test_every_word_a_template_asks_for_is_said_in_both_languages() -> None:
    asked = {name for page in TEMPLATES for name in WORD.findall(page.read_text(encoding="utf-8"))}

    assert asked - set(WORDS) == set()
    assert all(text.ja and text.en for text in (*WORDS.values(), *PROPOSALS.values()))


def test_no_room_takes_another_rooms_word_for_its_own() -> None:
    assert sum(map(len, ROOMS)) == len(WORDS)


def test_rooms_and_doors_are_nothing_to_those_who_use_the_screens() -> None:
    said = [word for text in (*WORDS.values(), *PROPOSALS.values()) for word in text]

    assert not [word for word in said if re.search(r"\b(room|door)s?\b|部屋|扉|ドア", word, re.IGNORECASE)]


def test_no_template_brings_a_script_or_a_style_of_its_own() -> None:
    for page in TEMPLATES:
        text = page.read_text(encoding="utf-8")

        assert not re.search(r"<script(?![^>]*\ssrc=)|<style|\sstyle=|\son[a-z]+=", text), page.name
