"""What a report says of what it knows: which treatments are exact and which were drawn, and of which population."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from seiyaku.core.language import Text

from .recipes import Recipe
from .running import Made

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from .everybody import Among

# Each treatment of a column, in its order: what it is called, and whether chance has a part in it.
TREATMENTS: Mapping[str, tuple[Text, bool]] = {
    "prefecture": (Text("都道府県への置き換え", "prefecture of an address"), False),
    "remove_values": (Text("セルの削除", "deletion of cells"), False),
    "bottom": (Text("ボトムコーディング", "bottom coding"), False),
    "top": (Text("トップコーディング", "top coding"), False),
    "merge_below": (Text("まれな値の統合", "merging of rare values"), False),
    "average_of": (Text("ミクロアグリゲーション", "micro-aggregation"), False),
    "noise": (Text("ノイズ", "noise"), True),
    "swap": (Text("入れ替え", "swapping"), True),
    "synthetic": (Text("疑似データ", "synthetic values"), True),
}
OF_ROWS: Mapping[str, tuple[Text, bool]] = {
    "remove_rows": (Text("レコードの削除", "deletion of records"), False),
    "sample": (Text("抽出", "sampling"), True),
}
EXACT = Text("そのまま数えられる", "exact: what is counted is what stands there")
DRAWN = Text("乱数で変えた（一つひとつの値は元の値とは限らない）", "drawn: a value is not always the one it was")
NONE = Text(
    "母集団の表がないため、ジャーナリストのリスクは数えていません。",
    "No table of the population was given: journalist risk is not counted.",
)
GIVEN = Text("{0}、{1:,}人の中で数えました。", "Counted among {1:,} people: {0}.")
TABLE = Text("母集団の表", "the table of the population")
NOT_ALIKE = Text(
    "{0}、{1:,}人の中では、ジャーナリストのリスクを数えられません（{2}）。",
    "Journalist risk cannot be counted among {1:,} people: {0} ({2}).",
)
UNKNOWN_AGE = Text(
    "年齢の分からない {0:,}人は、年齢を分けた集まりには入れていません。",
    "{0:,} of them, of unknown age, are in no class that tells ages apart.",
)
APART = Text(
    "表にその特徴の人がいない {0:,}行は、ほかに同じ人がいないものとして数えました。",
    "{0:,} rows, of whose kind it has nobody, count as if nobody else were like them.",
)
BY_TABLE = Text(
    "母集団で一意な割合は、その表による標本の割合 {0} からの推定です。",
    "Uniqueness in the population is estimated from the sample share by that table, {0}.",
)
BY_WORD = Text(
    "母集団で一意な割合は、指定された標本の割合 {0} からの推定です。",
    "Uniqueness in the population is estimated from the sample share that was said, {0}.",
)
SUPPOSED = Text(
    "母集団で一意な割合は、指定がないため仮に置いた標本の割合 {0} からの推定です。",
    "Uniqueness in the population is estimated from a sample share of {0}, supposed because none was said.",
)


def treatments(recipe: Recipe | None) -> list[dict[str, Any]]:
    """Return what was done to the table before the search, and whether chance had a part in it."""
    if recipe is None:
        return []
    done = [("", OF_ROWS[name]) for name in OF_ROWS if getattr(recipe, name)]
    for column, each in recipe.columns.items():
        done += [(column, TREATMENTS[name]) for name in TREATMENTS if getattr(each, name) not in (None, False, ())]
    return [
        {"column": column, "drawn": drawn, "ja": f"{text.ja}: {_kind(drawn=drawn).ja}",
         "en": f"{text.en}: {_kind(drawn=drawn).en}"}
        for column, (text, drawn) in done
    ]  # fmt: skip


def _kind(*, drawn: bool) -> Text:
    return DRAWN if drawn else EXACT


def population(made: Made, among: Among | None = None) -> dict[str, Any]:
    """Return of which population the risks are counted, or that none was given; and which share the table is of it."""
    people, ask = among.everybody.people if among else _people(made), made.found.ask
    said = _counted(among) if among else [GIVEN.filled(TABLE, people)] if people else [NONE]
    how = BY_TABLE if ask.by_table else SUPPOSED if ask.sampled is None else BY_WORD
    said.append(how.filled(_percent(ask.share)))
    if among is not None and among.everybody.source is not None:
        said.append(among.everybody.source)
    ja, en = "".join(each.ja for each in said), " ".join(each.en for each in said)
    return {"given": bool(people), "people": people, "sampled": ask.share, "ja": ja, "en": en}


def _counted(among: Among) -> list[Text]:
    """Return among whom the risks are counted, and how; or why they are not."""
    people = among.everybody
    if among.why is not None:
        return [NOT_ALIKE.filled(people.name, people.people, among.why)]
    said = [GIVEN.filled(people.name, people.people)]
    said += [UNKNOWN_AGE.filled(people.unknown_age)] if people.unknown_age else []
    return said + ([APART.filled(among.apart)] if among.apart else [])


def _percent(share: float) -> str:
    """Return a share as people read it, however small, to three figures: 0.000191%."""
    return f"{Decimal(f'{share * 100:.3g}'):f}%"


def of_population(made: Made, among: Among | None = None) -> dict[str, Any] | None:
    """Return journalist and marketer risk afterwards, counted in the population; None where none was given."""
    if among is not None:
        return among.risks
    import numpy as np

    if not _people(made):
        return None
    none: list[NDArray[np.int64]] = [np.zeros(0, dtype=np.int64)]
    sizes = np.concatenate([*none, *(node.found.persons[node.kept] for node in made.rounds)])
    alike = np.concatenate([*none, *(node.found.population[node.kept] for node in made.rounds)])
    return risks_among(sizes, alike)


def risks_among(sizes: NDArray[np.int64], alike: NDArray[np.int64]) -> dict[str, Any]:
    """Return journalist and marketer risk of classes of such sizes, of which so many of the population look alike."""
    from seiyaku.core.anonymous import risk

    return {"journalist": asdict(risk.journalist(sizes, alike)), "marketer": risk.marketer(sizes, alike)}


def _people(made: Made) -> int:
    weights = made.found.where.cells.weights
    return int(weights[1].sum()) if len(weights) > 1 else 0
