"""
When personal information may be acquired (policy 5; articles 17, 20, 21, 30). Tried in this order:

* 2-1, 2-4, 3-1  The actor may act (`standing`).
* 5-1   The source is one the policy declares, and the form is a form of that source. A partner's contract is valid,
        provenance is confirmed (30), legacy data is attested.
* 5-4   The notice was shown, or the script read, before; or an urgent exception the policy admits is evidenced. On a
        form that people fill in themselves the notice is shown whatever the policy asks (21(2)).
* 5-3   Only fields that a purpose of this collection needs; the others are left, and named.
* 5-2   Special-care-required information only with consent, on a ground of 20(2) the policy admits and that is shown
        with all it asks, or given by the person directly (guideline 3-3-2). Individual numbers (My Number) never.

Not here: what a value may be used for later (`gate.acquired`), quarantine.
"""

from __future__ import annotations

from .answers import Answer
from .asks import AcquisitionFacts, Ask, Facts
from .standing import objection
from .tables import Form, House, Origin

GIVEN = frozenset({"mail", "post", "phone", "counter"})  # channels by which a person tells something unasked


def collect(house: House, ask: Ask, facts: Facts) -> Answer:
    """Say which of the fields asked may be taken in, from this source, by this form."""
    acquisition = facts.acquisition
    form = house.imports if acquisition is None or acquisition.form is None else house.forms.get(acquisition.form)
    if form is None:
        return house.no["unknown-form"]
    why = objection(form, ask, facts)
    if why is not None:
        return form.no[why]
    if acquisition is None:
        return form.no["unknown-source"]
    why = _source(house, form, acquisition, facts) or _purpose(house, form, ask)
    if why is not None:
        return form.no[why]
    return _fields(house, form, ask, facts)


def _source(house: House, form: Form, acquisition: AcquisitionFacts, facts: Facts) -> str | None:
    origin = house.origins.get(acquisition.source or "")
    if origin is None:
        return "unknown-source"
    if origin.unclear or form.unclear:
        return "undecided"
    if form is house.imports:
        if origin.direct:
            return "unknown-form"
    elif form.source != origin.name:
        return "wrong-source"
    return _proofs(house, origin, facts, shows=form.shows)


def _proofs(house: House, origin: Origin, facts: Facts, *, shows: bool) -> str | None:
    """Say which proof the source wants is not there; `shows`: the form has a notice."""
    acquisition, needs = facts.acquisition, origin.needs
    if acquisition is None:
        return "unknown-source"
    if "contract" in needs and acquisition.contract_until < facts.today:
        return "contract-ended"
    if "provenance" in needs and not acquisition.provenance:
        return "no-provenance"
    if "attestation" in needs and not acquisition.attested:
        return "not-attested"
    return _told(house, origin, acquisition, facts, shows=shows and origin.direct)


def _told(house: House, origin: Origin, acquisition: AcquisitionFacts, facts: Facts, *, shows: bool) -> str | None:
    """What comes from elsewhere needs no showing beforehand: the published purposes tell it (21(1))."""
    exempt = house.urgent_grounds.get(acquisition.urgent or "")
    if exempt is not None and exempt.evidence <= facts.evidence:
        return None
    why = None
    if "script" in origin.needs and not acquisition.script:
        why = "no-script"
    elif "notice" in origin.needs or (shows and "script" not in origin.needs):
        why = None if acquisition.notice_shown else "no-notice"
    return "undecided" if why is not None and acquisition.urgent in house.undecided_grounds else why


def _purpose(house: House, form: Form, ask: Ask) -> str | None:
    if ask.purpose is None:
        return None
    purpose = house.purposes.get(ask.purpose)
    if purpose is None:
        return "unknown-purpose"
    return None if purpose.bit & form.purposes else "wrong-purpose"


def _fields(house: House, form: Form, ask: Ask, facts: Facts) -> Answer:
    reach = form.fields
    if form is house.imports and facts.acquisition is not None:
        reach = house.origins[facts.acquisition.source or ""].fields
    granted = ask.fields & reach
    if granted & house.undecided:
        return form.no["undecided-field"]
    barred = granted & barred_fields(house, ask, facts)
    kept = granted & ~barred
    why = "not-collected-for"
    if not ask.fields:
        why = "nothing-asked"
    elif barred:
        why = why_barred(house, facts, barred)
    return form.allowed(ask.fields, kept, why) if kept else form.no[why]


def barred_fields(house: House, ask: Ask, facts: Facts) -> int:
    """Return the fields that may not be written down: individual numbers, special care without a ground."""
    return house.my_number | (house.special & ~_agreed(house, ask, facts))


def why_barred(house: House, facts: Facts, barred: int) -> str:
    """Say why fields may not be written down: nobody may, a ground nobody has decided on, or no ground."""
    if barred & house.my_number:
        return "my-number"
    return "undecided" if facts.evidence & house.undecided_grounds else "special-care"


def _agreed(house: House, ask: Ask, facts: Facts) -> int:
    if _exempted(house, facts):
        return -1
    if house.special_direct and ((ask.actor.kind == "person" and facts.own) or _given(house, facts)):
        return -1
    return facts.person.special_consent if facts.person is not None else 0


def _exempted(house: House, facts: Facts) -> bool:
    """Say whether one of the grounds of 20(2) named is there with all it asks."""
    for key in facts.evidence & house.special_grounds.keys():
        exempt = house.special_grounds[key]
        if exempt.evidence <= facts.evidence and (not exempt.source_academic or _academic(house, facts)):
            return True
    return False


def _academic(house: House, facts: Facts) -> bool:
    origin = house.origins.get(facts.acquisition.source or "") if facts.acquisition is not None else None
    return origin is not None and origin.academic


def _given(house: House, facts: Facts) -> bool:
    origin = house.origins.get(facts.acquisition.source or "") if facts.acquisition is not None else None
    return origin is not None and origin.direct and origin.channel in GIVEN


def enters(house: House, facts: Facts) -> str | None:
    """Return why a single value may not be written, or None: it has a source, and its proofs (5-1, 5-4)."""
    acquisition = facts.acquisition
    origin = house.origins.get(acquisition.source or "") if acquisition is not None else None
    if acquisition is None or origin is None:
        return "unknown-source"
    form = house.forms.get(acquisition.form) if acquisition.form is not None else None
    if acquisition.form is not None and form is None:
        return "unknown-form"
    if origin.unclear or (form is not None and form.unclear):
        return "undecided"
    if form is not None and form.source != origin.name:
        return "wrong-source"
    return _proofs(house, origin, facts, shows=form is not None and form.shows)
