"""
Hierarchies of Japan: prefectures, and the major groups of the standard industry and occupation classifications.

* prefectures    JIS X 0401 → 8 regions → east and west → *
* industries     日本標準産業分類 (14th revision, 2023-07): major groups (大分類 A to T) → primary to tertiary → *
* occupations    日本標準職業分類 (set 2009-12): major groups (大分類 A to L) → office, service, production → *

Divisions (中分類) of both belong to a major group and are recognised by number or name (`divisions`); finer groups
(小分類, 細分類) by the first two digits of their number. Sectors and fields above the major groups are the usual ones,
not part of the classifications. That no single prefecture is said to be in the east or west by law is known; the line
here is the usual one at 中部.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from seiyaku.core.errors import InputError
from seiyaku.core.width import plain

from .divisions import INDUSTRY_DIVISIONS, OCCUPATION_DIVISIONS, numbered
from .hierarchies import ANYTHING, Hierarchy, Label, hierarchy, shown

UNKNOWN = "不明"
REGIONS = {
    "北海道": "北海道",
    "東北": "青森県 岩手県 宮城県 秋田県 山形県 福島県",
    "関東": "茨城県 栃木県 群馬県 埼玉県 千葉県 東京都 神奈川県",
    "中部": "新潟県 富山県 石川県 福井県 山梨県 長野県 岐阜県 静岡県 愛知県",
    "近畿": "三重県 滋賀県 京都府 大阪府 兵庫県 奈良県 和歌山県",
    "中国": "鳥取県 島根県 岡山県 広島県 山口県",
    "四国": "徳島県 香川県 愛媛県 高知県",
    "九州・沖縄": "福岡県 佐賀県 長崎県 熊本県 大分県 宮崎県 鹿児島県 沖縄県",
}
EAST = ("北海道", "東北", "関東", "中部")
PREFECTURES = tuple(prefecture for names in REGIONS.values() for prefecture in names.split())
REGION_OF = {prefecture: region for region, names in REGIONS.items() for prefecture in names.split()}

Group = tuple[str, str, str, tuple[int, int]]
# Letter, name, sector, and the divisions (first to last) of each major group.
INDUSTRIES = (
    ("A", "農業，林業", "第一次産業", (1, 2)),
    ("B", "漁業", "第一次産業", (3, 4)),
    ("C", "鉱業，採石業，砂利採取業", "第二次産業", (5, 5)),
    ("D", "建設業", "第二次産業", (6, 8)),
    ("E", "製造業", "第二次産業", (9, 32)),
    ("F", "電気・ガス・熱供給・水道業", "第三次産業", (33, 36)),
    ("G", "情報通信業", "第三次産業", (37, 41)),
    ("H", "運輸業，郵便業", "第三次産業", (42, 49)),
    ("I", "卸売業，小売業", "第三次産業", (50, 61)),
    ("J", "金融業，保険業", "第三次産業", (62, 67)),
    ("K", "不動産業，物品賃貸業", "第三次産業", (68, 70)),
    ("L", "学術研究，専門・技術サービス業", "第三次産業", (71, 74)),
    ("M", "宿泊業，飲食サービス業", "第三次産業", (75, 77)),
    ("N", "生活関連サービス業，娯楽業", "第三次産業", (78, 80)),
    ("O", "教育，学習支援業", "第三次産業", (81, 82)),
    ("P", "医療，福祉", "第三次産業", (83, 85)),
    ("Q", "複合サービス事業", "第三次産業", (86, 87)),
    ("R", "サービス業（他に分類されないもの）", "第三次産業", (88, 96)),
    ("S", "公務（他に分類されるものを除く）", "第三次産業", (97, 98)),
    ("T", "分類不能の産業", "分類不能", (99, 99)),
)
OCCUPATIONS = (
    ("A", "管理的職業従事者", "事務・専門", (1, 4)),
    ("B", "専門的・技術的職業従事者", "事務・専門", (5, 24)),
    ("C", "事務従事者", "事務・専門", (25, 31)),
    ("D", "販売従事者", "販売・サービス", (32, 34)),
    ("E", "サービス職業従事者", "販売・サービス", (35, 42)),
    ("F", "保安職業従事者", "販売・サービス", (43, 45)),
    ("G", "農林漁業従事者", "生産・現場", (46, 48)),
    ("H", "生産工程従事者", "生産・現場", (49, 59)),
    ("I", "輸送・機械運転従事者", "生産・現場", (60, 64)),
    ("J", "建設・採掘従事者", "生産・現場", (65, 69)),
    ("K", "運搬・清掃・包装等従事者", "生産・現場", (70, 73)),
    ("L", "分類不能の職業", "分類不能", (99, 99)),
)
NUMBER = re.compile(r"(?:[A-T]-?)?(?:(\d{1,2})|(\d{2})\d{1,2})(?:\D.*)?\Z", re.ASCII | re.DOTALL)
COMMAS = str.maketrans(dict.fromkeys("、，,・･ "))


@dataclass(frozen=True, slots=True, kw_only=True)
class Classification:
    """One classification: its major groups, and the names of its divisions by number."""

    groups: tuple[Group, ...]
    divisions: Mapping[int, str]

    def group(self, number: int) -> Group | None:
        """Return the major group that a division belongs to."""
        return next((group for group in self.groups if group[3][0] <= number <= group[3][1]), None)


INDUSTRY = Classification(groups=INDUSTRIES, divisions=numbered(INDUSTRY_DIVISIONS))
OCCUPATION = Classification(groups=OCCUPATIONS, divisions=numbered(OCCUPATION_DIVISIONS, "分類不能の職業"))


def prefectures(name: str, values: Iterable[Label]) -> Hierarchy:
    """Return prefecture → region → east or west → *; what is unknown stays so. Raises InputError for other values."""
    rows = []
    for value in _known(name, values, set(PREFECTURES) | {UNKNOWN}, "the 47 prefectures, or 不明"):
        if not value or value == UNKNOWN:
            rows.append((value, UNKNOWN, UNKNOWN, ANYTHING))
            continue
        region = REGION_OF[value]
        rows.append((value, region, "東日本" if region in EAST else "西日本", ANYTHING))
    return hierarchy(name, rows or [(UNKNOWN, UNKNOWN, UNKNOWN, ANYTHING)])


def industries(name: str, values: Iterable[Label], *, divisions: bool = False) -> Hierarchy:
    """Return value → (division →) major group → sector → *, of the standard industry classification."""
    return _classified(name, values, INDUSTRY, divisions=divisions)


def occupations(name: str, values: Iterable[Label], *, divisions: bool = False) -> Hierarchy:
    """Return value → (division →) major group → field → *, of the standard occupation classification."""
    return _classified(name, values, OCCUPATION, divisions=divisions)


def _classified(name: str, values: Iterable[Label], of: Classification, *, divisions: bool) -> Hierarchy:
    given = list(dict.fromkeys(values))
    found = {value: _place(value, of) for value in given if value and value != UNKNOWN}
    unfit = [value for value, place in found.items() if place is None]
    if unfit:
        raise InputError(
            f"column {name}",
            f"{len(unfit)} values that are no group: {shown(unfit)}",
            "letters, names or numbers of groups",
        )
    rows: list[tuple[Label, ...]] = []
    for value in given:
        place = found.get(value) if value else None
        group, division = place or (("", UNKNOWN, UNKNOWN, (0, 0)), None)
        # A value that says no more than its major group stands under it in the divisions too.
        between = [of.divisions[division] if division else group[1]] if divisions else []
        rows.append((value, *between, group[1], group[2], ANYTHING))
    return hierarchy(name, rows or [(UNKNOWN,) * (3 + divisions) + (ANYTHING,)])


def _place(value: str, of: Classification) -> tuple[Group, int | None] | None:
    """Find the major group by its letter or name, or a division by name or number: `E`, `製造業`, `09`, `0911`."""
    text = _bare(value)
    for group in of.groups:
        called = _bare(group[1])
        if text in {group[0], called, f"{group[0]}{called}", f"{group[0]}:{called}"}:
            return group, None
    number = NUMBER.match(text)
    at = int(number[1] or number[2]) if number else next((n for n, d in of.divisions.items() if _bare(d) == text), 0)
    found = of.group(at)
    return (found, at) if found else None


def _bare(text: str) -> str:
    return plain(text).translate(COMMAS)


def _known(name: str, values: Iterable[Label], known: set[str], what: str) -> list[Label]:
    given = list(dict.fromkeys(values))
    unfit = [value for value in given if value and value not in known]
    if unfit:
        raise InputError(f"column {name}", f"{len(unfit)} values that are not {what}: {shown(unfit)}", what)
    return given
