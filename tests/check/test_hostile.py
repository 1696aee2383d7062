"""Files that were made to hurt end in a clear error, soon and in bounded memory."""

from __future__ import annotations

import io
import time
import tracemalloc
import zipfile

import pytest

from seiyaku.check.reading import read
from seiyaku.check.words import splitter
from seiyaku.core.errors import InputError
from seiyaku.core.lint.rules import check

from .measuring import TODAY

SECONDS = 60.0  # of work; what doubles with each sign more would never end
MEGABYTES = 400


def _zip(parts: dict[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return held.getvalue()


def _word(body: str) -> bytes:
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    return f'<?xml version="1.0"?><w:document xmlns:w="{space}"><w:body>{body}</w:body></w:document>'.encode()


def _many_entities() -> bytes:
    entities = "".join(
        f'<!ENTITY a{n} "{"&a" + str(n - 1) + ";" if n else "lol"}{"" if not n else "" * 9}">' for n in range(9)
    )
    return f"<!DOCTYPE w [{entities}]><w>&a8;</w>".encode()


def _pdf(objects: list[str]) -> bytes:
    body, places = b"%PDF-1.7\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(body))
        body += f"{number} 0 obj\n{each}\nendobj\n".encode()
    start = len(body)
    body += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    body += b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    return body + f"trailer\n<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF".encode()


HOSTILE: dict[str, tuple[str, bytes]] = {
    "an empty file": ("a.txt", b""),
    "blank lines": ("a.txt", b"\n\n \n"),
    "a zip bomb": ("a.docx", _zip({"word/document.xml": b"0" * 200_000_000})),
    "many small files": ("a.docx", _zip({f"f{n}": b"" for n in range(4000)})),
    "a zip that is no document": ("a.docx", _zip({"a.txt": b"a"})),
    "entities": ("a.docx", _zip({"word/document.xml": _many_entities()})),
    "xml cut short": ("a.docx", _zip({"word/document.xml": _word("<w:p>")[:-60]})),
    "elements nested too deep": ("a.docx", _zip({"word/document.xml": _word("<w:p>" * 5000 + "</w:p>" * 5000)})),
    "a NUL": ("a.txt", "個人情報\0保護方針".encode()),
    "noise": ("a.txt", bytes(range(256)) * 1000),
    "a huge line": ("a.txt", "個人情報".encode() * 50_000),
    "too many lines": ("a.txt", "あ\n".encode() * 100_000),
    "too many bytes": ("a.txt", b"a" * 30_000_000),
    "tags nested too deep": ("a.html", b"<html>" + b"<div>" * 100_000),
    "too many tags": ("a.html", b"<html><body>" + b"<b></b>" * 400_000),
    "a comment that never ends": ("a.html", b"<html><body><!--" + b"a" * 3_000_000),
    "unfinished tags": ("a.html", b"<html><body>" + b"<a " * 500_000),
    "pages that hold themselves": (
        "a.pdf",
        _pdf(["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[2 0 R 2 0 R 2 0 R]/Count 100000>>"]),
    ),
    "a PDF without words": (
        "a.pdf",
        _pdf([
            "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]>>",
        ]),
    ),
    "a PDF cut short": ("a.pdf", b"%PDF-1.7\n1 0 obj\n<</Type/Catalog"),
    "an old Word file": ("a.doc", b"\xd0\xcf\x11\xe0" + b"\0" * 1000),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_ends_in_a_clear_error_soon(name: str) -> None:
    called, data = HOSTILE[name]
    tracemalloc.start()
    begun = time.process_time()

    with pytest.raises(InputError) as refused:
        read(None, data, called)

    assert time.process_time() - begun < SECONDS
    assert tracemalloc.get_traced_memory()[1] < MEGABYTES * 1_000_000
    tracemalloc.stop()
    assert refused.value.where.startswith(called)
    assert refused.value.found
    assert refused.value.expected


@pytest.mark.parametrize(
    "text",
    [
        "「" * 20_000,
        "(1)" * 10_000,
        "第1条" * 10_000 + "。",
        "ｱﾞ" * 10_000,
        "1.1.1.1.1.1.1\n" * 5_000,
        "1 目的\n" * 5_000,
        "".join("　" * (n % 40) + "・あ\n" for n in range(10_000)),
        "前項の前項の" * 4_000,
        "同意したものと" * 4_000,
        "提供し、" * 8_000,
        "1 利用目的\n次の目的で利用します。\n" + ("・付随する業務(" + "あ、" * 99 + "付随する業務\n") * 50,
        "あ" * 45_000,
    ],
    ids=[
        "brackets",
        "numbers",
        "articles",
        "half-width",
        "dotted",
        "ones",
        "bullets",
        "back",
        "consent",
        "give",
        "commas",
        "one",
    ],
)
def test_an_odd_text_is_judged_soon(text: str) -> None:
    begun = time.process_time()

    check(read(None, text.encode(), "odd.txt"), words=splitter(), as_of=TODAY)

    assert time.process_time() - begun < SECONDS
