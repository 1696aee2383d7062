"""What the console says wrong, in Japanese."""

from __future__ import annotations

PLACES: dict[str, str] = {
    "pin": "粗さの固定",
    "attestation": "確認",
    "date": "日付",
    "passed": "結果",
    "findings": "確認したこと",
    "outcome": "結果",
    "purpose": "利用目的",
    "said": "内容",
    "search": "検索",
    "until": "終わりの日",
}
SAID: dict[str, str] = {
    "too long a plan": "長すぎる計画",
    "no levels": "段階でないもの",
    "the levels of a node": "ある粗さの段階",
    "clause": "条項",
    "0 to {0}": "0 から {0}",
    "1 to 14": "1 から 14",
    "YYYY-MM-DD": "2026-01-31 のような日付",
    "a CSV file of at most 1 MiB": "1 MiB までの CSV ファイル",
    "a file of at most 1 MiB": "1 MiB までのファイル",
    "a file of at most 5 MiB": "5 MiB までのファイル",
    "a telephone number, member number, mail address or name": "電話番号、会員番号、メールアドレス、氏名のどれか",
    "a telephone number, member number, mail address, or name and one more": (
        "電話番号、会員番号、メールアドレスのどれか、または氏名ともう一つ"
    ),
    "another's": "ほかのもの",
    "clean or found": "問題なし、または指摘あり",
    "no answer": "答えがない",
    "no sample waits to be signed": "署名を待つ見本がありません",
    "none, or too large a one": "ファイルがないか、大きすぎる",
    "one of this partner": "この取引先のもの",
    "one of your own purposes that may take information out": "取り出しのできる、自分の職務の利用目的",
    "what was complained of": "苦情の内容",
    "what was said": "内容",
    "yes or no": "はい、またはいいえ",
    "yes, no or n/a": "はい、いいえ、または該当なし",
}
