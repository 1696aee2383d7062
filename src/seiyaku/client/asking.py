"""Asking: one method for each verb of the door."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping
from types import TracebackType
from typing import Any

import httpx

from .answers import Answer, Collected, Found, Given, Person, Used, evidence
from .problems import KINDS, Problem, Unavailable

API = "/api/v1/"
TIMEOUT = httpx.Timeout(30.0, connect=5.0)


class Client:
    """
    A program at the door of one house.

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

    def __enter__(self) -> Client:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def find(self, by: Mapping[str, str], *, purpose: str) -> Found:
        """Find people by what they say about themselves."""
        said, _ = self._ask("find", by=dict(by), purpose=purpose)
        return Found(people=tuple(said["people"]), **evidence(said, replayed=False))

    def scan(self, part: str, field: str, *, purpose: str, most: int = 100) -> Found:
        """Find people by a part of a value."""
        said, _ = self._ask("scan", part=part, field=field, purpose=purpose, most=most)
        return Found(people=tuple(said["people"]), **evidence(said, replayed=False))

    def use(
        self,
        person: str,
        fields: Iterable[str],
        *,
        purpose: str,
        past: bool = False,
        on: dt.date | None = None,
        known: dt.datetime | None = None,
    ) -> Used:
        """Read one person's fields for a purpose."""
        said, _ = self._ask("use", person=person, fields=list(fields), purpose=purpose, past=past, on=on, known=known)
        return _used(said)

    def contact(self, person: str, fields: Iterable[str], *, purpose: str) -> Used:
        """Read what is needed to reach one person."""
        said, _ = self._ask("contact", person=person, fields=list(fields), purpose=purpose)
        return _used(said)

    def use_many(self, people: Iterable[str] | None, fields: Iterable[str], *, purpose: str) -> Iterator[Person]:
        """
        Read many people's fields (None: everybody's), one at a time.

        Raises:
            Unavailable: the stream was cut off.
        """
        body = {"people": None if people is None else list(people), "fields": list(fields), "purpose": purpose}
        with self._http.stream("POST", "use-many", **_sent(body)) as answer:
            if answer.status_code != 200:
                answer.read()
                raise _problem(answer)
            lines = (json.loads(line) for line in answer.iter_lines())
            next(lines, None)
            for line in lines:
                if "end" not in line:
                    yield Person(person=line["person"], values=line["values"])
                elif line["end"]:
                    return
        raise Unavailable(503, {"code": "unavailable", "title": "the stream was cut off"})

    def statistics(self, by: Mapping[str, str], *, purpose: str, people: Iterable[str] | None = None) -> Answer:
        """Count people by fields, each seen as "value", "prefecture" or "decade"."""
        return self._do("statistics", by=dict(by), purpose=purpose, people=None if people is None else list(people))

    def explain(self, fields: Iterable[str], *, purpose: str | None, **about: Any) -> Answer:
        """Say what would be answered, and which clause would let; `about`: act, person, recipient, ground."""
        return self._do("explain", fields=list(fields), purpose=purpose, **about)

    def person(self, person: str) -> Answer:
        """Return all that a person may see of themselves."""
        return self._do("person", person=person)

    def receipt(self, person: str, entry: str) -> Mapping[str, Any]:
        """Return what a person takes away of one entry that names them; the independent verifier checks it."""
        said, _ = self._ask("receipt", person=person, entry=entry)
        found: Mapping[str, Any] = said["receipt"]
        return found

    def merge(self, gone: str, into: str, *, key: str | None = None) -> Answer:
        """Put one record into the other: they are one person's."""
        return self._do("merge", key, gone=gone, into=into)

    def split(self, person: str, fields: Iterable[str], *, key: str | None = None) -> str:
        """Make a new person of values that were never this one's; return their id."""
        said, _ = self._ask("split", key, person=person, fields=list(fields))
        return str(said["person"])

    def roll_back(self, file: str, *, key: str | None = None) -> Answer:
        """Take back what came in of a file that is not in yet."""
        return self._do("roll-back", key, file=file)

    def records(self, person: str) -> tuple[Mapping[str, Any], ...]:
        """Return the records of what was given to others about a person, and came from them (33(5))."""
        said, _ = self._ask("records", person=person)
        return tuple(said["records"])

    def provide_related(
        self, fields: Iterable[str], *, recipient: str, confirmed: str, how: str, told_abroad: bool = False,
        key: str | None = None,
    ) -> Answer:  # fmt: skip
        """Record that person-related information goes to somebody who ties it to persons (31)."""
        return self._do(
            "provide-related", key, fields=list(fields), recipient=recipient, confirmed=confirmed, how=how,
            told_abroad=told_abroad,
        )  # fmt: skip

    def show_notice(self, form: str) -> str:
        """Keep proof that a form's notice was shown; a collection's origin names it as `shown`."""
        said, _ = self._ask("notices", form=form)
        return str(said["shown"])

    def state(self, name: str, *, ja: str, en: str, purposes: Iterable[str] = ()) -> str:
        """Keep the words that people will be asked to agree to; a consent names what is returned."""
        said, _ = self._ask("statements", name=name, ja=ja, en=en, purposes=list(purposes))
        return str(said["statement"])

    def collect(self, values: Mapping[str, str], *, origin: Mapping[str, str], key: str | None = None) -> Collected:
        """Take in one new person. `key`: sent again under it, this is done once."""
        return self._collected("collect", key, values=dict(values), origin=dict(origin))

    def collect_many(
        self, rows: Iterable[Mapping[str, str]], *, origin: Mapping[str, str], key: str | None = None
    ) -> Collected:
        """Take in many new people."""
        return self._collected("collect-many", key, rows=[dict(row) for row in rows], origin=dict(origin))

    def correct(
        self, person: str, values: Mapping[str, str | None], *, purpose: str, origin: Mapping[str, str],
        of: dt.date | None = None, key: str | None = None,
    ) -> Answer:  # fmt: skip
        """Record that what was held was wrong from the start."""
        return self._do("correct", key, person=person, values=dict(values), purpose=purpose, origin=dict(origin), of=of)

    def change(
        self, person: str, values: Mapping[str, str | None], *, purpose: str, origin: Mapping[str, str],
        since: dt.date | None = None, key: str | None = None,
    ) -> Answer:  # fmt: skip
        """Record that something became different on a day."""
        return self._do(
            "change", key, person=person, values=dict(values), purpose=purpose, origin=dict(origin), since=since
        )

    def consent(
        self, people: Iterable[str], choice: Mapping[str, Any], *, statement: str, method: str, identity: str,
        key: str | None = None, **about: Any,
    ) -> Answer:  # fmt: skip
        """Record that people agreed; `about`: giver, proof."""
        return self._do(
            "consent", key, people=list(people), choice=dict(choice), statement=statement, method=method,
            identity=identity, **about,
        )  # fmt: skip

    def withdraw(
        self, people: Iterable[str], choice: Mapping[str, Any], *, method: str, key: str | None = None
    ) -> Answer:
        """Record that people take a consent back."""
        return self._do("withdraw", key, people=list(people), choice=dict(choice), method=method)

    def refuse(self, people: Iterable[str], *, use: str, method: str, key: str | None = None) -> Answer:
        """Record that people refuse a purpose."""
        return self._do("refuse", key, people=list(people), use=use, method=method)

    def stop(self, people: Iterable[str], *, use: str | None = None, key: str | None = None) -> Answer:
        """Stop a use, or every provision."""
        return self._do("stop", key, people=list(people), use=use)

    def resume(self, people: Iterable[str], *, use: str | None = None, key: str | None = None) -> Answer:
        """Lift a stop."""
        return self._do("resume", key, people=list(people), use=use)

    def accept(self, people: Iterable[str], *, channel: str, key: str | None = None) -> Answer:
        """Record that people used the service after the policy changed."""
        return self._do("accept", key, people=list(people), channel=channel)

    def begin_relation(
        self, people: Iterable[str], *, origin: Mapping[str, str], service: str | None = None,
        on: dt.date | None = None, key: str | None = None,
    ) -> Answer:  # fmt: skip
        """Record that a contract, or the optional service of a partner, began."""
        return self._do("begin-relation", key, people=list(people), service=service, on=on, origin=dict(origin))

    def end_relation(
        self, people: Iterable[str], *, origin: Mapping[str, str], service: str | None = None,
        on: dt.date | None = None, key: str | None = None,
    ) -> Answer:  # fmt: skip
        """Record that a contract, or the optional service of a partner, ended."""
        return self._do("end-relation", key, people=list(people), service=service, on=on, origin=dict(origin))

    def erase(self, person: str, *, key: str | None = None) -> Answer:
        """Erase everything held on a person."""
        return self._do("erase", key, person=person)

    def provide(
        self, people: Iterable[str] | None, fields: Iterable[str], *, recipient: str, key: str | None = None,
        **about: Any,
    ) -> Given:  # fmt: skip
        """Give fields to a partner; `about`: purpose, ground, evidence, papers."""
        named = None if people is None else list(people)
        said, again = self._ask("provide", key, people=named, fields=list(fields), recipient=recipient, **about)
        return _given(said, replayed=again)

    def export(
        self, people: Iterable[str] | None, fields: Iterable[str], *, purpose: str, key: str | None = None
    ) -> Given:
        """Take many people's fields out, for a purpose of the operator's own."""
        named = None if people is None else list(people)
        said, again = self._ask("export", key, people=named, fields=list(fields), purpose=purpose)
        return _given(said, replayed=again)

    def policy(self) -> Mapping[str, Any]:
        """Return the policy in force."""
        return self._read("policy")

    def entry(self, entry: str) -> Mapping[str, Any]:
        """Return an entry of this program's own asks, with the proof of its place in the log."""
        return self._read(f"entries/{entry}")

    def _read(self, address: str) -> Mapping[str, Any]:
        answer = _answered(lambda: self._http.get(address))
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
        sent = _sent(body)
        if key is not None:
            sent["headers"]["Idempotency-Key"] = key
        answer = _answered(lambda: self._http.post(verb, **sent))
        return answer.json(), "Idempotency-Replayed" in answer.headers


