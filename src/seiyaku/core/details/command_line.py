"""What the command line says when something is wrong, in Japanese: a table."""

from __future__ import annotations

PLACES: dict[str, str] = {
    "standard input": "標準入力",
    "people": "対象の人",
    "settings": "設定",
    "clause": "条項",
    "explain": "説明",
    "line {0}": "{0} 行目",
    "arguments": "引数",
    "path": "パス",
    "contact": "連絡",
    "row": "行",
    "export": "書き出し",
    "column {0}": "{0} 列",
}

SAID: dict[str, str] = {
    "occasion": "その応対",
    "many people": "大勢の人",
    "one person, who is known in it": "その応対で確認した一人",
    "--quasi beside it": "--quasi が一緒にある",
    "its end": "終わり",
    "no file that is there": "あるはずのファイルがない",
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
    "the standard input twice": "標準入力が二度",
    "a terminal": "端末",
    "a folder that is not a demo of ours": "見本のものではないフォルダー",
    "a file that is there": "すでにあるファイル",
    "not one of them": "そのどれでもないもの",
    "a role that may not make roles": "役割を作れない役割",
    "a file at {0}": "{0} にすでにあるファイル",
    "one of the two alone": "片方だけ",
    "a file of that name": "その名前のファイルがある",
    "none": "何もない",
    "another kind of address": "別の種類のアドレス",
    "no --out": "--out がない",
    "no file": "ファイルがない",
    "no ending": "拡張子がない",
    "no header": "見出しの行がない",
    "column {0} twice": "{0} 列が二度",
    "nested columns": "入れ子の列",
    "an unreadable header": "読めない見出しの行",
    "not a Parquet file": "Parquet でないファイル",
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
    "a folder": "フォルダー",
    "public ids, one a line": "公開 ID を一行に一つ",
    "a file of text": "文字のファイル",
    "no entry": "記録の番号がない",
    "a long column name": "長い列の名前",
    "a day of another form": "日付の形でないもの",
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
    "a line with the value of {0}": "{0} の値の行",
    "public ids, or --people with a file": "番号、または --people でファイル",
    "32 hexadecimal digits": "32 桁の十六進数",
    "an empty or a new folder": "空の、または新しいフォルダー",
    "an empty database": "空のデータベース",
    "one or more files to check, or - for the standard input": "検査するファイル、または標準入力を表す -",
    "- once": "- は一度だけ",
    "why the findings are accepted, for whoever reads the file": "指摘を受け入れる理由（あとで読む人のために）",
    "a day that is not past on {0}": "{0} にまだ過ぎていない日",
    "the id of a rule, as --rules lists them": "--rules で一覧できる規則の番号",
    "no --write-baseline": "--write-baseline がない",
    "them with --write-baseline FILE": "--write-baseline FILE と一緒に",
    "a new name, or the file of --baseline": "新しい名前か、--baseline と同じファイル",
    "a day as YYYY-MM-DD": "YYYY-MM-DD の形の日付",
    "a folder without one: --out DIR": "それのないフォルダー: --out DIR",
    "FIELDS, --replay or --again": "FIELDS、--replay、--again のどれか",
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
    "plain columns": "ふつうの列",
    "a whole Parquet file": "欠けていない Parquet のファイル",
    "PERSON, --by, --people or --all": "PERSON、--by、--people、--all のどれか",
    "a file for many people's values": "大勢の値を書き出すファイル",
    "recipient {0}": "宛先 {0}",
    "backup file {0}": "バックアップのファイル {0}",
    "nobody is held under this": "これに当たる人は登録されていません",
    "nobody is signed in: `seiyaku login`": "誰もサインインしていません: `seiyaku login`",
    "the session's file is not for its owner alone: sign in anew": (
        "サインインのファイルをほかの利用者が読めます。サインインし直してください"
    ),
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
    "no text of a proposed version {0}": "{0} は、公表の提案として本文が残っているものではありません",
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
    "{0} belongs to another user: let them run it, or name another folder with --home": (
        "{0} は別の利用者のものです。その人が行うか、--home で別のフォルダーを示してください"
    ),
    "port {0} is taken: end what listens there, or name another with --port": (
        "ポート {0} は使われています。使っているものを終わらせるか、--port で別のポートを示してください"
    ),
    "port {0} is not for this user: name one above 1023 with --port": (
        "ポート {0} はこの利用者には使えません。--port で 1024 以上を示してください"
    ),
    "an address of this machine": "この機械のアドレス",
    "no room is left on the disk: make room, and do it again": (
        "ディスクに空きがありません。空きを作って、もう一度行ってください"
    ),
    "{0} may not be used by this user: let its owner do it, or name another place": (
        "{0} はこの利用者には使えません。持ち主が行うか、別の場所を示してください"
    ),
    "{0} is where nothing can be written: name another place": (
        "{0} のある場所には書き込めません。別の場所を示してください"
    ),
    "{0} is not there": "{0} がありません",
    "{0} cannot be there: something on the way is a file, not a folder": (
        "{0} は置けません。途中にフォルダーではなくファイルがあります"
    ),
}
