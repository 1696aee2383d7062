"""What the pages of plans show: faults at their fields, choices of the policy, differences, two plans side by side."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from seiyaku.anonymised import drafts, queries, wording
from seiyaku.anonymised.asking import METRICS as KNOWN
from seiyaku.anonymised.gates import rule_with
from seiyaku.anonymised.presets import PRESETS, Preset
from seiyaku.anonymised.reading import NAME, Read
from seiyaku.core.details import in_japanese
from seiyaku.core.errors import InputError
from seiyaku.core.language import Language
from seiyaku.core.model import Policy

from . import plan_forms as forms
from .words import WORDS
from .words_of_plans import FAULTS, HIERARCHIES, PLAN_KEYS, TAKEN

if TYPE_CHECKING:
    from .previews import Shown

CONTEXT = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What was typed, as the plan's text, and a word about how it was read."""

    text: str = field(repr=False)
    notice: str = ""


def typed(post: Mapping[str, str], ways: list[str]) -> Typed:
    """Return the text of a submitted form: the YAML where that was edited, else what its fields make of it."""
    base, text = (post.get(name, "").replace("\r\n", "\n") for name in ("base_text", "text"))
    before = forms.said(base) if base.strip() else {}
    after = forms.merged(before or {}, post, ways) if "slots" in post else before
    changed = after is not None and before is not None and not forms.alike(before, after)
    if text.strip() != base.strip():
        return Typed(text=text, notice="both_changed" if changed else "")
    return Typed(text=forms.written(after) if changed and after is not None else base)


def preset(each: Preset, language: Language) -> dict[str, Any]:
    """Return a preset as it is chosen: what it asks, and why."""
    asks = WORDS["preset_asks"].say(language).format(
        each.k, each.diversity, f"{each.suppress:.0%}", f"{each.risk:.0%}", each.rare, each.waits
    )  # fmt: skip
    return {"name": each.name, "label": each.label.say(language), "why": each.why.say(language), "asks": asks}


def choices(policy: Policy, language: Language) -> dict[str, Any]:
    """Return what the fields of the form offer."""
    items, delivery = rule_with(policy, "items"), rule_with(policy, "delivery")
    of_people = {name: rule for name, rule in policy.rules.fields.items() if rule.of == "person"}
    return {
        "presets": [preset(each, language) for each in PRESETS.values()],
        "items": {name: label[language] for name, label in (items.items if items else {}).items()},
        "fields": [(name, rule.label[language]) for name, rule in of_people.items()],
        "takes": [(name, text.say(language)) for name, text in TAKEN.items()],
        "hierarchies": [(name, text.say(language)) for name, text in HIERARCHIES.items()],
        "metrics": [(name, wording.metric(name, language)) for name in KNOWN],
        "ways": [(name, label[language]) for name, label in (delivery.delivery if delivery else {}).items()],
        "within": {
            str(each["number"]): each["title"][language] for each in queries.releases() if each["state"] != "withdrawn"
        },
    }


def slots(data: forms.Data, policy: Policy, told: Mapping[str, Any], language: Language) -> list[dict[str, Any]]:
    """Return the slots of the form as they are shown: what each is called, and what is wrong with it."""
    rule = rule_with(policy, "items")
    items = {name: label[language] for name, label in (rule.items if rule else {}).items()}
    return [
        slot | {
            "label": items.get(slot["item"], slot["item"] or slot["name"]),
            "faults": told["columns"].get(slot["name"], ()),
            "stray": bool(slot["source"]) and slot["source"] not in policy.rules.fields,
            "rare_hierarchy": bool(slot["hierarchy"]) and slot["hierarchy"] not in HIERARCHIES,
        }
        for slot in forms.slots(data, policy)
    ]  # fmt: skip


def faults(read: Read, language: Language) -> list[dict[str, Any]]:
    """Return every fault: its path, where it stands in the YAML, and what to write instead."""
    return [_fault(path, error, language) for path, error in read.faults]


def _fault(path: tuple[str | int, ...], error: InputError, language: Language) -> dict[str, Any]:
    found, expected = error.found, error.expected
    if language == "ja":
        found, expected = _japanese(found), _japanese(expected)
    hint = WORDS["did_you_mean"].say(language).format(error.nearest) if error.nearest else ""
    place = error.where.rpartition(".yaml:")[2] if ".yaml:" in error.where else ""
    called = [PLAN_KEYS[step].say(language) if step in PLAN_KEYS else str(step) for step in path]
    whole = "YAML" if error.where.startswith(NAME) else error.where
    return {
        "path": path, "place": place, "where": " › ".join(called) or whole,
        "said": WORDS["fault_said"].say(language).format(found, expected) + hint,
    }  # fmt: skip


def _japanese(sentence: str) -> str:
    for pattern, said in FAULTS.items():
        if (fits := re.fullmatch(pattern, sentence, re.DOTALL)) is not None:
            return said.format(*fits.groups())
    return in_japanese(sentence)


def by_field(told: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return what is wrong by the field it is shown at: columns by their name, the rest by their key."""
    at: dict[str, Any] = {"columns": {}, "any": False}
    for fault in told:
        path = fault["path"]
        if path[:1] == ("columns",) and len(path) > 1:
            at["columns"].setdefault(path[1], []).append(fault)
        elif path == ("columns",):
            at["columns_all"] = fault
        elif path:
            at.setdefault("_".join(map(str, path[:2])) if path[0] in {"title", "considered"} else path[0], fault)
        at["any"] = at["any"] or bool(path)
    return at


def heading(read: Read, language: Language) -> str:
    """Return what a plan is called, or that it is a new one."""
    title = read.plan.title[language] if read.plan is not None else ""
    return title or WORDS["plan"].say(language)


def title(opened: drafts.Opened, language: Language) -> str:
    """Return a version as it is called beside another."""
    data = forms.said(opened.text) or {}
    named = data.get("title")
    words = str(named.get(language) or "") if isinstance(named, dict) else ""
    return WORDS["plan_version"].say(language).format(words, opened.number)


def differences(one: str, other: str) -> list[tuple[str, str]]:
    """Return the lines that differ, with some around them: (what became of it, the line)."""
    kinds = {"+": "added", "-": "taken", " ": "kept", "@": "gap"}
    lines = difflib.unified_diff(one.splitlines(), other.splitlines(), n=CONTEXT, lineterm="")
    return [
        (kinds[line[0]], line[1:] if line[0] in "+- " else "…") for line in list(lines)[2:] if line[:1] in kinds
    ]  # fmt: skip


def side_by_side(shown: Sequence[Shown], language: Language) -> list[tuple[str, ...]]:
    """Return what two plans would make, row by row; a plan that is refused says why in its own column."""
    refused = tuple(
        each.context["refused"]["said"] if "refused" in each.context else each.context.get("impossible", "")
        for each in shown
    )  # fmt: skip
    rows: list[tuple[str, ...]] = []
    if any(refused):
        rows.append((WORDS["outcome"].say(language), *(each or "—" for each in refused)))
    columns = [dict(each.context.get("figures", ())) for each in shown]
    names = dict.fromkeys(name for column in columns for name in column)
    rows += [(name, *(column.get(name, "—") for column in columns)) for name in names]
    rows.append((WORDS["public_page_says"].say(language), *(str(each.context["public"]) for each in shown)))
    dated = enumerate(shown[0].context["dates"])
    return rows + [(name, *(each.context["dates"][at][1] for each in shown)) for at, (name, _) in dated]
