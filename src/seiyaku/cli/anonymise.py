"""`seiyaku anonymise`: search a table of any kind for its best generalisation."""

from __future__ import annotations

import os
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from seiyaku.core.language import Text

from . import planning, pseudonymised, release_complaints, releases
from .frame import argument, command, group, option
from .progress import Interrupted, Stop, stopping
from .speech import voice
from .table_options import ASK_OPTIONS, SOURCE_OPTIONS, SPARK, ask_of, everybody_of, left_in, source_of, with_options

if TYPE_CHECKING:
    from seiyaku.anonymised.asking import Ask
    from seiyaku.anonymised.everybody import Among
    from seiyaku.anonymised.recipes import Recipe
    from seiyaku.anonymised.running import Made
    from seiyaku.anonymised.sources import Source

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

BEST = Text("示したのは、そこまでで最もよいものです", "What is shown is the best so far")
UNTOUCHED = Text("{0} は書いていません（前からあれば、そのままです）", "{0} was not written; what was there still is")
THERE = Text("{0} は書き終えていました", "{0} had been written by then")
TABLE = Text(
    "表（CSV か Parquet のファイル、Parquet のフォルダー）", "the table: CSV, Parquet, or a folder of Parquet files"
)


@command("search", SEARCH)
@argument("file", type=click.Path(path_type=Path), help=TABLE)
@option("--plan", is_flag=True, help=PLAN)
@SPARK
@with_options([*SOURCE_OPTIONS, *ASK_OPTIONS])
def search(file: Path, *, plan: bool, spark: str | None, **given: Any) -> None:
    """Search, and print the levels with what they cost; or say what a search would be."""
    from seiyaku.anonymised.searching import find, planned
    from seiyaku.anonymised.sources import opened

    how, beside, stop = source_of(given), everybody_of(given), Stop()
    ask = ask_of(given, stop, shows=True)
    with stopping(stop, lambda: left_in(ask.state)), ExitStack() as stack:
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
    _stopped(stop, ask)


def _stopped(stop: Stop, ask: Ask) -> None:
    """Say that what was shown is the best so far, where Ctrl-C ended the search."""
    if stop.pressed:
        raise Interrupted(BEST, *left_in(ask.state))


def _plan(said: dict[str, Any]) -> None:
    rows = [(each["name"], f"{each['values']:,}", str(each["levels"])) for each in said["columns"]]
    voice.result(said, *(() if voice.json else (voice.table((COLUMN, VALUES, LEVELS), rows), _said(PLANNED, said))))


@command("run", RUN)
@argument("file", type=click.Path(path_type=Path), help=TABLE)
@option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path),
        help=Text("書き出す CSV か Parquet", "where to write: CSV or Parquet"))  # fmt: skip
@option("--recipe", type=click.Path(exists=True, dir_okay=False, path_type=Path),
        help=Text("レシピ（YAML）", "a recipe (YAML), instead of the options of the search"))  # fmt: skip
@option("--local", default=0, show_default=True, type=click.IntRange(0),
        help=Text("局所的再符号化の回数", "rounds of local recoding"))  # fmt: skip
@SPARK
@with_options([*SOURCE_OPTIONS, *ASK_OPTIONS])
def run(file: Path, *, out: Path, recipe: Path | None, local: int, spark: str | None, **given: Any) -> None:
    """Search, write, and say what was written."""
    from seiyaku.anonymised.running import run as make
    from seiyaku.anonymised.sources import opened

    how, beside, stop = source_of(given), everybody_of(given), Stop()
    ask, there = ask_of(given, stop), _file(out)

    def left() -> tuple[Text, ...]:
        """Say whether it was written."""
        said = UNTOUCHED if _file(out) == there else THERE
        return (said.filled(out), *left_in(ask.state))

    with stopping(stop, left), ExitStack() as stack:
        if spark:
            made = _on_fleet(
                stack, file, ask, out, recipe=recipe, local=local, how=how | {"master": spark}, beside=beside
            )
            _written(made, out, recipe)
            return
        source = stack.enter_context(opened(file, **how))
        population = stack.enter_context(beside(source))
        if recipe is None:
            made = make(source, ask, out, separator=how["separator"], local=local, population=population)
        else:
            made = _cooked(source, recipe, ask, out, population)
    _written(made, out, recipe)


