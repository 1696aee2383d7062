"""
The prefecture (都道府県) of an address as people write it (promise 9-4-A). Never guessed: what is not sure is 不明.

* a prefecture's full name at the beginning, after post mark and post code; never inside (東京都 holds 京都)
* its short name at the beginning, when what follows cannot be another place (東京 新宿区, 大阪 市 …)
* a city that the law designates (政令指定都市) at the beginning, whose name only one prefecture has
* 府中市 and 伊達市 are in two prefectures each: 不明 without one
"""

from __future__ import annotations

import re

from seiyaku.core.width import plain

from .japan import PREFECTURES, UNKNOWN

POST = re.compile(r"\A(?:〒\s*)?(?:\d{3}-?\d{4}\s*)?")
# Cities of which there is one only: the designated cities (地方自治法 252条の19) and the wards of Tokyo.
CITIES = {
    "札幌市": "北海道", "仙台市": "宮城県", "さいたま市": "埼玉県", "千葉市": "千葉県", "横浜市": "神奈川県",
    "川崎市": "神奈川県", "相模原市": "神奈川県", "新潟市": "新潟県", "静岡市": "静岡県", "浜松市": "静岡県",
    "名古屋市": "愛知県", "京都市": "京都府", "大阪市": "大阪府", "堺市": "大阪府", "神戸市": "兵庫県",
    "岡山市": "岡山県", "広島市": "広島県", "北九州市": "福岡県", "福岡市": "福岡県", "熊本市": "熊本県",
}  # fmt: skip
SHORT = {name[:-1]: name for name in PREFECTURES if name != "北海道"}
# A short name followed by one of these is the name of a city or a ward, not of its prefecture.
AFTER_SHORT = re.compile(r"[ 　]|[^\s\d都道府県市区町村郡]{1,6}?[市区郡]")


def prefecture(address: str | None) -> str:
    """Return the prefecture that an address begins with, or 不明."""
    if not address:
        return UNKNOWN
    text = POST.sub("", plain(address)).lstrip()
    for name in PREFECTURES:
        if text.startswith(name):
            return name
    for city, name in CITIES.items():
        if text.startswith(city):
            return name
    for short, name in SHORT.items():
        if text == short or (text.startswith(short) and AFTER_SHORT.match(text, len(short))):
            return name
    return UNKNOWN
