"""What the pages print for a terminal is what the commands take: every line as it stands, in both languages."""

from __future__ import annotations

import re
import runpy
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import click
import pytest

import seiyaku
from seiyaku.cli.main import main

ROOT = Path(seiyaku.__file__).parents[2]
PAGES = sorted([*ROOT.glob("README*.md"), *ROOT.glob("docs/how-to/*.md"), *ROOT.glob("docs/tutorial/*.md")])
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
NAMED = re.compile(r"# (\S+\.py)\n")  # a program whose first line says which file it is
BEGINNING = ROOT / "docs" / "how-to" / "begin-anonymising.md"


def blocks(page: Path) -> list[tuple[str, str]]:
    """The blocks of a page: their kind, and what stands in them."""
    return [(kind, body) for kind, body in BLOCK.findall(page.read_text(encoding="utf-8"))]


def commands(page: Path) -> Iterator[list[str]]:
    """The words of each `$ seiyaku …` of a page, without comments, redirections and what is left out."""
    for _, body in blocks(page):
        for line in body.replace("\\\n", " ").splitlines():
            if line.startswith("$ seiyaku "):
                words = shlex.split(line, comments=True)[2:]
                yield [word for word in words[: words.index(">") if ">" in words else None] if word != "…"]


def demand_taken(command: click.Command, words: list[str], parent: click.Context | None = None) -> None:
    """Read the words as the command does; nothing is run. Raises what click says of words it does not take."""
    ctx = click.Context(command, parent, command.name)
    given, rest, _ = command.make_parser(ctx).parse_args(list(words))
    for param in command.params:
        value = given.get(str(param.name))
        if isinstance(param, click.Argument) and param.required and not (isinstance(value, str | tuple) and value):
            raise click.MissingParameter(ctx=ctx, param=param)
        among = isinstance(param.type, click.Choice | click.IntRange)
        if among and isinstance(value, str):
            cast("Any", param.type).convert(value, param, ctx)
    if not isinstance(command, click.Group):
        if rest:
            raise click.UsageError(f"unexpected: {rest}")
        return
    below = command.get_command(ctx, rest[0])
    if below is None:
        raise click.UsageError(f"no such command: {rest[0]}")
    demand_taken(below, rest[1:], ctx)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_command_that_a_page_prints_is_taken(page: Path) -> None:
    wrong = []
    for words in commands(page):
        try:
            demand_taken(main, words)
        except click.ClickException as error:
            wrong.append(f"seiyaku {' '.join(words)}: {error.format_message()}")

    assert wrong == []


@pytest.mark.parametrize("words", ["up --prot 1", "policy shwo", "people grant clara", "completion dos", "up now"])
def test_a_command_that_is_not_taken_would_be_found(words: str) -> None:
    with pytest.raises(click.ClickException):
        demand_taken(main, words.split())


@pytest.mark.parametrize("page", [page for page in PAGES if ".en." not in page.name and page.parent != ROOT],
                         ids=lambda page: page.name)  # fmt: skip
def test_both_languages_print_the_same_commands(page: Path) -> None:
    theirs = page.with_name(f"{page.stem}.en.md")

    ours, others = ([words[:2] for words in commands(each)] for each in (page, theirs))

    assert ours == others


def test_anonymising_from_the_beginning_runs_as_printed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for language in (BEGINNING, BEGINNING.with_name("begin-anonymising.en.md")):
        programs: dict[str, Any] = {
            named[1]: body for _, body in blocks(language) if (named := NAMED.match(body)) is not None
        }
        assert programs.keys() == {"members.py", "customers.py", "api.py"}
    for name, body in programs.items():
        Path(name).write_text(body, encoding="utf-8")

    runpy.run_path("members.py")
    table = [words for words in commands(BEGINNING) if words[1:2] in (["search"], ["run"], ["verify"])]
    assert [words[1] for words in table] == ["search", "search", "run", "verify"]
    assert [main.main(words, standalone_mode=False) for words in table] == [0, 0, 0, 0]
    capsys.readouterr()
    runpy.run_path("api.py", run_name="__main__")

    (printed,) = [body for _, body in blocks(BEGINNING) if body.startswith("$ python api.py\n")]
    assert capsys.readouterr().out == printed.partition("\n")[2]
    assert {"release.csv", "release.parquet"} <= {path.name for path in tmp_path.iterdir()}
