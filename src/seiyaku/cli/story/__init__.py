"""`seiyaku story`: the main job, told step by step through the same doors that everybody uses."""

from __future__ import annotations

import tempfile
import time
from contextlib import ExitStack
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import click

from seiyaku.cli.frame import command, option
from seiyaku.cli.speech import voice
from seiyaku.core.errors import InputError
from seiyaku.core.language import Text

if TYPE_CHECKING:
    from .telling import Story

COUNT = click.IntRange(100, 1_000_000)

SAID = Text(
    "見本の会社で一通りの仕事をする\n拒否も含め、すべてがそうあるべきとおりになったときだけ終了コード 0。",
    "Do the whole job on the sample company\nExit code 0 only if every step came out as it must, refusals included.",
)
KEPT = Text("書き出したものは {0} にあります", "What was written is in {0}")
RIGHT = Text(
    "{0}件すべて、そうあるべきとおりになりました（{1:.1f}秒）",
    "All {0} came out as they must ({1:.1f} s)",
)
WRONG = Text("{0}件のうち{1}件が、そうあるべきとおりになりませんでした", "Of {0}, {1} did not come out as they must")


@command("story", SAID)
@option("--out", type=click.Path(path_type=Path, file_okay=False), help=Text("書き出す先", "where to write to"))
@option("--keep", is_flag=True, help=Text("書き出したものを残す", "keep what was written"))
@option("--customers", type=COUNT, default=10_000, show_default=True, help=Text("お客さまの数", "how many customers"))
@option(
    "--database",
    metavar="URL",
    help=Text("空の PostgreSQL の所有者のアドレス（既定は SQLite）", "owner of an empty PostgreSQL database (SQLite)"),
)
def story(out: Path | None, keep: bool, customers: int, database: str | None) -> None:
    """Tell it; remove the folder afterwards unless it is to be kept."""
    if database and not database.startswith(("postgresql://", "postgres://")):
        raise InputError(
            where="--database", found="another kind of address", expected="postgresql://OWNER@HOST/DATABASE"
        )
    with ExitStack() as stack:
        if not keep:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="seiyaku-story-", dir=_made(out))))
        elif out is None:
            raise InputError(where="--keep", found="no --out", expected="the folder to keep everything in")
        else:
            folder = _empty(out.absolute())
        conclude(tell(folder, customers, database), folder if keep else None)


def _made(folder: Path | None) -> Path | None:
    if folder is not None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _empty(folder: Path) -> Path:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise InputError(where=str(folder), found="a folder with something in it", expected="an empty or a new folder")
    return folder


def tell(folder: Path, customers: int, database: str | None = None) -> Story:
    """Tell the story into `folder`; the steps print themselves as they happen."""
    from seiyaku.cli import founding

    founding.enter(folder / "instance", database)  # Django's models can be imported from here on
    from seiyaku.cli.readiness import placing

    from . import answering, handling, opening, tampering
    from .teller import Teller
    from .telling import Story

    told = Story(
        teller=Teller(voice.console(stderr=voice.json), voice.language),
        out=folder,
        policy=founding.reference_policy(),
        count=customers,
        database=database,
    )
    steps = chain(opening.steps(), handling.steps(), answering.steps(), tampering.steps())
    _, found = next(steps)
    found(told)
    with placing():
        opening.gather_everybody(told)
        for _, step in steps:
            step(told)
    return told


def conclude(told: Story, kept: Path | None) -> None:
    """Say how it came out; exit with 1 if anything came out wrong."""
    seconds = time.perf_counter() - told.began
    lines = told.teller.lines
    wrong = sum(not line.right for line in lines)
    said = WRONG if wrong else RIGHT
    voice.result(
        {
            "right": told.teller.right,
            "seconds": round(seconds, 1),
            "lines": [
                {
                    "step": line.step, "what": voice.say(line.what), "decision": line.decision, "clause": line.clause,
                    "article": line.article, "reason": line.reason, "entry": line.entry, "right": line.right,
                }
                for line in lines
            ],
        },
        Text(*(s.format(len(lines), wrong if wrong else seconds) for s in said)),
        *([Text(*(s.format(kept) for s in KEPT))] if kept else []),
    )  # fmt: skip
    if wrong:
        click.get_current_context().exit(1)
