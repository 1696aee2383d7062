"""`seiyaku partners`: who information may go to, under which contract, looked at when (policy 3-2)."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import click

from seiyaku.core.citations import say_all
from seiyaku.core.errors import InputError
from seiyaku.core.language import Text

from . import entrusting
from .entrusting import CHARACTER, which
from .frame import argument, group, option
from .speech import voice

SAID = Text("取引先・契約・監督を管理する", "Partners, their contracts and their supervision")
DAY = click.DateTime(["%Y-%m-%d"])
FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
NONE = Text("なし", "none")
ITEM = Text(
    "点検表の答え（yes、no、n/a）。no には改善の期限を付けられる（例: systems=no:2026-12-31）",
    "an answer of the checklist (yes, no, n/a); a no may have a day (systems=no:2026-12-31)",
)

partners = group("partners", SAID)

for _each in (
    entrusting.classify, entrusting.contact, entrusting.open_contact, entrusting.text, entrusting.sub_entrust,
    entrusting.end_sub, entrusting.mend, entrusting.checklist,
):  # fmt: skip
    partners.add_command(_each)


def _done(data: dict[str, Any], ja: str, en: str) -> None:
    voice.result(data, Text(ja, en))


@partners.command("list", Text("取引先の一覧を表示する", "List the partners"), needs="instance")
def everybody() -> None:
    """Show every partner with its contract and supervision."""
    from seiyaku.partners.queries import known
    from seiyaku.people.days import today

    from .signing import actor

    actor()
    found = known(today())
    said = [
        {
            "ref": facts.id,
            "name": name,
            "kind": facts.kind,
            "character": facts.character,
            "country": facts.country,
            "contract_until": _day(facts.contract_until),
            "supervised_until": _day(facts.supervised_until),
        }
        for name, facts in found
    ]
    columns = (
        Text("名前", "name"), Text("種別", "kind"), Text("法的性格", "character"), Text("契約", "contract until"),
        Text("監督", "supervised until"),
    )  # fmt: skip
    rows = [
        (row["name"], row["kind"], row["character"], _said(row["contract_until"]), _said(row["supervised_until"]))
        for row in said
    ]
    voice.result(said, voice.table(columns, [tuple(str(cell) for cell in row) for row in rows]))


def _day(ordinal: int) -> dt.date | None:
    return dt.date.fromordinal(ordinal) if 0 < ordinal < dt.date.max.toordinal() else None


def _said(day: object) -> str:
    return str(day) if day else voice.say(NONE)


@partners.command("register", Text("取引先を登録する", "Register a partner"), needs="instance")
@argument("name")
@option("--kind", required=True, help=Text("種別（ポリシー 3-2）", "the kind, as the policy names it (3-2)"))
@option(
    "--character", type=CHARACTER, default="unclassified", show_default=True,
    help=Text("法的性格（unclassified のあいだは渡せない）", "what it is in law (while unclassified, nothing goes)"),
)  # fmt: skip
@option("--country", default="JP", show_default=True, help=Text("所在国", "where it sits"))
@option("--address", help=Text("住所（29条から31条の記録に要る）", "its address, for the records of arts. 29 to 31"))
@option("--representative", help=Text("代表者の氏名（同）", "its representative's name, for the same"))
def register(
    *, name: str, kind: str, character: str, country: str, address: str | None, representative: str | None
) -> None:
    """Register a partner; its contract comes next."""
    from seiyaku.partners import services

    from .signing import actor

    if (address is None) != (representative is None):
        raise InputError("--address", "one of the two alone", "--address and --representative together")
    identity = None
    if address is not None and representative is not None:
        identity = {"name": name, "address": address, "representative": representative}
    made = services.register(name, kind, character=character, country=country, identity=identity, actor=actor())
    voice.result({"ref": made.ref}, made.ref)


@partners.command("contract", Text("契約を記録する", "Put a contract on record"), needs="instance")
@argument("partner")
@argument("text", type=FILE)
@option("--from", "starts_on", type=DAY, required=True, help=Text("最初の日", "the first day"))
@option("--until", type=DAY, required=True, help=Text("最後の日", "the last day"))
@option("--term", "terms", multiple=True, help=Text("約束（例: confidentiality）", "a term, such as confidentiality"))
@option("--field", "fields", multiple=True, required=True, help=Text("項目", "an item it covers"))
@option("--purpose", "purposes", multiple=True, required=True, help=Text("目的", "a purpose it covers"))
def contract(
    *,
    partner: str,
    text: Path,
    starts_on: dt.datetime,
    until: dt.datetime,
    terms: tuple[str, ...],
    fields: tuple[str, ...],
    purposes: tuple[str, ...],
) -> None:
    """Keep the text sealed, and its scope by name."""
    from seiyaku.partners import services

    from .signing import actor

    made = services.conclude(
        which(partner),
        text.read_bytes(),
        services.Scope(terms=terms, fields=fields, purposes=purposes),
        starts_on=starts_on.date(),
        until=until.date(),
        actor=actor(),
    )
    voice.result({"ref": made.ref, "digest": made.digest, "until": made.until}, made.ref)


@partners.command("supervise", Text("監督の結果を記録する", "Record a look at a partner"), needs="instance")
@argument("partner")
@argument("findings", type=FILE)
@option("--passed/--failed", required=True, help=Text("問題がなかったか", "whether nothing stands in the way"))
@option("--measures", is_flag=True, help=Text("外国での措置の確認（28 条 3 項）", "its measures abroad (28(3))"))
@option("--on", type=DAY, help=Text("確認した日（なければ今日）", "the day (else today)"))
@option("--item", "items", multiple=True, metavar="ITEM=ANSWER[:DAY]", help=ITEM)
def supervise(
    *, partner: str, findings: Path, passed: bool, measures: bool, on: dt.datetime | None, items: tuple[str, ...]
) -> None:
    """Keep the findings sealed; one that failed stops what goes out."""
    from seiyaku.partners import services

    from .signing import actor

    look = services.supervise(
        which(partner),
        findings.read_bytes(),
        passed=passed,
        on=on.date() if on else None,
        answers=dict(map(_answered, items)) if items else None,
        subject="measures" if measures else "handling",
        actor=actor(),
    )
    said = {"ref": look.ref, "until": look.until, "passed": passed}
    _done(said, f"記録しました: {look.ref}", f"On record: {look.ref}")


def _answered(said: str) -> tuple[str, Any]:
    """Read one answer of a checklist: systems=yes, or systems=no:2026-12-31."""
    from seiyaku.partners.checklists import Answered

    item, _, rest = said.partition("=")
    answer, _, day = rest.partition(":")
    try:
        due = dt.date.fromisoformat(day) if day else None
    except ValueError:
        raise InputError("--item", "a day of another form", "ITEM=no:YYYY-MM-DD") from None
    return item, Answered(answer=answer, due_on=due)  # type: ignore[arg-type]  # the service refuses other answers


@partners.command("end-contract", Text("契約を終える（すぐに効きます）", "End a contract, at once"), needs="instance")
@argument("contract")
def end_contract(contract: str) -> None:
    """End a contract."""
    from seiyaku.partners import services

    from .signing import actor

    services.end_contract(contract, actor=actor())
    _done({"ref": contract}, "契約を終えました", "The contract has ended")


@partners.command("returned", Text("返却・消去の証明を記録する", "Keep proof of return or erasure"), needs="instance")
@argument("contract")
@argument("proof", type=FILE)
def returned(contract: str, proof: Path) -> None:
    """Keep the partner's proof, sealed."""
    from seiyaku.partners import services

    from .signing import actor

    services.prove_return(contract, proof.read_bytes(), actor=actor())
    _done({"ref": contract}, "記録しました", "On record")


