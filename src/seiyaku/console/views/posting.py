"""Letters that customers wait for (policy 7-2): the queue, without names, and each as a PDF to print and seal."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from seiyaku.credentials import queries
from seiyaku.visits import letters as post

from ..access import Request, staff
from ..entrance import language_of
from ..words import WORDS

DESK = frozenset({"desk", "manager"})


@require_safe
@staff(duties=DESK)
def page(request: Request) -> HttpResponse:
    """Show which letters wait to be printed, and which were."""
    context = {
        "heading": WORDS["letters"].say(language_of(request)),
        "section": "letters",
        "rows": [
            {"ref": one.ref, "asked": timezone.localtime(one.asked_at), "language": one.language,
             "printed": timezone.localtime(one.printed_at) if one.printed_at else None}
            for one in queries.letters()
        ],
    }  # fmt: skip
    return render(request, "console/letters.html", context)


@require_POST
@staff(duties=DESK, fresh=True, on="letters")
def print_(request: Request, ref: str) -> HttpResponse:
    """Hand out one letter; its code stands nowhere else."""
    response = HttpResponse(post.print_(ref, actor=request.actor), content_type="application/pdf")
    response["Content-Disposition"] = 'attachment; filename="letter.pdf"'
    return response
