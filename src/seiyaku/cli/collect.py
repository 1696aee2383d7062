"""`seiyaku collect`: take a file in, under a form of the policy."""

from __future__ import annotations

import hashlib
from pathlib import Path

import click

from seiyaku.core import asides
from seiyaku.core.language import Text

from .asking import evidence, on_record, partner_ref
from .forms import FORM, SCRIPT, SHOWN, origin
from .frame import argument, command, option
from .speech import voice

SAID = Text(
    "ファイルの情報を、ポリシーの様式のもとで受け入れる\n入れてはならない行は、行番号と理由とともに隔離します。"
    "途中で止まったときは、同じファイルで続きから始まります。",
    "Take a file in under a form of the policy\nRows that may not enter go to quarantine with their number and why. "
    "After an interruption, the same file goes on where it stopped.",
)
TAKEN = Text("{0:,}人を受け入れ、{1:,}行を隔離しました", "People taken in: {0:,}; rows in quarantine: {1:,}")
RESUMED = Text("{0}行目のあとから続けました", "went on after row {0}")
BACK = Text("{0:,}人を消し、隔離した{1:,}行を捨てました", "{0:,} people erased, {1:,} rows of quarantine thrown away")
ROW = Text("{0}行目: {1}", "row {0}: {1}")


@command("collect", SAID, needs="instance")
@argument(
    "file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help=Text("CSV、JSON Lines、Parquet の表", "a table: CSV, JSON Lines or Parquet"),
)
@FORM
@SHOWN
@SCRIPT
@option(
    "--roll-back",
    is_flag=True,
    help=Text("途中まで受け入れたファイルを取り消す", "take back a file that came in by half"),
)
@option("--partner", help=Text("渡した取引先（名前か参照）", "the partner who supplied it, by name or reference"))
@option("--provenance", help=Text("出どころを確かめた書類の番号", "the paper that confirms where it comes from"))
@option(
    "--course", help=Text("渡した取引先がどのようにして得たか（30条1項2号）", "how the partner came by it (30(1)(ii))")
)
@option("--basis", help=Text("渡された根拠の条文（既定は本人の同意 27(1)）",
        "the article it was given on (27(1), with consent, unless said)"))  # fmt: skip
@option("--attested", help=Text("責任者の証明の番号", "the paper of the manager's attestation"))
def collect(
    *,
    file: Path, form: str, shown: str | None, script: str | None, partner: str | None, provenance: str | None,
    attested: str | None, course: str | None, basis: str | None, roll_back: bool,
) -> None:  # fmt: skip
    """Take it in block by block, and say what came of it."""
    from seiyaku import door
    from seiyaku.anonymised import sealed

    from . import tables
    from .signing import actor

    who = actor()
    sealed.refuse_if_released(file, actor=who)
    if roll_back:
        back = door.roll_back(_digest(file), actor=who)
        voice.result(
            {"erased": back.erased, "emptied": back.emptied, "hits": list(back.hits), **evidence(back)},
            BACK.filled(back.erased, back.emptied),
            on_record(back),
        )
        return
    source = origin(
        form,
        shown,
        script,
        partner=partner_ref(partner) if partner else None,
        provenance=provenance,
        attested=attested,
        course=course,
        basis=basis,
    )
    came = door.collect_rows(tables.read(file), file=_digest(file), origin=source, actor=who)
    aside = [{"row": row.number, "why": row.why, "fields": list(row.fields)} for row in came.quarantined]
    voice.result(
        {"collected": came.collected, "quarantined": aside, "resumed_after": came.resumed_after, **evidence(came)},
        TAKEN.filled(came.collected, len(aside)),
        *([RESUMED.filled(came.resumed_after)] if came.resumed_after else []),
        *(ROW.filled(row.number, asides.said(row.why, row.fields)) for row in came.quarantined),
        on_record(came),
    )


def _digest(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
