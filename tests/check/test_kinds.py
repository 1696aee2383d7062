"""HTML, Word, PDF and policy files are read as a reader sees them: headings, drawn numbers, joined lines."""

from __future__ import annotations

import io
from importlib import import_module
from pathlib import Path

import pytest

from seiyaku.check.reading import read
from seiyaku.check.words import splitter
from seiyaku.core.lint.findings import Severity
from seiyaku.core.lint.prose import prose
from seiyaku.core.lint.rules import check

from .measuring import GOOD, TODAY

POLICIES = Path(__file__).resolve().parents[2] / "policies"
HTML = """<!doctype html><meta charset="shift_jis"><title>x</title><nav><a href="/">ホーム</a></nav>
<h1>方針</h1><h2>利用目的</h2><p>次の目的で</br>利用します。</p><ol><li>発送<ul><li>国内</ul><li>請求</ol>
<h2>窓口</h2><table><tr><th>電話<td>00-0000-0000</table><script>var a = "<p>no</p>";</script>"""


def test_html_is_read_with_its_headings_and_the_numbers_a_browser_draws() -> None:
    document = read(None, HTML.encode("cp932"), "saved.html")

    assert document.kind == "html"
    assert document.encoding == "cp932"
    assert [(clause.id, clause.title) for clause in document.clauses] == [("1", "利用目的"), ("2", "窓口")]
    assert [clause.id for clause in document.walk()] == ["1", "1-1", "1-1-1", "1-2", "2"]
    assert "ホーム" not in "".join(document.lines)
    assert "次の目的で" in document.lines  # browsers read </br> as a break
    assert any("電話　00-0000-0000" in line for line in document.lines)
    assert [
        document.origins[n] for n, line in enumerate(document.lines) if line in {"次の目的で", "電話　00-0000-0000"}
    ] == [2, 3]


def test_an_item_that_brings_the_number_its_list_draws_has_it_once() -> None:
    page = "<ol><li>1. 発送</li><li><span>2.</span> 請求</li><li>3月の催し</li><li>9. 案内</li></ol>"

    assert read(None, page.encode(), "x.html").lines == ("1. 発送", "2. 請求", "3. 3月の催し", "4. 9. 案内")


def test_a_heading_that_opens_no_clause_is_said_without_its_sign() -> None:
    document = read(None, "# 見本の方針\n\n## 目的\n\n発送します。\n\n# 1号店の方針\n".encode(), "x.md")

    said = [each.text for each in prose(document, splitter(), TODAY).statements]

    assert said[:2] == ["見本の方針", "目的"]


def _word() -> bytes:
    import docx
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    document = docx.Document()
    document.add_heading("利用目的", 1)
    for words in ("発送", "請求"):
        paragraph = document.add_paragraph(words, style="List Number")
        assert paragraph.style is not None
    table = document.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "項目", "氏名"
    gone = document.add_paragraph("残る")._p
    deleted = OxmlElement("w:del")
    run = OxmlElement("w:r")
    text = OxmlElement("w:delText")
    text.text = "消えた"
    run.append(text)
    deleted.append(run)
    gone.append(deleted)
    assert qn("w:del") == deleted.tag
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


def test_a_word_document_is_read_with_its_numbers_and_tables_and_without_what_was_deleted() -> None:
    document = read(None, _word(), "policy.docx")

    assert document.kind == "docx"
    assert document.lines[0] == "## 利用目的"
    assert document.lines[1:3] == ("1. 発送", "2. 請求")
    assert "項目　氏名" in document.lines
    assert "残る" in document.lines


def _pdf(text: str) -> bytes:
    typst = import_module("typst")
    body = text.replace("\\", "\\\\").replace("#", "\\#").replace("@", "\\@").replace("*", "\\*").replace("_", "\\_")
    body = body.replace("[", "\\[").replace("]", "\\]").replace("- ", "\\- ").replace("\n", " \\\n")
    head = (
        '#set text(font: "Noto Sans CJK JP", size: 10pt)\n#set page(width: 120mm, height: 160mm, numbering: "1 / 1")\n'
    )
    return bytes(typst.compile((head + body).encode(), font_paths=_fonts()))


def _fonts() -> list[str]:
    return [str(Path(str(import_module("noto_cjk_sans_jp_regular").__file__)).parent)]


@pytest.mark.parametrize("name", ["clinic", "telecom"])
def test_a_good_policy_stays_good_when_a_pdf_breaks_its_lines(name: str) -> None:
    whole = GOOD[name].read_text(encoding="utf-8")
    document = read(None, _pdf(whole), f"{name}.pdf")
    direct = read(None, whole.encode(), GOOD[name].name)

    report = check(document, words=splitter(), as_of=TODAY)

    assert document.kind == "pdf"
    assert [clause.id for clause in document.walk()] == [clause.id for clause in direct.walk()]
    assert [finding for finding in report.findings if finding.severity is not Severity.INFO] == []


def test_joined_lines_lead_back_to_where_each_sign_stands() -> None:
    lines = (
        "1 目的\n当社は、お客様からいただいた個人情報を、商品の発送のためだけに利用し、"
        "ほかの目\n的には利用しません。\n2 窓口\n下記まで。"
    )
    document = read(None, lines.encode(), "broken.txt")
    read_as = prose(document, splitter(), TODAY)

    (statement,) = [each for each in read_as.statements if "商品の発送" in each.text]

    at = statement.text.index("目的には")
    assert statement.text.endswith("ほかの目的には利用しません。")
    span = statement.span(at, at + 4)
    assert (span.line, span.end_line) == (2, 3)
    assert document.text(span) == "目\n的には"


@pytest.mark.parametrize("path", sorted(POLICIES.glob("*/*[0-9].md")), ids=lambda path: path.parent.name)
def test_a_policy_file_declares_its_operator_and_its_rule_blocks_are_no_prose(path: Path) -> None:
    document = read(path, path.read_bytes(), path.name)

    report = check(document, words=splitter(), as_of=TODAY)

    assert document.kind == "policy"
    assert document.declared["name"]
    assert document.declared["address"]
    assert any(key.startswith("purpose:") for key in document.declared)
    assert not any(finding.rule in {"L02", "L24", "L42"} for finding in report.findings)
    assert not any("yaml" in each.text for each in prose(document, splitter(), TODAY).statements)


def test_what_a_page_draws_for_the_eye_alone_is_no_word_of_a_heading() -> None:
    page = (
        "<h2><span aria-hidden='true'>01</span>利用目的</h2><p>発送のため</p><h2>■ 窓口</h2><p>係まで</p>"
        "<ul><li><a href='/'>上へ</a></li></ul><footer><h5>ご案内</h5><ul><li><a href='/x'>規約</a></li></ul>"
        "<p>見本商店</p></footer>"
    )

    document = read(None, page.encode(), "page.html")

    assert [clause.title for clause in document.clauses] == ["利用目的", "窓口"]
    assert document.lines[-1] == "見本商店"
