"""
What the engine's identifiers are called where a person reads them, each with a line on what it means.

Reports and programs keep the identifiers (`aecs`, `distinct l = 3`); screens, documents and the terminal say these.
Jobs are told here too.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from seiyaku.core.language import Language, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A name, the figure that was asked for (none: ""), and what it means."""

    name: str
    figure: str
    means: str

    @property
    def whole(self) -> str:
        """Return the name with its figure."""
        return f"{self.name} {self.figure}".strip()


METRICS: Mapping[str, tuple[Text, Text]] = {
    "loss": (
        Text("失われる細かさ（Loss）", "loss of detail (Loss)"),
        Text("値をまとめた割合を、列を通して平均したもの。0 なら元のまま、1 ならすべてが一つ",
             "how many values a label puts together, averaged over the columns: 0 as it was, 1 all in one"),
    ),
    "entropy": (
        Text("情報の損失（不均一エントロピー）", "information lost (non-uniform entropy)"),
        Text("まとめた値から元の値を言い当てるのに足りない情報の量（ビット）",
             "the bits that are missing to tell the value from its label"),
    ),
    "aecs": (
        Text("集まりの平均の大きさ", "average group size"),
        Text("同じ特徴の行の集まりに、平均して何行あるか", "how many rows a group that looks alike has, on average"),
    ),
    "discernibility": (
        Text("見分けのつかなさ", "discernibility penalty"),
        Text("集まりの大きさの二乗の和。大きな集まりと削除した行ほど重く数える",
             "sum of squared group sizes: large groups, and rows left out, weigh most"),
    ),
    "precision": (
        Text("一般化の高さ（precision）", "height of generalisation (precision)"),
        Text("階層を、平均してどの高さまで上げたか。0 なら元のまま、1 なら頂上",
             "how far up their hierarchies the values were taken, on average: 0 as they were, 1 the top"),
    ),
    "granularity": (
        Text("残った細かさ（粒度）", "detail that is left (granularity)"),
        Text("失われた細かさの残り。1 なら元のまま", "what is left of the detail: 1 as it was"),
    ),
}  # fmt: skip
METHODS: Mapping[str, Text] = {
    "optimal": Text("最適解の探索（すべての組み合わせを、調べるか証明して除く）",
                    "search for the best: every combination is looked at, or proven to be worse"),
    "heuristic": Text("近似の探索（組み合わせが多すぎるため、最適とは限らない）",
                      "a heuristic: too many combinations, so that it need not be the best"),
    "given": Text("粗さを指定（探していない）", "levels that were given; nothing was searched for"),
}  # fmt: skip
_N = r"([0-9.eE+-]+)"
# As `say()` of a model writes it: its name, its figure, what it means.
MODELS: tuple[tuple[re.Pattern[str], Text, str, Text], ...] = tuple(
    (re.compile(pattern + r"\Z"), name, figure, means)
    for pattern, name, figure, means in (
        (rf"k = {_N}", Text("k-匿名性", "k-anonymity"), "k = {0}",
         Text("同じ特徴の人が、どの集まりにも {0} 人以上", "at least {0} people look alike in every group")),
        (rf"{_N}-map", Text("k-map", "k-map"), "k = {0}",
         Text("同じ特徴の人が、母集団に {0} 人以上", "at least {0} people of the population look alike")),
        (rf"{_N}\^{_N}-anonymity", Text("k^m-匿名性", "k^m-anonymity"), "k = {0}, m = {1}",
         Text("どの {1} 品目を知られても、それを持つ人が {0} 人以上",
              "whichever {1} items somebody knows, at least {0} people have them")),
        (rf"distinct l = {_N}", Text("ℓ-多様性（異なる値の数）", "ℓ-diversity (different values)"), "ℓ = {0}",
         Text("どの集まりにも、その列の違う値が {0} 種類以上", "at least {0} different values in every group")),
        (rf"entropy l = {_N}", Text("ℓ-多様性（エントロピー）", "ℓ-diversity (entropy)"), "ℓ = {0}",
         Text("どの集まりでも、値の散らばりが {0} 種類が同じ割合であるときと同じ以上",
              "the values of every group are spread at least as evenly as {0} equal shares")),
        (rf"recursive l = {_N}, c = {_N}", Text("ℓ-多様性（再帰的）", "ℓ-diversity (recursive)"), "ℓ = {0}, c = {1}",
         Text("一番多い値が、少ないほうの値の合計の {1} 倍より少ない",
              "the commonest value is rarer than {1} times the rarer ones together")),
        (rf"equal t = {_N}", Text("t-近似性（値どうしは等距離）", "t-closeness (values equally far apart)"), "t = {0}",
         Text("どの集まりの値の分布も、全体の分布との差が {0} 以下",
              "the values of every group are spread as in the whole table, but for {0}")),
        (rf"ordered t = {_N}", Text("t-近似性（順序）", "t-closeness (ordered values)"), "t = {0}",
         Text("どの集まりの値の分布も、順序を数えて、全体との差が {0} 以下",
              "the values of every group are spread as in the whole table, in their order, but for {0}")),
        (rf"tree t = {_N}", Text("t-近似性（階層）", "t-closeness (values in a hierarchy)"), "t = {0}",
         Text("どの集まりの値の分布も、階層を数えて、全体との差が {0} 以下",
              "the values of every group are spread as in the whole table, by their hierarchy, but for {0}")),
        (rf"alpha = {_N}", Text("(α, k)-匿名性", "(α, k)-anonymity"), "α = {0}",
         Text("どの集まりでも、一つの値の割合が {0} 以下", "no value has a share above {0} in any group")),
        (rf"enhanced beta = {_N}", Text("β-類似性（強）", "β-likeness (enhanced)"), "β = {0}",
         Text("どの集まりでも、まれな値の割合が全体から増える度合いに上限（{0}）",
              "no value's share grows beyond a bound ({0}) in any group, rare ones least")),
        (rf"beta = {_N}", Text("β-類似性", "β-likeness"), "β = {0}",
         Text("どの集まりでも、値の割合が全体の割合より {0} 倍を超えて増えない",
              "no value's share in a group grows by more than {0} times its share of all")),
        (rf"delta = \({_N}, {_N}\)", Text("δ-存在性", "δ-presence"), "{0}–{1}",
         Text("母集団のだれについても、表にいる見込みが {0} から {1} の間",
              "the chance that anybody of the population is in the table stays between {0} and {1}")),
        (rf"suppression ≤ {_N}", Text("削除してよい行の割合", "share of rows that may be left out"), "≤ {0}",
         Text("条件を満たすために表から除いてよい行", "rows that may go so that the rest fulfils what is asked")),
        (rf"average risk ≤ {_N}", Text("再識別の平均リスクの上限", "highest average risk"), "≤ {0}",
         Text("一行を言い当てられる見込みの平均", "the chance that a row is told whose it is, on average")),
        (rf"sample uniqueness ≤ {_N}", Text("一意な行の上限", "highest share of unique rows"), "≤ {0}",
         Text("ほかに同じ特徴の行がない行の割合", "rows that no other looks like")),
        (rf"population uniqueness ≤ {_N} \((\w+), sample {_N}\)",
         Text("母集団で一意な行の上限（推定）", "highest share unique in the population (estimated)"), "≤ {0}",
         Text("母集団の {2} が表であるとした推定（{1}）", "estimated, the table being {2} of the population ({1})")),
    )
)  # fmt: skip


