"""The page of the rules in the documentation, written from the rules themselves and what they measured."""

from __future__ import annotations

from collections.abc import Mapping

from seiyaku.core.language import Language, Text
from seiyaku.core.lint.rules import RULES

_HEAD = Text(
    "# 検査の規則\n\n"
    "方針の検査が個人情報保護方針に対して試す規則の一覧です。規則から自動で作られます。"
    "検査は報告であり、法律上の助言でも認証でもありません。\n\n"
    "* **適合率**は、規則が何かを指摘したうち正しかった割合、**再現率**は、壊した方針のうち規則が見つけた割合です。"
    "三つの良い方針（医院、通信販売、通信）を一か所ずつ変えて測ります（`tests/check/changes`）。"
    "違反を作る変更が規則ごとに五つ以上、違反に見えて違反でない変更が五つ以上あります。"
    "規則を直すときに見た文での値なので、初めて見る文では下がります（下の「初めて見る文で」）。\n"
    "* 条番号は今日の番号です。`--as-of` で日を指定すると、その日の番号と規律で判断します。\n"
    "* F で始まる規則は、2026年7月17日に公布され、まだ施行されていない改正が何を変えるかを、"
    "施行されうる日について知らせるだけです。\n\n"
    "| 規則 | 重さ | 内容 | 見るところ | 根拠 | 適合率 | 再現率 |\n|---|---|---|---|---|---|---|\n",
    "# The rules of the check\n\n"
    "The rules that the policy check tries on a privacy policy; written from the rules themselves. "
    "A check reports: it is not legal advice, and it certifies nothing.\n\n"
    "* **Precision** is how many of a rule's findings were right, **recall** how many broken policies it found. Both "
    "are measured by changing three good policies (a clinic, a web shop, a telecom operator) in one place at a time "
    "(`tests/check/changes`): at least five changes per rule that break it, and at least five that nearly do. These "
    "are texts the rules were mended with; on texts never seen before expect less (see “On texts never seen”).\n"
    "* Article numbers are those of today. With `--as-of` the law and the numbers of that day count.\n"
    "* Rules that begin with F only tell what the reform promulgated on 2026-07-17, not in force yet, would change, "
    "when asked about a day on which it may be.\n\n"
    "| Rule | Weight | What | Looks at | Basis | Precision | Recall |\n|---|---|---|---|---|---|---|\n",
)
_UNSEEN = Text(
    "\n## 初めて見る文で\n\n"
    "規則を直す前に、さまざまな業種と書き方の方針を十八本書き、法律家が書くはずの指摘を先に決めて試しました"
    "（`tests/check/held.py`）。初めて読ませたときの値です。その後、外れた理由を規則に直したので、いまは全部合います。\n\n"
    "| 回 | 方針 | 決めた指摘 | 見つけた | 余計な指摘 |\n|---|---|---|---|---|\n"
    "| 1 | 7 | 48 | 46 | 2 |\n| 2 | 4 | 35 | 30 | 7 |\n| 3 | 4 | 17 | 17 | 0 |\n| 4 | 3 | 17 | 13 | 3 |\n"
    "| 計 | 18 | 117 | 106（再現率 0.91） | 12（適合率 0.90） |\n\n"
    "公表されている実際の文（映画館、不動産、人材紹介、クリニック、協会、学会、市、大学、信用金庫、店、個人の頁、アプリなど）"
    "でも、法律家が書くはずの指摘を先に決めてから読ませました。文はこのリポジトリにありません。値は、その文を見て直す前のものです。\n\n"
    "| 回 | 文 | 決めた指摘 | 見つけた | 余計な指摘 |\n|---|---|---|---|---|\n"
    "| 1（これを見て直した） | 19 | 181 | 156（0.86） | 4（適合率 0.98） |\n"
    "| 2（1 で直した後に初めて） | 6 | 62 | 53（0.85） | 2（適合率 0.96） |\n"
    "| 3（2 で直した後に初めて） | 4 | 38 | 29（0.76） | 0（適合率 1.00） |\n"
    "| 4（3 で直した後に初めて） | 9 | 100 | 90（0.90） | 1（適合率 0.99） |\n"
    "| 5（4 で直した後に初めて） | 9 | 73 | 68（0.93） | 0（適合率 1.00） |\n\n"
    "直した後は、1 の文で 181 のうち 181、2 と 3 の文で 100 のうち 98、4 と 5 の文で 173 のうち 172 を見つけ、"
    "余計な指摘はありません。初めて見る文では、法律家が書く指摘の一割足らずから四分の一を落とすと考えてください。"
    "落とすのは、ほとんどが書かれていることの誤りです。4 と 5 では、書かれていないこと（住所、請求の手続、"
    "保存期間など）の指摘は 133 のうち 129 を見つけ、書かれていることの誤りは 40 のうち 29 でした。\n",
    "\n## On texts never seen\n\n"
    "Before the rules were mended, policies of many trades and styles were written, and what a lawyer would find in "
    "them "
    "was settled first (`tests/check/held.py`). This is what the rules did when they met them. Why they failed has "
    "been "
    "mended since; now all agree.\n\n"
    "| Round | Policies | Settled | Found | Wrong |\n|---|---|---|---|---|\n"
    "| 1 | 7 | 48 | 46 | 2 |\n| 2 | 4 | 35 | 30 | 7 |\n| 3 | 4 | 17 | 17 | 0 |\n| 4 | 3 | 17 | 13 | 3 |\n"
    "| all | 18 | 117 | 106 (recall 0.91) | 12 (precision 0.90) |\n\n"
    "Published texts (a cinema, real estate, placement, a clinic, associations, a city, a university, credit unions, "
    "shops, a person's page, apps) were judged in the same way before the rules met them; they are not in this "
    "repository. The figures are those before anything was mended by that text.\n\n"
    "| Round | Texts | Settled | Found | Wrong |\n|---|---|---|---|---|\n"
    "| 1 (mended by these) | 19 | 181 | 156 (0.86) | 4 (precision 0.98) |\n"
    "| 2 (met first after 1) | 6 | 62 | 53 (0.85) | 2 (precision 0.96) |\n"
    "| 3 (met first after 2) | 4 | 38 | 29 (0.76) | 0 (precision 1.00) |\n"
    "| 4 (met first after 3) | 9 | 100 | 90 (0.90) | 1 (precision 0.99) |\n"
    "| 5 (met first after 4) | 9 | 73 | 68 (0.93) | 0 (precision 1.00) |\n\n"
    "Since then 181 of 181 are found in the texts of round 1, 98 of 100 in those of rounds 2 and 3, 172 of 173 in "
    "those of rounds 4 and 5, and nothing wrong. On a text never seen, expect it to miss one in fourteen to one in "
    "four of what a lawyer would find. Most of what it misses is wrong in what is written: in rounds 4 and 5 it found "
    "129 of 133 of what is missing (an address, a procedure, how long data is kept), and 29 of 40 of what is wrong.\n",
)
_WEIGHTS = {
    "error": Text("誤り", "error"),
    "warning": Text("警告", "warning"),
    "info": Text("情報", "information"),
}


def page(language: Language, measured: Mapping[str, tuple[float, float]]) -> str:
    """Write the page of the rules; `measured` gives each rule's precision and recall."""
    rows = []
    for rule in RULES.values():
        precision, recall = (f"{value:.2f}" for value in measured[rule.id]) if rule.id in measured else ("–", "–")
        rows.append(
            f"| {rule.id} | {_WEIGHTS[rule.severity].say(language)} | {rule.title.say(language)} "
            f"| {rule.looks_at.say(language)} | {', '.join(rule.articles)} | {precision} | {recall} |"
        )
    return _HEAD.say(language) + "\n".join(rows) + "\n" + _UNSEEN.say(language)
