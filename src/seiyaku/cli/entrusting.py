"""`seiyaku partners classify | contact | open-contact | text | sub-entrust | end-sub | mend | checklist` (3-2)."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import get_args

import click

from seiyaku.core.language import Text
from seiyaku.core.terms import Character

from .frame import argument, command, option
from .speech import voice
from .staff import DAY, done

FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
CHARACTER = click.Choice(get_args(Character))
OUT = click.Path(path_type=Path, dir_okay=False, writable=True)
ASKED = {
    "name": Text("氏名", "Name"),
    "department": Text("部署", "Department"),
    "email": Text("メールアドレス", "E-mail"),
    "phone": Text("電話番号", "Telephone"),
}


def which(name: str) -> str:
    """Return the reference of the partner of this name or reference."""
    from seiyaku.partners.queries import ref_of

    return ref_of(name)


@command("classify", Text("取引先の法的性格を定める", "Say what a partner is in law"), needs="instance")
@argument("partner")
@argument("character", type=CHARACTER)
def classify(partner: str, character: str) -> None:
    """Classify a partner (27)."""
    from seiyaku.partners import services

    from .signing import actor

    services.classify(which(partner), character, actor=actor())
    done({"character": character}, "記録しました", "On record")


@command("contact", Text("先方の連絡先を預かる（封をする）", "Keep whom we call there, sealed"), needs="instance")
@argument("partner")
@option("--until", type=DAY, required=True, help=Text("要らなくなる日", "the last day anybody needs it"))
def contact(partner: str, until: dt.datetime) -> None:
    """Ask for the items, which are never arguments, and seal them until a day."""
    from seiyaku.partners import services

    from .signing import actor

    ref, acting = which(partner), actor()
    said = {key: str(click.prompt(voice.say(what), default="", show_default=False, err=True)).strip()
            for key, what in ASKED.items()}  # fmt: skip
    kept = {key: value for key, value in said.items() if value}
    services.change_contact(ref, kept, until=until.date(), actor=acting)
    done({"ref": ref, "until": until.date()}, "封をして預かりました", "Sealed")


@command(
    "open-contact", Text("先方の連絡先を開く（証跡に残る）", "Open whom we call there, on record"), needs="instance"
)
@argument("partner")
def open_contact(partner: str) -> None:
    """Show the contact; that it was opened is on record first."""
    from seiyaku.partners import services

    from .signing import actor

    said = services.open_contact(which(partner), actor=actor())
    voice.result(said, *(f"{voice.say(ASKED[key])}: {value}" for key, value in said.items()))


@command("text", Text("契約書を取り出す（証跡に残る）", "Take out the text of a contract, on record"), needs="instance")
@argument("contract")
@option("--out", type=OUT, required=True, help=Text("書き出すファイル", "the file to write"))
def text(contract: str, out: Path) -> None:
    """Write the text, as it was signed, into a new file."""
    from seiyaku.partners import services

    from .signing import actor

    said = services.open_contract(contract, actor=actor())
    with out.open("xb") as file:
        file.write(said)
    done({"file": str(out), "bytes": len(said)}, f"{out} に書き出しました", f"Written to {out}")


@command("sub-entrust", Text("再委託を承諾する", "Agree that a partner entrusts on"), needs="instance")
@argument("contract")
@argument("name")
@argument("consent", type=FILE)
@option("--field", "fields", multiple=True, required=True, help=Text("項目", "an item it covers"))
@option("--until", type=DAY, required=True, help=Text("最後の日", "the last day"))
@option("--country", default="JP", show_default=True, help=Text("所在国", "where it sits"))
def sub_entrust(
    *, contract: str, name: str, consent: Path, fields: tuple[str, ...], until: dt.datetime, country: str
) -> None:
    """Keep our consent sealed: never more items than the contract covers, nor for longer."""
    from seiyaku.partners import services

    from .signing import actor

    made = services.agree_sub_entrustment(
        contract, name, consent.read_bytes(), fields, until=until.date(), country=country, actor=actor()
    )
    done({"ref": made.ref, "until": made.until}, f"記録しました: {made.ref}", f"On record: {made.ref}")


@command("end-sub", Text("再委託の終わりを記録する", "Record that a sub-entrustment has ended"), needs="instance")
@argument("sub")
def end_sub(sub: str) -> None:
    """End what was entrusted on."""
    from seiyaku.partners import services

    from .signing import actor

    services.end_sub_entrustment(sub, actor=actor())
    done({"ref": sub}, "記録しました", "On record")


@command("mend", Text("指摘の改善を記録する", "Keep proof that something found is mended"), needs="instance")
@argument("look")
@argument("item")
@argument("proof", type=FILE)
def mend(look: str, item: str, proof: Path) -> None:
    """Keep the proof; from now on it closes nothing."""
    from seiyaku.partners import services

    from .signing import actor

    services.mend(look, item, proof.read_bytes(), actor=actor())
    done({"look": look, "item": item}, "記録しました", "On record")


@command("checklist", Text("監督の点検表を表示する", "Show the checklist of supervision"))
def checklist() -> None:
    """List what is looked at (art. 25)."""
    from seiyaku.partners.checklists import ITEMS

    data = [{"item": name, "said": said.say(voice.language)} for name, said in ITEMS.items()]
    columns = (Text("項目", "item"), Text("内容", "what is looked at"))
    voice.result(data, voice.table(columns, [(one["item"], one["said"]) for one in data]))
