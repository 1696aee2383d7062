"""
Whatever the house does not know, it does not load: where, under which clause, what was found, what was meant.

The table of what is broken stands in `faults.py`.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from seiyaku.core.details import detail
from seiyaku.core.errors import PolicyError
from seiyaku.policy.loading import load, load_files

from .faults import CASES, Case
from .small import DAY, ENGLISH, SHOWN


def broken(words: str, instead: str) -> tuple[str, tuple[int, int] | None]:
    assert SHOWN.count(words) == 1, f"{words!r} is there {SHOWN.count(words)} times"
    text = SHOWN.replace(words, instead)
    at = text.find("«")
    if at < 0:
        return text, None
    line, column = text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
    return text.replace("«", ""), (line, column)


@pytest.mark.promise("0", "12-1")
@pytest.mark.parametrize("case", CASES, ids=[case[2][:60] for case in CASES])
def test_a_fault_is_pointed_out(case: Case, tmp_path: Path) -> None:
    words, instead, found, nearest, clause = case
    text, place = broken(words, instead)
    file = tmp_path / f"{DAY}.md"
    file.write_text(text, encoding="utf-8", newline="")
    (tmp_path / f"{DAY}.en.md").write_text(ENGLISH, encoding="utf-8")

    with pytest.raises(PolicyError) as raised:
        load(file)

    fault = raised.value
    assert found in fault.found
    assert (fault.nearest, fault.clause) == (nearest, clause)
    assert fault.where.startswith(f"{file}:")
    if place:
        assert fault.where == f"{file}:{place[0]}:{place[1]}"


def files(shown: str | bytes = SHOWN, english: str | bytes = ENGLISH, day: str = DAY) -> dict[str, bytes]:
    bodies = (body.encode() if isinstance(body, str) else body for body in (shown, english))
    return dict(zip((f"{day}.md", f"{day}.en.md"), bodies, strict=True))


def test_the_small_policy_loads_when_nothing_is_broken() -> None:
    assert set(load_files(files()).clauses) == {"1", "1-1", "2"}


@pytest.mark.promise("0")
@pytest.mark.parametrize("key", ["id", "name", "address", "representative", "manager", "desk", "email"])
def test_a_policy_without_its_operator_does_not_load(key: str) -> None:
    lines = [line for line in SHOWN.split("\n") if not line.startswith(f"  {key}: ") or SHOWN.index(line) > 400]

    with pytest.raises(PolicyError, match=f"{DAY}.md:2:1: found no '{key}'"):
        load_files(files("\n".join(lines)))


@pytest.mark.promise("0")
@pytest.mark.parametrize("key", ["effective", "published"])
def test_a_policy_without_its_date_does_not_load(key: str) -> None:
    lines = [line for line in SHOWN.split("\n") if not line.startswith(f"{key}: ")]

    with pytest.raises(PolicyError, match=f"found no '{key}'"):
        load_files(files("\n".join(lines)))


@pytest.mark.promise("11-1")
def test_a_policy_that_names_no_law_does_not_load() -> None:
    with pytest.raises(PolicyError, match="no law named"):
        load_files(files(SHOWN.replace("governing:\n  japan: {law: japan}\n", "")))


@pytest.mark.promise("3-1")
@pytest.mark.parametrize("duty", ["manager", "key-holder", "gate-administrator"])
def test_a_policy_without_a_duty_of_the_whole_does_not_load(duty: str) -> None:
    lines = [line for line in SHOWN.split("\n") if not line.startswith(f"  {duty}: {{label")]

    with pytest.raises(PolicyError, match=f"no duty '{duty}'"):
        load_files(files("\n".join(lines)))


@pytest.mark.promise("12-1")
def test_a_policy_takes_effect_no_earlier_than_it_is_published_and_on_the_day_of_its_name() -> None:
    with pytest.raises(PolicyError, match=f"{DAY}.md:10:12: found 2024-04-01, before it is published"):
        load_files(files(SHOWN.replace("published: 2024-03-01", "published: 2024-04-02")))
    with pytest.raises(PolicyError, match="the day in the file's name"):
        load_files(files(day="2024-04-02"))


@pytest.mark.parametrize(
    ("english", "found"),
    [
        (ENGLISH.replace("## 2 ", "## 3 "), "clause 2"),
        (ENGLISH + "\n## 4 More\n", "clause 4"),
        (ENGLISH + "\n```yaml rule\nstaff: {}\n```\n", "a rule block"),
        ("---\na: b\n---\n" + ENGLISH, "front matter"),
    ],
)
def test_the_english_file_holds_the_same_clauses_and_only_prose(english: str, found: str) -> None:
    with pytest.raises(PolicyError) as raised:
        load_files(files(english=english))

    assert raised.value.found == found


@pytest.mark.parametrize(
    ("body", "where", "found"),
    [
        (SHOWN.encode().replace("方針".encode(), "方針".encode("cp932")), ":14:3", "byte 0x95"),
        (b"\xff\xfe" + SHOWN.encode("utf-16-le"), ":1:1", "byte 0xff"),
        (b"x" * ((1 << 20) + 1), ":1:1", "more than 1048576 bytes"),
        (b"", ":1:1", "no title"),
    ],
)
def test_what_is_not_a_text_a_person_could_read_is_refused(body: bytes, where: str, found: str) -> None:
    with pytest.raises(PolicyError) as raised:
        load_files(files(body))

    assert (raised.value.where, raised.value.found) == (f"{DAY}.md{where}", found)


def test_a_file_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(PolicyError, match="nothing to read") as missing:
        load(tmp_path / "2024-04-01.md")
    assert (missing.value.expected, "ファイルがない" in detail(missing.value, "ja")) == ("a file of the policy", True)

    (tmp_path / "2024-04-01.md").write_text(SHOWN, encoding="utf-8")
    with pytest.raises(PolicyError, match=r"English prose of 2024-04-01\.md, beside it") as missing:
        load(tmp_path / "2024-04-01.md")
    assert "2024-04-01.md の隣に、その英語の文" in detail(missing.value, "ja")


def test_line_ends_and_a_byte_order_mark_change_nothing_but_the_digest() -> None:
    plain = load_files(files())
    windows = load_files(files(b"\xef\xbb\xbf" + SHOWN.replace("\n", "\r\n").encode()))

    assert windows.rules == plain.rules
    assert windows.clauses == plain.clauses
    assert windows.version != plain.version
