"""`seiyaku policy new`: a policy file drafted from a policy's prose."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from seiyaku.core.errors import InputError
from seiyaku.core.language import Text

from .frame import command, option
from .speech import voice

SAID = Text(
    "文章だけのポリシーから、ポリシーのファイルを下書きする\n"
    "どの行にも、もとになった文の条項と行が付きます。はっきりしないものは unclear となり、"
    "人が決めるまで何も許しません。",
    "Draft a policy file from a policy that is only prose\n"
    "Each line names the clause and line of the sentence it came from. Whatever is not clear is marked unclear, "
    "and allows nothing until a person decides.",
)
MADE = Text(
    "下書きしました: 決まり {0}件、うち人が決めるもの {1}件", "Drafted: {0} rules, {1} of them for a person to decide"
)
NEXT = Text(
    "次に: unclear の行を決めて消し、英語の文を書き、`seiyaku policy show --file {0}` で確かめます。",
    "Next: decide and remove the unclear lines, write the English prose, and see `seiyaku policy show --file {0}`.",
)


@command("new", SAID)
@option(
    "--from",
    "source",
    required=True,
    metavar="FILE",
    help=Text("もとの文章（- は標準入力）", "the prose (- is the standard input)"),
)
@option(
    "--out",
    type=click.Path(path_type=Path),
    help=Text("書き出すフォルダー（既定は ./事業者）", "the folder to write to (./OPERATOR)"),
)
def new(source: str, out: Path | None) -> None:
    """Read prose, draft, write both files; never over one that is there."""
    from zoneinfo import ZoneInfo

    from seiyaku.check import drafting, running

    today = dt.datetime.now(ZoneInfo("Asia/Tokyo")).date()
    document = running.read(source)
    running.demand_a_policy(document)
    made = drafting.draft(document, language=voice.language, today=today)
    folder = out or Path(made.policy.operator.id)
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / name for name in made.files]
    for path in paths:
        if path.exists():
            raise InputError(str(path), "a file that is there", "a folder without one: --out DIR")
    for path, text in zip(paths, made.files.values(), strict=True):
        path.write_text(text, encoding="utf-8")
    said = [MADE.filled(made.rules, made.unclear), *made.left_out]
    said.append(NEXT.filled(paths[0]))
    voice.result(
        {
            "files": [str(path) for path in paths],
            "rules": made.rules,
            "unclear": made.unclear,
            "left_out": [voice.say(each) for each in made.left_out],
        },
        *(str(path) for path in paths),
        *said,
    )
