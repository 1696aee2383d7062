"""Compiles what may come in: sources, forms, and imports without a form (clause 5)."""

from __future__ import annotations

from .language import Text
from .masks import duties_for, family_mask, mask_of, reserved_mask, text
from .model import Rules
from .sayings import BY_LAW, Sayings
from .tables import Form, Origin

EVERY = -1
WRITTEN = "form"  # the channel by which people write what they are asked for: 21(2) wants the purpose shown first
IMPORT = Text("取り込み", "import")


def needed_by(purposes: list[str] | tuple[str, ...], rules: Rules, sayings: Sayings) -> int:
    """Return the fields that one of these purposes needs (5-3)."""
    needs = 0
    for name in purposes:
        needs |= mask_of(rules.purposes[name].needs, sayings.bits.fields)
    return needs


def _collecting(purpose: str, rules: Rules) -> tuple[str, ...]:
    rule = rules.purposes[purpose]
    return rule.duties if "collect" in rule.acts else ()


def compile_origins(sayings: Sayings) -> dict[str, Origin]:
    """Compile the sources. A source enters for the purposes of its family; a form people fill in shows them (21(2))."""
    rules, bits = sayings.rules, sayings.bits
    origins = {}
    for name, source in rules.sources.items():
        shown = {"notice"} if source.direct and source.channel == WRITTEN else set()
        published = [n for n, p in rules.purposes.items() if p.family == source.family]
        origins[name] = Origin(
            name=name,
            clause=source.clause,
            family=source.family,
            channel=source.channel,
            direct=source.direct,
            needs=frozenset(source.needs) | shown,
            purposes=family_mask(rules, bits, source.family),
            fields=needed_by(published, rules, sayings),
            academic=source.academic,
            unclear=source.unclear is not None,
        )
    return origins


def compile_forms(sayings: Sayings) -> dict[str, Form]:
    """Compile the forms. A form reaches its own fields, as far as one of its purposes needs them."""
    rules, bits = sayings.rules, sayings.bits
    forms = {}
    for name, form in rules.forms.items():
        purposes = mask_of(form.purposes, bits.purposes)
        notice = rules.notices[form.notice] if form.notice else None
        serving = {duty for p in form.purposes for duty in _collecting(p, rules)}
        duties, undecided = duties_for(sorted(serving), "collect", rules, bits)
        unclear = form.unclear is not None or (notice is not None and notice.unclear is not None)
        forms[name] = Form(
            name=name,
            clause=form.clause,
            label=text(form.label),
            source=form.source,
            bit=purposes,
            purposes=purposes,
            notice=mask_of(notice.purposes, bits.purposes) if notice else EVERY,
            shows=notice is not None,
            duties=duties,
            undecided_duties=undecided,
            reserved=reserved_mask(rules, bits),
            fields=mask_of(form.fields, bits.fields) & needed_by(form.purposes, rules, sayings),
            unclear=unclear,
            no=sayings.refusals(form.clause, text(form.label), duties=duties),
        )
    return forms


def compile_imports(sayings: Sayings) -> Form:
    """Compile what stands in for a form where a source is imported without one."""
    rules, bits = sayings.rules, sayings.bits
    clause = next((s.clause for s in rules.sources.values()), BY_LAW)
    duties, undecided = duties_for(rules.duties, "collect", rules, bits)
    purposes = mask_of(rules.purposes, bits.purposes)
    return Form(
        name="",
        clause=clause,
        label=IMPORT,
        source="",
        bit=purposes,
        purposes=purposes,
        notice=EVERY,
        shows=False,
        duties=duties,
        undecided_duties=undecided,
        reserved=reserved_mask(rules, bits),
        fields=needed_by(tuple(rules.purposes), rules, sayings),
        unclear=False,
        person=False,
        no=sayings.refusals(clause, IMPORT, duties=duties),
    )
