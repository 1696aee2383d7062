"""
Keeping data safe, keeping it no longer than needed, and what happens when it leaks.

* L10  no security measures that say what is done (32(1)(iv), Order 10(i));
* L31  nothing of how long data is kept or when it is erased (22);
* L32  nothing of what happens after a leak (26);
* L36  absolute words that no security can keep.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import partial

from seiyaku.core.language import Text
from seiyaku.core.lint.findings import Severity, Sureness
from seiyaku.core.lint.meaning import denies
from seiyaku.core.lint.prose import Prose, Statement
from seiyaku.core.lint.topics import first, is_about

from .judging import Found, Rule

_DOES: dict[str, re.Pattern[str]] = {
    "organisational": re.compile(
        r"(?:責任者|管理者)(?:を|として|の)[^。]{0,16}(?:置|設置|定め|選任|任命|指名|決め|配置)|"
        r"(?:規程|規定|規則|規律|ルール|マニュアル|手順)[^。]{0,14}(?:整備|策定|定め|制定|整え|設け)|"
        r"点検|内部監査|(?<!委託先を)監査|報告連絡|体制(?:を|の)[^。]{0,10}(?:整|構築|確立)|台帳|委員会を"
    ),
    "human": re.compile(
        r"(?:従業[者員]|社員|職員|スタッフ|役員)[^。]{0,30}(?:教育|研修|訓練|誓約|守秘|秘密)|研修|"
        r"(?:教育|訓練)(?:を|・|や|及び)|守秘義務|就業規則"
    ),
    "physical": re.compile(
        r"入退(?:室|館)|施錠|鍵|盗難|持ち?出[しす]|区域|区画|立ち?入り|金庫|書庫|キャビネット|裁断|"
        r"シュレッダ|溶解|監視カメラ|復元(?:でき|不可)"
    ),
    "technical": re.compile(
        r"暗号|アクセス(?:権限?|制御|制限|管理|ログ|記録の)|認証|ファイ(?:ア|ヤ)ー?ウォール|ウイルス|"
        r"ウィルス|マルウェア|不正(?:アクセス|ソフトウェア|侵入)[^。]{0,16}(?:対策|防[止ぐ]|検知|遮断|保護)|"
        r"SSL|TLS|パスワード|脆弱性|ログの?(?:監視|分析)|侵入検知|バックアップ"
    ),
}
_NAMED = {
    kind: re.compile(name) for kind, name in zip(_DOES, ("組織的", "(?<!属)人的", "物理的", "技術的"), strict=True)
}
_SAYS_WHAT = (  # 組織的な措置として…: what stands behind the name of a kind is what is done
    r"[^。、:()]{0,14}(?:として、?|では、|[:(])(?=[^。]{6})(?![^。]{0,14}(?:措置|対策)を(?:講|実施|行))"
)
_KINDS = {kind: re.compile(f"{does.pattern}|{_NAMED[kind].pattern}{_SAYS_WHAT}") for kind, does in _DOES.items()}
_PROMISES = re.compile(r"(?:措置|対策)を(?:講|実施|行|と[りる])")
_ON_REQUEST = re.compile(
    r"安全管理(?:措置)?[^。]{0,60}(?:問い?合わ?せ|ご?請求|お?求め|別途|こちら|ご覧|ページ|公表|掲載|"
    r"基本方針に)[^。]{0,30}(?:回答|お答え|ください|参照|ご覧|応じ|掲載|定め|公表)?"
)
_AT_WISH = re.compile(r"ご?希望(?:の|される|する)(?:場合|方|とき)")
_ONLY_NAMED = re.compile(r"ガイドライン(?:に)?(?:沿|従|基づ|準拠|則)")
_KEEPS = re.compile(
    r"(?:期間|年限)(?:は|、)?[^。]{0,8}(?:保存|保管|保有)(?:し|する)|(?:期間|年限)[^。]{0,10}(?:経過|満了)[^。]{0,20}(?:廃棄|消去|削除)|"
    r"(?:保存|保管|保有|保持|記録)(?:する)?(?:の)?期間|(?:[0-9一二三四五六七八九十]+\s*(?:年|か月|ヶ月|"
    r"カ月|箇月|ヵ月|日)(?:間|が?経過|を過|後|で|以内|の間)?)[^。]{0,24}(?:保存|保管|保有|保持|削除|消去|"
    r"廃棄|破棄|処分|溶解|裁断|残[しす])|"
    r"(?:保存|保管|保有|保持)(?:し|する|期間)[^。]{0,20}[0-9一二三四五六七八九十]+\s*(?:年|か月|ヶ月|カ月|箇月|日)|"
    r"(?:不要|必要(?:が|で|性が)?(?:の)?(?:なく|ない|なし)|(?:目的|業務|契約|取引|利用|選考|退会|解約)[^。"
    r"]{0,12}(?:達成|終了|完了|後|満了|した(?:とき|場合)))[^。]{0,40}(?:消去|削除|廃棄|破棄|処分|抹消|"
    r"返却)|(?:回答|対応|処理|発送)(?:の)?(?:後|終了|完了)[^。]{0,30}(?:消去|削除|廃棄|破棄)|"
    r"(?:消去|削除|廃棄|破棄)[^。]{0,14}(?:期限|時期|基準|まで)"
)
_DEFINES = re.compile(r"とは、?[^。]*(?:をい(?:い|う)|を指|のこと)")
_DEFINED = re.compile(
    r"\([^()]*(?:をいいます|をいう|を指します|を指す)[^()]{0,6}\)"
)  # 6か月以内に消去するもの以外をいう
_LONG = re.compile(r"[0-9一二三四五六七八九十]+(?:年|か月|ヶ月|カ月|箇月|ヵ月|日)|法令|法律|必要な(?:期間|限り)")
_LEAKS = re.compile(r"漏(?:[えい洩]|れ)|事故|インシデント|流出|紛失|侵害")
_PREVENTS = re.compile(
    r"(?:漏[えい洩]|漏れ|滅失|毀損|き損|紛失|破壊|改ざん|盗難|流出|侵害|事故|等|など|[、・や]|又は|または|及び|および)+(?:を|の)?(?:防|予防)"
)
_AFTER = re.compile(
    r"(?:発生|生じ|起き|おき|判明|発覚|発見|知った|確認され|おそれ|場合|とき|際|万一|万が一)[^。"
    r"]{0,60}(?:報告|通知|連絡|公表|お?知らせ|調査|対応|対処|措置|是正|速やか|復旧)"
)
_ABSOLUTE = re.compile(
    r"極めて困難|絶対(?:に|的)?|完全(?:に|な)(?:[^。、]{0,12})?(?:防|保護|安全|遮断|守|管理|排除|セキュ|"
    r"秘密)|100%|百パーセント|一切(?:の)?(?:漏[えい洩]|不正|事故|流出)|"
    r"(?:漏(?:[えい洩]|れ)|流出|侵入|不正アクセス)[^。]{0,12}(?:する)?(?:こと)?は(?:一切|決して)?(?:あり得|"
    r"ありえ|あり)ません|破られ(?:ません|ることはあ)|最高(?:水準|レベル|度)の(?:セキュリティ|安全)|"
    r"万全(?:で|[なの][^。、]{0,8}(?:セキュリティ|安全|体制|対策|措置|管理))|不可能(?:な|です|と)"
)
_MODEST = re.compile(
    r"保証(?:する|し)(?:もの|て)?(?:では|は)?(?:あ|い)?[りま]?ません|限りません|できません|(?:とは|と)(?:言|い)え(?:ない|ません)|"
    r"わけではあ|保証(?:し|いた)(?:ません|かね)|努め|心がけ|目指"
)
_SECURES = re.compile(r"セキュリティ|安全|漏(?:[えい洩]|れ)|侵入|不正アクセス|防[止ぐ護]|保護|暗号|流出|守|破られ|盗")


def check_measures(prose: Prose) -> Iterator[Found]:
    """Find that the text names fewer than two kinds of security measure."""
    said = [
        each
        for each in prose.statements
        if each.kind != "title" and not any(map(partial(is_about, prose, each), ("requests", "browsing", "anonymised")))
    ]
    said = [each for each in said if each.zone == "clause" or "措置" in each.text or len(each.text) > 30]
    if len(_kinds(prose, said, _KINDS) | _listed_under(said)) >= 2 or prose.has(_ON_REQUEST):
        return
    if len(_kinds(prose, said, _NAMED)) >= 2:
        yield _only_named(next(each for each in said if any(name.search(each.text) for name in _NAMED.values())))
        return
    where = first(prose, "security")
    guideline = next((each for each, _ in prose.find(_ONLY_NAMED)), None)
    yield Found(
        articles=("32(1)(iv)", "Order 10(i)"),
        where=guideline or where,
        missing=where is None or not is_about(prose, where, "security"),
        sureness=Sureness.LIKELY,
        why=Text(
            "安全管理のために講じた措置の内容（組織的・人的・物理的・技術的な措置）が具体的に書かれていません。",
            "The text does not say what security measures are taken: organisational, human, physical, technical.",
        ),
        suggestion=Text(
            "「責任者と取扱規程を定め、従業者を教育し、区域と書類の管理、アクセス制御と暗号化を行っています。"
            "」のように概要を記載してください。",
            "Outline them: “a person responsible and rules; training; controlled areas; access control and "
            "encryption.”",
        ),
    )


def _kinds(prose: Prose, said: list[Statement], patterns: Mapping[str, re.Pattern[str]]) -> set[str]:
    """Return the kinds of measure of which something is said that is not wished for, denied or asked of others."""
    return {
        kind
        for kind, pattern in patterns.items()
        for each in said
        if (found := pattern.search(each.text))
        and not _AT_WISH.search(each.text)
        and not _of_processors(each.text)
        and not denies(prose, each, found.end())
    }


def _listed_under(said: list[Statement]) -> set[str]:
    """Return the kinds under whose name, as a heading, stands more than a promise of measures."""
    return {
        kind
        for kind, name in _NAMED.items()
        for each in said
        if each.path and name.search(each.path[-1].title or each.titles) and not _PROMISES.search(each.text)
    }


def _only_named(statement: Statement) -> Found:
    return Found(
        articles=("32(1)(iv)", "Order 10(i)"),
        where=statement,
        severity=Severity.WARNING,
        sureness=Sureness.POSSIBLE,
        why=Text(
            "安全管理措置の種類（組織的・技術的など）を挙げるだけで、何をしているのかが書かれていません。",
            "Only the kinds of security measure are named (organisational, technical …), not what is done.",
        ),
        suggestion=Text(
            "種類ごとに、「責任者と取扱規程を定めています」「アクセス権限を限り、通信を暗号化しています」"
            "のように、していることの概要を記載してください。",
            "Outline what is done under each: “a person responsible and rules”; “access is limited, transfers are "
            "encrypted”.",
        ),
    )


def _of_processors(text: str) -> bool:
    return re.search(r"委託先|パートナー|提携先", text) is not None and "従業" not in text


def check_retention(prose: Prose) -> Iterator[Found]:
    """Find that nothing says how long data is kept or when it goes."""
    if any(_keeps(prose, each) for each in prose.statements):
        return
    yield Found(
        where=first(prose, "retention", "security", "purposes"),
        missing=True,
        sureness=Sureness.LIKELY,
        why=Text(
            "個人データの保存期間や消去について書かれていません。",
            "Nothing says how long data is kept or when it is erased.",
        ),
        suggestion=Text(
            "「個人データは、利用目的の達成に必要な期間（○年）保存し、不要になったときは遅滞なく消去します。"
            "」と記載してください。",
            "Add: “Data is kept as long as the purpose needs (… years) and erased without delay when no longer "
            "needed.”",
        ),
    )


def _keeps(prose: Prose, statement: Statement) -> bool:
    """Say whether a statement says how long: by itself, or by a time or a law under a heading on keeping."""
    if statement.kind == "title" or _on_request(prose, statement) or _DEFINES.search(statement.text):
        return False
    text = _DEFINED.sub("", statement.text)
    timed = _LONG.search(text) and not _LEAKS.search(text)
    headed = statement.clause is not None and "期間" in statement.titles and timed
    return bool(headed) or _KEEPS.search(text) is not None


def _on_request(prose: Prose, statement: Statement) -> bool:
    return is_about(prose, statement, "requests") and re.search(r"請求|求め", statement.text) is not None


def check_breach(prose: Prose) -> Iterator[Found]:
    """Find that nothing says what happens after a leak."""
    said = (_PREVENTS.sub("", each.text) for each in prose.statements)
    if any(_LEAKS.search(text) and _AFTER.search(text) for text in said):
        return
    yield Found(
        where=first(prose, "breach", "security"),
        missing=True,
        sureness=Sureness.LIKELY,
        articles=("26(1)", "26(2)"),
        why=Text("漏えい等が起きたときの対応が書かれていません。", "Nothing says what happens after a leak."),
        suggestion=Text(
            "「漏えい等が発生したときは、法令に従い個人情報保護委員会に報告し、ご本人に通知します。"
            "」と記載してください。",
            "Add: “After a leak we report to the Commission and notify the persons as the law requires.”",
        ),
    )


def check_absolute(prose: Prose) -> Iterator[Found]:
    """Find words that promise a security nobody can keep."""
    for statement, match in prose.find(_ABSOLUTE):
        text = statement.text
        if (
            not _SECURES.search(text)
            or _MODEST.search(text)
            or re.search(r"削除|消去|廃棄|同意なく|目的外|第三者に", text[match.start() : match.end() + 12])
        ):
            continue
        if re.search(r"復元|識別", text[max(0, match.start() - 10) : match.end()]):
            continue
        yield Found(
            where=statement,
            start=match.start(),
            end=match.end(),
            articles=("23",),
            sureness=Sureness.LIKELY,
            why=Text(
                f"「{match[0]}」のような断定は、守れなかったときに事実と異なる表示になります。",
                f"A claim as absolute as “{match[0]}” turns out untrue once it cannot be kept.",
            ),
            suggestion=Text(
                "「不正アクセスを防ぐため、合理的な安全対策を講じています。」のように、"
                "講じている措置を述べてください。",
                "Say what is done instead: “reasonable measures are taken to prevent unauthorised access”.",
            ),
        )


RULES = (
    Rule(
        id="L10",
        severity=Severity.ERROR,
        articles=("Order 10(i)",),
        check=check_measures,
        title=Text("安全管理措置の内容がない", "No security measures"),
        looks_at=Text(
            "組織的・人的・物理的・技術的な措置を述べる文",
            "sentences on organisational, human, physical and technical measures",
        ),
    ),
    Rule(
        id="L31",
        severity=Severity.WARNING,
        articles=("22",),
        check=check_retention,
        title=Text("保存期間・消去がない", "No retention and no erasure"),
        looks_at=Text("保存・消去・廃棄の文", "sentences on keeping and erasing"),
    ),
    Rule(
        id="L32",
        severity=Severity.WARNING,
        articles=("26(1)", "26(2)"),
        check=check_breach,
        title=Text("漏えい時の対応がない", "Nothing on what follows a leak"),
        looks_at=Text("漏えい等の後の報告・通知の文", "sentences on reporting and notice after a leak"),
    ),
    Rule(
        id="L36",
        severity=Severity.WARNING,
        articles=("23",),
        check=check_absolute,
        title=Text("絶対的な安全の断定", "Absolute words about security"),
        looks_at=Text("安全を断定する語", "words that claim absolute security"),
    ),
)
