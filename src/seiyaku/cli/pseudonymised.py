"""`seiyaku anonymise pseudonymise|end`: pseudonymised information, for one purpose and in the house alone (art. 41)."""

from __future__ import annotations

from pathlib import Path

from seiyaku.core.language import Text

from .frame import argument, command
from .releases import DONE, PLAN
from .speech import voice


@command("pseudonymise", Text(
    "一つの目的のために、社内だけで使う仮名加工情報を作る（41条）",
    "Make pseudonymised information for one purpose, in the house alone (art. 41)",
), needs="instance")  # fmt: skip
@PLAN
def pseudonymise(file: Path) -> None:
    """Make it, sealed, with the day it is destroyed."""
    from seiyaku.anonymised import pseudonymising

    from .signing import actor

    made = pseudonymising.make(pseudonymising.load(file), actor=actor())
    said = {"ref": made.ref, "rows": made.rows, "columns": made.columns, "until": made.until, "purpose": made.purpose}
    voice.result(said, DONE.filled(made.ref))


@command("end", Text("要らなくなった仮名加工情報を破棄する", "Destroy pseudonymised information no longer needed"),
         needs="instance")  # fmt: skip
@argument("pseudonymised")
def end(pseudonymised: str) -> None:
    """Destroy it."""
    from seiyaku.anonymised import pseudonymising

    from .signing import actor

    pseudonymising.end(pseudonymised, actor=actor())
    voice.result({"ref": pseudonymised, "ended": True}, DONE.filled(pseudonymised))


COMMANDS = (pseudonymise, end)
