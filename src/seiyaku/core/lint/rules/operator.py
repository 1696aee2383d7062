"""
Who speaks: the operator's name, address and representative, and where complaints go.

* L02  the name, the address or the representative is missing (32(1)(i));
* L11  no desk takes complaints, or a certified body is named without its desk (Order 10(ii), (iii)).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from seiyaku.core.language import Text
from seiyaku.core.lint.findings import Severity, Sureness
from seiyaku.core.lint.meaning import negative_end
from seiyaku.core.lint.prose import Prose, Statement
from seiyaku.core.lint.topics import first, is_about

from .judging import Found, Rule

_FORMS = (
    r"(?:株式|有限|合同|合資|合名|相互)会社|(?:医療|学校|社会福祉|宗教|弁護士|税理士|監査|行政|大学|社団|"
    r"財団|NPO|活動|組合)法人|"
    r"(?:協同|健康保険|共済|労働)組合|(?:Inc|LLC|Ltd|Corp|K\.K|G\.K)\b"
)
_NAME = re.compile(
    rf"(?:{_FORMS})[^\s、。はがをにのも(]{{1,}}|[一-龠ァ-ヶーA-Za-z]{{2,}}(?:{_FORMS})|"
    r"[一-龠ぁ-んァ-ヶーA-Za-z]{2,}(?:病院|医院|クリニック|歯科|薬局|大学|学校|学園|幼稚園|保育園|協会|"
    r"(?:外|内|眼|皮膚|耳鼻咽喉|小児|産婦人)科|"
    r"連盟|財団|事務所|商店|銀行|"
    r"信用金庫|農協|生協|研究所|旅館|工務店|製作所|商会|塾|市役所|町役場)|(?:運営者|事業者|名称|店主)[::].{2,}|"
    r"^[一-龠ぁ-んァ-ヶー]{2,12}(?:店|堂|屋|庵|園|亭|舎|荘|館)$|"
    r"^(?:屋号|事業者名|運営者名|商号|店名|法人名|(?:事業者|運営者)の(?:氏名|名称))[::]?[^をがはのにで、。・]{2,30}$"
)
_SPEAKS = re.compile(
    r"(?:^|、)(?!本|この|当)[^、。は(]{1,30}\(以下[、,]?[「『]?(?:当|弊|運営者|開発者|事業者|管理者|私|わたし|本(?:院|学|会|校|園))"
)
_LABELS = re.compile(r"^(?:事業者|運営者|開発者|提供者|販売者)の?(?:氏名|名称)$")
_BLANKS = re.compile(r"[○〇◯●]{2}|【[^】]*(?:記載|記入|入力)(?:して)?(?:ください|下さい)】|[XＸ]{3}")
_NUMBERED = r"(?:[0-9]|[一二三四五六七八九十])+(?:[-−ー‐–]|丁目|番|号|条)"
ADDRESS = re.compile(
    r"〒\s?[0-9]{3}[-−ー‐–]?[0-9]{4}|"
    rf"(?:北海道|東京都|大阪府|京都府|[一-龠]{{2,3}}県)[^。、]{{1,14}}?(?:市|区|郡|町|村)[^。、]{{0,25}}?{_NUMBERED}|"
    rf"[一-龠ぁ-ん]{{1,6}}市[^。、]{{1,15}}?{_NUMBERED}"
)
_TITLES = (
    r"代表取締役(?:社長|会長|CEO)?|取締役社長|代表執行役|代表社員|代表理事|理事長|会長|院長|学長|総長|"
    r"学園長|園長|組合長|店主|"
    r"代表者|頭取|社長|所長|事業主|管理人|住職|宮司|CEO|代表"
)
_LEADER = re.compile(
    rf"(?<![副支])(?<!営業)(?<!事業)(?:{_TITLES})(?:社長|会長|兼.{{1,8}})?(?:\([^)]*\))?(?:氏名)?[::]?"
    r"(?:[一-龠々ァ-ヶA-Za-z][^。]{1,20}$|$|[一-龠々ァ-ヶ][一-龠々ぁ-んァ-ヶ ]{1,9}(?=[、。)]))"
)
_NO_LEADER = re.compile(r"(?:氏名|住所)(?:は|、|並びに|及び|および|を|の)|[はがをにの](?=[一-龠ァ-ヶ「])|の(?:と|通)")
_SOLE = re.compile(
    r"個人事業|屋号|店主|事業主|(?:事業者|運営者|開発者|提供者|販売者)の?氏名[::]?[^、。]{2,12}$|(?:運営|開発)する個人"
)
_ASKED = re.compile(  # 32(1): what is answered without delay when asked for is where the person can know it
    r"(?:当社|弊社|当院|運営者|事業者|管理者|代表者)の(?:氏名|名称|住所|所在地)[^。]{0,40}"
    r"(?:ご?請求|お?求め|お?問い?合わ?せ)[^。]{0,30}(?:ください|下さい|回答|開示|お答え|お?知らせ|通知)"
)
_AT_ONCE = re.compile(r"遅滞なく|速やか|すみやか|直ちに")
_OTHERS = ("entrustment", "provision", "joint", "foreign", "browsing")
_NO_BODY = re.compile(
    r"団体(?:は|に(?:は)?|が|へ(?:は)?)?[^。]{0,16}(?:ありません|ございません|なし|おりません|いません|存在しません|"
    r"ではありません|未加入)"
)
_ELSEWHERE = re.compile(
    r"(?:会社概要|会社情報|会社案内|企業情報|事業者情報|法人概要|病院概要|医院概要|法人情報|学園概要|"
    r"協会概要|大学概要|運営会社).{0,25}"
    r"(?:ご覧|参照|確認|リンク|記載|こちら|掲載|とおり|通り|ページ)|"
    r"(?:住所|所在地).{0,20}代表者.{0,30}(?:ご覧|参照|こちら|掲載|ページ)"
)
_COMPLAINT = re.compile(r"苦情|クレーム|不服|ご?不満|ご?意見")
_TAKES = re.compile(
    r"窓口|まで|宛|下記|以下|次の|先|係|室|部|課|担当|電話|メール|フォーム|受け?付け|TEL|@|こちら|住所|所在地|〒|"
    r"[0-9]{2,4}-[0-9]{2,4}-[0-9]{3,4}"
)
_ASKING = (  # not what is done with what was asked, nor the occasion on which something is entered
    r"(?:問い?合わ?せ|お尋ね|ご?相談|ご?質問|ご?連絡(?!先))"
    r"(?!(?:や[^。]{0,12})?(?:の際|時|いただ|を問わず|への|に(?:回答|対応|関する情報)|内容))"
)
_INVITES = re.compile(
    rf"{_ASKING}[^。]{{0,40}}(?:窓口|まで|宛|へ(?:ご|お)|くださ|下さ|受け?付け|承|連絡先|お願い|こちら|@)|"
    rf"(?:窓口|連絡先|下記|以下)[^。]{{0,40}}{_ASKING}|{_ASKING}[^。]{{0,60}}[0-9]{{2,4}}-[0-9]{{2,4}}-[0-9]{{3,4}}"
)
_NOT_YET = re.compile(
    r"(?:今後|将来|準備)[^。]{0,30}(?:設置|設け|開設|案内)|(?:設置|開設)(?:の)?予定|"
    r"(?:窓口|問い?合わ?せ先)[^。]{0,8}(?:設置|設け|開設)(?:し|され)?て(?:い|おり)(?:ない|ませ)"
)
_BODY = re.compile(r"認定個人情報保護団体")
_MEMBER = re.compile(r"対象事業者|加入|所属|会員|加盟")
_BODY_NAMED = re.compile(r"(?:法人|協会|機構|センター|連盟|協議会)")
_BODY_DESK = re.compile(
    r"(?:苦情|相談|解決|申出|問い?合わ?せ).{0,20}(?:先|窓口|室|センター|受け?付け)|電話|TEL|@|"
    r"[0-9]{2,4}-[0-9]{2,4}-[0-9]{3,4}"
)


def check_operator(prose: Prose) -> Iterator[Found]:
    """Find that the operator's name, address or representative stands nowhere, or not where a reader looks."""
    declared = prose.document.declared
    told = next((each for each, _ in prose.find(_ASKED)), None)
    at_once = told is not None and any(map(_AT_ONCE.search, (each.text for each in prose.statements[told.at :][:2])))
    pointed = prose.has(_ELSEWHERE) or at_once
    lacks: list[tuple[str, str]] = []
    if not declared.get("name") and not at_once and not _is_named(prose):
        lacks.append(("名称", "name"))
    addresses = [statement for statement, _ in prose.find(ADDRESS)]
    if not declared.get("address") and not addresses and not pointed:
        lacks.append(("住所", "address"))
    if not declared.get("representative") and not pointed and not _is_sole(prose) and not has_leader(prose):
        lacks.append(("代表者の氏名", "representative"))
    if lacks and told is not None:
        yield replace(_lacking(prose, lacks), severity=Severity.INFO, sureness=Sureness.POSSIBLE)
    elif lacks:
        yield _lacking(prose, lacks)
    elif (
        addresses
        and not declared.get("address")
        and not pointed
        and all(_is_only_post(prose, each) for each in addresses)
    ):
        yield Found(
            where=prose.outside()[0] if prose.outside() else prose.statements[0],
            severity=Severity.WARNING,
            why=Text(
                "住所が事業者の名称とともに示されておらず、請求の宛先としてしか書かれていません。",
                "The address does not stand beside the operator's name; it appears only as where requests are posted.",
            ),
            suggestion=Text(
                "冒頭または末尾に、名称、住所、代表者の氏名を並べて記載してください。",
                "State name, address and representative together, at the head or the foot.",
            ),
            missing=True,
        )


