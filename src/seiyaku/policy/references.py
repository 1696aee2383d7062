"""
Whether the rules of a policy fit each other: every name stands for something, and nothing is asked for in vain.

In the order they are tried: names (fields, duties, purposes, sources, notices, partners …), what may be looked up
(1-1), purposes and their ends (4; art. 22), forms and notices (5-3, 5-4), duties kept for the house (3-1).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from seiyaku.core import phones
from seiyaku.core.errors import InputError
from seiyaku.core.masks import matchable
from seiyaku.core.model import FieldRule, Form, Purpose, Rules
from seiyaku.core.terms import Item

from .places import Places

# Section, key of its items, section the names belong to; "any" is a name of nobody in particular.
NAMES = (
    ("collation", "fields", "fields"),
    ("history", "purposes", "purposes"),
    ("reserved", "duties", "duties"),
    ("purposes", "needs", "fields"),
    ("purposes", "duties", "duties"),
    ("notices", "purposes", "purposes"),
    ("forms", "purposes", "purposes"),
    ("forms", "fields", "fields"),
    ("requests", "match", "fields"),
    ("provisions", "to", "partners"),
    ("provisions", "fields", "fields"),
    ("provisions", "purposes", "purposes"),
    ("provisions", "duties", "duties"),
    ("access_log", "purposes", "purposes"),
    ("cookies", "purposes", "purposes"),
    ("anonymised", "used_for", "purposes"),
)
RESERVED = ("manager", "key-holder", "gate-administrator")
_NOT_FINDABLE = {
    "sex": "a sex",
    "prefecture": "a prefecture",
    "date": "a date",
    "file": "a file",
    "history": "a history",
}
_ONLY_JOINED = {"name", "kana", "address", "postal-code"}
_SHARED = {"phone", "email", "name", "kana", "address", "postal-code"}

Check = Callable[[Rules, Places], Iterator[None]]


def check_references(rules: Rules, places: Places) -> None:
    """Raise PolicyError for the first rule that leans on something the policy does not have."""
    _check_names(rules, places)
    for name, course in rules.training.items():
        whom = {**rules.staff, **rules.duties}
        _check_each(course.required_of, whom, ("training", name, "required_of"), "staff kinds or duties", places)
    for name, field in rules.fields.items():
        _check_field(name, field, places)
    for name, purpose in rules.purposes.items():
        _check_purpose(name, purpose, rules, places)
    for name, form in rules.forms.items():
        _check_form(name, form, rules, places)
    _check_fields_needed(rules, places)
    _check_history(rules, places)
    _check_cookies(rules, places)
    _check_reserved(rules, places)
    _check_requests(rules, places)


def _check_names(rules: Rules, places: Places) -> None:
    for section, key, of in NAMES:
        known = set(getattr(rules, of)) | ({"any"} if of == "partners" else set())
        for name, item in getattr(rules, section).items():
            _check_each(getattr(item, key), known, (section, name, key), of, places)


def _check_each(
    names: Iterable[str], known: Iterable[str], path: tuple[str, str, str], of: str, places: Places
) -> None:
    known, seen = set(known), set[str]()
    for index, name in enumerate(names):
        if name not in known:
            raise places.fault((*path, index), f"{name!r}", f"one of the {of} of this policy", sorted(known))
        if name in seen:
            raise places.fault((*path, index), f"{name!r} twice", "each name once")
        seen.add(name)


def _check_field(name: str, field: FieldRule, places: Places) -> None:
    """What could be guessed from a short list is never looked up, and what families share is never one person's."""
    path = ("fields", name, "findable")
    if field.findable != "no":
        if field.klass in {"special-care", "communications"}:
            raise places.fault(path, f"{field.findable!r} for {field.klass}", "no")
        if field.type in _NOT_FINDABLE:
            raise places.fault(path, f"{field.findable!r} for {_NOT_FINDABLE[field.type]}", "no")
        if field.type in _ONLY_JOINED and field.findable == "alone":
            raise places.fault(path, f"'alone' for a field of type {field.type}", "joined or no")
    if field.unique and (field.type in _SHARED or field.findable == "no"):
        why = "a field that people share" if field.type in _SHARED else "a field that cannot be looked up"
        raise places.fault(("fields", name, "unique"), f"true for {why}", "false")
    if (field.type == "choice") != (field.choices is not None):
        raise places.fault(("fields", name, "type"), f"{field.type!r}", "choices for the type choice, and only for it")


def _check_purpose(name: str, purpose: Purpose, rules: Rules, places: Places) -> None:
    path = ("purposes", name)
    _check_each(purpose.keep_fields, purpose.needs, (*path, "keep_fields"), "fields this purpose needs", places)
    if purpose.keep is None and purpose.unclear is None:
        raise places.fault(path, f"no 'keep' for {name!r}", "until when the purpose needs its fields (art. 22)")
    if purpose.marketing and not purpose.refusable:
        raise places.fault((*path, "marketing"), "advertising nobody can refuse", "refusable: true")
    if purpose.profiling != ("profile" in purpose.acts):
        raise places.fault((*path, "acts"), f"{', '.join(purpose.acts)}", "profile among the acts exactly if profiling")
    if purpose.notified is not None and not purpose.related_to:
        raise places.fault((*path, "notified"), "a day", "related_to: the purposes it grew out of")
    if name in purpose.related_to:
        raise places.fault((*path, "related_to"), f"{name!r} itself", "a purpose of an earlier version")
    if rules.history and purpose.past and not any(name in rule.purposes for rule in rules.history.values()):
        raise places.fault((*path, "past"), "past values", f"{name!r} among the purposes of the history rule")


