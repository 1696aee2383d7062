"""What a plan would make, for the editor: what the gates say before anything is read; then, if asked, the preview."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from seiyaku.anonymised import documents, gates, jobs, wording, working
from seiyaku.anonymised.models import Job
from seiyaku.anonymised.neighbours import Neighbour
from seiyaku.anonymised.plans import Plan
from seiyaku.core.asks import Actor
from seiyaku.core.errors import InputError, Refused, SeiyakuError
from seiyaku.core.language import Language
from seiyaku.core.model import Policy
from seiyaku.people.days import today

from . import job_pages, lattices, telling, verdicts
from .drawing import drawn
from .words_of_plans import LATTICE

LONGEST = 9  # letters of a column that a box holds
BREATH = 1.5  # seconds that a page waits for a preview
ARROWS = {1: "↑", -1: "↓"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What the panel shows, the status to answer with, and the job it came of."""

    status: int
    context: dict[str, Any]
    job: str = ""


def checked(plan: Plan, policy: Policy, language: Language) -> dict[str, Any]:
    """Return what the gates say of a plan alone; nobody's information is read."""
    ticks = [tick.as_json() for tick in gates.of_plan(plan, policy)]
    rule = gates.rule_with(policy, "items")
    items = rule.items if rule else {}
    strict = plan.strict()
    ways = list(plan.ways or (delivery.delivery if (delivery := gates.rule_with(policy, "delivery")) else ()))
    labels = [items[each.item][language] for each in plan.columns.values() if each.item in items]
    return {
        "standards": verdicts.standards(ticks, language),
        "others": verdicts.others(ticks, language),
        "others_open": any(not each["passed"] for each in verdicts.others(ticks, language)),
        "all_passed": all(tick["passed"] for tick in ticks),
        "public": verdicts.public(labels, ways, strict.use, policy, language),
        "dates": verdicts.dates(strict.name, None, today(), language),
    }


def previewed(
    text: str, plan: Plan, policy: Policy, language: Language, *, draft: str = "", base: int = 0, actor: Actor
) -> Shown:
    """
    Read what the plan names and show what would come of it, or, where that takes longer than a breath, how far it is.

    What is refused is said, with its clause.
    """
    context = checked(plan, policy, language)
    try:
        begun = jobs.begin(text, "look", plan=plan, draft=draft, base=base, actor=actor)
    except Refused as refused:
        return Shown(status=403, context=context | {"refused": telling.refusal(refused, language)})
    return of_job(working.done_within(begun, BREATH), plan, policy, language, actor=actor)


def of_job(job: Job, plan: Plan, policy: Policy, language: Language, *, actor: Actor) -> Shown:
    """Return what came of a preview that was asked for, or how far it is."""
    context = checked(plan, policy, language)
    if job.state in jobs.OPEN:
        return Shown(status=202, job=job.ref, context=context | {"job": job_pages.told(job, language)})
    try:
        working.insist(job)
        shown = working.result(job, actor=actor)
    except Refused as refused:
        return Shown(status=403, job=job.ref, context=context | {"refused": telling.refusal(refused, language)})
    except InputError as error:
        return Shown(status=422, job=job.ref, context=context | {"impossible": telling.said(error, language)})
    except SeiyakuError as error:
        return Shown(status=503, job=job.ref, context=context | {"impossible": telling.said(error, language)})
    checks = shown.verdict["checks"]
    return Shown(
        status=200,
        job=job.ref,
        context=context | {
            "verdict": documents.VERDICT.say(language).format(**shown.verdict),
            "standards": verdicts.standards(checks, language),
            "others": verdicts.others(checks, language),
            "figures": verdicts.figures(shown.verdict, language),
            "columns": shown.columns,
            "rows": shown.rows,
            "sections": [drawn(each) for each in documents.measured(shown.report, language)],
            **lattice(shown.around, plan.metric, language),
        },
    )  # fmt: skip


def lattice(nodes: tuple[Neighbour, ...], metric: str, language: Language) -> dict[str, Any]:
    """Return the slice around a release as a drawing and as rows of a table."""
    rows = [_row(node, nodes[0], language) for node in nodes]
    lines = [(row["short"], f"{row['mark']} {row['value']}", row["group"]) for row in rows]
    stand = sum(node.stands for node in nodes[1:])
    said = LATTICE["described"].say(language).format(len(nodes) - 1, stand, len(nodes) - 1 - stand)
    drawing = lattices.drawn(nodes, lines)
    return {"lattice": rows, "drawing": drawing, "lattice_said": said, "metric": wording.metric(metric, language).name}


def _group(word: str, node: Neighbour, language: Language) -> str:
    """Return the smallest group that stays; of a node that does not do, the smallest before rows are left out."""
    return LATTICE[word if node.stays else "before"].say(language).format(node.stays, node.smallest)


def _row(node: Neighbour, own: Neighbour, language: Language) -> dict[str, Any]:
    level = node.levels.get(node.column, 0)
    moved = LATTICE[{0: "own", 1: "coarser", -1: "finer"}[node.step]].say(language).format(node.column, level)
    name = node.column if len(node.column) <= LONGEST else f"{node.column[: LONGEST - 1]}…"
    reasons = [
        LATTICE["fails"]
        .say(language)
        .format(wording.model(failure.model, language).whole, failure.groups, failure.rows)
        for failure in node.failures
    ]
    reasons += [LATTICE["over"].say(language).format(node.left_out, node.over)] if node.over else []
    return {
        "moved": moved, "short": f"{ARROWS[node.step]} {name}" if node.step else moved,
        "mark": LATTICE["mark_stands" if node.stands else "mark_fails"].say(language),
        "stands": node.stands, "own": node.step == 0, "value": f"{node.value:.4g}", "risk": f"{node.risk:.2%}",
        "smallest": _group("people", node, language),
        "group": _group("group", node, language),
        "left_out": f"{node.left_out:,}", "reasons": reasons,
        "pin": json.dumps(node.levels, ensure_ascii=False), "cheaper": node.stands and node.value < own.value,
    }  # fmt: skip
