"""
What the Act adds, whatever a policy says: a table with dates.

* `GROUNDS`     the legal grounds on which information may go to others (27(1), 27(5), 28(1)): what each must evidence,
                whom it lets information go to, and which operators may use it (16(8): academic institutions).
* `DUTIES`      purposes that the Act itself gives (18(3)(i); guideline 3-1-3, 3-1-5): to answer a request, to report a
                breach, to erase … Each with its article, acts and fields. None of them serves advertising or surveys.
* `ACQUISITION` the grounds of 20(2) on which special-care-required information is acquired without consent, `URGENT`
                those of 21 on which the purpose is not made plain beforehand; each with what must evidence it.
* `EQUIVALENT`  the countries that 28(1) treats like Japan (Commission notice 1 of 2019: EU and EEA; United Kingdom).

Every row has the day from which, and the day until which, it is in force. What was promulgated on 2026-07-17 stands
here with no day yet: it is data, not law in force.

Narrower than the Act, on purpose: uses outside the purposes under 18(3)(ii)-(v), opt-out (27(2)), and the exemptions
of 57 and 58 are offered to nobody.

Not here: what a policy promises, and whether anything may be done (`gate`).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Literal

from .language import Text

LAW_REVISION = "appi-2023-04-01/2"
REFORM_OF_2021 = dt.date(2022, 4, 1)
NOT_YET = dt.date.max

Reach = Literal["all", "contact", "none"]
Whom = Literal["anybody", "state", "academic", "abroad"]
ABROAD = "28(1)"
STATE = "27(1)(iv)"


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

    `evidence`: what must be shown for it; consent and contract are looked up instead. `to`: whom it lets information go
    to: a state or local body of Japan or whoever it entrusts, an academic institution (16(8)), somebody art. 28 calls
    abroad, or anybody. `academic`: only where the operator is such an institution. `exempts_28`: 28(1) does not ask for
    consent. `prevails`: a restriction, a stop or a refusal does not hold it up (35).
    """

    evidence: frozenset[str] = frozenset()
    to: Whom = "anybody"
    academic: bool = False
    exempts_28: bool = False
    prevails: bool = False
    third_party: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Exemption(Row):
    """
    A case in which the Act does not ask for consent (20(2)) or for the purpose to be told (21).

    `evidence`: what must be shown for it. `academic`: only where the operator is an academic institution (16(8));
    `source_academic`: only from one.
    """

    evidence: frozenset[str] = frozenset()
    academic: bool = False
    source_academic: bool = False


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


def _ground(key: str, ja: str, en: str, *evidence: str, article: str | None = None, **more: Any) -> Ground:
    item = key.startswith("27(1)(")
    return Ground(
        key=key,
        article=article or key,
        label=Text(ja, en),
        evidence=frozenset(evidence),
        exempts_28=item,
        third_party=key.startswith("27(1)") or key == ABROAD,
        **more,
    )


GROUNDS: tuple[Ground, ...] = (
    _ground("27(1)", "本人の同意", "the person's consent"),
    _ground(ABROAD, "外国にある第三者への提供の同意", "consent to provision abroad, told what 28(2) asks", to="abroad"),
    _ground("18(1)", "利用目的の範囲内", "use within the purposes"),
    _ground("27(1)(i)", "法令に基づく場合", "based on law", "statute", prevails=True),
    _ground("27(1)(ii)", "人の生命・身体・財産の保護", "protection of life, body or property",
            "reason", "consent-is-hard", prevails=True),
    _ground("27(1)(iii)", "公衆衛生・児童の健全育成", "public health, sound upbringing of children",
            "reason", "consent-is-hard", prevails=True),
    _ground(STATE, "国の機関等への協力", "co-operation with a statutory task",
            "statute", "consent-hinders", to="state", prevails=True),
    _ground("27(1)(v)", "学術研究の成果の公表・教授", "publishing or teaching the results of research",
            "unavoidable", "no-undue-harm", academic=True),
    _ground("27(1)(vi)", "共同して行う学術研究のための提供", "provision for research done jointly",
            "academic-purpose", "joint-research", "no-undue-harm", academic=True),
    _ground("27(1)(vii)", "学術研究機関等への提供", "provision to an academic institution for its research",
            "academic-purpose", "no-undue-harm", to="academic"),
    _ground("27(5)(i)", "委託", "entrustment", article="27(5)(i), 25"),
    _ground("27(5)(ii)", "事業の承継", "succession of business", article="27(5)(ii), 18(2)"),
    _ground("27(5)(iii)", "共同利用", "joint use", "joint-use-published"),
)  # fmt: skip

# Which grounds a provision of each character may rest on; one that rests on another is no provision of that character.
EXCEPTIONS = tuple(g.key for g in GROUNDS if g.exempts_28)
FITTING: dict[str, tuple[str, ...]] = {
    "entrustment": ("27(5)(i)",),
    "succession": ("27(5)(ii)",),
    "joint-use": ("27(5)(iii)",),
    "own-use": ("18(1)",),
    "by-law": EXCEPTIONS,
    "third-party": ("27(1)", ABROAD, *EXCEPTIONS),
}


def _duty(key: str, article: str, label: Text, acts: str, fields: Reach = "all", **more: Any) -> LawPurpose:
    return LawPurpose(key=f"law:{key}", article=article, label=label, acts=tuple(acts.split()), fields=fields, **more)


