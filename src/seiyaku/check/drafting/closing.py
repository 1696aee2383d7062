"""Anonymised information, and what ends a policy: links, law, disputes, changes (clauses 9 to 12)."""

from __future__ import annotations

import re
from typing import Any

from seiyaku.core.language import Text

from .reading import Reading, negated, same
from .sections import Said

NEGATION = Text(
    "再識別を「行わない」という打消しがありません（法43条5項）。文を直してください",
    "the negation is missing: nobody may be re-identified (art. 43(5)); mend the sentence",
)
ITEMS_UNSAID = Text("含まれる項目が書かれていません（法43条3項）", "the items contained are not named (art. 43(3))")
WAYS_UNSAID = Text("提供の方法が書かれていません（法43条4項）", "the ways of giving are not named (art. 43(4))")
NO_LAW = Text("準拠法が書かれていません", "which law governs is not said")
DEEMED = Text(
    "利用を同意とみなすことは、法18条、20条、27条、28条、31条の同意には代えられません",
    "use is never the consent of arts. 18, 20, 27, 28 or 31",
)
NO_NOTICE = Text(
    "目的を変えるときは通知か公表、または同意が要ります。「予告なく」では足りません（法17条2項、18条1項、21条3項）",
    "a change of purpose takes notice or publication, or consent: “without notice” will not do (arts. 17(2), 18(1), 21(3))",
)
STANDARD = ["remove-identifiers", "remove-codes", "cut-links", "remove-peculiar", "consider-database"]
KEPT_SAFE = ["named-group-only", "looks-recorded", "destroyed-on-schedule", "tables-in-memory-only"]
ITEMS: tuple[tuple[str, str, str], ...] = (
    ("sex", "Sex", "性別"),
    ("age-group", "Age group", "年代|年齢"),
    ("industry-or-occupation", "Industry or occupation", "業種|職種|職業"),
    ("prefecture", "Address (prefecture only)", "都道府県"),
    ("municipality", "Address (municipality)", "市区町村"),
    ("month-of-use", "Year and month of use", "年月"),
    ("use-of-service", "Use of the service and its history", "利用状況|利用履歴|履歴"),
    ("purchases", "Purchases", "購入|購買"),
)
WAYS: tuple[tuple[str, str, str], ...] = (
    ("medium", "Recording medium", "記録媒体|記憶媒体|USB"),
    ("email", "E-mail", "電子メール|[Ee]-?[Mm]ail|メール"),
    ("upload", "Upload to a server", "サーバ|アップロード|転送|クラウド"),
    ("api", "Interface for programs", "API"),
)


def draft(reading: Reading) -> None:
    """Draft anonymised information, links, law, disputes and changes."""
    _anonymised(reading)
    _links(reading)
    _governing(reading)
    _changes(reading)


def _anonymised(reading: Reading) -> None:
    if reading.first("匿名加工情報", "anonymised") is None:
        return
    add = reading.drafts.add
    if said := reading.first("匿名加工情報[^。]{0,80}(利用|提供|作り)", "anonymised"):
        uses = [name for name in reading.drafts.of("purposes") if re.search("improve|statistics", name)]
        add("anonymised", "made-and-used", said, assumed={"used_for"}, used_for=uses)
    if said := reading.first("基準に従", "anonymised"):
        add("anonymised", "standard", said, assumed={"standard"}, standard=STANDARD)
    if said := reading.first(
        "(加工(の)?(方法|仕方)|削除した情報|取り除いた情報)[^。]{0,40}(漏|守|防)|加工の仕方を漏らさない", "anonymised"
    ):
        add("anonymised", "method-kept-safe", said, assumed={"safeguards"}, safeguards=KEPT_SAFE)
    if said := reading.first("含まれる[^。]{0,16}項目を公表", "anonymised"):
        add("anonymised", "items-published", said, publish_items=True)
    _reidentification(reading)
    if said := reading.first("匿名加工情報である(こと|旨)|匿名加工情報であること", "anonymised"):
        keys: dict[str, Any] = {"declare_to_recipient": True}
        if "公表" in said.words:
            keys["publish_items"] = True
        add("anonymised", "told-to-recipient", said, **keys)
    _lists(reading)


def _reidentification(reading: Reading) -> None:
    said = reading.first("(識別|照合|再識別|突き合わせ|見分ける)[^。]{0,30}(行為|行|しま|しない|こと)", "anonymised")
    if said is None or "識別することができない" in said.words:
        said = next(
            (s for s in reading.said("anonymised") if re.search("識別する(ため|目的)|照合|再識別|突き合わせ", s.words)),
            said,
        )
    if said is None:
        return
    denied = negated(said.words) or re.search("ない|ません|禁止|禁じ", said.words) is not None
    if denied:
        reading.drafts.add("anonymised", "no-reidentification", said, no_reidentification=True)
    else:
        reading.drafts.add(
            "anonymised",
            "no-reidentification",
            said,
            assumed={"no_reidentification"},
            unclear=NEGATION,
            no_reidentification=True,
        )


