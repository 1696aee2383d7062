"""
Making a release (policy 9-1, 9-2-A, 9-2-B): gates, the table, gates again, and then, in one transaction, the record.

* What the gates of the plan say is decided before anything is read.
* Pseudonyms, salts and what was drawn live in the memory of this call, and are gone when it returns: nothing of them
  is in the file, in the facts or in the report.
* Beside the earlier releases that its recipients may hold, k persons still look alike (`intersecting`), and who joined
  or left since the last of the same items is not singled out by what differs (`between`).
* Where the plan says so (`within`) it is made of those alone of whom an earlier one was: the ledger's entry of that use
  says who they are, and no table of them is kept. Whoever left, or was left out of it, counts as before.
* A table that does not stand up to its audit, or to a gate, does not become a release; the refusal is on record.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson
from django.db.models import Max
from django.utils import timezone

from seiyaku.core.asks import Actor
from seiyaku.core.details import findings
from seiyaku.core.errors import Conflict, InputError, VerificationFailed
from seiyaku.core.language import Text
from seiyaku.core.model import Policy
from seiyaku.papers import services as papers
from seiyaku.papers.naming import new_ref
from seiyaku.people import approvals
from seiyaku.people.acting import RELEASES, No, acting, no
from seiyaku.people.days import today
from seiyaku.policy import queries as policies
from seiyaku.post import bodies

from . import between, everybody, gates, intersecting, onlooking, persons
from .between import Onlooker
from .everybody import Among
from .gates import Tick
from .glimpses import Glimpse, glimpses
from .models import Release
from .neighbours import Neighbour, around
from .plans import PERSON, Plan
from .recognising import Marker
from .reporting import report
from .running import make as made_of
from .running import run
from .treatments import prepared
from .unsaid import no_values
from .vaulting import PURPOSE, taken
from .watching import Watch

if TYPE_CHECKING:
    from .running import Made
    from .vaulting import Taken

ACT = "release-anonymised"
SHOWN = 20
PIECE = 1 << 18
REPORT_FOR = dt.timedelta(days=5 * 365)
NAMED = {"ja": "仮の番号（この情報だけのもの）", "en": "A number drawn for this information alone"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """
    What a release would be, or is: the verdict first, then the report; `sample` rows are of the anonymised table.

    Of a preview alone: `rows` as they would stand there, and the nodes `around` it.
    """

    verdict: dict[str, Any]
    report: dict[str, Any]
    columns: tuple[str, ...]
    sample: tuple[tuple[str, ...], ...] = field(repr=False)
    rows: tuple[Glimpse, ...] = ()
    around: tuple[Neighbour, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Done:
    taken: Taken
    made: Made
    path: Path
    preview: Preview


def makers(policy: Policy) -> frozenset[str]:
    """Return the duties of those who make anonymised information (43(1)), as the policy names them."""
    return frozenset(name for name, duty in policy.rules.duties.items() if PURPOSE in duty.law)


def preview(plan: Plan, *, actor: Actor, watch: Watch | None = None) -> Preview:
    """
    Show what a release by this plan would be; nothing of it is kept.

    Raises:
        Refused: a gate says no, or the actor does not make anonymised information.
        Stopped: whoever keeps watch wishes so.
    """
    with _made(plan, "plan-anonymised", actor, watch) as done:
        return replace(done.preview, rows=glimpses(done.made), around=around(done.made))


def make(
    plan: Plan,
    plan_digest: str,
    *,
    actor: Actor,
    watch: Watch | None = None,
    and_then: Callable[[str], None] | None = None,
) -> tuple[Release, Preview]:
    """
    Make a release that waits for somebody else's approval, and propose it.

    `and_then` is told its reference inside the transaction that keeps it.

    Raises:
        Refused: a gate says no, or the actor does not make anonymised information.
        Stopped: whoever keeps watch wishes so; there is no file then, and no release.
    """
    watch = watch or Watch()
    with _made(plan, ACT, actor, watch) as done:
        watch.recording = True
        watch.reached("checking")
        with done.path.open("rb") as file:
            body = bodies.put(iter(partial(file.read, PIECE), b""))
        made = _recorded(plan, done, body, plan_digest=plan_digest, and_then=and_then, actor=actor)
        return made, done.preview


def subject_of(release: Release) -> tuple[str, ...]:
    """Return exactly what is approved: this release, this file, this plan."""
    return release.ref, release.digest, release.plan_digest


@contextmanager
def _made(plan: Plan, act: str, actor: Actor, watch: Watch | None = None) -> Iterator[_Done]:
    watch = watch or Watch()
    policy = policies.in_force().policy
    earlier = intersecting.held(plan.strict().use)
    known = gates.comparable(policy, [each.number for each in earlier if each.shape is None])
    ticks, within = gates.of_plan(plan, policy), _earlier(plan)
    if within is not None:
        ticks.append(gates.within(policy, within.number, withdrawn=within.state == "withdrawn"))
    with acting(act, actor, program=RELEASES) as doing:
        doing.must_hold(makers(policy))
        _insist([*ticks, known])
    beside, people = intersecting.shapes(earlier, actor=actor), everybody.table()
    items = {name: each.item for name, each in plan.columns.items()}
    entry = within.entry if within else None
    with taken(plan, today(), actor=actor, beside=beside, within=entry, watch=watch) as came:
        path = came.source.folder / "release.csv"
        try:
            with no_values(plan):
                watch.reached("searching")
                asked = everybody.shared(came.recipe.ask(), came.people, items, people)
                ask = replace(asked, late=lambda: watch.halted, watch=watch.step, keeper=watch)
                onlooker = _onlooker(plan, earlier, came)
                made = run(prepared(came.source, came.recipe), ask, path, local=came.recipe.local, then=onlooker.told)
                watch.reached("checking")
        except VerificationFailed as failed:
            with acting(act, actor, program=RELEASES):
                raise _audit_says_no(policy, failed) from None
        except InputError:
            if watch.halted or not _stands_alone(came):
                raise
            with acting(act, actor, program=RELEASES):
                _insist([gates.beside_earlier(plan, policy, _numbers(came), 0)])
            raise
        differs = onlooker.compared(made)
        ticks += [*gates.of_table(plan, policy, made, _numbers(came)), between.tick(plan, policy, differs, onlooker)]
        with acting(act, actor, program=RELEASES):
            _insist(ticks)
        watch.reached("checking")
        among = everybody.among(made, items, people)
        shown = _preview(plan, policy, ticks, came, made, among=among)
        groups, rows = onlooker.withheld
        shown.verdict["between"] = [each.as_json() for each in differs]
        shown.verdict["withheld"] = {"groups": groups, "rows": rows}
        yield _Done(taken=came, made=made, path=path, preview=shown)


def _earlier(plan: Plan) -> Release | None:
    """Return the release whose people alone are taken, where the plan names one. Raises InputError: there is none."""
    if plan.within is None:
        return None
    found = Release.objects.filter(number=plan.within).first()
    if found is None:
        raise InputError("within", f"release no. {plan.within}", "the number of a release that is there")
    return found


def _onlooker(plan: Plan, earlier: list[Release], came: Taken) -> Onlooker:
    presets = {
        plan.columns[name].item: each.hierarchy for name, each in came.recipe.columns.items() if name in plan.columns
    }
    return Onlooker(plan=plan, earlier=earlier, shapes=came.beside, presets=presets)


def _numbers(came: Taken) -> list[int]:
    return [each.number for each in came.beside]


def _stands_alone(came: Taken) -> bool:
    """Tell whether a table that nothing can be made of beside the earlier ones could be made without them."""
    if not came.beside:
        return False
    recipe = came.alone()
    try:
        made_of(prepared(came.source, recipe), recipe.ask(), local=recipe.local)
    except InputError:
        return False
    return True


def _insist(ticks: list[Tick]) -> None:
    tick = gates.first_no(ticks)
    if tick is not None:
        raise no(tick.clause, tick.article, tick.gate, tick.said, missing=tick.gate, helps=tick.helps)


def _audit_says_no(policy: Policy, failed: VerificationFailed) -> No:
    said = Text(
        f"加工した表が、数え直しと点検に通りません: {findings(failed.why)}",
        f"The table does not stand up to its audit: {failed.why}",
    )
    helps = Text("その列を外すか、値をまとめる", "Leave the column out, or put its values together")
    return no(
        gates.clause_of(policy, "standard"), "43(1); R.34", "audit", said, missing="audit", helps=helps
    )  # fmt: skip


def _preview(plan: Plan, policy: Policy, ticks: list[Tick], came: Taken, made: Made, *, among: Among | None) -> Preview:
    rule = gates.rule_with(policy, "items")
    items = rule.items if rule else {}
    whole = report(made, recipe=came.recipe, among=among)
    said, sizes = made.as_json(), persons.classes(made)
    preset = plan.strict()
    verdict = {
        "passed": True,
        "checks": [tick.as_json() for tick in ticks],
        "smallest": int(sizes.min()) if len(sizes) else 0,
        "average_risk": whole["risk"]["after"]["prosecutor"]["average"],
        "highest_risk": whole["risk"]["after"]["prosecutor"]["highest"],
        "lost": 1 - said["granularity"],
        "people": came.people,
        "left_out": came.left,
        "rows": said["released"],
        "suppressed": said["suppressed"],
        "items": {name: items[each.item] for name, each in plan.columns.items()},
        "beside": _numbers(came),
        "preset": preset.name,
        "waits": preset.waits,
    }
    return Preview(
        verdict=verdict,
        report=whole,
        columns=made.lines.columns,
        sample=tuple(tuple(cell or "" for cell in row) for row, _ in zip(_rows(made), range(SHOWN), strict=False)),
    )


def _rows(made: Made) -> Iterator[tuple[str | None, ...]]:
    yield from zip(*made.lines.cells, strict=True)


def _facts(plan: Plan, done: _Done) -> bytes:
    """What could help to restore somebody (R.35): the plan whole, levels, and the rare values that were there."""
    where = done.made.found.where
    rare = {}
    for at in where.counted:
        column = where.columns[at]
        counts = _counts(where.cells.column(at), where.cells.weights[0], column.size(0))
        rare[column.name] = [label for label, rows in zip(column.labels[0], counts, strict=True) if 0 < rows < plan.k]
    said = {
        "plan": plan.model_dump(mode="json", by_alias=True),
        "levels": done.made.found.levels,
        "deleted": sorted({each.source for each in plan.columns.values()}),
        "rare": rare,
        "suppressed": done.made.as_json()["suppressed"],
        "entry": done.taken.entry,
    }
    return orjson.dumps(said)


def _marks(plan: Plan, made: Made) -> bytes:
    marker = Marker(own=_as_they_were(plan, made))
    for row, times in zip(_rows(made), made.lines.counts.tolist(), strict=True):
        marker.add(row, times)
    return marker.written()


def _as_they_were(plan: Plan, made: Made) -> bool:
    """Tell whether the release shows of everybody the values that are held, and no others."""
    treated = plan.sample or plan.remove_rows or any(each.is_treated for each in plan.columns.values())
    return not (treated or any(any(node.levels) for node in made.rounds) or made.as_json()["suppressed"])


def _counts(codes: Any, weights: Any, size: int) -> list[int]:
    import numpy as np

    return [int(rows) for rows in np.bincount(codes, weights, minlength=size)]


def _recorded(
    plan: Plan, done: _Done, body: str, *, plan_digest: str, actor: Actor, and_then: Callable[[str], None] | None = None
) -> Release:
    policy, now, day = policies.in_force(), timezone.now(), today()
    preset, verdict = plan.strict(), done.preview.verdict
    ref, (_, digest) = new_ref("release"), bodies.size_of(body)
    proposal = approvals.propose(ACT, ref, digest, plan_digest, by=makers(policy.policy), program=RELEASES, actor=actor)
    facts, until = _facts(plan, done), day + dt.timedelta(days=preset.facts_for)
    marks = bodies.put([_marks(plan, done.made)])
    laid = bodies.put(onlooking.written(onlooking.of_made(plan, done.made)))
    delivery = gates.rule_with(policy.policy, "delivery")
    ways = plan.ways or tuple(delivery.delivery if delivery else ())
    with acting(ACT, actor, program=RELEASES) as doing:
        if [each.number for each in intersecting.held(preset.use)] != verdict["beside"]:
            raise Conflict("another release was made or withdrawn meanwhile; make it anew beside what is there now")
        for each in (body, marks, laid):
            bodies.take(each, ref)
        number = (Release.objects.aggregate(last=Max("number"))["last"] or 0) + 1
        shape = intersecting.shape_of(plan, done.made, number)
        made = Release.objects.create(
            ref=ref,
            number=number,
            use=preset.use,
            preset=preset.name,
            title_ja=plan.title["ja"],
            title_en=plan.title["en"],
            policy=policy.version,
            schema=[_column(plan, name, verdict["items"]) for name in done.preview.columns],
            shape=papers.seal(intersecting.written(shape), intersecting.KIND),
            ways=list(ways) if preset.use == "third-party" else [],
            verdict=verdict | {"continues": plan.continues},
            rows=verdict["rows"],
            body=body,
            marks=marks,
            laid=laid,
            digest=digest,
            plan_digest=plan_digest,
            entry=done.taken.entry,
            report=papers.seal(orjson.dumps(done.preview.report), "release-report", until=day + REPORT_FOR),
            facts=papers.seal(facts, "processing-facts", until=until),
            facts_until=until,
            proposal=proposal.ref,
            made_by=doing.member().ref,
            made_at=now,
        )
        about = {"text": digest, "counts": {"rows": made.rows, "suppressed": verdict["suppressed"]}}
        doing.done("release", ref, note_kind="made", papers=[made.facts.ref, made.report.ref], **about)
        if and_then is not None:
            and_then(ref)
    return made


def _column(plan: Plan, name: str, items: dict[str, Any]) -> dict[str, Any]:
    """Return what is said of a column of the output; a number drawn for the release is none of the policy's items."""
    if name == PERSON:
        return {"column": name, "item": "", "label": NAMED}
    return {"column": name, "item": plan.columns[name].item, "label": items[name]}
