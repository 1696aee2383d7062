"""
The public surfaces, as a scenario uses them: somebody at the terminal, and a program that asks over HTTP for somebody.

Each says of every step whether it must be done or turned away; the test of coverage reads that from the source.
"""

from __future__ import annotations

import io
import json
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from seiyaku.cli import signing
from seiyaku.cli.main import main
from seiyaku.core.asks import Actor
from seiyaku.people import sessions
from tests.rest.conftest import Caller, token_for

from .founded import PASSWORD


@dataclass
class Terminal:
    """A terminal with somebody signed in; commands run in this process, in the instance of the test."""

    capsys: pytest.CaptureFixture[str]
    monkeypatch: pytest.MonkeyPatch

    def signs_in(self, login: str) -> Terminal:
        """Let somebody sign in with the password they set."""
        signing.keep(sessions.sign_in(login, PASSWORD).token)
        return self

    def does(self, *command: str | Path, typed: tuple[str, ...] = ()) -> Any:
        """Run a command that must succeed; return what it said."""
        return self._run(0, command, typed)

    def refused(self, *command: str | Path, typed: tuple[str, ...] = ()) -> Any:
        """Run a command that the policy must refuse (exit 3); the refusal is on record."""
        said = self._run(3, command, typed)
        assert said["entry"], said
        return said

    def rejected(self, *command: str | Path, typed: tuple[str, ...] = ()) -> Any:
        """Run a command whose input must not be taken (exit 2)."""
        return self._run(2, command, typed)

    def partly(self, *command: str | Path, typed: tuple[str, ...] = ()) -> Any:
        """Run a command that cannot do all of a list, and is refused none of it (exit 1)."""
        return self._run(1, command, typed)

    def _run(self, code: int, command: tuple[str | Path, ...], typed: tuple[str, ...]) -> Any:
        self.capsys.readouterr()
        self.monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{line}\n" for line in typed)))
        exited = main.main(["--json", "--lang", "en", *map(str, command)], standalone_mode=False)
        shown = self.capsys.readouterr()
        assert exited == code, shown.out + shown.err
        return json.loads(shown.out) if shown.out else None


@dataclass
class Program:
    """A program of somebody's own, which asks for them over HTTP."""

    owner: Actor
    purposes: tuple[str, ...]
    caller: Caller = field(init=False)

    def __post_init__(self) -> None:
        self.caller = Caller(token=token_for(self.owner, *self.purposes), behalf=self.owner.id)

    def does(self, verb: str, **body: Any) -> Any:
        """Ask for what must be answered; return the answer."""
        return self._ask(200, verb, body)

    def refused(self, verb: str, **body: Any) -> Any:
        """Ask for what the policy must refuse (403); the refusal is on record."""
        said = self._ask(403, verb, body)
        assert said["entry"], said
        return said

    def rejected(self, verb: str, **body: Any) -> Any:
        """Send what must not be taken (422)."""
        return self._ask(422, verb, body)

    def _ask(self, status: int, verb: str, body: dict[str, Any]) -> Any:
        answer = self.caller.post(verb, body)
        assert answer.status_code == status, answer.content
        return json.loads(answer.content)
