"""
What information is used for (clause 4): one draft for each purpose the text names, with its family and what it tells.

No text says which items a purpose needs, who serves it and until when; so every purpose is unclear until somebody does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from seiyaku.core.language import Text

from .reading import Reading, label, negated, period, same
from .sections import Said, Section

UNSAID = Text(
    "この目的に要る項目、担当、いつまで持つかが書かれていません（法17条、22条）",
    "which items it needs, who serves it and until when is not said (arts. 17, 22)",
)
NO_PURPOSE = Text("利用目的が書かれていません（法17条1項）", "no purpose of use is stated (art. 17(1))")
VAGUE = Text(
    "「付随・関連する業務」では目的が特定されていません（法17条1項）", "too vague to be a purpose (art. 17(1))"
)
_PARTNER = re.compile(
    "(協力会社|関連会社|グループ会社|パートナー|提携先|取引先|ほかの医療機関|他の医療機関|紹介元|作り手|第三者|委託元|他の事業者)[^。]{0,24}(が(保有|持つ)|から)"
)
_CONSENT = re.compile("同意(の(ある|もと)|をいただ(く|いた)|いただい)|ご同意")
_FRAMES = re.compile("(次|以下|下記)の(利用)?目的[^。]{0,30}利用")
_OTHER = re.compile("(以外|ほか|他)の?[^。]{0,12}目的[^。]{0,40}同意|目的(の範囲)?(外|を超え)[^。]{0,40}同意")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of purpose: the words that tell it, what it is called, the fields it may need, what the draft says."""

    name: str
    said: Text
    words: str
    needs: frozenset[str]
    keys: dict[str, Any]


_BESIDE = re.compile("しかし|ただし|但し|なお")
_TOOLS = re.compile("(サービス|ツール|システム|ソフト|Analytics|アナリティクス)(等|など)?を[^。]{0,6}(利用|使用)")
SHORT = 40  # signs of a sentence that is taken for a purpose though it does not say 〜のため
_FOR = re.compile("ため|目的|(利用|使用|用い|使)[^。]{0,12}(ます|る)。?$")
REACH = frozenset({"name", "kana", "phone", "fax", "email", "postal-code", "address", "contact", "member-number"})
WHO = REACH | {"company-name", "employer", "position"}
ALL = frozenset[str]()  # no limit: whatever is held


def _kind(name: str, said: str, en: str, words: str, needs: frozenset[str] = ALL, **keys: Any) -> Kind:
    return Kind(name, Text(said, en), words, needs, keys)


