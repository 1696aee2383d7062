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


@command("doctor", SAID, needs="instance")
def doctor() -> None:
    """Print each check with its state; exit 4 when one is red."""
    from seiyaku.evidence.posture import NAMES, STATES, examine, worst

    found = examine()
    state = worst(found)
    for each in found:
        mark, style = MARKS[each.state]
        line = f"{mark} {voice.say(NAMES[each.check])} [{voice.say(STATES[each.state])}]  {voice.say(each.text)}"
        voice.tell(line, None if each.state == "green" else style)
        if each.mend is not None:
            voice.tell(f"    → {voice.say(each.mend)}")
    checks = [
        {"check": f.check, "state": f.state, "said": voice.say(f.text), "mend": f.mend and voice.say(f.mend)}
        for f in found
    ]
    voice.result({"state": state, "checks": checks})
    if state == "red":
        click.get_current_context().exit(4)
