"""`seiyaku post`: where parcels may go, what waits, what came of it (policy 9-4-B)."""

from __future__ import annotations

from pathlib import Path

import click

from seiyaku.core.errors import InputError
from seiyaku.core.language import Text

from .frame import argument, group, option
from .speech import NOTHING, voice
from .times import when

SAID = Text(
    "外へ出すもの（発送箱）を見て、送る（ポリシー9-4-B）",
    "What leaves: look at the outbox, and have it handed over (policy 9-4-B)",
)
FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
STATES = {
    "waiting": Text("待っています", "waiting"),
    "handing": Text("送っています", "being handed over"),
    "handed": Text("渡しました", "handed over"),
    "unsure": Text("届いたか不明", "unsure whether it arrived"),
    "dead": Text("送れません", "dead"),
    "withdrawn": Text("取り下げました", "withdrawn"),
}
COLUMNS = (
    Text("小包", "parcel"), Text("宛先", "to"), Text("経路", "way"), Text("状態", "state"), Text("回数", "tries"),
    Text("次に試す日時", "next try"),
)  # fmt: skip

post = group("post", SAID)


@post.command("list", Text("小包の一覧を表示する", "List the parcels"), needs="instance")
@option("--open", "open_only", is_flag=True, help=Text("済んでいないものだけ", "only those that are not done"))
def everything(open_only: bool) -> None:
    """Show the parcels, the newest first."""
    from seiyaku.post import queries

    from .signing import actor

    actor()
    found = queries.parcels(open_only=open_only)
    rows = [
        (one.ref, one.to, one.channel, voice.say(STATES[one.state]), str(one.tries),
         when(one.next_at) if one.state == "waiting" else "")
        for one in found
    ]  # fmt: skip
    voice.result([one.as_json() for one in found], voice.table(COLUMNS, rows))


@post.command("show", Text("小包と、送ろうとした記録を表示する", "Show a parcel and every try"), needs="instance")
@argument("parcel")
def show(parcel: str) -> None:
    """Show one parcel."""
    from seiyaku.post import queries

    from .signing import actor

    actor()
    sent, tries = queries.parcel(parcel)
    said = sent.as_json() | {"attempts": tries}
    rows = [(key, str(value)) for key, value in sent.as_json().items()]
    tried = [(str(each["number"]), when(each["began_at"]), _state(each["outcome"]), each["why"]) for each in tries]
    columns = (Text("回", "try"), Text("日時", "when"), Text("結果", "outcome"), Text("理由", "why"))
    voice.result(said, voice.table((Text("項目", "item"), ""), rows), voice.table(columns, tried))


def _state(name: str) -> str:
    return voice.say(STATES[name]) if name else ""


@post.command("run", Text("待っている小包を今送る", "Hand over now what waits"), needs="instance")
def run() -> None:
    """Run the outbox once."""
    from django.utils import timezone

    from seiyaku.post import services

    from .signing import actor

    came = services.run_now(timezone.now(), actor=actor())
    said = [{"parcel": one.parcel, "state": one.state, "proof": one.proof, "why": one.why} for one in came]
    lines = [Text(*(f"{one.parcel}: {state}{_why(one.why)}" for state in STATES[one.state])) for one in came]
    voice.result(said, *(lines or [NOTHING]))


def _why(why: str) -> str:
    return f" ({why})" if why else ""


@post.command("retry", Text("送れなかった小包をもう一度試す", "Try a dead parcel anew"), needs="instance")
@argument("parcel")
@option("--not-there", is_flag=True,
        help=Text("届いていないことを確かめた（届いたか不明の小包）",
                  "it was found out that it did not arrive (of an unsure one)"))  # fmt: skip
def retry(parcel: str, not_there: bool) -> None:
    """Put it back among those that wait."""
    from seiyaku.post import services

    from .signing import actor

    services.retry(parcel, found_not_there=not_there, actor=actor())
    voice.result({"parcel": parcel, "state": "waiting"}, STATES["waiting"])


