"""
The officer's books (policy 1-1, 2-3, 4-1, 5-1, 5-3): the same table on the screen, as CSV and as a workbook.

Counts, names of items and days; nobody is in them. A cell that a spreadsheet would take for a formula is text. A file
says of itself what it is, in both languages, as of when, under which version of the policy and at which size of the
ledger; its digest is the SHA-256 of the table as the CSV has it, from its heading to its last line.
"""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from seiyaku.core.language import Language
from seiyaku.core.law import DUTIES
from seiyaku.core.model import Keep, Policy
from seiyaku.core.vocabulary import UNTIL, said_duration
from seiyaku.core.vocabulary import WORDS as TRADE
from seiyaku.ledger import tallies
from seiyaku.partners import queries as partners
from seiyaku.policy import queries as policies
from seiyaku.vault import surveys

from .words import WORDS

Cell = str | int
YEAR = dt.timedelta(days=365)
MONTH = dt.timedelta(days=30)
DONE = ("allowed", "done")
USES = frozenset({"find", "read", "contact", "provide", "export", "profile", "anonymise"})  # not what takes in
OUT = frozenset({"provide", "export", "disclose", "contact"})  # what goes to somebody, or leaves the screen
ABOUT = "説明 About"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A report: what it is called and says, its columns, its rows, and how it should look (a plot), if it does."""

    title: str
    said: str
    columns: tuple[str, ...]
    rows: list[tuple[Cell, ...]]
    both: tuple[str, ...] = ()
    plot: tuple[tuple[str, str, int], ...] = ()
    kind: str = "bars"


def data_map(policy: Policy, day: dt.date, language: Language) -> Table:
    """What is held, of whom, where, why, until when (1-1)."""
    del day
    held = surveys.holdings(policies.bits())
    rows: list[tuple[Cell, ...]] = []
    for name, field in policy.rules.fields.items():
        purposes = [rule.label[language] for rule in policy.rules.purposes.values() if name in rule.needs]
        until = {
            _kept(rule.keep_fields.get(name) or rule.keep, language)
            for rule in policy.rules.purposes.values()
            if name in rule.needs
        }
        rows.append((
            field.clause, field.label[language], TRADE[field.klass].say(language), TRADE[field.kind].say(language),
            TRADE[field.of].say(language), field.sheet, held.get(name, surveys.Holding()).people,
            _list(purposes, language), _list(sorted(until - {""}), language),
        ))  # fmt: skip
    return _table("data_map", "clause field class field_kind of_whom sheet people_held purposes keep", rows, language)


def freshness(policy: Policy, day: dt.date, language: Language) -> Table:
    """How old what is held is, and which items count as stale after how long (2-3)."""
    held = surveys.holdings(policies.bits())
    rows: list[tuple[Cell, ...]] = []
    for name, field in policy.rules.fields.items():
        one = held.get(name)
        if one is None:
            continue
        oldest = dt.date.fromordinal(one.oldest)
        rows.append(
            (
                field.label[language],
                one.people,
                oldest.isoformat(),
                (day - oldest).days,
                said_duration(field.stale_after or "", language) or "—",
            )
        )
    rows.sort(key=lambda row: -int(row[3]))
    return _table("freshness", "field people_held oldest age_days stale_after", rows, language)


def purposes(policy: Policy, day: dt.date, language: Language) -> Table:
    """Each purpose: its items, its uses in a month and a year, refusals, the last use (4-1)."""
    found = tallies.since(day - YEAR, lambda said: bool(said.get("purpose")))
    rows: list[tuple[Cell, ...]] = []
    plot: Counter[tuple[str, str]] = Counter()
    labels = {
        name: (rule.clause, rule.label[language], len(rule.needs)) for name, rule in policy.rules.purposes.items()
    }
    labels |= {duty.key: (duty.article.partition(";")[0], duty.label.say(language), 0) for duty in DUTIES}
    for name, (clause, label, needs) in labels.items():
        mine = [one for one in found if one.said["purpose"] == name]
        if name not in policy.rules.purposes and not mine:
            continue
        used = [one for one in mine if one.said.get("answer") in DONE]
        month = sum(one.times for one in used if one.day > day - MONTH)
        refused = sum(one.times for one in mine if one.said.get("answer") == "denied")
        last = max((one.day for one in used), default=None)
        rows.append((
            clause, label, needs, month, sum(one.times for one in used), refused, last.isoformat() if last else "—"
        ))  # fmt: skip
        for one in used:
            if one.day > day - MONTH:
                plot[one.day.isoformat(), label] += one.times
    columns = "clause purpose needs uses_month uses_year refusals last_use"
    points = tuple((when, label, times) for (when, label), times in sorted(plot.items()))
    return _table("purposes_report", columns, rows, language, points)


def sources(policy: Policy, day: dt.date, language: Language) -> Table:
    """From where what is held came, by source and notice, the attested share, and what waits in quarantine (5-1)."""
    del day
    known, notices = policy.rules.sources, policy.rules.notices
    rows: list[tuple[Cell, ...]] = []
    for source, notice, attested, sheets in surveys.sources():
        rows.append((
            known[source].label[language] if source in known else source,
            notices[notice].label[language] if notice in notices else notice or "—",
            WORDS["attested" if attested else "known_source"].say(language), sheets,
        ))  # fmt: skip
    waiting = WORDS["in_quarantine"].say(language)
    rows += [(waiting, reason, "—", count) for reason, count in sorted(surveys.quarantined().items())]
    return _table("sources_report", "source notice certainty sheets", rows, language)


def minimum(policy: Policy, day: dt.date, language: Language) -> Table:
    """Which items no purpose used for a year, and which are held though nothing needs them (5-3)."""
    used: Counter[str] = Counter()
    last: dict[str, dt.date] = {}
    for one in tallies.since(day - YEAR, lambda said: said.get("answer") in DONE and said.get("act") in USES):
        for name in one.said.get("fields", ()):
            used[name] += one.times
            last[name] = max(last.get(name, one.day), one.day)
    held = surveys.holdings(policies.bits())
    needed = {name for rule in policy.rules.purposes.values() for name in rule.needs}
    rows: list[tuple[Cell, ...]] = []
    for name, field in policy.rules.fields.items():
        people = held.get(name, surveys.Holding()).people
        word = "unneeded" if name not in needed else "unused" if people and not used[name] else "in_use"
        if not people and word == "in_use":
            word = "not_held"
        when = last[name].isoformat() if name in last else "—"
        rows.append((field.label[language], people, used[name], when, WORDS[word].say(language)))
    return _table("minimum", "field people_held uses_year last_use state", rows, language)


def flows(policy: Policy, day: dt.date, language: Language) -> Table:
    """Who got what in a year, on which ground or for which purpose: partners, the people themselves, own files (8)."""
    rules = policy.rules
    found: dict[tuple[str, str], Counter[str]] = {}
    last: dict[tuple[str, str], dt.date] = {}
    times: Counter[tuple[str, str]] = Counter()
    drawn: Counter[tuple[str, str]] = Counter()
    seen = tallies.since(day - YEAR, lambda said: said.get("answer") in DONE and said.get("act") in OUT)
    names = partners.names(one.said["recipient"] for one in seen if one.said.get("recipient"))
    for one in seen:
        to = names.get(one.said.get("recipient", "")) or WORDS[f"out_{one.said['act']}"].say(language)
        why = one.said.get("ground") or one.said.get("purpose") or ""
        rule = rules.provisions.get(why) or rules.purposes.get(why)
        key = to, rule.label[language] if rule else next((d.label.say(language) for d in DUTIES if d.key == why), "—")
        items = [rules.fields[name].label[language] for name in one.said.get("fields", ()) if name in rules.fields]
        times[key] += one.times
        last[key] = max(last.get(key, one.day), one.day)
        for item in items:
            found.setdefault(key, Counter())[item] += one.times
            drawn[item, to] += one.times
    rows: list[tuple[Cell, ...]] = [
        (to, why, _list(sorted(found.get((to, why), ())), language), times[to, why], last[to, why].isoformat())
        for to, why in sorted(times)
    ]
    points = tuple((item, to, count) for (item, to), count in sorted(drawn.items()))
    columns = "recipient ground_or_purpose fields_of uses_year last_use"
    return _table("flows_report", columns, rows, language, points, kind="ribbons")


REPORTS: dict[str, Callable[[Policy, dt.date, Language], Table]] = {
    "data-map": data_map, "freshness": freshness, "purposes": purposes, "sources": sources, "minimum": minimum,
    "flows": flows,
}  # fmt: skip
TITLES: dict[str, tuple[str, str]] = {
    "data-map": ("data_map", "1-1"), "freshness": ("freshness", "2-3"), "purposes": ("purposes_report", "4-1"),
    "sources": ("sources_report", "5-1"), "minimum": ("minimum", "5-3"),
    "flows": ("flows_report", "8"),
}  # fmt: skip


def _table(
    name: str,
    columns: str,
    rows: list[tuple[Cell, ...]],
    language: Language,
    plot: tuple[tuple[str, str, int], ...] = (),
    *,
    kind: str = "bars",
) -> Table:
    said = WORDS[f"{name}_said"].say(language)
    heads = tuple(WORDS[word].say(language) for word in columns.split())
    both = tuple(f"{WORDS[word].ja} / {WORDS[word].en}" for word in columns.split())
    return Table(title=WORDS[name].say(language), said=said, columns=heads, both=both, rows=rows, plot=plot, kind=kind)


def _list(names: list[str], language: Language) -> str:
    return WORDS["comma"].say(language).join(names) or "—"


def _kept(keep: Keep | None, language: Language) -> str:
    return UNTIL[keep.until].say(language).format(said_duration(keep.for_, language)) if keep else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AsOf:
    """What a report is a report of: which one, whose, as of when, under which policy, at which size of the ledger."""

    name: str
    operator: str
    at: dt.datetime
    policy: str
    entries: int


def heading(table: Table, of: AsOf) -> list[tuple[str, str]]:
    """Return what a file says of itself, each line in both languages."""
    title = WORDS[TITLES[of.name][0]]
    said = (
        ("report", f"{title.ja} / {title.en}"), ("by_clause", TITLES[of.name][1]), ("operator_named", of.operator),
        ("as_of", of.at.isoformat(timespec="seconds")), ("policy_version", of.policy),
        ("ledger_size", str(of.entries)), ("digest_of_table", digest(table)),
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
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def as_workbook(table: Table, of: AsOf) -> bytes:
    """Return the report as XLSX, the table on the first sheet and what it is of on the second; text stays text."""
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet, about = book.add_worksheet(table.title[:31]), book.add_worksheet(ABOUT)
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
        for column, name in enumerate(table.both):
            sheet.write_string(0, column, name, head)
        for number, row in enumerate(table.rows, start=1):
            for column, cell in enumerate(row):
                (sheet.write_number if isinstance(cell, int) else sheet.write_string)(number, column, cell)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(1, len(table.rows)), len(table.columns) - 1)
        for number, (name, value) in enumerate(heading(table, of)):
            about.write_string(number, 0, name, head)
            about.write_string(number, 1, value)
        sheet.autofit()
        about.autofit()
    return out.getvalue()
