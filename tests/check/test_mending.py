"""Numbers and references that are mended mechanically, and everything else that is left alone."""

from __future__ import annotations

import pytest

from seiyaku.check import mending
from seiyaku.check.reading import read


def mended(text: str) -> str:
    document = read(None, text.encode(), "policy.txt")
    return "\n".join(mending.mended(document))


GAP = """\
第1条（定義）
個人情報とは、生存する個人の情報です。
第2条（利用目的）
次の目的で利用します。第4条の場合を除きます。個人情報保護法第4条は関係しません。
第4条（第三者提供）
法令に基づく場合を除き、提供しません。
第5条（安全管理）
必要な措置を講じます。"""


def test_a_number_that_is_skipped_is_closed_up_and_references_follow_but_statutes_stay() -> None:
    text = mended(GAP)

    assert "第3条（第三者提供）" in text
    assert "第4条（安全管理）" in text
    assert "第3条の場合を除きます。個人情報保護法第4条は関係しません。" in text


@pytest.mark.parametrize(
    ("wrong", "right"),
    [("３", "３"), ("（３）", "（３）"), ("③", "③"), ("ウ", "ウ"), ("C.", "C.")],
    ids=["wide", "brackets", "circled", "kana", "letter"],
)
def test_a_number_is_written_as_its_neighbours_are(wrong: str, right: str) -> None:
    signs = {
        "３": ("１", "２", "４"), "（３）": ("（１）", "（２）", "（４）"), "③": ("①", "②", "④"),
        "ウ": ("ア", "イ", "エ"), "C.": ("A.", "B.", "D."),
    }[wrong]  # fmt: skip
    text = "\n".join(
        f"{sign} {name}\n{name}について定めます。" for sign, name in zip(signs, ("定義", "目的", "提供"), strict=True)
    )

    assert f"{right} 提供" in mended(text)


def test_a_title_under_a_wrong_number_gets_the_right_one() -> None:
    text = (
        "1 定義\n「4. 利用目的」の範囲内で利用します。\n2 利用目的\nサービスのため利用します。\n"
        "3 安全管理\n『２　定義』と「9. ないもの」。"
    )

    found = mended(text)

    assert "「2. 利用目的」の範囲内" in found
    assert "『１　定義』" in found
    assert "「9. ないもの」" in found


def test_a_sound_text_is_left_as_it_is() -> None:
    text = GAP.replace("第5条（安", "第4条（安").replace("第4条（第", "第3条（第").replace("第4条の", "第3条の")

    assert mended(text) == text


def test_no_wording_is_changed() -> None:
    text = (
        "1 目的\n当社が必要と判断した場合、予告なく変更します。\n"
        "2 匿名加工情報\n識別するための行為を行うこと。\n3 提供\n提供します。"
    )

    assert mended(text) == text


def test_what_is_mended_is_said_as_a_unified_difference() -> None:
    document = read(None, GAP.encode(), "policy.txt")

    lines = mending.diff(document).splitlines()

    assert lines[:2] == ["--- a/policy.txt", "+++ b/policy.txt"]
    assert "-第4条（第三者提供）" in lines
    assert "+第3条（第三者提供）" in lines
