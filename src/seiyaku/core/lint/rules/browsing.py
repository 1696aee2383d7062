"""
What a browser or an app sends.

* L17  information is sent to others, and who, what or for what is not said (Telecommunications Business Act 27-12);
* L18  browsing data from or to others is tied to people without their consent (31(1)).

A declared scan (`declared["scan"]`: names or hosts, one a line) says who was seen; each must stand in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from seiyaku.core.language import Text
from seiyaku.core.lint.findings import Severity, Sureness
from seiyaku.core.lint.meaning import denies
from seiyaku.core.lint.prose import Prose, Statement
from seiyaku.core.lint.topics import about, is_about

from .judging import Found, Rule

_TRACE = (
    r"[Cc]ookies?|COOKIE|クッキー|閲覧(?:履歴|情報)|行動(?:履歴|情報|ログ)?|広告(?:ID|識別子)|識別子|タグ|"
    r"ビーコン|端末(?:の)?情報|アクセス(?:ログ|情報|履歴)|個人関連情報|SDK|モジュール|ピクセル"
)
_OTHERS = (
    r"第三者|外部(?:の)?(?:事業者|会社|サービス|サーバ)|広告(?:の?配信|会社|事業者|配信(?:会社|事業者|業者|"
    r"サービス)|代理店|ネットワーク|主)|提携(?:先|会社)|解析(?:会社|ツール|サービス)|他社|DMP|"
    r"データ(?:提供|マネジメント)[^。]{0,8}(?:会社|事業者|プラットフォーム)|パートナー"
)
_SERVICE = re.compile(
    r"Google|グーグル|Yahoo|ヤフー|Meta|メタ社|Facebook|フェイスブック|LINE|Twitter|ツイッター|X Corp|"
    r"Adobe|Microsoft|Amazon|Criteo|TikTok|"
    r"Firebase|Analytics|アナリティクス|Tag Manager|Clarity|Treasure|Salesforce|HubSpot|(?:株式|有限|"
    r"合同)会社[^\s、。:]{2,}|[^\s、。:「]{2,}(?:株式|有限|合同)会社|Inc\.?|LLC|Ltd"
)
_SENDS = re.compile(
    rf"(?:{_TRACE})[^。]{{0,70}}(?:{_OTHERS})|(?:{_OTHERS})[^。]{{0,70}}(?:{_TRACE})|外部送信|(?:広告|解析|"
    rf"計測)[^。]{{0,12}}(?:タグ|ツール|SDK|サービス)[^。]{{0,30}}(?:利用|使|導入)|{_SERVICE.pattern}"
)
_BROWSES = re.compile(rf"{_TRACE}|外部送信|解析|計測|広告配信|追跡")
_WHAT = re.compile(
    r"(?:送信(?:される|する)|収集(?:する|される)|取得(?:する|される)?)[^。]{0,14}(?:情報|内容|項目)|URL|"
    r"IPアドレス|閲覧(?:した|履歴|日時|ページ)|識別子|[Cc]ookie|クッキー|広告ID|端末|OS|アクセス(?:情報|"
    r"履歴|状況)|トラフィック|リファラ|行動"
)
_WHY = re.compile(r"目的|ため|解析|分析|測定|計測|配信|改善|把握|表示")
_TIES = re.compile(
    r"紐付|紐づ|ひも付|ひもづ|結び?付|結びつ|関連付|関連づ|突合|突き合わ|照合|名寄せ|統合|結合|組み合わせ|"
    r"個人データとして(?:取得|利用)|特定の個人と"
)
_CONSENT = re.compile(r"同意|承諾|オプトイン")
_FROM = re.compile(
    r"(?:株式|有限|合同)会社[^。]{0,20}(?:から|より)|(?:事業者|会社|企業|社|者|媒体)から|から(?:提供|取得|"
    r"受け)"
)
_DMP = re.compile(rf"(?:{_OTHERS})[^。]{{0,60}}(?:{_TRACE})|(?:{_TRACE})[^。]{{0,60}}(?:{_OTHERS})")


def _sending(prose: Prose) -> list[tuple[Statement, re.Match[str]]]:
    found = []
    for statement in prose.statements:
        match = _SENDS.search(statement.text)
        if match is None or statement.kind == "title":
            continue
        if _SERVICE.fullmatch(match[0]) and not (
            _BROWSES.search(statement.text) or is_about(prose, statement, "browsing")
        ):
            continue
        if _denied(prose, statement) or re.search(
            r"(?:当社|弊社|当サイト)(?:が|は)?[^。]{0,20}責任を負", statement.text
        ):
            continue
        if is_about(prose, statement, "anonymised") or is_about(prose, statement, "joint"):
            continue
        found.append((statement, match))
    return found


def _denied(prose: Prose, statement: Statement) -> bool:
    acts = list(re.finditer(r"送信|提供|配信|利用|使用|収集|取得|参照|共有|導入|設置", statement.text))
    return bool(acts) and denies(prose, statement, acts[-1].end())


def check_sending(prose: Prose) -> Iterator[Found]:
    """Find what is sent to others undescribed, and what a scan saw that the text does not list."""
    for name in prose.document.declared.get("scan", "").splitlines():
        if name.strip() and name.strip().lower() not in prose.whole.lower():
            yield _unlisted(prose, name.strip())
    found = _sending(prose)
    if not found:
        return
    near = sorted({n for statement, _ in found for n in range(statement.at - 1, statement.at + 4)})
    around = [prose.statements[n] for n in near if 0 <= n < len(prose.statements)]
    around += about(prose, "browsing")
    text = "\n".join(dict.fromkeys(each.text for each in around))
    lacks = [
        (ja, en)
        for ja, en, pattern in (
            ("送信先の名称", "who receives it", _SERVICE),
            ("送信される情報", "what is sent", _WHAT),
            ("利用目的", "for what", _WHY),
        )
        if not pattern.search(text)
    ]
    if lacks:
        statement, match = found[0]
        japanese, english = "、".join(ja for ja, _ in lacks), ", ".join(en for _, en in lacks)
        yield Found(
            where=statement,
            start=match.start(),
            end=match.end(),
            sureness=Sureness.LIKELY,
            why=Text(
                f"閲覧者の情報を外部の者が扱うと述べながら、{japanese}が書かれていません。",
                f"Others handle what browsers send, and the text does not state: {english}.",
            ),
            suggestion=Text(
                "送信先ごとに、名称、送信される情報、送信先での利用目的（と停止の方法）を記載してください。",
                "For each recipient state its name, what is sent, and for what it is used there (and how to stop it).",
            ),
        )


def _unlisted(prose: Prose, name: str) -> Found:
    where = next(iter(about(prose, "browsing")), None) or next(iter(prose.statements), None)
    return Found(
        where=where,
        missing=True,
        why=Text(
            f"検査で見つかった送信先「{name}」が、この文書に挙げられていません。",
            f"“{name}”, which a scan found to receive information, is not listed in the text.",
        ),
        suggestion=Text(
            f"「{name}」について、名称、送信される情報、利用目的を記載してください。",
            f"List {name}: its name, what is sent, and for what.",
        ),
    )


def check_ties(prose: Prose) -> Iterator[Found]:
    """Find browsing data from or to others that is tied to people without their consent."""
    for statement, match in prose.find(_TIES):
        if (
            statement.kind == "title"
            or is_about(prose, statement, "anonymised")
            or is_about(prose, statement, "pseudonymised")
        ):
            continue
        if not re.search(_TRACE, statement.text) or denies(prose, statement, match.end()):
            continue
        near = prose.below.get(statement.path[-1].id, [statement]) if statement.path else [statement]
        text = "".join(each.text for each in near)
        if not (_DMP.search(text) or re.search(_OTHERS, text) or _FROM.search(text)) or _CONSENT.search(text):
            continue
        yield Found(
            where=statement,
            start=match.start(),
            end=match.end(),
            sureness=Sureness.LIKELY,
            why=Text(
                "第三者との間でやり取りする閲覧情報（個人関連情報）を本人と結び付けると述べながら、"
                "本人の同意が書かれていません。",
                "Browsing data exchanged with others is tied to people, and nothing says that they consent.",
            ),
            suggestion=Text(
                "「個人関連情報を個人データとして取得するときは、あらかじめ本人の同意を得ます。」と記載し、"
                "同意の取り方を示してください。",
                "Add: “Where such data is tied to a person, that person's consent is obtained beforehand”, and say "
                "how.",
            ),
        )
        return


RULES = (
    Rule(
        id="L17",
        severity=Severity.ERROR,
        articles=("Telecom 27-12",),
        check=check_sending,
        title=Text("外部送信の説明がない", "What is sent to others is not described"),
        looks_at=Text(
            "クッキー、タグ、広告・解析の文と、宣言された検査の結果",
            "sentences on cookies, tags, advertising and analysis; a declared scan",
        ),
    ),
    Rule(
        id="L18",
        severity=Severity.WARNING,
        articles=("31(1)",),
        check=check_ties,
        title=Text("個人関連情報の同意がない", "Related information tied without consent"),
        looks_at=Text("閲覧情報を本人と結び付ける文", "sentences that tie browsing data to people"),
    ),
)
