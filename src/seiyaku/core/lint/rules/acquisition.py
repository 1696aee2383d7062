"""
How personal information is got.

* L29  special-care information without consent, or with exceptions wider than 20(2);
* L40  minors, and nothing of those who stand for them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from seiyaku.core.language import Text
from seiyaku.core.lint.findings import Severity, Sureness
from seiyaku.core.lint.meaning import denies
from seiyaku.core.lint.prose import Prose, Statement

from .judging import Found, Rule

_SPECIAL = re.compile(r"要配慮個人情報|機微(?:な|情報|な個人情報)|センシティブ(?:な)?(?:個人)?情報|特別な配慮を要する")
_GETS = re.compile(r"取得|収集|入手|お預かり|伺(?:い|う|っ)|いただ(?:き|く)|提供を受け")
_CONSENT = re.compile(r"同意|承諾")
_NO_CONSENT = re.compile(r"同意(?:を得(?:る)?(?:こと)?)?(?:なく|なし|を得ず|は不要|を要せ|を要し(?:ない|ません))")
_WIDER = re.compile(
    r"(?:当社|弊社|当院|当行|当会|当協会|会社|運営者?|本学|当[一-龠]{1,3})が[^。]{0,30}(?:判断|認め)|"
    r"業務上(?:の)?必要|正当な(?:理由|事由)|必要(?:な|がある|に応じた)(?:場合|とき)|やむを得ない|"
    r"その他(?:の)?(?:必要|場合|理由)|必要に応じて"
)
_BY_LAW = re.compile(r"法令|法律|保護法|第?20条|各号")
_DEFINES = re.compile(r"要配慮個人情報[」』]?とは|をいいます|をいう")
_REFUSES = re.compile(
    r"(?:取得|収集|入手|提供)(?:は)?(?:し|いた|致し)(?:ません|ない)|取得することは(?:ありません|ない)|控え"
)
_MINORS = re.compile(
    r"未成年|(?:1[0-9]|20|十[五六八]|二十)歳(?:未満|以下|に満たない|に達しない)|お子(?:様|さま|さん)|子ども(?:の|"
    r"から|が|を)|こどもの|園児|児童(?!の健全な育成|福祉|相談|虐待|手当)|小学生|中学生"
)
_GUARDIANS = re.compile(r"親権者|保護者|法定代理人|後見人|親の同意|ご?両親|父母|ご家族")
_ADULTS = re.compile(
    r"(?:18|20|十八|二十)歳以上(?:で(?:ある|あり|なければ)|の(?:方|者|利用者|お客)(?:に限|のみ|だけ|を対象)|に限|のみ)|"
    r"(?:18|20|十八|二十)歳(?:未満|に満たない)[^。]{0,40}(?:停止|削除|お断り|対象(?:として|とし)?(?:い|おり)?ません)"
)
_GOES_ON = re.compile(r"ただし|但し|なお|その(?:際|場合|とき)|この(?:場合|とき)|取得(?:する|に)")
_STATUTORY = re.compile(r"児童の健全な?育成")


def check_special(prose: Prose) -> Iterator[Found]:
    """Find special-care information that is got without consent, or under exceptions the Act does not know."""
    for statement, match in prose.find(_SPECIAL):
        text = statement.text
        if (
            statement.kind == "title"
            or _DEFINES.search(text)
            or not _GETS.search(text)
            or re.search(r"除(?:き|く|い)[^。]{0,10}(?:第三者|提供)", text)
        ):
            continue
        near = _near(prose, statement)
        hung = [each for each in prose.under(statement.clause) if each.at > statement.at] if statement.clause else []
        around = "".join(each.text for each in (*near, *hung))
        wider = next(
            ((each, found) for each, found in prose.find(_WIDER, near) if each is statement or "同意" in each.text),
            None,
        )
        if wider and not re.search(r"診療|治療", wider[1][0]):
            yield _found(
                wider[0],
                wider[1].start(),
                wider[1].end(),
                "要配慮個人情報を同意なく取得できる場合が、法律が認める場合より広く書かれています。",
                "Special-care information may be acquired without consent in cases wider than those of the Act.",
            )
            return
        asked = _CONSENT.search(around) and not (_NO_CONSENT.search(around) and not _refuses(prose, near))
        if not asked and not _refuses(prose, near) and not _BY_LAW.search(around):
            yield _found(
                statement,
                match.start(),
                match.end(),
                "要配慮個人情報を取得すると述べながら、本人の同意を得ることが書かれていません。",
                "Special-care information is acquired, and nothing says that the person consents.",
            )
            return


def _near(prose: Prose, statement: Statement) -> list[Statement]:
    """Return what bears on the statement: what speaks of such information nearby, or goes on from it."""
    if statement.path:
        top = statement.path[max(0, len(statement.path) - 2)]
        around = prose.under(top)
    else:
        around = [each for each in prose.statements if abs(each.at - statement.at) <= 2]
    return [each for each in around if each is statement or _SPECIAL.search(each.text) or _GOES_ON.match(each.text)]


def _refuses(prose: Prose, near: list[Statement]) -> bool:
    return any(denies(prose, each, found.end()) for each in near for found in _GETS.finditer(each.text)) or any(
        _REFUSES.search(each.text) for each in near
    )


def _found(statement: Statement, start: int, end: int, japanese: str, english: str) -> Found:
    return Found(
        where=statement,
        start=start,
        end=end,
        articles=("20(2)",),
        sureness=Sureness.LIKELY,
        why=Text(japanese, english),
        suggestion=Text(
            "「法令に基づく場合など個人情報保護法に定める場合を除き、"
            "あらかじめ本人の同意を得て取得します。」と改めてください。",
            "Say: “except in the cases set by the Act, with the person's prior consent”.",
        ),
    )


def check_minors(prose: Prose) -> Iterator[Found]:
    """Find minors in the text without a word of their parents or representatives."""
    if prose.has(_GUARDIANS) or prose.has(_ADULTS):
        return
    for statement, match in prose.find(_MINORS):
        if _STATUTORY.search(statement.text) and "未成年" not in statement.text:
            continue
        if re.search(
            r"(?:利用|登録|申込|お申し込み|取得)[^。]{0,20}(?:できません|ません|お断り|ない)",
            statement.text[match.end() :],
        ):
            continue
        yield Found(
            where=statement,
            start=match.start(),
            end=match.end(),
            articles=("G 2-16",),
            sureness=Sureness.LIKELY,
            why=Text(
                "未成年者や子どもに触れながら、親権者など法定代理人の同意について書かれていません。",
                "Minors are spoken of, and nothing is said of the consent of those with parental authority.",
            ),
            suggestion=Text(
                "「未成年の方（おおむね15歳以下の方）の同意は、親権者など法定代理人から得ます。」と記載してください。",
                "Add: “For children (about 15 and younger) consent is obtained from a person with parental authority.”",
            ),
        )
        return


RULES = (
    Rule(
        id="L29",
        severity=Severity.WARNING,
        articles=("20(2)",),
        check=check_special,
        title=Text("要配慮個人情報の同意", "Special-care information: consent"),
        looks_at=Text(
            "要配慮個人情報を取得する文とその例外",
            "sentences on acquiring special-care information, and their exceptions",
        ),
    ),
    Rule(
        id="L40",
        severity=Severity.WARNING,
        articles=("G 2-16",),
        check=check_minors,
        title=Text("未成年者の法定代理人がない", "Minors without their representatives"),
        looks_at=Text("未成年者・子どもの語と、親権者などの語", "words for minors, and for parents and guardians"),
    ),
)
