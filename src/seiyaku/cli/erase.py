"""`seiyaku erase`: erase a person, or many, and say what was proven."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from seiyaku.core.language import Text

from . import lists
from .asking import evidence, on_record, people_in
from .frame import argument, command, option
from .speech import voice

if TYPE_CHECKING:
    from seiyaku.core.asks import Actor

SAID = Text(
    "人の情報をすべて消し、残っていないことを確かめる\n"
    "元に戻せません。消したあと、ディスクの上をくまなく探し、見つかった数を答えます。"
    "--people では、百人ずつ消して、一度の検索で確かめます。",
    "Erase everything held on a person, and prove that it is gone\n"
    "It cannot be undone. Afterwards everything on disk is searched, and the answer says what was found. "
    "With --people, a hundred are erased at a time and searched for together.",
)
GONE = Text(
    "消しました。{0:,}通りの文字列を探し、見つかったのは{1}件です",
    "erased; searched for {0:,} byte strings, found {1}",
)
ROWS = Text(
    "PostgreSQL の中は、すべての行を探しました。消した行の跡は VACUUM まで表のページに、先行書き込みログには"
    "使い回されるまで残ります（封をしたままで、鍵はもうありません）",
    "in PostgreSQL every row was searched; traces of deleted rows stay in its pages until VACUUM, and in its "
    "write-ahead log until that is recycled (sealed, and the key is gone)",
)
KEYS = Text("バックアップの最後の鍵がなくなる日: {0}", "the last backup key is gone on {0}")
EXPORT = Text("この人を含んで渡したもの: {0}", "given out with this person in it: {0}")


SURE = Text("この人の情報をすべて消しますか", "Erase everything on this person?")
THEY = Text("{0:,}人の情報をすべて消しますか", "Erase everything on these {0:,} people?")


@command("erase", SAID, needs="instance")
@argument("person", required=False)
@option("--people", type=click.Path(exists=True, dir_okay=False, path_type=Path),
        help=Text("人の番号を一行に一つ書いたファイル", "a file of public ids, one a line"))  # fmt: skip
@option("--purpose", default="law:erase", show_default=True, help=Text("利用目的", "the purpose of use"))
@option("--yes", is_flag=True, help=Text("確認を省く", "do not ask again"))
@option("--receipt", type=click.Path(path_type=Path),
        help=Text("本人に渡す受取証のファイル（--people ではフォルダー）",
        "a file for what the person takes away (with --people: a folder)"))  # fmt: skip
@lists.REPORT
def erase(
    *, person: str | None, people: Path | None, purpose: str, yes: bool, receipt: Path | None, report: Path | None
) -> None:
    """Erase, after asking once more."""
    from .signing import actor

    lists.one_of(person, people)
    who = actor()
    telling = lists.Telling(report, receipt, erasing=True)
    if person is not None:
        _sure(SURE, yes)
        _one(person, purpose, who, receipt)
    elif people is not None:
        _sure(THEY.filled(len(people_in(people))), yes)
        _many(people, purpose, who, telling)


def _sure(asked: Text, yes: bool) -> None:
    if not yes:
        click.confirm(voice.say(asked), abort=True)


def _one(person: str, purpose: str, who: Actor, receipt: Path | None) -> None:
    from seiyaku import door

    gone = door.erase(person, actor=who, purpose=purpose)
    if receipt is not None:
        lists.write_receipt(receipt, gone.receipt())
    voice.result(
        {
            "searched_for": gone.searched_for, "reach": gone.reach, "hits": list(gone.hits),
            "exports": list(gone.exports), "keys_gone_on": gone.keys_gone_on,
            "closing_entry": gone.closing_entry, **evidence(gone),
        },
        GONE.filled(gone.searched_for, len(gone.hits)),
        *gone.hits,
        *([ROWS] if gone.reach == "rows" else []),
        *(EXPORT.filled(export) for export in gone.exports),
        KEYS.filled(gone.keys_gone_on),
        on_record(gone),
    )  # fmt: skip


def _many(people: Path, purpose: str, who: Actor, telling: lists.Telling) -> None:
    from seiyaku import door

    asks = (door.Asked(number=n, said={"person": p, "purpose": purpose}) for n, p in enumerate(people_in(people), 1))
    lists.run("erase", asks, name=lists.digest(people, "erase", purpose), actor=who, telling=telling)
