"""What the commands of the door share: values typed in (never arguments), lists of people, what was left."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import click

from seiyaku.core.answers import Denied, Unclear
from seiyaku.core.citations import cited
from seiyaku.core.errors import InputError
from seiyaku.core.language import Text

from .speech import voice

LEFT = Text("開かなかった項目 {0}: {1}", "not opened: {0}: {1}")
ENTRY_ONLY = Text("記録 {0}", "entry {0}")
ENTRY = Text("根拠 {0}（{1}）  記録 {2}", "under {0} ({1})  entry {2}")
PEOPLE_AT_MOST = 10_000_000


def proof(form: str, given: str | None) -> str | None:
    """
    Return the proof that a form's notice was shown or read out (5-4): the one named, or one made now.

    `given`: the reference of a proof, or the name of the form's notice, by which the one who types it says so.
    """
    if given is None or given.startswith("showing:"):
        return given
    from seiyaku.consent.services import show_notice
    from seiyaku.policy.queries import in_force

    rule = in_force().policy.rules.forms.get(form)
    if rule is None or rule.notice != given:
        raise InputError("--shown", repr(given), repr(rule.notice) if rule else "a form of the policy")
    return show_notice(form).ref


def names(_ctx: click.Context, _param: click.Parameter, value: str | None) -> tuple[str, ...]:
    """Read a list of names with commas between them."""
    return tuple(name.strip() for name in (value or "").split(",") if name.strip())


def typed(fields: Iterable[str]) -> dict[str, str]:
    """
    Ask for the value of each field: at the terminal, or one line each from standard input.

    Values are never arguments: those stay in the shell's history and show in the list of processes.
    """
    return {name: _line(name) for name in fields}


def _line(name: str) -> str:
    if sys.stdin.isatty():
        value: str = click.prompt(name, err=True)
        return value
    line = sys.stdin.readline()
    if not line:
        raise InputError(where="standard input", found="its end", expected=f"a line with the value of {name}")
    return line.rstrip("\r\n")


def people_in(file: Path) -> list[str]:
    """Read public ids from a file, one a line."""
    try:
        lines = file.read_text(encoding="utf-8").split()
    except UnicodeDecodeError:
        raise InputError(where=file.name, found="bytes that are not UTF-8", expected="public ids, one a line") from None
    if len(lines) > PEOPLE_AT_MOST:
        raise InputError(where=file.name, found=f"{len(lines)} lines", expected=f"at most {PEOPLE_AT_MOST}")
    for number, line in enumerate(lines, start=1):
        if len(line) != 32 or not all(letter in "0123456789abcdef" for letter in line):
            raise InputError(where=f"{file.name}:{number}", found="no public id", expected="32 hexadecimal digits")
    return lines


def those(persons: Iterable[str], file: Path | None) -> list[str]:
    """Return the people named one by one, or in a file: one of both."""
    named = list(persons)
    if bool(named) == (file is not None):
        raise InputError(where="people", found="both, or neither", expected="public ids, or --people with a file")
    return people_in(file) if file is not None else named


def partner_ref(name: str) -> str:
    """
    Return the reference of the partner of this name; a reference as it is, for the door to decide about.

    Raises:
        NotProven: nobody is signed in, who is told of no name whether there is such a partner.
        NotFound: there is none of this name.
    """
    if name.startswith("partner:"):
        return name
    from seiyaku.partners.queries import ever

    from .signing import actor

    actor()
    return ever(name)[0]


def left_of(left: Mapping[str, Denied | Unclear]) -> list[Text]:
    """Return a line for each field that was not opened, with why."""
    return [LEFT.filled(name, why.text) for name, why in left.items()]


def on_record(result: Any) -> Text:
    """Return the line that says under what it was allowed, and where that is written."""
    if not result.clause:
        return ENTRY_ONLY.filled(result.entry)
    return ENTRY.filled(result.clause, cited(result.article), result.entry)


def evidence(result: Any) -> dict[str, str]:
    """Return the evidence of a result for `--json`."""
    return {"entry": result.entry, "leaf": result.leaf, "clause": result.clause, "article": result.article}


def tell_left(groups: Iterable[Any]) -> list[str]:
    """Return a line for each group of people that a bulk act left out."""
    return [f"{group.people:,}  {voice.say(group.why.text)} [{group.why.clause}]" for group in groups]
