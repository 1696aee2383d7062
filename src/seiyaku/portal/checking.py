"""
The check of a policy's text as a page: paste it or hand in a file, and read what was found beside it.

Nothing is stored and nothing is logged: what is handed in lives in memory until it is answered, no upload touches the
disk, the answer may not be kept by any cache, and there is no cookie and no session.

Why no token against forged requests: there is nothing to forge one for. A request changes nothing, and nobody is signed
in. What is left is a page elsewhere that has a visitor's browser send us its own words to show under our name; so a
post must come from our own page (`Sec-Fetch-Site`, else `Origin`).

On an instance the page is served to the operator's own machine alone: strangers' files are not read beside the vault.
A check for everybody is `seiyaku check --serve`, which has no keys, no database and no other page.
"""

from __future__ import annotations

import datetime as dt
import threading
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.http import Http404, HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from seiyaku.check import running
from seiyaku.check.accepting import Judged
from seiyaku.check.reading import read
from seiyaku.check.showing import html
from seiyaku.check.showing.sayings import NO_ADVICE
from seiyaku.core import refilling
from seiyaku.core.details import detail
from seiyaku.core.errors import InputError
from seiyaku.core.language import Language
from seiyaku.evidence.ruled import text_of

from .words import CHECK, PAGE

_AT_ONCE = threading.BoundedSemaphore(2)  # a check is a second of work; whoever sends many waits or comes back
_WAIT = 10.0  # seconds


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int = 200
    fault: str = ""
    report: SafeString | None = None
    typed: refilling.Typed | None = None
    again: str = ""


@csrf_exempt  # a token needs a cookie, and guards who is signed in: here nobody is, and nothing is changed
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, language: Language, *, alone: bool = False) -> HttpResponse:
    """
    Show the form, and what was found in the text that was handed in.

    `alone`: there is no instance and no other page.
    """
    if not alone and not settings.LOOPBACK_ONLY:
        raise Http404
    answer = _answer(request, language) if request.method == "POST" else _Answer()
    context = {"page": _frame(language, answer, alone=alone), "word": text_of(PAGE | CHECK, language)}
    response = render(request, "portal/check.html", context, status=answer.status)
    if (
        answer.typed is not None
        and (form := refilling.found(response.content.decode(), request.path, answer.typed)) is not None
    ):
        response.content = refilling.refilled(form, answer.typed, again=answer.again)
    response["Cache-Control"] = "no-store"
    if answer.status == 503:
        response["Retry-After"] = str(int(_WAIT))
    return response


def _frame(language: Language, answer: _Answer, *, alone: bool) -> dict[str, Any]:
    other: Language = "en" if language == "ja" else "ja"
    address = reverse(f"portal-{language}:check")
    return {
        "language": language,
        "other_language": other,
        "other_url": reverse(f"portal-{other}:check"),
        "heading": CHECK["heading"].say(language),
        "place": "check",
        "name": "誓約 Seiyaku" if alone else "",
        "home_url": address if alone else reverse(f"portal-{language}:home"),
        "versions_url": "" if alone else reverse(f"portal-{language}:versions"),
        "feed_url": "" if alone else reverse(f"portal-{language}:feed"),
        "static": str(settings.STATIC_URL),
        "check_url": address,
        "worth": NO_ADVICE.say(language),
        "most": settings.FILE_UPLOAD_MAX_MEMORY_SIZE >> 20,
        "fault": answer.fault,
        "report": answer.report,
    }


def _answer(request: HttpRequest, language: Language) -> _Answer:
    if not _from_our_page(request):
        return _Answer(403, CHECK["elsewhere"].say(language))
    if int(request.META.get("CONTENT_LENGTH") or 0) > settings.FILE_UPLOAD_MAX_MEMORY_SIZE:
        return _Answer(413, CHECK["too_big"].say(language))
    if not _AT_ONCE.acquire(timeout=_WAIT):
        return _Answer(503, CHECK["busy"].say(language))
    try:
        return _read_and_check(request, language)
    finally:
        _AT_ONCE.release()


def _read_and_check(request: HttpRequest, language: Language) -> _Answer:
    try:
        return _check(*_handed_in(request, language), language)
    except RequestDataTooBig:
        return _Answer(413, CHECK["too_big"].say(language))
    except MultiPartParserError:
        return _Answer(400, CHECK["broken"].say(language))
    except InputError as error:
        again = CHECK["choose_again"].say(language) if request.FILES else ""
        typed = dict(request.POST.lists())
        said = f"{CHECK['unreadable'].say(language)} {detail(error, language)}"
        return _Answer(422, said, typed=typed, again=again)


def _from_our_page(request: HttpRequest) -> bool:
    """Say whether the request comes from a page of this host, or from no page at all."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in {"same-origin", "none"}
    origin = request.headers.get("Origin", "null")
    return origin == "null" or urlsplit(origin).netloc == request.get_host()


def _handed_in(request: HttpRequest, language: Language) -> tuple[str, bytes]:
    """Return the file, or else the words; never by way of the disk."""
    request.upload_handlers = [MemoryFileUploadHandler(request)]  # whatever the settings say
    upload = request.FILES.get("file")
    if upload is not None and upload.size:
        return str(upload.name), upload.read()
    words = request.POST.get("text", "").strip()
    if not words:
        raise InputError(CHECK["form"].say(language), CHECK["nothing"].say(language), CHECK["something"].say(language))
    return CHECK["pasted"].say(language), words.encode("utf-8", "replace")


def _check(name: str, body: bytes, language: Language) -> _Answer:
    document = read(None, body, name)
    report = running.check(document, dt.datetime.now(ZoneInfo("Asia/Tokyo")).date())
    shown = mark_safe(html.body(Judged(report=report), language))  # noqa: S308  # html.body escapes all it was given
    return _Answer(report=shown)
