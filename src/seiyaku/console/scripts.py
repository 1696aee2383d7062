"""
What is read out when consent would help (policy 4-3): who asks, for what, which items, and that one may say no.

The words are made from the policy, kept once for what they are, and the consent names them.
"""

from __future__ import annotations

from collections.abc import Iterable

from seiyaku.consent.services import state
from seiyaku.core.language import LANGUAGES, Language, Text, joined
from seiyaku.core.model import Policy

JA = (
    "{operator}です。「{purpose}」のために、お預かりしている情報のうち次の項目を使ってもよろしいでしょうか。"
    "項目: {fields}。"
    "お断りになっても、ほかのお取引に変わりはありません。同意はいつでも{desk}へのお申し出で取り消せます。"
)
EN = (
    "{operator} speaking. May we use these items of what we hold on you, for: {purpose}? The items: {fields}. "
    "You may say no, and nothing else changes. You can take your consent back at any time: tell our {desk}."
)


def said(policy: Policy, purpose: str, fields: Iterable[str]) -> Text:
    """Return the words to read out for this purpose and these fields of it."""
    names = [name for name in fields if name in policy.rules.fields]
    return Text(*(_filled(policy, purpose, names, language) for language in LANGUAGES))


def _filled(policy: Policy, purpose: str, names: list[str], language: Language) -> str:
    rules = policy.rules
    return (JA if language == "ja" else EN).format(
        operator=policy.operator.name[language],
        purpose=rules.purposes[purpose].label[language],
        fields=joined((rules.fields[name].label[language] for name in names), language),
        desk=policy.operator.desk[language],
    )


def keep(policy: Policy, purpose: str, fields: Iterable[str]) -> str:
    """Keep the words as a statement that consents can name; return its digest."""
    return state("consent", f"asked-now:{purpose}"[:60], said(policy, purpose, fields), [purpose]).digest
