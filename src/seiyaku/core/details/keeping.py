"""What keys and backups say when something is wrong, in Japanese: a table."""

from __future__ import annotations

PLACES: dict[str, str] = {
    "the backup": "バックアップ",
    "the key file": "鍵のファイル",
    "restore open": "戻したものを開くこと",
    "keyring": "鍵束",
    "backup": "バックアップ",
}

SAID: dict[str, str] = {
    "tables of another version": "別の版の表",
    "of backup {0}": "バックアップ {0} のもの",
    "a restoration without a copy from outside": "外の控えなしの復元",
    "the private half of a recipient": "宛先の秘密の鍵",
    "those of this version": "この版の表",
    "recipient": "その宛先",
    "the recipient's key {0}": "宛先の鍵 {0}",
    "the device holds a key labelled {0} already": "装置には {0} という名前の鍵がもうあります",
    "this instance has a keyring already": "鍵束は、もうあります",
    "the {0} key is not being turned": "鍵 {0} は交換中ではありません",
    "no room answers for what the {0} key protects: the old key stays": (
        "鍵 {0} の守るものを引き受けるところがないので、古い鍵を残します"
    ),
    "{0} things still stand under the retired {1} key": "{0} 件が、まだ古い鍵 {1} のもとにあります",
    "the {0} key is being turned already": "鍵 {0} は、もう交換中です",
    "nothing is closed by a restoration": "復元のために閉じているものはありません",
    "somebody works here: sign in, and have a second person approve": (
        "職員がいます。サインインして、二人目の承認を得てください"
    ),
    "the grant has ended": "開く許可の期限が過ぎています",
    "the grant does not name this person": "開く許可が、この人のものではありません",
    "the grant does not name one of these people": "開く許可が、このうちの一人のものではありません",
    "the grant was not issued by the ledger of this instance": "開く許可が、ここの記録から出たものではありません",
    "the device that holds the operator's key does not answer: {0}": "事業者の鍵の装置が答えません: {0}",
    "SEIYAKU_OPERATOR_KEY: expected pkcs11:MODULE?token=LABEL&label=LABEL": (
        "SEIYAKU_OPERATOR_KEY は pkcs11:モジュール?token=名前&label=名前 の形です"
    ),
    "the device wants a PIN: set SEIYAKU_OPERATOR_PIN or SEIYAKU_OPERATOR_PIN_FILE": (
        "装置に PIN が要ります。SEIYAKU_OPERATOR_PIN か SEIYAKU_OPERATOR_PIN_FILE を設定してください"
    ),
    "PKCS#11 wants the extra seiyaku[pkcs11]": "PKCS#11 には seiyaku[pkcs11] を入れます",
    "there is no keyring yet: run `seiyaku init`": "鍵束がまだありません: `seiyaku init`",
    "the keyring has no current key for {0}": "鍵束に、いまの {0} の鍵がありません",
    "SEIYAKU_OPERATOR_KEY: expected file:PATH, env:NAME or pkcs11:MODULE?token=…&label=…": (
        "SEIYAKU_OPERATOR_KEY は file:パス、env:名前、pkcs11:モジュール?token=…&label=… のどれかです"
    ),
    "{0} does not hold an operator's key: expected seiyaku-operator-key-1 and 43 characters of base64url": (
        "{0} に事業者の鍵がありません（seiyaku-operator-key-1 と base64url の 43 文字のはずです）"
    ),
    "the operator's key {0} is not a file": "事業者の鍵 {0} はファイルではありません",
    "others may read the operator's key {0}: chmod 600": "事業者の鍵 {0} をほかの利用者が読めます: chmod 600",
    "the operator's key {0} belongs to another user": "事業者の鍵 {0} の持ち主が違います",
    "the operator's key is to be in the environment variable {0}, which is not set": (
        "事業者の鍵を入れる環境変数 {0} がありません"
    ),
    "the operator's key {0} is not there: put its copy back, or name its place in SEIYAKU_OPERATOR_KEY": (
        "事業者の鍵 {0} がありません。控えを戻すか、置き場所を SEIYAKU_OPERATOR_KEY に書いてください"
    ),
    "the operator's key {0} cannot be read: {1}": "事業者の鍵 {0} を読めません: {1}",
    "a key cannot be made at {0}: it must be there already": "{0} に鍵は作れません。先に用意してください",
    "the operator's key was changed since this process began: start it anew": (
        "動き始めたあとに事業者の鍵が替わりました。起動し直してください"
    ),
    "the key is destroyed, but a reader keeps the database's log from being emptied": (
        "鍵は捨てましたが、読んでいるものがあってデータベースのログを空にできません"
    ),
    "a backup is being taken already": "バックアップを取っている途中です",
    "a root key does not open under this operator's key": "根の鍵が、この事業者の鍵では開きません",
    "root key {0} is wrapped by {1}; this operator's key is {2}: have SEIYAKU_OPERATOR_KEY name the other's place": (
        "根の鍵 {0} は {1} で包んであり、いまの事業者の鍵は {2} です。SEIYAKU_OPERATOR_KEY をその鍵の場所にしてください"
    ),
    "root key {0} is not one that this version made": "根の鍵 {0} は、この版の作ったものではありません",
    "root key {0} is not in the keyring: destroyed, or of another instance": (
        "根の鍵 {0} が鍵束にありません（捨てたか、別のインスタンスのもの）"
    ),
    "a root key is cut short": "根の鍵が途中で切れています",
    "is not a sealed backup file, or its beginning is missing": "封をしたバックアップでないか、始まりが欠けています",
    "is sealed to recipient {0}, the key given is {1}": "宛先 {0} に封をしたもので、渡された鍵は {1} です",
    "cut short": "途中で切れています",
    "does not open: altered, moved, or sealed under another key": (
        "開きません（変えられた、移された、別の鍵で封をした）"
    ),
    "is not a sealed stream, or its beginning is missing": "封をしたものでないか、始まりが欠けています",
    "chunk {0} does not open: altered, moved or cut short": (
        "{0} 番目の区切りが開きません（変えられた、移された、切れた）"
    ),
    "the wrapped key is not whole": "包んだ鍵が欠けています",
    "the key is wrapped for another use": "別の用途の鍵です",
    "the wrapped key does not open: altered, or another's": "包んだ鍵が開きません（変えられたか、別のものの鍵）",
    "does not read as a backup": "バックアップとして読めません",
    "goes on after its end": "終わりのあとに続きがあります",
    "ends in the middle": "途中で終わっています",
    "it holds something that no backup holds": "バックアップにないはずのものがあります",
    "the database in it is not whole": "中のデータベースが欠けています",
    "it is of another instance": "別のインスタンスのものです",
    "is {0}: were the two swapped?": "{0} です。二つのファイルが逆ではありませんか",
    "does not read as a backup of this version": "この版のバックアップとして読めません",
    "its ledger is not a beginning of the one here": "中の記録が、ここの記録の始まりではありません",
    "its keys are of another instance": "鍵が別のインスタンスのものです",
    "{0} holds nothing of log {1}": "{0} に記録 {1} の控えがありません",
    "it holds another log, {0}": "別の記録 {0} の控えです",
    "the backup's ledger is not a beginning of the one kept there": (
        "バックアップの記録が、そこに控えた記録の始まりではありません"
    ),
}