@post.command("confirm", Text("届いたことを確かめた", "Note that an unsure parcel did arrive"), needs="instance")
@argument("parcel")
def confirm(parcel: str) -> None:
    """Settle a parcel of which nobody knew."""
    from seiyaku.post import services

    from .signing import actor

    services.confirm(parcel, actor=actor())
    voice.result({"parcel": parcel, "state": "handed"}, STATES["handed"])


@post.command(
    "withdraw", Text("まだ渡していない小包を取り下げる", "Take back what was not handed over"), needs="instance"
)
@argument("parcel")
def withdraw(parcel: str) -> None:
    """Take it out of the outbox, and destroy what is in it."""
    from seiyaku.post import services

    from .signing import actor

    services.withdraw(parcel, actor=actor())
    voice.result({"parcel": parcel, "state": "withdrawn"}, STATES["withdrawn"])


@post.command(
    "password",
    Text(
        "小包を開くパスワードを表示する（小包とは別の方法で伝える。見たことは記録に残る）",
        "Show what opens a parcel: tell it by another route than the parcel's; the look is on record",
    ),
    needs="instance",
)
@argument("parcel")
def password(parcel: str) -> None:
    """Show it once more."""
    from seiyaku.post import services

    from .signing import actor

    found = services.password(parcel, actor=actor())
    voice.result({"parcel": parcel, "password": found}, found)


@post.command("destinations", Text("宛先の一覧を表示する", "List where parcels may go"), needs="instance")
def destinations() -> None:
    """Show the destinations; no address."""
    from seiyaku.post import queries

    from .signing import actor

    actor()
    found = queries.destinations()
    rows = [(one["name"], one["channel"], one["partner"]) for one in found]
    columns = (Text("名前", "name"), Text("経路", "way"), Text("取引先", "partner"))
    voice.result(found, voice.table(columns, rows))


@post.command(
    "register",
    Text(
        "宛先を登録する\nADDRESS は file:///パス、medium:///媒体のパス、sftp://user@host/パス、s3://バケット/パス、"
        "https://…、mailto:名前@ホスト",
        "Register where parcels may go\nADDRESS is file:///path, medium:///path of the medium, sftp://user@host/path, "
        "s3://bucket/path, https://…, or mailto:name@host",
    ),
    needs="instance",
)
@argument("name")
@argument("address")
@option("--partner", help=Text("誰の宛先か（取引先）", "whose it is (a partner)"))
@option("--age", default="", help=Text("受領者の公開鍵（age1…）", "the recipient's public key (age1…)"))
@option("--secret", "secrets", multiple=True, metavar="NAME=FILE",
        help=Text(
            "秘密（host-key、password、private-key、key、secret、endpoint、region、token）をファイルから読む",
            "a secret from a file: host-key, password, private-key, key, secret, endpoint, region, token",
        ))  # fmt: skip
def register(name: str, address: str, *, partner: str | None, age: str, secrets: tuple[str, ...]) -> None:
    """Seal the address, and keep its name."""
    from seiyaku.partners.queries import ref_of
    from seiyaku.post import addresses
    from seiyaku.post import destinations as places

    from .signing import actor

    read = addresses.address(address, age=age, secrets=dict(map(_secret, secrets)))
    made = places.register(name, read, partner=ref_of(partner) if partner else "", actor=actor())
    voice.result({"ref": made.ref, "name": made.name, "channel": made.channel}, made.ref)


def _secret(given: str) -> tuple[str, str]:
    name, found, path = given.partition("=")
    if not found or not Path(path).is_file():
        raise InputError("--secret", "no file that is there", "NAME=FILE")  # what was typed may be the secret
    try:
        return name, Path(path).read_text(encoding="utf-8").strip()
    except UnicodeDecodeError:
        raise InputError("--secret", "bytes that are not UTF-8", "a file of text") from None


@post.command("end", Text("宛先を終える", "End a destination, and destroy its address"), needs="instance")
@argument("name")
def end(name: str) -> None:
    """End it."""
    from seiyaku.post import destinations as places

    from .signing import actor

    places.end(name, actor=actor())
    voice.result({"name": name, "ended": True}, Text("終えました", "It has ended"))
