"""Browsers without a screen: Django's client, signed in as a person would be."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import Client

from tests.browser.staffed import Staffed, arm, code, forget_codes, staffed
from tests.promises.founded import PASSWORD


@pytest.fixture
def house(instance: Path) -> Staffed:
    cache.clear()
    return staffed()


def half(login: str) -> Client:
    """Somebody who gave the password alone."""
    client = Client()
    client.post("/console/account/sign-in", {"login": login, "password": PASSWORD})
    return client


def whole(login: str, shown: str = "") -> Client:
    """Somebody who gave the password and the code of their app: `shown`, or what it shows now."""
    forget_codes()
    client = half(login)
    client.post("/console/account/factors/authenticate/", {"code": shown or code()})
    return client


__all__ = ["arm", "half", "house", "whole"]
