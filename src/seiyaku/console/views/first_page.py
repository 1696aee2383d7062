"""
The first page: by duty, a clerk searches, an approver approves, who makes releases has them, the rest meet the policy.
"""

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
    context = home.page(shown, day, language, only_amiss=request.GET.get("show") == "amiss")
    context["band"] = home.band(request.account, request.duties, shown.policy, day, context["counts"])
    context["heading"] = context["policy_title"]
    return render(request, "console/home.html", context)


@require_safe
@staff()
def start(request: Request) -> HttpResponse:
    """Lead whoever has just signed in to where their duty begins."""
    duties = request.duties
    if duties & (OFFICERS - {"approver"}) or not duties:
        return redirect("console:home")
    if "approver" in duties:
        return redirect("console:approvals")
    return redirect("console:releases" if duties == {"anonymiser"} else "console:find")
