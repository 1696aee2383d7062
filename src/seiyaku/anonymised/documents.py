"""
The document of a release, in one language: verdict first, then gates, risk, distributions, the articles, who signed.

Everything comes from the release record and its report. As HTML, as PDF (PDF/A-2a, PDF/UA-1), as JSON with the
operator's signature over what it says.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from importlib.resources import files
from typing import Any

import orjson

from seiyaku.core.citations import say_all
from seiyaku.core.language import Language, Text, capital, joined
from seiyaku.keys import signing
from seiyaku.people.days import local
from seiyaku.policy import queries as policies
from seiyaku.post.printing import pdf as printed

from . import pages, wording
from .gates import NAMES
from .presets import PRESETS

VERDICT = Text(
    "匿名加工情報として扱えます。一番小さい集まりは{smallest:,}人、再識別の平均リスクは{average_risk:.2%}、"
    "失われた細かさは{lost:.1%}です（{people:,}人から{rows:,}行、削除 {suppressed:,}行）。",
    "It may be handled as anonymised information. The smallest group is of {smallest:,} people, the average risk of "
    "re-identification is {average_risk:.2%}, and {lost:.1%} of the detail is lost ({rows:,} rows of {people:,} "
    "people, {suppressed:,} left out).",
)
WORD: dict[str, Text] = {
    "title": Text("匿名加工情報 第{0}号の記録", "Record of anonymised information no. {0}"),
    "checks": Text("確かめたこと", "What was checked"),
    "gate": Text("基準", "gate"), "article": Text("法令", "article"),
    "seen": Text("結果", "what was seen"), "record": Text("記録", "The record"), "item": Text("項目", "item"),
    "value": Text("内容", "value"), "means": Text("意味", "what it means"),
    "risk": Text("再識別リスク（加工の前と後）", "Risk of re-identification, before and after"),
    "there": Text("母集団の中での再識別リスク", "Risk of re-identification in the population"),
    "classes": Text("集まりの大きさごとの行数", "Rows by the size of their group"), "size": Text("大きさ", "size"),
    "before": Text("前", "before"), "after": Text("後", "after"), "spread": Text("分布: {0}", "Spread: {0}"),
    "asked": Text("求めた条件と失われた細かさ", "What was asked, and what it costs"), "label": Text("値", "label"),
    "articles": Text("規則34条との対応", "How it answers rule 34"), "signed": Text("署名", "Signatures"),
    "items": Text("公表する項目", "What the public page says"), "name": Text("題名", "title"),
    "number": Text("番号", "number"), "use": Text("用途", "for"), "why": Text("厳しさの理由", "why so strict"),
    "policy": Text("ポリシーの版", "policy version"), "digest": Text("表の SHA-256", "SHA-256 of the table"),
    "made": Text("作成", "made"), "approved": Text("承認", "approved"), "published": Text("公表", "published"),
    "usable": Text("使える日", "usable from"), "facts": Text("加工方法等情報の破棄", "facts destroyed after"),
    "none": Text("—", "—"), "level": Text("粗さ（段階 / 最も粗い段階）", "grain (level / coarsest)"),
    "proof": Text("探索", "search"),
    "population": Text("母集団", "population"), "listed": Text("項目", "items"), "rows": Text("行数", "rows"),
    "withdrawn": Text("取り下げ", "withdrawn"),
 "signature": Text("事業者の署名", "the operator's signature"),
}  # fmt: skip
RISK_ROWS = (
    ("highest", Text("最大", "highest")),
    ("average", Text("平均", "average")),
    ("unique", Text("一意な行", "unique rows")),
)
MARK = "seiyaku-release-document-1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One part: a heading and a table; `plot`: its rows are (label, before, after) and may be drawn."""

    heading: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    plot: tuple[tuple[str, int, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A document in one language."""

    title: str
    verdict: str
    sections: tuple[Section, ...]
    note: str


def document(record: dict[str, Any], report: dict[str, Any], language: Language) -> Document:
    """Return the document of a release (`queries.release`) and its report (`sealed.report`)."""
    return Document(
        title=WORD["title"].say(language).format(record["number"]),
        verdict=VERDICT.say(language).format(**record["verdict"]),
        sections=(*_about(record, report, language), *measured(report, language), _articles(report, language)),
        note=signature(record, report),
    )


def checked(verdict: dict[str, Any], language: Language) -> tuple[tuple[str, str, str], ...]:
    """Return what each gate is called, its article, and what it saw."""
    return tuple(
        (NAMES[t["gate"]].begin(language), capital(say_all(t["article"], language)), t[language])
        for t in verdict["checks"]
    )


def signature(record: dict[str, Any], report: dict[str, Any]) -> str:
    """Return the operator's signed note over the record and the report as JSON."""
    digest = hashlib.sha256(as_json(record, report)).hexdigest()
    return signing.note(policies.in_force().policy.operator.id, f"{MARK}\n{record['ref']}\n{digest}\n")


def as_json(record: dict[str, Any], report: dict[str, Any]) -> bytes:
    """Return both as canonical JSON."""
    return orjson.dumps({"record": record, "report": report}, option=orjson.OPT_SORT_KEYS | orjson.OPT_INDENT_2)


def as_html(made: Document, report: dict[str, Any], language: Language) -> str:
    """Return it as a page that needs nothing else: the record first, then the report with its plots."""
    parts = [f"<p>{escape(made.verdict)}</p>"]
    for section in made.sections:
        if section.plot or not section.rows:
            continue  # the report below draws these
        head = "".join(f'<th scope="col">{escape(each)}</th>' if each else "<td></td>" for each in section.head)
        rows = "".join(
            f'<tr><th scope="row">{escape(first)}</th>{"".join(f"<td>{escape(cell)}</td>" for cell in rest)}</tr>'
            for first, *rest in section.rows
        )
        table = pages.wide(f"<table><tr>{head}</tr>{rows}</table>", section.heading)
        parts.append(f"<h2>{escape(section.heading)}</h2>{table}")
    parts.append(f"<h2>{WORD['signed'].say(language)}</h2><pre>{escape(made.note)}</pre>")
    before, end, after = pages.html(report, language).partition("</h1>")
    return f"{before}{end}{''.join(parts)}{after}"


def as_pdf(made: Document, language: Language, *, at: dt.datetime) -> bytes:
    """Return it as PDF/A-2a."""
    said = {
        "language": language, "title": made.title, "verdict": made.verdict, "signed": WORD["signed"].say(language),
        "note": made.note,
        "sections": [
            {"heading": s.heading, "head": s.head, "rows": s.rows, "numbers": bool(s.plot) or s.head[0] == ""}
            for s in made.sections if s.rows
        ],
    }  # fmt: skip
    return printed((files(__package__) / "document.typ").read_bytes(), said, made=at)


def said(record: dict[str, Any], language: Language) -> tuple[tuple[str, str], ...]:
    """Return the record itself in words: what it is called, what it is for, its days, and who acted."""

    def say(name: str) -> str:
        return WORD[name].begin(language)

    def when(at: dt.datetime | None, by: str = "") -> str:
        return f"{local(at):%Y-%m-%d %H:%M} {by}".strip() if at else say("none")

    preset = PRESETS[record["preset"]]
    return (
        (say("number"), str(record["number"])), (say("name"), record["title"][language]),
        (say("use"), preset.label.begin(language)), (say("why"), preset.why.begin(language)),
        (say("listed"), joined((each["label"][language] for each in record["items"]), language)),
        (say("rows"), f"{record['rows']:,}"),
        (say("policy"), record["policy"]), (say("digest"), record["digest"]),
        (say("made"), when(record["made_at"], record["made_by"])),
        (say("approved"), when(record["approved_at"], record["approved_by"])),
        (say("published"), when(record["published_at"])), (say("usable"), str(record["usable_from"] or say("none"))),
        (say("facts"), str(record["facts_until"])),
        *(((say("withdrawn"), when(record["withdrawn_at"])),) if record["withdrawn_at"] else ()),
    )  # fmt: skip


def _about(record: dict[str, Any], report: dict[str, Any], language: Language) -> Sequence[Section]:
    def say(name: str) -> str:
        return WORD[name].begin(language)

    checks = checked(record["verdict"], language)
    levels = {each["column"]: f"{each['level']} / {each['of']}" for each in report["columns"]}
    items = tuple(
        (each["column"], each["label"][language], levels.get(each["column"], say("none"))) for each in record["items"]
    )
    return (
        Section(heading=say("checks"), head=_head(say("gate"), say("article"), say("seen")), rows=checks),
        Section(heading=say("items"), head=_head(say("item"), say("value"), say("level")), rows=items),
        Section(heading=say("record"), head=_head(say("item"), say("value")), rows=said(record, language)),
    )


def measured(report: dict[str, Any], language: Language) -> Sequence[Section]:
    """Return risk, classes, distributions, what was asked and what it costs."""

    def say(name: str) -> str:
        return WORD[name].begin(language)

    both = (say("before"), say("after"))
    risk = report["risk"]
    risks = tuple(
        (text.begin(language), *(f"{risk[when]['prosecutor'][key]:.2%}" for when in ("before", "after")))
        for key, text in RISK_ROWS
    )
    sizes = tuple(
        (_run(was), int(was["rows"]), int(now["rows"]))
        for was, now in zip(report["classes"]["before"], report["classes"]["after"], strict=True)
    )
    models = [wording.model(each, language) for each in report["asked"]]
    metrics = [(wording.metric(name, language), f"{value:,.6g}") for name, value in report["utility"].items()]
    asked = tuple(
        (capital(each.name), figure, capital(each.means))
        for each, figure in (*((each, each.figure) for each in models), *metrics)
    )
    found = ((say("proof"), "", (pages.PROVEN if report["found"]["proven"] else pages.UNPROVEN).begin(language)),)
    people = report.get("population")  # reports that were sealed before have none
    known = ((say("population"), "", capital(people[language])),) if people else ()
    done = tuple((each["column"] or say("none"), capital(each[language])) for each in report.get("treatments") or ())
    return (
        Section(heading=say("risk"), head=_head("", *both), rows=risks),
        *_there(report, language),
        _plotted(say("classes"), (say("size"), *both), sizes),
        *(
            _plotted(
                say("spread").format(column["column"]), (say("label"), *both),
                tuple((each["label"], int(each["before"]), int(each["after"])) for each in column["labels"]),
            )
            for column in report["columns"]
        ),
        Section(
            heading=say("asked"), head=_head(say("item"), say("value"), say("means")), rows=(*asked, *found, *known)
        ),
        Section(heading=pages.PARTS["treatments"].say(language), head=_head(say("item"), say("value")), rows=done),
    )  # fmt: skip


def _there(report: dict[str, Any], language: Language) -> Sequence[Section]:
    """Return the risks in the population, where they were counted."""
    held = report.get("in_population")  # reports that were sealed before have none
    if not held:
        return ()
    rows = tuple((text.begin(language), pages.share_in(held, path)) for path, text in pages.IN_POPULATION)
    return (Section(heading=WORD["there"].say(language), head=_head("", WORD["after"].say(language)), rows=rows),)


def _head(*said: str) -> tuple[str, ...]:
    """Return the headings of columns, each beginning with a capital."""
    return tuple(map(capital, said))


def _plotted(heading: str, head: tuple[str, ...], rows: tuple[tuple[str, int, int], ...]) -> Section:
    said = tuple((label, f"{before:,}", f"{after:,}") for label, before, after in rows)
    return Section(heading=heading, head=_head(*head), rows=said, plot=rows)


def _articles(report: dict[str, Any], language: Language) -> Section:
    head = _head("", WORD["seen"].say(language))
    return Section(heading=WORD["articles"].say(language), head=head, rows=pages.answered(report, language))


def _run(size: dict[str, int]) -> str:
    if size["to"] >= 1 << 60:
        return f"{size['from']:,}–"
    return f"{size['from']:,}" if size["from"] == size["to"] else f"{size['from']:,}–{size['to']:,}"
