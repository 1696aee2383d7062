"""
A report as a table, and as the files an audit takes away (policy 1-1, 2-3, 4-1, 5-1, 5-3): CSV and a workbook.

A cell that a spreadsheet would take for a formula, or a clause that it would take for a date, is text. A file says of
itself what it is, in both languages, as of when, under which version of the policy and at which size of the ledger; its
digest is the SHA-256 of the table as the CSV has it, from its heading to its last line.
"""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import orjson

from seiyaku.core.language import Language, Text

from .words_of_reports import WORDS

Cell = str | int
ABOUT = "説明 About"
FILES = {  # the kinds of file a report is handed out as, by their ending
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
BOOKS = {**FILES, "jsonl": "application/jsonl"}  # what a register is handed out as
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_LIKE_A_DATE = re.compile(r"\d{1,2}-\d{1,2}")  # a clause, which a spreadsheet makes the first of January


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """
    A report: what it is called and says, its columns, its rows, and how it should look (a plot), if it does.

    `columns` are its headings in one language, `both` in both, `names` those that programs go by.
    """

    title: str
    said: str
    columns: tuple[str, ...]
    rows: list[tuple[Cell, ...]]
    both: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    plot: tuple[tuple[str, str, int], ...] = ()
    kind: str = "bars"


def table_of(
    name: str,
    columns: str,
    rows: list[tuple[Cell, ...]],
    language: Language,
    plot: tuple[tuple[str, str, int], ...] = (),
    *,
    kind: str = "bars",
) -> Table:
    """Return a report by the words it is said in: its name, and the names of its columns, a space between."""
    names = tuple(columns.split())
    return Table(
        title=WORDS[name].say(language), said=WORDS[f"{name}_said"].say(language),
        columns=tuple(WORDS[word].say(language) for word in names),
        both=tuple(f"{WORDS[word].ja} / {WORDS[word].en}" for word in names), names=names, rows=rows, plot=plot,
        kind=kind,
    )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class AsOf:
    """
    What a report is a report of: which one, whose, as of when, under which policy, at which size of the ledger.

    `about`: what else a file says of itself, each by its word.
    """

    report: str
    title: Text
    clause: str
    operator: str
    at: dt.datetime
    policy: str
    entries: int
    about: tuple[tuple[str, str], ...] = ()


def as_document(table: Table, of: AsOf) -> dict[str, Any]:
    """Return the report as one document, for programs: what it is of, and its rows by the names of the columns."""
    return {
        "report": of.report, "title": table.title, "said": table.said, "clause": of.clause, "operator": of.operator,
        "as_of": of.at.isoformat(timespec="seconds"), "policy": of.policy, "entries": of.entries,
        "digest": digest(table), "columns": dict(zip(table.names, table.columns, strict=True)),
        "rows": [dict(zip(table.names, row, strict=True)) for row in table.rows],
    }  # fmt: skip


def heading(table: Table, of: AsOf) -> list[tuple[str, str]]:
    """Return what a file says of itself, each line in both languages."""
    said = (
        ("report", f"{of.title.ja} / {of.title.en}"), ("by_clause", of.clause), ("operator_named", of.operator),
        ("as_of", of.at.isoformat(timespec="seconds")), ("policy_version", of.policy),
        ("ledger_size", str(of.entries)), *of.about, ("digest_of_table", digest(table)),
    )  # fmt: skip
    return [(f"{WORDS[word].ja} / {WORDS[word].en}", value) for word, value in said]


def digest(table: Table) -> str:
    """Return the SHA-256 of the table as the CSV has it: the same on the screen, in the CSV and in the workbook."""
    return hashlib.sha256(_lines([table.both, *table.rows])).hexdigest()


def _lines(rows: Iterable[Iterable[Cell]]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows([[_safe(cell) for cell in row] for row in rows])
    return out.getvalue().encode()


def as_csv(table: Table, of: AsOf | None = None) -> bytes:
    """
    Return the report as CSV, with the mark by which spreadsheets know UTF-8: heading, an empty line, the table.

    A table that is no report has no heading.
    """
    said = _lines(heading(table, of)) + b"\r\n" if of is not None else b""
    return b"\xef\xbb\xbf" + said + _lines([table.both or table.columns, *table.rows])


def _safe(cell: Cell) -> Cell:
    if isinstance(cell, str) and (cell.startswith(_FORMULA) or _LIKE_A_DATE.fullmatch(cell)):
        return f"'{cell}"
    return cell


def as_workbook(table: Table, of: AsOf) -> bytes:
    """Return the report as XLSX, the table on the first sheet and what it is of on the second; text stays text."""
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet, about = book.add_worksheet(table.title[:31]), book.add_worksheet(ABOUT)
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
        text = book.add_format({"text_wrap": True, "valign": "top"})
        for column, name in enumerate(table.both):
            sheet.write_string(0, column, name, head)
        for number, row in enumerate(table.rows, start=1):
            for column, cell in enumerate(row):
                (sheet.write_number if isinstance(cell, int) else sheet.write_string)(number, column, cell, text)
        _for_paper(sheet)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(1, len(table.rows)), len(table.columns) - 1)
        for number, (name, value) in enumerate(heading(table, of)):
            about.write_string(number, 0, name, head)
            about.write_string(number, 1, value)
        sheet.autofit()
        about.autofit()
    return out.getvalue()


def as_lines(table: Table) -> bytes:
    """Return the table as JSON Lines: a row a line, by the names of its columns."""
    rows = (dict(zip(table.names, row, strict=True)) for row in table.rows)
    return b"".join(orjson.dumps(row) + b"\n" for row in rows)


def as_file(form: str, table: Table, of: AsOf) -> bytes:
    """Return the report as a file of the kind that `FILES` or `BOOKS` names."""
    if form == "jsonl":
        return as_lines(table)
    return as_csv(table, of) if form == "csv" else as_workbook(table, of)


def _for_paper(sheet: Any) -> None:
    """Have a sheet print on A4, lengthwise, as wide as the page, its heading on each."""
    sheet.set_paper(9)  # A4
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
