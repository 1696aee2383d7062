"""What the check of a policy's text says when it cannot read it, in Japanese: a table."""

from __future__ import annotations

PLACES: dict[str, str] = {
    "{0}: page {1}": "{0} の {1} ページ",
}

SAID: dict[str, str] = {
    "nothing to read (No such file or directory)": "ファイルがない",
    "nothing to read (Is a directory)": "ファイルではなくフォルダー",
    "nothing to read (Permission denied)": "読む権限がない",
    "nothing to read ({0})": "読めるものがない（{0}）",
    "a baseline file": "受け入れた指摘のファイル",
    "no clauses": "条項がない",
    "a text that says nothing of personal information": "個人情報について何も述べていない文",
    "a privacy policy's text": "プライバシーポリシーの文",
    "a text that leaves personal information to another": "個人情報の取扱いを別のポリシーに委ねている文",
    "a text with hardly any Japanese in it": "日本語がほとんどない文",
    "a privacy policy in Japanese": "日本語のプライバシーポリシー",
    "the text of that privacy policy": "そのプライバシーポリシーの文",
    "a policy's text with numbered or titled clauses": "番号か見出しのある条項からなるポリシーの文",
    "an archive that is no Word document": "Word の文書ではない書庫",
    "a DOCX file of a text": "文章の DOCX ファイル",
    "an archive of {0} files": "{0} 個のファイルの書庫",
    "an archive that unpacks to {0} bytes": "ひらくと {0} バイトになる書庫",
    "a document type or entities": "文書型宣言か実体の定義がある",
    "plain XML": "ふつうの XML",
    "a damaged archive ({0})": "壊れた書庫（{0}）",
    "an encrypted archive": "暗号化された書庫",
    "XML that does not parse": "読み取れない XML",
    "a page of too many tags": "タグの多すぎるページ",
    "a tag or comment that does not end": "終わりのないタグか注釈",
    "tags nested {0} deep": "{0} 段に重なったタグ",
    "a PDF without a text layer, as a scanner makes": "文字の情報のない PDF（スキャナーで作ったもののよう）",
    "a PDF whose text can be selected": "文字を選べる PDF",
    "{0} pages": "{0} ページ",
    "too many characters": "文字が多すぎる",
    "a PDF too large to read": "大きすぎて読めない PDF",
    "a PDF that opens without a password": "パスワードなしで開く PDF",
    "a damaged PDF": "壊れた PDF",
    "a PDF whose pages can be read": "ページを読める PDF",
    "more than {0} MiB": "{0} MiB より大きい",
    "a policy a person could read": "人が読める長さのポリシー",
    "a file with a policy's text": "ポリシーの文のファイル",
}
