"""What customers are mailed and written, in both languages."""

from __future__ import annotations

from seiyaku.core.language import Text

LINK_SUBJECT = Text("{name}: ご本人のページを開くリンク", "{name}: the link to your own page")
LINK_TEXT = Text(
    "{name} のご本人のページを開くリンクです。\n\n{address}\n\n"
    "・15分のあいだ、一度だけ、お申し込みになったブラウザーで開けます。\n"
    "・お心当たりがなければ、何もなさらないでください。リンクは使えなくなります。\n"
    "・このメールには、お預かりしている情報は書かれていません。\n",
    "This link opens your own page at {name}.\n\n{address}\n\n"
    "- It works once, for 15 minutes, in the browser you asked for it with.\n"
    "- If it was not you, there is nothing to do: it stops working.\n"
    "- Nothing that is held about you stands in this mail.\n",
)

LETTER: dict[str, Text] = {
    "title": Text("ご本人のページの確認番号", "The code for your own page"),
    "dear": Text("{name} 様", "{name}"),
    "said": Text(
        "ご本人のページで、お預かりしている情報をご覧いただくための確認番号です。"
        "ページを開き、「確認番号を入れる」にこの番号をお入れください。",
        "This is the code that opens what we hold about you on your own page. Open the page and type it under "
        "“Type the code”.",
    ),
    "code": Text("確認番号", "Code"),
    "until": Text("{day} まで、一度だけ使えます。五回間違えると使えなくなります。",
                  "Good once, until {day}. After five wrong tries it is of no use."),
    "not_you": Text(
        "お心当たりがないときは、番号を誰にも教えず、下の窓口へお知らせください。当社から番号をお尋ねすることはありません。",
        "If you did not ask for it, tell the code to nobody and tell the desk below. We never ask you for it.",
    ),
    "desk": Text("窓口", "Desk"),
}  # fmt: skip
