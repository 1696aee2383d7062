"""`seiyaku consent`: record what people chose."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from seiyaku.core.language import Text

from .asking import evidence, names, on_record, partner_ref, tell_left, those
from .frame import argument, group, option
from .speech import voice

if TYPE_CHECKING:
    from seiyaku.door import Choice

SAID = Text("同意・拒否・停止を記録する", "Record consents, refusals and stops")
GIVE = Text("同意を記録する", "Record a consent")
WITHDRAW = Text("同意の取り消しを記録する", "Record that a consent is withdrawn")
REFUSE = Text("目的への拒否を記録する", "Record that somebody refuses a purpose")
STOP = Text("利用または第三者提供を止める", "Stop a use, or provision to third parties")
RESUME = Text("止めていたものを再開する", "Lift a stop")
ACCEPT = Text(
    "ポリシー変更後の利用を記録する（12-3。同意にはなりません）",
    "Record use of the service after the policy changed (12-3; it is the consent of nothing)",
)
DONE = Text("記録しました", "Recorded")
CHANNELS = ("web", "app", "phone", "counter", "mail", "service")
METHODS = ("checkbox", "button", "written", "mail", "oral", "recording")
IDENTITIES = ("session", "two-items", "document", "in-person", "call-back", "counter", "letter")

consent = group("consent", SAID)
PEOPLE = option("--people", type=click.Path(exists=True, dir_okay=False, path_type=Path),
                help=Text("人の番号を一行に一つ書いたファイル", "a file of public ids, one a line"))  # fmt: skip
USE = option("--use", help=Text("同意する目的", "the purpose agreed to"))
KIND = option("--kind", type=click.Choice(["use", "provide", "special-care", "foreign"]), default="use",
              show_default=True, help=Text("同意の種類", "the kind of consent"))  # fmt: skip
FIELDS = option("--fields", callback=names, help=Text("項目（コンマ区切り）", "the fields, commas between"))
RECIPIENT = option(
    "--to", "recipient", help=Text("渡す先の取引先（名前か参照）", "the partner it may go to, by name or reference")
)
GROUND = option("--ground", help=Text("提供の根拠", "the ground of provision"))
OCCASION = option("--occasion", help=Text("電話などの番号（seiyaku call）", "the call it was said in (seiyaku call)"))
METHOD = option("--method", type=click.Choice(METHODS), required=True, help=Text("方法", "how it was said"))


def _choice(kind: str, use: str | None, fields: tuple[str, ...], recipient: str | None, ground: str | None) -> Choice:
    from seiyaku import door

    return door.Choice(
        kind=kind, use=use, fields=fields, recipient=partner_ref(recipient) if recipient else None, ground=ground
    )


def _done(result: Any) -> None:
    voice.result(
        {"person": result.person, "people": result.people, "left": tell_left(result.left), **evidence(result)},
        DONE,
        *tell_left(result.left),
        on_record(result),
    )


@consent.command("give", GIVE, needs="instance")
@argument("persons", nargs=-1)
@PEOPLE
@USE
@KIND
@FIELDS
@RECIPIENT
@GROUND
@option("--statement", required=True, help=Text("示した文の版", "the version of the statement shown"))
@METHOD
@option("--identity", type=click.Choice(IDENTITIES), required=True,
        help=Text("本人確認の方法", "how identity was confirmed"))  # fmt: skip
@OCCASION
@option("--giver", default="person", show_default=True, help=Text("同意した人", "who gave it"))
@option("--proof", help=Text("代理人の権限を示す書面の番号", "the paper that shows a representative may"))
def give(
    *, persons: tuple[str, ...], people: Path | None, statement: str, method: str, identity: str, giver: str,
    proof: str | None, occasion: str | None, **chosen: Any,
) -> None:  # fmt: skip
    """Record it with its evidence."""
    from seiyaku import door

    from .signing import actor

    _done(
        door.consent(
            those(persons, people), _choice(**chosen), statement=statement, method=method, identity=identity,
            giver=giver, proof=proof, occasion=occasion, actor=actor(),
        )
    )  # fmt: skip


@consent.command("withdraw", WITHDRAW, needs="instance")
@argument("persons", nargs=-1)
@PEOPLE
@USE
@KIND
@FIELDS
@RECIPIENT
@GROUND
@METHOD
def withdraw(*, persons: tuple[str, ...], people: Path | None, method: str, **chosen: Any) -> None:
    """Record it; nothing later leans on what was given."""
    from seiyaku import door

    from .signing import actor

    _done(door.withdraw(those(persons, people), _choice(**chosen), method=method, actor=actor()))


@consent.command("refuse", REFUSE, needs="instance")
@argument("persons", nargs=-1)
@PEOPLE
@option("--use", required=True, help=Text("断る目的", "the purpose refused"))
@METHOD
@OCCASION
def refuse(
    *, persons: tuple[str, ...], people: Path | None, use: str, method: str, occasion: str | None
) -> None:  # fmt: skip
    """Record it; it is honoured at once."""
    from seiyaku import door

    from .signing import actor

    _done(door.refuse(those(persons, people), use=use, method=method, occasion=occasion, actor=actor()))


@consent.command("accept", ACCEPT, needs="instance")
@argument("persons", nargs=-1)
@PEOPLE
@option("--channel", type=click.Choice(CHANNELS), required=True, help=Text("どこで使ったか", "where it was used"))
def accept(persons: tuple[str, ...], people: Path | None, channel: str) -> None:
    """Record it; it changes no standing."""
    from seiyaku import door

    from .signing import actor

    _done(door.accept(those(persons, people), channel=channel, actor=actor()))


@consent.command("stop", STOP, needs="instance")
@argument("persons", nargs=-1)
@PEOPLE
@option("--use", help=Text("止める目的（なければ第三者提供）", "the purpose to stop (without: provision)"))
def stop(*, persons: tuple[str, ...], people: Path | None, use: str | None) -> None:
    """Stop it (35)."""
    from seiyaku import door

    from .signing import actor

    _done(door.stop(those(persons, people), use=use, actor=actor()))


@consent.command("resume", RESUME, needs="instance")
@argument("persons", nargs=-1)
@PEOPLE
@option("--use", help=Text("再開する目的（なければ第三者提供）", "the purpose to resume (without: provision)"))
def resume(*, persons: tuple[str, ...], people: Path | None, use: str | None) -> None:
    """Lift it."""
    from seiyaku import door

    from .signing import actor

    _done(door.resume(those(persons, people), use=use, actor=actor()))
