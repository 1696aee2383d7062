"""What the audit of anonymised information finds wrong, in Japanese: a table. Several findings stand side by side."""

from __future__ import annotations

PLACES: dict[str, str] = {}

KINDS: dict[str, str] = {
    "e-mail": "メールアドレス",
    "phone": "電話番号",
    "passport": "旅券番号",
    "residence-card": "在留カードの番号",
    "digest": "ハッシュ値",
    "name": "氏名",
    "postal-code": "郵便番号",
    "individual-number": "個人番号",
    "driving-licence": "運転免許証の番号",
}

SAID: dict[str, str] = {
    "a class of {0} rows, k = {1}": "{0} 行だけの同値類がある（k = {1}）",
    "average risk {0}, asked {1}": "平均のリスクが {0}（求めたのは {1}）",
    "unique rows {0}, asked {1}": "一意な行の割合が {0}（求めたのは {1}）",
    "uniqueness in the population {0}, asked {1}": "母集団で一意な割合が {0}（求めたのは {1}）",
    "{0} classes with rows of fewer than {1} persons": "{1} 人に足りない人の行からなる同値類が {0} 個",
    "{0} of the population in a class, {1}-map": "母集団で {0} 人しかいない同値類がある（{1}-map）",
    "shares of the population from {0} to {1}, delta = {2}": "母集団に占める割合が {0} から {1}（delta = {2}）",
    **{
        f"column {{0}} holds what looks like a {kind}": f"{{0}} 列に、{said}らしい値がある"
        for kind, said in KINDS.items()
    },
    "column {0} holds the {1} of values of {2}": "{0} 列に、{2} 列の値の {1} がある",
    "a column holds values of {0}, which names each row": "一行ごとに違う {0} 列の値が、ほかの列にある",
    "the order of the rows follows the source (correlation {0})": "行の順が元の表に従っている（相関 {0}）",
    "{0} persons with the same rows, k = {1}": "行がすべて同じ人が {0} 人しかいない（k = {1}）",
    "{0} bags of rows of fewer than {1} persons beside an earlier release": (
        "以前のものと突き合わせると、{1} 人に足りない人の行の組が {0} 個"
    ),
    "{0} items that only {1} persons have, k = {2}": "{1} 人しか持たない {0} 個の組がある（k = {2}）",
    "{0} sets of {1} items that fewer than {2} persons have beside an earlier release": (
        "以前のものと突き合わせると、{2} 人に足りない {1} 個の組が {0} 個"
    ),
    "{0} rows, of which {1} were counted": "{0} 行のうち {1} 行しか数えられていない",
    "{0} of the first rows are read otherwise by the engine": "はじめの行のうち {0} 行が、エンジンには違って読める",
    "{0}: {1} {2} {3} is not kept": "{0} 列: {1}（{2}）{3} を満たさない",
    "other bytes than those approved": "承認したものと中身が違う",
}
