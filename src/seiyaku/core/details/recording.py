"""What the ledger says when something is wrong, in Japanese: a table."""

from __future__ import annotations

PLACES: dict[str, str] = {
    "ledger entry": "記録",
    "ledger entry, {0}": "記録の {0}",
    "head": "記録の頭",
    "ledger": "記録",
    "take-away list": "取り消しの一覧",
}

SAID: dict[str, str] = {
    "a body without act or answer": "act か answer のない本体",
    "both": "その両方",
    "the key {0}": "キー {0}",
    "a {0} that does not fit": "合わない {0}",
    "an identifier, a list of them, a digest or a count, as the key asks": (
        "キーに応じて、識別子、その並び、要約、件数のどれか"
    ),
    "no key of this instance signed it": "このインスタンスの鍵の署名がありません",
    "it does not read as one": "記録の頭として読めません",
    "it could not be mailed: {0}": "メールで送れませんでした: {0}",
    "this is another log, {0}": "これは別の記録 {0} です",
    "something is to be mailed, but SEIYAKU_SMTP_SERVER is not set": (
        "メールで送るものがありますが、SEIYAKU_SMTP_SERVER が設定されていません"
    ),
    "the head could not be mailed: {0}": "記録の頭をメールで送れませんでした: {0}",
    "the mail server offers no TLS: the password is not sent": (
        "メールサーバーが TLS に対応していないので、パスワードを送りません"
    ),
    "the witness does not sign: it answered {0}": "証人が署名しません（応答 {0}）",
    "a witness beyond this machine is asked through TLS only": "この機械の外の証人には、TLS でだけ尋ねます",
    "the receiver holds another log, {0}": "控えの受け手が持っているのは、別の記録 {0} です",
    "rolled back: the receiver holds {0} entries, there are {1} here": (
        "巻き戻されています。控えの受け手には {0} 件、ここには {1} 件の記録があります"
    ),
    "the log was rewritten before entry {0}": "記録が、{0} 件目より前で書き換えられています",
    "{0} receivers could not be reached: {1}": "控えの受け手 {0} か所に届きませんでした: {1}",
    "the witness does not answer: {0}": "証人が答えません: {0}",
    "log {0} goes on beyond what its restoration named": "記録 {0} に、復元のときに示した頭より先があります",
    "the witness knows {0} entries, there are {1} here": "証人が知るのは {0} 件、ここにあるのは {1} 件です",
    "entries of the ledger have waited for {0} s to be placed: start the sequencer": (
        "記録が順番付けを {0} 秒待っています。順番付けを動かしてください"
    ),
    "the newest part of the index of people does not read, at {0}": "人の索引の新しい部分を、{0} 番で読めません",
    "its key is not in the keyring: the backup is older than a turn of the paper key": (
        "その鍵が鍵束にありません（paper の鍵の交換より前のバックアップです）"
    ),
    "what follows {0} is missing": "{0} 番の次が欠けています",
    "an open tile is missing": "途中のタイルが欠けています",
    "the tree was not left like this by this instance": "木が、このインスタンスの残した形ではありません",
    "tile {0}/{1} is missing": "タイル {0}/{1} が欠けています",
}
