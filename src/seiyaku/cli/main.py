"""
The command `seiyaku`.

Exit codes: 0 done · 1 failed · 2 wrong use · 3 refused by the policy · 4 something does not verify.

Commands live one to a file and are imported when used (`index.py` lists them). Errors surface here and nowhere else:
one that is ours says its code, clause, article and remedy; any other says where it happened, never with what values.
"""

from __future__ import annotations

import importlib
import os
import sys
import traceback
from contextlib import suppress
from pathlib import Path
from typing import Any, cast

import click

from seiyaku.core.errors import InputError, SeiyakuError, Unavailable
from seiyaku.core.language import Text

from .frame import Option, SpokenGroup, speak_as_asked
from .index import COMMANDS
from .progress import Stop, stopping
from .speech import voice
from .troubles import of_the_system

DONE, FAILED, WRONG_USE, REFUSED, DOES_NOT_VERIFY = range(5)

SAID = Text(
    "誓約: 公表したプライバシーポリシーを、システムが守る制約にする。\n"
    "終了コード: 0 完了・1 失敗・2 使い方の誤り・3 ポリシーによる拒否・4 検証に失敗",
    "A published privacy policy becomes the constraint its systems run under.\n"
    "Exit codes: 0 done · 1 failed · 2 wrong use · 3 refused by the policy · 4 something does not verify",
)
UNEXPECTED = Text("予期しない誤りです（値は表示しません）", "Something unexpected happened (values are not shown)")
STOPPED = Text("中断しました", "Stopped")


class Seiyaku(SpokenGroup):
    """The command with all others below it, each imported when it is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names, without importing anything."""
        del ctx
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the one command that is used."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"{__package__}.{COMMANDS[cmd_name][0]}")
        return cast("click.Command", getattr(module, cmd_name.replace("-", "_")))

    def summary(self, ctx: click.Context, name: str) -> str:
        """Return the sentence of the index: help imports nothing."""
        del ctx
        return voice.say(COMMANDS[name][1])

    def main(
        self,
        args: Any = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        **more: Any,
    ) -> Any:
        """Run one command and leave with the exit code that says how it went."""
        given = list(sys.argv[1:] if args is None else args)
        speak_as_asked(given)
        try:
            with stopping(Stop()):
                code = super().main(given, prog_name or "seiyaku", complete_var, standalone_mode=False, **more)
        except BrokenPipeError:  # nobody reads on: leaving is to write no more
            with suppress(OSError):
                os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            code = FAILED
        except BaseException as error:  # noqa: BLE001  # the one edge: nothing may pass it with a value in its message
            code = _report(error)
        code = code if isinstance(code, int) else DONE
        if standalone_mode:
            sys.exit(code)
        return code


def _report(error: BaseException) -> int:
    if isinstance(error, SystemExit):
        return error.code if isinstance(error.code, int) else FAILED
    if isinstance(error, click.exceptions.Exit):
        return error.exit_code
    if isinstance(error, click.Abort | KeyboardInterrupt):
        lines = (STOPPED, *getattr(error, "left", ()))
        click.echo("\n".join(voice.say(each) for each in lines), err=True)
        return FAILED
    if isinstance(error, click.ClickException):
        from . import usage

        usage.show(error)
        return error.exit_code
    ours = _ours(error)
    if ours is not None:
        voice.complain(ours)
        return ours.exit_code
    return _unexpected(error)


def _ours(error: BaseException) -> SeiyakuError | None:
    """Return the error as one of ours, where what it says holds names and places only."""
    if isinstance(error, SeiyakuError):
        return error
    kinds = {f"{kind.__module__}.{kind.__qualname__}" for kind in type(error).__mro__}
    if "django.core.exceptions.ImproperlyConfigured" in kinds:
        return InputError(where="settings", found=str(error), expected="a setting that can be used")
    if "django.db.utils.OperationalError" in kinds:
        return Unavailable("the database does not answer, is full, or may not be written (`seiyaku doctor` says which)")
    return of_the_system(error) if isinstance(error, OSError) else None


def _unexpected(error: BaseException) -> int:
    """Say what kind of error it was and where, frame by frame; its message may hold a value and is not said."""
    click.echo(f"✗ {voice.say(UNEXPECTED)}: {type(error).__module__}.{type(error).__qualname__}", err=True)
    for frame in traceback.extract_tb(error.__traceback__)[-8:]:
        click.echo(f"    {Path(frame.filename).name}:{frame.lineno} {frame.name}", err=True)
    return FAILED


def _print_version(ctx: click.Context, _param: click.Parameter, value: bool) -> None:
    if value:
        from seiyaku import __version__

        voice.result({"version": __version__}, f"seiyaku {__version__}")
        ctx.exit()


VERSION = Option(
    ["--version"],
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_version,
    help=Text("版を表示する", "show the version"),
)
main = Seiyaku("seiyaku", said=SAID, params=[VERSION], no_args_is_help=True)
