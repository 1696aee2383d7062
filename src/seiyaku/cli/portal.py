"""`seiyaku portal`: letters that customers wait for, and sign-ins of the operator's own that are theirs."""

from __future__ import annotations

from pathlib import Path

import click

from seiyaku.core.language import Text

from .asking import on_record, typed
from .frame import argument, group, option
from .newfile import new_file
from .speech import voice
from .times import when

SAID = Text(
    "ご本人のページ: 確認番号の手紙とログインの登録（窓口用）",
    "Customers' own page: letters and sign-ins (for the desk)",
)
LETTERS = Text(
    "印刷を待つ手紙を表示する\n番号と申し込みの日時だけで、名前も住所も出ません。",
    "Show the letters that wait to be printed\nTheir references and when they were asked for; no name, no address.",
)
PRINT = Text(
    "手紙を一通、PDFに書き出す\n確認番号はこの紙だけにあります。封をして送り、ファイルは消してください。",
    "Write one letter as a PDF\nIts code stands on this paper alone. Seal and send it, and delete the file.",
)
LINK = Text(
    "事業者のログインを、ご本人のページに登録する\n"
    "窓口でご本人を確かめたあとで行います。利用者番号（sub）は標準入力から読みます。",
    "Link a sign-in of the operator's own to somebody's page\n"
    "After the desk has looked who it is. The subject (sub) is read from standard input.",
)
COLUMNS = (Text("手紙", "letter"), Text("申し込み", "asked"), Text("印刷", "printed"))
WROTE = Text("{0} に書き出しました", "written to {0}")
LINKED = Text("登録しました", "linked")

portal = group("portal", SAID)


@portal.command("letters", LETTERS, needs="instance")
def letters() -> None:
    """List them."""
    from seiyaku.credentials import queries

    from .signing import actor

    actor()
    found = queries.letters()
    rows = [(one.ref, when(one.asked_at), when(one.printed_at)) for one in found]
    listed = [{"ref": one.ref, "asked_at": one.asked_at, "printed_at": one.printed_at} for one in found]
    voice.result({"letters": listed}, voice.table(COLUMNS, rows))


@portal.command("print", PRINT, needs="instance")
@argument("letter")
@option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True,
        help=Text("まだないファイル", "a file that is not there yet"))  # fmt: skip
def print_(letter: str, out: Path) -> None:
    """Print one."""
    from seiyaku.visits import letters as post

    from .signing import actor

    with new_file(out) as file:
        file.write(post.print_(letter, actor=actor()))
    voice.result({"letter": letter, "file": str(out)}, WROTE.filled(out))


@portal.command("link", LINK, needs="instance")
@argument("person")
@option("--by", help=Text("ログインの名前（二つ以上あるとき。事業者自身のものは -）",
                          "the sign-in's name, where there are several (the operator's own: -)"))  # fmt: skip
def link(person: str, by: str | None) -> None:
    """Link it."""
    from seiyaku.visits import logins

    from .signing import actor

    acting = actor()
    done = logins.link(person, typed(["sub"])["sub"], by=by, actor=acting)
    voice.result({"person": person, "entry": done.entry}, LINKED, on_record(done))
