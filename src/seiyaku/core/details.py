"""
The details of errors in Japanese: what is wrong in this case, beside `headings`, which say what kind of error it is.

An error carries its facts in an English sentence; the sentence, with `{0}` for each fact, is the key of its Japanese
one. `japanese` finds it at the edge. What is only a name (an option, a setting, a path) is said as it is. A test reads
the rooms' code, and fails for a sentence that is not here.

This file is long because it is a table.
"""

from __future__ import annotations

import re
from functools import cache

from .errors import InputError, IntegrityError, PolicyError, SeiyakuError
from .language import Language

JAPANESE: dict[str, str] = {
    # what was handed in: where
    "standard input": "標準入力",
    "people": "対象の人",
    "the database": "データベース",
    "settings": "設定",
    "duty": "役割",
    "clause": "条項",
    "use": "利用",
    "explain": "説明",
    "login": "サインイン名",
    "program name": "プログラムの名前",
    "service token": "サービストークン",
    "review": "利用状況の確認",
    "line {0}": "{0} 行目",
    "line 1": "1 行目",
    "file": "ファイル",
    "password": "パスワード",
    "staff kind": "職員の区分",
    "course": "研修",
    "pledge": "誓約",
    "staff contact": "職員の連絡先",
    "leaving": "退職",
    "grace": "猶予",
    "training": "研修",
    "score": "点数",
    "the backup": "バックアップ",
    "the key file": "鍵のファイル",
    "restore open": "戻したものを開くこと",
    "country": "国",
    "partner identity": "取引先の名称・住所・代表者",
    "partner contact": "取引先の連絡先",
    "contract": "契約",
    "supervision": "監督",
    "legal character": "法的な位置づけ",
    "arguments": "引数",
    "path": "パス",
    "contact": "連絡",
    "row": "行",
    "export": "書き出し",
    "column {0}": "{0} 列",
    "checklist": "点検表",
    "checklist, {0}": "点検表の {0}",
    "sub-entrustment": "再委託",
    "return": "返却",
    "mending": "是正",
    "sample": "抜き取り",
    "department": "部署",
    "supervisor": "監督する人",
    "staff contact, email": "職員の連絡先（メール）",
    # what was handed in: found
    "--quasi beside it": "--quasi が一緒にある",
    "--recipe beside it": "--recipe が一緒にある",
    "its end": "終わり",
    "no file that is there": "あるはずのファイルがない",
    "{0} lines": "{0} 行",
    "both, or neither": "両方ある、またはどちらもない",
    "no public id": "番号ではないもの",
    "--destroyed besides": "--destroyed も一緒にある",
    "--proposal besides": "--proposal も一緒にある",
    "--proposal or --create besides": "--proposal か --create も一緒にある",
    "--invited besides": "--invited も一緒にある",
    "an instance": "インスタンスがある",
    "a folder with something in it": "中に何かあるフォルダー",
    "{0} tables in it": "{0} 個の表がある",
    "what a founding or restoration begun elsewhere left in it": "別のフォルダーで始めた設置か復元が残したもの",
    ".html, .pdf or .json": ".html、.pdf、.json のどれか",
    "nothing": "何もない",
    "the standard input twice": "標準入力が二度",
    "a terminal": "端末",
    "a folder that is not a demo of ours": "見本のものではないフォルダー",
    "a file that is there": "すでにあるファイル",
    "not one of them": "そのどれでもないもの",
    "a role that may not make roles": "役割を作れない役割",
    "a file at {0}": "{0} にすでにあるファイル",
    "one of the two alone": "片方だけ",
    "a file of that name": "その名前のファイルがある",
    "{0} rows": "{0} 行",
    "none": "何もない",
    "another kind of address": "別の種類のアドレス",
    "no --out": "--out がない",
    "no file": "ファイルがない",
    "no ending": "拡張子がない",
    "no header": "見出しの行がない",
    "{0} columns": "{0} 列",
    "column {0} twice": "{0} 列が二度",
    "nested columns": "入れ子の列",
    "an unreadable header": "読めない見出しの行",
    "not a Parquet file": "Parquet でないファイル",
    "{0} characters": "{0} 文字",
    "until {0}": "{0} まで",
    "no purpose": "目的がない",
    "{0} days": "{0} 日",
    "{0} to {1}": "{0} から {1}",
    "no findings": "所見がない",
    "a day to come": "これからの日",
    "other bytes": "UTF-8 でない文字",
    "not all of them": "足りないもの",
    "one of the two": "片方だけ",
    "none, or one that is there": "ファイルがない、またはすでにある",
    "what does not go together": "一緒に使えないもの",
    "no value": "値がない",
    "a file of that name, or another kind": "その名前のファイル、または別の種類",
    "one person, or a file of many": "一人と、大勢のファイルの両方か、どちらもない",
    "another name": "別の名前",
    "another ending": "別の拡張子",
    "something of that name": "その名前のものがある",
    "no entry": "記録の番号がない",
    "a long column name": "長い列の名前",
    "a day of another form": "日付の形でないもの",
    "{0} faults in the file": "{0} か所の誤り",
    "{0} answers": "{0} 個の答え",
    "{0}: no": "{0}: いいえ",
    "another answer": "別の答え",
    "a day": "日付",
    "something left out": "抜けたもの",
    "no proof": "証拠がない",
    "{0} to {1}, in force": "{0} から {1} まで、有効",
    "a contract that does not speak of it": "そのことを定めていない契約",
    "{0} items": "{0} 項目",
    "a long one": "長すぎるもの",
    "{0} uses": "{0} 件の利用",
    "from {0}": "{0} から",
    "other columns": "別の列",
    "no CSV": "CSV でないもの",
    "another shape": "別の形",
    "themself": "本人",
    "one that is easily guessed": "推測されやすいもの",
    "no end date": "終わりの日がない",
    "no reason": "理由がない",
    "a number beyond": "範囲の外の数",
    "something else": "別のもの",
    "tables of another version": "別の版の表",
    "of backup {0}": "バックアップ {0} のもの",
    "a restoration without a copy from outside": "外の控えなしの復元",
    "no text": "契約の本文がない",
    # what was handed in: expected
    "a recipe or options, not both": "レシピかオプションの、どちらか一方",
    "a form of the policy": "ポリシーの様式",
    "--population beside it": "--population も一緒に",
    "ORGANISATION PERSON --role, or --file": "ORGANISATION PERSON --role、または --file",
    "PERSON PATH, or --file": "PERSON PATH、または --file",
    "a file, from the table's folder": "表のあるフォルダーから見たファイル",
    "PERSON, --people or --all": "PERSON、--people、--all のどれか",
    "a new file for many people's": "大勢のものを書き出す新しいファイル",
    "PERSON --fields [--since], or --file [--changed]": "PERSON --fields [--since]、または --file [--changed]",
    "a value in at least one column": "少なくとも一つの列の値",
    "--people or --all": "--people か --all",
    "a new .csv, .jsonl or .parquet": "新しい .csv、.jsonl、.parquet のどれか",
    "a value in the column {0}": "{0} 列の値",
    "a day as 2026-04-01": "2026-04-01 の形の日付",
    "PERSON ENTRY…, or --file": "PERSON ENTRY…、または --file",
    "a header of short names": "短い名前の見出し",
    "PERSON [--records], or --people with --out": "PERSON [--records]、または --people と --out",
    "REF and --out, or neither": "REF と --out の両方か、どちらもなし",
    "field=view, each field once": "項目=見方、どの項目も一度",
    "ITEM=no:YYYY-MM-DD": "項目=no:YYYY-MM-DD",
    "one for each item: {0} …": "項目ごとに一つ: {0} …",
    "a day by which it is mended, or a look that failed": "いつまでに直すか、または不合格とすること",
    "a day only where something is to be mended": "日付は、直すものがあるときだけ",
    "after {0}, up to {1}": "{0} より後、{1} まで",
    "a name, items, and the consent as it was given": "名称、項目、得た同意",
    "what the partner signed": "取引先が署名したもの",
    "the term sub-entrustment": "再委託の条項",
    "of the contract's: {0}": "契約のもののうち: {0}",
    "only {0}": "{0} だけ",
    "at most {0} characters": "{0} 文字まで",
    "what shows that it is mended": "直したことを示すもの",
    "{0} or earlier: no day is left out": "{0} かそれより前（抜ける日がないように）",
    "a file of CSV": "CSV のファイル",
    "another": "別の人",
    "somebody who works here": "在籍する職員",
    "no more cells than columns": "列の数までのセル",
    "a completion that is not recorded yet": "まだ記録していない修了",
    "a line with the value of {0}": "{0} の値の行",
    "at most {0}": "{0} まで",
    "public ids, or --people with a file": "番号、または --people でファイル",
    "32 hexadecimal digits": "32 桁の十六進数",
    "one of them": "どちらか一方",
    "one of them: treatments are done on one machine": "どちらか一方（加工は一台の機械で行います）",
    "an empty or a new folder": "空の、または新しいフォルダー",
    "an empty database": "空のデータベース",
    "one or more files to check, or - for the standard input": "検査するファイル、または標準入力を表す -",
    "- once": "- は一度だけ",
    "a day as YYYY-MM-DD": "YYYY-MM-DD の形の日付",
    "a folder without one: --out DIR": "それのないフォルダー: --out DIR",
    "FIELDS, --replay or --again": "FIELDS、--replay、--again のどれか",
    "one of {0}": "次のどれか: {0}",
    "its owner, with CREATEROLE": "CREATEROLE を持つ、その所有者",
    "a setting that can be used": "使える設定",
    "a place with nothing there; without --create it is used": (
        "何もない場所。--create を付けなければ、そこの鍵を使います"
    ),
    "--address and --representative together": "--address と --representative の両方",
    "a duty that is held": "その人が持つ役割",
    "a clause of this policy": "このポリシーの条項",
    "a new one": "新しいもの",
    "one row": "一行",
    "the copy of the operator's key file": "事業者の鍵のファイルの控え",
    "the folder to keep everything in": "すべてを残すフォルダー",
    "a .csv, .jsonl or .parquet file": ".csv、.jsonl、.parquet のどれかのファイル",
    ".csv, .jsonl or .parquet": ".csv、.jsonl、.parquet のどれか",
    "column names": "列の名前",
    "each column once": "どの列も一度",
    "plain columns": "ふつうの列",
    "a whole Parquet file": "欠けていない Parquet のファイル",
    "PERSON, --by, --people or --all": "PERSON、--by、--people、--all のどれか",
    "a file for many people's values": "大勢の値を書き出すファイル",
    "1 to {0}": "1 から {0}",
    "1 to 64": "1 から 64 文字",
    "1 to 80": "1 から 80 文字",
    "1 to {0} days": "1 から {0} 日",
    "{0} or later": "{0} かそのあと",
    "at least one that the policy names": "ポリシーにある目的を一つ以上",
    "days in order, up to today": "順に並んだ、今日までの日",
    "what was looked at, and what was found": "何を見て、何が分かったか",
    "login, course, date[, score]": "login, course, date[, score] の列",
    "0 to 100": "0 から 100",
    "today or earlier": "今日かそれより前",
    "one that is neither common nor the login": "よくあるものでも、サインイン名でもないもの",
    "one of the operator's own people (3-1)": "事業者自身の職員の区分（3-1）",
    "the day after which nobody needs it": "誰も要らなくなる日",
    "today or earlier: what ends, ends at once": "今日かそれより前（終わるものは、その場で終わります）",
    "why this person, this time": "なぜこの人に、今回なのか",
    "the private half of a recipient": "宛先の秘密の鍵",
    "those of this version": "この版の表",
    "two capital letters (ISO 3166)": "大文字二つ（ISO 3166）",
    "the last day anybody needs it": "必要な最後の日",
    "the text that was signed": "署名した本文",
    "handling or measures": "handling か measures",
    "lower-case words joined by hyphens": "小文字の語をハイフンでつないだもの",
    # what is not there
    "recipient": "その宛先",
    "recipient {0}": "宛先 {0}",
    "backup file {0}": "バックアップのファイル {0}",
    "the recipient's key {0}": "宛先の鍵 {0}",
    "nobody is held under this": "これに当たる人は登録されていません",
    "account": "その職員",
    "proposal": "その提案",
    "program": "そのプログラム",
    "partner": "その取引先",
    "finding": "その指摘",
    # who was first
    "proposal used, withdrawn or over": "提案は、使われたか、取り下げられたか、期限が過ぎています",
    "proposal approved already": "提案は、もう承認されています",
    "the last manager": "最後の責任者です",
    "the same ask is being done at this moment: ask again": "同じ求めをいま処理しています。もう一度求めてください",
    "this instance has its first account already": "最初のアカウントは、もうあります",
    "completion recorded already": "修了は、もう記録されています",
    "nothing has lapsed": "切れた研修はありません",
    "this lapse had its grace": "この期限切れには、もう猶予を与えました",
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
    "partner name": "取引先の名前",
    "contract ended already": "契約は、もう終わっています",
    "the proof is on record already": "証拠は、もう記録されています",
    "a sub-entrustment under it has not ended": "そのもとの再委託が終わっていません",
    "the last sample is not signed yet": "前の抜き取りに、まだ署名がありません",
    "the sample is signed already": "その抜き取りには、もう署名があります",
    "the contract is still in force": "契約は、まだ有効です",
    # who could not be proven
    "nobody is signed in: `seiyaku login`": "誰もサインインしていません: `seiyaku login`",
    "the session's file is not for its owner alone: sign in anew": (
        "サインインのファイルをほかの利用者が読めます。サインインし直してください"
    ),
    "the invitation is unknown, used or over": "招待のコードが違うか、使われたか、期限が過ぎています",
    "only a program acts on behalf of somebody": "誰かの代わりに操作できるのはプログラムだけです",
    "no such session, or it has ended": "サインインが終わっているか、ありません",
    "nobody of that reference works here": "その番号の職員はいません",
    "this token names the member of staff it acts for, in every ask": (
        "このトークンは、求めのたびに、どの職員のためかを示します"
    ),
    "login or password is wrong, or there were too many tries: wait a quarter of an hour": (
        "サインイン名かパスワードが違うか、試しすぎです。15 分待ってください"
    ),
    "the setup code is unknown, used or over": (
        "最初のアカウントのコードが違うか、使われたか、期限が過ぎています（出し直す: `seiyaku init --new-code`）"
    ),
    "the grant has ended": "開く許可の期限が過ぎています",
    "the grant does not name this person": "開く許可が、この人のものではありません",
    "the grant does not name one of these people": "開く許可が、このうちの一人のものではありません",
    "the grant was not issued by the ledger of this instance": "開く許可が、ここの記録から出たものではありません",
    # why it is closed
    "somebody is founding or restoring in {0} right now": "{0} では、いま設置か復元をしています",
    "the database cannot be reached: {0}": "データベースに届きません: {0}",
    "the database does not answer, is full, or may not be written (`seiyaku doctor` says which)": (
        "データベースが答えないか、満杯か、書き込めません（どれかは `seiyaku doctor` が言います）"
    ),
    "the founding of {0} is under way, or was cut short: run `seiyaku init` again": (
        "{0} の設置の途中か、途中で止まったままです。もう一度: `seiyaku init`"
    ),
    "the restoration of {0} is under way, or was cut short: run `seiyaku restore from` again": (
        "{0} の復元の途中か、途中で止まったままです。もう一度: `seiyaku restore from`"
    ),
    "no instance in {0}: run `seiyaku init` first, or name its folder with --home": (
        "{0} にインスタンスがありません。`seiyaku init` で作るか、--home でフォルダーを示してください"
    ),
    "{0} is open to other users: chmod 700 it": "{0} をほかの利用者が開けます: chmod 700",
    "SEIYAKU_LOOPBACK_ONLY is yes: set it to no to serve other machines, behind a TLS proxy": (
        "SEIYAKU_LOOPBACK_ONLY が yes です。ほかの機械に公開するには、TLS の中継の後ろで no にします"
    ),
    "`seiyaku doctor` finds red: {0}; only this machine may be served": (
        "`seiyaku doctor` が不適合とするもの: {0}。この機械の中だけに公開できます"
    ),
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
    "the operator's key {0} cannot be read: {1}": "事業者の鍵 {0} を読めません: {1}",
    "a key cannot be made at {0}: it must be there already": "{0} に鍵は作れません。先に用意してください",
    "the operator's key was changed since this process began: start it anew": (
        "動き始めたあとに事業者の鍵が替わりました。起動し直してください"
    ),
    "the key is destroyed, but a reader keeps the database's log from being emptied": (
        "鍵は捨てましたが、読んでいるものがあってデータベースのログを空にできません"
    ),
    "a backup is being taken already": "バックアップを取っている途中です",
    # what is not what was put there
    "keyring": "鍵束",
    "a root key does not open under this operator's key": "根の鍵が、この事業者の鍵では開きません",
    "root key {0} is wrapped by {1}; this operator's key is {2}: have SEIYAKU_OPERATOR_KEY name the other's place": (
        "根の鍵 {0} は {1} で包んであり、いまの事業者の鍵は {2} です。SEIYAKU_OPERATOR_KEY をその鍵の場所にしてください"
    ),
    "root key {0} is not one that this version made": "根の鍵 {0} は、この版の作ったものではありません",
    "root key {0} is not in the keyring: destroyed, or of another instance": (
        "根の鍵 {0} が鍵束にありません（捨てたか、別のインスタンスのもの）"
    ),
    "a root key is cut short": "根の鍵が途中で切れています",
    "not sealed here": "ここで封をしたものではありません",
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
    "backup": "バックアップ",
    "it holds something that no backup holds": "バックアップにないはずのものがあります",
    "the database in it is not whole": "中のデータベースが欠けています",
    "it is of another instance": "別のインスタンスのものです",
    "is {0}: were the two swapped?": "{0} です。二つのファイルが逆ではありませんか",
    "does not read as a backup of this version": "この版のバックアップとして読めません",
    "its ledger is not a beginning of the one here": "中の記録が、ここの記録の始まりではありません",
    "its keys are of another instance": "鍵が別のインスタンスのものです",
    "outside": "外の控え",
    "{0} holds nothing of log {1}": "{0} に記録 {1} の控えがありません",
    "it holds another log, {0}": "別の記録 {0} の控えです",
    "the backup's ledger is not a beginning of the one kept there": (
        "バックアップの記録が、そこに控えた記録の始まりではありません"
    ),
}
_FACT = re.compile(r"\{\d\}")


