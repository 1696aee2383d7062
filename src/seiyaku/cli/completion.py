"""`seiyaku completion`: completion for a shell."""

from __future__ import annotations

import click

from seiyaku.core.language import Text

from .frame import argument, command
from .speech import voice

SAID = Text(
    'シェルの補完を出力する\n例: eval "$(seiyaku completion bash)"',
    'Print completion for your shell\nFor instance: eval "$(seiyaku completion bash)"',
)


@command("completion", SAID)
@argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print the script that a shell sources."""
    from click.shell_completion import get_completion_class

    from .main import main

    found = get_completion_class(shell)
    if found is None:  # click.Choice has seen to it
        raise click.UsageError(shell)
    script = found(main, {}, "seiyaku", "_SEIYAKU_COMPLETE").source()
    voice.result({"shell": shell, "script": script}, script)
