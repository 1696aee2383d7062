"""What programs and the customer's own page are told when something is wrong, in Japanese: a table."""

from __future__ import annotations

PLACES: dict[str, str] = {
    "body, position {0}": "本文の {0} 文字目",
    "file {0}": "{0} 番目のファイル",
    "file {0}, {1}": "{0} 番目のファイルの {1}",
    "content": "中身",
    "sign-in": "サインイン",
    "subject": "利用者の識別子",
    "Idempotency-Key": "Idempotency-Key ヘッダー",
}

SAID: dict[str, str] = {
    # programs
    "no token": "トークンがありません",
    "too many levels": "入れ子が深すぎる",
    "at most {0} levels": "{0} 段まで",
    "a NUL": "NUL 文字がある",
    "text without NUL": "NUL 文字のない文字列",
    "JSON in UTF-8, without lone surrogates": "UTF-8 の JSON（片割れのサロゲートのないもの）",
    "address and representative together": "住所と代表者の両方",
    "none of that name": "その名前のものはない",
    "a line of JSON, and a file's bytes": "JSON の一行と、ファイルの中身",
    "no line of JSON": "JSON の一行がない",
    "one of at most {0} bytes, and a line end": "{0} バイトまでの一行と改行",
    "{0} bytes too few": "{0} バイト足りない",
    "as many bytes as its line says": "その行に書かれた長さ",
    "base64": "base64 の文字列",
    "no program": "プログラムではありません",
    "1 to 255 visible letters of ASCII": "見える ASCII 文字 1 から 255 個",
    "problem": "その問題の種類",
    "address of the API": "その API のアドレス",
    # the customer's own page
    "this does not prove who you are, or no longer": "これではご本人と確かめられないか、期限が切れています",
    "a letter is on its way, or there were too many": "手紙をお送りしているところか、回数が多すぎます",
    "this letter is not waiting any more": "この手紙はもう待たれていません",
    "this account is linked already": "このアカウントはすでに結び付いています",
    "this passkey is known already": "このパスキーはすでに登録されています",
    "no link by mail": "メールのリンクではできません",
    "the post": "郵便",
    "a mail address and {0} items": "メールアドレスと {0} つの項目",
    "letter": "その手紙",
    "the address is not held, or changed too lately: answer on paper, after looking at a document": (
        "住所をお預かりしていないか、変わったばかりです。書類を確かめたうえで、書面でお答えください"
    ),
    "no sign-in of the operator's": "事業者のサインインが設定されていない",
    "its issuer and our client id": "発行者と、こちらのクライアント ID",
    "the issuer is another than the setting says": "発行者が設定と違います",
    "the sign-in is not served over TLS": "サインインの相手が TLS を使っていません",
    "the sign-in does not answer as it should": "サインインの相手が正しく応答しません",
    "the sign-in does not answer: {0}": "サインインの相手が応答しません: {0}",
    "credential": "その資格情報",
}
