"""Findings as each form shows them: everything said, nothing taken for markup, and what a check is worth."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import pikepdf
import pypdfium2
import pytest

from seiyaku.check.accepting import Judged
from seiyaku.check.showing import annotations as github
from seiyaku.check.showing import (
    glyphs,
    html,
    markdown,
    pdf,
    plain,
    rows,
    safely,
    sarif,
    terminal,
)
from seiyaku.check.showing.sayings import NO_ADVICE
from seiyaku.core.citations import say
from seiyaku.core.language import LANGUAGES, Language
from seiyaku.core.lint.findings import Document, Report, Severity, Span
from seiyaku.core.lint.rules import RULES
from tests.archival import held_as_claimed

from .sample import ABSOLUTE, CLEAN, DOCUMENT, JUDGED, LINES, REPORT, WITH_ACCEPTED, finding

MADE = dt.datetime(2026, 11, 28, tzinfo=dt.UTC)
HOSTILE = "</p><script>alert(1)</script>\x1b[31m\u202eabc\x00`*_[x](http://example.example)|"


def hostile() -> Judged:
    document = Document(name=HOSTILE, lines=(HOSTILE,), clauses=())
    at = Span(line=1, column=1, end_line=1, end_column=len(HOSTILE) + 1)
    return Judged(
        report=replace(
            REPORT, document=document, findings=(finding("L34", Severity.ERROR, None, at, HOSTILE, "17(1)"),)
        )
    )


def shown(judged: Judged, language: Language) -> dict[str, str]:
    """Return every form of text in one language."""
    return {
        "terminal": "\n".join(line.plain for line in terminal.lines([judged], [], language, 100)),
        "json": json.dumps(plain.document([judged]), ensure_ascii=False),
        "sarif": json.dumps(sarif.document([judged], language), ensure_ascii=False),
        "github": "\n".join(github.lines([judged], language)),
        "markdown": markdown.text([judged], language),
        "html": html.page([judged], language),
    }


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("judged", [JUDGED, CLEAN, WITH_ACCEPTED], ids=["found", "clean", "accepted"])
def test_every_form_says_what_a_check_is_worth(judged: Judged, language: Language) -> None:
    worth = NO_ADVICE.say(language)

    assert all(worth in text for text in shown(judged, language).values())
    assert worth.replace(" ", "")[:20] in _words(pdf.document([judged], language, MADE))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_form_names_every_finding_with_why_and_how_to_mend_it(language: Language) -> None:
    for name, text in shown(JUDGED, language).items():
        for found in REPORT.findings:
            assert found.rule in text, name
            assert found.suggestion.say(language) in text, name


def test_what_has_no_clauses_is_said_to_be_doubtful() -> None:
    lines = ("吾輩は猫である。名前はまだ無い。",)
    judged = Judged(report=replace(REPORT, document=Document(name="x", lines=lines, clauses=()), findings=()))

    texts = shown(judged, "en")
    assert all("Not one clause" in texts[name] for name in ("terminal", "markdown", "html"))


def test_a_word_is_marked_under_itself_though_signs_are_wide() -> None:
    lines = [line.plain for line in terminal.lines([JUDGED], [], "ja", 100)]

    quoted = next(n for n, line in enumerate(lines) if "極めて困難" in line)
    before, marks = lines[quoted].index("極めて困難"), lines[quoted + 1]

    assert safely.cells(lines[quoted][:before]) == len(marks) - len(marks.lstrip(" │"))
    assert marks.count("^") == safely.cells("極めて困難") == 10


@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    long = "前の言葉" * 60 + "極めて困難" + "後の言葉" * 60
    document = replace(DOCUMENT, lines=(long,), clauses=())
    at = Span(line=1, column=241, end_line=1, end_column=246)
    judged = Judged(
        report=replace(REPORT, document=document, findings=(finding("L36", Severity.WARNING, None, at, "極めて困難"),))
    )

    lines = [line.plain for line in terminal.lines([judged], [], "ja", width)]

    assert any("極めて困難" in line and "…" in line for line in lines)
    assert max(safely.cells(line) for line in lines if "│" in line or line.startswith("  ")) <= width


def test_what_was_read_cannot_drive_the_terminal_nor_turn_its_words_around() -> None:
    for language in LANGUAGES:
        for name, text in shown(hostile(), language).items():
            loose = json.loads(text) if name in {"json", "sarif"} else text
            assert name in {"json", "sarif"} or not re.search("[\x00-\x08\x1b\u202e]", str(loose)), name


def test_what_was_read_is_never_markup() -> None:
    page, note = html.page([hostile()], "ja"), markdown.text([hostile()], "ja")

    assert "<script>" not in page
    assert "&lt;script&gt;" in page
    assert "<script>" not in note
    assert "](http" not in note


class _Opened(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.outside: list[str] = []
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        self.tags.append(tag)
        self.ids += [said["id"] or ""] if "id" in said else []
        if (said.get("href") or "").startswith("#"):
            self.links.append((said["href"] or "")[1:])
        self.outside += [
            value or "" for key, value in attrs if key in {"src", "href"} and not (value or "").startswith("#")
        ]
        self.outside += [key for key, _ in attrs if key == "style" or key.startswith("on")]


def test_a_page_stands_by_itself_and_its_own_policy_lets_nothing_else_in() -> None:
    text = html.page([JUDGED, WITH_ACCEPTED], "ja")
    page = _Opened()
    page.feed(text)

    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', text)

    assert policy is not None
    assert policy[1].startswith("default-src &#x27;none&#x27;; style-src &#x27;sha256-")
    assert page.outside == []
    assert "script" not in page.tags
    assert "url(" not in text
    assert len(page.ids) == len(set(page.ids))
    assert set(page.links) <= set(page.ids)


def test_the_digest_in_a_pages_policy_is_that_of_its_style() -> None:
    import base64
    import hashlib

    text = html.page([JUDGED], "en")
    style = re.search(r"(?s)<style>(.*?)</style>", text)
    assert style is not None

    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()

    assert f"sha256-{digest}" in text.replace("&#x27;", "'")


def test_the_words_are_marked_in_place_and_the_text_is_whole() -> None:
    text = "".join(piece.words for row in rows.rows(REPORT) for piece in row.pieces)
    marked = [piece.words for row in rows.rows(REPORT) for piece in row.pieces if piece.findings]

    assert text == "".join(line for line in LINES if line)
    assert marked == ["極めて困難", "識別するための行為を", "行うこと", "予告なく変更"]


@pytest.mark.parametrize(("kind", "heading"), [("html", "守り"), ("docx", "守り"), ("markdown", "### 守り")])
def test_signs_that_only_the_reading_wrote_before_a_heading_are_not_shown(kind: str, heading: str) -> None:
    line = "### 守り"
    document = Document(name="x", lines=(line, "極めて困難です。"), clauses=(), kind=kind)
    whole = finding("L01", Severity.WARNING, "1", Span(line=1, column=1, end_line=1, end_column=7), line)
    word = finding("L02", Severity.ERROR, "1", Span(line=1, column=6, end_line=1, end_column=7), "り")
    judged = Judged(report=replace(REPORT, document=document, findings=(whole, word)))

    first = next(rows.rows(judged.report))
    seen = shown(judged, "ja")

    assert "".join(piece.words for piece in first.pieces) == heading
    assert [(piece.words, piece.begins) for piece in first.pieces] == [(heading[:-1], (0,)), ("り", (1,))]
    assert ("###" in seen["html"]) is ("###" in seen["terminal"].split("→")[0]) is (kind == "markdown")
    assert f"1 │ {heading}\n" in seen["terminal"]


def test_words_that_two_findings_mark_are_cut_where_either_begins_or_ends() -> None:
    line = "あいうえお"
    report = Report(
        document=Document(name="x", lines=(line,), clauses=()),
        findings=(
            finding("L01", Severity.WARNING, "1", Span(line=1, column=2, end_line=1, end_column=5), "いうえ"),
            finding("L02", Severity.ERROR, "1", Span(line=1, column=3, end_line=1, end_column=6), "うえお"),
        ),
        as_of=dt.date(2026, 11, 28),
        law_revision="x",
    )

    (row,) = rows.rows(report)

    assert [(p.words, p.findings, p.severity) for p in row.pieces] == [
        ("あ", (), None),
        ("い", (0,), Severity.WARNING),
        ("うえ", (0, 1), Severity.ERROR),
        ("お", (1,), Severity.ERROR),
    ]


def test_sarif_has_the_shape_the_standard_asks_for() -> None:
    log = sarif.document([WITH_ACCEPTED, CLEAN], "en")
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]

    assert log["version"] == "2.1.0"
    assert run["columnKind"] in {"utf16CodeUnits", "unicodeCodePoints"}
    assert re.fullmatch(r"\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?", run["tool"]["driver"]["semanticVersion"])
    assert len({rule["id"] for rule in rules}) == len(rules)
    for result in run["results"]:
        _check_result(result, rules)
    accepted = [result for result in run["results"] if result.get("suppressions")]
    assert [result["ruleId"] for result in accepted] == ["L36"]
    assert accepted[0]["suppressions"] == [
        {"kind": "external", "status": "accepted", "justification": "監査で確かめた"}
    ]


def _check_result(result: dict[str, Any], rules: list[dict[str, Any]]) -> None:
    region = result["locations"][0]["physicalLocation"]["region"]
    assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    assert result["level"] in {"none", "note", "warning", "error"}
    assert result["message"]["text"]
    assert region["startLine"] >= 1
    assert region["startColumn"] >= 1
    assert (region["endLine"], region["endColumn"]) >= (region["startLine"], region["startColumn"])
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "policies/my%20policy.txt"
    assert set(result) <= {
        "ruleId", "ruleIndex", "level", "message", "locations", "partialFingerprints", "properties", "suppressions",
    }  # fmt: skip


def test_a_finding_keeps_its_fingerprint_when_lines_move() -> None:
    moved = Judged(
        report=replace(
            REPORT,
            document=replace(DOCUMENT, lines=("", *LINES)),
            findings=(replace(ABSOLUTE, span=replace(ABSOLUTE.span, line=5, end_line=5)),),
        )
    )

    before = sarif.document([Judged(report=replace(REPORT, findings=(ABSOLUTE,)))], "ja")["runs"][0]["results"][0]
    after = sarif.document([moved], "ja")["runs"][0]["results"][0]

    assert before["partialFingerprints"] == after["partialFingerprints"]
    assert before["locations"] != after["locations"]


@pytest.mark.parametrize(("kind", "origins", "line"), [("html", (70,) * 99, 70), ("pdf", (), None), ("docx", (), None)])
def test_what_was_read_from_a_page_is_placed_in_its_file_and_not_in_the_reading(
    kind: str, origins: tuple[int, ...], line: int | None
) -> None:
    document = replace(DOCUMENT, kind=kind, origins=origins)
    judged = Judged(report=replace(REPORT, document=document, findings=(ABSOLUTE,)))

    command = next(github.lines([judged], "ja"))
    region = sarif.document([judged], "ja")["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]

    assert f",line={line},endLine={line},title" in command if line else ",line=" not in command
    assert "「極めて困難」" in command
    assert region == {"startLine": line or 1, "snippet": {"text": "極めて困難"}}


def test_github_reads_one_command_a_line_with_everything_escaped() -> None:
    lines = list(github.lines([JUDGED], "ja"))

    assert len(lines) == len(REPORT.findings) + 1
    assert lines[1].startswith(
        "::warning file=policies/my policy.txt,line=4,endLine=4,col=15,endColumn=19,title=L36 1-1::"
    )
    assert "50%25の人" in lines[1]
    assert all("\n" not in line for line in lines)


def test_a_printed_report_is_kept_and_read_aloud() -> None:
    body = pdf.document([JUDGED], "ja", MADE)

    held_as_claimed(body, language="ja")
    assert "極めて困難" in _words(body)
    for broken in (_encrypted, _scripted, _nameless):
        with pytest.raises(AssertionError):
            held_as_claimed(broken(body))


def _encrypted(body: bytes) -> bytes:
    with pikepdf.open(io.BytesIO(body)) as document:
        return _saved(document, encryption=pikepdf.Encryption(owner="o", user=""))


def _scripted(body: bytes) -> bytes:
    with pikepdf.open(io.BytesIO(body)) as document:
        document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
        return _saved(document)


def _nameless(body: bytes) -> bytes:
    """A font that the reader's machine is to have."""
    with pikepdf.open(io.BytesIO(body)) as document:
        font = next(iter(document.pages[0].Resources.Font.values()))
        held = font.DescendantFonts[0].FontDescriptor
        for name in {"/FontFile2", "/FontFile3"} & set(held.keys()):
            del held[name]
        return _saved(document)


def _saved(document: pikepdf.Pdf, **how: Any) -> bytes:
    out = io.BytesIO()
    document.save(out, **how)
    return out.getvalue()


@pytest.mark.parametrize("sign", ["\U0001f600", "\x00", "\u202e", "\U00030000", "ᚠ"])
def test_a_sign_no_font_has_is_printed_as_a_geta(sign: str) -> None:
    lines = (f"これは{sign}です。",)
    judged = Judged(report=replace(REPORT, document=Document(name="x", lines=lines, clauses=()), findings=()))

    assert "これは" in _words(pdf.document([judged], "ja", MADE))


def test_the_fonts_have_what_japanese_policies_are_written_with() -> None:
    have = glyphs.signs()

    assert all(ord(sign) in have for sign in "個人情報髙﨑①㈱〒…※〜－・")
    assert ord("\U0001f600") not in have


def _words(body: bytes) -> str:
    document = pypdfium2.PdfDocument(body)
    text = "".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    return re.sub(r"\s", "", text)


def test_every_article_that_a_rule_rests_on_is_said_in_words() -> None:
    cited = {article for rule in RULES.values() for article in rule.articles}

    assert not [article for article in cited if say(article, "ja") == article]
