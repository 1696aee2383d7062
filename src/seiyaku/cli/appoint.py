"""`seiyaku appoint`: who stands for an organisation, and who does not any more."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from seiyaku.core.errors import InputError
from seiyaku.core.language import Text

from . import lists
from .asking import evidence, on_record
from .forms import FORM, SCRIPT, SHOWN, origin
from .frame import argument, command, option
from .note import PURPOSE
from .speech import voice

SAID = Text(
    "組織の担当者・代理人などを記録する\n--dismiss で、もう担当でないことを記録します。"
    "--file では、列 organisation、person、role。",
    "Record who stands for an organisation\nWith --dismiss: that they do not any more. With --file: columns "
    "organisation, person and role.",
)
DONE = Text("記録しました", "Recorded")
ROLES = ("contact", "agent", "representative", "requester")


@command("appoint", SAID, needs="instance")
@argument("organisation", required=False)
@argument("person", required=False)
@option("--role", type=click.Choice(ROLES), help=Text("立場", "as what"))
@option("--field", default="contact-role", show_default=True,
        help=Text("ポリシーの項目", "where the policy files such roles"))  # fmt: skip
@PURPOSE
@FORM
@SHOWN
@SCRIPT
@option("--dismiss", is_flag=True, help=Text("もう担当でない", "they do not stand for it any more"))
@lists.FILE
@lists.REPORT
def appoint(
    *, organisation: str | None, person: str | None, role: str | None, field: str, purpose: str, form: str,
    shown: str | None, script: str | None, dismiss: bool, file: Path | None, report: Path | None,
) -> None:  # fmt: skip
    """Record it with its source."""
    from seiyaku import door

    from .signing import actor

    lists.one_of(organisation, file)
    if (organisation is None) != (person is None) or (organisation is None) != (role is None):
        raise InputError("arguments", "not all of them", "ORGANISATION PERSON --role, or --file")
    who = actor()
    common: dict[str, Any] = {"field": field, "purpose": purpose, "origin": origin(form, shown, script)}
    if organisation is not None and person is not None:
        verb: Any = door.dismiss if dismiss else door.appoint
        done = verb(organisation, person, role, actor=who, **common)
        voice.result({"organisation": organisation, **evidence(done)}, DONE, on_record(done))
    elif file is not None:

        def build(cells: Mapping[str, str]) -> dict[str, Any]:
            lists.only(cells, "organisation", "person", "role")
            return {name: lists.part(cells, name) for name in ("organisation", "person", "role")} | common

        act = "dismiss" if dismiss else "appoint"
        name = lists.digest(file, act, field, purpose, form)
        lists.run(act, lists.asks(file, build), name=name, actor=who, telling=lists.Telling(report))
