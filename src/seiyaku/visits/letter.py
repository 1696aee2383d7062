"""The letter with the code, for a window envelope: PDF/A-2a and UA-1, set by Typst with the fonts the house brings."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from importlib.resources import files
from typing import Any, Literal

from seiyaku.check.showing import glyphs
from seiyaku.core.language import Language
from seiyaku.core.model import Policy

from .words import LETTER

STANDARDS: list[Literal["a-2a", "ua-1"]] = ["a-2a", "ua-1"]
UNPRINTABLE = "〓"


def document(policy: Policy, values: Mapping[str, str], code: str, until: dt.date, language: Language) -> bytes:
    """Return the letter. What it says reaches the template as data, never as code."""
    import typst

    have = glyphs.signs()
    said = {key: _printable(text, have) for key, text in _content(policy, values, code, until, language).items()}
    template = (files(__package__) / "letter.typ").read_bytes()
    compiler = typst.Compiler(  # type: ignore[misc]  # its stub binds a type variable to nothing
        template, font_paths=glyphs.folders(), ignore_system_fonts=True,
        sys_inputs={"letter": json.dumps(said, ensure_ascii=False)},
    )  # fmt: skip
    made = int(dt.datetime.now(dt.UTC).timestamp())
    pdf = compiler.compile(format="pdf", pdf_standards=[*STANDARDS], timestamp=made)
    if not isinstance(pdf, bytes):
        raise TypeError("typst returned no PDF")
    return pdf


def _content(
    policy: Policy, values: Mapping[str, str], code: str, until: dt.date, language: Language
) -> dict[str, str]:
    who = policy.operator
    day = f"{until.year}年{until.month}月{until.day}日" if language == "ja" else until.strftime("%-d %B %Y")
    post = values.get("postal-code", "")
    return {
        "language": language,
        "post": f"〒{post}" if post and not post.startswith("〒") else post,
        "address": values.get("address", ""),
        "dear": LETTER["dear"].say(language).format(name=values.get("name", "")),
        "title": LETTER["title"].say(language),
        "said": LETTER["said"].say(language),
        "code_word": LETTER["code"].say(language),
        "code": "-".join(code[place : place + 4] for place in range(0, len(code), 4)),
        "until": LETTER["until"].say(language).format(day=day),
        "not_you": LETTER["not_you"].say(language),
        "desk_word": LETTER["desk"].say(language),
        "operator": who.name[language],
        "desk": f"{who.desk[language]}  {who.email}",
        "from": who.address[language],
    }


def _printable(said: str, have: Any) -> str:
    """Return it with a geta, as printers do, for each sign the fonts do not have."""
    return "".join(sign if ord(sign) in have else UNPRINTABLE for sign in said)
