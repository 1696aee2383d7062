"""What is said of settings that stop the start, in Japanese: a table."""

from __future__ import annotations

PLACES: dict[str, str] = {
    "the environment": "環境変数",
}

SAID: dict[str, str] = {
    "a value: run `seiyaku init`, or set it": "値。`seiyaku init` を行うか、設定してください",
    "a file that is not UTF-8: {0}": "UTF-8 でないファイル: {0}",
    "a file that cannot be read: {0} ({1})": "読めないファイル: {0}（{1}）",
    "a file that is there, for its owner to read": "そこにある、持ち主の読めるファイル",
    "text in UTF-8": "UTF-8 の文字",
    "a setting that may stand in this file (docs/reference/settings)": (
        "このファイルに書ける設定（docs/reference/settings）"
    ),
    "a setting": "設定の名前",
    "a line of another form": "別の形の行",
    "SEIYAKU_NAME=value": "SEIYAKU_名前=値",
    "{0} for the second time": "二度目の {0}",
    "each setting once": "どの設定も一度",
    "{0} may not be read: run this as whom the folder belongs to, or name another folder with --home": (
        "{0} を読めません。フォルダーの持ち主として行うか、--home で別のフォルダーを示してください"
    ),
    "yes or no, in these words": "yes か no",
    "a whole number from {0} to {1}": "{0} から {1} までの整数",
    "a time zone such as Asia/Tokyo": "Asia/Tokyo のような時間帯の名前",
    "names of hosts, commas between, without https:// and without ports": (
        "ホストの名前（コンマ区切り。https:// もポートも付けずに）"
    ),
    "https://HOST": "https://ホスト",
    "HOST or HOST:PORT of the mail server": "メールのサーバーの ホスト か ホスト:ポート",
    "NAME@HOST": "名前@ホスト",
    "folders, SCHEME://PLACE, https://HOST or mailto:NAME@HOST, spaces between": (
        "フォルダー、種類://場所、https://ホスト、mailto:名前@ホスト（空白区切り）"
    ),
    "another kind of place": "別の種類の場所",
    "file:PATH, env:NAME or pkcs11:MODULE?token=…&label=…": (
        "file:パス、env:名前、pkcs11:モジュール?token=…&label=… のどれか"
    ),
    "sqlite:///FILE or postgresql://USER:PASSWORD@HOST:PORT/NAME": (
        "sqlite:///ファイル か postgresql://利用者:パスワード@ホスト:ポート/名前"
    ),
    "jpki without acr": "acr のない jpki",
    "the contexts to demand in SEIYAKU_OIDC_ACR": "求める認証の水準（SEIYAKU_OIDC_ACR）",
    "the contexts to demand in acr": "求める認証の水準（acr）",
    "what is not TOML: {0}": "TOML でないもの: {0}",
    "{0} more than once": "二度以上ある {0}",
    "each issuer once": "どの発行者も一度",
    "a name of small letters, digits and hyphens, not `back`": "小文字と数字とハイフンの名前（back のほか）",
    "another word": "別の言葉",
    "a table of {0}": "次の言葉の表: {0}",
    "no {0}": "{0} がない",
    "{0} = a text": "{0} = 文字",
    "another label": "別の形の label",
    "an empty label": "空の label",
    "label = {ja = …, en = …}": "label = {ja = …, en = …}",
    "another acr": "別の形の acr",
    "acr = a list of contexts": "acr = 認証の水準の並び",
    "another proof": "別の proof",
    "proof = login or jpki": "proof = login か jpki",
    "another client_secret_file": "別の形の client_secret_file",
    "the name of a file": "ファイルの名前",
}
