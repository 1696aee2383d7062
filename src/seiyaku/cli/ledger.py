"""
`seiyaku ledger`: check the ledger, and hand out what others check it with (policy 2-1).

What is exported here is read by `seiyaku-verify`, a program of its own that trusts nothing of this one.
"""

from __future__ import annotations

import json
from pathlib import Path

import click

from seiyaku.core.language import Text

from .frame import argument, group, option
from .speech import voice

SAID = Text("記録を確かめ、外で確かめるためのものを出す", "Check the ledger, and hand out what others check it with")
VERIFY = Text(
    "記録の全体を確かめる（合わなければ終了コード 4）\n"
    "保有する情報と人々の意思が記録のとおりか、外に控えがあればそれとも合うかを確かめます。",
    "Check the whole ledger (exit code 4 when it does not verify)\n"
    "Whether what is held, and what people chose, is what entries say; and what is kept outside, if anything is.",
)
HEAD = Text(
    "署名した今の頭を出力する\n"
    "ファイルに控えておくと、そこまでの記録を後から書き換えれば分かります（seiyaku-verify --head）。",
    "Print the signed head of the log as it stands\n"
    "Kept in a file, it shows what is rewritten later of the log up to there (seiyaku-verify --head).",
)
KEY = Text(
    "記録の署名を確かめる公開鍵を出力する（seiyaku-verify --key）",
    "Print the public keys that the log's signatures are checked with (seiyaku-verify --key)",
)
PROOF = Text(
    "ある時の記録が、今の記録の始まりであることの証明を出力する",
    "Print the proof that the log at one size is the beginning of the log at another",
)
EXPORT = Text(
    "独立の検証プログラムが読む形で、空のフォルダーに書き出す", "Write the ledger for the independent verifier"
)
PUSH = Text("新しい記録を、外の受け取り先に渡す", "Hand what is new to the receivers outside")
GOOD = Text("記録 {0} 件はすべて合っています", "{0} entries, and everything verifies")
BAD = Text("最初に合わない記録: {0}", "the first bad entry: {0}")
WROTE = Text("{0} 件を書き出しました", "{0} entries written")

RECEIPT = Text("本人が持ち帰る記録の控えを出す（窓口用）", "Print a receipt of one entry for its person (for the desk)")

ledger = group("ledger", SAID)


@ledger.command("verify", VERIFY, needs="instance")
def verify() -> None:
    """Check everything; every finding is said, the first bad entry first."""
    from seiyaku import door
    from seiyaku.ledger import outside

    report = door.verify(outside.kept())
    found = [{"what": each.what, "why": each.why, "entry": each.entry} for each in report.findings]
    lines = [Text(*(said.format(report.size) for said in GOOD))] if not found else []
    for each in report.findings:
        voice.tell(f"✗ {each.what}: {each.why}", "red")
    if report.first_bad is not None:
        lines.append(Text(*(said.format(report.first_bad) for said in BAD)))
    voice.result({"entries": report.size, "first_bad": report.first_bad, "findings": found}, *lines)
    if found:
        click.get_current_context().exit(4)


@ledger.command("head", HEAD, needs="instance")
def head() -> None:
    """Sign the log as it stands, and print the signed note."""
    from seiyaku.ledger import heads

    note, known = heads.checkpoint(), heads.keys()
    voice.result({"head": note, "keys": known}, note.rstrip("\n"))


@ledger.command("key", KEY, needs="instance")
def key() -> None:
    """Print every key the log was signed with."""
    from seiyaku.ledger import heads

    known = heads.keys()
    voice.result({"keys": known}, *known)


@ledger.command("proof", PROOF, needs="instance")
@argument("size1", type=click.IntRange(min=1))
@argument("size2", type=click.IntRange(min=1), required=False)
def proof(size1: int, size2: int | None) -> None:
    """Print the proof of growth between two sizes; without the second, up to now."""
    from seiyaku.ledger import reading

    found = reading.growth(size1, size2)
    voice.result(found, json.dumps(found))


@ledger.command("receipt", RECEIPT, needs="instance")
@argument("person")
@argument("entry")
def receipt(person: str, entry: str) -> None:
    """Print what the person takes away, for the independent verifier."""
    from seiyaku import door

    from .signing import actor

    given = door.receipt(person, entry, actor=actor())
    voice.result({"person": given.person, "receipt": given.document}, json.dumps(given.document))


@ledger.command("export", EXPORT, needs="instance")
@option(
    "--out",
    required=True,
    type=click.Path(path_type=Path),
    help=Text("まだないフォルダー", "a folder that is not there yet"),
)
def export(out: Path) -> None:
    """Write entries, leaves, head and key. They hold identifiers and counts, never a value."""
    from seiyaku.ledger import reading, sequencing

    sequencing.place_all()
    size = reading.export(out)
    voice.result({"entries": size, "folder": str(out)}, Text(*(said.format(size) for said in WROTE)))


@ledger.command("push", PUSH, needs="instance")
def push() -> None:
    """Sign the head and hand what is new to every receiver."""
    from seiyaku.ledger import outside

    note = outside.push()
    voice.result({"head": note}, note.rstrip("\n"))
