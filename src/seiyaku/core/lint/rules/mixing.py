"""
Entrustment and provision, told as one another.

* L21  entrustment told as provision to a third party, or a third party told as entrustment under an NDA.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from seiyaku.core.language import Text
from seiyaku.core.lint.findings import Severity, Sureness
from seiyaku.core.lint.meaning import bare
from seiyaku.core.lint.prose import Prose, Statement
from seiyaku.core.lint.topics import is_about

from .judging import Found, Rule
from .provision import CASE, CONSENT, ENTRUSTS, exceptions

_NOT_THIRD = re.compile(
    r"第三者(?:に|へ|への提供に|提供に|提供)(?:は)?(?:該当|当た|あた|含)(?:し|ら|り|まれ)?ない|"
    r"第三者に(?:は)?(?:該当|当た|あた)(?:し|り)?ません|第三者(?:提供)?に(?:は)?含まれ(?:ない|ません)|"
    r"第三者とはみなさ"
)
_STATUTORY = re.compile(
    r"利用目的の達成に必要な範囲|承継に伴(?:って|い)|業務の?委託に(?:必要|際)|委託先(?:の監督|を監督)|"
    r"委託先に対し|範囲内において"
)
_BY_NDA = re.compile(
    r"(?:秘密|機密)保持契約[^。]{0,30}(?:基づ|締結|もと|下|のうえ|上で)[^。]{0,60}(?:提供|開示|共有|渡)"
)
_SERVES = re.compile(r"オプション|提携|サービスの?事業者|パートナー|第三者|関連会社|グループ")
_WITHOUT = re.compile(r"除|なく|なし")
_CARRIER = re.compile(r"(?:配送|運送|宅配|決済)[^。]{0,10}(?:業者|事業者|会社)[^。]{0,40}(?:開示|第三者)")
_ENTRUSTED = re.compile(r"委託|業務を?(?:の)?(?:一部)?(?:を)?(?:外部)")


def check_mixed(prose: Prose) -> Iterator[Found]:
    """Find entrustment among the cases of provision, and provision under nothing but a promise of secrecy."""
    for statement in told_as_provision(prose):
        yield _mixed(
            statement,
            "委託にあたる提供が、第三者への提供の例外として書かれています。",
            "Entrustment is told as an exception to provision to third parties.",
        )
    for statement in prose.statements:
        if statement.kind == "title" or is_about(prose, statement, "anonymised"):
            continue
        if _is_by_secrecy_alone(statement.text) or _is_by_carrier(prose, statement):
            yield _mixed(
                statement,
                "第三者への提供か委託かが区別されていません。秘密保持契約だけでは提供の根拠になりません。",
                "The text does not tell provision from entrustment; a promise of secrecy is no ground to provide.",
            )


def told_as_provision(prose: Prose) -> list[Statement]:
    """Return the cases of provision that are entrustment, and are not set apart from it."""
    return [each for each in exceptions(prose) if ENTRUSTS.search(each.text) and not _is_set_apart(prose, each)]


def _is_set_apart(prose: Prose, statement: Statement) -> bool:
    """Say whether entrustment, where it stands among the exceptions, is told from provision, as in 27(5)."""
    text = statement.text
    above = "".join(each.text for clause in statement.path for each in prose.below.get(clause.id, ())[:3])
    if _NOT_THIRD.search(above) or _NOT_THIRD.search(text) or "委託を受けた者" in text:
        return True
    consented = CONSENT.search(text) and not _WITHOUT.search(text)
    return bool(_STATUTORY.search(bare(text)) or consented)


def _is_by_secrecy_alone(text: str) -> bool:
    if CONSENT.search(text) or _ENTRUSTED.search(text):
        return False
    return bool(_BY_NDA.search(text) and _SERVES.search(text))


def _is_by_carrier(prose: Prose, statement: Statement) -> bool:
    """Say whether somebody who carries or is paid is told as a third party, and not as entrusted."""
    text = statement.text
    if "委託" in text or CASE.search(text) or not _CARRIER.search(text):
        return False
    return is_about(prose, statement, "provision")


def _mixed(statement: Statement, japanese: str, english: str) -> Found:
    return Found(
        where=statement,
        sureness=Sureness.LIKELY,
        why=Text(japanese, english),
        suggestion=Text(
            "業務を任せる相手は「委託」の項に分け（「利用目的の達成に必要な範囲で業務を委託し、"
            "委託先を監督します。」）、相手が自らのために"
            "使う提供は本人の同意を得る旨を書いてください。",
            "Put those who work for the operator under entrustment (“entrusted within the purposes, and "
            "supervised”); where the "
            "recipient uses the data for itself, say that consent is obtained.",
        ),
    )


RULES = (
    Rule(
        id="L21",
        severity=Severity.WARNING,
        articles=("27(1)", "27(5)(i)", "25"),
        check=check_mixed,
        title=Text("委託と第三者提供の混同", "Entrustment and provision confused"),
        looks_at=Text(
            "第三者提供の例外と、秘密保持契約に基づく提供",
            "the cases of provision, and provision under a promise of secrecy",
        ),
    ),
)