def _file(out: Path) -> tuple[int, int] | None:
    """Return which file has the name now."""
    return (out.stat().st_dev, out.stat().st_ino) if out.exists() else None


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

    read = None
    if recipe is not None:
        read = _read(recipe, ask)
        ask, local = replace(read.ask(), everybody=ask.everybody), read.local
    found = stack.enter_context(fleet.reduced(file, ask, recipe=read, **how))
    return fleet.run(found, ask, out, local=local, population=stack.enter_context(beside(found.cells)))


def _cooked(source: Source, recipe: Path, ask: Ask, out: Path, population: Source | None) -> Made:
    from seiyaku.anonymised.running import run as make
    from seiyaku.anonymised.treatments import prepared

    read = _read(recipe, ask)
    treated = prepared(source, read)
    return make(
        treated, replace(read.ask(), everybody=ask.everybody), out, separator=source.separator, local=read.local,
        original=source, population=population,
    )  # fmt: skip


def _read(recipe: Path, ask: Ask) -> Recipe:
    from seiyaku.anonymised.recipes import load
    from seiyaku.core.errors import InputError

    if ask.quasi:
        raise InputError("--recipe", "--quasi beside it", "a recipe or options, not both")
    return load(recipe)


@command("report", REPORT)
@argument("file", type=click.Path(path_type=Path), help=TABLE)
@option("--out", type=click.Path(dir_okay=False, path_type=Path),
        help=Text("書き出す HTML か、.json なら JSON（なければ要点を表示）",
                  "where to write HTML, or JSON where it ends in .json (else the main points)"))  # fmt: skip
@option("--local", default=0, type=click.IntRange(0),
        help=Text("局所的再符号化の回数", "rounds of local recoding"))  # fmt: skip
@with_options([*SOURCE_OPTIONS, *ASK_OPTIONS])
def report(file: Path, *, out: Path | None, local: int, **given: Any) -> None:
    """Search, and say what the release would be: risk before and after, what it costs, how each column is spread."""
    from seiyaku.anonymised.reporting import report as about
    from seiyaku.anonymised.running import make
    from seiyaku.anonymised.sources import opened

    how, beside, stop = source_of(given), everybody_of(given), Stop()
    ask = ask_of(given, stop, shows=True)
    _is_report(out)
    with stopping(stop, lambda: left_in(ask.state)), opened(file, **how) as source, beside(source) as population:
        made = make(source, ask, local=local, population=population)
    said = about(made, among=_among(made))
    if out is not None:
        from seiyaku.anonymised.pages import html
        from seiyaku.anonymised.writing import whole

        with whole(out) as part:
            as_json = out.suffix.lower() == ".json"
            part.write_text(voice.as_json(said) if as_json else html(said, voice.language), encoding="utf-8")
    rows = [
        (voice.say(text), *(f"{said['risk'][when]['prosecutor'][key]:.2%}" for when in ("before", "after")))
        for key, text in RISKS
    ]
    table = () if voice.json else (voice.table(("", BEFORE, AFTER), rows), *_there(said), _proof(said["found"]))
    voice.result(said, *table)
    _stopped(stop, ask)


def _is_report(out: Path | None) -> None:
    """Check the name before anything is searched. Raises InputError: an ending of another kind of file."""
    from seiyaku.core.errors import InputError

    if out is not None and out.suffix.lower() not in {".html", ".htm", ".json"}:
        raise InputError("--out", out.name, "a name that ends in .html or .json; a release has its document as PDF")


def _there(said: dict[str, Any]) -> tuple[Any, ...]:
    """Say the risks in the population, where they were counted, and which one it is."""
    from seiyaku.anonymised.pages import IN_POPULATION, share_in

    held, told = said["in_population"], said["population"][voice.language]
    rows = [(voice.say(text), share_in(held, path)) for path, text in IN_POPULATION] if held else []
    return (voice.table(("", AFTER), rows), told) if rows else (told,)


def _among(made: Made) -> Among | None:
    """Count it in the census, where that was asked for."""
    if not made.found.ask.everybody:
        return None
    from seiyaku.anonymised.census import items_of, japan
    from seiyaku.anonymised.everybody import among

    return among(made, items_of(made), japan())


@command("verify", VERIFY)
@argument("file", type=click.Path(path_type=Path), help=TABLE)
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
    ask = ask_of(given, Stop())
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
PARTS = (releases, release_complaints, pseudonymised, planning)
for _each in (search, run, report, verify, *(one for part in PARTS for one in part.COMMANDS)):
    anonymise.add_command(_each)
