"""
Consent taken for granted, changes, and the courts.

* L19  consent is deemed to be given (guideline 2-16: it is the person's own expression of will);
* L23  the text may change without notice;
* L24  a part that the text promises (附則, 別表 …) is not there;
* L35  an exclusive court (worth knowing).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from seiyaku.core.language import Text
from seiyaku.core.lint.findings import Severity, Sureness
from seiyaku.core.lint.meaning import denies
from seiyaku.core.lint.prose import Prose, Statement

from .judging import Found, Rule

_YES = r"(?:同意|承諾|了承|承認|合意|ご?納得)"
_DEEMED = re.compile(
    rf"{_YES}[^。]{{0,24}}(?:もの|こと)と(?:して)?[^。]{{0,6}}(?:み(?:な|做)|見な|取り?扱|判断|解釈)|"
    rf"{_YES}(?:を|が|は)?(?:し|して|いただい|頂い|得|得られ|され|あっ|下さっ|くださっ)た(?:もの|"
    rf"こと)(?:と|に)(?:し|いた|なり|致|考え|理解)|"
    rf"(?:み(?:な|做)|見な)(?:し|され|す)[^。]{{0,12}}{_YES}|{_YES}(?:し|いただい|頂い|"
    rf"され)?(?:た)?(?:もの)?と(?:み(?:な|做)|見な)|"
    rf"(?:擬制[^。]{{0,10}}{_YES}|{_YES}を?擬制)|{_YES}(?:が|の)?(?:あった|ある)(?:もの)?と(?:み|見|し|いた)"
)
_OF_TERMS = re.compile(r"(?:利用|会員|購入|サービス|取引|宿泊|参加)?(?:規約|約款|利用条件|契約条件)")
_OF_PRIVACY = re.compile(r"プライバシー|本?ポリシー|個人情報|方針|取り?扱い?|第三者|提供|クッキー|[Cc]ookie")
_GIVEN_ANYWAY = re.compile(  # guideline 3-3-2: who gives special-care information oneself consents to its acquisition
    r"(?:自ら|本人が|任意に|ご?自身で|直接)[^。]{0,20}(?:提供|申告|記入|入力|申し?出)[^。]{0,30}(?:要配慮個人情報|機微)[^。]{0,12}取得|"
    r"(?:要配慮個人情報|機微)[^。]{0,40}(?:自ら|本人が|任意に|ご?自身で|直接)[^。]{0,20}(?:提供|申告|記入|入力|申し?出)[^。]{0,30}取得"
)
_UNANNOUNCED = re.compile(
    r"(?:予告|通知|告知|お知らせ|連絡|断り|周知)(?:を(?:する|行う|要する|必要とする)?(?:こと)?|する(?:こと)?|"
    r"の)?(?:も)?(?:なく|なし(?:に|で)?|無く|無し(?:に|で)?|せず|を?(?:行わ|要さ|要せ)ず|いたしません)"
)
_CHANGES = re.compile(r"変更|改[定訂正め]|修正|見直")
_ITSELF = re.compile(r"ポリシー|方針|規程|規定|本文書|この文書|取り?扱い|利用目的|内容|本書|本ページ|声明|これ")
_OTHER_THING = re.compile(
    r"(?:サービス|サイト|商品|価格|料金|仕様|システム|ウェブページ|コンテンツ|営業)(?:の(?:内容|提供|一部|"
    r"全部|機能|仕様|デザイン))*(?:を|は|について)[^。]{0,20}(?:変更|改|停止|中断|終了)"
)
_PROMISED = re.compile(
    r"(附則|付則|別表(?:第?[0-9一二三四五六七八九十]+)?|別紙(?:第?[0-9一二三四五六七八九十]+)?|付録|付表|"
    r"添付資料|末尾の(?:一覧|表)|[Aa]ppendix)(?:の)?[^。、]{0,12}?(?:に|で|の(?:とおり|通り))(?:[^。"
    r"]{0,10})(?:掲示|掲載|記載|定め|示|列挙|規定|一覧|お知らせ|明記|とおり|通り|よ)"
)
_HERE = re.compile(r"このページ|本ページ|本ポリシー|本方針|本規程|この方針|本文書|下記|末尾")
_COURT = re.compile(r"専属(?:的)?(?:な)?(?:合意)?管轄")


def check_deemed(prose: Prose) -> Iterator[Found]:
    """Find consent that nobody gives."""
    for statement, match in prose.find(_DEEMED):
        if _is_denied(prose, statement, match):
            continue
        before = statement.text[: match.end()]
        if _OF_TERMS.search(before) and not _OF_PRIVACY.search(before):
            continue
        if _GIVEN_ANYWAY.search(before):
            continue
        yield Found(
            where=statement,
            start=match.start(),
            end=match.end(),
            articles=("G 2-16", "18(1)", "27(1)", "28(1)", "31(1)"),
            why=Text(
                "利用の継続などをもって同意とみなしていますが、目的外利用や第三者提供の同意は、"
                "本人の意思表示でなければなりません。",
                "Consent is deemed to be given; consent to other uses or to provision must be the person's own "
                "expression of will.",
            ),
            suggestion=Text(
                "「本人の同意が必要な変更は、あらためて本人の同意を得ます。」と改めてください。",
                "Say: “Where a change needs consent, consent is asked for anew.”",
            ),
        )


def _is_denied(prose: Prose, statement: Statement, match: re.Match[str]) -> bool:
    end = match.end()
    tail = re.match(r"[^。、]{0,24}", statement.text[end:])
    return denies(prose, statement, end) or (tail is not None and re.search(r"(?:ません|ない|ず)", tail[0]) is not None)


def check_unannounced(prose: Prose) -> Iterator[Found]:
    """Find that the text itself may change without a word."""
    for statement, match in prose.find(_UNANNOUNCED):
        change = _CHANGES.search(statement.text, match.end()) or _CHANGES.search(statement.text)
        if change is None or denies(prose, statement, change.end()):
            continue
        if _OTHER_THING.search(statement.text) and not re.search(r"ポリシー|方針|個人情報", statement.text):
            continue
        if not (
            _ITSELF.search(statement.text)
            or any(re.search(r"変更|改[定訂正]", clause.title) for clause in statement.path)
        ):
            continue
        yield Found(
            where=statement,
            start=match.start(),
            end=match.end(),
            articles=("17(2)", "21(3)", "27(6)"),
            why=Text(
                "予告なく変更できるとしていますが、利用目的や共同利用の変更などは、通知または公表が必要です。",
                "The text may change without notice; changes of purposes or of joint use must be notified or "
                "published.",
            ),
            suggestion=Text(
                "「変更するときは、変更の内容と時期を、施行日の○日前までに公表します。」と改めてください。",
                "Say: “Changes, and when they take effect, are published at least … days before.”",
            ),
        )


def check_promised(prose: Prose) -> Iterator[Found]:
    """Find a part of the text that it promises and does not have."""
    reported: set[str] = set()
    for statement, match in prose.find(_PROMISED):
        name = re.sub(r"第?[0-9一二三四五六七八九十]+$", "", match[1])
        if (
            name in reported
            or _is_there(prose, name)
            or re.search(r"(?:法|法律|令|規則|規約|約款|就業規則)の?(?:附則|別表)", statement.text)
        ):
            continue
        if (
            name in {"別紙", "添付資料"}
            and not _HERE.search(statement.text)
            and re.search(r"請求書|様式|書式|用紙|委任状", statement.text)
        ):
            continue
        if prose.document.kind == "policy" and name in {"附則", "付則"}:
            continue  # the addendum of a policy file is computed from its versions
        reported.add(name)
        yield Found(
            where=statement,
            start=match.start(),
            end=match.start() + len(match[1]),
            articles=("32(1)", "21(3)"),
            sureness=Sureness.LIKELY,
            why=Text(
                f"「{match[1]}」に示すと約束していますが、この文書に{name}がありません。",
                f"The text promises “{match[1]}”, and has none.",
            ),
            suggestion=Text(
                f"文書の末尾に「{name}」を置くか、この記載を改めてください。",
                f"Add “{name}” at the end of the text, or change this sentence.",
            ),
        )


def _is_there(prose: Prose, name: str) -> bool:
    """Say whether a part of that name opens somewhere: as a heading, or as a short line of its own."""
    opens = re.compile(rf"[【\[(〔《<]?{re.escape(name)}")
    for statement in prose.statements:
        text = statement.text.replace(" ", "")
        heads = opens.match(text) and (len(text) <= 24 or statement.kind == "title")
        if heads and not _PROMISED.match(text) and "に掲" not in text:
            return True
    return any(name in clause.title.replace("　", "").replace(" ", "") for clause in prose.document.walk())


def check_court(prose: Prose) -> Iterator[Found]:
    """Find an exclusive court."""
    for statement, match in prose.find(_COURT):
        if (
            statement.kind == "title"
            or re.search(r"(?:消費者|法令)[^。]{0,20}(?:除|妨げ)", statement.text)
            or denies(prose, statement, match.end())
        ):
            continue
        yield Found(
            where=statement,
            start=match.start(),
            end=match.end(),
            articles=("Consumer 10",),
            sureness=Sureness.LIKELY,
            why=Text(
                "専属的な合意管轄は、消費者との間では争われることがあります。個人情報保護委員会の権限も変わりません。",
                "Consumers may contest an exclusive court, and it does not touch the Commission's powers.",
            ),
            suggestion=Text(
                "消費者を相手とするときは、専属的でない合意とするか、法律が定める管轄を妨げない旨を添えてください。",
                "For consumers, make it non-exclusive, or add that courts competent by law remain so.",
            ),
        )


RULES = (
    Rule(
        id="L19",
        severity=Severity.ERROR,
        articles=("G 2-16", "18(1)", "27(1)", "28(1)", "31(1)"),
        check=check_deemed,
        title=Text("みなし同意", "Deemed consent"),
        looks_at=Text("同意とみなす述語とその否定", "predicates that deem consent, and their negation"),
    ),
    Rule(
        id="L23",
        severity=Severity.WARNING,
        articles=("17(2)", "21(3)", "27(6)"),
        check=check_unannounced,
        title=Text("予告のない変更", "Change without notice"),
        looks_at=Text("変更の文の予告・通知の否定", "sentences on change, and their denial of notice"),
    ),
    Rule(
        id="L24",
        severity=Severity.ERROR,
        articles=("32(1)",),
        check=check_promised,
        title=Text("約束した部分がない", "A promised part is not there"),
        looks_at=Text(
            "附則・別表・別紙への言及と、その有無", "mentions of addenda and annexes, and whether they exist"
        ),
    ),
    Rule(
        id="L35",
        severity=Severity.INFO,
        articles=("Consumer 10",),
        check=check_court,
        title=Text("専属的合意管轄", "An exclusive court"),
        looks_at=Text("管轄の文", "sentences on courts"),
    ),
)
