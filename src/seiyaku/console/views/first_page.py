"""The first page: by duty, a clerk searches, an approver approves, everybody else meets the policy."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from seiyaku.people.days import today
from seiyaku.policy import queries as policies

from .. import home
from ..access import Request, staff
from ..entrance import language_of
from ..frame import OFFICERS


@require_safe
@staff()
def policy(request: Request) -> HttpResponse:
    """Show the policy with its lights."""
    shown, day, language = policies.in_force(), today(), language_of(request)
    if "from" not in request.GET and not request.META.get("HTTP_REFERER") and _elsewhere(request.duties):
        return redirect(_elsewhere(request.duties))
    context = home.page(shown, day, language, only_amiss=request.GET.get("show") == "amiss")
    context["band"] = home.band(request.account, shown.policy, day, context["counts"])
    context["heading"] = context["policy_title"]
    return render(request, "console/home.html", context)


def _elsewhere(duties: frozenset[str]) -> str:
    """Return where somebody with these duties alone begins; nowhere else for whoever answers for the policy."""
    if duties & (OFFICERS - {"approver"}):
        return ""
    return "console:approvals" if "approver" in duties else "console:find" if duties & {"clerk", "desk"} else ""
