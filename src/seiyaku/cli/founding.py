"""
Founding an instance: its folder, its settings, its keys, its tables, the policy it runs under.

Everything is written for the owner alone (0700, 0600). There is no default password: the first account is made with
a setup code that is shown once and works once. Founding either finishes or leaves nothing; one that was cut short is
cleared away by the next (`beginnings`). `settings.env` is written last, so that half an instance is never taken for a
whole one.

On PostgreSQL the address given is the owner's; the instance itself knows only the two roles made by `foundations`.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from seiyaku.core.language import Text

from . import beginnings, foundations

SYSTEM = "system:founding"


@dataclass(frozen=True, slots=True, kw_only=True)
class Founded:
    """A new instance: where it is, the policy version it runs under, and the code that makes its first account."""

    home: Path
    policy: str
    operator: Text
    setup_code: str


def sample_policies() -> Path:
    """Return the folder of the policies that ship with Seiyaku."""
    package = Path(__file__).resolve().parents[1]
    inside = package / "policies"
    return inside if inside.is_dir() else package.parents[1] / "policies"


def reference_policy() -> Path:
    """Return the reference policy's Japanese file."""
    return sample_policies() / "cloopen" / "2018-10-01.md"


def found(
    home: Path, *, policy: Path, database: str | None = None, hear: Callable[[str], None] = lambda _stage: None
) -> Founded:
    """
    Make an instance at `home`, which must be empty or not there, running under `policy`.

    `hear` is told each stage as it begins: "folder", "keys", "tables", "policy", "account".

    Raises:
        InputError: there is something in the folder or the database already, or the policy does not load.
        Unavailable: the database does not answer.
    """
    from seiyaku.policy.loading import load

    loaded = load(policy)  # a policy that does not load leaves no folder behind
    hear("folder")
    with beginnings.begun(home) as beginning:
        secret = enter(home, database)
        beginning.fill()
        hear("keys")
        _keys(home)
        hear("tables")
        addresses = _tables(database or os.environ.get("SEIYAKU_DATABASE_URL", ""))
        hear("policy")
        published = _publish(policy)
        hear("account")
        code = new_setup_code()
        write_settings(home, secret, database, addresses)
        beginning.done()
    return Founded(home=home, policy=published, operator=Text(**loaded.operator.name), setup_code=code)


def enter(home: Path, database: str | None = None) -> str:
    """Point this process at an instance that is to be at `home`, wherever it was before; return its new secret."""
    os.umask(0o077)
    secret = secrets.token_urlsafe(48)
    os.environ |= {"SEIYAKU_HOME": str(home), "SEIYAKU_SECRET_KEY": secret}
    if database:
        os.environ["SEIYAKU_DATABASE_URL"] = database
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "seiyaku.config.settings")
    import django

    django.setup()
    return secret


def _keys(home: Path) -> None:
    from django.conf import settings

    from seiyaku.keys import operator

    path = home / settings.OPERATOR_KEY.removeprefix("file:")
    if settings.OPERATOR_KEY.startswith("file:") and not path.exists():  # one that lies elsewhere may be there already
        operator.create_file(path)


def _tables(url: str) -> foundations.Addresses | None:
    from seiyaku.backup import recipients
    from seiyaku.keys import keyring

    addresses = foundations.lay(url)
    keyring.create_keyring()
    foundations.work_as_the_application(addresses)
    recipients.create()
    return addresses


def new_setup_code() -> str:
    """Return a fresh code for the first account; Conflict where there is one already."""
    from django.db import connection

    from seiyaku.people.setup import issue_setup_code  # the rest of that room is not for founding (S1)

    code = issue_setup_code()
    if connection.vendor == "postgresql":  # SQLite needs neither the sequencer nor PostgreSQL's driver (S1)
        from seiyaku.ledger.sequencing import place_all

        place_all()
    return code


def _publish(policy: Path) -> str:
    from seiyaku.core.asks import Actor
    from seiyaku.policy import services

    return services.publish(policy, actor=Actor(id=SYSTEM, kind="system", proven_by="founding")).version


def write_settings(
    home: Path, secret: str, database: str | None, addresses: foundations.Addresses | None, *more: str
) -> None:
    """Write `settings.env`, the last thing of all."""
    lines = ["# Settings of this instance; docs/reference/settings explains each.", f"SEIYAKU_SECRET_KEY={secret}"]
    if addresses:
        lines.append(f"SEIYAKU_DATABASE_URL={addresses.application}")
        lines.append(f"SEIYAKU_SEQUENCER_DATABASE_URL={addresses.sequencer}")
    elif database:
        lines.append(f"SEIYAKU_DATABASE_URL={database}")
    beginnings.write_settings(home, [*lines, *more])
