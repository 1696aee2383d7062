"""`seiyaku policy`: draft a policy file, read one, compare two, publish one, and see what was published."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from seiyaku.core.language import Text

from .approving import YES, approve_as_second, proposed_version, tell_changes
from .attesting import attest, end_attestation, lights
from .drafting import new
from .frame import argument, command, group, option
from .speech import voice

if TYPE_CHECKING:
    from seiyaku.core.model import Policy
    from seiyaku.core.terms import Label

SAID = Text("ポリシーを読み、比べ、公表する", "Read, compare and publish the policy")
SHOW = Text("ポリシーの本文と、各条項の決まりを表示する", "Show the policy's text, and the rules under each clause")
FIELDS = Text("持つ項目の一覧を表示する", "List the items of information held")
PURPOSES = Text("利用目的と、それぞれに要る項目・期間を表示する", "List the purposes, what each needs and for how long")
CLAUSES = Text("条項の一覧を表示する", "List the clauses")
DIFF = Text(
    "二つの版の違いを表示する\nそれぞれ、ファイル、公表した版の指紋、公表の提案のいずれか",
    "Show what differs between two versions\nEach a file, the digest of a published version, or a proposal",
)
SCHEMA = Text("エディター用の JSON Schema を出力する", "Print the JSON Schema of rule blocks, for editors")
PUBLISH = Text(
    "ポリシーを次の版として公表する（二人で）\n"
    "一人が --propose で提案し、別の承認者が approve で承認し、--proposal で公表します",
    "Publish a policy as the next version; it takes two\n"
    "One proposes with --propose, another approves with `policy approve`, then --proposal publishes it",
)
APPROVE = Text(
    "公表の提案を、二人目として承認する\n何がどう変わるかを示してから承認します",
    "Approve a proposal to publish, as the second person\nWhat would change is shown first",
)
VERSIONS = Text("公表した版の一覧を表示する", "List the published versions")

FILE = option(
    "--file",
    type=click.Path(path_type=Path),
    help=Text("ポリシーのファイル（なければ施行中の版）", "a policy file (else the version in force)"),
)


def _policy(file: Path | None) -> Policy:
    """Load the file, or the version in force when none is given."""
    if file is not None:
        from seiyaku.policy.loading import load

        return load(file)
    from .readiness import get_ready

    get_ready(instance=True)
    from seiyaku.policy.queries import in_force

    return in_force().policy


def _version(name: str) -> Policy:
    """Load what `name` names: a file, a proposal, or a published version by its digest."""
    if name.endswith(".md"):
        return _policy(Path(name))
    from .readiness import get_ready

    get_ready(instance=True)
    if name.startswith("proposal:"):
        return proposed_version(name)
    from seiyaku.policy.queries import version

    return version(name).policy


def _label(label: Label) -> str:
    return label[voice.language]


@command("show", SHOW)
@argument("clause", required=False)
@FILE
def show(clause: str | None, file: Path | None) -> None:
    """Print clauses with their prose and rules."""
    shown = _policy(file)
    if clause is not None and clause not in shown.clauses:
        from seiyaku.core.errors import InputError
        from seiyaku.policy.pages import nearest

        raise InputError("clause", repr(clause), "a clause of this policy", nearest(clause, shown.clauses))
    if voice.json and clause is None:
        voice.result(shown.model_dump(mode="json", by_alias=True))
        return
    wanted = [
        c
        for c in shown.clauses.values()
        if clause is None or c.id == clause or c.id.startswith((f"{clause}-", f"{clause}."))
    ]
    from seiyaku.policy.addendum import plain

    rules = {c.id: _rules(shown, c.id) for c in wanted}
    voice.result([{**c.model_dump(mode="json"), "rules": rules[c.id]} for c in wanted])
    if clause is None:
        voice.tell(f"{_label(shown.title)}\n{shown.effective}  {shown.version}\n")
    for each in wanted:
        voice.tell(f"{each.id}  {_label(each.title)}", "bold")
        voice.tell(_label(each.prose) + "\n")
        for line in rules[each.id]:
            voice.tell(f"    {line['section']}.{line['name']}", "cyan")
            voice.tell("".join(f"      {key}: {plain(value, voice.language)}\n" for key, value in line["says"].items()))


def _rules(shown: Policy, clause: str) -> list[dict[str, Any]]:
    from seiyaku.policy.references import items

    said = {"mode": "json", "by_alias": True, "exclude": {"clause", "line"}, "exclude_defaults": True}
    return [
        {"section": section, "name": name, "says": item.model_dump(**said)}  # type: ignore[arg-type]
        for section, name, item in items(shown.rules)
        if item.clause == clause
    ]


@command("fields", FIELDS)
@FILE
def fields(file: Path | None) -> None:
    """Print the data map's first column: every field there is."""
    rules = _policy(file).rules.fields
    said = [
        {"field": name, **rule.model_dump(mode="json", by_alias=True, exclude={"line", "unclear"})}
        for name, rule in rules.items()
    ]
    columns = (Text("項目", "field"), Text("名称", "label"), Text("条項", "clause"), Text("型", "type"))
    more = (Text("区分", "class"), Text("種別", "kind"), Text("検索", "findable"), Text("対象", "of"))
    rows = [(name, _label(r.label), r.clause, r.type, r.klass, r.kind, r.findable, r.of) for name, r in rules.items()]
    voice.result(said, voice.table([*columns, *more], rows))


