"""The options that say which table is meant and what is asked of it: once, for every command of `anonymise`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from seiyaku.core.language import Text

from .frame import option
from .progress import Stop, paced
from .speech import voice

if TYPE_CHECKING:
    from seiyaku.anonymised.asking import Ask, Keeper
    from seiyaku.anonymised.sources import Source
    from seiyaku.core.anonymous.search import Outcome, Sofar
    from seiyaku.core.anonymous.tables import Space

CENSUS = "census-2020"
FAR = Text("{checked:,} 通りを調べた・最良 {best}", "{checked:,} looked at, best {best}")
GOES_ON = Text(
    "探索で分かったことは {0} にあります。同じ指定でもう一度行うと、続きから探します",
    "What the search knew is in {0}; run again with the same ask, it goes on from there",
)
SOURCE_OPTIONS = [
    option("--sep", default=",", show_default=True, help=Text("CSV の区切り文字", "the separator of CSV")),
    option("--encoding", default="utf-8", show_default=True, help=Text("CSV の文字コード", "the encoding of CSV")),
    option("--memory", metavar="SIZE", help=Text("エンジンのメモリ上限（例 4GB）", "the engine's memory limit (4GB)")),
    option("--spill", type=click.Path(exists=True, file_okay=False, path_type=Path),
           help=Text("あふれたデータを一時的に置くフォルダー", "the folder for what does not fit into memory")),
]  # fmt: skip
ASK_OPTIONS = [
    option("--quasi", default="", help=Text("準識別子の列（カンマ区切り）", "the quasi-identifiers, with commas")),
    option("--hierarchy", "hierarchies", multiple=True, metavar="PATH|COLUMN=PATH",
           help=Text("一般化階層（{} が列名になる）", "the hierarchies; {} stands for the column")),
    option("--k", default=5, show_default=True, type=click.IntRange(1), help=Text("k-匿名性の k", "k of k-anonymity")),
    option("--suppress", default=0.0, show_default=True, type=float,
           help=Text("削除してよい行の割合", "the share of rows that may be left out")),
    option("--metric", default="loss", show_default=True,
           type=click.Choice(["loss", "entropy", "aecs", "discernibility", "precision"]),
           help=Text("有用性の尺度", "what makes one generalisation better than another")),
    option("--l-diversity", multiple=True, metavar="COLUMN:L[:KIND]",
           help=Text("ℓ-多様性（distinct、entropy、recursive）", "l-diversity: distinct, entropy, recursive")),
    option("--t-closeness", multiple=True, metavar="COLUMN:T[:KIND]",
           help=Text("t-近似性（equal、ordered、tree）", "t-closeness: equal, ordered, tree")),
    option("--alpha", multiple=True, metavar="COLUMN:A", help=Text("(α,k) の α", "the alpha of (alpha, k)")),
    option("--beta-likeness", multiple=True, metavar="COLUMN:B[:enhanced]", help=Text("β-類似性", "beta-likeness")),
    option("--average-risk", type=float, help=Text("平均の再識別リスクの上限", "the highest average risk")),
    option("--sample-uniqueness", type=float, help=Text("一意な行の割合の上限", "the highest share of unique rows")),
    option("--population-uniqueness", type=float,
           help=Text("母集団で一意な行の割合の上限（推定）", "the highest share unique in the population (estimated)")),
    option("--sampled", type=float,
           help=Text("母集団に対する標本の割合（なければ --population の人数から、それもなければ 0.01）",
                     "the share of the population that the table is (else by --population, 0.01 without one)")),
    option("--person", metavar="COLUMN",
           help=Text("誰の行かを示す列（k を人数で数える）", "whose row it is: k counts persons")),
    option("--linked", is_flag=True,
           help=Text("同じ人の行をつなげて公開する", "a person's rows stay recognisable as one person's")),
    option("--sets", metavar="COLUMN:M",
           help=Text("項目の集まりの k^m-匿名性（人ごとの列と、知られうる項目の数）",
                     "k^m-anonymity of sets: the column of items, and how many of them somebody may know")),
    option("--k-map", type=click.IntRange(1), help=Text("k-map の k（母集団）", "k of k-map, in the population")),
    option("--delta-presence", metavar="[LOW:]HIGH",
           help=Text("δ-存在性（母集団のうちの割合）", "delta-presence: the share of the population in it")),
    option("--population", "everybody", type=click.Path(path_type=Path), metavar="FILE|census-2020",
           help=Text("母集団の表（同じ準識別子の列）、または同梱の令和2年国勢調査（リスクを数える）",
                     "the table of the population, with the same quasi-identifiers; or Japan's census, for risks")),
    option("--population-count", "everybody_count", metavar="COLUMN",
           help=Text("母集団の表で人数を示す列", "the population's column that says how many a row stands for")),
    option("--earlier", metavar="COLUMNS",
           help=Text("以前の公開での同値類の列", "columns with the class that the row had in earlier releases")),
    option("--earlier-release", "releases", multiple=True, metavar="FILE",
           help=Text("同じ行を以前に公開したときの JSON（run --json の出力）",
                     "the JSON of an earlier release of the same rows, as run --json prints it")),
    option("--seconds", type=float, help=Text("探す時間の上限（秒）", "how long to search, in seconds")),
    option("--state", metavar="FILE",
           help=Text("やめた探索の続きを置くファイル（あれば続ける）",
                     "where an unfinished search is left, and gone on from")),
]  # fmt: skip


SPARK = option(
    "--spark",
    metavar="MASTER",
    help=Text(
        "Spark のマスター（集計と書き出しを任せる）",
        "the master of a Spark fleet that reduces and writes",
    ),
)


def with_options(options: list[Callable[[Any], Any]]) -> Callable[[Any], Any]:
    """Add several options to a command, in their order."""

    def decorate(function: Any) -> Any:
        for each in reversed(options):
            function = each(function)
        return function

    return decorate


def source_of(given: dict[str, Any]) -> dict[str, Any]:
    """Take the options that say how the table is read."""
    how = {name: given.pop(name) for name in ("encoding", "memory", "spill")}
    return how | {"separator": given.pop("sep")}


@dataclass(slots=True)
class AtTerminal:
    """
    What a search leaves where Ctrl-C has it stop: its state in a file, where one is named, and the best so far.

    Raises KeyboardInterrupt where that is not wanted (`shows`), or where there is none.
    """

    stop: Stop
    state: Keeper | None
    shows: bool

    def known(self, where: Space, about: dict[str, Any]) -> Sofar | None:
        """Return what an earlier search of the same knew; from now on this one stops at its next step."""
        self.stop.patient = True
        return self.state.known(where, about) if self.state is not None else None

    def left(self, outcome: Outcome, where: Space, about: dict[str, Any]) -> None:
        """Keep what it knows."""
        self.stop.patient = False
        if self.state is not None:
            self.state.left(outcome, where, about)
        if self.stop.pressed and not (self.shows and outcome.best is not None):
            raise KeyboardInterrupt


def ask_of(given: dict[str, Any], stop: Stop, *, shows: bool = False) -> Ask:
    """Return the ask that the options stand for; `shows`: a search that Ctrl-C ends may say its best so far."""
    from seiyaku.anonymised.asking import KINDS, Ask, delta_of, on_column, sets_of

    written = [on_column(model, text) for model in KINDS for text in given.pop(model.replace("-", "_"))]
    quasi = tuple(name for name in given.pop("quasi").split(",") if name)
    earlier = tuple((given.pop("earlier") or "").split(",")) if given.get("earlier") else ()
    given.pop("earlier", None)
    state = given["state"]
    from seiyaku.anonymised.searching import InFile

    keeper = AtTerminal(stop, InFile(Path(state)) if state is not None else None, shows)
    sets, delta = sets_of(given.pop("sets")), delta_of(given.pop("delta_presence"))
    return Ask(
        quasi=quasi, on_columns=tuple(written), earlier=earlier, sets=sets, delta=delta, **given,
        late=lambda: stop.pressed, watch=paced(_far), keeper=keeper,
    )  # fmt: skip


def left_in(state: str | None) -> tuple[Text, ...]:
    """Say where what the search knew is, where it is somewhere."""
    if state is None or not Path(state).is_file():
        return ()
    return (GOES_ON.filled(state),)


def _far(checked: int, best: float | None, _least: float | None) -> str:
    return voice.say(FAR).format(checked=checked, best="-" if best is None else f"{best:.6g}")


def everybody_of(given: dict[str, Any]) -> Callable[[Source], AbstractContextManager[Source | None]]:
    """Take the options that say where the population is; return what opens it beside a source."""
    path, counted = given.pop("everybody"), given.pop("everybody_count")
    if str(path) == CENSUS:
        from seiyaku.anonymised.census import japan

        path, given["everybody"] = None, japan().people

    @contextmanager
    def opened_beside(source: Source) -> Iterator[Source | None]:
        from seiyaku.anonymised.sources import opened
        from seiyaku.core.errors import InputError

        if path is None:
            if counted:
                raise InputError("--population-count", repr(counted), "--population beside it")
            yield None
            return
        with opened(path, separator=source.separator, encoding=source.encoding, engine=source.engine) as everybody:
            if counted:
                everybody.require([counted], where="--population-count")
            yield replace(everybody, counted=counted)

    return opened_beside
