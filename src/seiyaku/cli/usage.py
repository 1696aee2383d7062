"""
What is wrong with how a command was written, said in the language of the run (exit 2).

click finds it and says it in English; here its kinds of error are said in Japanese, with the names as they were typed.
"""

from __future__ import annotations

import re
from difflib import get_close_matches

import click

from seiyaku.core.language import Text

from .frame import USAGE
from .speech import voice

ERROR = Text("使い方の誤り: {0}", "Error: {0}")
HELP = Text("'{0} --help' に説明があります。", "Try '{0} --help' for help.")
WRONG = Text("使い方の誤り", "Wrong use")
NO_COMMAND = Text("コマンドがありません", "Missing command.")
OF_A_FILE = {
    "does not exist": "{0} はありません",
    "is a directory": "{0} はファイルではなくフォルダーです",
    "is a file": "{0} はフォルダーではなくファイルです",
    "is not readable": "{0} は読めません",
    "is not writable": "{0} には書けません",
}
BY_WORDS = (  # kinds that click tells by the sentence alone
    (r"Got unexpected extra arguments? \((.*)\)", "余分なものがあります: {0}"),
    (r"Missing command\.", "コマンドがありません"),
    (r"Option '(.*)' does not take a value\.", "{0} は値を取りません"),
    (r"Option '(.*)' requires (?:an|\d+) arguments?\.", "{0} には値が要ります"),
)


def show(error: click.ClickException) -> None:
    """Say what is wrong with how a command was written; where only a command's name was given, its help."""
    if voice.json:  # an error is the one document there (ADR 4)
        voice.result({
            "error": "usage", "title": voice.say(WRONG), "exit": error.exit_code, "detail": what(error),
        })  # fmt: skip
    elif isinstance(error, click.exceptions.NoArgsIsHelpError):
        error.show()
    else:
        click.echo(say(error), err=True)


def say(error: click.ClickException) -> str:
    """Return the lines that tell how the command is written, and what was wrong."""
    ctx = getattr(error, "ctx", None)
    lines = []
    if ctx is not None:
        lines.append(f"{voice.say(USAGE)} {ctx.command_path} {' '.join(ctx.command.collect_usage_pieces(ctx))}")
        lines.append(voice.say(HELP).format(ctx.command_path))
    lines.append(voice.say(ERROR).format(what(error)))
    return "\n".join(lines)


def what(error: click.ClickException) -> str:
    """Return the sentence that tells what was wrong."""
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        return voice.say(NO_COMMAND)
    said = error.format_message()
    return in_japanese(error, said) if voice.language == "ja" else said


def in_japanese(error: click.ClickException, said: str) -> str:
    """Return what click says of its error, in Japanese; as it is where it is of no kind known here."""
    if isinstance(error, click.NoSuchOption):
        return f"{error.option_name} というオプションはありません{_near(error.possibilities)}"
    if isinstance(error, click.exceptions.NoSuchCommand):
        return f"{error.command_name} というコマンドはありません{_near(_commands_like(error))}"
    if isinstance(error, click.MissingParameter):
        return f"{_named(error)} がありません{_choices(error)}"
    if isinstance(error, click.BadParameter):
        return f"{_named(error)} の値が使えません{_choices(error) or _wanted(error)}"
    for pattern, japanese in BY_WORDS:
        if found := re.fullmatch(pattern, said, re.DOTALL):
            return japanese.format(*found.groups())
    return said


def _commands_like(error: click.exceptions.NoSuchCommand) -> list[str]:
    if error.ctx is None or not isinstance(error.ctx.command, click.Group):
        return []
    return get_close_matches(error.command_name, error.ctx.command.list_commands(error.ctx))


def _named(error: click.BadParameter) -> str:
    hint = error.param_hint
    if hint is None:
        hint = error.param.get_error_hint(error.ctx) if error.param and error.ctx else ""
    return hint.replace("'", "") if isinstance(hint, str) else " / ".join(hint)


def _choices(error: click.BadParameter) -> str:
    kind = error.param.type if error.param else None
    return f"。次のどれか: {', '.join(map(str, kind.choices))}" if isinstance(kind, click.Choice) else ""


def _wanted(error: click.BadParameter) -> str:
    kind = error.param.type if error.param else None
    if isinstance(kind, click.Path):
        found = re.search(r"'(.*)' (.*)\.$", error.message, re.DOTALL)
        said = OF_A_FILE.get(found[2]) if found else None
        return f"。{said.format(found[1])}" if found and said else ""
    if isinstance(kind, click.IntRange) and kind.max is not None:
        return f"。{kind.min} から {kind.max} までの整数を書いてください"
    return {"integer": "。整数を書いてください", "float": "。数を書いてください"}.get(getattr(kind, "name", ""), "")


def _near(names: object) -> str:
    return f"（{', '.join(map(str, names))} のことですか）" if isinstance(names, list) and names else ""
