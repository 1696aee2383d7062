"""What the public pages say besides the policy itself, in both languages."""

from __future__ import annotations

from seiyaku.core.language import Text

PAGE: dict[str, Text] = {
    "skip": Text("本文へ進む", "Skip to the text"),
    "menu": Text("このサイト", "This site"),
    "policy": Text("プライバシーポリシー", "Privacy policy"),
    "versions": Text("これまでの版", "Versions"),
    "feed": Text("更新の配信（Atom）", "Updates (Atom)"),
    "other": Text("English", "日本語"),
    "contents": Text("目次", "Contents"),
    "in_force": Text("現在有効な版", "In force now"),
    "coming": Text("これから有効になる版", "Not yet in force"),
    "past": Text("過去の版", "Past version"),
    "past_note": Text("これは過去の版です。現在の版は", "This is a past version. The one in force is"),
    "coming_note": Text(
        "この版はまだ有効ではありません。現在の版は", "This version is not in force yet. The one in force is"
    ),
    "here": Text("こちら", "here"),
    "effective": Text("施行日", "In force since"),
    "published": Text("公表日", "Published"),
    "version": Text("版の指紋（SHA-256）", "Fingerprint (SHA-256)"),
    "operator": Text("事業者", "Operator"),
    "address": Text("住所", "Address"),
    "representative": Text("代表者", "Representative"),
    "manager": Text("個人情報の管理責任者", "Responsible for personal information"),
    "desk": Text("お問い合わせ窓口", "Contact"),
    "email": Text("メール", "E-mail"),
    "rules": Text("この条項をシステムが守る決まり", "How the system keeps this"),
    "unclear": Text("未定のため、これに基づく取り扱いは行いません", "Not settled yet: nothing is done on its ground"),
    "anchor": Text("へのリンク", "link to"),
    "addendum": Text("附則", "Addendum"),
    "addendum_note": Text("版の差から自動で作成しています。", "Worked out from the difference between versions."),
    "compare": Text("並べて比べる", "Compare side by side"),
    "difference": Text("版の比較", "Comparison of versions"),
    "before": Text("変更前", "Before"),
    "after": Text("変更後", "After"),
    "added": Text("追加", "Added"),
    "removed": Text("削除", "Removed"),
    "changed": Text("変更", "Changed"),
    "nothing": Text("ありません", "none"),
    "retained": Text("保有個人データに関する事項", "Matters on retained personal data"),
    "retained_said": Text(
        "個人情報保護法 32 条 1 項と施行令 10 条により公表する事項を、ポリシーから作成しています。",
        "What article 32(1) of the Act and article 10 of its Order want people to know, made from the policy.",
    ),
    "purposes_all": Text("すべての保有個人データの利用目的", "Purposes of use of all retained personal data"),
    "asking": Text("開示・訂正・利用停止などを求めるには", "Asking for disclosure, correction or ending of use"),
    "safe": Text("安全管理のために講じた措置", "What keeps it safe"),
    "complaints": Text("苦情の申し出先", "Where to complain"),
    "anonymised": Text("匿名加工情報", "Anonymised information"),
    "anonymised_said": Text(
        "個人情報保護法 43 条により、作成した匿名加工情報の項目と提供の方法、安全管理の措置、苦情の窓口を公表します。"
        "この頁は、作成の記録から作られます。",
        "What article 43 of the Act wants people to know of anonymised information: its items, how it is given out, "
        "what keeps it safe, where to complain. Made from the records of its making.",
    ),
    "no_releases": Text("作成した匿名加工情報はありません。", "No anonymised information has been made."),
    "release_no": Text("第{0}号", "No. {0}"),
    "release_items": Text("含まれる個人に関する情報の項目", "Items about people that it contains"),
    "release_ways": Text("第三者への提供の方法", "How it is given to third parties"),
    "release_use": Text("用途", "For"),
    "third-party": Text("第三者への提供", "Third parties"),
    "internal": Text("社内での分析", "Our own analysis"),
    "published_on": Text("公表日", "Published"),
    "usable_from": Text("利用・提供を始める日", "Used or given out from"),
    "continues": Text("同じ項目・方法での継続", "Continues with the same items and ways"),
    "withdrawn_on": Text("取り下げた日", "Withdrawn"),
    "measures": Text("安全管理の措置", "What keeps it safe"),
    "as_json": Text("機械で読める形（JSON）", "Machine-readable (JSON)"),
    "no_reidentification": Text(
        "当社は、匿名加工情報を、元の本人を識別するためにほかの情報と照合しません。",
        "We do not collate anonymised information with anything in order to find whose it is.",
    ),
    "same": Text("この二つの版に違いはありません。", "These two versions do not differ."),
    "made_by": Text(
        "このページの文章と、システムが守る決まりは、同じ一つのファイルです。",
        "The text on this page and the rules the system keeps are one and the same file.",
    ),
    "refusal": Text("拒否された利用", "A refused use"),
    "refused": Text("拒否", "Refused"),
    "not_decided": Text("未定のため拒否", "Refused: not decided"),
    "by_clause": Text("条項", "Clause"),
    "by_article": Text("個人情報保護法", "Article of the APPI"),
    "remedy": Text("できるようにするには:", "What would help:"),
    "asked": Text("求められたこと", "What was asked"),
    "act": Text("行為", "Act"),
    "by_duty": Text("役割", "Duty"),
    "for_purpose": Text("目的", "Purpose"),
    "asked_fields": Text("項目", "Items"),
    "on_record": Text("記録", "On record"),
    "on_record_note": Text(
        "この拒否は台帳にこの番号で残っています。人の値は台帳にもこのページにもありません。",
        "The refusal stands in the ledger under this number. Neither the ledger nor this page holds anybody's values.",
    ),
    "missing_title": Text("ページが見つかりません", "There is no such page"),
    "missing": Text("お探しのページはありません。", "The page you are looking for does not exist."),
    "empty_title": Text("ポリシーはまだ公表されていません", "No policy has been published yet"),
    "empty": Text(
        "公表されるまで、個人情報は一切取り扱いません。",
        "Until one is, no personal information is handled at all.",
    ),
    "external": Text("（外部サイト）", "(another site)"),
}

