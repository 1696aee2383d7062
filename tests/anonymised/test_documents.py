"""The document of a release: the same record as page, PDF/A and signed JSON, in either language."""

from __future__ import annotations

import json
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from seiyaku.anonymised import declarations, documents, queries, releasing, sealed
from seiyaku.core.language import capital
from seiyaku.keys import signing
from tests import pictures
from tests.archival import held_as_claimed
from tests.promises.surfaces import Terminal

from .house import house, written


@pytest.mark.promise("9-1", "9-2-A")
def test_one_record_becomes_a_page_a_pdf_and_signed_json(
    instance: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    people = house()
    folder = pictures.wanted() or tmp_path
    terminal = Terminal(capsys, monkeypatch).signs_in("mia")
    ref = terminal.does("anonymise", "release", written(tmp_path))["ref"]
    releasing.approve(ref, actor=people.approver)
    releasing.publish(ref, actor=people.approver)

    for ending in ("html", "pdf", "json"):
        terminal.does("anonymise", "document", ref, "--out", folder / f"release.{ending}")
    terminal.rejected("anonymise", "document", ref, "--out", folder / "release.docx")
    terminal.signs_in("bob").refused("anonymise", "document", ref, "--out", folder / "bob.pdf")

    page = (folder / "release.html").read_text(encoding="utf-8")
    assert page.index("may be handled as anonymised information") < page.index("Who our customers are")
    assert page.count("<svg") == 4
    held_as_claimed(folder / "release.pdf", language="en")
    with pikepdf.open(folder / "release.pdf") as pdf, pdf.open_metadata() as about:
        assert about["dc:title"] == "Record of anonymised information no. 1"
    text = "".join(sheet.get_textpage().get_text_range() for sheet in pypdfium2.PdfDocument(folder / "release.pdf"))
    told = (
        "Grain (level / coarsest)",
        "Enforcement rules art. 34(v)",
        "Counted among 126,146,099 people: Japan on 1",
        "Rows that may go",
    )
    for words in ("Rule 34(5)", "Who our customers are", "東京都", people.approver.id, *told):
        assert words in text.replace("\r\n", " ")
    made = documents.document(queries.release(ref), sealed.report(ref, actor=people.maker), "en")
    tables = [section.rows for section in made.sections if not section.plot]  # a plot's labels are the table's own
    assert [row[0] for rows in tables for row in rows if row[0] != capital(row[0])] == []
    said = json.loads((folder / "release.json").read_bytes())
    assert said["record"]["number"] == 1
    signed = declarations.check((folder / "release.json.sig").read_text(encoding="utf-8"), _key())
    assert signed.splitlines()[:2] == [documents.MARK, queries.release(ref)["ref"]]
    assert not (folder / "bob.pdf").exists()


def _key() -> str:
    return signing.verifier_key("cloopen")
