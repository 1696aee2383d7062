"""
A Word document (DOCX), as lines: paragraphs and rows of tables, with the numbers that Word draws before them.

The archive is measured before anything in it is unpacked; entities are not resolved; deleted text of tracked changes is
left out.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from seiyaku.core.errors import InputError

from .numbering_docx import Numbering

MOST_FILES = 3_000
MOST_BYTES = 60_000_000
MOST_PART = 30_000_000
MOST_RATIO = 200

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
EXPECTED = "a DOCX file of a text"


def docx_lines(data: bytes, name: str) -> list[str]:
    """Return the lines of a Word document. Raises InputError."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _measure(archive, name, len(data))
            parts = {part: _xml(archive, f"word/{part}.xml", name) for part in ("document", "numbering", "styles")}
    except (zipfile.BadZipFile, NotImplementedError, OSError, EOFError, ValueError) as error:
        raise InputError(name, f"a damaged archive ({type(error).__name__})", EXPECTED) from None
    except RuntimeError:
        raise InputError(name, "an encrypted archive", EXPECTED) from None
    if parts["document"] is None:
        raise InputError(name, "an archive that is no Word document", EXPECTED)
    numbering = Numbering(parts["numbering"], parts["styles"])
    lines: list[str] = []
    for paragraph in _paragraphs(parts["document"]):
        lines.extend(_said(paragraph, numbering))
    return lines


def _measure(archive: zipfile.ZipFile, name: str, size: int) -> None:
    held = archive.infolist()
    if len(held) > MOST_FILES:
        raise InputError(name, f"an archive of {len(held):,} files", f"at most {MOST_FILES:,}")
    whole = sum(each.file_size for each in held)
    if whole > MOST_BYTES or whole > MOST_RATIO * max(size, 10_000):
        raise InputError(name, f"an archive that unpacks to {whole:,} bytes", f"at most {MOST_BYTES:,}")


def _xml(archive: zipfile.ZipFile, part: str, name: str) -> Any:
    from lxml import etree

    try:
        held = archive.getinfo(part)
    except KeyError:
        return None
    if held.file_size > MOST_PART:
        raise InputError(f"{name}: {part}", f"{held.file_size:,} bytes", f"at most {MOST_PART:,}")
    with archive.open(held) as stream:
        data = stream.read(MOST_PART + 1)
    if b"<!DOCTYPE" in data[:4096] or b"<!ENTITY" in data:
        raise InputError(f"{name}: {part}", "a document type or entities", "plain XML")
    try:
        return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))
    except etree.XMLSyntaxError:
        raise InputError(f"{name}: {part}", "XML that does not parse", EXPECTED) from None


def _paragraphs(document: Any) -> Iterator[Any]:
    """Yield paragraphs and rows of tables in their order; a row of short cells is one line."""
    body = document.find(f"{W}body")
    waiting = list(reversed(body if body is not None else []))
    while waiting:
        each = waiting.pop()
        if each.tag in {f"{W}p", f"{W}tr"}:
            yield each
        elif each.tag != f"{W}del" and isinstance(each.tag, str):
            waiting.extend(reversed(each))


def _said(paragraph: Any, numbering: Numbering) -> list[str]:
    if paragraph.tag == f"{W}tr":
        cells = [
            ["".join(_said(inner, numbering)) for inner in cell.iter(f"{W}p")] for cell in paragraph.findall(f"{W}tc")
        ]
        if all(len(cell) == 1 for cell in cells):
            return ["　".join(cell[0] for cell in cells)]
        return [line for cell in cells for line in cell]
    words = "".join(_words(paragraph))
    number, heading = numbering.opening(paragraph)
    lines = [re.sub(r"[ \t]+$", "", line) for line in words.split("\n")]
    if words.strip():
        lines[0] = f"{heading}{number}{lines[0].lstrip()}" if heading or number else lines[0]
    return lines


def _words(paragraph: Any) -> Iterator[str]:
    for node in paragraph.iter(f"{W}t", f"{W}tab", f"{W}br", f"{W}cr", f"{W}noBreakHyphen"):
        if node.getparent().tag == f"{W}tabs":
            continue
        if node.tag == f"{W}t":
            yield node.text or ""
        else:
            yield {f"{W}tab": "\t", f"{W}noBreakHyphen": "-"}.get(node.tag, "\n")
