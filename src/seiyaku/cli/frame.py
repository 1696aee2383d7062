"""
What a command is made of.

    @command(needs="instance")                      # or "nothing": runs without an instance, without Django
    @option("--out", help=Text("書き出す先", "where to write to"))
    def policy(out: str) -> None: ...

Every command takes `--lang`, `--json` and `--home` wherever they stand; help is spoken in the language of the run.
`needs`: "nothing", "django" (set up, whatever the folder holds) or "instance" (a folder that `seiyaku init` made).
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import click

from seiyaku.core.language import Text

from .argument_words import SAID
from .speech import from_surroundings, voice

Needs = Literal["nothing", "django", "instance"]

USAGE = Text("使い方:", "Usage:")
OPTIONS = Text("オプション", "Options")
COMMANDS = Text("コマンド", "Commands")
ARGUMENTS = Text("引数", "Arguments")
REQUIRED, DEFAULT = Text("必須", "required"), Text("既定:", "default:")


def _set_language(_ctx: click.Context, _param: click.Parameter, value: str | None) -> None:
    if value:
        voice.language = "ja" if value == "ja" else "en"


def _set_json(_ctx: click.Context, _param: click.Parameter, value: bool) -> None:
    voice.json = voice.json or value


def _set_home(_ctx: click.Context, _param: click.Parameter, value: str | None) -> None:
    if value:
        os.environ["SEIYAKU_HOME"] = str(Path(value).absolute())


class Option(click.Option):
    """An option whose help is said in both languages."""

    def __init__(self, *names: Any, help: Text | None = None, **rest: Any) -> None:  # noqa: A002  # click's word
        super().__init__(*names, **rest)
        self.text = help

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Return the option's line of help in the language of the run, and whether it must be given."""
        self.help = voice.say(self.text) if self.text else None
        record = super().get_help_record(ctx)
        if record is None or voice.language == "en":
            return record
        written, said = record
        own = self.help or ""
        return written, own + said.removeprefix(own).replace("required", REQUIRED.ja).replace("default:", DEFAULT.ja)


class Argument(click.Argument):
    """An argument whose help is said in both languages: its own, or what arguments of its name are."""

    def __init__(self, *names: Any, help: Text | None = None, **rest: Any) -> None:  # noqa: A002  # click's word
        super().__init__(*names, **rest)
        self.text = help or SAID[str(self.name)]

    def get_help_record(self, ctx: click.Context) -> tuple[str, str]:
        """Return the argument's line of help in the language of the run."""
        return self.make_metavar(ctx), voice.say(self.text)


def _common() -> list[click.Parameter]:
    return [
        Option(
            ["--lang"],
            type=click.Choice(["ja", "en"]),
            is_eager=True,
            expose_value=False,
            callback=_set_language,
            help=Text("表示する言語", "the language of the answer"),
        ),
        Option(
            ["--json"],
            is_flag=True,
            is_eager=True,
            expose_value=False,
            callback=_set_json,
            help=Text("JSON で出力する", "answer with one JSON document"),
        ),
        Option(
            ["--home"],
            metavar="DIR",
            is_eager=True,
            expose_value=False,
            callback=_set_home,
            help=Text(
                "インスタンスのフォルダー（既定は ./seiyaku-instance）", "the instance folder (./seiyaku-instance)"
            ),
        ),
    ]


class Spoken(click.Command):
    """A command whose help is said in both languages and that takes the options every command takes."""

    said: Text
    needs: Needs = "nothing"

    def __init__(self, *args: Any, said: Text, needs: Needs = "nothing", **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.said = said
        self.needs = needs
        self.params = [*self.params, *_common()]

    def get_short_help_str(self, limit: int = 45) -> str:
        """Return the first sentence."""
        del limit
        return voice.say(self.said).splitlines()[0]

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the whole help text in the language of the run."""
        self.help = voice.say(self.said).replace("\n", "\n\n")
        super().format_help_text(ctx, formatter)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return `--help`, in the language of the run."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = voice.say(Text("この説明を表示する", "show this help"))
        return option

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write how the command is called."""
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), f"{voice.say(USAGE)} ")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the arguments, if there are any, then the options, each under their heading."""
        for heading, kind in ((ARGUMENTS, click.Argument), (OPTIONS, click.Option)):
            params = [param for param in self.get_params(ctx) if isinstance(param, kind)]
            records = [record for param in params if (record := param.get_help_record(ctx))]
            if records:
                with formatter.section(voice.say(heading)):
                    formatter.write_dl(records)

    def invoke(self, ctx: click.Context) -> Any:
        """Get ready what the command needs, then run it."""
        if self.needs == "nothing":
            return super().invoke(ctx)
        from .readiness import get_ready, placing

        get_ready(instance=self.needs == "instance")
        if self.needs != "instance":
            return super().invoke(ctx)
        with placing():
            return super().invoke(ctx)


class SpokenGroup(Spoken, click.Group):
    """A command with commands below it."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, then the commands."""
        Spoken.format_options(self, ctx, formatter)
        self.format_commands(ctx, formatter)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write one line for each command."""
        rows = [(name, self.summary(ctx, name)) for name in self.list_commands(ctx)]
        with formatter.section(voice.say(COMMANDS)):
            formatter.write_dl(rows)

    def summary(self, ctx: click.Context, name: str) -> str:
        """Return the one line that says what the command `name` does."""
        found = self.get_command(ctx, name)
        return found.get_short_help_str() if found else ""

    def command(  # type: ignore[override]  # click's knows no Text
        self, name: str, said: Text, **kwargs: Any
    ) -> Callable[[Callable[..., Any]], Spoken]:
        """Declare a command below this one: `@group.command("show", SAID, needs=…)`."""
        made = command(name, said, **kwargs)

        def decorate(function: Callable[..., Any]) -> Spoken:
            built = made(function)
            self.add_command(built)
            return built

        return decorate


def command(name: str, said: Text, *, needs: Needs = "nothing", **rest: Any) -> Callable[[Callable[..., Any]], Spoken]:
    """Declare a command; `said` is its help, the first line its summary."""

    def decorate(function: Callable[..., Any]) -> Spoken:
        return click.command(name, cls=Spoken, said=said, needs=needs, help=said.en, **rest)(function)

    return decorate


def group(name: str, said: Text, *, needs: Needs = "nothing") -> SpokenGroup:
    """Declare a command that has commands below it; they declare what they need themselves."""
    return SpokenGroup(name, said=said, needs=needs)


def option(
    *names: str,
    help: Text,  # noqa: A002  # click's word
    **rest: Any,
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Declare an option with help in both languages."""
    return click.option(*names, cls=Option, help=help, **rest)


def argument(
    *names: str,
    help: Text | None = None,  # noqa: A002  # click's word
    **rest: Any,
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Declare an argument, with help in both languages where its name alone (`argument_words`) does not say it."""
    return click.argument(*names, cls=Argument, help=help, **rest)


def speak_as_asked(args: list[str]) -> None:
    """Choose language and form before anything is parsed, so that help and errors speak it too."""
    voice.language, voice.json = from_surroundings(), "--json" in args
    for before, word in zip(["", *args], args, strict=False):
        asked = word.removeprefix("--lang=") if word.startswith("--lang=") else word if before == "--lang" else ""
        if asked in {"ja", "en"}:
            voice.language = "ja" if asked == "ja" else "en"
