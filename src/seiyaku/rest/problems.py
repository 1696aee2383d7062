"""
What goes wrong, as problem documents (RFC 9457): a code, and for a refusal its clause, article, remedy and entry.

No document repeats what was sent: where something was wrong is told, what stood there is not.
"""

from __future__ import annotations

import logging
import re
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse

from seiyaku.core import errors
from seiyaku.core.details import detail as said_of
from seiyaku.core.headings import HEADINGS
from seiyaku.core.language import Language, Text

log = logging.getLogger(__name__)

CONTENT = "application/problem+json"
PROBLEMS = "/api/v1/problems/"
STATUS: dict[type[errors.SeiyakuError], int] = {
    errors.InputError: 422,
    errors.Refused: 403,
    errors.NotFound: 404,
    errors.Conflict: 409,
    errors.NotProven: 401,
    errors.Unavailable: 503,
    errors.IntegrityError: 500,
}
OWN: dict[str, Text] = {
    "not-allowed": Text("このアドレスではその方法を使えません", "This address does not take that method"),
    "too-large": Text("本文が大きすぎます", "The body is too large"),
    "not-json": Text("本文は JSON で送ってください", "The body is to be JSON"),
    "not-bytes": Text("本文は application/octet-stream で送ってください", "The body is to be application/octet-stream"),
    "too-many": Text("要求が多すぎます", "Too many requests"),
    "reused-key": Text("このキーは別の要求に使われています", "This key was used for another request"),
}
TITLES = {code: said for code, said in HEADINGS.items() if code != "policy"} | OWN
DETAILS: dict[str, Text] = {
    "error": Text("こちらの誤りです。記録に残しました。", "The mistake is ours, and is on record."),
    "not-found": Text("そのようなものはないか、見せられません。", "There is no such thing, or it is not yours."),
    "not-proven": Text(
        "トークンが無効か、On-Behalf-Of の職員がいません。",
        "The token is not valid, or nobody named in On-Behalf-Of works here.",
    ),
    "integrity": Text("保管したものが、書いたときと違います。", "What is kept is not what was put there."),
    "verification": Text("検証に失敗しました。", "It does not verify."),
}
CLOSED_FOR = "5"  # seconds after which a closed house may be asked again
QUALITY = re.compile(r";\s*q=([01](?:\.\d{0,3})?)")


def language_of(request: HttpRequest) -> Language:
    """Return the language the caller would rather read, Japanese when they do not say."""
    best, wanted = 0.0, "ja"
    for part in request.headers.get("Accept-Language", "")[:200].lower().split(","):
        named = part.strip()[:2]
        weight = QUALITY.search(part)
        quality = float(weight.group(1)) if weight else 1.0
        if named in ("ja", "en") and quality > best:
            best, wanted = quality, named
    return "en" if wanted == "en" else "ja"


def problem(request: HttpRequest, code: str, status: int, detail: str | None = None, **more: Any) -> HttpResponse:
    """Return a problem document in the caller's language."""
    language = language_of(request)
    said = {"type": PROBLEMS + code, "title": TITLES[code].say(language), "status": status, "code": code}
    detail = detail if detail is not None else DETAILS[code].say(language) if code in DETAILS else None
    if detail:
        said["detail"] = detail
    said |= {key: value for key, value in more.items() if value is not None}
    answer = HttpResponse(orjson.dumps(said), content_type=CONTENT, status=status)
    answer["Content-Language"] = language
    answer["Vary"] = "Accept-Language"
    if status == 401:
        answer["WWW-Authenticate"] = "Bearer"
    if status == 503:
        answer["Retry-After"] = CLOSED_FOR
    return answer


def of(request: HttpRequest, error: Exception) -> HttpResponse:
    """Return the problem document of an error of ours; anything else is told by its type alone."""
    if isinstance(error, errors.Refused):
        return problem(request, error.code, 403, **refusal(error.answer, language_of(request)), entry=error.entry)
    if isinstance(error, errors.WrongLines):
        return problem(request, error.code, 422, errors=[_fault(one) for one in error.faults])
    if isinstance(error, errors.InputError):
        return problem(request, "input", 422, **_input(error))
    status = next((status for kind, status in STATUS.items() if isinstance(error, kind)), 500)
    if status == 500:
        log.error("an ask failed: %s", type(error).__name__)
    code = error.code if isinstance(error, errors.SeiyakuError) else "error"
    detail = said_of(error, language_of(request)) if isinstance(error, errors.Conflict) else None
    return problem(request, code, status, detail)


def refusal(answer: Any, language: Language) -> dict[str, Any]:
    """Return a refusal in words: which clause and article, why, and what would help."""
    remedy = answer.remedy
    return {
        "detail": answer.text.say(language),
        "answer": type(answer).__name__.lower(),
        "clause": answer.clause,
        "article": answer.article,
        "reason": answer.reason,
        "remedy": {"clause": remedy.clause, "missing": remedy.missing, "text": remedy.text.say(language)},
    }


def _fault(one: errors.Fault) -> dict[str, Any]:
    return {"where": f"line {one.line}, {one.column}", "expected": one.expected, "nearest": one.nearest}


def _input(error: errors.InputError) -> dict[str, Any]:
    """Say where, what was expected, and the nearest name; `found` may repeat what was sent, so it stays here."""
    return {"errors": [{"where": error.where, "expected": error.expected, "nearest": error.nearest}]}
