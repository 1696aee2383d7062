"""`seiyaku login`: sign in on this machine. Passwords and codes are asked for; they are never arguments."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from seiyaku.core.errors import InputError
from seiyaku.core.language import Text

from .frame import command, option
from .speech import voice

if TYPE_CHECKING:
    from seiyaku.people.sessions import SignedIn

SAID = Text(
    "この機械でサインインする\n最初の一人は --first と `seiyaku init` のコードで、招かれた人は --invited で入ります。",
    "Sign in on this machine\nThe first person: --first and the code of `seiyaku init`; others: --invited.",
)
LOGIN = Text("サインイン名", "Login")
PASSWORD = Text("パスワード", "Password")
NEW = Text("新しいパスワード（12 文字以上）", "New password (12 characters or more)")
AGAIN = Text("もう一度", "Once more")
SECOND = Text("認証アプリのコード、またはリカバリーコード", "Code of your authenticator app, or a recovery code")
CODE = Text("コード", "Code")
WELCOME = Text("サインインしました（{0} まで）", "Signed in (until {0})")


@command("login", SAID, needs="instance")
@option(
    "--login", "name", default=None, help=Text("サインイン名（なければ尋ねる）", "the login (asked for when missing)")
)
@option("--first", is_flag=True, help=Text("最初のアカウントを作る", "make the first account"))
@option("--kind", default="officer", show_default=True, help=Text("最初の人の区分", "the first person's kind of staff"))
@option("--invited", is_flag=True, help=Text("招待のコードで入る", "come in with an invitation"))
def login(name: str | None, first: bool, kind: str, invited: bool) -> None:
    """Prove who is there, and keep the session's token for the owner alone."""
    if first and invited:
        raise InputError(where="--first", found="--invited besides", expected="one of them")
    signed = _first(name, kind) if first else _invited() if invited else _again(name)

    from seiyaku.people.days import local

    from .signing import keep

    keep(signed.token)
    until = local(signed.ends_at)
    said = Text(*(each.format(f"{until:%Y-%m-%d %H:%M %Z}") for each in WELCOME))
    voice.result({"account": signed.actor.id, "until": until.isoformat(timespec="minutes")}, said)


def _again(name: str | None) -> SignedIn:
    from seiyaku.people.sessions import SecondFactorAsked, sign_in

    login_, password = name or _ask(LOGIN), _ask(PASSWORD, hidden=True)
    try:
        return sign_in(login_, password, origin="console")
    except SecondFactorAsked:
        return sign_in(login_, password, origin="console", code=_ask(SECOND, hidden=True))


def _first(name: str | None, kind: str) -> SignedIn:
    from seiyaku.people.setup import set_up
    from seiyaku.policy.queries import in_force

    code, chosen = _ask(CODE, hidden=True), name or _ask(LOGIN)
    return set_up(code, chosen, _ask(NEW, hidden=True, twice=True), kind=kind, policy=in_force().policy)


def _invited() -> SignedIn:
    from seiyaku.people.invitations import accept

    return accept(_ask(CODE, hidden=True), _ask(NEW, hidden=True, twice=True))


def _ask(what: Text, *, hidden: bool = False, twice: bool = False) -> str:
    again: str | bool = voice.say(AGAIN) if twice else False
    answer: str = click.prompt(voice.say(what), hide_input=hidden, confirmation_prompt=again, err=True)
    return answer