def _is_named(prose: Prose) -> bool:
    """Say whether the operator's name stands anywhere: not a recipient's, and not a blank to be filled in."""
    return any(
        not _BLANKS.search(statement.text)
        and (_SPEAKS.search(statement.text) or not any(is_about(prose, statement, topic) for topic in _OTHERS))
        for pattern in (_SPEAKS, _NAME)
        for statement, _ in prose.find(pattern)
    ) or bool(_labelled(prose))


def _labelled(prose: Prose) -> str:
    """Return the heading under which the operator's name stands by itself, or ""."""
    for clause in prose.document.walk():
        if _LABELS.search(clause.title) and any(each.kind != "title" for each in prose.below.get(clause.id, ())):
            return clause.title
    return ""


def _is_sole(prose: Prose) -> bool:
    """Say whether a person, not a body, runs the business: whoever is named is who answers for it."""
    return prose.has(_SOLE) or "氏名" in _labelled(prose)


def has_leader(prose: Prose) -> bool:
    """Say whether the representative stands anywhere as such: a title with a name, not in a running sentence."""
    for _, match in prose.find(_LEADER):
        if not _NO_LEADER.search(match[0]) and match.end() - match.start() <= 60:
            return True
    return False


def _is_only_post(prose: Prose, statement: Statement) -> bool:
    return is_about(prose, statement, "requests") and not is_about(prose, statement, "desk")


