"""`seiyaku init`: found an instance."""

from __future__ import annotations

import os
from pathlib import Path

import click

from seiyaku.core.language import Text
from seiyaku.keys import memory

from .frame import command, option
from .speech import voice

SAID = Text(
    "インスタンスを新しく作る\n鍵は所有者だけが読める形で作ります。最初のアカウントには一度だけ使えるコードが要ります。",
    "Found a new instance\nKeys are for their owner alone; the first account is made with a code that works once.",
)
STAGES = {
    "folder": Text("フォルダー", "folder"),
    "keys": Text("鍵", "keys"),
    "tables": Text("表", "tables"),
    "policy": Text("ポリシー", "policy"),
    "account": Text("最初のアカウントのコード", "the first account's code"),
}
MADE = Text(
    "{0} に {1} のインスタンスを作りました。\n\n"
    "  最初のアカウントのコード（24時間、一度だけ）: {2}\n\n"
    "バックアップの宛先の鍵が {0}/recipients にあります。別の場所へ移し、ここには残さないでください。\n"
    "事業者の鍵 {0}/operator.key の控えも別の場所に要ります。どちらも失うと、戻せません。\n\n"
    "次に:  seiyaku login --first   そして   seiyaku up\n"
    "（または seiyaku up のあと、ブラウザーで /console/first ）",
    "Founded an instance of {1} at {0}.\n\n"
    "  The first account's code (24 hours, once): {2}\n\n"
    "Whom backups are sealed to: the keys lie in {0}/recipients. Move them elsewhere, and leave none here.\n"
    "Keep a copy of the operator's key {0}/operator.key elsewhere too. Without both nothing can be restored.\n\n"
    "Next:  seiyaku login --first   then   seiyaku up\n"
    "(or seiyaku up, and /console/first in a browser)",
)
CODE = Text(
    "最初のアカウントのコード（24時間、一度だけ）: {0}\n前のコードは使えません。",
    "The first account's code (24 hours, once): {0}\nThe one before is worth nothing any more.",
)


@command("init", SAID)
@option(
    "--policy",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help=Text("効力を与えるポリシー（既定は見本）", "the policy to run under (the sample one)"),
)
@option(
    "--database",
    metavar="URL",
    help=Text("sqlite:/// または postgresql://（既定は SQLite）", "sqlite:/// or postgresql:// (SQLite)"),
)
@option(
    "--new-code",
    is_flag=True,
    help=Text(
        "すでにあるインスタンスの、最初のアカウントのコードを出し直す",
        "a new code for the first account of an instance",
    ),
)
def init(policy: Path | None, database: str | None, new_code: bool) -> None:
    """Found it, and show the code once."""
    memory.begin()
    from . import founding

    if new_code:
        _new_code()
        return
    home = Path(os.environ.get("SEIYAKU_HOME") or "seiyaku-instance").absolute()
    founded = founding.found(
        home,
        policy=policy or founding.reference_policy(),
        database=database,
        hear=lambda stage: voice.tell(Text(*(f"… {said}" for said in STAGES[stage])), "dim"),
    )
    said = MADE.filled(founded.home, founded.operator, founded.setup_code)
    voice.result({"home": str(founded.home), "policy": founded.policy, "setup_code": founded.setup_code}, said)


def _new_code() -> None:
    from . import founding, readiness

    readiness.get_ready(instance=True)
    with readiness.placing():
        code = founding.new_setup_code()
    voice.result({"setup_code": code}, Text(*(said.format(code) for said in CODE)))
