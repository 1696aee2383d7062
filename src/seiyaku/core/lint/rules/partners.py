"""
Those who work for the operator, and those it works with.

* L22  processors: a promise of secrecy, but no selection and no supervision (25);
* L43  partners nobody names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from seiyaku.core.language import Text
from seiyaku.core.lint.findings import Severity, Sureness
from seiyaku.core.lint.meaning import denies, negative_end
from seiyaku.core.lint.prose import Prose, Statement
from seiyaku.core.lint.topics import is_about

from .judging import Found, Rule
from .mixing import told_as_provision
from .provision import CASE, CONSENT

_NDA = re.compile(
    r"(?:秘密|機密|守秘)(?:の)?保持(?:に関する)?(?:の)?(?:契約|義務|条項|誓約)?|守秘(?:義務)?(?:契約)?|NDA"
)
_SUPERVISES = re.compile(
    r"選定|選び|選ん|監督|監査|審査|点検|確認|評価|報告を(?:求|受)|管理(?:し|いた)|"
    r"安全管理(?:措置)?を?(?:求|義務|講)|適切(?:な|に)(?:取り?扱い?|管理|監)"
)
_TO_PROCESSOR = re.compile(
    r"委託|外注|アウトソ|パートナー(?:事業者|企業|会社)|協力会社|外部(?:の)?(?:業者|事業者|会社)"
)
_HANDS = re.compile(r"委託(?:し|する|を|先|業者|会社|事業者)")
_TO_THEM = re.compile(r"委託(?:先|業者)(?:等|など)?(?!以外)[^。、]{0,14}(?:に|へ)(?:は|も)?、?")
_PARTNERS = re.compile(
    r"(?:協力|関連|関係|提携|グループ|系列|子|親|加盟|取引)(?:会社|企業|事業者|先|店|各社)|"
    r"パートナー(?:企業|会社|事業者|各社|店)?|スポンサー|広告主|第三者企業"
)
_GIVES = re.compile(r"提供|開示|共有|渡|送信|送付|取得|収集|入手|共同(?:して)?(?:で)?利用|交換")
_DATA = re.compile(r"個人(?:情報|データ)|情報|データ|履歴|氏名|住所")
_NAMED = re.compile(
    r"(?:株式|有限|合同)会社[^\s、。]{2,}|[^\s、。]{2,}(?:株式|有限|合同)会社|Inc|LLC|Ltd|一覧|範囲|"
    r"リスト|以下の(?:会社|とおり)|次の(?:会社|とおり)|記載の|こちら|名称|掲載"
)


def check_processors(prose: Prose) -> Iterator[Found]:
    """Find processors that are bound to secrecy but neither selected nor supervised."""
    said = [
        each for each in prose.statements
        if each.kind != "title" and _TO_PROCESSOR.search(each.text) and not denies_all(prose, each)
        and not is_about(prose, each, "purposes") and not re.search(r"委託を受けた者", each.text)
    ]  # fmt: skip
    bound = [each for each in said if _NDA.search(each.text)]
    hands = [
        each for each in said if _HANDS.search(each.text) and not CASE.search(each.text) and not _kept_from(prose, each)
    ]
    if not (bound or hands):
        yield from _told_as_provision(prose)
        return
    hung = [(each, top) for each in (*bound, *hands) for top in (each.path[:1] or (None,))]
    around = [
        each
        for each in prose.statements
        if each.kind != "title"
        and (
            is_about(prose, each, "entrustment")
            or any(0 <= each.at - one.at <= 2 and each.path[:1] == ((top,) if top else ()) for one, top in hung)
        )
    ]
    if any(_SUPERVISES.search(each.text) and not re.search(r"従業[者員]に対する", each.text) for each in around):
        return
    yield _unsupervised((bound or hands)[0])


def _kept_from(prose: Prose, statement: Statement) -> bool:
    """Say whether a statement only says that something does not go to those entrusted."""
    return _TO_THEM.search(statement.text) is not None and negative_end(prose.words(statement.text))


def _told_as_provision(prose: Prose) -> Iterator[Found]:
    """Find processors that are told of only among the cases of provision, where nothing supervises any."""
    case = next((each for each in told_as_provision(prose) if _TO_PROCESSOR.search(each.text)), None)
    if case is not None and not any(
        each.kind != "title"
        and _TO_PROCESSOR.search(each.text)
        and _SUPERVISES.search(each.text)
        and not _kept_from(prose, each)
        for each in prose.statements
    ):
        yield replace(_unsupervised(case), sureness=Sureness.LIKELY)


def _unsupervised(statement: Statement) -> Found:
    return Found(
        where=statement,
        articles=("25", "G 3-4-4"),
        why=Text(
            "委託先について、選定の基準や監督（取扱状況の確認）が書かれていません。秘密保持契約だけでは足りません。",
            "Of processors the text says neither how they are selected nor that they are supervised; secrecy "
            "alone is not enough.",
        ),
        suggestion=Text(
            "「委託先は安全管理の水準を確かめて選定し、契約を結び、取扱状況を定期的に確認して監督します。"
            "」と記載してください。",
            "Add: “Processors are selected by their security, bound by contract, and their handling is checked "
            "regularly.”",
        ),
    )


def denies_all(prose: Prose, statement: Statement) -> bool:
    """Say whether a statement denies that anything is entrusted."""
    found = re.search(r"委託", statement.text)
    return found is not None and denies(prose, statement, found.end())


def check_partners(prose: Prose) -> Iterator[Found]:
    """Find partners that give or get data and that nobody names."""
    for statement, match in prose.find(_PARTNERS):
        text = statement.text
        if (
            statement.kind == "title"
            or not (_GIVES.search(text) and _DATA.search(text))
            or negative_end(prose.words(text))
        ):
            continue
        near = "".join(each.text for each in (prose.under(statement.path[-1]) if statement.path else [statement]))
        if _NAMED.search(near) or re.search(r"委託", text) or is_about(prose, statement, "desk"):
            continue
        if (
            CONSENT.search(text)
            or re.search(r"統計|匿名加工", text)
            or re.search(r"(?:の商品|のサービス|の案内|との取引)", text[match.end() : match.end() + 8])
        ):
            continue
        yield Found(
            where=statement,
            start=match.start(),
            end=match.end(),
            articles=("27(1)", "21(1)"),
            sureness=Sureness.LIKELY,
            why=Text(
                f"「{match[0]}」が誰なのか、名称も範囲も示されていません。",
                f"Who “{match[0]}” are is not said: neither names nor which.",
            ),
            suggestion=Text(
                "相手の名称、または一覧を掲載する場所を示してください。",
                "Name them, or say where the list of them is.",
            ),
        )


RULES = (
    Rule(
        id="L22",
        severity=Severity.WARNING,
        articles=("25", "G 3-4-4"),
        check=check_processors,
        title=Text("委託先の監督がない", "Processors are not supervised"),
        looks_at=Text("委託先・パートナー事業者の文", "sentences on processors and partners"),
    ),
    Rule(
        id="L43",
        severity=Severity.WARNING,
        articles=("27(1)", "21(1)"),
        check=check_partners,
        title=Text("名を示さない提携先", "Partners nobody names"),
        looks_at=Text("協力会社・関連会社・提携先などの語", "words such as partners, affiliates, group companies"),
    ),
)
