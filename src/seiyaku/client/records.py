"""
Staff, partners, anonymised information, the outbox: one method each, whose verbs are those of the API (a test holds
them together).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from .connection import Connection, answered

People = Literal[
    "attention", "contact", "deputies", "deputise", "grace", "grant", "hire", "import", "invite", "kind", "leave",
    "list", "pledge", "proposals", "review", "revoke", "sample", "sign-out", "supervisor", "train", "withdraw",
]  # fmt: skip
Partners = Literal[
    "attention", "checklist", "classify", "contact", "contract", "end", "end-contract", "end-sub", "list", "mend",
    "open-contact", "register", "returned", "sub-entrust", "supervise", "text",
]  # fmt: skip

Anonymised = Literal[
    "accept", "collation", "complain", "complaints", "deliver", "document", "drafts/drop", "drafts/hand-in",
    "drafts/keep", "drafts/list", "drafts/show", "end", "facts", "hear", "jobs", "jobs/again", "jobs/list", "plan",
    "pseudonymise", "publish", "recount", "release", "releases", "settle", "show", "withdraw",
]  # fmt: skip
Post = Literal[
    "confirm", "destinations", "end", "list", "register", "retry", "run", "show", "withdraw",
]  # fmt: skip


class Records(Connection):
    """What is kept about staff (2-1, 2-4, 3-1) and partners (3-2); papers go and come in base64."""

    def people(self, verb: People, **said: Any) -> Mapping[str, Any]:
        """Ask a verb about staff, with what the API describes for it; wants a token that names house:people."""
        return self._ask(f"people/{verb}", **said)[0]

    def partners(self, verb: Partners, **said: Any) -> Mapping[str, Any]:
        """Ask a verb about partners, with what the API describes for it; wants a token that names house:partners."""
        return self._ask(f"partners/{verb}", **said)[0]

    def anonymised(self, verb: Anonymised, *, key: str | None = None, **said: Any) -> Mapping[str, Any]:
        """Ask a verb about anonymised information; wants a token that names house:releases, for some law:anonymise."""
        return self._ask(f"anonymised/{verb}", key, **said)[0]

    def job(self, ref: str) -> Mapping[str, Any]:
        """Return a preview or a release that is being made, as it stands now."""
        found: Mapping[str, Any] = answered(lambda: self._http.get(f"anonymised/jobs/{ref}")).json()
        return found

    def stop_job(self, ref: str) -> Mapping[str, Any]:
        """Stop a preview, or the making of a release; no table of it is left."""
        found: Mapping[str, Any] = answered(lambda: self._http.delete(f"anonymised/jobs/{ref}")).json()
        return found

    def post(self, verb: Post, *, key: str | None = None, **said: Any) -> Mapping[str, Any]:
        """Ask a verb about the outbox; wants a token that names house:post."""
        return self._ask(f"post/{verb}", key, **said)[0]
