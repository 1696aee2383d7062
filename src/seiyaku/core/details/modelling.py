"""What the models of anonymised information say when something is wrong, in Japanese: a table (policy 9)."""

from __future__ import annotations

PLACES: dict[str, str] = {
    "t-closeness": "t-近接性",
    "local recoding": "局所的な再符号化",
    "l-diversity": "l-多様性",
    "sampling fraction": "標本の割合",
    "k^m": "k^m-匿名性",
    "k^m {0}": "k^m-匿名性の {0}",
    "columns known": "知られている列",
}

SAID: dict[str, str] = {
    # hierarchies
    "widths {0}": "幅 {0}",
    "whole numbers, each a multiple of the one before": "どれも一つ前の倍数である整数",
    "keep {0}": "残す文字数 {0}",
    "fewer signs at each level, one at least": "段ごとに少ない文字数（少なくとも一文字）",
    "groups {0}": "まとめる数 {0}",
    "whole numbers from 2, each a multiple of the one before": "2 以上で、どれも一つ前の倍数である整数",
    "{0} values that are not {1}: {2}": "{1} ではない値が {0} 個: {2}",
    "{0} values that are not numbers: {1}": "数ではない値が {0} 個: {1}",
    "numbers": "数",
    "{0} values that are not months or days such as 2026-11 or 2026-11-28: {1}": (
        "2026-11 や 2026-11-28 のような年月・日付ではない値が {0} 個: {1}"
    ),
    "months or days such as 2026-11 or 2026-11-28": "2026-11 や 2026-11-28 のような年月・日付",
    "{0} values that are not the 47 prefectures, or 不明: {1}": "47都道府県でも「不明」でもない値が {0} 個: {1}",
    "the 47 prefectures, or 不明": "47都道府県か「不明」",
    "a multiple of {0}, the widest band": "いちばん広い幅 {0} の倍数",
    "no rows": "行がない",
    "one row for each value: value;coarser;…;*": "値ごとに一行: 値;粗い値;…;*",
    "{0} values that the hierarchy lacks: {1}": "階層にない値が {0} 個: {1}",
    "a row for each": "それぞれに一行",
    "{0} levels": "{0} 段",
    "{0}, as in the first row": "最初の行と同じ {0} 段",
    "{0} a second time (first: row {1})": "{0} が二度ある（最初は {1} 行目）",
    "once": "一度",
    "{0} under {1} at level {2}": "{2} 段目で {0} が {1} の下にある",
    "one label above each: it stands under another in an earlier row": (
        "上の名前は一つだけ（前の行では別の名前の下にある）"
    ),
    "{0} values that are no group: {1}": "まとまりの名前ではない値が {0} 個: {1}",
    "letters, names or numbers of groups": "まとまりの文字・名前・番号",
    # models
    "from 0 to 1": "0 から 1",
    "tree with a hierarchy of the sensitive column": "要配慮の列の階層を持つ tree",
    "a hierarchy of {0} with several ends": "{0} の階層の終わりがいくつもある",
    "one that ends in *": "* で終わる階層",
    "a model of the table as a whole": "表全体についてのモデル",
    "models of single classes that add up": "同値類ごとに足し合わせられるモデル",
    "a whole number": "整数",
    "no such sensitive column": "そのような要配慮の列はない",
    "a column that is read as sensitive": "要配慮として読む列",
    "a population to compare with": "比べる母集団",
    "more than 0, at most 1": "0 より大きく 1 以下",
    "{0} combinations": "{0} 通りの組み合わせ",
    "at most {0}: cap histories": "{0} 通りまで（履歴の数を限る）",
    "1 or more": "1 以上",
    "{0} sets of columns": "{0} 通りの列の組",
    "from 1 to {0}": "1 から {0}",
}
