"""
The registers of arts. 29 to 31 (policy 8), for an inspection: what was provided, what came, what is related to persons.

What is looked for is asked in the body, so no address says whom it is about; the form alone tells nothing. To look is a
use on record, and so is a file. More than a hundred names in one are proposed by one, approved by another, taken once.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from seiyaku import door
from seiyaku.core.errors import InputError, NotFound
from seiyaku.door.inspecting import ALL, PAGE, PURPOSE
from seiyaku.door.leaving import ALONE
from seiyaku.evidence import registered, tables
from seiyaku.partners import queries as partners
from seiyaku.people import approvals, reading
from seiyaku.people import services as people
from seiyaku.people.days import today
from seiyaku.policy import queries as policies
from seiyaku.registers.models import CLASSES

from .. import typed
from ..access import Request, staff
from ..entrance import language_of
from ..forms import HouseForm
from ..words import WORDS
from .desk import HIDE_AFTER

MANAGER = "manager"
NAMES, NONE = "yes", "no"


class Looking(HouseForm):
    """What is looked for. `person` is who was found before, by their public id; `said` what somebody is found by."""

    kind = forms.ChoiceField(required=False)
    partner = forms.ChoiceField(required=False)
    since = forms.DateField(required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(required=False, widget=forms.DateInput(attrs={"type": "date"}))
    said = forms.CharField(
        required=False, max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"})
    )
    without_names = forms.BooleanField(required=False)
    person = forms.CharField(required=False, max_length=32, widget=forms.HiddenInput)
    words = {  # noqa: RUF012  # as every form of the house has them
        "kind": "reg_kind", "partner": "partner", "since": "reg_since", "until": "reg_until", "said": "reg_said",
        "without_names": "reg_without_names", "person": "reg_whose",
    }  # fmt: skip

    def __init__(self, *args: Any, names: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every = [("", WORDS["reg_all"].say(self.language))]
        self._choose("kind", every + [(kind, WORDS[f"reg_{kind}"].say(self.language)) for kind in CLASSES])
        self._choose("partner", every + [(ref, name) for ref, name in partners.everyone()])
        if not names:
            for name in ("said", "without_names", "person"):
                del self.fields[name]

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  # told to the type checker
        field.choices = choices

    def asked(self, person: str | None) -> door.Inspection:
        """Return what is looked for, about somebody who was found."""
        said = self.cleaned_data
        return door.Inspection(
            kind=said["kind"] or None, partner=said["partner"] or None, since=said["since"], until=said["until"],
            person=person,
        )  # fmt: skip

    @property
    def named(self) -> bool | None:
        """Whether it is told whose they are: None to leave that to who may know."""
        return False if self.cleaned_data.get("without_names") else None


@require_http_methods(["GET", "POST"])
@staff(duties=registered.READERS, on="registers")
def page(request: Request) -> HttpResponse:
    """Show the form; with it, the records that are looked for."""
    language, form = language_of(request), _form(request)
    context: dict[str, Any] = {
        "heading": WORDS["registers"].say(language), "section": "registers", "form": form, "hide_after": HIDE_AFTER,
        "alone": ALONE,
    }  # fmt: skip
    if request.method == "POST" and form.is_valid():
        context |= _looked(request, form)
    status = 422 if form.errors else 200
    return render(request, "console/inspection.html", context, status=status)


def _form(request: Request) -> Looking:
    names = MANAGER in request.duties
    said = request.POST if request.method == "POST" else None
    return Looking(said, language=language_of(request), names=names)


def _person(request: Request, form: Looking) -> tuple[str | None, int]:
    """Return who is looked for, and how many were found by what was typed; a search is a use of its own."""
    said = form.cleaned_data.get("said", "")
    if not said:
        return form.cleaned_data.get("person") or None, 1
    items = typed.items(typed.findable(policies.in_force().policy), said)
    found = door.find(items, purpose=PURPOSE, actor=request.actor).people
    return (found[0] if len(found) == 1 else None), len(found)


def _looked(request: Request, form: Looking) -> dict[str, Any]:
    person, many = _person(request, form)
    if many != 1:
        return {"found": many}
    skip = int(said) if (said := request.POST.get("skip", "0")).isdecimal() and len(said) < 7 else 0
    inspection = form.asked(person)
    book = registered.opened(
        inspection, language_of(request), named=form.named, skip=skip, most=PAGE, actor=request.actor
    )
    seen = book.inspected
    last = skip + len(seen.records)
    kept = {name: form.data.get(name, "") for name in form.fields if name not in {"said", "person"}}
    return {
        "found": 1, "seen": seen, "of": book.of, "asked": registered.asked(inspection, language_of(request)),
        "rows": [dict(zip(book.table.names, row, strict=True)) for row in book.table.rows],
        "kept": {name: said for name, said in kept.items() if said} | ({"person": person} if person else {}),
        "first": skip + 1, "last": last, "before": max(0, skip - PAGE) if skip else None,
        "after": last if last < seen.total else None,
        "two": seen.named and seen.total > ALONE,
        "approved": _approved(request, inspection) if seen.named and seen.total > ALONE else "",
    }  # fmt: skip


def _approved(request: Request, inspection: door.Inspection) -> str | None:
    return reading.approved("registers", approvals.subject("registers", inspection.what), request.actor.id)


@require_POST
@staff(duties=registered.READERS)
def file(request: Request) -> HttpResponse:
    """Hand out the records that are looked for, as the file that is asked for."""
    form, kind = _form(request), request.POST.get("as", "")
    if not form.is_valid() or kind not in tables.BOOKS:
        raise InputError("file", "something else", ", ".join(tables.BOOKS))
    person, many = _person(request, form)
    if not many:  # nobody is not everybody
        raise NotFound("nobody is held under this")
    if many > 1:
        raise InputError("said", f"{many} people", "items that only one person holds")
    inspection = form.asked(person)
    proposal = _approved(request, inspection)
    named = None if form.named is None and request.POST.get("names") != NONE else False
    book = registered.taken(
        inspection, language_of(request), named=named, proposal=proposal if named is None else None,
        actor=request.actor,
    )  # fmt: skip
    name = {"Content-Disposition": f'attachment; filename="registers-{today()}.{kind}"'}
    return HttpResponse(tables.as_file(kind, book.table, book.of), content_type=tables.BOOKS[kind], headers=name)


@require_POST
@staff(duties=frozenset({MANAGER}), fresh=True, on="registers")
def propose(request: Request) -> HttpResponse:
    """Propose to take more than a hundred names out; another person has to approve it."""
    kind = request.POST.get("kind") or ALL
    people.propose("registers", door.Inspection(kind=None if kind == ALL else kind).what, actor=request.actor)
    messages.success(request, WORDS["done_proposed"].say(language_of(request)))
    return redirect("console:registers")
