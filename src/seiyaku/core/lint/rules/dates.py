"""
The day of the text, and the law it knew.

* L37  the text is older than the last reform, or cites articles by their old numbers;
* L42  no day of effect and no version.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from seiyaku.core.language import Text
from seiyaku.core.lint.citations import REFORM_2015, REFORM_2020, TELECOM
from seiyaku.core.lint.findings import Severity, Sureness
from seiyaku.core.lint.prose import Prose, Statement

from .judging import Found, Rule

DAY = re.compile(
    r"([12][0-9]{3})\s*[年/.-]\s*([0-9]{1,2})(?:\s*[月/.-]\s*([0-9]{1,2})日?)?|(令和|平成)\s*([0-9]{1,2}|"
    r"元)\s*年\s*([0-9]{1,2})\s*月(?:\s*([0-9]{1,2})日?)?"
)
_VERSION = re.compile(r"第[0-9一二三四五六七八九十.]+版|[Vv]er(?:sion)?\.?\s?[0-9]")
_DATED = re.compile(r"制定|に定め|改[定訂正]|施行|更新|適用|発効|策定|公表|附則|現在")


def latest_day(prose: Prose) -> tuple[dt.date, Statement, re.Match[str]] | None:
    """Return the latest day the text says it was made or changed, with where it stands."""
    days: list[tuple[dt.date, Statement, re.Match[str]]] = []
    for statement in prose.statements:
        alone = re.sub(r"[\s()。、以上]", "", DAY.sub("", statement.text)) == ""
        if len(statement.text) > 120 or not (_DATED.search(statement.text) or alone):
            continue
        days.extend((day, statement, match) for match in DAY.finditer(statement.text) if (day := _day(match)))
    return max(days, key=lambda each: each[0], default=None)


def _day(match: re.Match[str]) -> dt.date | None:
    year = (
        int(match[1])
        if match[1]
        else (1 if match[5] == "元" else int(match[5])) + {"令和": 2018, "平成": 1988}[match[4]]
    )
    try:
        return dt.date(year, int(match[2] or match[6]), int(match[3] or match[7] or 1))
    except ValueError:
        return None


_REFORMS = (
    (REFORM_2015, "2017年5月30日", "2017-05-30"),
    (REFORM_2020, "2022年4月1日", "2022-04-01"),
    (TELECOM, "2023年6月16日（電気通信事業法）", "2023-06-16 (Telecommunications Business Act)"),
)
_SENDS = re.compile(r"外部送信|[Cc]ookie|クッキー|広告識別子|アクセス解析")
_ACT = r"(?:個人情報(?:の)?保護(?:に関する)?(?:法律|法)|保護法|(?<![一-龠])法|同法)(?:\([^)]*\))?(?:の)?第?"
_OLD = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_ACT}(?:23|二十三)条(?!.{{0,15}}(?:安全|管理))[^。]{{0,25}}(?:第三者|提供|共同|委託|同意)",
        rf"{_ACT}(?:24|二十四)条[^。]{{0,20}}外国",
        rf"{_ACT}(?:2[5-7]|二十[五六七])条[^。]{{0,20}}(?:開示|訂正|利用停止)",
        rf"{_ACT}(?:27|二十七)条[^。]{{0,20}}(?:公表|周知|保有個人データに関する)",
        rf"{_ACT}(?:28|二十八)条(?![^。]{{0,20}}外国)[^。]{{0,20}}開示",
        rf"{_ACT}(?:29|二十九)条(?![^。]{{0,20}}記録)[^。]{{0,20}}訂正",
        rf"{_ACT}(?:30|三十)条(?![^。]{{0,20}}(?:確認|記録))[^。]{{0,20}}(?:停止|消去)",
        rf"{_ACT}(?:36|三十六)条[^。]{{0,25}}匿名加工",
        rf"{_ACT}(?:15|16|十五|十六)条[^。]{{0,20}}利用目的",
        rf"{_ACT}(?:18|十八)条[^。]{{0,25}}(?:通知|公表|明示)",
        rf"{_ACT}(?:20|二十)条(?!第2項)[^。]{{0,20}}安全管理",
        # terms that article 2 no longer defines: it does business operators, data and held data in 16 today
        rf"(?<!保有)個人データ[」』]?\({_ACT}(?:2|二)条第?(?:6|六)項",
        rf"保有個人データ[」』]?\({_ACT}(?:2|二)条第?(?:7|七)項",
        rf"個人情報取扱事業者[」』]?\({_ACT}(?:2|二)条第?(?:5|五)項",
        rf"匿名加工情報[」』]?\({_ACT}(?:2|二)条第?(?:9|九)項",
        rf"{_ACT}(?:2|二)条第?(?:6|六)項(?:に(?:いう|定める|規定する|定義する))「?個人データ",
        rf"{_ACT}(?:2|二)条第?(?:7|七)項(?:に(?:いう|定める|規定する|定義する))「?保有個人データ",
    )
)


def check_age(prose: Prose) -> Iterator[Found]:
    """Find a text dated before the last reform in force, or articles by their numbers before it."""
    dated = latest_day(prose)
    reforms = [each for each in _REFORMS if each[0] <= prose.as_of and (each[0] != TELECOM or prose.has(_SENDS))]
    missed = [each for each in reforms if dated and dated[0] < each[0]]
    if dated and missed:
        yield Found(
            where=dated[1],
            start=dated[2].start(),
            end=dated[2].end(),
            articles=("32(1)", "Telecom 27-12") if missed[-1][0] == TELECOM else None,
            why=Text(
                f"文書の日付より後に、{'、'.join(ja for _, ja, _ in missed)}に改正法が施行されています。",
                f"After the date of the text, reforms came into force on {', '.join(en for _, _, en in missed)}.",
            ),
            suggestion=Text(
                "改正後の法律に照らして見直し、改定日を記載してください。",
                "Review the text against the law as reformed, and state the day of the revision.",
            ),
        )
    if prose.as_of < REFORM_2020:
        return
    for pattern in _OLD:
        for statement, match in prose.find(pattern):
            yield Found(
                where=statement,
                start=match.start(),
                end=match.end(),
                sureness=Sureness.LIKELY,
                why=Text(
                    "個人情報保護法の条番号が、2022年4月1日より前の番号です。",
                    "The article is cited by the number it had before 2022-04-01.",
                ),
                suggestion=Text(
                    "現行法の条番号（第三者提供は第27条、開示は第33条など）に改めてください。",
                    "Cite the article by today's number (provision to third parties is 27, disclosure 33, and so on).",
                ),
            )


def check_day(prose: Prose) -> Iterator[Found]:
    """Find a text that says neither since when it holds nor which version it is."""
    if prose.document.declared.get("effective") or latest_day(prose) or prose.has(_VERSION):
        return
    yield Found(
        where=prose.statements[-1] if prose.statements else None,
        missing=True,
        why=Text("制定日、改定日、版のいずれも書かれていません。", "Neither a day of effect nor a version is stated."),
        suggestion=Text(
            "「○年○月○日制定、○年○月○日改定」と記載してください。", "State the day it was made and last revised."
        ),
    )


RULES = (
    Rule(
        id="L37",
        severity=Severity.WARNING,
        articles=("32(1)",),
        check=check_age,
        title=Text("改正前の日付や条番号", "A date or article numbers from before the last reform"),
        looks_at=Text(
            "制定・改定の日、引用された条番号", "the days the text was made or changed, the articles it cites"
        ),
    ),
    Rule(
        id="L42",
        severity=Severity.INFO,
        articles=("32(1)",),
        check=check_day,
        title=Text("日付も版もない", "No day and no version"),
        looks_at=Text("文書全体の日付と版", "days and versions anywhere in the text"),
    ),
)
