"""What the rules of the core, the policies, the registers and the papers say when something is wrong, in Japanese."""

from __future__ import annotations

PLACES: dict[str, str] = {
    "duration": "期間",
    "kana": "カナ",
    "postal-code": "郵便番号",
    "email": "メールアドレス",
    "prefecture": "都道府県",
    "sex": "性別",
    "number": "数",
    "my-number": "個人番号",
    "corporate-number": "法人番号",
    "phone": "電話番号",
    "paper, {0}": "書面（{0}）",
    "policy version {0}": "ポリシーの版 {0}",
    "register": "法定の記録",
    "period": "期間",
    "page": "頁",
    "register, related": "法定の記録（個人関連情報）",
}

SAID: dict[str, str] = {
    # durations, encodings, days
    "a number and d, m or y, for instance 30d, 6m, 5y": "数と d・m・y のどれか（例: 30d、6m、5y）",
    "bytes in no encoding of Japanese": "日本語のどの文字コードでもない並び",
    "text in UTF-8, UTF-16, Shift_JIS (cp932), EUC-JP or ISO-2022-JP": (
        "UTF-8、UTF-16、Shift_JIS（cp932）、EUC-JP、ISO-2022-JP のどれかの文字"
    ),
    "a NUL character, as in a binary file": "NUL 文字がある（文字ではないファイルのよう）",
    "control characters, as in a binary file": "制御文字がある（文字ではないファイルのよう）",
    "something that is not one": "日付ではないもの",
    "a date such as 1985-04-01, 1985年4月1日, 昭和60年4月1日 or S60.4.1": (
        "日付（例: 1985-04-01、1985年4月1日、昭和60年4月1日、S60.4.1）"
    ),
    "a day outside its era": "その元号にない日",
    "a day before 1873-01-01": "1873-01-01 より前の日",
    "a day of the present calendar": "今の暦の日",
    "a day that no calendar has": "暦にない日",
    # what people say about themselves
    "a type that can be compared": "比べられる種類",
    "more than {0} characters": "{0} 文字より長い",
    "a value": "値",
    "a control character": "制御文字がある",
    "text": "文字",
    "characters that are not kana": "カナではない文字がある",
    "kana, in whatever width": "カナ（全角・半角は問わない）",
    "{0} digits": "{0} 桁",
    "seven digits, such as 150-0001": "7 桁の数字（例: 150-0001）",
    "an address such as name@mail.example": "メールアドレス（例: name@mail.example）",
    "a domain that cannot be": "ありえないドメイン",
    "one of the 47, such as 東京都": "47 都道府県のどれか（例: 東京都）",
    "a word not known": "知らない言葉",
    "男, 女, その他 or 無回答": "男・女・その他・無回答のどれか",
    "digits, such as 1,234": "数字（例: 1,234）",
    "12 digits with their right check digit": "検査用数字の合う 12 桁の数字",
    "13 digits with their right check digit": "検査用数字の合う 13 桁の数字",
    "a telephone number such as 03-1234-5678, 090-1234-5678 or +81 90 1234 5678": (
        "電話番号（例: 03-1234-5678、090-1234-5678、+81 90 1234 5678）"
    ),
    # policies, papers, attestations
    "no policy is in force: publish one with `seiyaku policy publish`": (
        "効力のあるポリシーがありません。`seiyaku policy publish` で公表してください"
    ),
    "no policy is published": "公表したポリシーがありません",
    "no policy version {0}": "ポリシーの版 {0} はありません",
    "its files are not what was published": "ファイルが公表したときのものと違います",
    "policy version {0} is published": "ポリシーの版 {0} は公表されています",
    "{0} bytes": "{0} バイト",
    "paper": "その書面",
    "a clause of the policy in force": "いまのポリシーにある条項",
    "what was looked at, and how": "何をどのように確かめたか",
    "attestation": "その証言",
    "report": "その報告",
    # what the law makes us keep
    "more than {0} records": "記録が {0} 件を超える",
    "a kind, a partner or a shorter period": "種別・取引先・短い期間で絞ったもの",
    "its last day before its first": "最後の日が最初の日より前",
    "from a day to that day or a later one": "最初の日と同じ日か、それより後の日まで",
    "{0} after {1}": "{1} 件目の後の {0} 件",
    "1 to {0} records at a time": "一度に 1 件から {0} 件",
    "--out or --propose": "--out か --propose",
    "--person besides": "--person もある",
    "{0} people": "{0} 人",
    "items that only one person holds": "一人だけに当てはまる項目",
    "a batch of what each time has its own record": "一回ごとに記録するものをまとめた記録",
    "each time (R.19(2), R.23(2))": "一回ごとの記録（施行規則19条2項・23条2項）",
    "a third party without name, address or representative": "相手の名称・住所・代表者のどれかがない",
    "all three": "三つとも",
    "what went or came, by concrete names": "渡した、または受け取った項目の具体的な名前",
    "nobody": "だれのものか書かれていない",
    "the person's name, or enough to tell who it was": "本人の氏名、または本人を特定できる事項",
    "no course of acquisition": "取得の経緯がない",
    "how the provider came by it (30(1)(ii))": "提供した者がどのように取得したか（30条1項2号）",
    "no consent on a basis of consent": "同意を根拠とするのに同意がない",
    "that the person's consent was there": "本人の同意を得ていること",
    "a person": "本人が書かれている",
    "none: this record never says whose (R.28)": "書かない。この記録はだれのものかを書かないもの（施行規則28条）",
    "no confirmation of consent": "同意の確認がない",
    "that the recipient has it, and how that was confirmed": "相手が同意を得ていることと、その確かめ方",
    "an unknown class": "知らない種類",
    "record": "その記録",
    "a record that would have gone in {0}": "{0} に消えているはずの記録",
    "one that is still due": "まだ期限の来ない記録",
}