def _lacking(prose: Prose, lacks: list[tuple[str, str]]) -> Found:
    japanese, english = "・".join(ja for ja, _ in lacks), ", ".join(en for _, en in lacks)
    return Found(
        where=next(iter(prose.statements), None),
        missing=True,
        sureness=Sureness.LIKELY,
        why=Text(
            f"事業者の{japanese}が見当たりません。本人の知り得る状態に置く必要があります。",
            f"The operator's {english} cannot be found; the Act wants it where the person can know it.",
        ),
        suggestion=Text(
            "「○○株式会社　東京都○○区○○1-2-3　代表取締役　○○ ○○」のように記載してください。",
            "State, for example: “Example K.K., 1-2-3 Example, Example-ku, Tokyo; Representative Director: name”.",
        ),
    )


def check_desk(prose: Prose) -> Iterator[Found]:
    """Find that nothing says where complaints go, or that a certified body stands without its name or desk."""
    if not prose.document.declared.get("desk") and not any(_is_desk(prose, each) for each in prose.statements):
        yield Found(
            where=first(prose, "desk", "requests"),
            missing=True,
            sureness=Sureness.LIKELY,
            why=Text(
                "個人情報の取扱いに関する苦情の申出先が見当たりません。",
                "Nothing says where complaints about the handling of personal information go.",
            ),
            suggestion=Text(
                "「個人情報の取扱いに関する苦情・ご相談は、○○窓口（電話○○、メール○○）で受け付けます。"
                "」と記載してください。",
                "Add: “Complaints and questions about personal information are taken by … (telephone …, e-mail …).”",
            ),
        )
    for statement, match in prose.find(_BODY):
        around = "".join(each.text for each in prose.statements[max(0, statement.at - 1) : statement.at + 5])
        if not _MEMBER.search(around) or _NO_BODY.search(around):
            continue
        named = _BODY_NAMED.search(around.replace("認定個人情報保護団体", ""))
        if named and _BODY_DESK.search(around[around.find("認定") :]):
            return
        yield Found(
            where=statement,
            start=match.start(),
            end=match.end(),
            articles=("Order 10(iii)",),
            why=Text(
                "認定個人情報保護団体の対象事業者であると述べながら、団体の名称または苦情の解決の申出先がありません。",
                "The operator is said to belong to a certified body, but its name or its complaints desk is missing.",
            ),
            suggestion=Text(
                "団体の名称と、苦情の解決の申出先（名称、住所、電話番号）を記載してください。",
                "Name the body and where it takes complaints (name, address, telephone).",
            ),
        )
        return


def _is_desk(prose: Prose, statement: Statement) -> bool:
    text = statement.text
    if re.search(r"同(?:協会|団体|法人|機構)|認定個人情報保護団体", text) and not re.search(r"当社|弊社|当院", text):
        return False
    if _NOT_YET.search(text) or ("委託" in text and not _COMPLAINT.search(text)):
        return False
    if _COMPLAINT.search(text) and (_TAKES.search(text) or is_about(prose, statement, "desk")):
        return True
    if is_about(prose, statement, "desk") and not is_about(prose, statement, "requests"):
        return statement.kind != "title" and _TAKES.search(text) is not None
    opening = statement.zone == "head" and bool(prose.document.clauses)
    if not _INVITES.search(text) or opening or is_about(prose, statement, "requests"):
        return False
    return not negative_end(prose.words(text))


RULES = (
    Rule(
        id="L02",
        severity=Severity.ERROR,
        articles=("32(1)(i)",),
        check=check_operator,
        title=Text("事業者の名称・住所・代表者がない", "No name, address or representative"),
        looks_at=Text(
            "冒頭、末尾、事業者の項、宣言された事業者",
            "the head, the foot, the operator's clause, what a policy file declares",
        ),
    ),
    Rule(
        id="L11",
        severity=Severity.ERROR,
        articles=("Order 10(ii)", "40(1)"),
        check=check_desk,
        title=Text("苦情の申出先がない", "No desk for complaints"),
        looks_at=Text(
            "苦情・問い合わせの文と見出し、認定個人情報保護団体",
            "sentences and headings on complaints; certified bodies",
        ),
    ),
)
