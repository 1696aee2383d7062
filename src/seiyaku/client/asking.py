"""Asking: one method for each verb of the door about one person, or about people who are named together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from .answers import Answer, Collected, Found, Given, Person, Used, evidence
from .calls import Calls
from .connection import given, used
from .files import Files
from .house import House
from .listing import Lists
from .records import Records


class Client(Lists, Files, House, Records, Calls):
    """
    A program at the door of one house.

    `on_behalf_of`: the member of staff the asks are for; left out only with a token of the unattended kind.
    `language`: of sentences, "ja" or "en". Values go in bodies and never in addresses; redirects are not followed.
    """

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
        return used(said)

    def contact(self, person: str, fields: Iterable[str], *, purpose: str) -> Used:
        """Read what is needed to reach one person."""
        said, _ = self._ask("contact", person=person, fields=list(fields), purpose=purpose)
        return used(said)

    def use_many(self, people: Iterable[str] | None, fields: Iterable[str], *, purpose: str) -> Iterator[Person]:
        """
        Read many people's fields (None: everybody's), one at a time.

        Raises:
            Unavailable: the stream was cut off.
        """
        return self._people("use-many", _bulk(people, fields, purpose))

    def contact_many(self, people: Iterable[str] | None, fields: Iterable[str], *, purpose: str) -> Iterator[Person]:
        """Read what is needed to reach many people, one at a time; who refused is not among them."""
        return self._people("contact-many", _bulk(people, fields, purpose))

    def person_many(self, people: Iterable[str]) -> Iterator[Mapping[str, Any]]:
        """Return of each of many people all that they may see of themselves, or why it is not told (`code`)."""
        return self._lines("person-many", {"people": list(people)})

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

    def withhold(self, person: str, entries: Iterable[str], *, reason: str, key: str | None = None) -> Answer:
        """Withhold entries from their person; `reason`: the paper that says why."""
        return self._do("withhold", key, person=person, entries=list(entries), reason=reason)

    def reveal(self, person: str, entries: Iterable[str], *, key: str | None = None) -> Answer:
        """Lift the withholding of entries."""
        return self._do("reveal", key, person=person, entries=list(entries))

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
        return given(said, replayed=again)

    def export(
        self, people: Iterable[str] | None, fields: Iterable[str], *, purpose: str, proposal: str | None = None,
        key: str | None = None,
    ) -> Given:  # fmt: skip
        """Take many people's fields out, for a purpose of the operator's own; more than a hundred by a `proposal`."""
        named = None if people is None else list(people)
        said, again = self._ask(
            "export", key, people=named, fields=list(fields), purpose=purpose, proposal=proposal
        )  # fmt: skip
        return given(said, replayed=again)

    def policy(self) -> Mapping[str, Any]:
        """Return the policy in force."""
        return self._read("policy")

    def entry(self, entry: str) -> Mapping[str, Any]:
        """Return an entry of this program's own asks, with the proof of its place in the log."""
        return self._read(f"entries/{entry}")


def _bulk(people: Iterable[str] | None, fields: Iterable[str], purpose: str) -> dict[str, Any]:
    return {"people": None if people is None else list(people), "fields": list(fields), "purpose": purpose}
