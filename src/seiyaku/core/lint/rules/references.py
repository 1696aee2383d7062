"""
What the text says of its own parts.

* L33  a reference that leads nowhere or to something else, and gaps in the numbering.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import pairwise

from seiyaku.core.language import Text
from seiyaku.core.lint.findings import Clause, Severity, Sureness
from seiyaku.core.lint.markers import number_of
from seiyaku.core.lint.prose import Prose, Statement

from .judging import Found, Rule

_OF_A_LAW = re.compile(
    r"(?:法|法律|令|規則|条例|規約|約款|規程|GDPR|ガイドライン|指針|同法|"
    r"同)(?:\([^)]*\))?(?:の)?(?:附則)?$|(?:法|法律|令|規則|同法|同条|同項)[^、。]{0,14}$"
)
_QUOTED = re.compile(r"[「『]\s*([0-9]{1,2})\s*[.．、 　]\s*([^」』]{2,40})[」』]")
_ARTICLE = re.compile(
    r"第([0-9]{1,3}|[一二三四五六七八九十]{1,4})条(?:の[0-9一二三四五])?(?:第([0-9]{1,2}|"
    r"[一二三四五六七八九十]{1,3})項)?"
)
_DOTTED = re.compile(
    r"(?:上記|前記|下記|本ポリシー|本方針|項番|第|^|[、。「(はにを])\s?([0-9]{1,2})[-.]([0-9]{1,2})(?:[-.]([0-9A-Z]{1,2}))?"
    r"(?:項|の(?!規格)|に(?:定め|規定|記載|基づ)|で(?:定め|規定)|を除)(?![0-9])"
)
_BEFORE = re.compile(r"前(二|三|2|3|両)?(条|項|号|各号|各項|各条)|次(条|項)")


def check_references(prose: Prose) -> Iterator[Found]:
    """Find references to clauses that are not there or are something else, and gaps in numbering."""
    tops = {clause.id: clause for clause in prose.document.clauses}
    if not any(_number(clause) for clause in prose.document.clauses):  # what bears numbers stands under marks
        titled = [clause for clause in prose.document.walk() if clause.title and _number(clause)]
        highest = min((clause.level for clause in titled), default=0)
        tops |= {str(n): clause for clause in reversed(titled) if clause.level == highest and (n := _number(clause))}
        tops = {name: clause for name, clause in tops.items() if _number(clause)} or tops
    known = {clause.id for clause in prose.document.walk()}
    for statement in prose.statements:
        yield from _broken(prose, statement, tops, known)
    yield from _gaps(prose)


def _broken(prose: Prose, statement: Statement, tops: dict[str, Clause], known: set[str]) -> Iterator[Found]:
    yield from _quoted(statement, tops)
    yield from _articles(prose, statement)
    if any("-" in each for each in known):
        for match in _DOTTED.finditer(statement.text):
            parts = [part for part in match.groups() if part]
            if parts[0] in tops and "-".join(parts) not in known:
                yield _nowhere(statement, match)
    for match in _BEFORE.finditer(statement.text):
        if not _OF_A_LAW.search(statement.text[: match.start()]) and not _resolves(prose, statement, match):
            yield _nowhere(statement, match)


def _quoted(statement: Statement, tops: dict[str, Clause]) -> Iterator[Found]:
    """Find 「4. 利用目的」 where 4 is not there, or is headed otherwise."""
    for match in _QUOTED.finditer(statement.text):
        clause = tops.get(match[1])
        if clause is None:
            yield _nowhere(statement, match)
        elif clause.title and SequenceMatcher(None, _core(clause.title), _core(match[2])).ratio() < 0.5:
            yield _elsewhere(statement, match, clause)


def _articles(prose: Prose, statement: Statement) -> Iterator[Found]:
    """Find 第5条第2項 of this text, not of a law, where there is none."""
    articles = {_number(clause): clause for clause in prose.document.walk() if "条" in clause.written}
    for match in _ARTICLE.finditer(statement.text) if articles else ():
        if _OF_A_LAW.search(statement.text[: match.start()]) or (match.start() == 0 and statement.kind == "title"):
            continue
        clause = articles.get(number_of(match[1]))
        if clause is None or number_of(match[2] or "") > max(len(clause.children) + 1, 1):
            yield _nowhere(statement, match)


def _core(title: str) -> str:
    return re.sub(r"[\s　・「」()（）]|について|に関して", "", title)


def _resolves(prose: Prose, statement: Statement, match: re.Match[str]) -> bool:
    """Say whether 前項, 前二項, 前条, 前号 or 次項 has somewhere to point to."""
    path = statement.path
    if not path:
        return True
    many = {"二": 2, "2": 2, "両": 2, "三": 3, "3": 3}.get(match[1] or "", 1)
    kind = (match[2] or match[3]).removeprefix("各")
    if kind == "条":
        own = next((n for n, each in enumerate(path) if "条" in each.written), 0)
    elif kind == "号":
        own = len(path) - 1
    else:
        own = _paragraph(path)
    if own >= len(path):
        return True
    among = [each for each in prose.siblings(path[own]) if each.written not in {"・", "-", "●"}] or list(
        prose.siblings(path[own])
    )
    at = next((n for n, each in enumerate(among) if each.id == path[own].id), 0)
    if kind == "号" and (match[2] or "").startswith("各") and path[-1].children:
        return True
    if match[0].startswith("次"):
        return at + 1 < len(among)
    if at >= many or _number(path[own]) > many:
        return True
    inner = [each for each in prose.below.get(path[-1].id, ()) if each.at < statement.at and each.kind != "title"]
    return kind != "条" and len(inner) >= many and not (own and path[own].children)


def _paragraph(path: tuple[Clause, ...]) -> int:
    """Return which level of a path is 項: the one below the article or the top, but that where nothing is below it."""
    article = next((n for n, clause in enumerate(path) if "条" in clause.written), 0)
    return min(article + 1, len(path) - 1)


def _gaps(prose: Prose) -> Iterator[Found]:
    groups = [prose.document.clauses, *(clause.children for clause in prose.document.walk() if clause.children)]
    for among in groups:
        numbered = [(clause, _number(clause)) for clause in among]
        for (former, before), (clause, number) in pairwise(numbered):
            if before and number and number > before + 1 and prose.below.get(clause.id):
                if _runs_on(prose, former, before + 1):
                    continue
                statement = prose.below[clause.id][0]
                yield Found(
                    where=statement,
                    articles=("32(1)",),
                    sureness=Sureness.LIKELY,
                    why=Text(
                        f"番号が {before} から {number} へ飛んでいます。",
                        f"The numbering jumps from {before} to {number}.",
                    ),
                    suggestion=Text(f"番号を {before + 1} に改めてください。", f"Number it {before + 1}."),
                )


def _runs_on(prose: Prose, clause: Clause, number: int) -> bool:
    """Say whether the item that seems to be missing stands in the line of the one before it: …します。⑦…"""
    sign = chr(ord("①") + number - 1) if number <= 20 else "\0"
    return any(sign in each.text for each in prose.below.get(clause.id, ()))


_ROMAN = {
    "I": 1,
    "II": 2,
    "III": 3,
    "IV": 4,
    "V": 5,
    "VI": 6,
    "VII": 7,
    "VIII": 8,
    "IX": 9,
    "X": 10,
    "XI": 11,
    "XII": 12,
}


def _number(clause: Clause) -> int:
    last = clause.id.rsplit("-", 1)[-1].split("(")[0].split("の")[0]
    if not clause.written or clause.written in "・-*●○■◆•":
        return 0
    return int(last) if last.isdecimal() else _ROMAN.get(last, 0)


def _nowhere(statement: Statement, match: re.Match[str]) -> Found:
    return Found(
        where=statement,
        start=match.start(),
        end=match.end(),
        articles=("32(1)",),
        sureness=Sureness.LIKELY,
        why=Text(f"「{match[0].strip()}」が指す条項がありません。", f"“{match[0].strip()}” points to no clause."),
        suggestion=Text(
            "正しい条項の番号と見出しに改めてください。", "Give the number and heading of the clause that is meant."
        ),
    )


def _elsewhere(statement: Statement, match: re.Match[str], clause: Clause) -> Found:
    return Found(
        where=statement,
        start=match.start(),
        end=match.end(),
        articles=("32(1)",),
        sureness=Sureness.LIKELY,
        why=Text(
            f"「{match[2]}」を指していますが、{match[1]} の見出しは「{clause.title}」です。",
            f"This points to “{match[2]}”, but {match[1]} is headed “{clause.title}”.",
        ),
        suggestion=Text(f"「{match[1]}. {clause.title}」に改めてください。", f"Write “{match[1]}. {clause.title}”."),
    )


RULES = (
    Rule(
        id="L33",
        severity=Severity.ERROR,
        articles=("32(1)",),
        check=check_references,
        title=Text("壊れた参照・番号の飛び", "A broken reference or a gap in numbering"),
        looks_at=Text("条項への参照と番号の並び", "references to clauses, and the order of numbers"),
    ),
)
