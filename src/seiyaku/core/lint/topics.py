"""
Which clause is about what: by its heading, by those above it, or, where nothing is headed, by what it says itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import cast

from .findings import Clause
from .meaning import bare
from .prose import Prose, Statement

_HEADS: dict[str, str] = {
    "definitions": r"定義|とは$|用語",
    "purposes": r"(?:利用|使用|収集|取得|取扱い?|処理)(?:の|する)?目的(?!の通知)|"
    r"^目的$|使いみち|使い道|何のため|利用のしかた|"
    r"(?:情報|データ)のご?利用(?!停止|履歴|環境)|"
    r"利用方法|活用(?:の)?(?:目的|方法)",
    "acquisition": r"取得|収集|いただき方|お預かり|集め",
    "special": r"要配慮|機微|センシティブ",
    "security": r"安全管理|(?:情報|データ)の(?:適[切正]な)?管理(?:について)?$|"
    r"安全対策|安全確保|セキュリティ|保護(?:手段|措置|対策)|管理(?:措置|体制|方法)|守るため|"
    r"漏[えい洩]",
    "provision": r"第三者|提供|お渡し|外部への開示|開示先|共有",
    "joint": r"共同(?:して)?の?利用",
    "entrustment": r"委託",
    "foreign": r"外国|海外|国外|越境|国際",
    "requests": r"開示|訂正|利用停止|消去|請求|お?求め|の権利|権利の?行使",
    "anonymised": r"匿名加工",
    "pseudonymised": r"仮名加工",
    "browsing": r"[Cc]ookie|クッキー|COOKIE|アクセスログ|アクセス解析|外部送信|ブラウザ|行動履歴|閲覧履歴|"
    r"情報収集モジュール|広告|解析ツール|ウェブビーコン|個人関連情報",
    "desk": r"窓口|問い?合わ?せ|お尋ね|苦情|相談|連絡先",
    "changes": r"(?:改定|改訂|変更|見直し|改正)",
    "retention": r"(?:保存|保管|保有|保持)期間|(?:削除|廃棄|消去)",
    "breach": r"(?:漏[えい洩].*|事故|インシデント)(?:対応|発生|報告|とき|場合)",
    "law": r"準拠法|管轄|裁判",
    "links": r"リンク|他のサイト|外部サイト",
    "minors": r"未成年|子ども|こども|お子|児童|保護者",
    "operator": r"事業者|会社概要|運営者|運営会社|管理者の(?:名称|氏名)",
    "marketing": r"メールマガジン|メルマガ|ダイレクト|ご?案内|マーケティング",
}
HEADS = {topic: re.compile(pattern) for topic, pattern in _HEADS.items()}
_NOT: dict[str, re.Pattern[str]] = {
    "provision": re.compile(
        r"第三者提供記録|サービスの提供|情報提供|匿名加工|仮名加工|提供(?:の)?停止|"
        r"^個人情報の?ご?提供(?:の任意|いただけない)|任意性"
    ),
    "requests": re.compile(r"第三者(?!(?:へ|に|への)?の?(?:提供|開示)の?(?:停止|記録))|請求書"),
    "retention": re.compile(r"開示|訂正|利用停止|請求"),
    "acquisition": re.compile(r"取得(?:する|した)?情報の?利用目的"),
    "purposes": re.compile(r"通知|匿名加工|共同"),
}
_SAID: dict[str, re.Pattern[str]] = {
    "requests": re.compile(
        r"開示等(?:\([^)]*\))?の(?:ご?請求|お?求め)|"
        r"(?:開示|照会|閲覧|訂正|修正|削除|消去|利用の?停止)[^。]{0,12}(?:・|、|や|及び|および|又は|または|もしくは)"
        r"[^。]{0,10}(?:訂正|修正|追加|削除|消去|利用の?停止)[^。]{0,60}(?:ご?希望|ご?依頼|お?申し?出|申請|応じ(?:ます|る|て))|"
        r"(?:開示|訂正|利用停止|消去).{0,40}(?:ご?請求|お?求め|請求等).{0,30}(?:応じ|対応|対処|回答|手続|受け?付け|でき|"
        r"ください)"
    ),
    "provision": re.compile(r"第三者(?:に|へ|に対し).{0,12}(?:提供|開示|共有|販売|渡)"),
    "anonymised": re.compile(r"匿名加工情報"),
    "pseudonymised": re.compile(r"仮名加工情報"),
    "joint": re.compile(r"共同(?:して)?の?利用"),
    "browsing": re.compile(r"[Cc]ookie|クッキー|COOKIE|アクセスログ|アクセス解析|閲覧履歴|外部送信|広告識別子"),
    "purposes": re.compile(
        r"(?:次|以下|下記)の(?:利用)?目的|利用目的(?:は|:)|(?:ために?|目的で|ことに)[^。]{0,20}(?:利用|使用)(?:し|いた|させ)|"
        r"(?:ため|目的)$"
    ),
    "special": re.compile(r"要配慮個人情報|機微(?:な|情報)|センシティブ"),
    "desk": re.compile(r"(?:苦情|相談|問い?合わ?せ).{0,30}(?:窓口|下記|以下|まで|連絡先|宛|受け?付け)"),
}


# what goes on with a request, in the clause that spoke of one, whatever that clause is called
_OF_ASKING = re.compile(r"ご?請求|開示|手数料|ご?本人(?:様)?(?:確認|である|から)|代理人|委任状|運転免許証")
_DISCLOSES = re.compile(r"開示(?!等)")
_ASKS = re.compile(
    r"請求|お?求め|訂正|停止|手続|権利|消去|削除|照会|申し?出|希望|本人(?:から|より|が|へ|に)(?!の?同意|の?許可|の?承諾)"
)
_OUT = re.compile(r"第三者|外部|(?:個人情報|情報)を開示(?:する|いたす)?(?:こと|場合)が")


def of_clause(prose: Prose, clause: Clause) -> frozenset[str]:
    """
    Return what a clause is about by its own heading.

    開示 alone is of requests, unless the clause tells only of disclosure to third parties.
    """
    found = _by_heading(prose, clause)
    if "requests" not in found or not _DISCLOSES.search(clause.title) or _ASKS.search(clause.title):
        return found
    outward = prose.noted.get(("outward", clause.id))
    if outward is None:
        said = [each.text for each in prose.under(clause) if each.kind != "title"]
        outward = any(map(_OUT.search, said)) and not any(map(_ASKS.search, said))
        prose.noted["outward", clause.id] = outward
    return (found - {"requests"}) | {"provision"} if outward else found


def _by_heading(prose: Prose, clause: Clause) -> frozenset[str]:
    known = prose.noted.get(("clause", clause.title))
    if known is None:
        known = prose.noted["clause", clause.title] = frozenset(
            topic
            for topic, pattern in HEADS.items()
            if clause.title and pattern.search(clause.title) and not _excepted(topic, clause.title)
        )
    return cast("frozenset[str]", known)


def _excepted(topic: str, title: str) -> bool:
    return topic in _NOT and _NOT[topic].search(title) is not None


def is_about(prose: Prose, statement: Statement, topic: str) -> bool:
    """Say whether a statement stands under a heading of a topic."""
    return any(topic in of_clause(prose, clause) for clause in statement.path)


def about(prose: Prose, *topics: str) -> list[Statement]:
    """
    Return the statements of the topics: those under their headings, and those that themselves speak of one.

    A statement of an untitled clause takes what stands below it along: a list belongs to the sentence it hangs on.
    """
    if topics not in prose.noted:
        prose.noted[topics] = _about(prose, topics)
    return cast("list[Statement]", prose.noted[topics])


def _about(prose: Prose, topics: tuple[str, ...]) -> list[Statement]:
    heard: set[str] = set()
    asked: set[str] = set()
    found = []
    for statement in prose.statements:
        hung = any(clause.id in heard for clause in statement.path)
        says = any(topic in _SAID and _says(_SAID[topic], statement.text) for topic in topics)
        if says and statement.clause is not None and statement.clause.children:
            heard.add(statement.clause.id)
        if says and "requests" in topics and (part := prose.part(statement)) and not of_clause(prose, part):
            heard.add(part.id)  # a part under a heading of no known topic is about what it says
        if says and "requests" in topics and statement.clause is not None:
            asked.add(statement.clause.id)
        goes_on = statement.clause is not None and statement.clause.id in asked and _OF_ASKING.search(statement.text)
        if hung or says or goes_on or any(is_about(prose, statement, topic) for topic in topics):
            found.append(statement)
    return found


def _says(pattern: re.Pattern[str], text: str) -> bool:
    """Say whether a topic stands in a text, or in what is left of it without its brackets."""
    return pattern.search(text) is not None or ("(" in text and pattern.search(bare(text)) is not None)


def headed(prose: Prose, topic: str) -> list[Clause]:
    """Return the clauses whose own heading is of the topic."""
    return [clause for clause in prose.document.walk() if topic in of_clause(prose, clause)]


def first(prose: Prose, *topics: str, among: Iterable[Statement] | None = None) -> Statement | None:
    """Return where something of a topic belongs: the statement that opens it, or the first of the text."""
    for topic in topics:
        for clause in headed(prose, topic):
            if statements := prose.below.get(clause.id):
                return statements[0]
    found = next(iter(about(prose, *topics) if among is None else among), None)
    return found or next(iter(prose.statements), None)
