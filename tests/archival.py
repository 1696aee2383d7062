"""What a PDF that claims PDF/A-2a and PDF/UA-1 must show, as far as it can be seen without a validator."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf

# Nothing that runs, plays, opens or sends (ISO 19005-2, 6.5 and 6.6).
BANNED = {
    "/JavaScript", "/JS", "/Launch", "/Sound", "/Movie", "/RichMedia", "/ResetForm", "/ImportData", "/SubmitForm",
    "/Hide", "/SetOCGState", "/Rendition", "/Trans", "/GoTo3DView", "/XFA", "/NeedsRendering", "/3D", "/Screen",
}  # fmt: skip


def held_as_claimed(paper: Path | bytes, *, language: str | None = None) -> None:
    """Hold a PDF to its claim: XMP, output intent, fonts, tags, language, no key to open it, nothing that runs."""
    body = paper if isinstance(paper, bytes) else paper.read_bytes()
    with pikepdf.open(io.BytesIO(body)) as pdf:
        with pdf.open_metadata() as about:
            claimed = (about["pdfaid:part"], about["pdfaid:conformance"], about["pdfuaid:part"])
            assert claimed == ("2", "A", "1")
            assert about["dc:title"]
        assert not pdf.is_encrypted
        assert "/ID" in pdf.trailer
        _rooted(pdf.Root, language)
        fonts = list(_fonts(pdf))
        assert fonts
        for font in fonts:
            held = font.get("/FontDescriptor", {})
            assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(held.keys()), "a font that is not inside"
        assert all("/ToUnicode" in font for font in _composed(pdf)), "words that a search or a voice cannot read"
        assert BANNED.isdisjoint(_names(pdf)), BANNED & _names(pdf)


def _rooted(root: Any, language: str | None) -> None:
    (intent,) = root.OutputIntents
    assert str(intent.S) == "/GTS_PDFA1"
    assert int(intent.DestOutputProfile.N) in {1, 3, 4}
    assert bool(root.MarkInfo.Marked)
    assert "/StructTreeRoot" in root
    assert bool(root.ViewerPreferences.DisplayDocTitle)
    assert str(root.Lang)[:2] in ({language} if language else {"ja", "en"})
    assert "/EmbeddedFiles" not in root.get("/Names", {})
    assert "/AA" not in root


def _composed(pdf: pikepdf.Pdf) -> Iterator[Any]:
    for page in pdf.pages:
        yield from page.Resources.get("/Font", pikepdf.Dictionary()).values()


def _fonts(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """Yield each font as its descriptor says it: of one composed of others, those."""
    for font in _composed(pdf):
        yield from font.get("/DescendantFonts", [font])


def _names(pdf: pikepdf.Pdf) -> set[str]:
    """Return every name that stands in a dictionary of the document, as key or as value."""
    found: set[str] = set()
    for each in pdf.objects:
        held = [each]
        while held:
            one = held.pop()
            if isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
                inside = dict(one.stream_dict.items() if isinstance(one, pikepdf.Stream) else one.items())
                found |= inside.keys()
                held += [value for value in inside.values() if not getattr(value, "is_indirect", False)]
            elif isinstance(one, pikepdf.Array):
                held += [value for value in one if not getattr(value, "is_indirect", False)]
            elif isinstance(one, pikepdf.Name):
                found.add(str(one))
    return found
