"""
What a request costs.

* L08  a fee without an amount, or for a correction or stop; whether there is one is not said (38).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from seiyaku.core.language import Text
from seiyaku.core.lint.findings import Severity, Sureness
from seiyaku.core.lint.prose import Prose, Statement

from .judging import Found, Rule
from .requests import is_elsewhere, procedures

_FEE = re.compile(r"手数料|費用|料金|実費|有料|有償|無料|無償|[0-9,]+円")
_AMOUNT = re.compile(
    r"[0-9,]+\s*円|[一二三四五六七八九十百千]+円|実費|無料|無償|不要|かかりません|(?:いただ|"
    r"頂)[きか](?:ません|ない)|徴収(?:し|いた)(?:ません|ない)|かからない|申し受け(?:ません|ない)|"
    r"発生(?:し|いた)ません|0円|ゼロ"
)
_NO_FEE = re.compile(
    r"無料|無償|不要|(?:いただ|頂)[きか](?:ません|ない)|かか(?:りません|らない)|徴収(?:し|いた)(?:ません|"
    r"ない|しない)|申し受け(?:ません|ない)|(?:し|いたし)ません|発生(?:し|いた)ません|除(?:く|き)"
)
_SOME_FEE = re.compile(
    r"(?:手数料|費用|料金|実費|円)[^。]{0,30}(?:いただ|頂|申し受け|徴収|請求|お?支払|負担|要[しす]|必要|"
    r"かかり|かかる|とする|です|納付|定額小為替|切手|同封)|(?:手数料|費用|料金)[がは](?:別途)?(?:生じ|発生)(?:する|し(?!ま?せん|ない)|る|ます)"
)
_FREE_ACTS = re.compile(r"訂正|追加|削除|利用(?:の)?停止|消去|提供(?:の)?停止")


_ALL = re.compile(r"開示等の?(?:ご?請求|お?求め|お?申し?出|ご?依頼|手続)")
_TAKES_IN = re.compile(  # 開示等, where the text says that corrections and stops are among them
    r"(?:訂正|利用(?:の)?停止|消去)[^。]{0,120}(?:以下|総称)[^。]{0,12}開示等|開示等[」』]?とは[^。]{0,80}(?:訂正|停止)"
)
_SOME_ONLY = re.compile(r"以外|除|(?:開示|通知)[^。、]{0,14}(?:に限|のみ|だけ)")
_PARTS = re.compile(r"(?<=。)|(?<=[しりがきいくれ]、)")


def check_fee(prose: Prose) -> Iterator[Found]:
    """Find a fee without an amount, a fee on what must be free, or silence about fees."""
    said = procedures(prose)
    if not [each for each in said if each.kind != "title"]:
        return
    fees = [each for each in said if _FEE.search(each.text)]
    above = [prose.below.get(clause.id, [])[:1] for each in fees for clause in each.path]
    takes_in = prose.has(_TAKES_IN) or any(_FREE_ACTS.search(opening.text) for opened in above for opening in opened)
    if any(_FREE_ACTS.search(each.text) and _NO_FEE.search(each.text) for each in fees):
        takes_in = False
    for statement in fees:
        for part in _PARTS.split(statement.text):
            asks = _SOME_FEE.search(part) and not _NO_FEE.search(part)
            free = _FREE_ACTS.search(part)
            of_all = takes_in and _ALL.search(part) and _AMOUNT.search(part)
            if asks and (free or of_all) and not _SOME_ONLY.search(part):
                at = statement.text.find(part)
                yield _on_free(statement, at, at + len(part))
                return
    whole = "".join(each.text for each in fees)
    if fees and _SOME_FEE.search(whole) and not _AMOUNT.search(whole):
        yield Found(
            where=fees[0],
            articles=("32(1)(iii)", "38(2)"),
            sureness=Sureness.LIKELY,
            why=Text(
                "手数料を徴収すると述べながら、額が書かれていません。",
                "A fee is charged, but its amount is not stated.",
            ),
            suggestion=Text(
                "「開示の手数料は1件につき○○円です。」と額を記載してください。",
                "State the amount: “The fee for disclosure is … yen.”",
            ),
        )
    if not fees and not is_elsewhere(prose, said):
        yield Found(
            where=said[-1],
            missing=True,
            severity=Severity.INFO,
            why=Text("開示等の手数料の有無が書かれていません。", "Nothing says whether requests cost a fee."),
            suggestion=Text(
                "「手数料はいただきません。」または額を記載してください。",
                "Say that there is no fee, or state the amount.",
            ),
        )


def _on_free(statement: Statement, start: int, end: int) -> Found:
    return Found(
        where=statement,
        start=start,
        end=end,
        articles=("38(1)",),
        why=Text(
            "訂正や利用停止の請求に手数料がかかるように書かれていますが、"
            "手数料を徴収できるのは利用目的の通知と開示だけです。",
            "The text charges for a correction or a stop; the Act allows a fee only for telling the purposes and "
            "for disclosure.",
        ),
        suggestion=Text(
            "「手数料は、利用目的の通知と開示に限り1件につき○○円です。訂正、利用停止等は無料です。」と改めてください。",
            "Charge for telling the purposes and for disclosure only; corrections and stops are free.",
        ),
    )


RULES = (
    Rule(
        id="L08",
        severity=Severity.ERROR,
        articles=("38(1)", "32(1)(iii)"),
        check=check_fee,
        title=Text("手数料の定めの不備", "Fees: no amount, or on what must be free"),
        looks_at=Text("請求の項の手数料の文", "sentences on fees in the clauses on requests"),
    ),
)
