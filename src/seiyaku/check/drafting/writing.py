"""
A draft as the files of a policy: the prose of each clause, and under it the rule blocks, every line with its source.

The comment above a rule holds the sentence it was drafted from. The comment on a line names the clause and line of what
it says, or that no sentence says it: then it holds the strictest value there is, or the rule is unclear.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator
from typing import Any

from seiyaku.core.language import Language, Text, joined
from seiyaku.core.model import Rules

from .drafts import Draft
from .front import UNKNOWN, Front
from .reading import Reading
from .sections import Said, Section, safe

LONGEST = 120  # signs of a sentence that a comment repeats
NOTE = Text(
    "機械が文から起こした下書きです。unclear の付いた決まりは、人が決めるまで何も許しません。",
    "A draft made from prose by a machine. Whatever is marked unclear allows nothing until a person decides.",
)
NOT_SAID = Text("文にない", "not in the text")
HOUSE = Text("文にはないが、なくてはならないもの", "not in the text, but there must be one")
SAME = Text("同じ文", "the same sentence")
LINE = Text("{0}、{1}行: ", "{0}, line {1}: ")
UNTRANSLATED = "(Not translated yet.)"
OPERATOR_UNCLEAR = Text(
    "事業者の表示に書かれていないもの（法32条1項1号）: {0}", "not stated of the operator (art. 32(1)(i)): {0}"
)
PARTS: dict[str, Text] = {
    "name": Text("名称", "name"),
    "address": Text("住所", "address"),
    "representative": Text("代表者", "representative"),
    "manager": Text("個人情報の管理責任者", "person responsible"),
    "desk": Text("窓口", "desk"),
    "email": Text("電子メール", "e-mail"),
    "effective": Text("施行日", "date"),
}
_PLAIN = re.compile(r"[A-Za-zぁ-んァ-ヶ一-龠々ー][A-Za-z0-9ぁ-んァ-ヶ一-龠々ー・（）/_-]*")
_WORDS = {"true", "false", "null", "yes", "no"}
EMPTY_EMAIL = "unknown@operator.invalid"


def files(reading: Reading, language: Language, today: dt.date) -> dict[str, str]:
    """Return the two files of the draft by name, the Japanese one first."""
    effective = reading.front.effective or today
    title = reading.outline.title or f"{reading.front.name or '事業者'}のプライバシーポリシー"
    shown = "\n".join(
        (*_front(reading.front, effective, language), f"# {safe(title)}", "", *_clauses(reading, language))
    )
    english = "\n".join((f"# {_ascii(title)}", "", *_english(reading)))
    return {f"{effective}.md": shown.rstrip() + "\n", f"{effective}.en.md": english.rstrip() + "\n"}


def _ascii(title: str) -> str:
    return safe(title) if title.isascii() else "Privacy policy"


def _english(reading: Reading) -> Iterator[str]:
    for section in reading.sections():
        yield from (f"{'#' * section.level} {section.id} Clause {section.id}", "", UNTRANSLATED, "")


def _front(front: Front, effective: dt.date, language: Language) -> Iterator[str]:
    missing = front.missing
    values: dict[str, Any] = {"id": front.id}
    for part in ("name", "address", "representative", "manager", "desk"):
        said = getattr(front, part)
        values[part] = {"ja": said or UNKNOWN.ja, "en": said or UNKNOWN.en}
    values["email"] = front.email or EMPTY_EMAIL
    yield "---"
    yield "note:"
    yield from (f"  ja: {_scalar(NOTE.ja)}", f"  en: {_scalar(NOTE.en)}")
    yield "operator:"
    for part, value in values.items():
        source = front.sources.get(part)
        yield f"  {part}: {_value(value)}  # {_where(source, language) if source else NOT_SAID.say(language)}"
    if missing:
        named = joined((PARTS[part].say(language) for part in missing), language)
        yield f"  unclear: {_scalar(OPERATOR_UNCLEAR.say(language).format(named))}"
    source = front.sources.get("effective")
    yield f"effective: {effective}  # {_where(source, language) if source else NOT_SAID.say(language)}"
    yield f"published: {effective}"
    yield "---"
    yield ""


def _clauses(reading: Reading, language: Language) -> Iterator[str]:
    by_clause: dict[str, list[Draft]] = {}
    for draft in reading.drafts:
        by_clause.setdefault(draft.clause, []).append(draft)
    for section in reading.sections():
        yield from _clause(section, by_clause.get(section.id, []), language)


def _clause(section: Section, drafts: list[Draft], language: Language) -> Iterator[str]:
    yield f"{'#' * section.level} {section.id} {safe(section.title)}"
    yield ""
    yield from section.prose
    if section.prose and section.prose[-1]:
        yield ""
    if not drafts:
        return
    yield "```yaml rule"
    order = list(Rules.model_fields)
    drafts = sorted(drafts, key=lambda draft: order.index(draft.section))
    before: Draft | None = None
    for draft in drafts:
        if before is None or before.section != draft.section:
            yield f"{draft.section}:"
        yield from _rule(draft, before, language)
        before = draft
    yield "```"
    yield ""


def _rule(draft: Draft, before: Draft | None, language: Language) -> Iterator[str]:
    if draft.said is None:
        yield f"  # {HOUSE.say(language)}"
    elif before is not None and before.said == draft.said:
        yield f"  # {_where(draft.said, language, LINE)}{SAME.say(language)}"
    else:
        yield f"  # {_where(draft.said, language, LINE)}{_comment(draft.said.words)}"
    yield f"  {draft.name}:"
    for key, value in draft.keys.items():
        if key in draft.assumed or (draft.said is None and key not in draft.sources):
            source = NOT_SAID.say(language)
        else:
            source = _where(draft.sources.get(key, draft.said), language)
        yield f"    {key}: {_value(value)}  # {source}"
    if draft.unclear:
        yield f"    unclear: {_scalar(' / '.join(each.say(language) for each in draft.unclear))}"


def _where(said: Said | None, language: Language, form: Text | None = None) -> str:
    if said is None:
        return NOT_SAID.say(language)
    clause = said.clause or "-"
    return form.say(language).format(clause, said.line) if form else f"{clause}:{said.line}"


def _comment(words: str) -> str:
    """Return a sentence for a comment: one line, and nothing that could end the fence it stands in."""
    words = "".join(sign if sign.isprintable() else " " for sign in words).replace("`", "'")
    words = " ".join(words.split())
    return words if len(words) <= LONGEST else words[: LONGEST - 1] + "…"


def _value(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_value(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_value(each) for each in value) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int) else _scalar(str(value))


def _scalar(words: str) -> str:
    """Return a scalar that YAML reads as these words: plain where nothing can be misread, else in quotes."""
    words = "".join(sign if sign.isprintable() else " " for sign in words)
    if _PLAIN.fullmatch(words) and words.lower() not in _WORDS:
        return words
    return json.dumps(words, ensure_ascii=False)
