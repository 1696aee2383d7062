"""
Reading any file that may hold a privacy policy: a policy file of ours, Markdown, text, HTML, DOCX, PDF.

The kind is told by the bytes, then by the name. Text may stand in any Japanese encoding. What cannot be read, and what
was made to hurt, ends in an error that says where, what was found and what was expected, in bounded time and memory.
"""

from __future__ import annotations

import re
from pathlib import Path

from seiyaku.core.encodings import decode
from seiyaku.core.errors import InputError
from seiyaku.core.lint.findings import Document
from seiyaku.core.lint.tree import clauses

from .reading_docx import docx_lines
from .reading_html import html_lines
from .reading_pdf import pdf_lines
from .reading_policy import declarations, is_policy

MOST_BYTES = 20_000_000
MOST_CHARACTERS = 1_000_000
MOST_LINES = 30_000
LONGEST_LINE = 50_000
KINDS = "a policy file, Markdown, text, HTML, DOCX, or a PDF with a text layer"

_HTML = re.compile(
    rb"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|\?xml[^>]*\?>\s*<(?:!doctype\s+html|html))",
    re.IGNORECASE | re.DOTALL,
)
_TAGS = re.compile(r"</?(?:p|div|h[1-6]|ul|ol|li|section|article|table|br|dl)\b[^<>]{0,200}>", re.IGNORECASE)
_FOREIGN = {
    b"\xd0\xcf\x11\xe0": "an old Word file (.doc)",
    b"{\\rtf": "RTF",
    b"\x89PNG": "a picture (PNG)",
    b"\xff\xd8\xff": "a picture (JPEG)",
    b"GIF8": "a picture (GIF)",
    b"\x1f\x8b": "a compressed file (gzip)",
}


class Unreadable(InputError):
    """The file cannot be read as a text."""


def read(path: Path | None, data: bytes, name: str) -> Document:
    """
    Read a file into the document that the rules judge.

    `path`: where it lies, if anywhere; `name`: how to call it, whose ending helps to tell its kind.

    Raises:
        InputError: it is empty, too large, damaged, encrypted, a picture, or of a kind that is not read.
    """
    name = name or (path.name if path else "text")
    if not data.strip():
        raise Unreadable(name, "an empty file", KINDS)
    if len(data) > MOST_BYTES:
        raise Unreadable(name, f"{len(data):,} bytes", f"at most {MOST_BYTES:,}")
    kind, encoding, found, origins = _lines(data, name)
    lines = _bounded(found, name)
    tree, sureness = clauses(lines)
    declared = declarations(lines) if kind == "policy" else {}
    return Document(
        name=name, lines=lines, clauses=tree, kind=kind, encoding=encoding, sureness=sureness, declared=declared,
        origins=tuple(origins[: len(lines)]),
    )  # fmt: skip


def _lines(data: bytes, name: str) -> tuple[str, str, list[str], list[int]]:
    for start, found in _FOREIGN.items():
        if data.startswith(start):
            raise Unreadable(name, found, KINDS)
    if data[:1024].lstrip().startswith(b"%PDF-"):
        return "pdf", "", pdf_lines(data, name), []
    if data.startswith(b"PK"):
        return "docx", "", docx_lines(data, name), []
    suffix = Path(name).suffix.lower()
    html = _HTML.match(data[:4096]) is not None or suffix in {".html", ".htm", ".xhtml"}
    text, encoding = decode(data, name, html=html)
    if html or (suffix not in {".md", ".markdown"} and len(_TAGS.findall(text[:20_000])) >= 6):
        begun = html_lines(text, name)
        return "html", encoding, [line for line, _ in begun], [origin for _, origin in begun]
    lines = re.split(r"\r\n|\r|\n|\x0b|\x0c|\x85|\u2028|\u2029", text)
    if is_policy(lines):
        return "policy", encoding, lines, []
    return ("markdown" if suffix in {".md", ".markdown"} else "text"), encoding, lines, []


def _bounded(lines: list[str], name: str) -> tuple[str, ...]:
    while lines and not lines[-1].strip():
        lines.pop()
    if not lines:
        raise Unreadable(name, "no words", "a text")
    if len(lines) > MOST_LINES:
        raise Unreadable(name, f"{len(lines):,} lines", f"at most {MOST_LINES:,}")
    for number, line in enumerate(lines, 1):
        if len(line) > LONGEST_LINE:
            raise Unreadable(f"{name}:{number}", f"a line of {len(line):,} characters", f"at most {LONGEST_LINE:,}")
    if sum(map(len, lines)) > MOST_CHARACTERS:
        raise Unreadable(name, f"{sum(map(len, lines)):,} characters", f"at most {MOST_CHARACTERS:,}")
    return tuple(lines)