@partners.command("end", Text("取引を終える", "End the relation with a partner"), needs="instance")
@argument("partner")
def end(partner: str) -> None:
    """End every contract with the partner, and destroy its contact."""
    from seiyaku.partners import services

    from .signing import actor

    ref = which(partner)
    services.end(ref, actor=actor())
    _done({"ref": ref}, "取引を終えました", "The relation has ended")


@partners.command("attention", Text("手当ての要る取引先を表示する", "List what needs attention"), needs="instance")
@option("--days", default=60, show_default=True, help=Text("何日先まで見るか", "how far to look ahead"))
def attention(days: int) -> None:
    """Show what ends, what is to be mended or returned, and why nothing goes to whom: clause, article, remedy."""
    from seiyaku.partners.queries import attention as due
    from seiyaku.partners.queries import barred, known
    from seiyaku.people.days import today
    from seiyaku.policy.queries import in_force

    from .signing import actor

    actor()
    day = today()
    said: dict[str, list[dict[str, Any]]] = {
        **due(day, days),
        "closed": [
            {"partner": facts.id, "clause": one.clause, "article": one.article, "reason": one.code,
             "text": voice.say(one.text), "remedy": voice.say(one.remedy)}
            for _, facts in known(day) for one in barred(facts, in_force().policy, day)
        ],
    }  # fmt: skip
    columns = (Text("取引先", "partner"), Text("内容", "what"), Text("期限", "until"))
    missing, past = (
        Text("返却・消去の証明がない", "no proof of return"),
        Text("再委託が期限を過ぎた", "sub-entrusted past its day"),
    )
    rows = [(one["partner"], one["contract"], str(one["until"])) for one in said["ending"]]
    rows += [(one["partner"], one["item"], str(one["due_on"])) for one in said["due"]]
    rows += [(one["partner"], one["contract"], voice.say(missing)) for one in said["unreturned"]]
    rows += [(one["partner"], one["sub"], voice.say(past)) for one in said["subs_over"]]
    for one in said["closed"]:
        law = say_all(one["article"], voice.language)
        rows.append((one["partner"], f"{one['text']} ({one['clause']}, {law})", one["remedy"]))
    voice.result(said, voice.table(columns, rows))
