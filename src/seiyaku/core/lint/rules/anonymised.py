"""
Anonymised and pseudonymised information.

* L12  anonymised information without its items, its method of provision or the measures of 43(6);
* L13  identifying, collating or restoring is promised where it must be forbidden (43(5), 45);
* L38  pseudonymised information whose purposes are not published (41(4));
* L44  the recipient is not told that the information is anonymised (43(4)).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from seiyaku.core.language import Text
from seiyaku.core.lint.findings import Severity, Sureness
from seiyaku.core.lint.meaning import bare, denied, denies, main_verb
from seiyaku.core.lint.prose import Prose, Statement
from seiyaku.core.lint.topics import about, is_about

from .judging import Found, Rule

_ANONYMISED = re.compile(r"匿名加工情報")
_DEFINES = re.compile(r"情報[」』]?(?:とは|は、)[^。]*(?:をいい|をいう|を指|のこと)")
_MAKES = re.compile(r"作成|加工し|生成")
_PROVIDES = re.compile(r"提供|販売|開示")
_ITEMS = re.compile(r"項目")
_LISTED = re.compile(r"性別|年代|年齢|生年|都道府県|地域|履歴|職業|回数|金額|日時|種類|市区町村|利用(?:年)?月")
_PUBLISHES = re.compile(r"公表|公開|掲載|お知らせ|以下|次の|下記|とおり|は[、,]")
_METHOD = re.compile(
    r"提供(?:の|する)?(?:手段|方法)|方法(?:は|で|により)|(?:アップロード|記録媒体|電子メール|ファイル|API|"
    r"暗号化)[^。]{0,20}(?:提供|渡|送|方法)"
)
_SAFE = re.compile(r"安全管理|安全に管理|適切に管理|漏[えい洩]")
_COMPLAINTS = re.compile(r"苦情|問い?合わ?せ|相談")
_OWN_SAFE = re.compile(
    r"匿名加工情報[^。]{0,30}(?:安全管理|適切に管理)|安全管理[^。]{0,20}苦情|苦情[^。]{0,30}安全管理"
)
_IDENTIFIES = re.compile(
    r"再?識別|照合|突合|突き合わ|復元|再特定|(?:個人|本人|誰)(?:を|が)(?:誰か)?[^。]{0,6}特定|復号|名寄せ|"
    r"割り出"
)
_ACTS = frozenset(
    [
        "識別",
        "再識別",
        "照合",
        "突合",
        "復元",
        "復号",
        "特定",
        "再特定",
        "名寄せ",
        "突き合わせる",
        "割り出す",
        "行為",
        "行う",
        "実施",
        "復元する",
        "照らし合わせる",
        "出来る",
        "調べる",
        "試みる",
        "為る",
    ]
)
_TELLS = re.compile(
    r"匿名加工情報(?:である|という|だという|であること)(?:旨|こと)?[^。]{0,30}(?:明示|明らか|示|伝え|通知|"
    r"知らせ|表示|告げ|説明)|(?:明示|明らかに|示し|伝え|表示)[^。]{0,40}匿名加工情報である"
)
_REMOVES = re.compile(
    r"(?:識別|特定)(?:することが)?(?:でき|する|しう|され|しえ|し得|可能)[^。]{0,20}(?:記述|符号|情報|部分|"
    r"もの)[^。]{0,30}(?:削除|置き換え|除|取り除)"
)
_CANNOT = re.compile(r"(?:識別|特定|復元|照合|突合)[^。、]{0,24}(?:でき|出来)?(?:ない|ません|ず|ぬ|不可能)")
_PERMITS = re.compile(r"^[^、。]{0,14}(?:妨げ|禁止し|禁じ|制限し)(?:られ|て)?(?:い)?(?:ない|ません|るものでは)")
_LAWFUL_PURPOSE = re.compile(r"仮名加工情報[^。]{0,60}(?:目的|ため|に利用|に使)|(?:目的|ため)[^。]{0,60}仮名加工情報")
_USES = re.compile(r"作成|利用|使用|加工|活用|分析")


def anonymises(prose: Prose) -> list[Statement]:
    """Return what the text says of anonymised information, where the operator makes or provides any."""
    said = about(prose, "anonymised")
    for statement in said:
        text = bare(statement.text)
        if statement.kind == "title" or not _ANONYMISED.search(text) or _DEFINES.search(text):
            continue
        acts = [*_MAKES.finditer(text), *_PROVIDES.finditer(text)]
        if acts and not all(denies(prose, _as(statement, text), match.end()) for match in acts):
            return said
    return []


def _as(statement: Statement, text: str) -> Statement:
    return Statement(
        text=text, places=statement.places, clause=statement.clause, path=statement.path, kind=statement.kind
    )


def _gives(prose: Prose, said: list[Statement]) -> Statement | None:
    for statement in said:
        match = _PROVIDES.search(statement.text)
        about_it = _ANONYMISED.search(statement.text) or is_about(prose, statement, "anonymised")
        if match and about_it and not denies(prose, statement, match.end()):
            return statement
    return None


def check_items(prose: Prose) -> Iterator[Found]:
    """Find anonymised information whose items, method or measures the text does not publish."""
    said = anonymises(prose)
    if not said:
        return
    text = "\n".join(each.text for each in said)
    items = _ITEMS.search(text) and (
        _LISTED.search(text) or re.search(r"項目[^。]{0,40}(?:公表|公開|掲載|ウェブ|ページ|こちら)", text)
    )
    gives = _gives(prose, said)
    lacks = []
    if not items:
        lacks.append(("含まれる情報の項目", "the items in it"))
    if gives and not _METHOD.search(text):
        lacks.append(("提供の方法", "how it is provided"))
    if not (_OWN_SAFE.search(text) or (_SAFE.search(text) and _COMPLAINTS.search(text))):
        lacks.append(("安全管理と苦情の処理のための措置", "the measures for its security and for complaints"))
    if lacks:
        japanese, english = "、".join(ja for ja, _ in lacks), ", ".join(en for _, en in lacks)
        yield Found(
            where=said[0],
            articles=("43(3)", "43(4)", "43(6)"),
            sureness=Sureness.LIKELY,
            why=Text(
                f"匿名加工情報について、{japanese}が公表されていません。",
                f"Of anonymised information the text does not publish: {english}.",
            ),
            suggestion=Text(
                "含まれる項目、提供の方法、安全管理と苦情の処理のために講ずる措置の内容を記載してください。",
                "State the items, how it is provided, and the measures for its security and for complaints.",
            ),
        )


def check_negation(prose: Prose) -> Iterator[Found]:
    """Find identification that the text promises or allows: the negation is missing."""
    for statement in about(prose, "anonymised", "pseudonymised"):
        found = None if statement.kind == "title" else _promised(prose, statement)
        if found is None:
            continue
        start, end = found
        yield Found(
            where=statement,
            start=start,
            end=end,
            articles=("43(5)", "45"),
            why=Text(
                "匿名加工情報（仮名加工情報）から本人を識別する行為を行うと読めます。法律はこれを禁じています。",
                "This reads as if identification were to be carried out; the Act forbids it.",
            ),
            suggestion=Text(
                "「作成に用いた個人情報の本人を識別するために、"
                "匿名加工情報を他の情報と照合することを行わないこと」と改めてください。",
                "Say: “not to collate the information with other information in order to identify the person”.",
            ),
        )


def _promised(prose: Prose, statement: Statement) -> tuple[int, int] | None:
    """Return the part of a statement that affirms an act of identification, or None."""
    for part in re.finditer(r"[^、。]+(?:[、。]|$)", _blank(statement.text)):
        text = part[0].rstrip("、。 ")
        found = _IDENTIFIES.search(text)
        if found is not None and _PERMITS.search(text[found.end() :]):
            return part.start(), part.start() + len(text)
        if found is None or _CANNOT.search(text) or _REMOVES.search(statement.text):
            continue
        words = prose.words(text)
        at = main_verb(words)
        if at is None:
            continue
        acts = words[at].lemma in _ACTS or _IDENTIFIES.search(words[at].surface) is not None
        ends = part.end() >= len(statement.text) - 1 or re.search(r"(?:し|り|い|て|で|が|ほか)$", text)
        if (
            acts
            and ends
            and not denied(words, at)
            and not _modifies(text, found.end())
            and not _carried(statement.text[part.end() :])
        ):
            return part.start(), part.start() + len(text)
    return None


def _blank(text: str) -> str:
    """Return the text with what stands in brackets blanked out, so that places stay."""
    return re.sub(r"[(（][^()（）]*[)）]", lambda match: " " * len(match[0]), text)


def _modifies(text: str, end: int) -> bool:
    """Say whether the act only describes something: 識別できる記述, 照合する権限, 識別されるおそれ."""
    return (
        re.match(
            r"[^、。]{0,14}(?:おそれ|恐れ|リスク|危険|可能性|記述|符号|権限|義務|規定|規律|行為の禁止|行為を(?:禁|"
            r"防|しな|行わな|行いませ))",
            text[end:],
        )
        is not None
    )


def _carried(rest: str) -> bool:
    """Say whether what follows denies the act after all: 照合し、本人を識別することはありません."""
    return re.search(r"(?:識別|特定|照合|復元|行為)[^。]{0,30}(?:ない|ません|禁)", rest) is not None


def check_pseudonymised(prose: Prose) -> Iterator[Found]:
    """Find pseudonymised information that is used for purposes nobody publishes."""
    said = about(prose, "pseudonymised")
    for statement in said:
        text = statement.text
        match = re.search(r"仮名加工情報[^。]{0,40}?(?:作成|利用|使用|活用|分析)|仮名加工情報に加工", text)
        if (
            statement.kind == "title"
            or match is None
            or denies(prose, statement, match.end())
            or re.search(r"とは[、,]|をいい|をいう", text)
        ):
            continue
        whole = "\n".join(each.text for each in said if each.kind != "title")
        if re.search(r"目的|のため(?:に|の)|[^のる]ために", whole) or _LAWFUL_PURPOSE.search(whole):
            return
        yield Found(
            where=statement,
            start=match.start(),
            end=match.end(),
            why=Text(
                "仮名加工情報を作成・利用すると述べながら、その利用目的が公表されていません。",
                "Pseudonymised information is made or used, and its purposes are not published.",
            ),
            suggestion=Text(
                "「仮名加工情報は、○○の分析のために利用します。」と利用目的を記載してください。",
                "State what pseudonymised information is used for.",
            ),
        )
        return


def check_told(prose: Prose) -> Iterator[Found]:
    """Find anonymised information that goes to others who are not told what it is."""
    said = anonymises(prose)
    gives = _gives(prose, said)
    if gives is None or any(_TELLS.search(each.text) for each in said):
        return
    yield Found(
        where=gives,
        articles=("43(4)", "R.37"),
        why=Text(
            "匿名加工情報を第三者に提供すると述べながら、"
            "匿名加工情報である旨を提供先に明示することが書かれていません。",
            "Anonymised information goes to others, and nothing says that they are told what it is.",
        ),
        suggestion=Text(
            "「提供先に対し、提供する情報が匿名加工情報である旨を、電子メールまたは書面で明示します。"
            "」と記載してください。",
            "Add: “The recipient is told by e-mail or in writing that the information is anonymised information.”",
        ),
    )


RULES = (
    Rule(
        id="L12",
        severity=Severity.ERROR,
        articles=("43(3)", "43(4)", "43(6)"),
        check=check_items,
        title=Text("匿名加工情報の公表事項がない", "Anonymised information: items, method, measures"),
        looks_at=Text("匿名加工情報の項", "the clauses on anonymised information"),
    ),
    Rule(
        id="L13",
        severity=Severity.ERROR,
        articles=("43(5)", "45"),
        check=check_negation,
        title=Text("識別行為の否定がない", "The negation of identifying is missing"),
        looks_at=Text(
            "識別・照合・復元の述語とその否定", "predicates of identifying, collating, restoring, and their negation"
        ),
    ),
    Rule(
        id="L38",
        severity=Severity.WARNING,
        articles=("41(4)",),
        check=check_pseudonymised,
        title=Text("仮名加工情報の利用目的がない", "Pseudonymised information without purposes"),
        looks_at=Text("仮名加工情報の文", "sentences on pseudonymised information"),
    ),
    Rule(
        id="L44",
        severity=Severity.WARNING,
        articles=("43(4)", "R.37"),
        check=check_told,
        title=Text("匿名加工情報である旨の明示がない", "The recipient is not told"),
        looks_at=Text("匿名加工情報の提供の文", "sentences on providing anonymised information"),
    ),
)
