"""How people ask for what is held on them (clause 7), and what the site records of its visitors (clause 6)."""

from __future__ import annotations

import re
from typing import Any

from seiyaku.core.language import Text

from .reading import Reading, label, period
from .sections import Said

_MISSING = Text("{0}の手続が書かれていません（法32条1項3号）", "no procedure for {0} (art. 32(1)(iii))")
NO_KEEP = Text("いつまで残すかが書かれていません（法22条）", "how long it is kept is not said (art. 22)")
ITEMS_UNSAID = Text("記録される項目が書かれていません", "which items are recorded is not said")
FEE_UNSAID = Text("手数料があるかどうかが書かれていません（法38条）", "whether there is a fee is not said (art. 38)")
FEE_WHICH = Text(
    "手数料の額と、どの請求にかかるかを決めてください（法38条。訂正や停止にはかけられません）",
    "decide how much is charged for which request (art. 38: never for a correction or a stop)",
)
CHOICE = Text(
    "ご本人が方法を選べることが書かれていません（法33条2項）",
    "that the person may choose the way is not said (art. 33(2))",
)
NO_CHOICE = Text(
    "選ばれるまで何を止めるか、送信先と項目を決めてください",
    "decide what waits for a choice, and name recipients and items",
)

KINDS: tuple[tuple[str, Text, str], ...] = (
    ("notify-purpose", Text("利用目的の通知", "notice of the purposes"), "利用目的の通知"),
    ("disclose", Text("開示", "disclosure"), "開示|お尋ね"),
    ("provision-records", Text("第三者提供の記録の開示", "disclosure of provision records"), "提供(の)?記録"),
    ("correct", Text("訂正等", "correction"), "訂正|追加|内容の変更"),
    ("stop", Text("利用停止等", "stopping use"), "利用(の)?停止|利用停止|消去|停止、|の停止(?!、第三者)"),
    ("stop-provision", Text("第三者提供の停止", "stopping provision"), "提供(の)?停止"),
)
DOCUMENTS: tuple[tuple[str, Text, str, bool], ...] = (
    ("driving-licence", Text("運転免許証", "Driver's licence"), "運転免許証?", True),
    ("passport", Text("パスポート", "Passport"), "パスポート|旅券", True),
    ("my-number-card-front", Text("個人番号カード（表面）", "My Number card (front)"), "個人番号カード|マイナンバーカード", True),
    ("residence-card", Text("在留カード", "Residence card"), "在留カード", True),
    ("residence-certificate", Text("住民票の写し", "Certificate of residence"), "住民票", True),
    ("seal-certificate", Text("印鑑登録証明書", "Seal certificate"), "印鑑(登録)?証明", True),
    ("pension-book", Text("年金手帳", "Pension book"), "年金手帳", True),
    ("resident-register-card", Text("住民基本台帳カード（有効なものはもうありません）", "Basic Resident Register card (none is valid any more)"), "住民基本台帳カード|住基カード", False),
    ("health-insurance-card", Text("健康保険の被保険者証（有効なものはもうありません）", "Health insurance card (none is valid any more)"), "保険証|被保険者証", False),
    ("other-official", Text("そのほかの公的書類", "Another official document"), "その(他|ほか)[^。]{0,12}公的|公の書類|公的な?書類", True),
)  # fmt: skip
_COUNT = re.compile("([0-9０-９二三])(つ|項目|点)")
_COPIES = re.compile(
    "(写し|コピー|書類|証明書)[^。、]{0,6}[0-9０-９一二三](つ|点|部|枚|通)|いずれか[^。]{0,4}[0-9０-９一二三](つ|点)"
)
_YEN = re.compile("([0-9０-９,，]+)円")
_FIGURES = {"二": 2, "三": 3}
LOG_ITEMS: tuple[tuple[str, str], ...] = (
    ("host", "ホスト名"), ("ip", "IP ?アドレス|接続元"), ("browser", "ブラウザ"), ("os", "OS|オペレーティング"),
    ("time", "日時|時刻|時間"), ("path", "頁|ページ|URL|リファラ"), ("status", "ステータス"),
)  # fmt: skip


def draft(reading: Reading) -> None:
    """Draft the request desk, the access log and the cookies."""
    _requests(reading)
    _access_log(reading)
    _cookies(reading)


def _requests(reading: Reading) -> None:
    every = list(reading.said("requests"))
    if not every:
        return
    whole = "".join(said.words for said in every) + "".join(s.title for s in reading.sections("requests"))
    kinds = [name for name, _, words in KINDS if re.search(words, whole)]
    asked = [_MISSING.filled(t) for name, t, _ in KINDS if name not in kinds]
    steps = reading.first("[Ee]-?[Mm]ail|電子メール|郵送|窓口|請求", "requests") or every[0]
    keys: dict[str, Any] = {"kinds": kinds}
    if reading.front.email:
        keys["email"] = reading.front.email
    if reading.front.address:
        keys["post"] = " ".join(
            part for part in (reading.front.address, reading.front.name, reading.front.desk) if part
        )
    if limit := reading.first("(日|週間|月)(を目安|以内|ほど)", "requests"):
        keys["answer_within"] = period(limit.words) or "14d"
    fee = reading.first("無料|手数料|実費|円", "requests")
    if fee and "無料" in fee.words:
        keys["fee_yen"] = 0
    elif not fee:
        asked.append(FEE_UNSAID)
    elif (amount := _amount(every)) is not None:
        keys["fee_yen"] = amount
    else:
        asked.append(FEE_WHICH)
    made = reading.drafts.add("requests", "procedure", steps, unclear=asked, assumed=(), **keys)
    sources = reading.front.sources
    made.sources |= {key: sources[part] for key, part in (("email", "email"), ("post", "address")) if part in sources}
    _identity(reading)
    _answer(reading)


