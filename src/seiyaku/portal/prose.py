"""The prose of a clause as HTML: Markdown without raw HTML, and links that leave the operator's sites marked (10)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from urllib.parse import urlsplit

from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

from seiyaku.core.language import Language

from .words import PAGE


@lru_cache(maxsize=1)
def _reader() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).disable(["image", "html_block", "html_inline"])


def html(markdown: str, language: Language, own_hosts: Iterable[str] = ()) -> SafeString:
    """Return prose as HTML that holds nothing but what Markdown makes: the reader drops raw HTML and odd schemes."""
    reader = _reader()
    tokens = reader.parse(markdown)
    for token in tokens:
        if token.children:
            token.children = list(_marked(token.children, language, frozenset(own_hosts)))
    made: str = reader.renderer.render(tokens, reader.options, {})
    return mark_safe(made)  # noqa: S308  # raw HTML is off above


def _marked(tokens: Sequence[Token], language: Language, own: frozenset[str]) -> Iterable[Token]:
    leaves = False
    for token in tokens:
        if token.type == "link_open":
            host = urlsplit(str(token.attrGet("href") or "")).hostname
            leaves = host is not None and host not in own
            if leaves:
                token.attrSet("rel", "external noreferrer")
        yield token
        if token.type == "link_close" and leaves:
            yield Token("text", "", 0, content=PAGE["external"].say(language))
