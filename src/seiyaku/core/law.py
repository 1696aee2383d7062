"""
What the Act adds, whatever a policy says: a table with dates.

* `GROUNDS`     the legal grounds on which information may go to others (27(1), 27(5)), and what each must evidence.
* `DUTIES`      purposes that the Act itself gives (18(3)(i); guideline 3-1-3, 3-1-5): to answer a request, to report a
                breach, to erase … Each with its article, acts and fields. None of them serves advertising or surveys.
* `ACQUISITION` the grounds of 20(2) on which special-care-required information is acquired without consent.
* `EQUIVALENT`  the countries that 28(1) treats like Japan (Commission notice 1 of 2019: EU and EEA; United Kingdom).

Every row has the day from which, and the day until which, it is in force. What was promulgated on 2026-07-17 stands
here with no day yet: it is data, not law in force.

Not here: what a policy promises, and whether anything may be done (`gate`).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Literal

from .language import Text

LAW_REVISION = "appi-2023-04-01/1"
REFORM_OF_2021 = dt.date(2022, 4, 1)
NOT_YET = dt.date.max

Reach = Literal["all", "contact", "none"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A rule of law with a key, the article it stands in, and the days it is in force."""

    key: str
    article: str
    label: Text
    effective_from: dt.date = REFORM_OF_2021
    effective_to: dt.date = dt.date.max

    def in_force(self, on: dt.date) -> bool:
        """Say whether the rule binds on that day; a rule without a day binds on none."""
        return self.effective_from <= on < self.effective_to


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground(Row):
    """
    A legal ground of provision.

    `evidence`: those of `needs` that are not looked up; `exempts_28`: 28(1) does not ask for consent.
    """

    needs: frozenset[str] = frozenset()
    evidence: frozenset[str] = frozenset()
    exempts_28: bool = False
    third_party: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LawPurpose(Row):
    """
    A purpose the Act gives.

    `fields`: "all", "contact" (name and how to reach somebody), or "none". `past`: past values too; `system`: done by a
    job; `person`: by the person; `heeds`: allowed by the Act, not commanded, so a restriction stops it; `section`: only
    for a policy that has this section.
    """

    acts: tuple[str, ...]
    fields: Reach = "all"
    past: bool = False
    system: bool = False
    person: bool = False
    heeds: bool = False
    section: str | None = None


def _ground(key: str, ja: str, en: str, *needs: str, article: str | None = None, exempts: bool = False) -> Ground:
    return Ground(
        key=key,
        article=article or key,
        label=Text(ja, en),
        needs=frozenset(needs),
        evidence=frozenset(needs) - {"consent", "contract"},
        exempts_28=exempts,
        third_party=key.startswith("27(1)"),
    )


GROUNDS: tuple[Ground, ...] = (
    _ground("27(1)", "本人の同意", "the person's consent", "consent"),
    _ground("18(1)", "利用目的の範囲内", "use within the purposes"),
    _ground("27(1)(i)", "法令に基づく場合", "based on law", "statute", exempts=True),
    _ground(
        "27(1)(ii)", "人の生命・身体・財産の保護", "protection of life, body or property", "consent-is-hard",
        exempts=True,
    ),
    _ground(
        "27(1)(iii)", "公衆衛生・児童の健全育成", "public health, sound upbringing of children", "consent-is-hard",
        exempts=True,
    ),
    _ground(
        "27(1)(iv)", "国の機関等への協力", "co-operation with a statutory task", "statute", "consent-hinders",
        exempts=True,
    ),
    _ground("27(5)(i)", "委託", "entrustment", "contract", article="27(5)(i), 25"),
    _ground("27(5)(ii)", "事業の承継", "succession of business", article="27(5)(ii), 18(2)"),
    _ground("27(5)(iii)", "共同利用", "joint use", "joint-use-published"),
)  # fmt: skip


def _duty(key: str, article: str, label: Text, acts: str, fields: Reach = "all", **more: Any) -> LawPurpose:
    return LawPurpose(key=f"law:{key}", article=article, label=label, acts=tuple(acts.split()), fields=fields, **more)


DUTIES: tuple[LawPurpose, ...] = (
    _duty("disclose", "33(2); 18(3)(i)", Text("開示", "disclosure to the person"),
          "find read export disclose contact scan", past=True, person=True),
    _duty("provision-records", "33(5); 18(3)(i)", Text("第三者提供記録の開示", "disclosure of provision records"),
          "find read export disclose contact", past=True, person=True),
    _duty("notify-purpose", "32(2); 18(3)(i)", Text("利用目的の通知", "telling the purposes"),
          "find read contact", "contact"),
    _duty("correct", "34(2); 18(3)(i)", Text("訂正等", "correction"),
          "find read write correct contact scan", past=True, person=True),
    _duty("accuracy", "22; 18(3)(i)", Text("正確性の確保", "keeping data accurate"),
          "find read write correct link merge split relate contact", past=True),
    _duty("stop", "35(2); 18(3)(i)", Text("利用停止等", "stopping use"),
          "find read stop resume contact scan", "contact", person=True),
    _duty("erase", "35(2); 18(3)(i)", Text("消去", "erasure"),
          "find read erase contact scan", "contact", person=True),
    _duty("retention", "22; 18(3)(i)", Text("不要となった情報の消去", "erasing what is no longer needed"),
          "find read expire erase", "none", system=True),
    _duty("breach", "26; 18(3)(i)", Text("漏えい等の報告・通知", "reporting a breach"),
          "find read export contact scan", "contact"),
    _duty("ask-consent", "18(1)", Text("同意の取得", "asking for consent"),
          "find read contact consent refuse withdraw", "contact", person=True, heeds=True),
    _duty("complaint", "40; 18(3)(i)", Text("苦情の処理", "handling a complaint"), "find read contact scan", past=True),
    _duty("withhold", "33(2); 18(3)(i)", Text("開示の例外", "withholding from disclosure"),
          "find read withhold", "contact"),
    _duty("supervise", "24, 25; 18(3)(i)", Text("従業者・委託先の監督", "supervision"), "find read", "contact",
          heeds=True),
    _duty("statutory-record", "18(3)(i)", Text("法定帳簿の保存", "statutory records"), "find read export", past=True),
    _duty("quarantine", "20(1), 23", Text("隔離された情報の判断", "deciding on quarantined data"), "find read erase"),
    _duty("anonymise", "43(1)", Text("匿名加工", "making anonymised information"), "find read anonymise",
          past=True, heeds=True, section="anonymised"),
)  # fmt: skip

