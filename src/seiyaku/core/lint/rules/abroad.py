"""
Recipients abroad.

* L16  recipients abroad without country, system and measures (28); where data is kept is not said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from seiyaku.core.language import Text
from seiyaku.core.lint.citations import REFORM_2020
from seiyaku.core.lint.findings import Severity, Sureness
from seiyaku.core.lint.meaning import denies
from seiyaku.core.lint.prose import Prose, Statement
from seiyaku.core.lint.topics import is_about

from .judging import Found, Rule

_COUNTRIES = re.compile(
    r"アメリカ|米国|合衆国|カリフォルニア|欧州|EU|EEA|英国|イギリス|ドイツ|フランス|アイルランド|オランダ|"
    r"シンガポール|中国|中華人民共和国|台湾|韓国|大韓民国|"
    r"香港|インド|ベトナム|フィリピン|タイ(?:王国|国|にある|、|に所在)|マレーシア|インドネシア|"
    r"オーストラリア|豪州|カナダ|ブラジル|メキシコ|スイス|イスラエル|ミャンマー|"
    r"カンボジア|ネパール|バングラデシュ|モンゴル|ロシア|ニュージーランド|[一-龠ァ-ヶー]{2,}(?:共和国|"
    r"王国|連邦)|国名|(?:外国|当該国|所在国)の名称"
)
_ABROAD = re.compile(r"外国(?!人)|海外|国外|越境|(?:日本|国内)(?:以外|の外)")
_EQUAL = re.compile(r"EU|EEA|欧州|英国|イギリス|ドイツ|フランス|アイルランド|オランダ|同等の水準")
_MOVES = re.compile(r"提供|委託|移転|開示|共有|送信|預け")
_SYSTEM = re.compile(
    r"(?:外国|当該国|同国|各国|米国|国)[^。]{0,24}(?:制度|法制|法令)|"
    r"個人情報(?:の)?保護(?:に関する)?(?:の)?制度"
)
_MEASURES = re.compile(r"(?:措置|相当措置|契約|CBPR|基準適合|安全管理)")
_OUTSIDE_SERVICE = re.compile(
    r"クラウド|AWS|Azure|Google|アナリティクス|Analytics|Facebook|[Mm]eta|"
    r"\b(?:Inc|LLC|Ltd|Corp|PBC|GmbH)\b[^。]{0,40}(?:ホスト|保存|保管|サーバ|ストレージ|データベース)|"
    r"(?:広告の?(?:配信|表示|効果)|配信|解析|計測)(?:(?!および|及び|これら|に関する)[^。、]){0,14}(?:第三者|事業者|会社|サービス)|第三者[^。]{0,20}(?:広告|配信|[Cc]ookie|クッキー)"
)
_DOMESTIC = re.compile(
    r"(?:国内|日本)(?:の|に|で)[^。]{0,20}(?:サーバ|データセンター|保管|保存|のみ|だけ)|(?:外国|海外|"
    r"国外)[^。]{0,30}(?:ません|ない)"
)


def check_abroad(prose: Prose) -> Iterator[Found]:
    """Find recipients abroad that are not described, and silence about where data is handled."""
    told = [
        each
        for each in prose.statements
        if each.kind != "title" and (_ABROAD.search(each.text) or _COUNTRIES.search(each.text))
    ]
    for statement in told:
        match = _ABROAD.search(statement.text) or _COUNTRIES.search(statement.text)
        moves = _MOVES.search(statement.text)
        if (
            match is None
            or moves is None
            or denies(prose, statement, moves.end())
            or re.search(r"(?:場合|とき)(?:を除|は、?あらかじめ)", statement.text)
        ):
            continue
        if is_about(prose, statement, "browsing") or re.search(
            r"法令|データセンター|保管|[Cc]ookie|クッキー|Analytics|アナリティクス|アクセス解析", statement.text
        ):
            continue
        top = prose.part(statement)
        beside = [each for each in prose.statements if is_about(prose, each, "foreign")]
        around = "\n".join(each.text for each in (*(prose.under(top) if top else prose.statements), *beside))
        if _EQUAL.search(around):
            continue
        lacks = [
            (ja, en)
            for ja, en, there in (
                ("国名", "the country", _COUNTRIES.search(around)),
                ("その国の制度", "its system", _SYSTEM.search(around)),
                ("相手方の措置", "the recipient's measures", _MEASURES.search(around)),
            )
            if not there
        ]
        if prose.as_of < REFORM_2020:
            lacks = [] if "同意" in around or _MEASURES.search(around) else lacks[:1]
        if lacks:
            yield _abroad(statement, match, lacks)
            return
    if prose.as_of < REFORM_2020 or told:
        return
    service = next(
        (
            found
            for found in prose.find(_OUTSIDE_SERVICE)
            if found[0].kind != "title" and not is_about(prose, found[0], "purposes")  # 動画配信サービスの提供: our own
        ),
        None,
    )
    if service and not prose.has(_DOMESTIC):
        yield Found(
            where=service[0],
            start=service[1].start(),
            end=service[1].end(),
            severity=Severity.WARNING,
            sureness=Sureness.POSSIBLE,
            articles=("32(1)(iv)", "28(1)", "G 10"),
            why=Text(
                "外部の事業者やクラウドを使うと述べながら、個人データを扱う国が書かれていません。",
                "Outside services are used, and nothing says in which countries personal data is handled.",
            ),
            suggestion=Text(
                "「個人データは○○国にあるサーバで保管し、同国の制度を把握したうえで安全管理措置を講じています。"
                "」または「国内でのみ取り扱います。」"
                "と記載してください。",
                "Say in which country data is kept and that its system is known, or that it is handled in Japan only.",
            ),
        )


def _abroad(statement: Statement, match: re.Match[str], lacks: list[tuple[str, str]]) -> Found:
    japanese, english = "、".join(ja for ja, _ in lacks), ", ".join(en for _, en in lacks)
    return Found(
        where=statement,
        start=match.start(),
        end=match.end(),
        sureness=Sureness.LIKELY,
        why=Text(
            f"外国にある者へ個人データを渡すと述べながら、{japanese}が書かれていません。",
            f"Data goes to somebody abroad, and the text does not state: {english}.",
        ),
        suggestion=Text(
            "移転先の国名、その国の個人情報保護の制度、移転先が講ずる措置を記載するか、相当措置（契約、"
            "CBPR認証など）を講じている旨を書いてください。",
            "State the country, its system of protection and the recipient's measures, or that equivalent "
            "measures are ensured "
            "(contract, CBPR certification).",
        ),
    )


RULES = (
    Rule(
        id="L16",
        severity=Severity.ERROR,
        articles=("28(1)", "28(2)", "28(3)"),
        check=check_abroad,
        title=Text("外国への提供の説明がない", "Recipients abroad not described"),
        looks_at=Text("外国・海外・国名の文、外部サービスの文", "sentences on other countries and on outside services"),
    ),
)
