"""What is done about a partner (policy 3-2): one verb of the services each; papers are opened on record."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from seiyaku.core.errors import InputError
from seiyaku.core.provisioning import HOME
from seiyaku.partners import checklists, services
from seiyaku.partners import queries as partners

from ..access import Request, staff
from ..entrance import language_of
from ..frame import OFFICERS
from ..words import WORDS
from .staffing import day_in

LARGEST = 5 << 20
PDF = b"%PDF-"


@require_http_methods(["POST"])
@staff(duties=OFFICERS, fresh=True, on="partner")
def act(request: Request, ref: str, verb: str) -> HttpResponse:
    """Do one thing about a partner."""
    partners.one(ref)
    answer = ACTS[verb](request, ref)
    if answer is not None:
        return answer
    messages.success(request, WORDS["done_recorded"].say(language_of(request)))
    return redirect("console:partner", ref)


def file_of(request: Request) -> bytes:
    """Return the file that was handed in. Raises InputError: none, or too large a one."""
    file = request.FILES.get("file")
    if file is None or not 0 < (file.size or 0) <= LARGEST:
        raise InputError("file", "none, or too large a one", "a file of at most 5 MiB")
    return bytes(file.read())


def _conclude(request: Request, ref: str) -> None:
    said = request.POST
    scope = services.Scope(
        terms=said.getlist("terms"), fields=said.getlist("fields"), purposes=said.getlist("purposes")
    )
    services.conclude(
        ref, file_of(request), scope, starts_on=day_in(said, "starts_on"), until=day_in(said, "until"),
        actor=request.actor,
    )  # fmt: skip


def _supervise(request: Request, ref: str) -> None:
    said = request.POST
    findings = said.get("findings", "").strip()
    if not findings:
        raise InputError("findings", "nothing", "what was looked at, and what was found")
    passed = {"yes": True, "no": False}.get(said.get("passed", ""))
    if passed is None:
        raise InputError("passed", "nothing", "yes or no")
    answers = {item: _answered(request, item) for item in checklists.ITEMS} if said.get("listed") else None
    services.supervise(
        ref, findings.encode(), passed=passed, on=day_in(said, "on"), answers=answers,
        subject=said.get("subject", "handling"), actor=request.actor,
    )  # fmt: skip


def _answered(request: Request, item: str) -> checklists.Answered:
    said, due = request.POST.get(f"item-{item}", ""), request.POST.get(f"due-{item}", "")
    answer = next((one for one in ("yes", "no", "n/a") if one == said), None)
    if answer is None:
        raise InputError(f"checklist, {item}", "no answer", "yes, no or n/a")
    return checklists.Answered(
        answer=answer, due_on=day_in(request.POST, f"due-{item}") if due and answer == "no" else None
    )


def _mend(request: Request, ref: str) -> None:
    look, proof = request.POST.get("look", ""), request.POST.get("proof", "").strip()
    if not partners.one(ref).supervisions.filter(ref=look).exists():
        raise InputError("supervision", "another's", "one of this partner")
    services.mend(look, request.POST.get("item", ""), proof.encode(), actor=request.actor)


def _own_contract(request: Request, ref: str) -> str:
    contract = request.POST.get("contract", "")
    if not partners.one(ref).contracts.filter(ref=contract).exists():
        raise InputError("contract", "another's", "one of this partner")
    return contract


def _end_contract(request: Request, ref: str) -> None:
    services.end_contract(_own_contract(request, ref), actor=request.actor)


def _text(request: Request, ref: str) -> HttpResponse:
    """Hand out the text of a contract, as it was signed."""
    contract = _own_contract(request, ref)
    text = services.open_contract(contract, actor=request.actor)
    ending = "pdf" if text.startswith(PDF) else "txt"
    name = f"{contract.replace(':', '-')}.{ending}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(text, content_type="application/octet-stream", headers=headers)


def _sub(request: Request, ref: str) -> None:
    said = request.POST
    services.agree_sub_entrustment(
        _own_contract(request, ref), said.get("name", ""), file_of(request), said.getlist("fields"),
        country=said.get("country", HOME), until=day_in(said, "until"), actor=request.actor,
    )  # fmt: skip


def _end_sub(request: Request, ref: str) -> None:
    sub = request.POST.get("sub", "")
    if not any(one.subs.filter(ref=sub).exists() for one in partners.one(ref).contracts.all()):
        raise InputError("sub-entrustment", "another's", "one of this partner")
    services.end_sub_entrustment(sub, actor=request.actor)


def _returned(request: Request, ref: str) -> None:
    services.prove_return(_own_contract(request, ref), file_of(request), actor=request.actor)


def _classify(request: Request, ref: str) -> None:
    services.classify(ref, request.POST.get("character", ""), actor=request.actor)


def _contact(request: Request, ref: str) -> None:
    said = {name: request.POST.get(name, "").strip() for name in ("name", "department", "email", "phone")}
    kept = {name: value for name, value in said.items() if value}
    services.change_contact(ref, kept, until=day_in(request.POST, "contact_until"), actor=request.actor)


def _open_contact(request: Request, ref: str) -> HttpResponse:
    """Show whom we call there, in this answer alone."""
    said = services.open_contact(ref, actor=request.actor)
    language = language_of(request)
    context = {
        "heading": partners.one(ref).name,
        "section": "partners",
        "ref": ref,
        "said": [(WORDS[f"contact_{name}"].say(language), value) for name, value in said.items()],
    }
    return render(request, "console/contact.html", context)


def _end(request: Request, ref: str) -> None:
    services.end(ref, actor=request.actor)


ACTS: dict[str, Callable[[Request, str], HttpResponse | None]] = {
    "conclude": _conclude, "supervise": _supervise, "mend": _mend, "end-contract": _end_contract, "text": _text,
    "sub-entrust": _sub, "end-sub": _end_sub, "returned": _returned, "classify": _classify, "contact": _contact,
    "open-contact": _open_contact, "end": _end,
}  # fmt: skip
