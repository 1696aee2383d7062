"""What a section is about, from its headings, else from its words, else from the section above it."""

from __future__ import annotations

import re
from typing import Literal

from .sections import Section

Topic = Literal[
    "held", "handling", "safety", "staff", "purposes", "partners", "collecting", "browsing", "requests", "providing",
    "anonymised", "links", "governing", "changes", "",
]  # fmt: skip

# In the order they are tried: the more particular first.
_TITLES: tuple[tuple[Topic, str], ...] = (
    ("anonymised", "匿名加工|統計情報の作成"),
    ("handling", "事項の(周知|公表)"),
    ("browsing", "アクセスログ|クッキー|[Cc]ookie|ブラウザ|ご覧になったとき|閲覧|外部送信|アクセス解析"),
    (
        "requests",
        "開示等|開示など|(請求|お?求め|ご?請求)(手続|に関して|について|先)?$|訂正|利用停止|お尋ね|本人.{0,6}(開示|請求)|開示.{0,6}請求",
    ),
    (
        "providing",
        "第三者(?!提供記録|が(作成|提供|運営))|(?<!第三者)提供|外へ|渡す|お渡し|共同利用|委託|お代を扱う|運ぶ人",
    ),
    ("changes", "目的の(変更|改定)"),
    (
        "purposes",
        "(利用|取得|収集)する目的|利用目的|(取得|収集)(の)?目的|利用の目的|使いみち|使い道|何のために|使う目的|どのように使",
    ),
    ("links", "リンク|(他|ほか)の(サイト|ウェブ)|責任範囲|外部サイト"),
    ("governing", "準拠法|管轄|裁判|法律と"),
    ("changes", "変更|改定|改訂|改める|変えるとき|見直し"),
    ("collecting", "取得|収集|集め|いただき方|最小限"),
    ("staff", "従業者|誰が扱う|の者$|監督|教育|研修"),
    ("safety", "安全管理|保護手段|守る(ため|手)|セキュリティ|管理体制"),
    ("held", "個人情報とは|定義|お預かりする|預かるもの|項目|個人情報の範囲"),
    ("handling", "基本|考え方?|扱い"),
)
_WORDS: tuple[tuple[Topic, str], ...] = (
    ("anonymised", "匿名加工情報を"),
    ("browsing", "アクセスログ|クッキー|[Cc]ookie"),
    ("requests", "開示.{0,20}(請求|お申し出|求め)"),
    ("providing", "第三者に.{0,12}(提供|開示)"),
    ("purposes", "(次|以下|下記)の(利用)?目的"),
    ("staff", "従業者.{0,12}(監督|教育)"),
)
_TITLED = tuple((topic, re.compile(words)) for topic, words in _TITLES)
_WORDED = tuple((topic, re.compile(words)) for topic, words in _WORDS)
_PLAIN = {"held", "handling", "collecting", "safety", "staff", ""}


def topics(sections: tuple[Section, ...]) -> dict[str, Topic]:
    """Return the topic of every section by its id."""
    found: dict[str, Topic] = {}
    for section in sections:
        _assign(section, "", found)
    return found


def _assign(section: Section, above: Topic, found: dict[str, Topic]) -> None:
    own = _titled(section)
    # Inside clauses on purposes, on giving to others, on requests …, a sub-heading names a case, not another topic.
    topic = own if above in _PLAIN and own else above or own or _worded(section)
    found[section.id] = topic
    for child in section.below:
        _assign(child, topic, found)


def _titled(section: Section) -> Topic:
    if len(section.titles) == 0 or section.title != section.titles[-1]:
        return ""
    return next((topic for topic, words in _TITLED if words.search(section.title)), "")


def _worded(section: Section) -> Topic:
    return next((topic for topic, words in _WORDED if words.search(section.words)), "")