DUTIES: tuple[LawPurpose, ...] = (
    _duty("disclose", "33(2); 18(3)(i)", Text("開示", "Disclosure to the person"),
          "find read export disclose contact scan", past=True, person=True),
    _duty("provision-records", "33(5); 18(3)(i)", Text("第三者提供記録の開示", "Disclosure of provision records"),
          "find read export disclose contact", past=True, person=True),
    _duty("notify-purpose", "21(1), 21(3), 32(2); 18(3)(i)", Text("利用目的の通知", "Telling the purposes"),
          "find read contact", "contact"),
    _duty("correct", "34(2); 18(3)(i)", Text("訂正等", "Correction"),
          "find read write correct contact scan", past=True, person=True),
    _duty("accuracy", "22", Text("正確性の確保", "Keeping data accurate"),
          "find read write correct link merge split relate contact", past=True),
    _duty("stop", "35(2), 35(4), 35(6); 18(3)(i)", Text("利用停止等", "Stopping use"),
          "find read stop resume contact scan", "contact", person=True),
    _duty("erase", "34(2), 35(2), 35(6); 18(3)(i)", Text("消去", "Erasure"),
          "find read erase contact scan", "contact", person=True),
    _duty("retention", "22", Text("不要となった情報の消去", "Erasing what is no longer needed"),
          "find read expire erase", "none", system=True),
    _duty("breach", "26; 18(3)(i)", Text("漏えい等の報告・通知", "Reporting a breach"),
          "find read export contact scan", "contact"),
    _duty("ask-consent", "18(1)", Text("同意の取得", "Asking for consent"),
          "find read contact consent refuse withdraw", "contact", person=True, heeds=True),
    _duty("complaint", "40; 18(3)(i)", Text("苦情の処理", "Handling a complaint"), "find read contact scan", past=True),
    _duty("withhold", "33(2); 18(3)(i)", Text("開示の例外", "Withholding from disclosure"),
          "find read withhold", "contact"),
    _duty("supervise", "24, 25; 18(3)(i)", Text("従業者・委託先の監督", "Supervision"), "find read", "contact",
          heeds=True),
    _duty("statutory-record", "18(3)(i)", Text("法定帳簿の保存", "Statutory records"), "find read export", past=True),
    _duty("quarantine", "20(1), 23", Text("隔離された情報の判断", "Deciding on quarantined data"), "find read erase"),
    _duty("anonymise", "43(1)", Text("匿名加工", "Making anonymised information"), "find read anonymise",
          past=True, heeds=True, section="anonymised"),
    _duty("measures-abroad", "28(3); 18(3)(i)",
          Text("外国の相手の措置の情報提供", "Telling the measures of a recipient abroad"),
          "find read contact", "contact"),
    _duty("identify", "37(1); Order 12; 18(3)(i)", Text("本人確認", "Confirming who asks"),
          "find contact", system=True),
)  # fmt: skip


def _exempt(key: str, ja: str, en: str, *evidence: str, article: str | None = None, **more: Any) -> Exemption:
    return Exemption(
        key=key, article=article or key, label=Text(ja, en), evidence=frozenset(evidence), **more
    )  # fmt: skip


ACQUISITION: tuple[Exemption, ...] = (
    _exempt("20(2)(i)", "法令に基づく場合", "based on law", "statute"),
    _exempt("20(2)(ii)", "生命・身体・財産の保護", "life, body or property", "reason", "consent-is-hard"),
    _exempt("20(2)(iii)", "公衆衛生・児童の健全育成", "public health, children", "reason", "consent-is-hard"),
    _exempt("20(2)(iv)", "国の機関等への協力", "co-operation with the state", "statute", "consent-hinders"),
    _exempt("20(2)(v)", "学術研究", "academic research", "academic-purpose", "no-undue-harm", academic=True),
    _exempt("20(2)(vi)", "共同研究をする学術研究機関等からの取得", "from an academic institution, for joint research",
            "academic-purpose", "joint-research", "no-undue-harm", source_academic=True),
    _exempt("20(2)(vii)", "本人等により公開", "made public by the person, the state, the press …", "document"),
    _exempt("20(2)(viii)", "政令で定める場合", "cases set by Order", "reason", article="20(2)(viii), Order 9"),
)  # fmt: skip

URGENT: tuple[Exemption, ...] = (
    _exempt("21(2)", "生命・身体・財産の保護のため緊急", "urgent: life, body, property", "reason"),
    _exempt("21(4)(i)", "権利利益を害するおそれ", "harm to rights or interests", "reason"),
    _exempt("21(4)(ii)", "事業者の正当な利益", "the operator's legitimate interests", "reason"),
    _exempt("21(4)(iii)", "国の機関等への協力", "co-operation with the state", "statute", "reason"),
    _exempt("21(4)(iv)", "取得の状況から明らか", "obvious from the circumstances", "reason"),
)  # fmt: skip

REFORM_OF_2026: tuple[Row, ...] = (
    Row(key="2026:statistics", article="2026 reform", effective_from=NOT_YET,
        label=Text("統計作成等の特例", "consent exception for statistics and AI development")),
    Row(key="2026:under-16", article="2026 reform", effective_from=NOT_YET,
        label=Text("16歳未満は法定代理人", "under 16: the legal representative")),
    Row(key="2026:face-features", article="2026 reform", effective_from=NOT_YET,
        label=Text("特定生体個人情報", "specific biometric information")),
    Row(key="2026:consent", article="2026 reform", effective_from=NOT_YET,
        label=Text("同意の例外の拡大", "wider exceptions to consent")),
    Row(key="2026:contact-data", article="2026 reform", effective_from=NOT_YET,
        label=Text("連絡可能個人関連情報", "contact data that is not personal")),
    Row(key="2026:processors", article="2026 reform", effective_from=NOT_YET,
        label=Text("委託先の義務", "duties of processors")),
    Row(key="2026:opt-out", article="2026 reform", effective_from=NOT_YET,
        label=Text("オプトアウトの提供先の確認", "checking who receives by opt-out")),
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
    acquisition: dict[str, Exemption]
    urgent: dict[str, Exemption]
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
