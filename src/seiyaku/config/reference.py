"""
The reference pages, made from the code: settings, commands, error codes, keys of ledger entries, the law.

    python -m seiyaku.config.reference docs/reference

A test fails when the pages in the repository differ from what is made here.
"""

from __future__ import annotations

import importlib
import inspect
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from seiyaku.cli import usage
from seiyaku.cli.frame import Spoken, SpokenGroup
from seiyaku.cli.index import COMMANDS
from seiyaku.cli.speech import voice
from seiyaku.core import errors
from seiyaku.core.headings import HEADINGS
from seiyaku.core.language import LANGUAGES, Language, Text
from seiyaku.core.law import ACQUISITION, DUTIES, GROUNDS, LAW_REVISION, REFORM_OF_2026, URGENT
from seiyaku.core.reasons import REASONS
from seiyaku.core.sayings import NEEDS

from . import rules_page
from .articles import ARTICLES, cited, row_of
from .explained import ENTRY_KEYS, ERRORS, SETTINGS

MADE = Text(
    "このページはコードから作られます（`python -m seiyaku.config.reference docs/reference`）。書き換えないでください。",
    "This page is made from the code: run `python -m seiyaku.config.reference docs/reference` instead of editing it.",
)
TITLES: dict[str, Text] = {
    "README": Text("リファレンス", "Reference"),
    "settings": Text("設定", "Settings"),
    "commands": Text("コマンド", "Commands"),
    "errors": Text("エラーコード", "Error codes"),
    "entries": Text("記録の項目", "Keys of a ledger entry"),
    "rules": Text("ポリシーのファイルに書くこと", "What stands in a policy file"),
    "law": Text("法律の条文と、それを守る検査", "The articles of the Act, and the check that keeps each"),
    "check-rules": Text("検査の規則", "The rules of the check"),
}
SETTINGS_SAY = Text(
    "`SEIYAKU_名前`、`SEIYAKU_名前_FILE` の指すファイル、インスタンスの `settings.env` の行の順に読みます。",
    "Read from `SEIYAKU_NAME`, else the file named by `SEIYAKU_NAME_FILE`, else the line in `settings.env`.",
)
COMMANDS_SAY = Text(
    "終了コード: 0 完了、1 失敗、2 使い方の誤り、3 ポリシーによる拒否、4 検証に失敗。"
    "どのコマンドにも `--lang`、`--json`、`--home` があります。",
    "Exit codes: 0 done, 1 failed, 2 wrong use, 3 refused by the policy, 4 something does not verify. "
    "Every command takes `--lang`, `--json` and `--home`.",
)
USAGE_SAYS = Text(
    "コマンドの書き方が違います（端末だけ）。オプションや引数がない、余る、値が使えないのどれかです。",
    "A command is not written so (at the terminal alone): an option or argument is missing, too many, or of no use.",
)
ENTRIES_SAY = Text(
    "記録が持つのは識別子、項目の名前、件数だけです。値も、値を推し量れる要約も入りません。",
    "An entry holds identifiers, names of fields and counts; never a value, nor a hash of one that can be guessed.",
)
LAW_SAYS = Text(
    "法律の表の版: `{0}`。関門は、ポリシーと法律の**両方**が許したときだけ許します。"
    "ここにある検査は、その定めを守ります。事業者が法律を守っていることの保証ではありません。",
    "Revision of the law table: `{0}`. The gate allows only what the policy **and** the law allow. A check named here "
    "keeps its rule; it does not certify that an operator keeps the law.",
)
WHOM = {
    "anybody": Text("どなたでも", "anybody"), "state": Text("国の機関・地方公共団体など", "state or local bodies"),
    "academic": Text("学術研究機関等", "academic institutions"), "abroad": Text("28条の外国", "abroad under 28"),
}  # fmt: skip
YES = {True: Text("はい", "yes"), False: Text("", "")}
COMMON = {"--lang", "--json", "--home", "--help"}


def pages() -> dict[str, str]:
    """Return every page: its file name, and its text."""
    made = {"README": _index, "settings": _settings, "commands": _commands, "errors": _errors, "entries": _entries}
    made |= {"law": _law, "rules": rules_page.page}
    return {
        f"{name}{'' if language == 'ja' else '.en'}.md": "\n".join(_page(name, write(language), language)) + "\n"
        for name, write in made.items()
        for language in LANGUAGES
    }


def _page(name: str, body: Iterator[str], language: Language) -> Iterator[str]:
    yield f"# {TITLES[name].say(language)}"
    yield ""
    yield f"<!-- {MADE.say(language)} -->"
    yield ""
    yield from body


def _index(language: Language) -> Iterator[str]:
    end = "" if language == "ja" else ".en"
    yield from (f"* [{title.say(language)}]({name}{end}.md)" for name, title in TITLES.items() if name != "README")


def _settings(language: Language) -> Iterator[str]:
    yield SETTINGS_SAY.say(language)
    yield ""
    yield from _table(
        (Text("設定", "setting"), Text("既定", "default"), Text("意味", "what it is for")),
        ([f"`SEIYAKU_{name}`", f"`{default}`", said.say(language)] for name, (default, said) in SETTINGS.items()),
        language,
    )


def _commands(language: Language) -> Iterator[str]:
    yield COMMANDS_SAY.say(language)
    for name in sorted(COMMANDS):
        module = importlib.import_module(f"seiyaku.cli.{COMMANDS[name][0]}")
        yield from _command(f"seiyaku {name}", getattr(module, name.replace("-", "_")), language)


