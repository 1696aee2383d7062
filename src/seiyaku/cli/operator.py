"""
`seiyaku keys operator`: have another operator's key wrap the keyring, with two people (policy 3-1, 3-3).

Both places stand in `settings.env` while the keyring is wrapped anew, so that whoever is cut short finds it open by
either; the same command, given again, goes on.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import NoReturn

from seiyaku.core.errors import InputError, SeiyakuError
from seiyaku.core.language import Text

from .frame import argument, command, option
from .speech import voice

SETTING = "SEIYAKU_OPERATOR_KEY"
NEXT = "SEIYAKU_OPERATOR_KEY_NEXT"
SAID = Text(
    "事業者の鍵を別の鍵に替える\n"
    "PLACE は file:パス、env:名前、pkcs11:モジュール?token=…&label=…。一人が --propose で提案し、別の人が "
    "`keys approve` で承認し、--proposal で替えます。",
    "Change the operator's key for another\n"
    "PLACE is file:PATH, env:NAME or pkcs11:MODULE?token=…&label=…. One proposes with --propose, another approves with "
    "`keys approve`, then --proposal changes it.",
)
CHANGED = Text(
    "鍵束は {0} の鍵で包み直しました。動いているものを起動し直してください。\n"
    "古い鍵は、これより前のバックアップを戻すときにだけ要ります。控えを取ってから、ここからは消してください。",
    "The keyring is wrapped by the key at {0}. Restart what is running.\n"
    "The old key is needed only to restore backups from before: keep a copy of it elsewhere, and remove it here.",
)
BY_HAND = Text(
    "▲ 環境変数 {0} が古い鍵を指しています。{1} に替えてください",
    "▲ The environment variable {0} names the old key: set it to {1}",
)
ROWS = Text(
    "捨てた鍵の封をした跡が、PostgreSQL の表のページに残っています。所有者の役割で: VACUUM FULL keys_rootkey",
    "What destroyed keys were sealed in stays in PostgreSQL's pages. In the owner's role: VACUUM FULL keys_rootkey",
)


@command("operator", SAID, needs="instance")
@argument("place")
@option("--create", is_flag=True, help=Text("その場所に鍵を作る", "make the key there"))
@option("--propose", is_flag=True, help=Text("替えることを提案する", "propose to change it"))
@option("--proposal", metavar="REF", help=Text("承認された提案", "the proposal that was approved"))
def operator(place: str, *, create: bool, propose: bool, proposal: str | None) -> None:
    """Propose it, or change to the key that a second person approved."""
    from seiyaku.keys import operator as keys
    from seiyaku.keys import rotation
    from seiyaku.people import approvals, turning

    from .signing import actor

    if propose and (proposal or create):
        raise InputError(where="--propose", found="--proposal or --create besides", expected="one of them")
    who = actor()
    if propose:
        made = approvals.propose(turning.OPERATOR, place, actor=who)
        voice.result({"proposal": made.ref, "ends_at": made.ends_at}, made.ref)
        return
    if create:
        try:
            keys.create(place)
        except FileExistsError:
            _taken(place)
    if not turning.has_changed(place):
        _remember({NEXT: place})
        try:
            turning.change_operator(place, proposal, actor=who)
        except SeiyakuError:
            _remember({})
            raise
    by_hand = [Text(*(said.format(SETTING, place) for said in BY_HAND))] if _named_outside() else []
    _remember({SETTING: place, NEXT: place} if by_hand else {SETTING: place})
    reach = rotation.reach()
    told = {"place": place, "set": not by_hand, "reach": reach}
    left = [ROWS] if reach == "rows" else []
    voice.result(told, Text(*(said.format(place) for said in CHANGED)), *by_hand, *left)


def _taken(place: str) -> NoReturn:
    raise InputError(
        where="--create", found=f"a file at {place}", expected="a place with nothing there; without --create it is used"
    ) from None


def _named_outside() -> bool:
    """Tell whether the environment names the key, and not `settings.env`."""
    return bool({SETTING, f"{SETTING}_FILE"} & os.environ.keys())


def _remember(said: dict[str, str]) -> None:
    """Have `settings.env` say this of the operator's key; what it said of the next one goes."""
    from django.conf import settings

    from . import beginnings

    home = Path(settings.HOME)
    path = home / beginnings.SETTINGS
    kept = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    gone = {NEXT, *said} | ({f"{SETTING}_FILE"} if SETTING in said else set())
    lines = [line for line in kept if line.partition("=")[0] not in gone]
    beginnings.write_settings(home, [*lines, *(f"{name}={place}" for name, place in said.items())])
