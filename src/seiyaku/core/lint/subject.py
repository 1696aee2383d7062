"""
Whether a text is a privacy policy at all, and whether there is anything that its duties could be about.

A text that says nothing of personal information, or leaves it to a policy of its own, is not judged: everything would
be "missing". One that says that nothing is taken is judged, and what it does not say weighs as a note.
"""

from __future__ import annotations

import re
from enum import Enum

from .findings import Document
from .lines import hidden
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
_LEFT = re.compile(rf"{_POLICY}[」』]?(?:に(?:従|より|基づ|定め|則|準)|を(?:ご?覧|ご?確認|ご?参照)|が適用)")
_TAKES_NONE = re.compile(
    r"(?:個人情報|個人データ|個人を(?:特定|識別)(?:でき|し得)る[^。、]{0,12}情報)[^。]{0,40}?(?:取得|収集|保有|お預かり)"
)
_WITH_LIMITS = re.compile(r"以外|除|同意|承諾|不正|違法|偽り|目的|必要|範囲|超え|なく|ずに|要配慮|機微|第三者から|未満")
_TAKES = re.compile(
    r"(?:氏名|お名前|住所|電話番号|メールアドレス|生年月日|個人情報|個人データ)[^。]{0,60}"
    r"(?:取得|収集|お預かり|ご?登録|ご?入力|ご?記入|お伺い)(?:し|する|いた|いただ|され|の)"
)


class Subject(Enum):
    """What a text is about."""

    POLICY = "policy"
    NOTHING_PERSONAL = "nothing personal"
    ANOTHER_TEXT = "another text"


def subject(document: Document) -> Subject:
    """Say whether a text handles personal information, says nothing of it, or leaves it to another text."""
    unread = hidden(document.lines)
    lines = [line for number, line in enumerate(document.lines) if number not in unread and line.strip()]
    personal = [line for line in lines if _PERSONAL.search(line)]
    if not personal and not document.declared:
        return Subject.NOTHING_PERSONAL
    if len(personal) <= FEW and lines[0] not in personal and any(map(_LEFT.search, personal)):
        return Subject.ANOTHER_TEXT
    return Subject.POLICY


def takes_nothing(prose: Prose) -> bool:
    """Say whether the text says, without a limit, that no personal information is taken, and nowhere that it is."""
    return any(_denies_taking(prose, each) for each in prose.statements) and not any(
        _affirms_taking(prose, each) for each in prose.statements
    )


def _denies_taking(prose: Prose, statement: Statement) -> bool:
    found = _TAKES_NONE.search(statement.text)
    return found is not None and not _WITH_LIMITS.search(statement.text) and denies(prose, statement, found.end())


def _affirms_taking(prose: Prose, statement: Statement) -> bool:
    return statement.kind != "title" and any(
        not denies(prose, statement, found.end()) for found in _TAKES.finditer(statement.text)
    )
