"""
What a person may ask for, and how.

* L06  one of the six procedures is missing (32(1)(iii));
* L07  no choice between an electronic record and paper (33(2), R.30);
* L09  nothing about agents (37(3), Order 13);
* L25  the right is kept to a class of people.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from seiyaku.core.language import Text
from seiyaku.core.lint.citations import REFORM_2020
from seiyaku.core.lint.findings import Severity, Sureness
from seiyaku.core.lint.meaning import denies, negative_end
from seiyaku.core.lint.prose import Prose, Statement
from seiyaku.core.lint.topics import about, first

from .judging import Found, Rule

_STOPS = r"(?:停止|中止|差し?止め|拒否|取り?やめ|とりやめ|やめる|止める)"
_SIX: tuple[tuple[str, str, re.Pattern[str]], ...] = (
    (
        "利用目的の通知",
        "telling the purposes",
        re.compile(r"(?:利用|使用)(?:の)?目的(?:の|を|に関する)?ご?(?:通知|お?知らせ|開示)"),
    ),
    (
        "開示",
        "disclosure",
        re.compile(r"(?<!第三者提供記録の)(?<!提供記録の)(?<!の記録の)(?:開示|閲覧|お見せ|(?<!会)(?<!事項)照会)"),
    ),
    ("訂正等", "correction", re.compile(r"訂正|修正|追加|変更を(?:求め|請求)|内容の変更")),
    (
        "利用停止等",
        "stopping use and erasure",
        re.compile(rf"(?:利用|使用|取り?扱い)(?:の|を|等の)?{_STOPS}|利用(?:の)?停止等|消去|削除"),
    ),
    (
        "第三者提供の停止",
        "stopping provision",
        re.compile(
            rf"(?:第三者|外部)(?:へ|に|への|に対する)?(?:の)?(?:個人データの|個人情報の)?(?:提供|開示)(?:の|を|"
            rf"等の)?{_STOPS}|提供(?:の|を)?{_STOPS}"
        ),
    ),
    (
        "第三者提供記録の開示",
        "disclosure of provision records",
        re.compile(
            r"第三者(?:へ|に|への)?(?:の)?提供(?:・受領)?(?:の|に係る|に関する|時の)?記録|提供(?:の|した)?記録|"
            r"確認・?記録"
        ),
    ),
)
_BY_LAW = re.compile(
    r"(?:法|法律|第)[^。]{0,20}3[2-5]条[^。]{0,20}(?:から|ないし|乃至|~|-|、)[^。]{0,12}3[2-9]条[^。"
    r"]{0,30}(?:請求|求め)"
)
ELSEWHERE = re.compile(
    r"(?:開示等|ご?請求|お?手続き?|利用停止|開示|訂正)[^。]{0,60}(?:こちら|別途|別紙|別に定める|"
    r"「[^」]+(?:手続|請求|について)[^」]*」|請求書式|ウェブサイト|ホームページ|ページ|リンク)"
    r"[^。]{0,20}(?:ご覧|参照|確認|ください|掲載|定め|よります|公表)"
)
_INQUIRES = re.compile(r"問い?合わ?せ|連絡|申し?出|申し?込|ダウンロード|送付|郵送")  # a page to write on tells nothing
_ELECTRONIC = (
    r"(?:電磁的|電子(?:データ|ファイル|的|メール|交付|媒体)|[Ee]メール|メール|PDF|CD-?R|DVD|USB|"
    r"ダウンロード|データ(?:で|の|また|か|、)|ファイル)"
)
_PAPER = r"(?:書面|郵送|紙|印刷|文書|書留|郵便)"
_CHOOSES = (
    r"(?:請求(?:し|され|を受け)?た方法|(?:ご)?(?:希望|指定|選択|要望|請求)(?:する|された|した|の|され|さ|"
    r"に)|選(?:び|ぶ|べ|んで|択|ばれ)|いずれか|どちらか|求め(?:た|られた)方法)"
)
_CHOICE = re.compile(
    rf"{_ELECTRONIC}[^。]{{0,60}}{_PAPER}[^。]{{0,60}}{_CHOOSES}|{_PAPER}[^。]{{0,60}}{_ELECTRONIC}[^。"
    rf"]{{0,60}}{_CHOOSES}|"
    rf"{_CHOOSES}[^。]{{0,40}}(?:{_ELECTRONIC}[^。]{{0,40}}{_PAPER}|{_PAPER}[^。]{{0,40}}{_ELECTRONIC})|"
    r"(?:本人|お客[様さ]ま?|請求者|請求される方|患者さん?|会員|ユーザー)[^。]{0,12}(?:請求|希望|指定|選択|"
    r"選ば?)[^。]{0,8}方法|ご(?:要望|希望|指定)(?:の|され(?:た|る)|に(?:応じた|沿った))(?:方法|形式|媒体)"
)
_ANSWERS = tuple(
    re.compile(rf"{act}[^。]{{0,40}}(?:{_PAPER}|{_ELECTRONIC})|(?:{_PAPER}|{_ELECTRONIC})[^。]{{0,40}}{act}")
    for act in (r"(?:回答|返答|返事)", r"(?:開示|通知)")
)
_ASKS_HOW = re.compile(
    rf"(?:方法|媒体|形式|手段)[^。]{{0,40}}{_CHOOSES}|{_CHOOSES}[^。]{{0,20}}(?:方法|媒体|形式|手段)"
)
_AGENT = re.compile(r"代理|親権者|後見人|委任|保護者|ご家族|弁護士(?!法人|会|法|報酬|事務所)")
_CLASS = re.compile(
    r"(?:履歴|取引|契約|登録|会員資格|口座|アカウント)(?:等)?(?:が|の)?(?:ある|有る|あり|お持ちの|"
    r"をお持ちの|を有する)(?:方|者|お客)[^。]{0,30}(?:開示|請求|希望|求め)|"
    r"(?:会員|契約者|ご?購入者|登録者|利用者|患者|居住者|在住者|顧客|お客[様さ]ま?|取引先|"
    r"日本国籍を有する者|成人|成年者|株主|社員|卒業生|在学生)(?:様|さま|さん)?(?:の方|の皆(?:様|さま))?(?:に限り|に限って|"
    r"に限定|のみ(?:が|に|と|を|、|でき|可能|請求)|だけが|以外の方(?:は|から)[^。]{0,20}(?:請求|応じ|でき|"
    r"受け?付け)[^。]{0,6}(?:ません|ない|かね))"
)
_SELF_OR_AGENT = re.compile(r"(?:本人|代理人)(?:様)?(?:また|又|もしく|若しく|および|及び|に限|のみ)")


def procedures(prose: Prose) -> list[Statement]:
    """Return what the text says of requests by the person."""
    return [
        each
        for each in about(prose, "requests")
        if each.kind != "title" or (re.search(r"開示|訂正|停止", each.text) and not _only_refuses(prose, each))
    ]


def _only_refuses(prose: Prose, title: Statement) -> bool:
    """Say whether what stands under a heading offers nothing: every sentence of it denies."""
    body = [each for each in prose.under(title.clause) if each.kind != "title"] if title.clause else []
    return bool(body) and all(negative_end(prose.words(each.text)) for each in body)


def is_elsewhere(prose: Prose, said: list[Statement]) -> bool:
    """Say whether the text sends its reader to another one for the procedures."""
    return any(not _INQUIRES.search(match[0][-30:]) for _, match in prose.find(ELSEWHERE, said))


def check_six(prose: Prose) -> Iterator[Found]:
    """Find which of the six procedures the text does not offer."""
    said = procedures(prose)
    if prose.has(_BY_LAW, said):
        return
    six = _SIX if prose.as_of >= REFORM_2020 else _SIX[:-1]
    lacks = [(ja, en) for ja, en, pattern in six if not any(_offers(prose, each, pattern) for each in said)]
    if not lacks:
        return
    elsewhere = is_elsewhere(prose, said)
    japanese, english = "、".join(ja for ja, _ in lacks), ", ".join(en for _, en in lacks)
    yield Found(
        where=said[0] if said else first(prose, "requests", "desk"),
        missing=not said,
        severity=Severity.INFO if elsewhere else None,
        sureness=Sureness.POSSIBLE if elsewhere else Sureness.CERTAIN if said else Sureness.LIKELY,
        why=Text(
            f"本人ができる請求のうち、{japanese}の手続が書かれていません。",
            f"Of what a person may ask for, the text offers no procedure for: {english}.",
        ),
        suggestion=Text(
            "「ご本人は、保有個人データの利用目的の通知、開示、訂正・追加・削除、利用停止・消去、"
            "第三者提供の停止および第三者提供記録の"
            "開示を請求できます。」と記載し、それぞれの手続を示してください。",
            "Say that a person may ask to be told the purposes, for disclosure, correction, addition or "
            "deletion, a stop of use or "
            "erasure, a stop of provision, and disclosure of provision records, and how.",
        ),
    )


def _offers(prose: Prose, statement: Statement, pattern: re.Pattern[str]) -> bool:
    return any(not denies(prose, statement, match.end()) for match in pattern.finditer(statement.text))


def check_choice(prose: Prose) -> Iterator[Found]:
    """Find that a person cannot choose how to get the disclosure."""
    said = procedures(prose)
    body = [each for each in said if each.kind != "title"]
    if len(body) < 2 and sum(len(each.text) for each in body) < 25:
        return
    joined = "".join(each.text.rstrip("。") + "、" for each in body if re.search(r"方法|選(?:び|ぶ|べ|択)", each.text))
    if (
        any(_CHOICE.search(each.text) for each in body)
        or _listed_choice(prose, body)
        or (len(joined) < 160 and _CHOICE.search(joined))
    ):
        return
    elsewhere = is_elsewhere(prose, said)
    where = next((each for pattern in _ANSWERS for each, _ in prose.find(pattern, body)), body[0])
    yield Found(
        where=where,
        severity=Severity.INFO if elsewhere else None,
        sureness=Sureness.POSSIBLE if elsewhere else Sureness.LIKELY,
        why=Text(
            "開示の方法を、電磁的記録の提供と書面の交付から本人が選べることが書かれていません。",
            "Nothing says that the person may choose disclosure as an electronic record or on paper.",
        ),
        suggestion=Text(
            "「開示は、電磁的記録の提供または書面の交付のうち、ご本人が請求された方法で行います。"
            "」と記載してください。",
            "Add: “Disclosure is made by electronic record or in writing, as the person asks.”",
        ),
    )


def _listed_choice(prose: Prose, body: list[Statement]) -> bool:
    """Say whether a list offers both ways below a sentence that lets the person choose."""
    for statement in body:
        if statement.clause is None or not statement.clause.children or not _ASKS_HOW.search(statement.text):
            continue
        below = "、".join(each.text for child in statement.clause.children for each in prose.under(child))
        if re.search(_ELECTRONIC, below) and re.search(_PAPER, below):
            return True
    return False


def check_agents(prose: Prose) -> Iterator[Found]:
    """Find procedures that say nothing of agents."""
    said = procedures(prose)
    if not [each for each in said if each.kind != "title"] or prose.has(_AGENT, said) or is_elsewhere(prose, said):
        return
    yield Found(
        where=said[0],
        missing=True,
        why=Text("代理人による請求について書かれていません。", "Nothing says that an agent may make the request."),
        suggestion=Text(
            "「請求は、ご本人のほか、法定代理人またはご本人が委任した代理人もできます。」と記載してください。",
            "Add: “A legal representative, or an agent whom the person mandates, may make the request too.”",
        ),
    )


def check_class(prose: Prose) -> Iterator[Found]:
    """Find a right that only some people are given."""
    for statement, match in prose.find(_CLASS, procedures(prose)):
        if _SELF_OR_AGENT.search(match[0]) or re.search(r"郵送先|住所|手数料|窓口で", match[0]):
            continue
        yield Found(
            where=statement,
            start=match.start(),
            end=match.end(),
            sureness=Sureness.LIKELY,
            why=Text(
                "請求できる人を一部に限っていますが、保有個人データの本人であれば誰でも請求できます。",
                "The right is kept to some people; anybody whose data is held has it.",
            ),
            suggestion=Text(
                "「ご本人は、当社が保有する自己の保有個人データについて請求できます。」と改めてください。",
                "Say: “A person may make the request for the data the operator holds about that person.”",
            ),
        )


RULES = (
    Rule(
        id="L06",
        severity=Severity.ERROR,
        articles=("32(1)(iii)", "33(5)"),
        check=check_six,
        title=Text("六つの請求手続が揃っていない", "Some of the six procedures are missing"),
        looks_at=Text("開示等の請求の項", "the clauses on requests"),
    ),
    Rule(
        id="L07",
        severity=Severity.ERROR,
        articles=("33(2)", "R.30"),
        check=check_choice,
        title=Text("開示の方法を選べない", "No choice of how data is disclosed"),
        looks_at=Text("開示の方法を述べる文", "sentences on how data is disclosed"),
    ),
    Rule(
        id="L09",
        severity=Severity.WARNING,
        articles=("37(3)", "Order 13"),
        check=check_agents,
        title=Text("代理人の定めがない", "Nothing about agents"),
        looks_at=Text("請求の項の代理人の語", "mentions of agents in the clauses on requests"),
    ),
    Rule(
        id="L25",
        severity=Severity.WARNING,
        articles=("33(1)",),
        check=check_class,
        title=Text("請求できる人の限定", "The right kept to a class of people"),
        looks_at=Text("請求の項で人を限る語", "words that limit who may ask"),
    ),
)
