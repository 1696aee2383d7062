"""`seiyaku logout`: end the session on this machine."""

from __future__ import annotations

from seiyaku.core.language import Text

from .frame import command
from .speech import voice

SAID = Text("サインアウトする", "Sign out")
DONE = Text("サインアウトしました", "Signed out")


@command("logout", SAID, needs="instance")
def logout() -> None:
    """End the session and forget its token."""
    from seiyaku.people.sessions import sign_out

    from .signing import actor, drop

    acting = actor()
    sign_out(actor=acting)
    drop()
    voice.result({"account": acting.id}, DONE)
