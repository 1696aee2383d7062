"""What a program shows people: notices before collecting (5-4), statements before a consent (4-3). Names nobody."""

from __future__ import annotations

from django.http import HttpResponse
from ninja import Router

from seiyaku.consent import services
from seiyaku.core.language import Text

from . import answers, asks, shapes
from .proving import Asked, Service

router = Router(tags=["showing"], auth=Service())


@router.post("/notices", response={200: shapes.ShownShown})
def notices(request: Asked, body: asks.Notice) -> HttpResponse:
    """Keep proof that a form's notice, as the policy in force words it, was shown; a collection names it in `shown`."""
    del request
    kept = services.show_notice(body.form)
    return answers.reply({"shown": kept.ref, "ja": kept.statement.ja, "en": kept.statement.en})


@router.post("/statements", response={200: shapes.StatementShown})
def statements(request: Asked, body: asks.Statement) -> HttpResponse:
    """Keep the words that people will be asked to agree to; a consent names their digest."""
    del request
    kept = services.state("consent", body.name, Text(body.ja, body.en), body.purposes)
    return answers.reply({"statement": kept.digest})
