"""
What a sentence says of an act: whether it denies or forbids it, and what its main verb is.

Japanese puts the negation at the end, past particles, light verbs and formal nouns: 提供することはありません,
照合を行わないものとします, 識別するための行為を禁止します. Two negations are an affirmation: しなければならない.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from .prose import Prose, Statement
from .words import Word


def _named(text: str) -> frozenset[str]:
    return frozenset(text.split())


_LIGHT = _named(
    "こと もの よう わけ はず とき 為る 致す 行う 実施 有る 御座る 居る おる 頂く 貰う 成る 下さる 置く 参る "
    "申し上げる 出来る 仕る 様 られる れる せる "
    "させる ます です た て だ たい 得る 事 物 訳 筈 積もり 等 など 一切 決して 行為 如何 更に 又 試みる 図る 講ずる "
    "講じる 措置 場合 とも 為さる しまう 来る 行く 原則 として 方法 企てる 処理 作業 目的 用いる 向け 対する 就く "
    "言う 認める 許す 予定 想定"
)
_DENIES = _named("ない 無い ず ぬ まい ざり 無し")
_FORBIDS = _named(
    "禁止 禁ずる 禁じる 禁 控える 避ける 止める 辞める 防止 防ぐ 拒否 拒む 断る 厳禁 不可 差し控える 回避 廃止 中止 "
    "停止 終了 除く 除外 対象外 否 慎む"
)
_STOPS = {"為", "ため", "時", "際", "所", "上", "但し", "及び", "並びに"}
_BINDING = _named("助詞 助動詞 接尾辞 接続詞 補助記号 空白")
_FORMAL = re.compile(r"[(（][^()（）]*[)）]")


def denied(words: Sequence[Word], at: int) -> bool:
    """
    Say whether the act named by the word at `at` is denied or forbidden where it is named.

    Walks from the word to the end of its predicate: past particles, auxiliaries, light verbs and formal nouns.
    """
    denials, forbidden, ended = 0, False, False
    for n in range(at + 1, len(words)):
        word = words[n]
        if word.lemma in _DENIES or (word.lemma == "兼ねる" and word.kind == "接尾辞"):  # 応じかねます
            denials += 1
            ended = True
        elif word.lemma in _FORBIDS and not ended:
            forbidden = ended = True
        elif _parts(words, n):
            break
        elif word.kind in _BINDING or word.lemma in _LIGHT or word.lemma in _STOPS:
            continue
        else:
            break
    return (denials % 2 == 1) != forbidden


def _parts(words: Sequence[Word], at: int) -> bool:
    """Say whether a predicate ends at a word: a comma, or a noun that opens another thought."""
    word = words[at]
    comma = word.kind == "補助記号" and word.surface in "、,。"
    return comma or (word.lemma in _STOPS and not _only_links(words, at))


def _only_links(words: Sequence[Word], at: int) -> bool:
    """Say whether ため stands as in 識別するための行為: it belongs to the act, and what follows may deny it."""
    following = [word.lemma for word in words[at + 1 : at + 3]]
    return following[:1] == ["の"] and following[1:2] in (["行為"], ["措置"], ["作業"], ["処理"])


def at_sign(words: Sequence[Word], sign: int) -> int:
    """Return which word a sign of the text belongs to."""
    return next((n for n, word in enumerate(words) if word.begin <= sign < word.end), len(words) - 1)


def denies(prose: Prose, statement: Statement, end: int) -> bool:
    """Say whether what ends before the sign `end` is denied in its statement."""
    words = prose.words(statement.text)
    return bool(words) and denied(words, at_sign(words, max(0, end - 1)))


def main_verb(words: Sequence[Word]) -> int | None:
    """Return which word is the main predicate of a sentence: the last that is neither light nor formal."""
    for n in range(len(words) - 1, -1, -1):
        word = words[n]
        if word.kind in {"助詞", "助動詞", "補助記号", "接尾辞", "空白"}:
            continue
        if word.lemma in _LIGHT or word.lemma in _DENIES or word.lemma in {"為", "ため", "時", "限り", "有り"}:
            continue
        return n
    return None


def negative_end(words: Sequence[Word]) -> bool:
    """Say whether the sentence as a whole denies: its main predicate is denied, or forbids."""
    at = main_verb(words)
    if at is None:
        return False
    if words[at].lemma in _FORBIDS:
        return not denied(words, at)
    return denied(words, at)


def bare(text: str) -> str:
    """Return a text without what stands in brackets."""
    return _FORMAL.sub("", text)


def content(words: Sequence[Word]) -> list[str]:
    """Return the dictionary forms of the words that carry meaning: nouns, verbs, adjectives that are not light."""
    kinds = {"名詞", "動詞", "形容詞", "形状詞"}
    return [word.lemma for word in words if word.kind in kinds and word.lemma not in _LIGHT]
