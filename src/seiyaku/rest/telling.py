"""What anybody may read: the policy in force, whether the house is open, what problems mean; and one's own entries."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Path, Router

from seiyaku.core.errors import NotFound
from seiyaku.core.language import Text
from seiyaku.ledger import reading, transactions
from seiyaku.policy import queries

from . import answers
from .problems import DETAILS, TITLES, language_of
from .proving import Asked, Service

router = Router(tags=["reading about the house"])
IDENTIFIER = 24  # hexadecimal digits


@router.get("/health", auth=None, response={200: dict[str, Any]})
def health(request: HttpRequest) -> HttpResponse:
    """Say whether the house is open: its database answers, and a policy is in force."""
    del request
    with transactions.reading() as cursor:
        entries = reading.tree_size(cursor)
    return answers.reply({"open": True, "policy": queries.in_force().version, "entries": entries})


@router.get("/policy", auth=None, response={200: dict[str, Any]})
def policy(request: HttpRequest) -> HttpResponse:
    """Return the policy in force: its clauses, its purposes with what each needs, its fields, forms and grounds."""
    language = language_of(request)
    shown = queries.in_force()
    rules, operator = shown.policy.rules, shown.policy.operator
    answer = answers.reply(
        {
            "version": shown.version,
            "effective": shown.effective,
            "title": shown.policy.title[language],
            "operator": {"id": operator.id, "name": operator.name[language]},
            "clauses": [
                {"id": clause.id, "title": clause.title[language], "prose": clause.prose[language]}
                for clause in shown.policy.clauses.values()
            ],
            "fields": {
                n: {"label": r.label[language], "clause": r.clause, "type": r.type} for n, r in rules.fields.items()
            },
            "purposes": {
                n: {"label": r.label[language], "clause": r.clause, "needs": r.needs, "acts": r.acts}
                for n, r in rules.purposes.items()
            },
            "forms": {
                n: {"label": r.label[language], "clause": r.clause, "source": r.source, "fields": r.fields}
                for n, r in rules.forms.items()
            },
            "grounds": {
                n: {"label": r.label[language], "clause": r.clause, "to": r.to, "fields": r.fields}
                for n, r in rules.provisions.items()
            },
        }
    )
    answer["Content-Language"], answer["Vary"] = language, "Accept-Language"
    return answer


@router.get("/problems/{code}", auth=None, response={200: dict[str, str]})
def meaning(request: HttpRequest, code: Path[str]) -> HttpResponse:
    """Say what the code of a problem means, in both languages."""
    del request
    if code not in TITLES:
        raise NotFound("problem")
    detail = DETAILS.get(code, Text("", ""))
    title = TITLES[code]
    said = {"code": code, "ja": title.ja, "en": title.en, "detail_ja": detail.ja, "detail_en": detail.en}
    return answers.reply(said)


@router.get("/entries/{entry}", auth=Service(), response={200: dict[str, Any]})
def entry(request: Asked, entry: Path[str]) -> HttpResponse:
    """
    Return an entry that this program's own ask has written, with its place in the log and the proof of it.

    An entry of anybody else is not there, as far as a program can tell.
    """
    if len(entry) != IDENTIFIER:
        raise NotFound("ledger entry")
    with transactions.reading() as cursor:
        kept = reading.evidence(cursor, entry, request.auth.id)
    return answers.reply(kept)
