"""Nothing a file may hold makes the loader do anything but load it or say what is wrong with it."""

from __future__ import annotations

import json
import re
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from seiyaku.core.errors import PolicyError
from seiyaku.core.model import Policy, Rules
from seiyaku.policy.loading import digest, load_files
from seiyaku.policy.markdown import to_html
from seiyaku.policy.marks import read_yaml
from seiyaku.policy.pages import Page

from .small import DAY, ENGLISH, SHOWN

words = st.from_regex(r"[a-z][a-z0-9]{0,6}(-[a-z0-9]{1,4})?", fullmatch=True)
plain = st.text(st.characters(exclude_categories=("C", "Zl", "Zp")), max_size=20)
values = st.recursive(
    st.booleans() | st.none() | st.integers(-(10**17), 10**17) | plain,
    lambda held: st.lists(held, max_size=4) | st.dictionaries(words, held, max_size=4),
    max_leaves=12,
)


def load(shown: str) -> Policy:
    return load_files({f"{DAY}.md": shown.encode(errors="surrogatepass"), f"{DAY}.en.md": ENGLISH.encode()})


def complaint(shown: str) -> PolicyError | None:
    try:
        load(shown)
    except PolicyError as error:
        return error
    return None


def written(value: object) -> str:
    """Write a value as this house's small YAML: everything that is not a plain word in double quotes."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {written(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(written, value)) + "]"
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else json.dumps(value)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # a busy machine is no fault of what is read
@given(st.dictionaries(words, values, max_size=5))
def test_what_was_written_is_what_is_read_and_every_part_has_a_place(data: dict[str, object]) -> None:
    marked = read_yaml(Page("x.md", ""), written(data), 10, None)

    assert marked.data == data
    assert all(place.line >= 10 and place.column >= 1 for place in (*marked.values.values(), *marked.keys.values()))
    assert {path[0] for path in marked.keys if len(path) == 1} == set(data)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_policy_with_any_one_line_replaced_loads_or_says_what_is_wrong(data: st.DataObject) -> None:
    lines = SHOWN.split("\n")
    at = data.draw(st.integers(0, len(lines) - 1))
    lines[at] = data.draw(
        plain | st.sampled_from(["```", "---", "# x", "&a", "*a", "<b>", "- ", "? ", "{{", "]]", "%YAML 1.1"])
    )

    fault = complaint("\n".join(lines))

    assert fault is None or re.fullmatch(rf"{DAY}(\.en)?\.md:[1-9]\d*:[1-9]\d*", fault.where)
    assert fault is None or (fault.found and fault.expected)


@settings(deadline=None, max_examples=25)
@given(st.permutations(["name", "phone", "allergy"]))
def test_the_rules_do_not_depend_on_the_order_of_fields(order: list[str]) -> None:
    head, rest = SHOWN.split("  name:\n    label", 1)
    fields, tail = ("  name:\n    label" + rest).split("```\n\n### 1-1", 1)
    for name in ("phone", "allergy"):
        fields = fields.replace(f"\n  {name}:", f"\0  {name}:")
    parts = {part.split(":")[0].strip(): part for part in fields.rstrip("\n").split("\0")}
    moved = head + "\n".join(parts[name] for name in order) + "\n```\n\n### 1-1" + tail

    def said(policy: Policy) -> dict[str, object]:
        return {name: rule.model_dump(exclude={"line"}) for name, rule in policy.rules.fields.items()}

    assert said(load(moved)) == said(load(SHOWN))


def test_a_policy_survives_being_written_as_json_and_read_again() -> None:
    policy = load(SHOWN)

    assert Policy.model_validate_json(policy.model_dump_json(by_alias=True)) == policy
    assert Rules.model_validate_json(policy.rules.model_dump_json(by_alias=True)) == policy.rules


@given(st.binary(max_size=40), st.binary(max_size=40))
def test_a_version_changes_with_any_byte_of_any_file(one: bytes, other: bytes) -> None:
    assert (digest({"a.md": one, "a.en.md": b""}) == digest({"a.md": other, "a.en.md": b""})) == (one == other)


@pytest.mark.parametrize("bomb", ["[" * 5_000, "{a: " * 5_000, "- " * 5_000, "a: " + "x" * 500_000, "? " * 3_000])
def test_a_bomb_goes_off_nowhere(bomb: str) -> None:
    began = time.process_time()

    with pytest.raises(PolicyError):
        load(SHOWN.replace("fields:\n", f"{bomb}\nfields:\n"))

    assert time.process_time() - began < 60  # what doubles with each sign more would never end


def test_prose_is_shown_as_text_whatever_it_holds() -> None:
    shown = to_html("<img src=x onerror=alert(1)> [a](javascript:alert(1)) | **b**")

    assert "<img" not in shown
    assert 'href="javascript' not in shown
    assert "<strong>b</strong>" in shown
