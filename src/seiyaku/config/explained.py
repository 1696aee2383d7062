"""What each setting and each key of a ledger entry is for, in both languages; tests keep both tables whole."""

from __future__ import annotations

from seiyaku.core.language import Text

# name -> (default as an operator reads it, what it is for)
SETTINGS: dict[str, tuple[str, Text]] = {
    "HOME": ("./seiyaku-instance", Text("インスタンスのフォルダー（0700）", "the instance folder (0700)")),
    "LANG": (
        "the locale",
        Text("コマンドの言語: `ja` か `en`", "the language of the command line: `ja` or `en`"),
    ),
    "SECRET_KEY": (
        "made by `seiyaku init`",
        Text("Django の署名に使う秘密。なければ動かない", "the secret of Django's signatures; nothing runs without it"),
    ),
    "HOSTS": (
        "localhost,127.0.0.1,[::1]",
        Text("応答するホスト名（コンマ区切り）", "host names that are answered, separated by commas"),
    ),
    "LOOPBACK_ONLY": (
        "yes",
        Text(
            "`no` にすると、点検がすべて通るときに限り、ほかの機械にも応える",
            "`no` lets `seiyaku up` serve other machines, when the doctor finds nothing red",
        ),
    ),
    "DATABASE_URL": (
        "sqlite:///seiyaku.sqlite3",
        Text(
            "データベース: `sqlite:///ファイル` か `postgresql://…`。アプリケーションの役割でつなぐ",
            "the database: `sqlite:///file` or `postgresql://…`, in the application's role",
        ),
    ),
    "SEQUENCER_DATABASE_URL": (
        "none",
        Text(
            "PostgreSQL で記録に順番を付ける役割のつなぎ先",
            "on PostgreSQL, how the role that places ledger entries connects",
        ),
    ),
    "RECEIVERS": (
        "none",
        Text(
            "記録の頭を控える外部（空白区切り）: 別の持ち主のフォルダーやバケット、証人（https）、メール（mailto:）",
            "who keeps heads of the ledger outside, spaces between: others' folders or buckets, witnesses (https), "
            "mailboxes (mailto:)",
        ),
    ),
    "SMTP_SERVER": (
        "none",
        Text(
            "メールを送るサーバー（`mailto:` への記録の頭、職員への招待と研修の予告、お客さまへのリンク）: "
            "`ホスト:ポート`（ポートは 25）。STARTTLS があれば使う",
            "the server that mails (heads to `mailto:` receivers, invitations and reminders to staff, links to "
            "customers): `host:port` (25); STARTTLS is used when offered",
        ),
    ),
    "SMTP_USER": ("none", Text("そのサーバーでの名前", "the name to log in there")),
    "SMTP_PASSWORD": (
        "none",
        Text("そのパスワード。TLS がなければ送らない", "its password; never sent without TLS"),
    ),
    "ADDRESS": (
        "http://localhost:8000",
        Text(
            "このインスタンスのアドレス。メールのリンクに使う",
            "where people reach this instance; links in mails begin with it",
        ),
    ),
    "SMTP_FROM": ("seiyaku@localhost", Text("差出人のアドレス", "the address mails come from")),
    "MAIL_FOLDER": (
        "none",
        Text(
            "お客さま宛てのメールを、送らずにファイルとして書くフォルダー（一台で試すため）",
            "a folder mails to customers are written to instead of being sent, to try things out on one machine",
        ),
    ),
    "OIDC_ISSUER": (
        "none",
        Text(
            "お客さま向けの、事業者自身のログイン（OpenID Connect）の発行者",
            "the issuer of the operator's own sign-in for customers (OpenID Connect)",
        ),
    ),
    "OIDC_CLIENT_ID": ("none", Text("そこでのクライアント ID", "our client id there")),
    "OIDC_CLIENT_SECRET": (
        "none",
        Text("そのクライアントの秘密。なければ PKCE だけで確かめる", "its secret; without one, PKCE alone"),
    ),
    "OIDC_PROOF": (
        "login",
        Text(
            "その発行者が証明するもの。事業者自身のログイン（`login`）か、認定を受けた事業者が検証した公的個人認証（`jpki`）",
            "what the issuer proves: the operator's own sign-in (`login`), or JPKI as a certified platform provider "
            "has verified it (`jpki`)",
        ),
    ),
    "OIDC_ACR": (
        "none",
        Text(
            "トークンの `acr` がこのどれかでなければ認めない（空白区切り。`jpki` では必ず書く）",
            "a token is taken only if its `acr` is one of these, spaces between; `jpki` must name one",
        ),
    ),
    "SIGN_INS": (
        "none",
        Text(
            "ほかのログイン（認定を受けた事業者の公的個人認証など）を、一つずつ表にして並べるファイル（TOML）",
            "a file of TOML with further sign-ins beside that one, a table each (certified providers of JPKI, for "
            "instance)",
        ),
    ),
    "TIME_ZONE": ("Asia/Tokyo", Text("日付を数える時間帯", "the time zone days are counted in")),
    "FILES": (
        "files",
        Text(
            "暗号化した添付の置き場所: フォルダーか、fsspec の知る場所",
            "where sealed attachments are kept: a folder, or any address fsspec knows",
        ),
    ),
    "OPERATOR_KEY": (
        "file:operator.key",
        Text(
            "事業者の鍵: `file:パス`、`env:名前`、`pkcs11:モジュール?token=…&label=…`",
            "the operator's key: `file:PATH`, `env:NAME` or `pkcs11:MODULE?token=…&label=…`",
        ),
    ),
    "OPERATOR_KEY_NEXT": (
        "none",
        Text(
            "事業者の鍵を替えている間の、次の鍵の場所（`seiyaku keys operator` が書く）",
            "while the operator's key is being changed: the place of the next (`seiyaku keys operator` writes it)",
        ),
    ),
    "OPERATOR_PIN": ("none", Text("PKCS#11 の装置の PIN", "the PIN of the PKCS#11 device")),
    "API_PER_MINUTE": (
        "6000",
        Text(
            "一つのトークンが一分間に求められる回数（全プロセスの合計。まとめた求めは件数で数える。0 なら制限しない）",
            "how often one service token may ask in a minute, in all processes together; a list counts as many asks as "
            "it has acts; 0: as often as it likes",
        ),
    ),
    "API_BODY_BYTES": (
        "1048576",
        Text("API が受け取る本文の大きさの上限（バイト）", "how large a body the API takes, in bytes"),
    ),
    "API_FILE_BYTES": (
        "2147483648",
        Text(
            "API に一度に送られる添付ファイルの大きさの上限（バイト）",
            "how large a body of files the API takes at once, in bytes",
        ),
    ),
    "SCRATCH": (
        "scratch",
        Text(
            "匿名加工情報を作るあいだの作業フォルダーを置くところ（0700。終われば消え、途中で止められたものは次の起動か1時間ごとに消える）",
            "where the working folders of releases of anonymised information are (0700; gone with their run, "
            "after a killed one at the next start or within the hour)",
        ),
    ),
    "POPULATION": (
        "census-2020",
        Text(
            "匿名加工情報のリスクを数える母集団。`census-2020`（同梱の令和2年国勢調査）、`none`（数えない）、"
            "またはインスタンスのフォルダーの CSV（`prefecture`・`age-group`・`sex` などの項目と `people`）",
            "the population in which the risks of anonymised information are counted: `census-2020` (Japan's census, "
            "which comes with it), `none`, or a CSV in the instance folder (items such as `prefecture`, `age-group`, "
            "`sex`, and `people`)",
        ),
    ),
    "BACKUPS": ("backups", Text("バックアップを書くフォルダー", "the folder backups are written to")),
    "BACKUP_RECIPIENTS": (
        "recipients",
        Text(
            "バックアップの宛先の秘密の鍵を置くフォルダー。別の機械や媒体に置く",
            "the folder of the private keys backups are sealed to; it belongs on another machine or medium",
        ),
    ),
    "BACKUP_KEYS_DAYS": (
        "30",
        Text(
            "バックアップの鍵のファイルを残す日数（1〜30）",
            "for how many days the key file of a backup is kept, 1 to 30",
        ),
    ),
    "SINGLE_APPROVER_DELAY_HOURS": (
        "0",
        Text(
            "承認者が一人のときに待つ時間。0 なら必ず二人",
            "how long an approval by a single person waits; 0 wants two people always",
        ),
    ),
}

