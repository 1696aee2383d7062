"""
`seiyaku anonymise`: search a table of any kind for its best generalisation.

Longer than others: the options that say what is asked stand here once, for all of its commands.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from seiyaku.core.language import Text

from . import planning, releases
from .frame import argument, command, group, option
from .speech import voice

if TYPE_CHECKING:
    from seiyaku.anonymised.asking import Ask
    from seiyaku.anonymised.running import Made
    from seiyaku.anonymised.sources import Source
    from seiyaku.core.anonymous.search import Watch

# The search multiplies small matrices only: a second thread for those costs its start and saves nothing.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

SAID = Text(
    "表から匿名加工情報を作り、確かめる（ポリシー9）\nインスタンスのないところでも、CSV や Parquet の表に使えます",
    "Make anonymised information of a table, and check it (policy 9)\n"
    "Works on any CSV or Parquet file, without an instance",
)
SEARCH = Text(
    "最もよい一般化を探す（最適であることを証明する）",
    "Search for the best generalisation, and prove that it is the best",
)
RUN = Text(
    "探して、匿名加工した表を書き出す\n準識別子と要配慮の列だけを残し、行の順は無作為にします",
    "Search, and write the anonymised table\n"
    "Only quasi-identifiers and sensitive columns stay; the rows come in random order",
)
WRITTEN = Text(
    "{file}: {released:,} 行・{classes:,} 同値類（最小 {smallest:,}）・削除 {suppressed:,} 行・粒度 {granularity:.3f}",
    "{file}: {released:,} rows, {classes:,} classes (smallest {smallest:,}), {suppressed:,} left out, "
    "granularity {granularity:.3f}",
)
VERIFY = Text(
    "匿名加工した表を数え直し、値をすべて調べる（問題があれば終了コード 4）",
    "Count an anonymised table again and scan its values (exit code 4 when it does not stand)",
)
STANDS = Text(
    "問題ありません: {rows:,} 行・{classes:,} 同値類（最小 {smallest:,}）",
    "It stands: {rows:,} rows, {classes:,} classes (smallest {smallest:,})",
)
REPORT = Text(
    "リスクと有用性の報告書を作る（HTML か JSON）",
    "Report on risk and utility, before and after (HTML or JSON)",
)
BEFORE, AFTER = Text("加工前", "before"), Text("加工後", "after")
RISKS = (
    ("highest", Text("最大の再識別リスク", "highest risk of re-identification")),
    ("average", Text("平均の再識別リスク", "average risk")),
    ("unique", Text("一意な行", "unique rows")),
)
FAR = Text("{checked:,} 通りを調べた・最良 {best}", "{checked:,} looked at, best {best}")
EVERY = 0.2
PLAN = Text("探さずに、何をどれだけ調べるかを示す", "say what would be searched, and search nothing")
PLANNED = Text(
    "{rows:,} 行・{cells:,} 通りの値の組・{nodes:,} 通りの一般化（{method}）",
    "{rows:,} rows, {cells:,} distinct cells, {nodes:,} generalisations ({method})",
)
VALUES, LEVELS = Text("値", "values"), Text("段階の数", "levels")
LEVEL = Text("段階", "level")
COLUMN = Text("列", "column")
OUTCOME = Text(
    "{metric} {value:.10g}・同値類 {classes:,}（最小 {smallest:,}、最大 {largest:,}）・削除 {suppressed:,}/{rows:,} 行",
    "{metric} {value:.10g} · {classes:,} classes (smallest {smallest:,}, largest {largest:,}) · "
    "{suppressed:,} of {rows:,} rows left out",
)
PROVEN = Text(
    "最適と証明済み（{nodes:,} 通りのうち {checked:,} 通りを調べた）",
    "proven to be the best of {nodes:,} ({checked:,} looked at)",
)
UNPROVEN = Text(
    "最適とは証明していません（{nodes:,} 通りのうち {checked:,} 通りを調べた。差は最大 {gap:.1%}）",
    "not proven to be the best ({checked:,} of {nodes:,} looked at; another may be better by {gap:.1%} at most)",
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
    option("--population", "everybody", type=click.Path(path_type=Path), metavar="FILE",
           help=Text("母集団の表（同じ準識別子の列）", "the table of the population, with the same quasi-identifiers")),
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
        "Spark のマスター（集計と書き出しを任せる。--recipe とは一緒に使えない）",
        "the master of a Spark fleet that reduces and writes (not beside --recipe)",
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


def ask_of(given: dict[str, Any]) -> Ask:
    """Return the ask that the options stand for."""
    from seiyaku.anonymised.asking import KINDS, Ask, delta_of, on_column, sets_of

    written = [on_column(model, text) for model in KINDS for text in given.pop(model.replace("-", "_"))]
    quasi = tuple(name for name in given.pop("quasi").split(",") if name)
    earlier = tuple((given.pop("earlier") or "").split(",")) if given.get("earlier") else ()
    given.pop("earlier", None)
    sets, delta = sets_of(given.pop("sets")), delta_of(given.pop("delta_presence"))
    return Ask(
        quasi=quasi, on_columns=tuple(written), earlier=earlier, sets=sets, delta=delta, **given,
        late=_asked_to_stop(), watch=_shown(),
    )  # fmt: skip


def _asked_to_stop() -> Callable[[], bool]:
    """Let the first Ctrl-C end the search with the best so far; the second ends the program."""
    import signal
    import threading

    stopped = threading.Event()

    def stop(*_: Any) -> None:
        stopped.set()
        signal.signal(signal.SIGINT, signal.default_int_handler)

    if threading.current_thread() is threading.main_thread():
        before = signal.signal(signal.SIGINT, stop)
        click.get_current_context().call_on_close(lambda: signal.signal(signal.SIGINT, before))
    return stopped.is_set


def _shown() -> Watch:
    """Return what shows how far the search is, on a terminal only."""
    if voice.json or not sys.stderr.isatty():
        return lambda _checked, _best, _least: None
    last = [0.0]

    def show(checked: int, best: float | None, least: float | None) -> None:
        del least
        now = time.monotonic()
        if now - last[0] >= EVERY:
            last[0] = now
            click.echo("\r" + voice.say(FAR).format(checked=checked, best="-" if best is None else f"{best:.6g}"),
                       nl=False, err=True)  # fmt: skip

    return show


def everybody_of(given: dict[str, Any]) -> Callable[[Source], AbstractContextManager[Source | None]]:
    """Take the options that say where the population is; return what opens it beside a source."""
    path, counted = given.pop("everybody"), given.pop("everybody_count")

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


@command("search", SEARCH)
@argument("file", type=click.Path(path_type=Path))
@option("--plan", is_flag=True, help=PLAN)
@SPARK
@with_options([*SOURCE_OPTIONS, *ASK_OPTIONS])
def search(file: Path, *, plan: bool, spark: str | None, **given: Any) -> None:
    """Search, and print the levels with what they cost; or say what a search would be."""
    from seiyaku.anonymised.searching import find, planned
    from seiyaku.anonymised.sources import opened

    how, beside = source_of(given), everybody_of(given)
    ask = ask_of(given)
    with ExitStack() as stack:
        if spark:
            from seiyaku.anonymised.fleet import reduced

            source = stack.enter_context(reduced(file, ask, master=spark, **how)).cells
        else:
            source = stack.enter_context(opened(file, **how))
        population = stack.enter_context(beside(source))
        if plan:
            _plan(planned(source, ask, population=population))
            return
        found = find(source, ask, population=population)
    said = found.as_json()
    voice.result(said, *(() if voice.json else (_table(said), _said(OUTCOME, said), _proof(said))))


def _plan(said: dict[str, Any]) -> None:
    rows = [(each["name"], f"{each['values']:,}", str(each["levels"])) for each in said["columns"]]
    voice.result(said, *(() if voice.json else (voice.table((COLUMN, VALUES, LEVELS), rows), _said(PLANNED, said))))


@command("run", RUN)
@argument("file", type=click.Path(path_type=Path))
@option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path),
        help=Text("書き出す CSV か Parquet", "where to write: CSV or Parquet"))  # fmt: skip
@option("--recipe", type=click.Path(dir_okay=False, path_type=Path),
        help=Text("レシピ（YAML）", "a recipe (YAML), instead of the options of the search"))  # fmt: skip
@option("--local", default=0, show_default=True, type=click.IntRange(0),
        help=Text("局所的再符号化の回数", "rounds of local recoding"))  # fmt: skip
@SPARK
@with_options([*SOURCE_OPTIONS, *ASK_OPTIONS])
def run(file: Path, *, out: Path, recipe: Path | None, local: int, spark: str | None, **given: Any) -> None:
    """Search, write, and say what was written."""
    from seiyaku.anonymised.running import run as make
    from seiyaku.anonymised.sources import opened

    how, beside = source_of(given), everybody_of(given)
    ask = ask_of(given)
    with ExitStack() as stack:
        if spark:
            made = _on_fleet(
                stack, file, ask, out, recipe=recipe, local=local, how=how | {"master": spark}, beside=beside
            )
            _written(made, out)
            return
        source = stack.enter_context(opened(file, **how))
        population = stack.enter_context(beside(source))
        if recipe is None:
            made = make(source, ask, out, separator=how["separator"], local=local, population=population)
        else:
            made = _cooked(source, recipe, ask, out, population)
    _written(made, out, recipe)


def _written(made: Made, out: Path, recipe: Path | None = None) -> None:
    said: dict[str, Any] = made.as_json() | {"file": str(out)}
    if recipe is not None:
        from seiyaku.anonymised.recipes import load
        from seiyaku.anonymised.telling import treatments

        said["treatments"] = treatments(load(recipe))
    voice.result(said, *(() if voice.json else (_table(said), voice.say(WRITTEN).format(**said), _proof(said))))


def _on_fleet(
    stack: ExitStack,
    file: Path,
    ask: Ask,
    out: Path,
    *,
    recipe: Path | None,
    local: int,
    how: dict[str, Any],
    beside: Any,
) -> Made:
    from seiyaku.anonymised import fleet
    from seiyaku.core.errors import InputError

    if recipe is not None:
        raise InputError("--spark", "--recipe beside it", "one of them: treatments are done on one machine")
    found = stack.enter_context(fleet.reduced(file, ask, **how))
    return fleet.run(found, ask, out, local=local, population=stack.enter_context(beside(found.cells)))


def _cooked(source: Source, recipe: Path, ask: Ask, out: Path, population: Source | None) -> Made:
    from seiyaku.anonymised.recipes import load
    from seiyaku.anonymised.running import run as make
    from seiyaku.anonymised.treatments import prepared
    from seiyaku.core.errors import InputError

    if ask.quasi:
        raise InputError("--recipe", "--quasi beside it", "a recipe or options, not both")
    read = load(recipe)
    treated = prepared(source, read)
    return make(
        treated, read.ask(), out, separator=source.separator, local=read.local, original=source, population=population
    )


@command("report", REPORT)
@argument("file", type=click.Path(path_type=Path))
@option("--out", type=click.Path(dir_okay=False, path_type=Path),
        help=Text("書き出す HTML（なければ要点を表示）", "where to write HTML (else the main points)"))  # fmt: skip
@option("--local", default=0, type=click.IntRange(0),
        help=Text("局所的再符号化の回数", "rounds of local recoding"))  # fmt: skip
@with_options([*SOURCE_OPTIONS, *ASK_OPTIONS])
def report(file: Path, *, out: Path | None, local: int, **given: Any) -> None:
    """Search, and say what the release would be: risk before and after, what it costs, how each column is spread."""
    from seiyaku.anonymised.reporting import report as about
    from seiyaku.anonymised.running import make
    from seiyaku.anonymised.sources import opened

    how, beside = source_of(given), everybody_of(given)
    ask = ask_of(given)
    with opened(file, **how) as source, beside(source) as population:
        made = make(source, ask, local=local, population=population)
    said = about(made)
    if out is not None:
        from seiyaku.anonymised.pages import html
        from seiyaku.anonymised.writing import whole

        with whole(out) as part:
            part.write_text(html(said, voice.language), encoding="utf-8")
    rows = [
        (voice.say(text), *(f"{said['risk'][when]['prosecutor'][key]:.2%}" for when in ("before", "after")))
        for key, text in RISKS
    ]
    voice.result(said, *(() if voice.json else (voice.table(("", BEFORE, AFTER), rows), _proof(said["found"]))))


@command("verify", VERIFY)
@argument("file", type=click.Path(path_type=Path))
@option("--source", "original", type=click.Path(path_type=Path),
        help=Text("元の表（順序とハッシュも比べる）", "the source: order and digests are compared too"))  # fmt: skip
@with_options([*SOURCE_OPTIONS, *ASK_OPTIONS])
def verify(file: Path, *, original: Path | None, **given: Any) -> None:
    """Count again, scan every value, and exit with 4 when the table does not stand."""
    from seiyaku.anonymised.auditing import Known, audit
    from seiyaku.anonymised.searching import trees
    from seiyaku.anonymised.sources import opened

    how = source_of(given)
    everybody_of(given)
    ask = ask_of(given)
    with ExitStack() as stack:
        release = stack.enter_context(opened(file, **how))
        release.require(ask.quasi, where="--quasi")
        release.require(ask.sensitive, where="sensitive columns")
        source = stack.enter_context(opened(original, **how, engine=release.engine)) if original else None
        known = Known(source=source, trees=trees(source or release, ask))
        found = audit(release.engine, release.sql, release.columns, ask, known)
    said = found.as_json()
    if found.findings and voice.json:
        voice.result(said)
        click.get_current_context().exit(4)
    found.insist(file.name)
    voice.result(said, voice.say(STANDS).format(**said["counted"]))


def _said(text: Text, said: dict[str, Any]) -> str:
    """Say what was found in words; JSON keeps the identifiers."""
    from seiyaku.anonymised import wording

    metric = wording.metric(said["metric"], voice.language).name if "metric" in said else ""
    return voice.say(text).format(**said | {"metric": metric, "method": wording.method(said["method"], voice.language)})


def _table(said: dict[str, Any]) -> Any:
    return voice.table((COLUMN, LEVEL), [(name, str(level)) for name, level in said["levels"].items()])


def _proof(said: dict[str, Any]) -> str:
    return voice.say(PROVEN if said["proven"] else UNPROVEN).format(**said)


anonymise = group("anonymise", SAID)
for _each in (search, run, report, verify, *releases.COMMANDS, *planning.COMMANDS):
    anonymise.add_command(_each)
