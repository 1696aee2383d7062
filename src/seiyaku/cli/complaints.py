"""An error, said once: its code, what happened, and for a refusal its clause, its article and what would help."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from seiyaku.core.citations import say_all
from seiyaku.core.details import detail, in_japanese
from seiyaku.core.errors import Fault, InputError, PolicyError, Refused, SeiyakuError, WrongLines
from seiyaku.core.headings import HEADINGS
from seiyaku.core.language import Language, Text

CLAUSE = Text("条項", "clause")
ARTICLE = Text("法令", "article")
REMEDY = Text("できるようにするには", "what would help")
ENTRY = Text("記録", "ledger entry")
LINE = Text("{0} 行目 {1}: 使えるもの {2}", "line {0}, {1}: expected {2}")
NO_ARTICLE = {"", "-"}


def document(error: SeiyakuError, language: Language) -> dict[str, Any]:
    """Return the error as one JSON document."""
    said: dict[str, Any] = {"error": error.code, "title": HEADINGS[error.code].say(language), "exit": error.exit_code}
    if isinstance(error, Refused):
        answer = error.answer
        remedy = answer.remedy
        said |= {
            "detail": answer.text.say(language),
            "answer": type(answer).__name__.lower(),
            "clause": answer.clause,
            "article": answer.article,
            "reason": answer.reason,
            "remedy": {"clause": remedy.clause, "missing": remedy.missing, "text": remedy.text.say(language)},
            "entry": error.entry,
        }
        return said
    said["detail"] = detail(error, language)
    if isinstance(error, InputError):
        said |= {"where": error.where, "found": error.found, "expected": error.expected, "nearest": error.nearest}
    if isinstance(error, WrongLines):
        said["faults"] = [asdict(fault) for fault in error.faults]
    if isinstance(error, PolicyError):
        said["clause"] = error.clause
    return said


def _fault(one: Fault, language: Language) -> str:
    said = in_japanese(one.expected) if language == "ja" else one.expected
    near = f"（{one.nearest}?）" if one.nearest and language == "ja" else f" ({one.nearest}?)" if one.nearest else ""
    return LINE.say(language).format(one.line, one.column, said) + near


def lines(error: SeiyakuError, language: Language) -> list[tuple[str, str | None]]:
    """Return the error as lines for people, each with its style."""
    said = document(error, language)
    first: list[tuple[str, str | None]] = [(f"✗ {said['title']}  [{said['error']}]", "bold red")]
    if said["detail"]:
        first.append((f"  {said['detail']}", None))
    if isinstance(error, WrongLines):
        first += [(f"  {_fault(one, language)}", None) for one in error.faults]
    if not isinstance(error, Refused):
        return first
    article = said["article"]
    first.append((f"  {CLAUSE.say(language)}: {said['clause']}", "yellow"))
    if article not in NO_ARTICLE:
        first.append((f"  {ARTICLE.say(language)}: {say_all(article, language)}", "yellow"))
    first.append((f"  {REMEDY.say(language)}: {said['remedy']['text']}", "green"))
    if error.entry:
        first.append((f"  {ENTRY.say(language)}: {error.entry}", "dim"))
    return first