ACQUISITION: tuple[Row, ...] = (
    Row(key="20(2)(i)", article="20(2)(i)", label=Text("法令に基づく場合", "based on law")),
    Row(key="20(2)(ii)", article="20(2)(ii)", label=Text("生命・身体・財産の保護", "life, body or property")),
    Row(key="20(2)(iii)", article="20(2)(iii)", label=Text("公衆衛生・児童の健全育成", "public health, children")),
    Row(key="20(2)(iv)", article="20(2)(iv)", label=Text("国の機関等への協力", "co-operation with the state")),
    Row(key="20(2)(v)", article="20(2)(v)", label=Text("学術研究", "academic research")),
    Row(key="20(2)(vi)", article="20(2)(vi)", label=Text("学術研究機関等からの取得", "from academic institutions")),
    Row(key="20(2)(vii)", article="20(2)(vii)", label=Text("本人等により公開", "made public by the person")),
    Row(key="20(2)(viii)", article="20(2)(viii), Order 9", label=Text("政令で定める場合", "cases set by Order")),
)

URGENT: tuple[Row, ...] = (
    Row(key="21(2)", article="21(2)", label=Text("生命・身体・財産の保護のため緊急", "urgent: life, body, property")),
    Row(key="21(4)(i)", article="21(4)(i)", label=Text("権利利益を害するおそれ", "harm to rights or interests")),
    Row(key="21(4)(ii)", article="21(4)(ii)", label=Text("事業者の正当な利益", "the operator's legitimate interests")),
    Row(key="21(4)(iii)", article="21(4)(iii)", label=Text("国の機関等への協力", "co-operation with the state")),
    Row(key="21(4)(iv)", article="21(4)(iv)", label=Text("取得の状況から明らか", "obvious from the circumstances")),
)

REFORM_OF_2026: tuple[Row, ...] = (
    Row(key="2026:statistics", article="2026 reform", effective_from=NOT_YET,
        label=Text("統計作成等の特例", "consent exception for statistics and AI development")),
    Row(key="2026:under-16", article="2026 reform", effective_from=NOT_YET,
        label=Text("16歳未満は法定代理人", "under 16: the legal representative")),
    Row(key="2026:face-features", article="2026 reform", effective_from=NOT_YET,
        label=Text("特定生体個人情報", "specific biometric information")),
    Row(key="2026:breach-notice", article="2026 reform", effective_from=NOT_YET,
        label=Text("漏えい通知の緩和", "relaxed notice of a breach (26(2))")),
)  # fmt: skip

EQUIVALENT: frozenset[str] = frozenset(
    {
        # The EU, the rest of the EEA, and the United Kingdom.
        "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU",
        "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
        "IS", "LI", "NO",
        "GB",
    }
)  # fmt: skip


# A service token names the purposes it may use: the policy's, and these. Their bits stand above every bit a policy's
# purpose can have (62), and are never stored. PROVISION stands for the grounds of provision that name no purpose.
PROVISION = "law:provision"
LAW_BITS: dict[str, int] = {name: 1 << (64 + n) for n, name in enumerate((PROVISION, *(duty.key for duty in DUTIES)))}


@dataclass(frozen=True, slots=True, kw_only=True)
class LawTable:
    """The law in force on one day."""

    revision: str
    on: dt.date
    grounds: dict[str, Ground]
    duties: dict[str, LawPurpose]
    acquisition: dict[str, Row]
    urgent: dict[str, Row]
    equivalent: frozenset[str]
    coming: tuple[Row, ...]


def law(on: dt.date) -> LawTable:
    """
    Return the law as it stands on a day.

    Before the renumbering of 2022-04-01 the table of today is used: no decision is made under the older numbers.
    """
    day = max(on, REFORM_OF_2021)
    return LawTable(
        revision=LAW_REVISION,
        on=on,
        grounds={g.key: g for g in GROUNDS if g.in_force(day)},
        duties={d.key: d for d in DUTIES if d.in_force(day)},
        acquisition={a.key: a for a in ACQUISITION if a.in_force(day)},
        urgent={u.key: u for u in URGENT if u.in_force(day)},
        equivalent=EQUIVALENT,
        coming=tuple(r for r in REFORM_OF_2026 if not r.in_force(day)),
    )
