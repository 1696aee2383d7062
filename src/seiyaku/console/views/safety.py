"""The security page: the same rows as `seiyaku doctor` (policy 3-3)."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from seiyaku.evidence import posture
from seiyaku.evidence.checks import STATES as AS_LIGHTS

from ..access import Request, staff
from ..entrance import language_of
from ..frame import OFFICERS
from ..home import STATES
from ..words import WORDS


@require_safe
@staff(duties=OFFICERS)
def page(request: Request) -> HttpResponse:
    """Show each check with its result."""
    language = language_of(request)
    found = posture.lately()
    rows = [
        {
            "name": posture.NAMES[one.check].say(language),
            "light": AS_LIGHTS[one.state],
            "state": STATES[AS_LIGHTS[one.state]].say(language),
            "said": one.text.say(language),
            "mend": one.mend.say(language) if one.mend else "",
        }
        for one in found
    ]
    context = {"heading": WORDS["security"].say(language), "rows": rows, "worst": AS_LIGHTS[posture.worst(found)]}
    return render(request, "console/security.html", context)
