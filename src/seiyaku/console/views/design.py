"""The page of all components, for whoever builds the next screen: on the operator's own machine only."""

from __future__ import annotations

import re
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ..entrance import language_of
from ..home import STATES
from ..words import WORDS

_TOKEN = re.compile(r"--([a-z0-9-]+):\s*([^;]+);")


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Show every component once, and every token with its value."""
    if not settings.LOOPBACK_ONLY:
        raise Http404
    language = language_of(request)
    found = finders.find("look/tokens.css")
    tokens = _TOKEN.findall(Path(str(found)).read_text(encoding="utf-8").partition("@media")[0])
    context = {
        "heading": WORDS["design"].say(language),
        "tokens": [(name, " ".join(value.split())) for name, value in tokens],
        "states": [(name, said.say(language)) for name, said in STATES.items()],
    }
    return render(request, "console/design.html", context)
