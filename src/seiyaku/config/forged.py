"""A form that did not come from here (CSRF) is answered by the shell whose page it was sent to."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from seiyaku.console import telling
from seiyaku.portal import visiting


def page(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Return the page that says that nothing was done."""
    if request.path.startswith(("/my/", "/en/my/")):
        return visiting.forged(request, "en" if request.path.startswith("/en/") else "ja")
    return telling.forged(request, reason)