KINDS: tuple[Kind, ...] = (
    _kind("recruit", "採用", "Recruiting", "採用|応募|選考", frozenset({*REACH, "birth-date", "career", "education"})),
    _kind("research", "研究・症例の検討", "Research", "研究|症例"),
    _kind("insurance-claims", "保険の事務", "Insurance claims", "保険.{0,6}(事務|請求)|レセプト", acts=["collect", "find", "read", "write", "provide"]),
    _kind("recommend", "利用履歴の分析によるおすすめ", "Recommendations from an analysis",
          "おすすめ|プロファイリング|分析.{0,24}(広告|提案|配信)|(興味|関心|嗜好|趣味).{0,16}(応じた|合わせた|合う)",
          profiling=True, refusable=True, acts=["find", "read", "profile"]),
    _kind("send-offers", "各種案内の送付", "Sending offers",
          "メールマガジン|ダイレクトメール|DM|広告|宣伝|各種案内|ご?案内の送付|キャンペーン|お便り|販売促進|営業活動",
          REACH, marketing=True, refusable=True, acts=["collect", "find", "read", "contact"]),
    _kind("questionnaires", "アンケート", "Questionnaires", "アンケート|満足度", frozenset({*REACH, "survey-answer"}),
          refusable=True, acts=["collect", "find", "read", "write", "contact"]),
    _kind("bill-and-pay", "料金の精算", "Collecting fees and paying",
          "料金|利用料|代金|お代|請求|決済|振替|振込|手数料|精算|会計|診療費|帳簿",
          frozenset({*WHO, "bank-account", "card", "orders", "points"}), acts=["collect", "find", "read", "write", "provide"]),
    _kind("membership", "会員の管理", "Membership", "会員|ポイント"),
    _kind("prevent-fraud", "不正の防止と安全", "Preventing fraud", "不正|安全に保つ|なりすまし"),
    _kind("contract-and-check", "契約・審査", "Contracting and credit check", "審査|契約の?締結", WHO),
    _kind("statistics", "統計", "Statistics", "統計", acts=["collect", "find", "read"]),
    _kind("answer-questions", "質問・回答", "Questions and answers", "お?問い?合わ?せ|質問|回答|相談|返品",
          frozenset({*WHO, "inquiry", "voice", "usage-history", "orders"}), acts=["collect", "find", "read", "write", "contact"]),
    _kind("appointments", "予約と連絡", "Appointments", "予約", REACH, acts=["collect", "find", "read", "write", "contact"]),
    _kind("treat", "診療", "Treatment", "診療|診察|治療|看護"),
    _kind("incidental", "付随・関連する業務", "What goes with these", "付随|関連する業務|伴うこと"),
    _kind("improve-service", "改善・開発のための調査", "Improving and developing", "改善|開発|向上|調査"),
    _kind("ship-orders", "商品のお届け", "Delivery of goods", "配送|発送|お届け", frozenset({*REACH, "orders", "gift-message"}),
          acts=["collect", "find", "read", "write", "contact", "provide"]),
    _kind("service-contact", "連絡・お知らせ", "Contact", "連絡|通知|お知らせ", WHO, acts=["collect", "find", "read", "contact"]),
    _kind("supervise-staff", "従業者の管理", "Managing staff", "人事|労務|従業[員者]の(管理|雇用)"),
    _kind("deliver-service", "サービスの提供・商品の販売", "Providing services and selling goods", "提供|遂行|販売|運営|履行|請け負",
          acts=["collect", "find", "read", "write", "correct", "provide"]),
)  # fmt: skip
_WORDS = tuple((kind, re.compile(kind.words)) for kind in KINDS)
# what a kind's words stand in without being of it: 資料請求, 注文に関する連絡, 会報の発送, 関係機関との共有
_NOT = {
    "bill-and-pay": re.compile("(?:資料|カタログ|開示|開示等)の?ご?請求"),
    "research": re.compile("研究会"),
    "send-offers": re.compile("広告(?:等|など)?の?(?:効果|測定)"),
    "ship-orders": re.compile(
        "^.*(?:連絡|通知|お知らせ)(?:のため)?。?$|(?:誌|会報|お知らせ|案内|挨拶|資料|書類|書)(?:等|など)?の?(?:配送|発送|お届け)"
    ),
    "deliver-service": re.compile("^.*共有.*$"),
}


def draft(reading: Reading) -> None:
    """Draft the purposes, and the rule that others need consent (4-3)."""
    _consent(reading)
    for section in reading.sections("purposes"):
        family = _family(reading, section)
        for said, words in units(section):
            agreed = said.listed and _CONSENT.search(said.words) and family == "customer"
            _purpose(reading, section, said, words, "consent" if agreed else family)
    if not reading.drafts.has("purposes"):
        _unlisted(reading)
    if not reading.drafts.has("purposes"):
        reading.drafts.add(
            "purposes", "unstated", None, clause=reading.any_clause(), assumed={"label", "family"}, unclear=NO_PURPOSE,
            label=label(Text("書かれていない目的", "A purpose that is not stated")), family="customer", needs=[], duties=["clerk"],
        )  # fmt: skip


def units(section: Section) -> Iterator[tuple[Said, str]]:
    """Yield each purpose of a section: its sentence, and the words it is called by."""
    if section.listed:
        yield from ((said, said.words) for said in section.listed if not _FRAMES.search(said.words))
    elif not section.below:
        said = [each for each in section.said if not _OTHER.search(each.words)]
        own = section.titles[-1:] == (section.title,) and not _OTHER.search(section.title)
        if said and own and len(section.titles) > 1:
            yield said[0], section.title
            yield from _more(said, section.title)
        else:
            told = [
                each for each in said if not (negated(each.words) or _frame(each.words) or _BESIDE.match(each.words))
            ]
            yield from ((each, each.words) for each in told if len(each.words) <= SHORT or _FOR.search(each.words))


def _more(said: list[Said], title: str) -> Iterator[tuple[Said, str]]:
    """Yield the further purposes that the sentences of a titled section name, piece by piece."""
    first = _kind_of(title) or next((kind for each in said if (kind := _kind_of(each.words))), None)
    seen = {first.name if first else ""}
    for each in said:
        for piece in re.split("[、。]", each.words):
            kind = _kind_of(piece)
            if kind and kind.name not in seen and not negated(piece) and not re.search("記録は|場合は", piece):
                seen.add(kind.name)
                yield each, piece


