"""
A page whose form was refused, with what was typed in it again: no error costs anybody what they typed.

* The form is the one that posts to the address; of several, the one whose hidden fields say what was sent.
* What was typed stands in its field again. A secret and a file never do; a file's field says that it is to be chosen
  again.
* The error stands above the form and takes the focus, and names the field it is about; what was folded is open.

The page is the house's own, drawn a moment ago; whatever was typed is escaped. Not here: what is said, in which words,
and whether a form is shown again at all.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape, unescape
from html.parser import HTMLParser

Typed = Mapping[str, Sequence[str]]
Attributes = dict[str, str | None]
ERROR = "refused"  # the id of what says what is wrong
TOKEN = "csrfmiddlewaretoken"  # noqa: S105  # the name of the field, not what is in it
CHOSEN = frozenset({"checkbox", "radio"})
KEPT_BACK = frozenset({"hidden", "password", "file", "submit", "button", "reset", "image"})
FIELDS = frozenset({"input", "select", "textarea"})


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag of a page: its name (`/form` ends a form), what it says, where it begins and where the rest goes on."""

    name: str
    said: Attributes
    at: int
    end: int
    unfocused: bool = False  # it would take the focus

    @property
    def field(self) -> str:
        """Return the name under which a field is sent."""
        return self.said.get("name") or ""

    @property
    def kind(self) -> str:
        """Return the kind of an input; a select and a text area are kinds of their own."""
        return (self.said.get("type") or "text") if self.name == "input" else self.name


class _Reader(HTMLParser):
    """Reads the tags of a page."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self._page = page
        self._lines = [0, *(found.end() for found in re.finditer("\n", page))]
        self.tags: list[Tag] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        at, text = self._at(), self.get_starttag_text() or ""
        self.tags.append(Tag(tag, dict(attrs), at, at + len(text)))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        at = self._at()
        self.tags.append(Tag(f"/{tag}", {}, at, self._page.find(">", at) + 1))

    def _at(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A form of a page: the page, its tags, and which of them are the form's, from the first to the last."""

    page: str
    tags: Sequence[Tag]
    first: int
    last: int

    @property
    def inside(self) -> Sequence[Tag]:
        """Return its tags."""
        return self.tags[self.first : self.last]

    @property
    def fields(self) -> list[Tag]:
        """Return its fields that somebody sees."""
        return [tag for tag in self.inside if tag.name in FIELDS and tag.kind != "hidden" and "hidden" not in tag.said]

    @property
    def hidden(self) -> dict[str, str]:
        """Return what it says unseen, but for the token against forgery."""
        said = {tag.field: tag.said.get("value") or "" for tag in self.inside if tag.kind == "hidden"}
        return {name: value for name, value in said.items() if name != TOKEN}

    def label(self, name: str) -> str:
        """Return what a field is called on the page; nothing where it is called nothing."""
        ids = {tag.said["id"] for tag in self.fields if tag.field == name and tag.said.get("id")}
        for at, tag in enumerate(self.inside):
            if tag.name == "label" and tag.said.get("for") in ids:
                return unescape(self.page[tag.end : self.inside[at + 1].at]).strip()
        return ""

    def id_of(self, name: str) -> str:
        """Return the id of a field; nothing where it has none."""
        return next((tag.said.get("id") or "" for tag in self.fields if tag.field == name), "")


def found(page: str, address: str, typed: Typed | None, *, own: str = "") -> Form | None:
    """
    Return the form of the page that posts to `address`, if it is there.

    `typed`: what was sent; a form whose hidden fields say otherwise is not the one. None: the first form will do.
    `own`: where the page itself is, for a form that says nothing else.
    """
    tags = _Reader(page).tags
    forms = [one for one in _forms(page, tags) if address in _targets(one, own)]
    if typed is None:
        return next(iter(forms), None)
    fit = [one for one in forms if all(value in typed.get(name, ("",)) for name, value in one.hidden.items())]
    return max(fit, key=lambda one: len(one.hidden), default=None)


def _forms(page: str, tags: Sequence[Tag]) -> Iterator[Form]:
    for first, tag in enumerate(tags):
        if tag.name == "form" and (tag.said.get("method") or "").lower() == "post":
            last = next((at for at in range(first, len(tags)) if tags[at].name == "/form"), len(tags))
            yield Form(page=page, tags=tags, first=first, last=last)


def _targets(form: Form, own: str) -> set[str]:
    """Return where a form may be sent: its own address, and those of its buttons."""
    buttons = {tag.said.get("formaction") or "" for tag in form.inside if tag.name == "button"}
    return {form.inside[0].said.get("action") or own, *buttons} - {""}


