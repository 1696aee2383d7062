"""What django-allauth says, in the words that the rest of the house says it in."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString, mark_safe

register = template.Library()
WORDS = (
    ("多要素認証", "二要素認証"),
    ("ログイン", "サインイン"),
    ("ユーザー名", "サインイン名"),
    ("The username and/or password you specified are not correct.", "This login and password do not go together."),
    ("Two-Factor Authentication", "Second factors"),
    ("Sign In", "Sign in"),
)


@register.filter
def housed(said: str) -> str:
    """Return a sentence in the house's words."""
    told = str(said)
    for theirs, ours in WORDS:
        told = told.replace(theirs, ours)
    return mark_safe(told) if isinstance(said, SafeString) else told  # noqa: S308  # as safe as it was