def _command(path: str, command: Spoken, language: Language) -> Iterator[str]:
    ctx = click.Context(command)
    taken = [f" {param.make_metavar(ctx)}" for param in command.params if isinstance(param, click.Argument)]
    yield from ("", f"## `{path}{''.join(taken)}`", "", command.said.say(language).replace("\n", "  \n"))
    params = [param for param in command.params if not COMMON & set(param.opts)]
    if params:
        yield ""
    for kind in (click.Argument, click.Option):
        for written, said in (_written(param, ctx, language) for param in params if isinstance(param, kind)):
            yield f"* `{written}`: {said}"
    if isinstance(command, SpokenGroup):
        for name, below in command.commands.items():
            if isinstance(below, Spoken):
                yield from _command(f"{path} {name}", below, language)


def _written(param: click.Parameter, ctx: click.Context, language: Language) -> tuple[str, str]:
    """Return how an argument or an option is written, and what `--help` says of it."""
    spoken, voice.language = voice.language, language
    try:
        written, said = param.get_help_record(ctx) or (str(param.name), "")
    finally:
        voice.language = spoken
    return written, said.replace("  [", " [")


def _errors(language: Language) -> Iterator[str]:
    rows = [[f"`{kind.code}`", HEADINGS[kind.code].say(language), str(kind.exit_code)] for kind in _kinds()]
    rows.append(["`usage`", usage.WRONG.say(language), "2"])
    heads = Text("コード", "code"), Text("意味", "what it says"), Text("終了コード", "exit")
    yield from _table(heads, iter(rows), language)
    yield ""
    for kind in _kinds():
        explained = Text(ERRORS[kind.code], inspect.cleandoc(kind.__doc__ or ""))
        yield f"* `{kind.code}`: {explained.say(language)}"
    yield f"* `usage`: {USAGE_SAYS.say(language)}"


def _kinds(root: type[errors.SeiyakuError] = errors.SeiyakuError) -> Iterator[type[errors.SeiyakuError]]:
    yield root
    for kind in root.__subclasses__():
        if kind.__module__ == errors.__name__:  # a room may refine an error for itself; to the world it is the same
            yield from _kinds(kind)


def _entries(language: Language) -> Iterator[str]:
    yield ENTRIES_SAY.say(language)
    yield ""
    rows = ([f"`{key}`", said.say(language)] for key, said in ENTRY_KEYS.items())
    yield from _table((Text("項目", "key"), Text("意味", "what it says")), rows, language)


def _law(language: Language) -> Iterator[str]:
    yield LAW_SAYS.say(language).format(LAW_REVISION)
    yield ""
    heads = Text("条文", "article"), Text("守るもの", "what keeps it"), Text("モジュール", "modules")
    yield from _table((*heads, Text("断りの記号", "refused as")), _articles(language), language)
    yield from ("", f"## {Text('渡すときの根拠', 'Grounds of giving to others').say(language)}", "")
    heads = Text("根拠", "ground"), Text("意味", "what it is"), Text("証拠", "evidence")
    more = Text("渡す先", "to whom"), Text("学術研究機関等だけ", "academic operators only")
    rows = (
        [f"`{g.key}`", g.label.say(language), _shown(g.evidence, language), WHOM[g.to].say(language),
         YES[g.academic].say(language), YES[g.prevails].say(language)]
        for g in GROUNDS
    )  # fmt: skip
    yield from _table((*heads, *more, Text("停止より先", "goes before a stop")), rows, language)
    yield from ("", f"## {Text('同意や明示の要らない場合', 'Cases without consent or notice').say(language)}", "")
    rows = (
        [f"`{e.key}`", e.label.say(language), _shown(e.evidence, language),
         YES[e.academic].say(language), YES[e.source_academic].say(language)]
        for e in (*ACQUISITION, *URGENT)
    )  # fmt: skip
    yield from _table(
        (*heads, more[1], Text("学術研究機関等からだけ", "from academic institutions only")), rows, language
    )
    yield from ("", f"## {Text('法律の目的', 'Purposes of the law').say(language)}", "")
    rows = ([f"`{d.key}`", d.label.say(language), d.article, " ".join(d.acts)] for d in DUTIES)
    yield from _table((*heads[:2], Text("条文", "article"), Text("できること", "acts")), rows, language)
    yield from ("", f"## {Text('公布済みで、まだ施行されていないもの', 'Promulgated, not in force').say(language)}", "")
    yield from (f"* {row.label.say(language)}" for row in REFORM_OF_2026)


def _articles(language: Language) -> Iterator[list[str]]:
    refused: dict[str | None, list[str]] = {}
    for code, reason in REASONS.items():
        for row in dict.fromkeys(map(row_of, cited(reason.article))):
            refused.setdefault(row, []).append(code)
    for each in ARTICLES:
        by = " ".join(f"`{name}`" for name in each.by) or "—"
        codes = " ".join(f"`{code}`" for code in refused.get(each.article, ()))
        yield [each.article, each.kept.say(language), by, codes]


def _shown(evidence: frozenset[str], language: Language) -> str:
    return ", ".join(f"`{name}` {NEEDS[name].say(language)}" for name in sorted(evidence))


def _table(heads: tuple[Text, ...], rows: Iterator[list[str]], language: Language) -> Iterator[str]:
    yield f"| {' | '.join(head.say(language) for head in heads)} |"
    yield "|" + "---|" * len(heads)
    yield from (f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |" for row in rows)


def write(folder: Path) -> None:
    """Write every page into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
