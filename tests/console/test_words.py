"""The words of the screens: each that a template asks for is there, in both languages; inner words are never shown."""

from __future__ import annotations

import re
from pathlib import Path

from django.test import Client

import seiyaku
import seiyaku.console
from seiyaku.console import plots
from seiyaku.console.words import PROPOSALS, ROOMS, WORDS

TEMPLATES = list((Path(seiyaku.console.__file__).parent / "templates").rglob("*.html"))
COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b(?![^{}<>]*\{)|\brgba?\(|\bhsla?\(")
# Where things stand, not how they look; and what a screen shows only while somebody's data is open.
PLACED = frozenset({
    "errorlist", "hidden", "inline", "is", "label", "long", "narrow", "nowrap", "print-only", "scripted", "self",
    "spaced", "take", "taken", "top", "values", "was", "wide",
})  # fmt: skip
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


def test_every_colour_comes_from_the_tokens() -> None:
    house = Path(seiyaku.__file__).parent
    styles = [path for path in house.rglob("*.css") if path.name != "tokens.css"]
    pages = [path for path in house.rglob("*.html") if "templates" in path.parts]
    tokens = (house / "config" / "look" / "tokens.css").read_text(encoding="utf-8")

    loose = {
        f"{path.name}: {found}"
        for path in (*styles, *pages)
        for found in COLOUR.findall(path.read_text(encoding="utf-8"))
    }
    used = {name for path in styles for name in re.findall(r"var\(--([a-z0-9-]+)", path.read_text(encoding="utf-8"))}

    assert loose == set()
    assert used <= set(re.findall(r"--([a-z0-9-]+):", tokens)) | {
        name for path in styles for name in re.findall(r"--([a-z0-9-]+):", path.read_text(encoding="utf-8"))
    }
    assert {colour for colour in plots.COLOURS if colour not in tokens} == {"#008da6", "#8b6a00"}


def test_every_component_is_on_the_page_of_components(instance: Path) -> None:
    page = Client().get("/design").content.decode()
    shown = {name for names in re.findall(r'class="([^"]*)"', page) for name in names.split()}
    house = Path(seiyaku.__file__).parent
    styles = (house / "config" / "look" / "base.css", house / "console" / "static" / "console" / "console.css")
    styled = {name for path in styles for name in re.findall(r"\.([a-z][a-z-]*)", path.read_text(encoding="utf-8"))}

    assert styled - shown - PLACED == set()
    assert all(Client().get(f"/design?plot={kind}")["Content-Type"] == "image/svg+xml" for kind in plots.CHARTS)
