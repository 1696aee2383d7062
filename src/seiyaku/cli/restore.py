"""
`seiyaku restore`: come back from a backup, and let the house be used again (policy 2-1, 3-1).

Everything happens in a folder beside the one that is to be; that one appears when all of it came out well.
"""

from __future__ import annotations

import os
from pathlib import Path

import click

from seiyaku.core.errors import InputError
from seiyaku.core.language import Text

from .approving import YES, approve_as_second
from .frame import argument, group, option
from .speech import voice

SAID = Text("バックアップから戻す", "Come back from a backup")
FROM = Text(
    "二つのファイルから、新しいフォルダーへ戻す\n"
    "外の控えがあれば、取った後の消去・拒否・撤回をもう一度行います。戻しても、開くまで個人情報は使えません。",
    "Restore from the two files into a new folder\n"
    "With the copy kept outside, what was taken back since is taken back again. Closed until it is opened.",
)
PROPOSE = Text("戻したものを使い始めることを提案する", "Propose that what was restored be used again")
APPROVE = Text("その提案を、二人目として承認する", "Approve that proposal, as the second person")
OPEN = Text("戻したものを使い始める", "Use what was restored")
GIVEN = Text("取った後に加わり、もう一度入れるべきものを並べる", "List what was given after the backup, to enter again")
DONE = Text(
    "バックアップ {backup} から戻しました（記録 {entries} 件、取り消し直し {replayed} 件、入れ直すもの {given} 件）\n"
    "開くまで、個人情報は使えません:  seiyaku restore propose → approve → open",
    "Restored from backup {backup}: {entries} entries, {replayed} taken back again, {given} to be entered again\n"
    "Personal data stays closed until:  seiyaku restore propose → approve → open",
)
BLIND = Text(
    "▲ 外の控えなしに戻しました。取った後の消去や拒否はここでは分かりません。管理者が --without-outside で決めます",
    "▲ Restored without a copy from outside: erasures and refusals since are not known here; the manager decides",
)
STAGES = {
    "files": Text("二つのファイル", "the two files"),
    "ledger": Text("記録の検証", "the ledger"),
    "taking back": Text("取り消し直し", "taking back"),
}
OPENED = Text("使えるようになりました", "It may be used again")

restore = group("restore", SAID)


@restore.command("from", FROM)
@argument("data", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@argument("keys", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@option(
    "--recipients",
    required=True,
    type=click.Path(exists=True, path_type=Path),
    help=Text("宛先の秘密の鍵のフォルダー", "the folder of the recipients' private keys"),
)
@option(
    "--operator-key",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help=Text("事業者の鍵のファイルの控え", "the copy of the operator's key file"),
)
@option("--database", metavar="URL", help=Text("空のデータベース（既定は SQLite）", "an empty database (SQLite)"))
@option("--outside", metavar="ADDRESS", help=Text("記録の外の控え", "where the ledger is kept outside"))
def from_(
    data: Path, keys: Path, *, recipients: Path, operator_key: Path | None, database: str | None, outside: str | None
) -> None:
    """Restore beside the folder that is to be, then put it in place."""
    from . import beginnings, foundations, founding

    home = Path(os.environ.get("SEIYAKU_HOME", "seiyaku-instance")).absolute()
    if home.exists() and any(home.iterdir()):
        raise InputError(where=str(home), found="a folder with something in it", expected="an empty or a new folder")
    stage = beginnings.stage(home)
    with beginnings.begun(stage, stage=True) as beginning:
        secret = founding.enter(stage, database)
        beginning.fill()
        _operator_key(stage, operator_key)
        addresses = foundations.lay(database or os.environ.get("SEIYAKU_DATABASE_URL", ""))
        restored = _restore(data, keys, recipients, outside)
        more = [f"SEIYAKU_RECEIVERS={outside}"] if outside else []
        founding.write_settings(stage, secret, database, addresses, *more)
        beginning.put_in_place(home)
        beginning.done()
    voice.result({**restored, "home": str(home)}, *_told(restored))


def _told(restored: dict[str, object]) -> list[Text]:
    lines = [Text(*(said.format(**restored) for said in DONE))]
    return lines if restored["outside"] else [*lines, BLIND]


def _operator_key(stage: Path, given: Path | None) -> None:
    from django.conf import settings

    if not settings.OPERATOR_KEY.startswith("file:"):
        return
    if given is None:
        raise InputError(where="--operator-key", found="none", expected="the copy of the operator's key file")
    to = stage / settings.OPERATOR_KEY.removeprefix("file:")
    if to.exists():  # an absolute path outside the new folder, where the key itself lies: never written over
        return
    to.touch(mode=0o600)
    to.write_bytes(given.read_bytes())


def _restore(data: Path, keys: Path, recipients: Path, outside: str | None) -> dict[str, object]:
    from seiyaku.backup import restoring
    from seiyaku.ledger.outside import Folder

    done = restoring.restore(
        restoring.Files(data, keys, recipients),
        Folder(outside) if outside else None,
        lambda stage: voice.tell(Text(*(f"… {said}" for said in STAGES[stage])), "dim"),
    )
    return {
        "backup": done.backup, "entries": done.entries, "replayed": sum(done.replayed.values()), "given": done.given,
        "outside": done.outside,
    }  # fmt: skip


@restore.command("propose", PROPOSE, needs="instance")
def propose() -> None:
    """Propose it as the account that is signed in."""
    from seiyaku.backup import restoring

    from .signing import actor

    ref = restoring.propose(actor=actor())
    voice.result({"proposal": ref}, ref)


@restore.command("approve", APPROVE, needs="instance")
@argument("proposal")
@YES
def approve(proposal: str, yes: bool) -> None:
    """Approve it as another account."""
    approve_as_second(proposal, yes=yes)


@restore.command("open", OPEN, needs="instance")
@option("--proposal", metavar="REF", help=Text("承認された提案", "the proposal that was approved"))
@option(
    "--without-outside",
    is_flag=True,
    help=Text(
        "外の控えなしに戻したことを承知で開く",
        "knowing that what was taken back since the backup may not be known here",
    ),
)
def open_(proposal: str | None, without_outside: bool) -> None:
    """Open it: two people where anybody works here, else whoever is at the console."""
    from seiyaku.backup import restoring
    from seiyaku.people.restoring import somebody_is_here

    from .signing import actor

    who = actor() if somebody_is_here() else None
    restoring.open_(proposal, without_outside=without_outside, actor=who)
    voice.result({"opened": True}, OPENED)


@restore.command("given", GIVEN, needs="instance")
def given() -> None:
    """Show kinds and references; a person shows as their number in the old list only."""
    from seiyaku.backup import restoring

    rows = [(str(row.number), row.kind, row.ref) for row in restoring.given()]
    columns = (Text("番号", "number"), Text("種類", "kind"), Text("参照", "reference"))
    found = [{"number": int(number), "kind": kind, "ref": ref} for number, kind, ref in rows]
    voice.result({"given": found}, voice.table(columns, rows))