# The page that checks a policy's text.
CHECK: dict[str, Text] = {
    "heading": Text("プライバシーポリシーの点検", "Check a privacy policy"),
    "about": Text(
        "会社の公表しているプライバシーポリシーを、個人情報保護法とその文自身に照らして点検します。",
        "Checks the privacy policy a company publishes against the APPI and against itself.",
    ),
    "paste": Text("文を貼り付ける", "Paste the text"),
    "upload": Text("またはファイルを選ぶ", "Or choose a file"),
    "kinds": Text(
        "Markdown、テキスト、HTML、DOCX、PDF。大きさの上限:", "Markdown, plain text, HTML, DOCX or PDF. At most"
    ),
    "kept": Text(
        "いただいた文は保存せず、記録にも残しません。", "What you hand in is neither stored nor written to any log."
    ),
    "go": Text("点検する", "Check"),
    "again": Text("別の文を点検する", "Check another text"),
    "pasted": Text("貼り付けた文", "pasted text"),
    "form": Text("入力欄", "the form"),
    "nothing": Text("空", "nothing"),
    "something": Text("点検する文かファイル", "a text or a file to check"),
    "unreadable": Text("読めませんでした。", "This could not be read."),
    "elsewhere": Text(
        "ほかのサイトからは受け付けません。このページから送ってください。",
        "Not taken from another site: please send it from this page.",
    ),
    "too_big": Text("大きすぎます。", "This is too big."),
    "busy": Text("混み合っています。少し待ってからもう一度お送りください。", "Too busy: please try again in a moment."),
    "broken": Text("送られたものが壊れています。", "What was sent is broken."),
}