def _check_fields_needed(rules: Rules, places: Places) -> None:
    """What no purpose needs is not held (5-3)."""
    needed = {field for purpose in rules.purposes.values() for field in purpose.needs}
    for name in rules.fields:
        if name not in needed:
            raise places.fault(
                ("fields", name), f"{name!r}, which no purpose needs", "a purpose that needs it, or no field"
            )


def _check_form(name: str, form: Form, rules: Rules, places: Places) -> None:
    path = ("forms", name)
    if form.source not in rules.sources:
        raise places.fault(
            (*path, "source"), f"{form.source!r}", "one of the sources of this policy", sorted(rules.sources)
        )
    source = rules.sources[form.source]
    _check_each(form.required, form.fields, (*path, "required"), "fields this form carries", places)
    for index, purpose in enumerate(form.purposes):
        family = rules.purposes[purpose].family
        if family not in {source.family, "consent"}:
            found = f"{purpose!r}, a purpose for the {family} family"
            raise places.fault((*path, "purposes", index), found, f"purposes for the {source.family} family")
    needed = {field for purpose in form.purposes for field in rules.purposes[purpose].needs}
    for index, field in enumerate(form.fields):
        if field not in needed:
            found = f"{field!r}, which no purpose of this form needs"
            raise places.fault((*path, "fields", index), found, "the least that its purposes need", sorted(needed))
        if rules.fields[field].klass == "special-care" and not rules.special_care:
            raise places.fault((*path, "fields", index), f"{field!r}, special care", "a rule `special_care` (20(2))")
    _check_notice(name, form, rules, places)


def _check_notice(name: str, form: Form, rules: Rules, places: Places) -> None:
    """A purpose that the notice does not name has not been made plain (5-4)."""
    path = ("forms", name)
    if form.notice is None:
        if {"notice", "script"} & set(rules.sources[form.source].needs):
            raise places.fault((*path, "source"), f"{form.source!r} and no 'notice'", "the notice that is shown")
        return
    if form.notice not in rules.notices:
        raise places.fault(
            (*path, "notice"), f"{form.notice!r}", "one of the notices of this policy", sorted(rules.notices)
        )
    named = rules.notices[form.notice].purposes
    for index, purpose in enumerate(form.purposes):
        if purpose not in named:
            found = f"{purpose!r}, which the notice {form.notice} does not name"
            raise places.fault((*path, "purposes", index), found, "purposes that the notice names", named)


def _check_history(rules: Rules, places: Places) -> None:
    for name, rule in rules.history.items():
        for index, purpose in enumerate(rule.purposes):
            if not rules.purposes[purpose].past:
                found = f"{purpose!r}, which needs no past values"
                raise places.fault(("history", name, "purposes", index), found, "purposes with past: true")


def _check_cookies(rules: Rules, places: Places) -> None:
    for name, rule in rules.cookies.items():
        _check_each(rule.wait_for_choice, rule.categories, ("cookies", name, "wait_for_choice"), "categories", places)


def _check_reserved(rules: Rules, places: Places) -> None:
    """Duties of the whole are there, and never an outsider's (3-1)."""
    for duty in RESERVED:
        if duty not in rules.duties:
            raise places.fault((), f"no duty {duty!r}", "the duties manager, key-holder and gate-administrator")
        if not rules.duties[duty].reserved:
            raise places.fault(("duties", duty, "reserved"), f"{duty!r} open to outsiders", "reserved: true")
    for name, rule in rules.reserved.items():
        for index, duty in enumerate(rule.duties):
            if not rules.duties[duty].reserved:
                raise places.fault(
                    ("reserved", name, "duties", index), f"{duty!r}, not reserved", "reserved: true on it"
                )


def _check_requests(rules: Rules, places: Places) -> None:
    """A caller is known by what finds somebody, and by dates: nothing else is compared (7-2)."""
    able = matchable(rules.fields)
    for name, rule in rules.requests.items():
        if rule.phone is not None and not _is_telephone(rule.phone):
            raise places.fault(("requests", name, "phone"), "something else", phones.EXPECTED)
        for index, field in enumerate(rule.match):
            if field not in able:
                found = f"{field!r}, which finds nobody and is no date"
                raise places.fault(("requests", name, "match", index), found, "fields a caller can be known by", able)


def _is_telephone(said: str) -> bool:
    try:
        phones.normalise(said)
    except InputError:
        return False
    return True


def items(rules: Rules) -> Iterator[tuple[str, str, Item]]:
    """Every rule of a policy as (section, name, item), in the order of the model."""
    for section in type(rules).model_fields:
        for name, item in getattr(rules, section).items():
            yield section, name, item