def _lists(reading: Reading) -> None:
    every = list(reading.said("anonymised"))
    items, at_items = _named(every, ITEMS)
    ways, at_ways = _named(every, WAYS)
    given = reading.first("第三者", "anonymised") is not None
    anchor = at_items or every[0]
    reading.drafts.add("anonymised", "items", anchor, unclear=None if items else ITEMS_UNSAID, items=items)
    if ways or given:
        reading.drafts.add(
            "anonymised", "delivery", at_ways or anchor, unclear=None if ways else WAYS_UNSAID, delivery=ways
        )


def _named(every: list[Said], table: tuple[tuple[str, str, str], ...]) -> tuple[dict[str, Any], Said | None]:
    """Return what a list or a sentence with several of the words names; the sentence that names most counts."""
    by_clause: dict[str, dict[str, Any]] = {}
    first: dict[str, Said] = {}
    for said in every:
        for name, en, words in table:
            found = re.search(words, said.words)
            if found:
                called = said.words.strip("。 ・") if said.listed and len(said.words) < 30 else found[0]
                by_clause.setdefault(said.clause, {}).setdefault(name, {"ja": called, "en": en})
                first.setdefault(said.clause, said)
    if not by_clause:
        return {}, None
    clause = max(by_clause, key=lambda each: len(by_clause[each]))
    if len(by_clause[clause]) < 2 and not any(s.listed for s in every if s.clause == clause):
        return {}, None
    return by_clause[clause], first[clause]


def _links(reading: Reading) -> None:
    said = reading.first("リンク")
    if said is not None:
        reading.drafts.add("links", "outside", said, assumed={"mark_external"}, mark_external=True)


_KEPT = re.compile("(遵守|順守|守)(し|する|り|る|い)|個人情報(の)?保護(に関する)?法")


def _governing(reading: Reading) -> None:
    governs = re.compile("日本(国)?(の)?(国内)?(法|法令|法律)|準拠法")  # laws that are to be kept govern nothing
    law = next((said for said in reading.said() if governs.search(said.words) and not _KEPT.search(said.words)), None)
    reading.drafts.add(
        "governing", "law-of-japan", law, clause=law.clause if law else reading.any_clause(),
        assumed=() if law else {"law"}, unclear=None if law else NO_LAW, law="japan",
    )  # fmt: skip
    court = reading.first("裁判所")
    court = court if court and reading.topics[court.clause] == "governing" else reading.first("管轄")
    keys: dict[str, Any] = {}
    if court:
        keys["court"] = same(_court(court.words))
    desk = reading.first("苦情") or reading.front.sources.get("desk")
    if reading.front.desk and desk:
        keys["complaints"] = same(reading.front.desk)
    if keys:
        made = reading.drafts.add(
            "governing",
            "disputes",
            court or desk,
            clause="" if court or (desk and desk.clause) else reading.any_clause(),
            **keys,
        )
        if desk and "complaints" in keys:
            made.sources["complaints"] = desk


def _court(words: str) -> str:
    found = re.search("[^。、]*裁判所", words)
    return re.sub("^.*(場合は|ときは)", "", found[0]).strip() if found else words[:60]


def _changes(reading: Reading) -> None:
    posted = reading.first(
        "(変更|改定|改訂|改め)[^。]{0,40}(掲示|公表|掲載|お知らせ|通知|示します|周知)|附則", "changes"
    ) or reading.first("(変更|改定|改訂)[^。]{0,60}(掲示|公表|掲載|お知らせ)")
    sudden = reading.first("予告なく|予告なし|予告せず|事前の通知なく")
    newest = reading.first("最新")
    if posted or sudden:
        reading.drafts.add(
            "changes", "posted", posted or sudden, unclear=NO_NOTICE if sudden else None, assumed=() if posted else {"publish_addendum"},
            publish_addendum=True,
        )  # fmt: skip
    newest = next((s for s in _all(reading, "最新") if s.clause != (posted or newest or s).clause), newest)
    if newest and reading.topics[newest.clause] == "changes":
        reading.drafts.add("changes", "newest", newest, assumed={"serve_newest"}, serve_newest=True)
    deemed = reading.first(
        "(同意|承諾|承知)[^。]{0,16}みな|(同意|承諾|承知)[^。]{0,10}たもの|同意とは扱いません", "changes"
    )
    if deemed:
        refused = negated(deemed.words)
        reading.drafts.add(
            "changes", "acceptance", deemed, assumed={"use_is_consent"} if not refused else (),
            unclear=None if refused or "みな" not in deemed.words else DEEMED,
            use_is_acceptance=not refused, use_is_consent=False,
        )  # fmt: skip


def _all(reading: Reading, words: str) -> list[Said]:
    return [said for said in reading.said("changes") if re.search(words, said.words)]
