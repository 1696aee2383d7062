"""What several rooms say when something is wrong, in Japanese: a table."""

from __future__ import annotations

PLACES: dict[str, str] = {
    "the database": "データベース",
    "use": "利用",
    "outside": "外の控え",
}

SAID: dict[str, str] = {
    "duty": "役割",
    "password": "パスワード",
    "{0} lines": "{0} 行",
    "both, or neither": "両方ある、またはどちらもない",
    "nothing": "何もない",
    "{0} rows": "{0} 行",
    "{0} columns": "{0} 列",
    "{0} characters": "{0} 文字",
    "no purpose": "目的がない",
    "{0} to {1}": "{0} から {1}",
    "a day to come": "これからの日",
    "something else": "別のもの",
    "at most {0}": "{0} まで",
    "one of them": "どちらか一方",
    "one of {0}": "次のどれか: {0}",
    "each column once": "どの列も一度",
    "1 to {0}": "1 から {0}",
    "today or earlier": "今日かそれより前",
    "the last day anybody needs it": "必要な最後の日",
    "partner": "その取引先",
    "1 to {0} characters": "1 から {0} 文字",
    "ledger entry": "その記録",
    "a field of the policy": "ポリシーにある項目",
    "another kind of mail address": "別の形のメールの宛先",
    "bytes that are not UTF-8": "UTF-8 でないバイト",
    "mailto:NAME@HOST": "mailto:名前@ホスト",
}
