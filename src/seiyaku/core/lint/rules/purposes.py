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


def _each(words: str) -> frozenset[str]:
    return frozenset(words.split())


_BESIDE = r"(?:付随|附随|付帯|附帯|関連)"
_CATCH_ALL = re.compile(
    rf"{_BESIDE}(?:・?{_BESIDE})?(?:(?:し、?)?(?:または|又は|もしくは|及び|および|、){_BESIDE})?(?:する|した|的な)?"
    r"(?:一切の|すべての|各種)?(?:業務|目的|事項|事業|サービス|もの|こと)(?:の(?:ため|為)|の?達成の?(?:ため|為)(?:に.*)?)?$|"
    r"その他(?:、)?[^。]{0,20}(?:目的|業務|事項|事業)(?:の(?:ため|為))?$"
)
_SPELT_OUT = re.compile(
    r"(?:業務|目的|事項|事業|サービス|もの|こと)\((?!以下|なお)(?=[^()]*[、・])[^()]*(?<!ます)(?<!ません)\)"
)
_WHENEVER = re.compile(  # used whenever somebody finds it needed: nobody can tell when
    r"必要(?:である)?(?:と(?:判断|認め)[^。]{0,6}|と(?:なった|なる))?(?:な|た|る|がある|が生じた)?(?:場合|とき|業務|目的|事項|こと)(?:のため)?$"
)
_UNSPECIFIC = re.compile(r"^(?:その他|上記のほか)|(?:理由|事由)[^。、]{0,6}必要|必要(?:である)?と(?:判断|認め)")
_OF_THE_REST = frozenset(["以上", "上記", "前", "各号", "ほか", "維持", "保護"])
_BESIDES = re.compile(r"^(?:以上|上記|前各号|これら)の?(?:他|ほか)")
_OTHER_SERVICES = re.compile(r"^その他、.{0,30}(?:サービス|業務)の(?:提供|実施|運営)(?:の(?:ため|為))?$")
_BETTER = re.compile(  # that a service is made better, and not by what
    r"サービスの?(?:品質|質)?の?(?:一層の|さらなる)?(?:向上|改善|充実)(?:を図る|を行う|する)?(?:こと)?(?:の?(?:ため|為))?$"
)
_JOINED = re.compile(r"、|及び|および|並びに|ならびに|又は|または|・|や(?!り)")
_SELLING = re.compile(  # one of several that are joined, and by itself nobody can tell what it is
    r"(?<![しりいきてで])(?:、|及び|および|並びに|ならびに|・|や)マーケティング(?:活動)?(?:等|など)?(?:の(?:ため|為))?$"
)
_SELF = re.compile(  # one word to the reader, two to the splitter
    r"(?:当|弊|本)(?:社|院|行|店|園|館|会|所|校|塾|学園?|法人|団体|協会|組合|財団|連盟|事務所|サロン|ホテル|クリニック|病院|教室|事業所|施設)"
)
_ACTS = _each("営む 扱う 取り扱う 展開 提供 運営 行う 為る 致す 実施 御")
_VAGUE = _each(
    "事業 活動 業務 営業 運営 経営 遂行 マーケティング サービス 向上 改善 質 品質 充実 満足 "
    "満足度 提供 推進 円滑 実施 実現 目的 利用 使用 顧客 御客様 お客様 客 客様 様 当社 弊社 "
    "当院 会社 会員 ユーザー 必要 適切 適正 各種 より 良い よい 一層 更なる 発展 お客さま さま "
    "皆様 方 貴社 個人情報 情報 上 内 全般 当 本 御 お 個人 データ 促進 販売 関連 付随 附随 "
    "次 通り 一般 様々 その他 他 我 運営者 利用者 図る 高める 努める 行う 有効 活用 当該 社内 "
    "管理 対応 範囲 ニーズ 企業 商品 製品 取り扱い 取扱 円滑化 良質 院 園 店 団体 法人 関する "
    "為"
)
_CORE = re.compile(
    r"事業(?:活動|運営)|営業活動|業務(?:の)?(?:遂行|上|全般|運営|に)|業務の[^、。]{2,12}(?:遂行|運営)|マーケティング|販売促進|"
    r"サービス(?:の)?(?:品質|質)?(?:の)?(?:向上|改善|充実|遂行|運営)|満足度?の?(?:の)?向上|ニーズ|経営|"
    r"社内(?:業務|管理)|目的で|運営$|品質(?:の)?向上"
)
_DOES = re.compile(
    r"分析|解析|調査|統計|集計|アンケート|開発|研究|検討|測定|把握|評価|意見|ご?要望|お?声|研修|録音|検証|参考|活用|点検|確認|もと|基に"
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
            rest = _CATCH_ALL.search(plain) and not _SPELT_OUT.search(text)
            if not (rest or whenever or _sells(plain) or _is_vague(prose, plain)):
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
    text = _SELF.sub("", text)
    if len(text) > 60:
        return False
    if (better := _BETTER.search(text)) and _only_names(prose, text[: better.start()]):
        return True
    others = _OTHER_SERVICES.search(text) is not None
    if not (_CORE.search(text) or _BESIDES.search(text) or others):
        return False
    own = _own_names(prose) if others else frozenset()
    left = [lemma for lemma in content(prose.words(text)) if not _says_little(lemma) and lemma not in own]
    return not left or (_BESIDES.search(text) is not None and _OF_THE_REST.issuperset(left))


def _sells(text: str) -> bool:
    """Say whether one of several purposes is marketing, and nothing says by what."""
    found = _SELLING.search(text)
    return found is not None and not re.search(r"(?<!社)によ(?:る|り)|を通じ|して", text[: found.start()])


def _only_names(prose: Prose, text: str) -> bool:
    """Say whether words only name a service, 当社が提供する○○, and say nothing of what is done with information."""
    words = prose.words(text)
    if _JOINED.search(text) or any(word.surface in {"により", "よる", "通じ", "基づく"} for word in words):
        return False
    acts = [word.lemma for word in words if word.kind == "動詞"]
    return _ACTS.issuperset(acts) and not _DOES.search(text)


def _own_names(prose: Prose) -> frozenset[str]:
    """Return the words by which the text calls who speaks: what stands before は in its first sentence."""
    first = next((each.text for each in prose.statements if each.kind == "sentence"), "")
    speaker = re.match(r"[^。、]{1,40}?(?=(?:\([^()]*\))?(?:は|では)、?)", first)
    return frozenset(content(prose.words(bare(speaker[0])))) if speaker else frozenset()


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