def _amount(every: list[Said]) -> int | None:
    """Return the one fee that the sentences name, and only for what may cost one; None where it is not so plain."""
    priced = [each for each in every if _YEN.search(each.words)]
    amounts = {int(re.sub("[,，]", "", found)) for each in priced for found in _YEN.findall(each.words)}
    charged = any(re.search("(訂正|停止|消去)[^。]*円", each.words) for each in priced)
    return next(iter(amounts)) if len(amounts) == 1 and not charged else None


def _identity(reading: Reading) -> None:
    said = reading.first(
        "本人(様)?(の|である|が|を)?[^。]{0,8}確認|ご?本人(である)?(こと)?を確かめ|で確かめ", "requests"
    )
    if said is None:
        return
    beside = [each for each in reading.said("requests") if each.clause == said.clause]
    whole = "".join(each.words for each in beside)
    count = _COUNT.search(_COPIES.sub("", whole))
    keys: dict[str, Any] = {}
    if count:
        keys["items_to_match"] = _FIGURES.get(count[1]) or int(count[1])
    documents = {name: label(t) for name, t, words, valid in DOCUMENTS if valid and re.search(words, whole)}
    dead = {name: label(t) for name, t, words, valid in DOCUMENTS if not valid and re.search(words, whole)}
    if documents:
        keys["documents"] = documents
    if dead:
        keys["not_accepted"] = dead
    if keys:
        reading.drafts.add("requests", "identity", said, **keys)


def _answer(reading: Reading) -> None:
    said = reading.first(
        "(書面|封書|郵送|電子メール|電子データ)[^。]{0,24}(ご?回答|お答え|送り)|お答えは|回答(いた|申し)", "requests"
    )
    if said is None:
        return
    ways = []
    if re.search("封書|書面|郵", said.words):
        ways.append("sealed-post")
    beside = "".join(each.words for each in reading.said("requests") if each.clause == said.clause)
    if re.search("電子(データ|的|メールでお答え)|電磁的", beside):
        ways.append("electronic")
    if not ways:
        return
    asked = CHOICE if len(ways) < 2 else None
    reading.drafts.add(
        "requests", "answer", said, assumed={"address_unchanged_for"}, unclear=asked, answer_by=ways,
        address_unchanged_for="90d",
    )  # fmt: skip


def _access_log(reading: Reading) -> None:
    said = reading.first("アクセスログ|アクセス情報|アクセスの記録|接続元", "browsing") or reading.first("アクセスログ")
    if said is None:
        return
    beside = [each for each in reading.said() if each.clause == said.clause]
    whole = "".join(each.words for each in beside)
    items = [name for name, words in LOG_ITEMS if re.search(words, whole)]
    kept = next((each for each in beside if re.search("消|残|保存|保管|削除", each.words) and period(each.words)), None)
    asked = [*([] if kept else [NO_KEEP]), *([] if items else [ITEMS_UNSAID])]
    made = reading.drafts.add(
        "access_log", "web-site", said, assumed=() if kept else {"keep"}, unclear=asked, items=items,
        keep=(period(kept.words) if kept else None) or "90d",
    )  # fmt: skip
    if kept:
        made.sources["keep"] = kept


def _cookies(reading: Reading) -> None:
    said = reading.first("クッキー|[Cc]ookie|端末の識別子|計測", "browsing") or reading.first("クッキー|[Cc]ookie")
    if said is None:
        return
    beside = [each for each in reading.said() if each.clause == said.clause]
    whole = "".join(each.words for each in beside)
    categories = {"necessary": label(Text("必要なもの", "Necessary"))}
    if re.search("計測|解析|分析|統計|利用状況|サービスの向上", whole):
        categories["measurement"] = label(Text("利用状況の計測", "Measuring use"))
    linked = _first(beside, "紐(付|づ)け|結び付け|関連付け|ひも付")
    if linked:
        categories["linking"] = label(Text("履歴と個人情報の結び付け", "Linking visits with personal information"))
    if re.search("広告", whole):
        categories["advertising"] = label(Text("第三者の広告", "Third-party advertising"))
    told = re.search("選ばれるまで|お選びいただくまで|同意.{0,12}まで", whole)
    made = reading.drafts.add(
        "cookies", "web-site", said, assumed={"wait_for_choice", "honour_gpc"}, unclear=None if told else NO_CHOICE,
        categories=categories, wait_for_choice=[name for name in categories if name != "necessary"],
        link_to_person=linked is not None, honour_gpc=True,
    )  # fmt: skip
    if linked:
        made.sources["link_to_person"] = linked


def _first(said: list[Said], words: str) -> Said | None:
    return next((each for each in said if re.search(words, each.words)), None)
