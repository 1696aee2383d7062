"""
Reading a policy's files into the policy (architecture §1).

Strict: whatever the house does not know is an error with `file:line:column`, the clause, what was found, what was
expected, and the nearest valid name. One fault is reported at a time: the first.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import Field

from seiyaku.core.model import Clause, Operator, Policy, Rules
from seiyaku.core.terms import Label, Model

from .lawful import check_law
from .markdown import Block, Outline, Section, outline
from .marks import Marked, read_yaml
from .pages import TOP, Page, Place, decode, nearest, read
from .places import Places
from .references import check_references
from .shapes import shape

# Policies do not change: the same bytes are read once.
_loaded: dict[tuple[str, bool], Policy] = {}
_REMEMBERED = 32


class _Front(Model):
    operator: Operator
    effective: dt.date
    published: dt.date
    replaces: str | None = Field(None, pattern="^[0-9a-f]{64}$")
    note: Label | None = None


def load(path: Path) -> Policy:
    """
    Load the policy whose Japanese file is `path` and whose English file stands beside it.

    Raises:
        PolicyError: the files do not make a policy.
    """
    return load_files(read_files(path), Path(path).parent)


def read_files(path: Path) -> dict[str, bytes]:
    """Read the files of the policy whose Japanese one is `path`, by name. Raises PolicyError."""
    path = Path(path)
    return {file.name: read(file) for file in (path, path.with_name(f"{path.stem}.en.md"))}


def load_files(files: Mapping[str, bytes], folder: Path | None = None, *, published: bool = False) -> Policy:
    """
    Load a policy from the bytes of its files; `folder` is where errors say they are.

    `published`: it is one already. Then it is not asked whether the law allows what it says, for the law and our
    reading of it change, and what was published does not: the gate holds every ask to the law of its day.

    Raises:
        PolicyError: the files do not make a policy.
    """
    version = digest(files)
    known = _loaded.get((version, False)) or (_loaded.get((version, True)) if published else None)
    if known is not None:
        return known
    english = next((name for name in files if name.endswith(".en.md")), "")
    shown = english.removesuffix(".en.md") + ".md"
    if len(files) != 2 or shown not in files:
        raise Page("policy", "").fault(TOP, f"the files {sorted(files)}", "<day>.md and <day>.en.md")
    ours, theirs = (decode(str(folder / name if folder else name), files[name]) for name in (shown, english))
    if len(_loaded) >= _REMEMBERED:
        _loaded.clear()
    loaded = _loaded[version, published] = _load(ours, theirs, version, published=published)
    return loaded


def digest(files: Mapping[str, bytes]) -> str:
    """
    Return the version of a policy with these files, in hexadecimal.

    The SHA-256 of what `sha256sum` prints for them in the order of their names, so that anybody can work it out.
    """
    lines = (f"{hashlib.sha256(body).hexdigest()}  {name}\n" for name, body in sorted(files.items()))
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def _load(page: Page, english: Page, version: str, *, published: bool) -> Policy:
    shown, translated = outline(page), outline(english)
    front, marks = _front(page, shown.front)
    _check_days(page, front, marks)
    if translated.front is not None:
        raise english.fault(TOP, "front matter", "none: it stands in the Japanese file")
    rules, places = _rules(page, shown)
    policy = Policy(
        operator=front.operator,
        title={"ja": shown.title, "en": translated.title},
        note=front.note,
        version=version,
        effective=front.effective,
        published=front.published,
        replaces=front.replaces,
        clauses=_clauses(page, shown, english, translated),
        rules=rules,
    )
    check_references(policy.rules, places)
    if not published:
        check_law(policy.rules, places, academic=policy.operator.academic)
    return policy


def _front(page: Page, block: Block | None) -> tuple[_Front, Marked]:
    if block is None:
        raise page.fault(TOP, "no front matter", "the operator and the dates between two lines `---`")
    marks = read_yaml(page, block.text, block.line, None)
    return shape(_Front, marks, page, None), marks


def _check_days(page: Page, front: _Front, marks: Marked) -> None:
    if front.effective < front.published:
        place = marks.place(("effective",))
        raise page.fault(place, f"{front.effective}, before it is published", f"{front.published} or later")
    if Path(page.name).stem != front.effective.isoformat():
        place = marks.place(("effective",))
        raise page.fault(place, f"{front.effective} in the file {Path(page.name).name}", "the day in the file's name")


def _rules(page: Page, shown: Outline) -> tuple[Rules, Places]:
    places = Places(page)
    merged: dict[str, dict[str, Any]] = {}
    for section in shown.sections:
        for block in section.blocks:
            marked = read_yaml(page, block.text, block.line, section.id)
            rules = shape(Rules, marked, page, section.id, _stamped(marked, page, section))
            for name in rules.model_fields_set:
                for key, item in getattr(rules, name).items():
                    places.add(name, key, marked, section.id)
                    merged.setdefault(name, {})[key] = item
    return Rules(**merged), places


def _stamped(marked: Marked, page: Page, section: Section) -> Any:
    """Write into each item the clause and the line it stands at. No file may say so itself."""
    if not isinstance(marked.data, dict):
        return marked.data
    data = {}
    for name, items in marked.data.items():
        data[name] = dict(items) if isinstance(items, dict) else items
        for key, item in data[name].items() if isinstance(items, dict) else ():
            if isinstance(item, dict):
                for word in ("clause", "line"):
                    if word in item:
                        place = marked.key((name, key, word))
                        raise page.fault(place, f"the key {word!r}", "none: the loader sets it", clause=section.id)
                data[name][key] = {**item, "clause": section.id, "line": marked.key((name, key)).line}
    return data


def _clauses(page: Page, shown: Outline, english: Page, translated: Outline) -> dict[str, Clause]:
    theirs = {section.id: section for section in translated.sections}
    ours: dict[str, Section] = {}
    for section in shown.sections:
        _check_place(page, section, ours)
        ours[section.id] = section
        if section.id not in theirs:
            place = Place(section.line, 1)
            raise page.fault(place, f"clause {section.id}", f"the same clause in {english.name}", clause=section.id)
    seen: set[str] = set()
    for section in translated.sections:
        if section.id not in ours or section.id in seen or section.blocks:
            what = "a rule block" if section.blocks else f"clause {section.id}"
            place, near = Place(section.line, 1), nearest(section.id, ours)
            raise english.fault(place, what, "the prose of each clause once", clause=section.id, nearest=near)
        seen.add(section.id)
    return {section.id: _clause(section, theirs[section.id], ours) for section in ours.values()}


def _check_place(page: Page, section: Section, before: Mapping[str, Section]) -> None:
    """Refuse a second clause with the same id, and one whose heading is not below its parent's."""
    place = Place(section.line, 1)
    if section.id in before:
        first = before[section.id].line
        raise page.fault(
            place, f"a second clause {section.id}", f"one; the first is on line {first}", clause=section.id
        )
    parent = _parent(section.id)
    if parent is None:
        return
    if parent not in before:
        raise page.fault(place, f"clause {section.id}", f"clause {parent} before it", clause=section.id)
    if before[parent].level >= section.level:
        raise page.fault(place, f"a heading of level {section.level}", f"one below clause {parent}", clause=section.id)


def _clause(shown: Section, translated: Section, known: Mapping[str, Section]) -> Clause:
    parent = _parent(shown.id)
    return Clause(
        id=shown.id,
        level=shown.level,
        title={"ja": shown.title, "en": translated.title},
        prose={"ja": shown.prose, "en": translated.prose},
        line=shown.line,
        parent=parent if parent in known else None,
    )


def _parent(clause: str) -> str | None:
    cut = max(clause.rfind("-"), clause.rfind("."))
    return clause[:cut] if cut > 0 else None
