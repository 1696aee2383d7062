"""
When requests are answered.

* L28  no time, or only 随時 (33(2)).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from seiyaku.core.language import Text
from seiyaku.core.lint.findings import Severity
from seiyaku.core.lint.prose import Prose, Statement

from .judging import Found, Rule
from .requests import is_elsewhere, procedures

_TIME = re.compile(
    r"遅滞なく|遅滞無く|速やか|すみやか|直ち|ただち|[0-9一二三四五六七八九十]+\s*(?:営業)?(?:日|週間|か月|"
    r"ヶ月|カ月|箇月|ヵ月)(?:以内|程度|を目安|ほど|で|間|後|前後)|"
    r"[0-9]+\s*営業日|合理的(?:な)?期間|法令(?:に|の)(?:定め|従)[^。]{0,10}期間|期限"
)
_OF_PAPERS = re.compile(  # since when a paper may have been issued is no time for an answer
    r"(?:発行|作成|交付|有効)[^。、]{0,10}"
    r"(?:[0-9一二三四五六七八九十]+\s*(?:日|週間|か月|ヶ月|カ月|箇月|ヵ月)[^。、]{0,4}|期限)"
)
_WHENEVER = re.compile(r"随時|適宜|順次")
_ANSWERS = re.compile(r"対応|回答|開示|お?返事|返答|通知|処理|応じ|実施")


def check_time(prose: Prose) -> Iterator[Found]:
    """Find procedures without a time, or with one that promises nothing."""
    said = procedures(prose)
    body = [each for each in said if each.kind != "title"]
    if not body or is_elsewhere(prose, said):
        return
    if any(_TIME.search(_OF_PAPERS.sub("", each.text)) for each in body):
        return
    for statement, match in prose.find(_WHENEVER, body):
        if _ANSWERS.search(statement.text[match.end() : match.end() + 20]):
            yield _untimed(statement, match.start(), match.end(), missing=False)
            return
    yield _untimed(body[0], 0, None, missing=True)


def _untimed(statement: Statement, start: int, end: int | None, *, missing: bool) -> Found:
    return Found(
        where=statement,
        start=start,
        end=end,
        missing=missing,
        why=Text(
            "請求への対応の時期が書かれていないか「随時」とあるだけですが、法律は遅滞なく対応するよう定めています。",
            "When requests are answered is not said, or only 随時 (at any time); the Act wants it without delay.",
        ),
        suggestion=Text(
            "「ご請求を受けたときは、遅滞なく（原則として○日以内に）回答します。」と記載してください。",
            "Add: “Requests are answered without delay, as a rule within … days.”",
        ),
    )


RULES = (
    Rule(
        id="L28",
        severity=Severity.WARNING,
        articles=("33(2)",),
        check=check_time,
        title=Text("対応の時期がない", "No time for answers"),
        looks_at=Text("請求の項の時期の語", "words of time in the clauses on requests"),
    ),
)
