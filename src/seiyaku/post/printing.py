"""
Printing: PDF/A-2a and PDF/UA-1, set by Typst with the fonts the house brings along.

Signs that the fonts do not have become a geta (〓): UA-1 refuses a sign that nobody could read.
"""

from __future__ import annotations

import datetime as dt
import json
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Literal

from seiyaku.check.showing import glyphs
from seiyaku.core import era
from seiyaku.people.days import day_of

if TYPE_CHECKING:
    from .channels import Handing

STANDARDS: list[Literal["a-2a", "ua-1"]] = ["a-2a", "ua-1"]
UNPRINTABLE = "〓"


def pdf(template: bytes, said: dict[str, Any], *, made: dt.datetime) -> bytes:
    """Return the document that a Typst template makes of what is said; `made` is the time it says it was made."""
    import typst

    compiler = typst.Compiler(  # type: ignore[misc]  # its stub binds a type variable to nothing
        template, font_paths=glyphs.folders(), ignore_system_fonts=True,
        sys_inputs={"said": json.dumps(printable(said), ensure_ascii=False)},
    )  # fmt: skip
    document = compiler.compile(format="pdf", pdf_standards=[*STANDARDS], timestamp=int(made.timestamp()))
    if not isinstance(document, bytes):
        raise TypeError("typst returned no PDF")
    return document


def printable(said: Any) -> Any:
    """Return what is said with every sign that the fonts do not have replaced."""
    if isinstance(said, dict):
        return {key: printable(value) for key, value in said.items()}
    if isinstance(said, list | tuple):
        return [printable(each) for each in said]
    if isinstance(said, str):
        have = glyphs.signs()
        return "".join(sign if ord(sign) in have or sign == "\n" else UNPRINTABLE for sign in said)
    return said


def medium_papers(parcel: Handing) -> dict[str, bytes]:
    """Return the label of a recording medium, and the receipt that its recipient signs, by name."""
    sent_on = day_of(parcel.queued_at)
    said = {
        "receipt": parcel.receipt,
        "name": parcel.name,
        "size": f"{parcel.size:,}",
        "digest": parcel.digest,
        "subject": parcel.letter.subject,
        "day": era.say(sent_on),
        "date": sent_on.isoformat(),
    }
    here = files(__package__)
    return {
        name: pdf((here / f"{name}.typ").read_bytes(), said, made=parcel.queued_at) for name in ("label", "receipt")
    }
