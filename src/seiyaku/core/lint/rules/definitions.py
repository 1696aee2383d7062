"""
What the text says personal information is.

* L01  the definition leaves out 生存する or 個人識別符号 (2(1), 2(2));
* L41  two terms stand side by side as if they were one, and only one is defined.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from seiyaku.core.language import Text
from seiyaku.core.lint.citations import REFORM_2015
from seiyaku.core.lint.findings import Severity
from seiyaku.core.lint.meaning import bare
from seiyaku.core.lint.prose import Prose, Statement

from .judging import Found, Rule

_DEFINES = re.compile(r"(?<![要慮有])「?個人情報」?(?:\([^)]*\))?(?:とは|は、|の定義|[::])")
_HEADED = re.compile(r"^「?個人情報」?(?:とは|の定義)")
_SAYS = re.compile(
    r"(?:をいい|をいう|を言い|を指し|を指す|を意味|のこと(?:です|をい|を指)|と定義|に該当する(?:もの|"
    r"情報)|識別(?:でき|する)(?:る|こと)?.{0,12}(?:情報|もの)|です。?$|であって)"
)
_DESCRIBES = re.compile(
    r"個人に関する(?:一切の|すべての)?情報|(?:個人|本人|お客[様さ]ま?).{0,12}(?:識別|特定)|氏名|名前"
)
_CALLED = re.compile(
    r"を[、「『]*個人情報[」』]?と(?:い(?:い|う)|称|呼|し(?:ます|て)|定義|いたし)"
)  # X を個人情報といいます
_BY_LAW = re.compile(
    r"(?:保護(?:に関する)?法(?:律)?|法令|法律|同法|"
    r"法)(?:\([^)]*\))*(?:の)?(?:第?[0-9一二]+条.{0,12})?(?:に|で|が|の)?(?:いう|定める|定義|規定|定めた|"
    r"定義され|意味|定めに|定義に|規定に)"
)
_LIVING = re.compile(r"生存(?:する|している)|存命|生きている")
_CODE = re.compile(r"個人識別符号")
_OTHER = re.compile(r"(お客[様さ]ま?|顧客|ユーザー|利用者|会員|患者|契約者|登録者)(?:の)?情報")
_PAIRED = re.compile(
    r"個人情報(?:・|、|/|及び|および|や|または|又は|ならびに|と)(お客[様さ]ま?|顧客|ユーザー|利用者|会員|"
    r"患者|契約者|登録者)(?:の)?情報|(お客[様さ]ま?|顧客|ユーザー|利用者|会員|患者|契約者|"
    r"登録者)(?:の)?情報(?:・|、|/|及び|および|や|または|又は|ならびに|と)個人情報"
)


def _definition(prose: Prose) -> Iterator[Statement]:
    for statement, match in prose.find(_DEFINES):
        rest = statement.text[match.end() :]
        if statement.kind != "title" and _SAYS.search(rest) and _DESCRIBES.search(rest):
            yield statement
    for statement, match in prose.find(_CALLED):
        if _DESCRIBES.search(bare(statement.text[: match.start()])):
            yield statement
    for clause in prose.document.walk():  # a heading asks, and what stands below it answers
        if _HEADED.search(clause.title):
            yield from (
                each for each in prose.below.get(clause.id, ())
                if each.kind != "title" and _SAYS.search(each.text) and _DESCRIBES.search(each.text)
            )  # fmt: skip


def check_definition(prose: Prose) -> Iterator[Found]:
    """Find a definition of its own that leaves out a living person or identification codes."""
    statement = next(_definition(prose), None)
    if statement is None or _BY_LAW.search(statement.text):
        return
    around = "\n".join(each.text for each in _neighbours(prose, statement))
    if re.search(r"保護(?:に関する)?法.{0,30}(?:に(?:いう|定める|規定)|定義).{0,12}個人情報", around):
        return
    living, code = _LIVING.search(around), _CODE.search(around)
    if living and (code or prose.as_of < REFORM_2015):
        return
    lacks = [name for name, there in (("生存する個人", living), ("個人識別符号", code)) if not there]
    english = [
        name for name, there in (("a living person", living), ("individual identification codes", code)) if not there
    ]
    yield Found(
        where=statement,
        why=Text(
            f"個人情報の定義に「{'」「'.join(lacks)}」がなく、法律の定義とずれています。",
            f"The definition of personal information says nothing of {' or '.join(english)}, unlike the Act's.",
        ),
        suggestion=Text(
            "個人情報とは、個人情報の保護に関する法律第2条第1項に定める、生存する個人に関する情報であって、"
            "特定の個人を識別できるもの、"
            "または個人識別符号が含まれるものをいいます。",
            "“Personal information” means information about a living individual as set out in article 2(1) of "
            "the Act: what "
            "identifies the individual, or contains an individual identification code.",
        ),
    )


def _neighbours(prose: Prose, statement: Statement) -> list[Statement]:
    if statement.clause is None:
        near = [each for each in prose.statements if each.clause is None and abs(each.at - statement.at) <= 6]
    else:
        top = statement.path[-2] if len(statement.path) > 1 else statement.path[-1]
        near = prose.under(top)
    return [each for each in near if each.at >= statement.at - 1]


def check_terms(prose: Prose) -> Iterator[Found]:
    """Find a second term set beside 個人情報 that nothing defines."""
    for statement, match in prose.find(_PAIRED):
        name = match[1] or match[2]
        defined = re.compile(
            rf"{name}(?:の)?情報[」』]?(?:とは|は、[^。]*(?:をいい|をいう|を指)|\s*[::])|"
            rf"[「『]{name}(?:の)?情報[」』][^。]{{0,8}}(?:とい|と総称|と称)|以下[、,]?[「『]?{name}(?:の)?情報"
        )
        if prose.has(defined):
            continue
        yield Found(
            where=statement,
            start=match.start(),
            end=match.end(),
            why=Text(
                f"「個人情報」と「{name}情報」が並べて使われていますが、違いが定められていません。",
                f"“個人情報” and “{name}情報” stand side by side, and nothing says how they differ.",
            ),
            suggestion=Text(
                f"「{name}情報」の意味を定義するか、「個人情報」に統一してください。",
                f"Define “{name}情報”, or use “個人情報” (personal information) throughout.",
            ),
        )


RULES = (
    Rule(
        id="L01",
        title=Text("個人情報の定義が法律とずれている", "The definition of personal information departs from the Act"),
        severity=Severity.ERROR,
        articles=("2(1)", "2(2)"),
        looks_at=Text(
            "「個人情報とは」と定める文とそのまわり",
            "the sentence that defines personal information, and those beside it",
        ),
        check=check_definition,
    ),
    Rule(
        id="L41",
        title=Text("定義のない言い換え", "A synonym that nothing defines"),
        severity=Severity.INFO,
        articles=("2(1)",),
        looks_at=Text("「個人情報・お客さま情報」のように並ぶ語", "terms joined to 個人情報, such as お客さま情報"),
        check=check_terms,
    ),
)
