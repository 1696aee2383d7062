"""
Every command there is: its name, the module that holds it, and its first sentence.

A module is imported only when its command is used. It holds a click command or group of the same name, made with
`frame.command` or `frame.group`; a test compares the sentence here with the one there.
"""

from __future__ import annotations

from seiyaku.core.language import Text

COMMANDS: dict[str, tuple[str, Text]] = {
    "completion": ("completion", Text("シェルの補完を出力する", "Print completion for your shell")),
    "policy": ("policy", Text("ポリシーを読み、比べ、公表する", "Read, compare and publish the policy")),
    "doctor": (
        "doctor",
        Text(
            "インスタンスを点検する（不適合があれば終了コード 4）",
            "Check the instance (exit code 4 when something is red)",
        ),
    ),
    "demo": (
        "demo",
        Text(
            "見本の会社で一通りの仕事をし、この機械の中だけに公開する",
            "Do the whole job on the sample company, then serve it on this machine alone",
        ),
    ),
    "init": ("init", Text("インスタンスを新しく作る", "Found a new instance")),
    "story": ("story", Text("見本の会社で一通りの仕事をする", "Do the whole job on the sample company")),
    "login": ("login", Text("この機械でサインインする", "Sign in on this machine")),
    "logout": ("logout", Text("サインアウトする", "Sign out")),
    "up": (
        "up",
        Text(
            "インスタンスを動かす（既定ではこの機械からだけ見える）",
            "Serve the instance (on this machine alone, by default)",
        ),
    ),
    "keys": ("keys", Text("鍵を交換する", "Turn the keys")),
    "ledger": (
        "ledger",
        Text("記録を確かめ、外で確かめるためのものを出す", "Check the ledger, and hand out what others check it with"),
    ),
}
