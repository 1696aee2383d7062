"""`seiyaku paper`: keep a paper of evidence, sealed, until a day."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from seiyaku.core.language import Text

from .asking import evidence, on_record
from .frame import argument, command, option
from .speech import voice

SAID = Text(
    "証拠の書面を封をして預ける\n出どころの確認、同意の証明、照会の文書など。番号を、取得や提供のときに示します。",
    "Keep a paper of evidence, sealed\nWhat confirms an origin, proves a consent, makes a demand. Its reference is "
    "named when something is collected or provided.",
)
KINDS = ("provenance", "attestation", "consent", "representative", "demand", "withholding", "confirmation")
KEPT = Text("預かりました: {0}", "kept: {0}")


@command("paper", SAID, needs="instance")
@argument(
    "file", type=click.Path(exists=True, dir_okay=False, path_type=Path), help=Text("預ける書面", "the paper to keep")
)
@option("--kind", type=click.Choice(KINDS), required=True, help=Text("書面の種類", "what it is"))
@option("--until", type=click.DateTime(["%Y-%m-%d"]), required=True,
        help=Text("要る最後の日", "the last day anybody needs it"))  # fmt: skip
def paper(file: Path, kind: str, until: dt.datetime) -> None:
    """Seal it, and say its reference."""
    from seiyaku import door

    from .signing import actor

    ref, kept = door.keep_paper(file.read_bytes(), kind, until=until.date(), actor=actor())
    voice.result({"paper": ref, **evidence(kept)}, KEPT.filled(ref), on_record(kept))
