"""A house that answers programs: the reference policy, its staff, Alice, and service tokens."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.test import Client

from seiyaku.core.asks import Actor
from seiyaku.people import services
from tests.door.conftest import House, house

__all__ = ["house"]

JSON = "application/json"


def token_for(owner: Actor, *purposes: str, unattended: bool = False) -> str:
    """A service token of a program of the owner's."""
    program = services.register_program("sync", actor=owner).ref
    return services.issue_token(program, purposes, unattended=unattended, actor=owner).token


@dataclass
class Caller:
    """A program at the door: its token, and for whom it asks."""

    token: str = field(repr=False)
    behalf: str | None
    language: str = "en"
    http: Client = field(default_factory=lambda: Client(raise_request_exception=False))

    def post(self, verb: str, body: Any, **headers: str) -> Any:
        """Ask, and return the answer."""
        sent = {"Authorization": f"Bearer {self.token}", "Accept-Language": self.language, **headers}
        if self.behalf is not None:
            sent["On-Behalf-Of"] = self.behalf
        raw = body if isinstance(body, bytes | str) else json.dumps(body)
        return self.http.post(f"/api/v1/{verb}", raw, content_type=JSON, headers=sent)

    def get(self, address: str, **headers: str) -> Any:
        """Read, and return the answer."""
        sent = {"Authorization": f"Bearer {self.token}", "Accept-Language": self.language, **headers}
        if self.behalf is not None:
            sent["On-Behalf-Of"] = self.behalf
        return self.http.get(f"/api/v1/{address}", headers=sent)

    def delete(self, address: str) -> Any:
        """Take back, and return the answer."""
        sent = {"Authorization": f"Bearer {self.token}", "On-Behalf-Of": self.behalf or ""}
        return self.http.delete(f"/api/v1/{address}", headers=sent)


def caller(behalf: Actor, purposes: Iterable[str], **more: Any) -> Caller:
    """A program of somebody's own, asking on their behalf."""
    return Caller(token=token_for(behalf, *purposes), behalf=behalf.id, **more)


@pytest.fixture
def clerks(house: House) -> Caller:
    """The clerk's program, for delivering."""
    return caller(house.clerk, ["deliver-service"])