ENTRY_KEYS: dict[str, Text] = {
    "v": Text("形式の版", "version of the format"),
    "id": Text("記録の番号（乱数）", "the entry's own random id"),
    "at": Text("日時（1970 年からのミリ秒、UTC）", "when, in milliseconds since 1970, UTC"),
    "n": Text("人数", "how many people"),
    "people": Text("人々の根。誰かは記さない", "the people root: who they were is not said"),
    "act": Text("行ったこと", "what was done or asked"),
    "answer": Text("`allowed`、`denied`、`unclear`、`done`", "`allowed`, `denied`, `unclear` or `done`"),
    "actor": Text("行った者の参照", "reference of who acted"),
    "behalf": Text("誰のために", "on whose behalf"),
    "proven": Text("確かめ方", "how that was proven"),
    "session": Text("確かめたときの番号", "the proof's own id"),
    "duty": Text("職務", "the duty"),
    "purpose": Text("目的", "the purpose"),
    "clause": Text("ポリシーの条項", "clause of the policy"),
    "article": Text("法令の条文", "article of the Act"),
    "reason": Text("理由の符号", "code of the reason"),
    "fields": Text("開いた項目の名前", "names of the fields opened"),
    "left": Text("開かなかった項目の名前", "names of the fields left closed"),
    "recipient": Text("渡した先", "the recipient"),
    "ground": Text("渡した根拠", "the ground of provision"),
    "policy": Text("ポリシーの版", "version of the policy"),
    "law": Text("法令の表の版", "revision of the law table"),
    "gate": Text("判断の版", "revision of the gate"),
    "standing": Text("判断のときの立場の番号", "number of the standing it was decided at"),
    "refused_n": Text("断られた人数", "how many people were refused"),
    "digest": Text("暗号文の要約", "digest of the ciphertexts"),
    "text": Text("契約などの本文の要約", "digest of the text of a contract or the like"),
    "head": Text("記録の頭", "a head of the log"),
    "origin": Text("記録の名", "the log's name"),
    "evidence": Text("示された証拠の名前", "names of the evidence that was shown"),
    "papers": Text("封をした書面の番号", "ids of sealed papers"),
    "acquisition": Text("取得の番号", "id of the acquisition"),
    "export": Text("書き出しの番号", "id of the export"),
    "counts": Text("件数", "counts"),
    "withheld": Text("本人への表示を控えるか", "whether it is withheld from the person"),
    "ref": Text("対象の参照", "reference of what it is about"),
    "case": Text("案件・お電話の参照", "reference of the case or call"),
    "caller": Text("お話しの方と、一致した項目の数", "who is calling, and how many items agreed"),
    "source": Text("情報の入り口", "the source"),
    "note_kind": Text("種類", "what kind of note it is"),
}

# What an error means, in Japanese; the English is its class's docstring (`core/errors.py`).
ERRORS: dict[str, str] = {
    "error": "Seiyaku の中で、うまくいかないことがありました。",
    "input": "渡されたものを使えません。個人の値は含みません。見つけたものは、名前か形か位置で示します。",
    "policy": (
        "ポリシー、計画、レシピのファイルを読み込めません。場所は「ファイル:行:列」で、ポリシーなら条項も示します。"
    ),
    "lines": "ファイルに使えない行があります。百件までを一つずつ示し、ファイルからは何も取り込みません。",
    "refused": "ポリシーか法律が許しません。断ったことも、示した番号で台帳に残ります。",
    "not-found": "ないか、あなたのものではありません。",
    "conflict": "先に使われています。一つしか許されない値がすでにあるか、見ていた版がもう最新ではありません。",
    "not-proven": "どなたが求めているのか、確かめられませんでした。",
    "unavailable": "いまは閉じています。何も渡しておらず、途中のものもありません。どうすれば開くかを示します。",
    "integrity": "保管したものと一致しません。入れ替わり、欠け、書き換え、別の鍵で開けたことのどれかです。",
    "verification": "証明、署名、記録の頭のどれかが合いません。",
}