KINDS: Mapping[str, Text] = {
    "look": Text("プレビュー", "Preview"),
    "make": Text("匿名加工情報を作る", "Making a release"),
}
STATES: Mapping[str, Text] = {
    "waiting": Text("順番を待っています", "waiting for its turn"),
    "running": Text("実行中", "running"),
    "stopping": Text("やめています", "being stopped"),
    "done": Text("できました", "done"),
    "refused": Text("作れませんでした（拒否）", "refused"),
    "failed": Text("できませんでした", "nothing came of it"),
    "stopped": Text("やめました。表は残っていません", "stopped; no table is left"),
    "interrupted": Text(
        "サーバーが止まり、中断しました。表は残っていません", "interrupted: the server stopped; no table is left"
    ),
}


def metric(name: str, language: Language) -> Said:
    """Return what a metric is called, and what it means."""
    called, means = METRICS[name]
    return Said(name=called.say(language), figure="", means=means.say(language))


def method(name: str, language: Language) -> str:
    """Return how the levels were found, in words."""
    return METHODS[name].say(language)


def model(said: str, language: Language) -> Said:
    """Return what was asked of a table, as its model says it; a model of another version stays as it is written."""
    for pattern, name, figure, means in MODELS:
        if (fits := pattern.match(said)) is not None:
            parts = fits.groups()
            return Said(
                name=name.say(language), figure=figure.format(*parts), means=means.say(language).format(*parts)
            )  # fmt: skip
    return Said(name=said, figure="", means="")
