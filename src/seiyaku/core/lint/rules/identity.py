"""
How a person proves who they are when asking.

* L26  papers that no longer exist or never counted are asked for;
* L27  copies of papers that bear numbers are asked for, and nothing says to mask them;
* L45  the answer goes to the address the request gives, and nothing says it must match.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from seiyaku.core.language import Text
from seiyaku.core.lint.findings import Severity, Sureness
from seiyaku.core.lint.prose import Prose, Statement

from .judging import Found, Rule
from .requests import procedures

_DEAD: tuple[tuple[re.Pattern[str], dt.date, str, str], ...] = (
    (
        re.compile(r"住民基本台帳カード|住基カード"),
        dt.date(2025, 12, 29),
        "住民基本台帳カード",
        "the Basic Resident Register card",
    ),
    (
        re.compile(
            r"(?:健康保険|国民健康保険|後期高齢者医療|共済組合員|各種)?(?:の)?(?:被保険者証|健康保険証|"
            r"(?<!資格)保険証|組合員証)(?!番号|の(?:記号|番号))"
        ),
        dt.date(2025, 12, 2),
        "健康保険の被保険者証",
        "the health insurance card",
    ),
    (
        re.compile(r"外国人(?:登録)?(?:証明書|登録証|登録カード)"),
        dt.date(2015, 7, 9),
        "外国人登録証明書",
        "the alien registration certificate",
    ),
    (re.compile(r"(?<!番号)通知カード"), dt.date(2020, 5, 25), "通知カード", "the My Number notification card"),
    (re.compile(r"年金手帳"), dt.date(2022, 4, 1), "年金手帳", "the pension book"),
)
LISTED = 40  # signs of an item that names a paper
_NO_LONGER_ISSUED = Text(
    "年金手帳は、新たに発行されておらず、使える人が限られます。", "The pension book is no longer issued."
)
_REFUSED = re.compile(
    r"(?:受け?付け|使用|利用|お?使い|認め|有効|ご?提出|お取り?扱い?)[^。、]{0,14}(?:ません|ない|できな|"
    r"いたしかね)|廃止|除(?:く|き)|不可|対象外|ではなく|無効|終了"
)
_BEARS = re.compile(
    r"マイナンバーカード|個人番号カード|保険証|被保険者証|資格確認書|組合員証|年金手帳|基礎年金番号通知書|"
    r"住民票|戸籍|"
    r"(?:その他|など|等)[^。]{0,12}公的(?:な)?(?:書類|証明書|身分証)|公的(?:な)?(?:書類|身分証明書)"
)
_COPY = re.compile(
    r"(?:写し|コピー|複写)(?!の?(?:実費|費用|代金|手数料|交付))|"  # what copies cost asks for none
    r"提出|送付|同封|添付|添え|アップロード|提示|撮影|郵送|お送り"
)
_FRONT = re.compile(r"[(「]?の?(?:おもて|表)面?(?:[)」]|の(?:写し|コピー)|のみ|だけ)")
_MASKS = re.compile(
    r"黒塗|塗りつぶ|マスキング|マスク|見えない|読めない|隠(?:し|す|れ)|消して|消した|抹消|伏せ|(?:記載|"
    r"表示|印字)(?:の|が|され)[^。]{0,6}(?:ない|なし|省略|省かれ)|省略(?:した|され)|"
    r"裏面[^。]{0,14}(?:不要|ない|送らない|除)|表面のみ|表面だけ|おもて面のみ|(?:番号|本籍)[^。"
    r"]{0,20}(?:除い|除く|ないもの|のないもの)"
)
_TO_REQUEST = re.compile(
    r"(?:請求書|申請書|申込書|依頼書|請求|お申し?出|申請)(?:書)?(?:等)?(?:に|へ)?(?:ご?記載|ご?記入|"
    r"書かれた|お?書き)?(?:の|された|いただいた)?(?:ご?本人[様さ]?ま?(?:の)?|請求者の)?ご?(?:住所|連絡先|"
    r"送付先|宛先|メールアドレス)|"
    r"(?:ご?指定|ご?記入|ご?記載)(?:の|された|いただいた)(?:ご)?(?:住所|送付先|宛先)"
)
_SENDS = re.compile(r"郵送|送付|送ります|送る|お送り|回答|返送|発送|ご?返事|通知")
_MATCHES = re.compile(
    r"(?:登録|届け?出|届け?け?られ|届出|把握|保有)[^。]{0,16}(?:住所|連絡先|アドレス)|"
    r"(?:本人確認(?:の)?書類|証明書|身分証)[^。]{0,20}(?:住所|一致|同じ)|一致|照合|同一(?:である|か)|"
    r"相違ない"
)


def check_dead(prose: Prose) -> Iterator[Found]:
    """Find papers that nobody can have any more on the day asked about."""
    for pattern, since, japanese, english in _DEAD:
        if prose.as_of < since:
            continue
        for statement, match in prose.find(pattern, _proofs(prose)):
            after = statement.text[match.end() : match.end() + 40]
            if _REFUSED.search(after) or (statement.text[match.end() : match.end() + 1] == "は" and "ません" in after):
                continue
            pension = japanese == "年金手帳"
            yield Found(
                where=statement,
                start=match.start(),
                end=match.end(),
                severity=Severity.INFO if pension else None,
                why=_NO_LONGER_ISSUED
                if pension
                else Text(
                    f"{japanese}は、すでに本人確認に使えません。",
                    f"{english[0].upper()}{english[1:]} is no longer valid as proof of identity.",
                ),
                suggestion=Text(
                    "運転免許証、マイナンバーカード（表面のみ）、"
                    "資格確認書（記号・番号等を隠したもの）などに改めてください。",
                    "Ask for a driving licence, a My Number card (front only), an eligibility certificate with its "
                    "numbers masked.",
                ),
            )
            break


def _proofs(prose: Prose) -> list[Statement]:
    asked = re.compile(r"本人確認|確認書類|写し|身分証|証明書")
    near = {each.at for each in procedures(prose)}
    for statement, _ in prose.find(asked):
        near |= {statement.at, statement.at + 1, statement.at + 2}
        for each in prose.statements[statement.at + 1 :]:  # the list that such a sentence or heading opens
            if each.kind != "item" or len(each.text) > LISTED:
                break
            near.add(each.at)
    return [each for each in prose.statements if each.at in near]


def check_masks(prose: Prose) -> Iterator[Found]:
    """Find copies of papers with numbers on them that are asked for unmasked."""
    said = _proofs(prose)
    whole = "".join(each.text for each in said)
    borne = [
        (each, match)
        for each in said
        for match in _BEARS.finditer(each.text)
        if not _refused_after(each, match) and not _FRONT.match(each.text, match.end())
    ]
    if not borne or not _COPY.search(whole) or _MASKS.search(whole):
        return
    statement, match = borne[0]
    yield Found(
        where=statement,
        start=match.start(),
        end=match.end(),
        articles=("My Number 20", "20(1)"),
        sureness=Sureness.LIKELY,
        why=Text(
            "個人番号、保険者番号・記号・番号、基礎年金番号または本籍が載る書類の写しを求めながら、"
            "隠すよう案内していません。",
            "Copies are asked for that bear My Number, insurance or pension numbers or the registered domicile, "
            "and nothing says "
            "to mask them.",
        ),
        suggestion=Text(
            "「個人番号、保険者番号・被保険者等記号・番号、基礎年金番号、本籍は、見えないように隠してください。"
            "」と記載してください。",
            "Add: “Cover My Number, insurance and pension numbers and the registered domicile so that they "
            "cannot be read.”",
        ),
    )


def _refused_after(statement: Statement, match: re.Match[str]) -> bool:
    return _REFUSED.search(statement.text[match.end() : match.end() + 30]) is not None


def check_address(prose: Prose) -> Iterator[Found]:
    """Find answers that go wherever the request says."""
    said = procedures(prose)
    if prose.has(_MATCHES, said):
        return
    for statement, match in prose.find(_TO_REQUEST, said):
        if not _SENDS.search(statement.text[match.end() :]):
            continue
        yield Found(
            where=statement,
            start=match.start(),
            end=match.end(),
            articles=("23", "37(1)"),
            why=Text(
                "回答を請求書に記載された住所へ送るとしながら、"
                "登録された住所や本人確認書類と一致することを求めていません。",
                "Answers go to the address the request gives, and nothing says it must match the held one or the "
                "proof of identity.",
            ),
            suggestion=Text(
                "「登録された住所または本人確認書類の住所と一致することを確かめたうえで、その住所に送ります。"
                "」と記載してください。",
                "Add: “after making sure that it matches the address held, or the one on the proof of identity”.",
            ),
        )
        return


RULES = (
    Rule(
        id="L26",
        severity=Severity.ERROR,
        articles=("37(1)",),
        check=check_dead,
        title=Text("使えない本人確認書類", "Proof of identity that no longer exists"),
        looks_at=Text("本人確認書類の名", "the names of papers asked for"),
    ),
    Rule(
        id="L27",
        severity=Severity.ERROR,
        articles=("My Number 20", "20(1)"),
        check=check_masks,
        title=Text("番号を隠す案内がない", "No notice to mask numbers"),
        looks_at=Text("写しを求める書類と、隠すよう求める文", "copies asked for, and sentences that ask to mask"),
    ),
    Rule(
        id="L45",
        severity=Severity.WARNING,
        articles=("23", "37(1)"),
        check=check_address,
        title=Text("回答先の住所を確かめない", "Answers go to an address nobody checks"),
        looks_at=Text("回答の送り先を述べる文", "sentences on where answers are sent"),
    ),
)
