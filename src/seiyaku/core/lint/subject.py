"""
Whether a text is a privacy policy at all, and whose and about what, so that its duties could be those of the rules.

A text that says nothing of personal information, leaves it to a policy of its own, or is in another language, is not
judged: everything would be "missing". One that says that nothing is taken is judged, and so is one by which a public
body speaks (chapter 5 of the Act binds it, not chapter 4): what it does not say weighs as a note.
"""

from __future__ import annotations

import re
from enum import Enum

from .findings import Document
from .lines import hidden, is_title
from .meaning import denies
from .prose import Prose, Statement

FEW = 3  # lines on personal information that a text may have and still leave the matter to another
_PEOPLE = r"(?:お客[様さ]ま?|顧客|ユーザー|利用者|会員|患者|生徒|応募者|契約者|組合員)"
_PERSONAL = re.compile(
    rf"個人(?:に関する)?(?:情報|データ)|プライバシー|個人を(?:特定|識別)|{_PEOPLE}(?:さん|様)?(?:の|に関する)?情報|"
    r"\bpersonal (?:information|data)\b|\bprivacy\b",
    re.IGNORECASE,
)
_POLICY = r"(?:プライバシー・?ポリシー|個人情報保護方針|個人情報(?:の)?取扱(?:い)?(?:規程|方針))"
_NAMED = re.compile(_POLICY)
_LEFT = re.compile(rf"{_POLICY}[」』]?(?:に(?:従|より|基づ|定め|則|準)|を(?:ご?覧|ご?確認|ご?参照)|が適用)")
_JAPANESE = re.compile(r"[ぁ-んァ-ヶー]")
_TAKES_NONE = re.compile(
    r"(?:個人情報|個人データ|個人を(?:特定|識別)(?:でき|し得)る[^。、]{0,12}情報)[^。]{0,40}?(?:取得|収集|保有|お預かり)"
)
_WITH_LIMITS = re.compile(
    r"以外|除|同意|承諾|不正|違法|偽り|目的|必要|範囲|超え|なく|ずに|要配慮|機微|第三者から|未満|方法|手段|"
    r"(?:これ|それ)(?:ら)?(?:に|を|から)|[Cc]ookie|クッキー|ビーコン|ログ|解析|閲覧|ツール"
)
_TAKES = re.compile(
    r"(?:氏名|お名前|住所|電話番号|メールアドレス|生年月日|個人情報|個人データ)[^。]{0,60}"
    r"(?:取得|収集|お預かり|ご?登録|ご?入力|ご?記入|お伺い)(?:し|する|いた|いただ|され|の|(?:・(?:保有|保管|利用|提供|管理))+(?:し|いた|を))|"
    r"(?:取得|収集|お預かり|ご?提供いただ|ご?登録いただ)(?:し|い)?(?:いたしまし)?た(?:個人情報|個人データ)"
)
_SPEAKER = re.compile(
    r"(?:^|[、。])(?:本|当)?(?:市|町|村|区|県|府|都)(?:の機関)?(?:は|が|では)(?!、?(?:株|有|合))|"
    r"(?:本|当)(?:市|町|村|区|県|府|都|道)(?:の|に|を)|当(?:省|庁)|独立行政法人[^。]{1,20}以下"
)
_BUSINESS = re.compile(
    r"当社|弊社|当行|当店|当院|当金庫|当組合|当協会|当財団|当法人|本学|本校|本会|当サロン|(?:株式|有限|合同)会社|"
    r"個人情報取扱事業者|病院|大学|学校"
)


class Subject(Enum):
    """What a text is about."""

    POLICY = "policy"
    NOTHING_PERSONAL = "nothing personal"
    ANOTHER_TEXT = "another text"
    FOREIGN = "another language"


def subject(document: Document) -> Subject:
    """Say whether a text handles personal information, in Japanese, says nothing of it, or leaves it to another."""
    unread = hidden(document.lines)
    lines = [line for number, line in enumerate(document.lines) if number not in unread and line.strip()]
    titles = [clause.title for clause in document.clauses] + [line for line in lines[:1] if is_title(line)]
    headed = any(map(_NAMED.search, titles))
    personal = [line for line in lines if _PERSONAL.search(line if headed else _NAMED.sub("", line))]
    if not personal and not document.declared:
        return Subject.ANOTHER_TEXT if any(map(_LEFT.search, lines)) else Subject.NOTHING_PERSONAL
    words = "".join(lines)
    if len(_JAPANESE.findall(words)) * 20 < len(words) and not document.declared:
        return Subject.FOREIGN
    if len(personal) <= FEW and lines[0] not in personal and any(map(_LEFT.search, lines)):
        return Subject.ANOTHER_TEXT
    return Subject.POLICY


def takes_nothing(prose: Prose) -> bool:
    """Say whether the text says, without a limit, that no personal information is taken, and nowhere that it is."""
    return any(_denies_taking(prose, each) for each in prose.statements) and not any(
        _affirms_taking(prose, each) for each in prose.statements
    )


def of_public_body(prose: Prose) -> bool:
    """Say whether a city, a ministry or another public body speaks, to which chapter 4 of the Act does not apply."""
    return not prose.document.declared and prose.has(_SPEAKER) and not prose.has(_BUSINESS)


def _denies_taking(prose: Prose, statement: Statement) -> bool:
    found = _TAKES_NONE.search(statement.text)
    return found is not None and not _WITH_LIMITS.search(statement.text) and denies(prose, statement, found.end())


def _affirms_taking(prose: Prose, statement: Statement) -> bool:
    return statement.kind != "title" and any(
        not denies(prose, statement, found.end()) for found in _TAKES.finditer(statement.text)
    )
