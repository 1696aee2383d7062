"""
What is done with personal information beside the purposes that are stated, and mail that nobody asked for.

* L05  profiling, or provision to others, happens and is no stated purpose (guideline 3-1-1);
* L39  marketing mail, and nothing says how to stop it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from seiyaku.core.language import Text
from seiyaku.core.lint.findings import Severity, Sureness
from seiyaku.core.lint.meaning import bare, denies, negative_end
from seiyaku.core.lint.prose import Prose, Statement
from seiyaku.core.lint.topics import is_about

from .judging import Found, Rule
from .provision import asks_then
from .purposes import stated

_ANALYSES = re.compile(
    r"プロファイリング|(?:履歴|行動|属性|嗜好|興味|関心|閲覧|購買|位置情報|(?<!ブ)ログ)[^。]{0,30}(?:分析|解析|"
    r"推定|推測|スコア|評価)|"
    r"(?:行動|履歴|興味|関心|嗜好|属性|好み)[^。]{0,30}(?:応じ|合わせ|もとづ|基づ|即し|沿っ)[^。"
    r"]{0,20}(?:広告|おすすめ|推薦|レコメンド|提案|配信|表示)|"
    r"(?:興味|関心|嗜好|好み)に(?:合わせ|応じ)て?[^。、]{0,14}(?:改善|変更|調整|最適化|出し分け|切り替え)|"
    r"行動ターゲティング|リターゲティング|パーソナライズ|レコメンド|追跡"
)
_ANALYSIS_SAID = re.compile(
    r"分析|解析|プロファイリング|推定|スコア|(?:興味|関心|嗜好|好み|属性|履歴|購入|購買|利用)[^。"
    r"]{0,30}(?:応じ|合わせ|もとづ|基づ|沿っ|即し)|パーソナライズ|おすすめ|レコメンド|ターゲティング"
)
_GIVES = re.compile(
    r"(?:第三者|(?:株式|有限|合同)会社[^。]{1,20}|会社|企業|事業者|メーカー|代理店|提携先|保険会社|"
    r"広告主)(?:に|へ)[^。]{0,40}(?:個人情報|個人データ|情報|氏名|住所|履歴|名簿)?[^。]{0,20}(?:提供|販売|"
    r"開示)(?:し(?:ます|て|ており)|する(?:。|$|ことがあ|場合があ|場合がござ|可能性|もの|こととし)|いたします|致します)"
)
_ON_WISH = re.compile(  # given to bodies because they ask for it
    r"(?:団体|会社|企業|組合|協会|学校|大学|店舗|事業者|同窓会)[^。、]{0,14}から[^。]{0,16}(?:求め|依頼|要請|希望)[^。]{0,8}(?:場合|とき|時)"
    r"[^。]{0,40}(?:提供|開示)(?:し(?:ます|て)|いたします|する(?:こと|場合)[がも](?:あ|ござ))"
)
_BY_LAW = re.compile(r"法令|法律|令状|条例|同意|承諾|了承|了解|匿名加工|統計|委託|監督官庁")
_GIVING_SAID = re.compile(r"提供|販売|紹介|共有|渡")
_OF_A_SITE = re.compile(
    r"(?:アクセス|利用|閲覧|サイト)(?:の)?(?:状況|数|傾向|動向|環境)(?:の|を)?[^。]{0,6}(?:分析|解析|測定|把握)"
)
_MAILS = re.compile(
    r"メールマガジン|メルマガ|ダイレクトメール|DM(?![PA-Z])|(?:電子)?メール[^。]{0,24}(?:広告|宣伝|案内|"
    r"お知らせ|キャンペーン|配信|セール|クーポン)|(?:広告|宣伝|案内|キャンペーン|セール)[^。"
    r"]{0,20}(?:電子)?メール"
)
_STOPS_MAIL = re.compile(
    r"(?:配信|送信|送付|購読|受信|発送|案内|メール|DM|メルマガ|メールマガジン|ダイレクトメール)(?:の|を|"
    r"は|が|等の|など|について)?[^。]{0,24}(?:停止|解除|中止|止め|やめ|拒否|不要|希望(?:し|され)ない|退会|"
    r"オプトアウト|(?<!判)断)|"
    r"(?:停止|解除|オプトアウト)[^。]{0,24}(?:リンク|手続|できます|連絡|ください)|希望(?:され|し)(?:ない|"
    r"た)(?:方|お客|場合)"
)
_STOPS_THIS = re.compile(r"(?:お?申し?出|ご?連絡|お?求め|ご?要望)[^。]{0,20}(?:取り?止め|取りや|やめ|停止|中止)")
_OF_A_PROCESSOR = re.compile(r"(?:の)?(?:配信|送信)?(?:事業者|業者|会社|サービス|システム|ツール|基盤|代行|ソフト)")
_MAIL_ONLY = re.compile(r"(?:お問い合わせ|注文|予約|応募)[^。]{0,20}メール[^。]{0,10}(?:返信|回答|連絡)")


def check_profiling(prose: Prose) -> Iterator[Found]:
    """Find profiling and provision that the text tells of elsewhere, but not among the purposes."""
    purposes = stated(prose)
    listed = {each.at for each in purposes}
    listing = [each for each in purposes if is_about(prose, each, "purposes")] or purposes
    if not any(_ANALYSIS_SAID.search(bare(each.text)) for each in listing):
        yield from islice(_analyses(prose, listed), 1)
    if not any(_GIVING_SAID.search(each.text) for each in listing):
        yield from islice(_gives(prose, listed), 1)


def _analyses(prose: Prose, listed: set[int]) -> Iterator[Found]:
    for statement, match in prose.find(_ANALYSES):
        if (statement.at in listed and is_about(prose, statement, "purposes")) or _is_name(statement):
            continue
        if any(
            is_about(prose, statement, topic)
            for topic in ("security", "anonymised", "pseudonymised", "requests", "definitions")
        ):
            continue
        if (
            denies(prose, statement, match.end())
            or negative_end(prose.words(statement.text))
            or "匿名加工" in statement.text
            or _OF_A_SITE.search(match[0])
        ):
            continue
        if is_about(prose, statement, "browsing") and re.search(
            r"統計|個人を(?:特定|識別)(?:し|でき|する(?:もの|こと)(?:で)?は)", statement.text
        ):
            continue
        yield _unstated(statement, match, "プロファイリング（履歴などの分析）", "profiling")


def _gives(prose: Prose, listed: set[int]) -> Iterator[Found]:
    for statement, match in prose.find(_GIVES):
        if statement.at in listed or _excused(prose, statement, match) or _among(prose, statement, listed):
            continue
        yield _unstated(statement, match, "第三者への提供", "provision to third parties")
    for statement, match in prose.find(_ON_WISH):
        if statement.at in listed or _BY_LAW.search(match[0]) or is_about(prose, statement, "requests"):
            continue
        yield _unstated(statement, match, "第三者への提供", "provision to third parties")


def _is_name(statement: Statement) -> bool:
    """Say whether a statement only names: a heading, or a page with its address."""
    return statement.kind == "title" or ("http" in statement.text and "。" not in statement.text)


def _excused(prose: Prose, statement: Statement, match: re.Match[str]) -> bool:
    if denies(prose, statement, match.end()) or negative_end(prose.words(statement.text)):
        return True
    if asks_then(prose, statement):
        return True
    if re.search(
        r"委託|同意|共同(?:して)?利用|法令|場合(?!が(?:あり|ある|ござい))|とき|匿名加工|統計|求め|請求|委員会|承継|目的|ため|サービスを提供|"
        r"広告の?配信",
        statement.text,
    ):
        return True
    return any(
        is_about(prose, statement, topic)
        for topic in ("anonymised", "joint", "entrustment", "requests", "breach", "browsing")
    )


def _among(prose: Prose, statement: Statement, listed: set[int]) -> bool:
    """Say whether a statement stands in a list whose items state purposes: then it states one too."""
    beside = prose.siblings(statement.path[-1]) if len(statement.path) > 1 else ()
    stating = [each for each in beside if any(one.at in listed for one in prose.below.get(each.id, ()))]
    return len(stating) >= 2 and 3 * len(stating) >= len(beside)


def _unstated(statement: Statement, match: re.Match[str], japanese: str, english: str) -> Found:
    return Found(
        where=statement,
        start=match.start(),
        end=match.end(),
        articles=("17(1)", "G 3-1-1"),
        sureness=Sureness.LIKELY,
        why=Text(
            f"{japanese}を行うと述べながら、利用目的の中に書かれていません。",
            f"The text tells of {english}, which is not among the stated purposes.",
        ),
        suggestion=Text(
            "利用目的の項に「取得した閲覧履歴や購買履歴を分析し、"
            "関心に応じた広告を表示するため」のように加えてください。"
            if english == "profiling"
            else "利用目的の項に、誰に何のために提供するのかを加えてください。",
            "Add it to the purposes: say what is analysed and for what."
            if english == "profiling"
            else "Add it to the purposes: say to whom, and for what.",
        ),
    )


def _of_other_stops(prose: Prose, statement: Statement) -> bool:
    """Say whether what stops is something else: use of data on request, or what a browser sends."""
    if is_about(prose, statement, "requests"):
        return True
    return is_about(prose, statement, "browsing") and not re.search(r"メール|メルマガ|DM|購読", statement.text)


def check_mail(prose: Prose) -> Iterator[Found]:
    """Find marketing mail that nothing says how to stop."""
    for statement, match in prose.find(_MAILS):
        if (
            denies(prose, statement, match.end())
            or negative_end(prose.words(statement.text))
            or _MAIL_ONLY.search(statement.text)
            or _OF_A_PROCESSOR.match(statement.text, match.end())
        ):
            continue
        if statement.kind == "title" or is_about(prose, statement, "requests") or is_about(prose, statement, "desk"):
            continue
        if is_about(prose, statement, "changes"):
            continue
        if any(_STOPS_MAIL.search(each.text) and not _of_other_stops(prose, each) for each in prose.statements):
            return
        beside = [each for each in prose.statements[statement.at :][:3] if each.clause is statement.clause]
        if prose.has(_STOPS_THIS, beside):
            return
        yield Found(
            where=statement,
            start=match.start(),
            end=match.end(),
            articles=("Email 3", "35(5)"),
            why=Text(
                "広告や案内を送ると述べながら、配信の停止を申し出る方法が書かれていません。",
                "Marketing mail is sent, and nothing says how to stop it.",
            ),
            suggestion=Text(
                "「配信は、メール末尾のリンクまたは窓口への連絡により、いつでも停止できます。」と記載してください。",
                "Add: “You can stop it at any time by the link in each mail or through our desk.”",
            ),
        )
        return


RULES = (
    Rule(
        id="L05",
        severity=Severity.ERROR,
        articles=("17(1)", "G 3-1-1"),
        check=check_profiling,
        title=Text("書かれていない目的（分析・提供）", "Profiling or provision that is no stated purpose"),
        looks_at=Text(
            "分析や提供を述べる文と、利用目的の項", "sentences on analysis and provision, against the purposes"
        ),
    ),
    Rule(
        id="L39",
        severity=Severity.WARNING,
        articles=("Email 3", "35(5)"),
        check=check_mail,
        title=Text("広告メールの停止方法がない", "Marketing mail without a way to stop it"),
        looks_at=Text("メールマガジンなどの文と、停止の文", "sentences on marketing mail and on stopping it"),
    ),
)
