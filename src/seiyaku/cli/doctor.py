"""`seiyaku doctor`: is the house as it must be?"""

from __future__ import annotations

import click

from seiyaku.core.language import Text

from .frame import command
from .speech import voice

SAID = Text(
    "インスタンスを点検する（不適合があれば終了コード 4）",
    "Check the instance (exit code 4 when something is red)",
)
MARKS = {"green": ("●", "green"), "attention": ("▲", "yellow"), "red": ("✗", "bold red")}
NAMES: dict[str, Text] = {
    "secret": Text("秘密の鍵", "Secret"),
    "files": Text("ファイルの権限", "File modes"),
    "database": Text("データベース", "Database"),
    "sync": Text("書き込みの確実さ", "Durability"),
    "tables": Text("表", "Tables"),
    "keys": Text("鍵", "Keys"),
    "clock": Text("時計", "Clock"),
    "ledger": Text("記録", "Ledger"),
    "policy": Text("ポリシー", "Policy"),
    "backup": Text("バックアップ", "Backup"),
    "outside": Text("外部の控え", "Outside head"),
    "versions": Text("部品の版", "Versions"),
}
STATES: dict[str, Text] = {
    "green": Text("順守", "kept"),
    "attention": Text("要確認", "attention"),
    "red": Text("不適合", "broken"),
}


@command("doctor", SAID, needs="instance")
def doctor() -> None:
    """Print each check with its state; exit 4 when one is red."""
    from .posture import examine, worst

    found = examine()
    state = worst(found)
    for each in found:
        mark, style = MARKS[each.state]
        line = f"{mark} {voice.say(NAMES[each.check])} [{voice.say(STATES[each.state])}]  {voice.say(each.text)}"
        voice.tell(line, None if each.state == "green" else style)
    checks = [{"check": f.check, "state": f.state, "said": voice.say(f.text)} for f in found]
    voice.result({"state": state, "checks": checks})
    if state == "red":
        click.get_current_context().exit(4)