def _sent(body: Mapping[str, Any]) -> dict[str, Any]:
    """Write a body; what is None is left to the house."""
    said = {name: value for name, value in body.items() if value is not None}
    raw = json.dumps(said, ensure_ascii=False, default=lambda day: day.isoformat())
    return {"content": raw.encode(), "headers": {"Content-Type": "application/json"}}


def _answered(ask: Any) -> httpx.Response:
    try:
        answer: httpx.Response = ask()
    except httpx.TransportError as error:
        said = {"code": "unavailable", "title": f"the house does not answer: {type(error).__name__}"}
        raise Unavailable(503, said) from None
    if answer.status_code != 200:
        raise _problem(answer)
    return answer


def _problem(answer: httpx.Response) -> Problem:
    try:
        said = answer.json()
    except ValueError:
        said = {}
    wait = answer.headers.get("Retry-After", "")
    kind = KINDS.get(answer.status_code, Problem)
    return kind(answer.status_code, said if isinstance(said, dict) else {}, int(wait) if wait.isdigit() else None)


def _used(said: Mapping[str, Any]) -> Used:
    return Used(
        person=said["person"],
        values=said["values"],
        left=said["left"],
        missing=tuple(said["missing"]),
        **evidence(said, replayed=False),
    )


def _given(said: Mapping[str, Any], *, replayed: bool) -> Given:
    return Given(
        export=said["export"],
        columns=tuple(said["columns"]),
        rows=tuple(map(tuple, said["rows"])),
        **evidence(said, replayed=replayed),
    )
