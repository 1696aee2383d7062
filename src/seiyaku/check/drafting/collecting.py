"""How information comes in (clause 5): sources, notices, forms, special care, and when the purpose is not shown first."""

from __future__ import annotations

import re

from seiyaku.core.language import Text

from .reading import Reading, label
from .sections import Said
from .topics import Topic

WHICH_WAY = Text(
    "どこから（画面、電話、書面など）取得するかが書かれていません",
    "by which way (form, telephone, paper …) is not said",
)
WHICH_FORM = Text("この様式で受け取る項目を決めてください", "decide which items this form carries")
SHOWN = Text("取得の前に示す文を書いてください（法21条2項）", "write what is shown before acquisition (art. 21(2))")
PROVENANCE = Text("出どころの確認と契約を決めてください（法30条）", "decide on contract and provenance (art. 30)")
CHANNELS = (
    ("form", "画面|フォーム|ウェブ|問診票"),
    ("phone", "お?電話で|電話により"),
    ("post", "申込書|書面で"),
    ("counter", "窓口|店頭|受付で"),
)
ACQUISITION = ["20(2)(i)", "20(2)(ii)", "20(2)(iii)", "20(2)(iv)", "20(2)(vii)", "20(2)(viii)"]
BY_LAW = ["21(4)(i)", "21(4)(ii)", "21(4)(iii)", "21(4)(iv)"]


def draft(reading: Reading) -> None:
    """Draft everything on acquisition."""
    purposes = reading.drafts.of("purposes")
    customer = [name for name, each in purposes.items() if each.keys["family"] == "customer"]
    partner = [name for name, each in purposes.items() if each.keys["family"] == "partner"]
    fair = _own(reading, "適法|偽り|適正(な|に).{0,8}(方法|手段|取得)|不正の手段|正しい方法")
    least = _own(
        reading,
        "最小限|必要な範囲|要るだけ|要る(もの|情報|項目)だけ|必要最[小低]限",
        "collecting",
        "handling",
        "held",
        "safety",
        "",
    )
    shown = _own(
        reading,
        "(予め|あらかじめ|事前に|前に|先に)[^。]{0,24}(目的|使いみち|何のため)[^。]{0,16}(明示|示|通知|公表|お見せ)|目的を[^。]{0,12}(明示|お示し|通知)|掲示する目的",
    )
    anchor = fair or shown or least or reading.titled(".*", "collecting")
    _sources(reading, fair or anchor, customer, partner)
    _notice(reading, shown or anchor, customer)
    _form(reading, least or anchor, customer)
    _special(reading)
    _urgent(reading)


def _own(reading: Reading, pattern: str, *topics: Topic) -> Said | None:
    """Return the first sentence with the words that is on acquiring: neither on requests nor on giving to others."""
    for said in reading.said(*topics):
        elsewhere = reading.topics[said.clause] in {"requests", "providing"} or re.search("提供する|委託", said.words)
        if re.search(pattern, said.words) and not elsewhere:
            return said
    return None


def _sources(reading: Reading, said: Said | None, customer: list[str], partner: list[str]) -> None:
    clause = said.clause if said else reading.any_clause()
    ways = [(channel, found) for channel, words in CHANNELS if (found := reading.first(words, "collecting", "held"))]
    for channel, found in ways if customer else []:
        name = "from-the-person" if channel == ways[0][0] else f"by-{channel}"
        reading.drafts.add(
            "sources", name, found, clause=clause, assumed={"label", "family", "needs"},
            label=label(Text("ご本人から", "From the person")), family="customer", channel=channel,
            needs=["script" if channel == "phone" else "notice"],
        )  # fmt: skip
    if customer and not ways:
        reading.drafts.add(
            "sources", "from-the-person", said, clause=clause, assumed={"label", "family", "channel", "needs"}, unclear=WHICH_WAY,
            label=label(Text("ご本人から", "From the person")), family="customer", channel="form", needs=["notice"],
        )  # fmt: skip
    if partner:
        first = reading.drafts.of("purposes")[partner[0]]
        reading.drafts.add(
            "sources", "from-a-partner", first.said, clause=clause if said else first.clause,
            assumed={"label", "channel", "needs", "direct"}, unclear=PROVENANCE,
            label=label(Text("協力会社などから", "From a partner")), family="partner", channel="partner",
            needs=["contract", "provenance"], direct=False,
        )  # fmt: skip


def _notice(reading: Reading, said: Said | None, customer: list[str]) -> None:
    if not customer:
        return
    purposes = reading.drafts.of("purposes")
    named = "、".join(purposes[name].keys["label"]["ja"] for name in customer[:12])
    english = ", ".join(purposes[name].keys["label"]["en"] for name in customer[:12])
    reading.drafts.add(
        "notices", "before-acquisition", said, clause=said.clause if said else reading.any_clause(),
        assumed={"label", "text"}, unclear=SHOWN,
        label=label(Text("取得の前のお知らせ", "Notice before acquisition")),
        text={"ja": f"次のために使います: {named}。", "en": f"We use it for: {english}."}, purposes=customer,
    )  # fmt: skip


def _form(reading: Reading, said: Said | None, customer: list[str]) -> None:
    if not customer:
        return
    purposes = reading.drafts.of("purposes")
    needed = {field for name in customer for field in purposes[name].keys["needs"]}
    held = reading.drafts.of("fields")
    special = reading.first("要配慮") is not None
    fields = [
        name for name, field in held.items()
        if name in needed and (special or field.keys.get("class") != "special-care")
    ]  # fmt: skip
    reading.drafts.add(
        "forms", "sign-up", said, clause=said.clause if said else reading.any_clause(),
        assumed={"label", "source", "notice", "purposes", "fields"}, unclear=WHICH_FORM,
        label=label(Text("お申し込み", "Sign-up")), source="from-the-person", notice="before-acquisition",
        purposes=customer, fields=fields,
    )  # fmt: skip


def _special(reading: Reading) -> None:
    said = reading.first("要配慮|(人種|信条|病歴)[^。]{0,40}同意|特に配慮")
    if said is None:
        return
    excepted = re.search("法令", said.words) is not None
    reading.drafts.add(
        "special_care", "prior-consent", said, assumed={"label", "direct_is_consent"} | (set() if excepted else {"grounds"}),
        label=label(Text("要配慮個人情報の取得", "Acquiring special-care-required information")),
        grounds=ACQUISITION if excepted else ["20(2)(i)"], direct_is_consent=True,
    )  # fmt: skip


def _urgent(reading: Reading) -> None:
    said = reading.first(
        "(緊急|急ぐ)[^。]{0,60}(目的|示さない|開示しない|場合|とき)", "collecting", "purposes", "held", "handling", ""
    )
    if said is None:
        return
    grounds = ["21(2)"] + (BY_LAW if re.search("法令", said.words) else [])
    reading.drafts.add(
        "urgent", "not-shown-first", said, assumed={"label", "notify_within"},
        label=label(Text("目的をあらかじめ示さない場合", "When the purpose is not shown beforehand")),
        grounds=grounds, notify_within="3d",
    )  # fmt: skip
