"""
The articles that rules rest on, as a table with dates: what each is called in the law of a day.

Keys are the numbers of today ("43(5)"). A row lists the numbers the same provision has had, each with the days between
which it is in force; nothing stands for the days before the provision was law. "R." is the Commission's Rules, "Order"
the Cabinet Order, "G" the Commission's general guideline.

The numbers changed on 2022-04-01 (reform of 2020 and 2021) and, from article 24 on, on 2017-05-30 (reform of 2015).
What was promulgated on 2026-07-17 comes into force within two years: `REFORM` is the last day it can.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from .findings import Citation

ACT = dt.date(2005, 4, 1)
REFORM_2015 = dt.date(2017, 5, 30)
REFORM_2020 = dt.date(2022, 4, 1)
TELECOM = dt.date(2023, 6, 16)
PROMULGATED_2026 = dt.date(2026, 7, 17)
REFORM = dt.date(2028, 7, 17)


@dataclass(frozen=True, slots=True, kw_only=True)
class Provision:
    """A provision by the number it has today, the words its text must hold, and its numbers with their days."""

    key: str
    subject: tuple[str, ...]
    numbers: tuple[Citation, ...]


def _row(key: str, subject: str, *older: tuple[str, dt.date], since: dt.date = REFORM_2020, now: str = "") -> Provision:
    """Make a row from the older numbers with the day each began, and the day the number of today began."""
    starts = [*older, (now or key, since)]
    ends = [start for _, start in starts[1:]]
    numbers = [
        Citation(article=article, since=start, until=end)
        for (article, start), end in zip(starts, [*ends, None], strict=True)
    ]
    return Provision(key=key, subject=tuple(subject.split()), numbers=tuple(numbers))


def _moved(key: str, subject: str, old: str, *, first: str = "") -> Provision:
    """Make a row of a provision that was law before 2017; `first` is its number until then, if another."""
    older = [(first or old, ACT), (old, REFORM_2015)] if first and first != old else [(old, ACT)]
    return _row(key, subject, *older)


def _of_2015(key: str, subject: str, old: str) -> Provision:
    return _row(key, subject, (old, REFORM_2015))


_ROWS: tuple[Provision, ...] = (
    _row("2(1)", "個人情報 生存する個人に関する情報", since=ACT),
    _row("2(2)", "個人識別符号", since=REFORM_2015),
    _row("2(3)", "要配慮個人情報", since=REFORM_2015),
    _row("2(5)", "仮名加工情報"),
    _row("2(6)", "匿名加工情報", ("2(9)", REFORM_2015)),
    _row("2(7)", "個人関連情報"),
    _moved("17(1)", "利用目的 特定", "15(1)"),
    _moved("17(2)", "利用目的を変更 関連性", "15(2)"),
    _moved("18(1)", "同意 利用目的の達成に必要な範囲", "16(1)"),
    _moved("18(3)", "前二項 適用しない", "16(3)"),
    _row("20(1)", "偽りその他不正の手段", ("17", ACT), ("17(1)", REFORM_2015)),
    _of_2015("20(2)", "要配慮個人情報 同意", "17(2)"),
    _moved("21(1)", "利用目的 通知し、又は公表", "18(1)"),
    _moved("21(2)", "利用目的を明示", "18(2)"),
    _moved("21(3)", "利用目的を変更した場合", "18(3)"),
    _moved("22", "正確 消去", "19"),
    _moved("23", "安全管理 漏えい", "20"),
    _moved("24", "従業者 監督", "21"),
    _moved("25", "委託 監督", "22"),
    _row("26(1)", "漏えい 報告"),
    _row("26(2)", "本人 通知"),
    _moved("27(1)", "第三者 同意 提供", "23(1)"),
    _moved("27(1)(i)", "法令に基づく場合", "23(1)(i)"),
    _moved("27(1)(ii)", "生命、身体又は財産", "23(1)(ii)"),
    _moved("27(1)(iii)", "公衆衛生 児童の健全な育成", "23(1)(iii)"),
    _moved("27(1)(iv)", "国の機関 協力", "23(1)(iv)"),
    _moved("27(2)", "本人の求めに応じて 届け出", "23(2)"),
    _moved("27(5)(i)", "委託", "23(5)(i)", first="23(4)(i)"),
    _moved("27(5)(iii)", "共同して利用", "23(5)(iii)", first="23(4)(iii)"),
    _row("27(6)", "変更 本人が容易に知り得る状態", ("23(6)", REFORM_2015)),
    _of_2015("28(1)", "外国にある第三者 同意", "24"),
    _row("28(2)", "外国 情報を当該本人に提供"),
    _row("28(3)", "相当措置"),
    _row("31(1)", "個人関連情報 第三者"),
    _moved("32(1)", "保有個人データ 本人の知り得る状態", "27(1)", first="24(1)"),
    _moved("32(1)(i)", "氏名又は名称 住所", "27(1)(i)", first="24(1)(i)"),
    _moved("32(1)(ii)", "利用目的", "27(1)(ii)", first="24(1)(ii)"),
    _moved("32(1)(iii)", "手続", "27(1)(iii)", first="24(1)(iii)"),
    _moved("32(1)(iv)", "政令で定めるもの", "27(1)(iv)", first="24(1)(iv)"),
    _moved("32(2)", "利用目的の通知", "27(2)", first="24(2)"),
    _row("33(1)", "電磁的記録の提供 開示", ("25(1)", ACT), ("28(1)", REFORM_2015)),
    _row("33(2)", "本人が請求した方法", since=REFORM_2020),
    _moved("33(3)", "通知 存在しない", "28(3)", first="25(2)"),
    _row("33(5)", "第三者 記録"),
    _moved("34(1)", "訂正、追加又は削除", "29(1)", first="26(1)"),
    _moved("35(1)", "利用の停止又は消去", "30(1)", first="27(1)"),
    _moved("35(3)", "第三者への提供の停止", "30(3)", first="27(2)"),
    _row("35(5)", "利用停止等 必要がなくなった"),
    _moved("37(1)", "受け付ける方法", "32(1)", first="29(1)"),
    _moved("37(3)", "代理人", "32(3)", first="29(3)"),
    _moved("38(1)", "手数料", "33(1)", first="30(1)"),
    _moved("38(2)", "実費 合理的", "33(2)", first="30(2)"),
    _moved("40(1)", "苦情", "35(1)", first="31(1)"),
    _row("41(4)", "仮名加工情報 第二十一条"),
    _of_2015("43(1)", "匿名加工情報 加工", "36(1)"),
    _of_2015("43(2)", "安全管理 加工の方法", "36(2)"),
    _of_2015("43(3)", "項目を公表", "36(3)"),
    _of_2015("43(4)", "第三者に提供 明示", "36(4)"),
    _of_2015("43(5)", "識別 照合してはならない", "36(5)"),
    _of_2015("43(6)", "安全管理 苦情", "36(6)"),
    _of_2015("45", "識別 照合してはならない", "38"),
    _row("Order 10(i)", ""),
    _row("Order 10(ii)", "", ("Order 5(i)", ACT), ("Order 8(i)", REFORM_2015)),
    _row("Order 10(iii)", "", ("Order 5(ii)", ACT), ("Order 8(ii)", REFORM_2015)),
    _row("Order 13", "", ("Order 8", ACT), ("Order 11", REFORM_2015)),
    _row("R.17", ""),
    _row("R.30", ""),
    _row("R.34", "", ("R.19", REFORM_2015)),
    _row("R.35", "", ("R.20", REFORM_2015)),
    _row("R.36", "", ("R.21", REFORM_2015)),
    _row("R.37", "", ("R.22", REFORM_2015)),
    _row("G 2-16", "本人の同意", ("G 2-12", REFORM_2015)),
    _row("G 3-1-1", "利用目的の特定", since=REFORM_2015),
    _row("G 3-4-4", "委託先の監督", ("G 3-3-4", REFORM_2015)),
    _row("G 3-8-7", "開示等の請求等に応じる手続", ("G 3-5-7", REFORM_2015)),
    _row("G 10", "安全管理措置", ("G 8", REFORM_2015)),
    _row("Telecom 27-12", "", since=TELECOM),
    _row("Email 3", "", since=dt.date(2008, 12, 1)),
    _row("Consumer 10", "", since=dt.date(2001, 4, 1)),
    _row("My Number 20", "", since=dt.date(2015, 10, 5)),
    _row("Reform 2026", "", since=REFORM),
)

PROVISIONS: dict[str, Provision] = {row.key: row for row in _ROWS}


def cite(key: str, as_of: dt.date) -> Citation | None:
    """Return what a provision is called in the law of a day, or None where it was not law yet."""
    for number in PROVISIONS[key].numbers:
        if number.since <= as_of and (number.until is None or as_of < number.until):
            return number
    return None
