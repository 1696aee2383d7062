"""
Joint use and opt-out.

* L14  joint use without its five items (27(5)(iii));
* L15  provision by opt-out without the items of 27(2) and the filing, or of special-care information.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from seiyaku.core.language import Text
from seiyaku.core.lint.citations import REFORM_2020
from seiyaku.core.lint.findings import Clause, Severity, Sureness
from seiyaku.core.lint.meaning import denies, negative_end
from seiyaku.core.lint.prose import Prose, Statement
from seiyaku.core.lint.topics import is_about

from .judging import Found, Rule
from .operator import ADDRESS, has_leader

_JOINT = re.compile(r"共同(?:して)?(?:で)?(?:の)?(?:利用|使用)")
_GROUP = re.compile(
    r"(?:グループ(?:会社|企業|各社|内)|関連会社|関係会社|系列会社|子会社|親会社|協力会社|パートナー事業者)[^。]{0,40}"
    r"(?:共有|保有する(?:個人)?(?:情報|データ)[^。]{0,12}(?:利用|収集|取得)|相互に?(?:利用|提供))"
)
_CASES = re.compile(r"(?:場合|とき)(?:であって|において|に限り|を除き|には)?|あらかじめ本人に通知")
_POINTS = re.compile(r"[^「」。]{0,14}」[^。]{0,8}(?:参照|記載|定め|とおり|通り|ご覧|に従)")  # 「…共同利用」参照
_ITEMS = re.compile(
    r"(?:項目|情報の種類|データの種類|対象(?:となる|の)?(?:情報|データ))|(?:氏名|お名前)[^。"
    r"]{0,30}(?:住所|電話|履歴|メール)"
)
_RANGE = re.compile(
    r"(?:利用(?:する)?者|会社|企業|事業者|先)(?:等)?の?範囲|"
    r"共同(?:して)?利用(?:する)?(?:者|会社|先|相手)(?!(?:等)?の?(?:範囲|(?:利用)?目的|管理|責任))"
)
_COMPANY = re.compile(r"(?:株式|有限|合同)会社")
_AFTER_LABEL = re.compile(r"^[\s:：、。)」』】\]]*(?:は[、,]?)?[\s:：]*")
_LEFT_OPEN = re.compile(
    r"(?:別途|別に|追って|後日|適宜|必要に応じ|(?:当社|弊社|当行|当院)が(?:別途)?(?:定め|指定|認め|必要)|未定|調整中|なし|[-―ー—○〇◯●…]+$)"
)
_OTHER_ITEM = re.compile(r"[^。]{0,16}(?:項目|目的|責任|方法|住所|代表者)")
_PURPOSE = re.compile(r"(?:利用|使用)?目的")
_MANAGER = re.compile(r"責任(?:を有する|を負う|者)|管理責任|責任を持つ")
_BASE = re.compile(r"住所|所在地")
_CHIEF = re.compile(r"代表者|代表取締役|代表社員|理事長|代表理事|頭取|社長")
_OPT_OUT = re.compile(
    r"(?:求め|申し?出|請求|要請|ご?連絡)(?:が|に|を)?[^。]{0,20}(?:提供|開示)(?:を|は)?(?:停止|中止|やめ|止め|"
    r"取り?(?:や|止)め)|オプトアウト[^。]{0,20}(?:第三者)?提供|"
    r"(?:提供|開示)(?:を)?(?:停止|中止)(?:する|し)(?:こと|もの)[^。]{0,30}(?:提供|開示)"
)
_GIVES = re.compile(
    r"(?:第三者|会社|企業|事業者|他社|者)(?:に|へ)[^。]{0,30}(?:提供|開示|販売)|同意(?:を得(?:ず|"
    r"る)こと)?(?:なく|なし|を得ず|を得ない)"
)
_OUT_ITEMS = (
    (
        "個人情報保護委員会への届出",
        "the filing with the Commission",
        re.compile(r"委員会(?:に|へ)[^。]{0,12}届(?:け)?出"),
    ),
    ("提供する項目", "the items provided", re.compile(r"(?:提供(?:する|される)?[^。]{0,16}項目|項目(?:は|:|、))")),
    ("取得の方法", "how the data was acquired", re.compile(r"取得(?:の|した)?方法|入手(?:の)?方法|取得元")),
    ("提供の方法", "how it is provided", re.compile(r"提供(?:の|する)?(?:手段|方法)")),
    (
        "停止の求めを受け付ける方法",
        "how a person stops it",
        re.compile(r"受け?付け?(?:る)?方法|(?:停止|中止)[^。]{0,30}(?:方法|窓口|電話|フォーム|メール|まで)|窓口|電話"),
    ),
    (
        "更新の方法と開始の予定日",
        "how data is updated, and from when it is provided",
        re.compile(r"更新(?:の)?方法|開始(?:する)?(?:予定)?日|予定日"),
    ),
)
_SENSITIVE = re.compile(r"要配慮個人情報|病歴|健康(?:状態|診断)|信条|犯罪")


def check_joint(prose: Prose) -> Iterator[Found]:
    """Find joint use, by its name or in fact, without the items the Act wants published."""
    for statement in prose.statements:
        match = _JOINT.search(statement.text) or _GROUP.search(statement.text)
        named = statement.zone == "head" and "。" not in statement.text
        if match is None or statement.kind == "title" or named or _is_only_case(prose, statement, match):
            continue
        lacks = _lacks_of(prose, statement)
        if lacks:
            japanese, english = "、".join(ja for ja, _ in lacks), ", ".join(en for _, en in lacks)
            yield Found(
                where=statement,
                start=match.start(),
                end=match.end(),
                sureness=Sureness.CERTAIN if _JOINT.search(statement.text) else Sureness.LIKELY,
                why=Text(
                    f"共同利用（またはそれにあたる利用）について、{japanese}が示されていません。",
                    f"Of the joint use, or what amounts to it, the text does not state: {english}.",
                ),
                suggestion=Text(
                    "共同利用する旨、項目、共同利用者の範囲、利用目的、"
                    "管理責任者の名称・住所・代表者の氏名を記載してください。",
                    "State that data is used jointly, the items, by whom, for what, and the name, address and "
                    "representative of "
                    "who is responsible.",
                ),
            )
        return


def _is_only_case(prose: Prose, statement: Statement, match: re.Match[str]) -> bool:
    """Say whether joint use is denied, or only named as a case or a heading."""
    text = statement.text
    if denies(prose, statement, match.end()) or re.search(r"共同利用(?:の)?停止", text):
        return True
    after = text[match.end() :]
    if _POINTS.match(after):
        return True
    return (_CASES.search(after[:60]) is not None or len(text) <= match.end() - match.start() + 6) and not re.search(
        r"(?:当社|弊社|当行|当院|当グループ)[^。]{0,60}共同(?:して)?利用(?:し|いた|する(?:もの|こと)と)", text
    )


def _lacks_of(prose: Prose, statement: Statement) -> list[tuple[str, str]]:
    top = _topmost(prose, statement)
    said = prose.under(top) if top else [each for each in prose.statements if abs(each.at - statement.at) <= 8]
    text = "\n".join(each.text for each in said)
    own = re.search(r"(?:当社|弊社|当行|当院|当法人|当協会|本会|冒頭|上記|第[0-9]+条|会社概要)", text)
    managed = next((n for n, each in enumerate(said) if _MANAGER.search(each.text)), None)
    manager = "\n".join(each.text for each in said[managed:]) if managed is not None else ""
    based = ADDRESS.search(manager) or _BASE.search(manager) or (own and prose.has(ADDRESS))
    led = _CHIEF.search(manager) or (own and has_leader(prose))
    checks: list[tuple[str, str, object]] = [
        ("共同利用する旨", "that data is used jointly", _JOINT.search(text)),
        ("項目", "the items", _ITEMS.search(text)),
        ("共同利用者の範囲", "who uses it jointly", _says_who(said)),
        ("利用目的", "the purposes", _PURPOSE.search(text)),
        ("管理責任者の名称", "who is responsible", managed is not None),
    ]
    if prose.as_of >= REFORM_2020 and managed is not None:
        whole = (
            "管理責任者の住所と代表者",
            "the address and representative of who is responsible",
            bool(based and led),
        )
        checks.append(whole)
    return [(ja, en) for ja, en, there in checks if not there]


def _says_who(said: list[Statement]) -> bool:
    """Say whether the text says by whom data is used: not by a heading alone, and not by 別途定める."""
    labelled = False
    for at, each in enumerate(said):
        for match in _RANGE.finditer(each.text):
            labelled = True
            words = _AFTER_LABEL.sub("", each.text[match.end() :])
            if not words and at + 1 < len(said) and not _OTHER_ITEM.match(said[at + 1].text):
                words = said[at + 1].text
            if words and not _LEFT_OPEN.match(words):
                return True
    return not labelled and any(_COMPANY.search(each.text) for each in said)


def _topmost(prose: Prose, statement: Statement) -> Clause | None:
    for clause in statement.path:
        if _JOINT.search(clause.title) or any(_JOINT.search(each.text) for each in prose.below.get(clause.id, ())[:2]):
            return clause
    return statement.path[-1] if statement.path else None


def check_opt_out(prose: Prose) -> Iterator[Found]:
    """Find provision that goes on until a person objects, without what 27(2) wants."""
    for statement, match in prose.find(_OPT_OUT):
        text = statement.text
        if is_about(prose, statement, "requests") or re.search(r"広告|配信|メール|[Cc]ookie|アクセス解析", match[0]):
            continue
        if not (_GIVES.search(text) or _gives_before(prose, statement)) or re.search(r"(?:場合|とき)[。]?$", text):
            continue
        part = prose.part(statement)
        near = prose.under(part) if part else [statement]
        near = [*near, *(each for each in prose.statements if 0 < each.at - statement.at <= 3)]
        around = "\n".join(dict.fromkeys(each.text for each in near))
        lacks = [(ja, en) for ja, en, pattern in _OUT_ITEMS if not pattern.search(around)]
        sensitive = _SENSITIVE.search(text)
        if sensitive and not re.search(r"除", text[sensitive.end() :]):
            lacks.insert(
                0,
                (
                    "（要配慮個人情報はオプトアウトで提供できません）",
                    "(special-care information may not go by opt-out)",
                ),
            )
        if not lacks:
            continue
        japanese, english = "、".join(ja for ja, _ in lacks), ", ".join(en for _, en in lacks)
        yield Found(
            where=statement,
            start=match.start(),
            end=match.end(),
            why=Text(
                f"求めに応じて停止する方法（オプトアウト）で提供するのに必要な事項が揃っていません: {japanese}。",
                f"Provision by opt-out lacks what it needs: {english}.",
            ),
            suggestion=Text(
                "法律の定める事項を公表して個人情報保護委員会に届け出るか、本人の同意を得る方法に改めてください。",
                "Publish the items the Act lists and file them with the Commission, or obtain consent instead.",
            ),
        )


def _gives_before(prose: Prose, statement: Statement) -> bool:
    """Say whether the sentence before lets data out without asking: 提供する。申し出があれば取り止める。"""
    before = prose.statements[statement.at - 1] if statement.at else statement
    if before.path != statement.path or "同意" in before.text or not _GIVES.search(before.text):
        return False
    return not negative_end(prose.words(before.text))


RULES = (
    Rule(
        id="L14",
        severity=Severity.ERROR,
        articles=("27(5)(iii)",),
        check=check_joint,
        title=Text("共同利用の事項が足りない", "Joint use without its items"),
        looks_at=Text(
            "共同利用、グループ会社との共有の文とその項",
            "sentences on joint use and sharing in a group, with their clause",
        ),
    ),
    Rule(
        id="L15",
        severity=Severity.ERROR,
        articles=("27(2)",),
        check=check_opt_out,
        title=Text("オプトアウトの事項が足りない", "Opt-out without its items"),
        looks_at=Text("求めに応じて提供を停止する文", "sentences on provision that stops when a person objects"),
    ),
)
