"""What the doctor finds of copies: backups, whom they are sealed to, and heads of the ledger outside (policy 2-1)."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.conf import settings

from seiyaku.core.language import Text

from .findings import SERVE, Finding, attention, green, red

if TYPE_CHECKING:
    from seiyaku.ledger.transactions import Cursor

BACKUP_EVERY = 7 * 86400
TEST_EVERY = 92 * 86400
PUSHED_WITHIN = 3600.0  # seconds; `seiyaku up` sends heads every minute
TAKE = Text("seiyaku backup で取る", "take one: seiyaku backup")
TRY = Text("seiyaku backup --test で試す", "test one: seiyaku backup --test")


def backups() -> Iterator[Finding]:
    """Look at backups: how old, tested, with what keys."""
    from seiyaku.backup.queries import posture

    found = posture()
    if found.closed:
        yield red(
            "backup",
            "戻したあと、まだ開かれていません",
            "restored, and not opened yet",
            Text("seiyaku restore propose → approve → open", "seiyaku restore propose → approve → open"),
        )
    for recipient in found.overdue:
        yield attention(
            "backup",
            f"宛先 {recipient} の鍵の期限が過ぎています",
            f"the key of recipient {recipient} has outlived its time",
            Text(
                f"その鍵を消し、seiyaku backup --destroyed {recipient}",
                f"destroy that key, then seiyaku backup --destroyed {recipient}",
            ),
        )
    if found.taken_at is None:
        yield attention("backup", "バックアップがまだありません", "no backup has been taken yet", TAKE)
        return
    if found.beside_the_house:
        yield attention(
            "backup",
            "宛先の秘密の鍵がこのフォルダーにあります",
            "the recipients' private keys still lie in this folder",
            Text("別の機械か媒体へ移す", "move them to another machine or medium"),
        )
    if _turned_since(found.taken_at):
        said = Text("最後のバックアップのあとで鍵を交換しました", "a key was turned after the last backup")
        yield attention("backup", *said, TAKE)
    yield _aged(found.taken_at.timestamp(), Text("最後のバックアップ", "the last backup"), BACKUP_EVERY, TAKE)
    if found.tested_at is None:
        yield attention("backup", "戻せるか、まだ試していません", "no backup was ever tested", TRY)
    else:
        yield _aged(found.tested_at.timestamp(), Text("最後の試し", "the last test"), TEST_EVERY, TRY)


def _turned_since(taken_at: dt.datetime) -> bool:
    from seiyaku.keys.models import RootKey

    return RootKey.objects.filter(created_at__gt=taken_at).exists()


def _aged(at: float, said: Text, most: float, mend: Text) -> Finding:
    days = (time.time() - at) / 86400
    told = f"{said.ja}: {days:.1f} 日前", f"{said.en}: {days:.1f} days ago"
    return attention("backup", *told, mend) if days * 86400 > most else green("backup", *told)


def heads_outside() -> Iterator[Finding]:
    """Look at what receivers outside hold of the ledger."""
    from seiyaku.ledger import outside
    from seiyaku.ledger.transactions import reading

    if not settings.RECEIVERS:
        yield attention(
            "outside",
            "記録の頭が外部に控えられていません。管理者による書き換えを後から見つけられません",
            "no head of the ledger is kept outside: a rewrite by the administrator could not be found later",
            Text("SEIYAKU_RECEIVERS に外部の控え先を書く", "name receivers in SEIYAKU_RECEIVERS"),
        )
        return
    with reading() as cursor:
        for receiver in outside.receivers():
            if isinstance(receiver, outside.Folder):
                yield _covered(cursor, outside.demand(receiver, cursor))
            elif isinstance(receiver, outside.Witness):
                yield green("outside", "証人がいます", "there is a witness")
            else:
                yield green("outside", "頭を毎日メールで送ります", "heads are mailed once a day")


def _covered(cursor: Cursor, size: int) -> Finding:
    """Say how far a receiver covers the ledger, and for how long the oldest entry beyond that has stood alone."""
    cursor.execute("SELECT min(id) FROM ledger_entry WHERE number >= %s", (size,))
    oldest = cursor.fetchone()[0]
    alone = 0.0 if oldest is None else time.time() - int.from_bytes(bytes(oldest)[:6], "big") / 1000
    told = f"{size} 件まで控えられています", f"{size} entries are covered outside"
    if alone <= PUSHED_WITHIN:
        return green("outside", *told)
    hours = f"{alone / 3600:.1f}"
    late = (
        f"{told[0]}。その先の記録が {hours} 時間控えられていません",
        f"{told[1]}; what follows has waited {hours} hours",
    )
    return attention("outside", *late, SERVE)
