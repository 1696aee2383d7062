"""
`seiyaku backup`: take a backup, or test one (policy 2-1).

Nobody has to be signed in: what is written is sealed to recipients whose keys lie elsewhere, and a job may take it.
"""

from __future__ import annotations

from pathlib import Path

from seiyaku.core.errors import InputError, NotFound
from seiyaku.core.language import Text

from .frame import command, option
from .speech import voice

SAID = Text(
    "バックアップを取る、確かめる\n"
    "データと鍵を別々のファイルに書き、それぞれの宛先に封をします。古い鍵のファイルは宛先の鍵と一緒に消します。",
    "Take a backup, or test one\n"
    "Data and wrapped keys go to two files, each sealed to its own recipient; older key files are destroyed.",
)
TAKEN = Text(
    "バックアップ {0} を取りました\n  データ  {1}\n  鍵      {2}   {3} までに消します\n二つは別の場所に。",
    "Backup {0} is taken\n  data  {1}\n  keys  {2}   destroyed by {3}\nKeep the two apart.",
)
TESTED = Text(
    "バックアップ {0} は終わりまで開き、この記録の始まりです", "Backup {0} opens to its end and fits this ledger"
)
ALONE = Text(
    "▲ 記録の頭が外に控えられていません。戻すとき、取った後に取り消されたことを取り消し直せません",
    "▲ No receiver outside knows the ledger: after a restore, what was taken back since could not be taken back again",
)
GONE = Text("宛先 {0} の鍵は消したと記しました", "Noted: the key of recipient {0} is destroyed")


@command("backup", SAID, needs="instance")
@option("--test", metavar="REF", help=Text("このバックアップを終わりまで開いてみる", "open this backup to its end"))
@option(
    "--recipients",
    metavar="PATH",
    type=Path,
    help=Text("宛先の秘密の鍵のフォルダー（--test）", "the folder of the recipients' private keys (--test)"),
)
@option(
    "--destroyed",
    metavar="RECIPIENT",
    help=Text("別の場所の宛先の鍵を消した、と記す", "note that a recipient's key kept elsewhere is destroyed"),
)
def backup(test: str | None, recipients: Path | None, destroyed: str | None) -> None:
    """Take one, test one, or note that a key is no more."""
    if test and destroyed:
        raise InputError(where="--test", found="--destroyed besides", expected="one of them")
    if destroyed:
        _destroyed(destroyed)
    elif test:
        _test(test, recipients)
    else:
        _take()


def _take() -> None:
    from seiyaku.backup import taking
    from seiyaku.people.days import day_of

    made = taking.take()
    day = day_of(made.keys_until).isoformat()
    said = {"backup": made.ref, "data": str(made.data), "keys": str(made.keys), "keys_until": day}
    lines = [Text(*(said_.format(made.ref, made.data, made.keys, day) for said_ in TAKEN))]
    voice.result({**said, "outside": made.outside}, *lines, *([] if made.outside else [ALONE]))


def _test(ref: str, recipients: Path | None) -> None:
    from seiyaku.backup import opening, taking
    from seiyaku.backup.recipients import folder

    data, keys = (taking.folder() / f"{ref}.{kind}" for kind in ("data", "keys"))
    for path in (data, keys):
        if not path.is_file():
            raise NotFound(f"backup file {path}")
    found = opening.test(data, keys, recipients or folder())
    voice.result(found, Text(*(said.format(ref) for said in TESTED)))


def _destroyed(ref: str) -> None:
    from seiyaku.backup import queries, recipients

    row = queries.known(ref)
    if row is None:
        raise NotFound(f"recipient {ref}")
    recipients.destroy(row)
    recipients.destroyed(row)
    voice.result({"destroyed": ref}, Text(*(said.format(ref) for said in GONE)))