def in_japanese(sentence: str) -> str:
    """Return the sentence in Japanese, its facts in their places; as it is where there is no such sentence."""
    if sentence in JAPANESE:
        return JAPANESE[sentence]
    for pattern, said in _patterns():
        found = pattern.fullmatch(sentence)
        if found is not None:
            return said.format(*found.groups())
    return sentence


@cache
def _patterns() -> list[tuple[re.Pattern[str], str]]:
    """Return the sentences that hold facts, those with the most words of their own first."""
    holding = sorted((key for key in JAPANESE if _FACT.search(key)), key=lambda key: -len(_FACT.sub("", key)))
    return [(re.compile("(.+)".join(map(re.escape, _FACT.split(key))), re.DOTALL), JAPANESE[key]) for key in holding]


def detail(error: SeiyakuError, language: Language) -> str:
    """Return what an error says of this case; refusals say it themselves (`answers`)."""
    if language == "en":
        return str(error)
    if isinstance(error, InputError):
        hint = f"（{error.nearest} のことですか）" if error.nearest else ""
        clause = f"［条項 {error.clause}］" if isinstance(error, PolicyError) and error.clause else ""
        where, found, expected = map(in_japanese, (error.where, error.found, error.expected))
        return f"{where}: {found}。必要なもの: {expected}{hint}{clause}"
    if isinstance(error, IntegrityError):
        return f"{in_japanese(error.what)}: {in_japanese(error.why)}"
    return in_japanese(str(error))
