"""A refused form is shown again: what was typed in its fields, no secret and no file, the error first."""

from __future__ import annotations

from html import escape
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seiyaku.core import refilling
from seiyaku.core.refilling import ERROR

PAGE = """<!doctype html>
<html><body><main id="text"><h1>Title</h1>
<form method="post" action="/else"><input name="name" value="other" autofocus></form>
<details class="folded"><summary>One</summary><form method="post" action="/do">
<input type="hidden" name="csrfmiddlewaretoken" value="t"><input type="hidden" name="of" value="1">
<input id="n1" name="name"></form></details>
<details class="folded"><summary>Two</summary><form method="post" action="/do">
<input type="hidden" name="csrfmiddlewaretoken" value="t"><input type="hidden" name="of" value="2">
<label for="n2">The &amp; name <span>optional</span></label>
<input id="n2" name="name" value="before" aria-describedby="help">
<input type="password" id="p" name="secret"><input type="file" id="f" name="file">
<select id="s" name="kind"><option value="a" selected>A</option><option>B &amp; b</option></select>
<input type="checkbox" name="tick" value="x" checked><input type="checkbox" name="tick" value="y">
<input type="radio" name="one" value="x"><input type="radio" name="one" value="y">
<textarea id="w" name="words">before</textarea><input name="more"><input name="more">
<details><summary>Deeper</summary><input name="deep"></details></form></details>
<details class="folded"><summary>Three</summary><form method="post" action="/press"><button>Go</button></form></details>
</main></body></html>
"""
TYPED = {
    "of": ["2"], "name": ["a \"b\" <c> & 'd'"], "secret": ["hush"], "kind": ["B & b"], "tick": ["y"], "one": ["x"],
    "words": ["\none\n</textarea><script>"], "more": ["first", "second"], "deep": [""],
}  # fmt: skip


class Read(HTMLParser):
    """Another reading of a page: what each field would send, by the form's place on it."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.forms: list[list[tuple[str, str]]] = []
        self.opened: list[bool] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self._select = self._words = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        self.tags.append((tag, said))
        name = said.get("name") or ""
        if tag == "form":
            self.forms.append([])
        elif tag == "details":
            self.opened.append("open" in said)
        elif tag == "input" and (said.get("type") not in {"checkbox", "radio"} or "checked" in said):
            self.forms[-1].append((name, said.get("value") or ""))
        elif tag == "select":
            self._select = name
        elif tag == "option" and "selected" in said:
            self.forms[-1].append((self._select, said.get("value") or "its words"))
        elif tag == "textarea":
            self._words = name

    def handle_data(self, data: str) -> None:
        if self._words:
            self.forms[-1].append((self._words, data))
            self._words = ""


def shown(typed: dict[str, list[str]], address: str = "/do", **more: str) -> Read:
    form = refilling.found(PAGE, address, typed)
    assert form is not None
    return Read(refilling.refilled(form, typed, told=f'<div id="{ERROR}" autofocus>no</div>', **more))


def test_what_was_typed_stands_in_the_form_it_was_typed_in_and_nowhere_else() -> None:
    page = shown(TYPED)

    sent = page.forms[2]
    assert [value for name, value in sent if name == "name"] == TYPED["name"]
    assert [value for name, value in sent if name == "more"] == ["first", "second"]
    assert [value for name, value in sent if name in {"tick", "one", "kind"}] == ["its words", "y", "x"]
    assert page.forms[:2] == [[("name", "other")], [("csrfmiddlewaretoken", "t"), ("of", "1"), ("name", "")]]
    assert "script" not in {tag for tag, _ in page.tags}


def test_a_choice_that_is_not_offered_leaves_the_page_its_own() -> None:
    assert ("kind", "a") in shown({"of": ["2"], "kind": ["c"]}).forms[2]


def test_a_secret_and_a_file_are_not_given_back_and_the_file_says_so() -> None:
    form = refilling.found(PAGE, "/do", TYPED)
    assert form is not None

    page = refilling.refilled(form, TYPED, again="choose <it> again")

    assert "hush" not in page
    assert '<input type="file" id="f" name="file"><span class="wrong">choose &lt;it&gt; again</span>' in page


def test_the_error_takes_the_focus_alone_and_the_field_says_where_it_is_described() -> None:
    page = shown(TYPED, wrong="name")

    focused = [said.get("id") for _, said in page.tags if "autofocus" in said]
    wrong = [(said["id"], said["aria-describedby"]) for _, said in page.tags if said.get("aria-invalid") == "true"]
    assert focused == [ERROR]
    assert wrong == [("n2", f"help {ERROR}")]


def test_what_the_form_is_folded_into_is_open_and_nothing_beside_it() -> None:
    assert shown(TYPED).opened == [False, True, True, False]


def test_the_error_of_a_button_stands_above_the_page_and_that_of_a_field_above_its_form() -> None:
    press, fill = (
        [tag for tag, _ in shown(typed, address).tags] for typed, address in (({}, "/press"), (TYPED, "/do"))
    )

    assert press[press.index("main") + 1] == "div"
    assert fill[fill.index("div") + 1] == "form"


def test_a_field_is_called_what_its_label_says() -> None:
    form = refilling.found(PAGE, "/do", TYPED)

    assert form is not None
    assert (form.label("name"), form.id_of("name"), form.label("secret"), form.label("")) == (
        "The & name",
        "n2",
        "",
        "",
    )


@pytest.mark.parametrize(("address", "typed"), [("/none", {}), ("/do", {}), ("/do", {"of": ["3"]})])
def test_another_forms_page_is_not_filled(address: str, typed: dict[str, list[str]]) -> None:
    assert refilling.found(PAGE, address, typed) is None


def test_a_form_without_an_address_is_sent_to_its_own_page_and_a_buttons_address_counts() -> None:
    page = '<form method="post"><input name="a"><button formaction="/b">b</button></form><form><input name="c"></form>'

    assert refilling.found(page, "/own", {}, own="/own") is not None
    assert refilling.found(page, "/b", None) is not None
    assert refilling.found(page, "/own", {}) is None


@given(st.text(), st.text())
def test_whatever_is_typed_comes_back_as_it_was(name: str, words: str) -> None:
    form = refilling.found(PAGE, "/do", {"of": ["2"]})
    assert form is not None

    page = refilling.refilled(form, {"name": [name], "words": [words]})

    assert f' value="{escape(name)}" aria-describedby="help"' in page
    assert f">{chr(10) if words[:1] in (chr(10), chr(13)) and words else ''}{escape(words)}</textarea>" in page
