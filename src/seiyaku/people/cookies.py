"""
What a browser's cookie stands for (policy 3-3): Django's sessions, which hold ids only, and those sealed.

* The cookie's value is kept only as its SHA-256: a copy of the database lets nobody in.
* What is kept under it is sealed: the challenge of a passkey, or an authenticator's secret that is not confirmed yet.
"""

from __future__ import annotations

import hashlib
from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.base_session import AbstractBaseSession
from django.contrib.sessions.models import Session
from django.contrib.sessions.serializers import JSONSerializer
from django.utils import timezone

from seiyaku.core.errors import IntegrityError

from . import factors

PLACE = "cookie"


class SessionStore(db.SessionStore):
    """Django's database sessions, hashed and sealed."""

    def encode(self, session_dict: dict[str, Any]) -> str:
        """Return the session sealed."""
        return factors.close(JSONSerializer().dumps(session_dict), PLACE)

    def decode(self, session_data: str | bytes) -> dict[str, Any]:
        """Return the session; an empty one, where it does not open."""
        kept = session_data.decode("ascii") if isinstance(session_data, bytes) else session_data
        try:
            said: dict[str, Any] = JSONSerializer().loads(factors.open_(kept, PLACE))
        except IntegrityError:
            return {}
        return said

    def exists(self, session_key: str) -> bool:
        """Tell whether there is a session of this cookie."""
        return super().exists(stored(session_key))

    def delete(self, session_key: str | None = None) -> None:
        """Forget it."""
        key = session_key or self.session_key
        if key is not None:
            super().delete(stored(key))

    def create_model_instance(self, data: dict[str, Any]) -> AbstractBaseSession:
        """Return the row to be kept."""
        row = super().create_model_instance(data)
        row.session_key = stored(row.session_key)
        return row

    def _get_session_from_db(self) -> AbstractBaseSession | None:
        kept = Session.objects.filter(session_key=stored(self.session_key or ""), expire_date__gt=timezone.now())
        row = kept.first()
        if row is None:
            self._session_key = None
        return row


def stored(cookie: str) -> str:
    """Return what is kept of a cookie's value: 160 bits of its SHA-256 are as hard to meet as it is to guess."""
    return hashlib.sha256(cookie.encode()).hexdigest()[:40]