def _kind_of(words: str) -> Kind | None:
    for kind, pattern in _WORDS:
        meant = _NOT[kind.name].sub("", words) if kind.name in _NOT else words
        if pattern.search(meant):
            return kind
    return None


def _frame(words: str) -> bool:
    """Say whether a sentence only frames the list: "for the following purposes", "we handle it within …"."""
    return bool(re.search("(次|以下|下記|前項)の|範囲内|特定し|(明示|公表|通知)(します|いたします)", words))


def _unlisted(reading: Reading) -> None:
    """A text without a clause on purposes: the sentences that say "in order to"."""
    wanted = re.compile("ため(に|、).{0,40}(利用|使用|使い)|(利用|使用|使)(いた)?し?ます")
    for section in reading.sections("", "handling", "collecting", "held"):
        for said in _below_frame(section):
            _purpose(reading, section, said, said.words, "customer", keeps=False)
    if reading.drafts.has("purposes"):
        return
    for section in reading.sections("", "handling", "collecting", "held"):
        for said in section.said:
            told = wanted.search(said.words) and not _TOOLS.search(said.words)
            if told and re.search("ため", said.words) and not negated(said.words):
                _purpose(reading, section, said, said.words, "customer")


def _below_frame(section: Section) -> list[Said]:
    """Return the items listed below a sentence that says what information is used for, among others of a section."""
    found: list[Said] = []
    framed = False
    for said in section.said:
        if said.listed and framed:
            found.append(said)
        elif not said.listed and said.words.endswith("。"):
            framed = _FRAMES.search(said.words) is not None
    return found


def _family(reading: Reading, section: Section) -> str:
    for each in (section, *reading.above(section)):
        words = each.title + "。" + "".join(said.words for said in each.said if not said.listed)
        if _PARTNER.search(words):
            return "partner"
        if _CONSENT.search(words) and not _OTHER.search(words):
            return "consent"
    return "customer"


def _purpose(
    reading: Reading, section: Section, said: Said, words: str, family: str, *, keeps: bool = True
) -> None:  # fmt: skip
    kind = _kind_of(words) or _kind_of(said.words)
    name = kind.name if kind else f"purpose-{section.id.lower().replace('.', '-')}"
    keys: dict[str, Any] = dict(kind.keys) if kind else {}
    called = _called(words)
    asked = [UNSAID, *([VAGUE] if kind and kind.name == "incidental" else [])]
    if family == "partner":
        name = f"partner-{name}"
    keys.setdefault("acts", ["collect", "find", "read", "write"])
    kept = re.search("(保存|保管|残し|保持|消|削除)", section.words)
    if keeps and kept and (length := period(section.words[max(0, kept.start() - 24) :])):
        keys["keep"] = {"until": "last-use", "for": length}
    reading.drafts.add(
        "purposes", name, said, clause=section.id, unclear=asked, assumed={"needs", "duties", "acts", "refusable"},
        label={"ja": called, "en": kind.said.en} if kind else same(called), family=family, needs=[], duties=["clerk"], **keys,
    )  # fmt: skip


def _called(words: str) -> str:
    bare = re.sub("(の|する|いただく)?ため(に|の)?。?$|。$", "", words.strip())
    return bare if len(bare) <= 60 else bare[:59] + "…"


def _consent(reading: Reading) -> None:
    said = reading.first(_OTHER.pattern, "purposes") or reading.first(_OTHER.pattern)
    if said is not None:
        reading.drafts.add(
            "consent", "other-purposes", said, assumed={"evidence", "representative"},
            evidence=["wording", "version", "time", "method", "identity", "giver"], representative=True,
        )  # fmt: skip


def fit(reading: Reading) -> None:
    """Give each purpose the held fields it may need; a field that none needs goes to the first (5-3)."""
    held = reading.drafts.of("fields")
    purposes = reading.drafts.of("purposes")
    kinds = {kind.name: kind.needs for kind in KINDS}
    for name, purpose in purposes.items():
        limit = kinds.get(re.sub(r"^partner-|-\d+$", "", name), ALL)
        purpose.keys["needs"] = [field for field in held if not limit or field in limit]
    needed = {field for purpose in purposes.values() for field in purpose.keys["needs"]}
    first = next(iter(purposes.values()))
    first.keys["needs"] += [field for field in held if field not in needed]
