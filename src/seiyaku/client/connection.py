"""The connection: who asks, how a body goes out, what an answer or a problem comes back as."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from types import TracebackType
from typing import Any, Self

import httpx

from .answers import Answer, Collected, Given, Many, Person, Used, evidence
from .problems import KINDS, Problem, Unavailable

API = "/api/v1/"
TIMEOUT = httpx.Timeout(30.0, connect=5.0)


class Connection:
    """
    The connection of a program to one house.

    `on_behalf_of`: the member of staff the asks are for; left out only with a token of the unattended kind.
    `language`: of sentences, "ja" or "en". Values go in bodies and never in addresses; redirects are not followed.
    """

    def __init__(
        self,
        address: str,
        token: str,
        *,
        on_behalf_of: str | None = None,
        language: str = "ja",
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        headers = {"Authorization": f"Bearer {token}", "Accept-Language": language}
        if on_behalf_of is not None:
            headers["On-Behalf-Of"] = on_behalf_of
        self._http = httpx.Client(
            base_url=address.rstrip("/") + API, headers=headers, transport=transport, timeout=TIMEOUT
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def _read(self, address: str) -> Mapping[str, Any]:
        answer = answered(lambda: self._http.get(address))
        found: Mapping[str, Any] = answer.json()
        return found

    def _do(self, verb: str, key: str | None = None, **body: Any) -> Answer:
        said, again = self._ask(verb, key, **body)
        return Answer(**evidence(said, replayed=again))

    def _collected(self, verb: str, key: str | None, **body: Any) -> Collected:
        said, again = self._ask(verb, key, **body)
        return Collected(
            people=tuple(said["people"]), quarantined=said["quarantined"], **evidence(said, replayed=again)
        )

    def _ask(self, verb: str, key: str | None = None, **body: Any) -> tuple[Mapping[str, Any], bool]:
        said = sent(body)
        if key is not None:
            said["headers"]["Idempotency-Key"] = key
        answer = answered(lambda: self._http.post(verb, **said))
        return answer.json(), "Idempotency-Replayed" in answer.headers

    def _many(self, verb: str, key: str | None, **body: Any) -> Many:
        said, again = self._ask(verb, key, **body)
        return Many.of(said, replayed=again)

    def _lines(self, verb: str, body: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        """Yield the lines of a stream but for the first and the last; Unavailable when it was cut off."""
        with self._http.stream("POST", verb, **sent(body)) as answer:
            if answer.status_code != 200:
                answer.read()
                raise problem(answer)
            lines = (json.loads(line) for line in answer.iter_lines())
            next(lines, None)
            for line in lines:
                if "end" not in line:
                    yield line
                elif line["end"]:
                    return
        raise Unavailable(503, {"code": "unavailable", "title": "the stream was cut off"})

    def _people(self, verb: str, body: Mapping[str, Any]) -> Iterator[Person]:
        return (Person(person=line["person"], values=line["values"]) for line in self._lines(verb, body))


def sent(body: Mapping[str, Any]) -> dict[str, Any]:
    """Write a body; what is None is left to the house."""
    said = {name: value for name, value in body.items() if value is not None}
    raw = json.dumps(said, ensure_ascii=False, default=lambda day: day.isoformat())
    return {"content": raw.encode(), "headers": {"Content-Type": "application/json"}}


def answered(ask: Any) -> httpx.Response:
    """Ask, and return an answer that is one; raise the problem otherwise."""
    try:
        answer: httpx.Response = ask()
    except httpx.TransportError as error:
        said = {"code": "unavailable", "title": f"the house does not answer: {type(error).__name__}"}
        raise Unavailable(503, said) from None
    if answer.status_code not in (200, 202):
        raise problem(answer)
    return answer


def problem(answer: httpx.Response) -> Problem:
    """Return the problem that an answer tells of, by its kind."""
    try:
        said = answer.json()
    except ValueError:
        said = {}
    wait = answer.headers.get("Retry-After", "")
    kind = KINDS.get(answer.status_code, Problem)
    return kind(answer.status_code, said if isinstance(said, dict) else {}, int(wait) if wait.isdigit() else None)


def used(said: Mapping[str, Any]) -> Used:
    """Read the answer to a use."""
    return Used(
        person=said["person"],
        values=said["values"],
        left=said["left"],
        missing=tuple(said["missing"]),
        past=said.get("past") or {},
        past_left=said.get("past_left") or {},
        ended=tuple(said.get("ended") or ()),
        **evidence(said, replayed=False),
    )


def given(said: Mapping[str, Any], *, replayed: bool) -> Given:
    """Read the answer to a handoff."""
    return Given(
        export=said["export"],
        columns=tuple(said["columns"]),
        rows=tuple(map(tuple, said["rows"])),
        **evidence(said, replayed=replayed),
    )
