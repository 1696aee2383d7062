"""`seiyaku erase`: erase a person, and say what was proven."""

from __future__ import annotations

from seiyaku.core.language import Text

from .asking import evidence, on_record, say
from .frame import argument, command, option
from .speech import voice

SAID = Text(
    "人の情報をすべて消し、残っていないことを確かめる\n"
    "元に戻せません。消したあと、ディスクの上をくまなく探し、見つかった数を答えます。",
    "Erase everything held on a person, and prove that it is gone\n"
    "It cannot be undone. Afterwards everything on disk is searched, and the answer says what was found.",
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


@command("erase", SAID, needs="instance")
@argument("person")
@option("--purpose", default="law:erase", show_default=True, help=Text("利用目的", "the purpose of use"))
@option("--yes", is_flag=True, help=Text("確認を省く", "do not ask again"))
def erase(person: str, purpose: str, yes: bool) -> None:
    """Erase, after asking once more."""
    import click

    from seiyaku import door

    from .signing import actor

    who = actor()
    if not yes:
        click.confirm(voice.say(Text("この人の情報をすべて消しますか", "Erase everything on this person?")), abort=True)
    gone = door.erase(person, actor=who, purpose=purpose)
    voice.result(
        {
            "searched_for": gone.searched_for, "reach": gone.reach, "hits": list(gone.hits),
            "exports": list(gone.exports), "keys_gone_on": gone.keys_gone_on,
            "closing_entry": gone.closing_entry, **evidence(gone),
        },
        say(GONE, gone.searched_for, len(gone.hits)),
        *gone.hits,
        *([ROWS] if gone.reach == "rows" else []),
        *(say(EXPORT, export) for export in gone.exports),
        say(KEYS, gone.keys_gone_on),
        on_record(gone),
    )  # fmt: skip
