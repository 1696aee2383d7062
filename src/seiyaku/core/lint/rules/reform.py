"""
What the reform of 2026 would change for the text: data with days, told only when asked about a day it may be in force.

Promulgated on 2026-07-17, in force within two years by Cabinet Order: by 2028-07-17 at the latest. Its sub-rules are
not made yet, so each of these is information, and none is sure.

* F01  the consent exceptions widen (statistics and AI development, what a contract needs);
* F02  under 16: the legal representative consents and is told;
* F03  face features and the like: special rules for biometric information;
* F04  contact data that is no personal information (telephone, e-mail, cookie): misuse is forbidden;
* F05  processors get duties of their own, and opt-out recipients must be checked;
* F06  notice of a breach to the person is relaxed; unlawful handling may cost a surcharge.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from seiyaku.core.language import Text
from seiyaku.core.lint.findings import Severity, Sureness
from seiyaku.core.lint.prose import Prose

from .judging import Found, Rule

_LATEST = Text(
    "2026年7月17日公布の改正法（遅くとも2028年7月17日までに施行。細則は未定）によるものです。",
    "By the reform promulgated on 2026-07-17, in force by 2028-07-17 at the latest; its sub-rules are not made yet.",
)


def _when(pattern: str, why: Text, suggestion: Text) -> Callable[[Prose], Iterator[Found]]:
    """Make a check that tells of a change at the first sentence it concerns."""
    concerned = re.compile(pattern)

    def check(prose: Prose) -> Iterator[Found]:
        for statement, match in prose.find(concerned):
            if statement.kind != "title":
                yield Found(
                    where=statement,
                    start=match.start(),
                    end=match.end(),
                    sureness=Sureness.POSSIBLE,
                    why=Text(f"{why.ja}{_LATEST.ja}", f"{why.en} {_LATEST.en}"),
                    suggestion=suggestion,
                )
                return

    return check


def _coming(name: str, title: Text, pattern: str, why: Text, suggestion: Text) -> Rule:
    return Rule(
        id=name,
        title=title,
        severity=Severity.INFO,
        articles=("Reform 2026",),
        looks_at=Text("改正が関わる最初の文", "the first sentence that the reform concerns"),
        check=_when(pattern, why, suggestion),
    )


RULES = (
    _coming(
        "F01",
        Text("同意の例外の拡大（2026年改正）", "Wider exceptions to consent (reform of 2026)"),
        r"(?:同意)[^。]{0,40}(?:第三者|提供|取得)|(?:第三者|提供|取得)[^。]{0,60}同意",
        Text(
            "統計作成・AI開発や契約の履行に必要な場合など、同意を要しない場合が広がります。",
            "Consent will not be needed in more cases: statistics and AI development, what a contract needs.",
        ),
        Text(
            "広がる例外を使うかどうかを決め、使うなら文に加えてください。",
            "Decide whether to use the wider exceptions, and say so where you do.",
        ),
    ),
    _coming(
        "F02",
        Text("16歳未満の法定代理人（2026年改正）", "Under 16: the legal representative (reform of 2026)"),
        r"未成年|歳未満|お子(?:様|さま|さん)|子ども|園児|生徒|小学生|中学生|保護者",
        Text(
            "16歳未満の人の同意や通知は、法定代理人を相手とすることになります。",
            "For people under 16, consent and notices will be a matter of the legal representative.",
        ),
        Text("「16歳未満」を基準に、法定代理人の定めを見直してください。", "Review the clause with 16 as the age."),
    ),
    _coming(
        "F03",
        Text("特定生体個人情報（2026年改正）", "Specific biometric information (reform of 2026)"),
        r"顔(?:認証|画像|写真|の特徴|特徴)|指紋|虹彩|静脈|声紋|生体(?:認証|情報)",
        Text(
            "顔の特徴などの生体情報に、周知や利用停止の特別な規律がかかります。",
            "Face features and the like will be under rules of their own, on notice and on stopping use.",
        ),
        Text("生体情報の取得、目的、停止の方法を分けて書いてください。", "Describe biometric data separately."),
    ),
    _coming(
        "F04",
        Text("連絡可能個人関連情報（2026年改正）", "Contact data that is not personal (reform of 2026)"),
        r"[Cc]ookie|クッキー|広告識別子|個人関連情報|閲覧履歴",
        Text(
            "電話番号、クッキーなど連絡に使える個人関連情報の不適正な利用が禁じられます。",
            "Improper use of data by which a person can be reached (telephone, e-mail, cookie) is forbidden.",
        ),
        Text(
            "クッキー等を使う目的を確かめ、書いてください。", "Check and state what cookies and the like are used for."
        ),
    ),
    _coming(
        "F05",
        Text("委託先・オプトアウトの規律（2026年改正）", "Processors and opt-out (reform of 2026)"),
        r"委託|オプトアウト|求めに応じて[^。]{0,12}提供を停止",
        Text(
            "委託を受けた者自身の義務が定められ、オプトアウトの提供先の確認が求められます。",
            "Processors get duties of their own, and the recipients of opt-out provision must be checked.",
        ),
        Text("委託契約と委託先の監督の記載を見直してください。", "Review contracts with processors and this clause."),
    ),
    _coming(
        "F06",
        Text("漏えい通知の緩和と課徴金（2026年改正）", "Breach notice and surcharge (reform of 2026)"),
        r"漏[えい洩][^。]{0,60}(?:通知|知らせ|連絡)",
        Text(
            "本人への漏えいの通知が緩和され、違法な取扱いには課徴金が設けられます。",
            "Notice of a breach to the person is relaxed, and a surcharge is set for unlawful handling.",
        ),
        Text("施行までに漏えい時の手順を見直してください。", "Review what follows a breach before it is in force."),
    ),
)
