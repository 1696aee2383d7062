"""Quarantine, papers of evidence, and the house's own jobs."""

from __future__ import annotations

import base64
import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, Literal

from .answers import Answer, Collected
from .connection import Connection, answered, sent


class House(Connection):
    """What the desk, the manager and whoever minds the house ask for."""

    def quarantine(self, file: str | None = None) -> tuple[Mapping[str, Any], ...]:
        """List what is in quarantine (of one file), without values."""
        said, _ = self._ask("quarantine", file=file)
        return tuple(said["rows"])

    def look(self, rows: Iterable[str]) -> Mapping[str, Mapping[str, str]]:
        """Open rows in quarantine; the look is on record."""
        said, _ = self._ask("look", rows=list(rows))
        found: Mapping[str, Mapping[str, str]] = said["cells"]
        return found

    def release(
        self, rows: Iterable[str], *, origin: Mapping[str, str], key: str | None = None, **about: Any
    ) -> Collected:
        """Let rows in after all; `about`: corrected (by row), evidence, kind."""
        return self._collected("release", key, rows=list(rows), origin=dict(origin), **about)

    def discard(self, rows: Iterable[str], *, key: str | None = None) -> Answer:
        """Throw rows away, key and all."""
        return self._do("discard", key, rows=list(rows))

    def keep_paper(self, content: bytes, kind: str, *, until: dt.date, key: str | None = None) -> str:
        """Keep a paper of evidence sealed until a day; return its reference."""
        said, _ = self._ask("papers", key, content=base64.b64encode(content).decode(), kind=kind, until=until)
        return str(said["paper"])

    def expire(self, *, report: bool = False) -> Answer:
        """Let go of what has ended, or only count it."""
        return self._do("expire", report=report)

    def lights(self) -> tuple[Mapping[str, Any], ...]:
        """Return the lights beside the clauses, and who attests what until when; wants house:policy."""
        return tuple(self._ask("policy/lights")[0]["lights"])

    def attest(self, clause: str, said: str, *, until: dt.date, key: str | None = None) -> str:
        """Attest, as the manager, that a clause is kept until a day; return the attestation's reference."""
        return str(self._ask("policy/attest", key, clause=clause, said=said, until=until)[0]["attestation"])

    def end_attestation(self, attestation: str, *, key: str | None = None) -> None:
        """Take an attestation back."""
        self._ask("policy/end-attestation", key, attestation=attestation)

    def reports(self) -> tuple[Mapping[str, str], ...]:
        """Return which reports there are, by name; wants house:policy."""
        return tuple(self._read("reports")["reports"])

    def report(self, name: str) -> Mapping[str, Any]:
        """Return one report as of now: what it is of (`as_of`, `policy`, `entries`), `columns` and `rows`."""
        return self._read(f"reports/{name}")

    def registers(self, **asked: Any) -> Mapping[str, Any]:
        """
        Return a page of the records of arts. 29 to 31, for an inspection; wants law:statutory-record.

        `asked`: kind ("provided", "received", "related"), since, until, partner, person, record, named, skip, most.
        """
        return self._ask("registers", **asked)[0]

    def registers_file(self, form: Literal["csv", "xlsx", "jsonl"], **asked: Any) -> bytes:
        """Return all of the records looked for as a file; more than a hundred with names are refused to a program."""
        return answered(lambda: self._http.post("registers/export", **sent(dict(asked, form=form)))).content

    def replay(self, files: Mapping[str, str] | None = None, *, days: int = 30) -> Answer:
        """Decide the last days' asks again, under another version (its two files' texts by name) or each its own."""
        return self._do("replay", files=None if files is None else dict(files), days=days)