@command("purposes", PURPOSES)
@FILE
def purposes(file: Path | None) -> None:
    """Print every purpose with what it needs, who may serve it, and until when."""
    rules = _policy(file).rules.purposes
    said = [
        {"purpose": name, **rule.model_dump(mode="json", by_alias=True, exclude={"line", "unclear"})}
        for name, rule in rules.items()
    ]
    columns = (Text("条項", "clause"), Text("目的", "purpose"), Text("名称", "label"), Text("要る項目", "needs"))
    more = (Text("役目", "duties"), Text("期間", "keep"))
    rows = [
        (r.clause, name, _label(r.label), ", ".join(r.needs), ", ".join(r.duties), _until(r.keep))
        for name, r in rules.items()
    ]
    voice.result(said, voice.table([*columns, *more], rows))


def _until(keep: Any) -> str:
    return f"{keep.until} + {keep.for_}" if keep else "?"


@command("clauses", CLAUSES)
@FILE
def clauses(file: Path | None) -> None:
    """Print the clauses and how many rules stand under each."""
    shown = _policy(file)
    counts = {clause: len(_rules(shown, clause)) for clause in shown.clauses}
    said = [
        {"clause": c.id, "title": c.title, "parent": c.parent, "rules": counts[c.id]} for c in shown.clauses.values()
    ]
    rows = [(c.id, _label(c.title), str(counts[c.id] or "")) for c in shown.clauses.values()]
    voice.result(said, voice.table([Text("条項", "clause"), Text("見出し", "title"), Text("決まり", "rules")], rows))


@command("diff", DIFF)
@argument("old")
@argument("new")
def diff(old: str, new: str) -> None:
    """Compare two versions, each a file, the digest of a published version, or a proposal to publish one."""
    from dataclasses import asdict

    from seiyaku.policy.addendum import diff as compare
    from seiyaku.policy.addendum import sentences

    before, after = _version(old), _version(new)
    change = compare(before, after)
    written = sentences(change, after)
    voice.result({**asdict(change), "addendum": [{"ja": s.ja, "en": s.en} for s in written]})
    if not voice.json:
        tell_changes(change, written)


@command("schema", SCHEMA)
@option(
    "--file",
    type=click.Path(path_type=Path),
    help=Text("このポリシーの名前も書き込む", "write the names of this policy into it"),
)
def schema(file: Path | None) -> None:
    """Print the schema; always JSON."""
    import json

    from seiyaku.policy.schema import json_schema

    click.echo(json.dumps(json_schema(_policy(file) if file else None), ensure_ascii=False, indent=2))


@command("versions", VERSIONS, needs="instance")
def versions() -> None:
    """Print what was published, the newest first."""
    from seiyaku.people.days import local
    from seiyaku.policy import queries

    found = queries.versions()
    said = [
        {"number": v.number, "version": v.version, "effective": v.effective, "published_at": v.published_at}
        for v in found
    ]
    columns = (Text("番号", "number"), Text("版", "version"), Text("施行日", "effective"), Text("公表", "published"))
    shown = [f"{local(v.published_at):%Y-%m-%d %H:%M:%S %Z}" for v in found]
    rows = [(str(v.number), v.version[:16], str(v.effective), at) for v, at in zip(found, shown, strict=True)]
    voice.result(said, voice.table(columns, rows))


@command("publish", PUBLISH, needs="instance")
@argument(
    "file",
    type=click.Path(path_type=Path),
    help=Text("ポリシーの日本語のファイル（.md）", "the policy's Japanese file (.md)"),
)
@option("--propose", is_flag=True, help=Text("公表を提案する", "propose to publish it"))
@option("--proposal", metavar="REF", help=Text("承認された提案", "the proposal that was approved"))
def publish(file: Path, propose: bool, proposal: str | None) -> None:
    """Propose a version, or publish the one a second person approved."""
    from seiyaku.people import publishing

    from .signing import actor

    if propose:
        made = publishing.propose_policy(file, actor=actor())
        voice.result({"proposal": made.ref, "ends_at": made.ends_at}, made.ref)
        return
    published = publishing.publish_policy(file, proposal=proposal, actor=actor())
    done = Text("公表しました", "Published")
    voice.result({"number": published.number, "version": published.version}, f"{voice.say(done)}: {published.version}")


@command("approve", APPROVE, needs="instance")
@argument("proposal")
@YES
def approve(proposal: str, yes: bool) -> None:
    """Approve what somebody else proposed, once it was shown."""
    approve_as_second(proposal, yes=yes)


policy = group("policy", SAID)
for _each in (
    new, show, fields, purposes, clauses, diff, schema, versions, publish, approve, lights, attest, end_attestation
):  # fmt: skip
    policy.add_command(_each)