def refilled(form: Form, typed: Typed | None, *, told: str = "", wrong: str = "", again: str = "") -> str:
    """
    Return the page with what was typed in its form.

    `typed`: None where the page holds it already. `told`: the HTML that says what is wrong; `wrong`: the field that it
    is about. `again`: what a field for a file says, where a file had been handed in.
    """
    changes = [(_place(form), _place(form), told)] if told else []
    if told:
        form = replace(form, tags=[_unfocused(tag) for tag in form.tags])
    changes += [] if typed is None else list(_fields(form, typed, wrong, again))
    changes += _opened(form)
    changes += [(tag.at, tag.end, _written(tag)) for tag in form.tags if tag.unfocused]
    page, done = form.page, len(form.page) + 1
    for begin, end, text in sorted(changes, key=lambda change: (change[0], change[1]), reverse=True):
        if end <= done:  # a field that is filled, and would have taken the focus, is written once
            page, done = page[:begin] + text + page[end:], begin
    return page


def _unfocused(tag: Tag) -> Tag:
    if "autofocus" not in tag.said:
        return tag
    return replace(tag, said={name: value for name, value in tag.said.items() if name != "autofocus"}, unfocused=True)


def _place(form: Form) -> int:
    """Return where the error stands: above the form; above all of the page where nothing is typed in it."""
    if form.fields:
        return form.inside[0].at
    return next((tag.end for tag in form.tags if tag.name == "main"), form.inside[0].at)


def _opened(form: Form) -> Iterator[tuple[int, int, str]]:
    """Open whatever the form is folded into, and what is folded within it."""
    around: list[Tag] = []
    for tag in form.tags[: form.last]:
        if tag.name == "details":
            around.append(tag)
        elif tag.name == "/details" and around and tag.at < form.inside[0].at:
            around.pop()
    for tag in around:
        if "open" not in tag.said:
            yield tag.at, tag.end, _written(tag, open=True)


def _fields(form: Form, typed: Typed, wrong: str, again: str) -> Iterator[tuple[int, int, str]]:
    seen: Counter[str] = Counter()
    chosen: Sequence[str] = ()
    for at, tag in enumerate(form.inside):
        if tag.name == "option" and chosen:
            yield tag.at, tag.end, _written(tag, selected=_value(form, tag, at) in chosen)
        elif tag.name == "/select":
            chosen = ()
        elif tag.name in FIELDS and tag.field:
            said = typed.get(tag.field, ())
            chosen = said if tag.name == "select" and not _offered(form, at).isdisjoint(said) else ()
            nth = said[seen[tag.field]] if seen[tag.field] < len(said) else None
            seen[tag.field] += tag.kind not in CHOSEN
            yield from _field(form, at, said, nth, _mark(tag) if tag.field == wrong else {})
            if tag.kind == "file" and again:
                yield tag.end, tag.end, f'<span class="wrong">{escape(again)}</span>'


def _mark(tag: Tag) -> dict[str, str | bool]:
    """Return what tells that a field is wrong, and where it is said."""
    described = " ".join(filter(None, (tag.said.get("aria-describedby"), ERROR)))
    return {} if tag.kind == "hidden" else {"aria-invalid": "true", "aria-describedby": described}


def _field(
    form: Form, at: int, said: Sequence[str], nth: str | None, mark: dict[str, str | bool]
) -> Iterator[tuple[int, int, str]]:
    tag = form.inside[at]
    if tag.kind in CHOSEN:
        yield tag.at, tag.end, _written(tag, checked=(tag.said.get("value") or "on") in said, **mark)
    elif tag.name == "textarea" and nth is not None and "hidden" not in tag.said:
        close = next(one for one in form.tags[form.first + at :] if one.name == "/textarea")
        line = "\n" if nth.startswith(("\n", "\r")) else ""  # the first of a text area is not part of it
        yield tag.at, close.at, _written(tag, **mark) + line + escape(nth)
    elif tag.name == "input" and tag.kind not in KEPT_BACK and nth is not None:
        yield tag.at, tag.end, _written(tag, value=nth, **mark)
    elif mark:
        yield tag.at, tag.end, _written(tag, **mark)


def _offered(form: Form, at: int) -> set[str]:
    """Return what the choice that begins at a tag offers."""
    end = next((one for one in range(at, len(form.inside)) if form.inside[one].name == "/select"), at)
    return {_value(form, form.inside[one], one) for one in range(at, end) if form.inside[one].name == "option"}


def _value(form: Form, option: Tag, at: int) -> str:
    """Return what choosing an option sends."""
    said = option.said.get("value")
    return unescape(form.page[option.end : form.inside[at + 1].at]).strip() if said is None else said


def _written(tag: Tag, **changed: str | bool) -> str:
    """Return a tag with some of its attributes changed: True says it alone, False leaves it out."""
    said: dict[str, str | bool | None] = dict(tag.said)
    for name, value in changed.items():
        said[name] = None if value is True else value
    told = "".join(
        f" {name}" if value is None else f' {name}="{escape(str(value))}"'
        for name, value in said.items()
        if value is not False
    )
    return f"<{tag.name}{told}>"
