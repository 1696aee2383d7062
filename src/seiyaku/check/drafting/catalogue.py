"""
The items of information that Japanese policies name, by what they call them: from words to fields of a policy file.

The longest word wins where several fit. What a policy calls otherwise is left for a person to add.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, NamedTuple

from seiyaku.core.language import Text


class FieldWord(NamedTuple):
    """One field: its name, its label, the words it goes by, and what a policy file says of it."""

    name: str
    label: Text
    words: str
    keys: dict[str, Any]


def _field(name: str, ja: str, en: str, words: str, sheet: str, **keys: Any) -> FieldWord:
    return FieldWord(name, Text(ja, en), words, {"sheet": sheet, **{k.rstrip("_"): v for k, v in keys.items()}})


FIELDS: tuple[FieldWord, ...] = (
    _field("name", "氏名", "Name", "氏名|お?名前|姓名", "identity", type="name", findable="joined", kind="identifier"),
    _field("kana", "フリガナ", "Name in kana", "フリガナ|ふりがな|カナ氏名", "identity", type="kana", findable="joined",
           kind="identifier"),
    _field("birth-date", "生年月日", "Date of birth", "生年月日|お?誕生日", "birth", type="date", kind="quasi-identifier"),
    _field("birth-month", "誕生月", "Month of birth", "お?誕生月", "birth", kind="quasi-identifier"),
    _field("sex", "性別", "Sex", "性別", "traits", type="sex", kind="quasi-identifier"),
    _field("age", "年齢", "Age", "年齢|年代", "traits", kind="quasi-identifier"),
    _field("phone", "電話番号", "Telephone number", "お?電話番号|携帯番号|連絡先電話", "contact", type="phone",
           findable="alone", kind="contact"),
    _field("fax", "FAX番号", "Fax number", "(FAX|ファックス|ファクシミリ)番号", "contact", type="phone", kind="contact"),
    _field("email", "メールアドレス", "E-mail address", "(電子)?メール・?アドレス|[Ee]-?[Mm]ail(アドレス| ?アドレス)", "contact",
           type="email", findable="alone", kind="contact"),
    _field("postal-code", "郵便番号", "Postal code", "郵便番号", "contact", type="postal-code", findable="joined",
           kind="contact"),
    _field("address", "住所", "Address", "ご?住所|居所|お届け先の?住所", "contact", type="address", kind="contact"),
    _field("contact", "連絡先", "Contact", "ご?連絡先", "contact", kind="contact"),
    _field("occupation", "職種", "Occupation", "職業(?!紹介|安定|訓練)|職種", "traits", kind="quasi-identifier"),
    _field("industry", "業種", "Industry", "業種", "traits", kind="quasi-identifier"),
    _field("employer", "勤務先", "Employer", "勤務先|会社名(?![:：])|所属(?!する|して|の?団体|の確認)|部署名?", "work", kind="quasi-identifier"),
    _field("position", "役職", "Position", "役職(?!員)", "work", kind="quasi-identifier"),
    _field("company-name", "法人名", "Company name", "法人名|法人(や|・)団体|取引先名", "company", of="organisation",
           kind="identifier"),
    _field("family", "家族", "Family", "家族構成|ご?家族", "traits", kind="quasi-identifier"),
    _field("guardian", "保護者", "Guardian", "保護者|付添い", "contact", type="name", kind="contact"),
    _field("member-number", "会員番号", "Member number",
           "会員番号|会員コード|顧客番号|お客(様|さま)番号|診察券の?番号|会員ID|個人別に付(けら|与さ)れた番号|人ごとに付けた番号",
           "membership", type="member-number", findable="alone", unique=True, kind="identifier"),
    _field("password", "パスワード", "Password", "パスワード", "account", kind="identifier"),
    _field("bank-account", "口座", "Bank account", "(銀行|金融機関|振込|引落)?口座(番号|情報)?", "account", kind="identifier"),
    _field("card", "クレジットカード", "Payment card", "クレジットカード(番号|情報)?|カードの?番号|カード情報", "account",
           kind="identifier"),
    _field("orders", "注文・購入の履歴", "Orders", "購入履歴|購買履歴|ご?注文(の品|内容|履歴)?|お?取引(内容|履歴)", "orders",
           type="history"),
    _field("points", "ポイント", "Points", "ポイント", "points", type="number"),
    _field("favourites", "お気に入り", "Favourites", "お気に入り", "traits", kind="quasi-identifier"),
    _field("review", "口コミ", "Reviews", "口コミ|レビュー", "reviews", type="history"),
    _field("usage-history", "利用状況・履歴", "Use of the service",
           "(サービスの?)?ご?利用(状況|履歴)(／履歴|・履歴)?", "usage", type="history", kind="quasi-identifier"),
    _field("usage-month", "利用年月", "Month of use", "ご?利用年月", "usage", type="history", kind="quasi-identifier"),
    _field("inquiry", "問い合わせ内容", "Questions and answers", "お?問い?合わ?せ(内容|履歴)|ご?相談内容", "dialogue",
           type="history"),
    _field("survey-answer", "アンケート回答", "Survey answers", "アンケートの?(ご?回答|結果)", "opinion", type="history"),
    _field("picture", "画像", "Picture", "顔?写真(?!付)|画像|映像", "picture", type="file", kind="picture"),
    _field("voice", "音声", "Voice", "音声|録音|声の録音", "recording", type="file", kind="voice"),
    _field("visit", "閲覧の記録", "Visits to the site", "閲覧(の記録|履歴)|行動(の)?履歴|アクセス(ログ|の記録|履歴)", "visits",
           type="history", class_="related", kind="quasi-identifier"),
    _field("cookie", "クッキーの識別子", "Cookie identifier", "クッキー(情報|の識別子)?|[Cc]ookie(情報|の識別子)?|端末の?識別子|広告ID",
           "visits", class_="related", kind="quasi-identifier"),
    _field("ip", "IPアドレス", "IP address", "IP ?アドレス|接続元", "visits", type="history", class_="related",
           kind="quasi-identifier"),
    _field("location", "位置情報", "Location", "位置情報", "visits", type="history", class_="related",
           kind="quasi-identifier"),
    _field("insured-number", "保険の記号・番号", "Insurance code and number", "保険(証)?の記号と?・?番号|被保険者番号|保険者番号",
           "insurance", class_="code", kind="code"),
    _field("medical-history", "病歴・診療の記録", "Medical history",
           "病歴|問診|診療の?記録|診断|検査の?結果|既往歴|カルテ", "chart", type="history", class_="special-care"),
    _field("medication", "薬・処方", "Medication", "処方|お?薬", "chart", type="history", class_="special-care"),
    _field("allergy", "アレルギー", "Allergies", "アレルギー", "chart", class_="special-care"),
    _field("health", "健康の状態", "Health", "健康(状態|情報|診断)", "chart", class_="special-care"),
    _field("communications", "通信の記録", "Communications", "通信(の(記録|履歴|内容|相手|秘密|日時|回数)|記録|履歴)|通話(記録|履歴|内容)", "communications",
           type="history", class_="communications"),
    _field("gift-message", "贈り物の言葉", "Gift message", "贈り物の言葉|メッセージカード", "orders"),
    _field("education", "学歴", "Education", "学歴", "career", kind="quasi-identifier"),
    _field("career", "職歴", "Career", "職歴|職務経歴|履歴書", "career", type="history", kind="quasi-identifier"),
    _field("qualification", "資格", "Qualifications", "保有資格|資格(?!(等|など)?(の|を)(確認|喪失|失)|要件)", "career"),
    _field("nationality", "国籍", "Nationality", "国籍", "traits", kind="quasi-identifier"),
    _field("income", "年収", "Income", "年収|収入", "account"),
    _field("my-number", "個人番号", "My Number", "マイナンバー(?!カード)|個人番号(?!カード)", "my-number", type="my-number", class_="code",
           kind="code"),
    _field("prefecture", "都道府県", "Prefecture", "都道府県", "traits", type="prefecture", kind="quasi-identifier"),
)  # fmt: skip
BY_NAME = {field.name: field for field in FIELDS}
_EVERY = re.compile("|".join(f"(?P<f{number}>{field.words})" for number, field in enumerate(FIELDS)))


def named(words: str) -> list[str]:
    """Return the fields that the words name, in their order, each once."""
    found: dict[str, None] = {}
    place = 0
    while match := _longest(words, place):
        found.setdefault(match[0])
        place = match[1]
    return list(found)


def _longest(words: str, place: int) -> tuple[str, int] | None:
    first = _EVERY.search(words, place)
    if first is None:
        return None
    fits = [(m.end(), field.name) for field in FIELDS if (m := re.compile(field.words).match(words, first.start()))]
    end, name = max(fits)
    return name, end


def labels(names: Iterable[str]) -> Text:
    """Say fields by their labels."""
    known = [BY_NAME[name].label for name in names]
    return Text("、".join(label.ja for label in known), ", ".join(label.en for label in known))
