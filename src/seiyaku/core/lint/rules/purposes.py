"""
What personal information is used for.

* L03  a declared form or job has a purpose that the text does not state;
* L04  a purpose so vague that nobody can tell what is done (17(1), guideline 3-1-1).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from seiyaku.core.language import Text
from seiyaku.core.lint.findings import Severity, Sureness
from seiyaku.core.lint.meaning import bare, content
from seiyaku.core.lint.prose import Prose, Statement
from seiyaku.core.lint.topics import about, is_about

from .judging import Found, Rule
from .provision import CASE

_CATCH_ALL = re.compile(
    r"(?:付随|附随|関連)(?:・(?:付随|関連))?(?:(?:または|又は|もしくは|及び|および|、)(?:付随|"
    r"関連))?(?:する|した|的な)?(?:一切の|すべての|各種)?(?:業務|目的|事項|事業|サービス|もの|こと)(?:の(?:ため|為))?$|"
    r"その他(?:、)?[^。]{0,20}(?:目的|業務|事項|事業)(?:の(?:ため|為))?$"
)
_WHENEVER = re.compile(  # used whenever somebody finds it needed: nobody can tell when
    r"必要(?:である)?(?:と(?:判断|認め)[^。]{0,6}|と(?:なった|なる))?(?:な|た|る|がある|が生じた)?(?:場合|とき|業務|目的|事項|こと)(?:のため)?$"
)
_UNSPECIFIC = re.compile(r"^(?:その他|上記のほか)|(?:理由|事由)[^。、]{0,6}必要|必要(?:である)?と(?:判断|認め)")
_OF_THE_REST = frozenset(["以上", "上記", "前", "各号", "ほか", "維持", "保護"])
_BESIDES = re.compile(r"^(?:以上|上記|前各号|これら)の?(?:他|ほか)")
_VAGUE = frozenset(
    [
        "事業",
        "活動",
        "業務",
        "営業",
        "運営",
        "経営",
        "遂行",
        "マーケティング",
        "サービス",
        "向上",
        "改善",
        "質",
        "品質",
        "充実",
        "満足",
        "満足度",
        "提供",
        "推進",
        "円滑",
        "実施",
        "実現",
        "目的",
        "利用",
        "使用",
        "顧客",
        "御客様",
        "お客様",
        "客",
        "客様",
        "様",
        "当社",
        "弊社",
        "当院",
        "会社",
        "会員",
        "ユーザー",
        "必要",
        "適切",
        "適正",
        "各種",
        "より",
        "良い",
        "よい",
        "一層",
        "更なる",
        "発展",
        "お客さま",
        "さま",
        "皆様",
        "方",
        "貴社",
        "個人情報",
        "情報",
        "上",
        "内",
        "全般",
        "当",
        "本",
        "御",
        "お",
        "個人",
        "データ",
        "促進",
        "販売",
        "関連",
        "付随",
        "附随",
        "次",
        "通り",
        "一般",
        "様々",
        "その他",
        "他",
        "我",
        "運営者",
        "利用者",
        "図る",
        "高める",
        "努める",
        "行う",
        "有効",
        "活用",
        "当該",
        "社内",
        "管理",
        "対応",
        "範囲",
        "ニーズ",
        "企業",
        "商品",
        "製品",
        "取り扱い",
        "取扱",
        "円滑化",
        "良質",
        "院",
        "為",
    ]
)
_CORE = re.compile(
    r"事業(?:活動|運営)|営業活動|業務(?:の)?(?:遂行|上|全般|運営|に)|マーケティング|販売促進|"
    r"サービス(?:の)?(?:品質|質)?(?:の)?(?:向上|改善|充実|遂行|運営)|満足度?の?(?:の)?向上|ニーズ|経営|"
    r"社内(?:業務|管理)|目的で|運営$|品質(?:の)?向上"
)
LONGEST = 60  # signs of a purpose that is quoted
_LIST = re.compile(r"(?:次|以下|下記|各号)(?:の|に)|(?:目的|ため)(?:に沿って|で|に).{0,12}(?:利用|収集|使用|取り?扱)")


def stated(prose: Prose) -> list[Statement]:
    """Return the statements that state purposes: those of the clauses on purposes, and 〜ために利用します."""
    found = []
    for statement in about(prose, "purposes"):
        other = any(
            is_about(prose, statement, topic)
            for topic in ("joint", "requests", "anonymised", "pseudonymised", "browsing", "provision", "changes")
        )
        if statement.kind != "title" and (is_about(prose, statement, "purposes") or not other):
            found.append(statement)
    return found


def check_declared(prose: Prose) -> Iterator[Found]:
    """Find purposes that forms and jobs of a policy file name and its prose does not."""
    declared = {key: value for key, value in prose.document.declared.items() if key.startswith(("form:", "purpose:"))}
    if not declared:
        return
    said = {lemma for each in prose.statements for lemma in content(prose.words(each.text))}
    for key, value in declared.items():
        kind, _, name = key.partition(":")
        for label in value.splitlines():
            wanted = [lemma for lemma in content(prose.words(label)) if lemma not in _VAGUE]
            missing = [lemma for lemma in wanted if lemma not in said]
            if not wanted or len(missing) * 2 <= len(wanted):
                continue
            if label in prose.whole:  # おすすめ is said in おすすめします, whose words are others
                continue
            yield Found(
                where=next(iter(stated(prose)), None) or prose.statements[0],
                missing=True,
                sureness=Sureness.LIKELY,
                why=Text(
                    f"{'帳票' if kind == 'form' else '処理'}「{name}」の利用目的「{label}」が、"
                    f"利用目的として書かれていません。",
                    f"The purpose “{label}” of {kind} “{name}” is not stated among the purposes.",
                ),
                suggestion=Text(f"利用目的の項に「{label}」を加えてください。", f"Add “{label}” to the purposes."),
            )


def check_vague(prose: Prose) -> Iterator[Found]:
    """Find purposes from which nobody can tell what is done."""
    for statement in stated(prose):
        for start, text in _purposes(statement):
            plain = bare(text).rstrip("。、 ")
            whenever = _WHENEVER.search(plain) and _UNSPECIFIC.search(plain)
            if not (_CATCH_ALL.search(plain) or whenever or _is_vague(prose, plain)):
                continue
            end = start + len(text.rstrip("。、 "))
            plain = plain if len(plain) <= LONGEST else "…" + plain[-LONGEST:]
            yield Found(
                where=statement,
                start=start,
                end=end,
                sureness=Sureness.LIKELY,
                articles=("17(1)", "G 3-1-1"),
                why=Text(
                    f"「{plain}」だけでは、個人情報が何に使われるのか本人が想定できません。",
                    f"From “{plain}” alone nobody can tell what the information is used for.",
                ),
                suggestion=Text(
                    "「商品の発送」「新商品の電子メールでの案内」のように、何をするのかまで書いてください。",
                    "Say what is done: “to send the goods ordered”, “to tell of new goods by e-mail”.",
                ),
            )


def _purposes(statement: Statement) -> Iterator[tuple[int, str]]:
    """Yield the purposes a statement names: an item is one; of a sentence, what stands before ため or 目的で."""
    text = statement.text
    whole = statement.kind == "item" or (len(statement.path) > 1 and CASE.search(text))  # 〜する場合。 is an item too
    if statement.clause is not None and whole and not statement.clause.children:
        yield 0, text
        return
    if statement.clause is not None and statement.clause.children and _LIST.search(text):
        return
    if match := re.search(
        r"(?:は|、|^)([^、。]{2,60}?)(?:のため(?:に|、|だけ)|ために|を目的として|の目的で|する目的で)", text
    ):
        yield match.start(1), match[1]
    elif statement.kind == "item" and not _LIST.search(text):
        yield 0, text


def _says_little(word: str) -> bool:
    """Say whether a word, or each part of a compound such as 業務運営, is vague."""
    return word in _VAGUE or any(word[:n] in _VAGUE and _says_little(word[n:]) for n in range(1, len(word)))


def _is_vague(prose: Prose, text: str) -> bool:
    if not (_CORE.search(text) or _BESIDES.search(text)) or len(text) > 60:
        return False
    left = [lemma for lemma in content(prose.words(text)) if not _says_little(lemma)]
    return not left or (_BESIDES.search(text) is not None and _OF_THE_REST.issuperset(left))


RULES = (
    Rule(
        id="L03",
        severity=Severity.ERROR,
        articles=("17(1)", "21(1)"),
        check=check_declared,
        title=Text("宣言された利用目的が文にない", "A declared purpose is not in the text"),
        looks_at=Text("方針ファイルが宣言する帳票と目的", "the forms and purposes a policy file declares"),
    ),
    Rule(
        id="L04",
        severity=Severity.WARNING,
        articles=("17(1)", "G 3-1-1"),
        check=check_vague,
        title=Text("あいまいな利用目的", "A vague purpose"),
        looks_at=Text("利用目的の項の各目的", "each purpose in the clauses on purposes"),
    ),
)
